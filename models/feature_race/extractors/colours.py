"""Colour histograms: how much of each colour a photograph has, and nothing of where."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.datasets.bundled import LabelledSplits
from models.feature_race.extractors import ExtractorCode, FeatureExtractor, FixedFeatureSvm, GetNetwork, TrainAndPredict
from models.text import Text
from models.types.feature_race import PictureKind

C = 10.0
LEVELS = 4  # of red, of green, of blue: 64 colours


def color_histograms(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The square root of each colour's share of the picture, [picture, 64]: the distance of two is then Hellinger's."""
    level = pictures.astype(np.int64) * LEVELS // 256  # [n, h, w, 3]
    colour = (level[..., 0] * LEVELS + level[..., 1]) * LEVELS + level[..., 2]  # [n, h, w]
    counts = np.stack([np.bincount(one.ravel(), minlength=LEVELS**3) for one in colour])
    shares: NDArray[np.float32] = np.sqrt(counts / colour[0].size).astype(np.float32)
    return shares


def build(parts: LabelledSplits, kind: PictureKind, get_network: GetNetwork) -> TrainAndPredict:
    return FixedFeatureSvm(parts, color_histograms, C, chunk=64)


EXTRACTOR = FeatureExtractor(
    key="colours",
    order=30,
    title=Text("Colours + SVM", "Cores + SVM"),
    short=Text("colours", "cores"),
    about={
        "photograph": Text(
            "How much of each of 64 colours there is, not where; an SVM on top. Swain and Ballard, 1991.",
            "Quanto há de cada uma de 64 cores, não onde; depois uma SVM. Swain e Ballard, 1991.",
        ),
    },
    learned=False,
    build=build,
    code=ExtractorCode(lambda kind: f"machine(colours, {C})", {"colours": color_histograms}),
    mark="dashed",
    faint=True,
)
