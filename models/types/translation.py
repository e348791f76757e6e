"""A picture moved about, and what the layers make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TranslatedLayer:
    """One layer while the picture is moved; value = low + code · step, within half a step, one scale for all places."""

    layer: str
    channel: int | None  # None: all units
    codes: NDArray[np.uint8]  # [down, right, y, x] of the channel, or [down, right, unit]
    low: float
    step: float
    minimum: float
    maximum: float
    equivariance_error: (
        float | None
    )  # largest difference from the unmoved map moved along, where windows see only picture; None: it has other steps


@dataclass(frozen=True, slots=True)
class Translations:
    """A picture at every place up to `reach` cells down and right of its own, and as far up and left."""

    network: str
    picture: NDArray[np.uint8]  # [height, width, channel], as prepared, not moved
    max_shift: int
    logits: NDArray[np.float32]  # [down, right, class], both from −reach to reach
    invariance: Mapping[
        str, NDArray[np.float32]
    ]  # layer → [down, right]: cosine between the picture's effects here and unmoved (invariance)
    equivariance: Mapping[
        str, NDArray[np.float32]
    ]  # the same with the effect here moved back (equivariance); NaN where a layer has no places
    layers: tuple[TranslatedLayer, ...]
