"""Raw pixels: nothing designed, nothing learned but the cuts of the machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.datasets.bundled import LabelledSplits
from models.feature_race.extractors import ExtractorCode, FeatureExtractor, FixedFeatureSvm, GetNetwork, TrainAndPredict
from models.text import Text
from models.types.feature_race import PictureKind

C: dict[PictureKind, float] = {"drawing": 10.0, "photograph": 1.0}


def pixel_values(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Every pixel of every channel as a number 0 … 1, [picture, height · width · channel]."""
    flat: NDArray[np.float32] = pictures.reshape(len(pictures), -1).astype(np.float32) / np.float32(255)
    return flat


def build(parts: LabelledSplits, kind: PictureKind, get_network: GetNetwork) -> TrainAndPredict:
    return FixedFeatureSvm(parts, pixel_values, C[kind], chunk=256)


EXTRACTOR = FeatureExtractor(
    key="pixels",
    order=10,
    title=Text("Pixels + SVM", "Pixels + SVM"),
    short=Text("pixels", "pixels"),
    about={
        "drawing": Text(
            "784 grey values, straight into the SVM. Nothing designed, nothing learned.",
            "784 valores de cinza, direto na SVM. Nada projetado, nada aprendido.",
        ),
        "photograph": Text(
            "6,912 values, straight into the SVM. Nothing designed, nothing learned.",
            "6.912 valores, direto na SVM. Nada projetado, nada aprendido.",
        ),
    },
    learned=False,
    build=build,
    code=ExtractorCode(lambda kind: f"machine(pixels, {C[kind]})", {"pixels": pixel_values}),
    mark="hollow",
    faint=True,
)
