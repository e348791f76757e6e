"""Where a network looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.text import Text
from models.types.activations import QuantisedMaps


@dataclass(frozen=True, slots=True)
class MethodInfo:
    """One way to say where a network looked."""

    key: str
    title: Text
    description: Text
    formula: tuple[Text, ...]  # lines; `_k` is an index
    attributed_to: Literal["layer", "input"]  # on the maps of a layer, or on the pixels
    signed: bool
    passes: float  # forward passes that it costs, about
    unit: Text
    point_choices: tuple[int, ...]  # how many may be asked for, the usual number first
    per_layer: str  # key of the method whose heat is shown at every stage: its own, or that of a quick one in its place


@dataclass(frozen=True, slots=True)
class Stages:
    """The layers among which a visitor chooses where to look, in the order in which they run."""

    layers: tuple[str, ...]
    default: str  # "" where a network has none


@dataclass(frozen=True, slots=True)
class AttributionMap:
    """How much each place speaks for a class."""

    target: int
    cells: NDArray[np.float32]  # [y, x] as the method made it: the layer's cells, or pixels
    map: NDArray[np.float32]  # [y, x] at the size of the prepared picture
    facts: Mapping[str, float]  # what the method promises or took: "completeness_gap", "maps", ...; empty until the last pass
    before_relu: NDArray[np.float32] | None = (
        None  # [y, x]: the cells before a ReLU cut what is negative, where one does; with the last pass
    )


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a network looked, after `done` of `of` passes."""

    network: str
    method: str
    layer: str  # "input" for a method that looks at the pixels
    picture: NDArray[np.uint8]  # [height, width, channel], as prepared for the network
    maps: tuple[AttributionMap, ...]  # one a class, in the order in which they were asked for
    done: int
    total: int
    milliseconds: float  # of computing so far


@dataclass(frozen=True, slots=True)
class StageAttribution:
    """The heat at one stage, small."""

    layer: str
    minimum: float
    maximum: float
    thumbnail: QuantisedMaps  # one channel


@dataclass(frozen=True, slots=True)
class DeletionCurves:
    """The probability of a class while the hottest pixels are taken away, or put in; NaN where it is not known yet."""

    target: int
    fractions: NDArray[np.float32]  # [point], 0 … 1 of all pixels
    deleted: NDArray[np.float32]  # [point]
    inserted: NDArray[np.float32]
    random_deleted: NDArray[np.float32]  # the mean over orders that know nothing of the heat
    random_inserted: NDArray[np.float32]
    done: int  # pictures
    total: int

    @staticmethod
    def area(curve: NDArray[np.float32]) -> float:
        """Mean height of a curve between 0 and 1, by trapezoids."""
        return float(((curve[1:].astype(np.float64) + curve[:-1]) / 2).mean())
