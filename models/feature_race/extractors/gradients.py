"""Histograms of oriented gradients: the edges of a picture, counted by direction, cell by cell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.datasets.bundled import LabelledSplits
from models.feature_race.extractors import ExtractorCode, FeatureExtractor, FixedFeatureSvm, GetNetwork, TrainAndPredict
from models.history import orientations
from models.text import Text
from models.types.feature_race import PictureKind

C: dict[PictureKind, float] = {"drawing": 10.0, "photograph": 1.0}
CELL: dict[PictureKind, int] = {"drawing": 4, "photograph": 8}  # px

_ABOUT = Text(
    "Edge directions, counted; an SVM on top. Dalal and Triggs, 2005.",
    "Direções de bordas, contadas; depois uma SVM. Dalal e Triggs, 2005.",
)


def build(parts: LabelledSplits, kind: PictureKind, get_network: GetNetwork) -> TrainAndPredict:
    def describe(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        return np.stack([orientations.hog_features(picture, CELL[kind]) for picture in pictures])

    return FixedFeatureSvm(parts, describe, C[kind])


EXTRACTOR = FeatureExtractor(
    key="hog",
    order=20,
    title=Text("HOG + SVM", "HOG + SVM"),
    short=Text("HOG", "HOG"),
    about={"drawing": _ABOUT, "photograph": _ABOUT},
    learned=False,
    build=build,
    code=ExtractorCode(
        lambda kind: f"machine(lambda pictures: np.stack([oriented(one, {CELL[kind]}) for one in pictures]), {C[kind]})",
        {"oriented": orientations.hog_features},
    ),
)
