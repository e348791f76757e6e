"""Where a number comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.text import Text
from models.types.activations import QuantisedMaps

Rule = Literal["sum", "largest", "function", "product", "share", "distance", "copy", "given"]
"""How terms make a cell: added; the largest goes on; a function of one value; multiplied with each other; a share of all; squared
distances added; one value passed on; given from outside."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a cell was made of, in the order in which it lies in its layers: [group, row, column] of windows, flattened."""

    layers: tuple[str, ...]  # that terms come from
    source: NDArray[np.int32]  # [group]: which of `layers`
    window: tuple[int, int]  # rows and columns of a group
    cells: NDArray[np.int32]  # [term, 3]: channel, row, column; a unit has −1, −1 after it, padding −1 three times
    values: NDArray[np.float64]  # [term]: exactly the float32 that was read
    weights: NDArray[np.float64]  # [term]; NaN where a term enters otherwise than by a product
    products: NDArray[np.float64]  # [term]: what it adds to the sum

    @property
    def order(self) -> NDArray[np.int64]:
        """Terms by |product|, the largest first; among equals by |weight|, then by value, then as they lie."""
        order: NDArray[np.int64] = np.lexsort((-self.values, -np.nan_to_num(np.abs(self.weights)), -np.abs(self.products)))
        return order

    def layer_of(self, term: int) -> str:
        return self.layers[int(self.source[term // (self.window[0] * self.window[1])])]

    def cell_of(self, term: int) -> tuple[int, ...] | None:
        """[channel, y, x] or [unit]; None for padding, which has no cell to walk to."""
        return tuple(int(i) for i in self.cells[term] if i >= 0) or None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where one number comes from: `sum` = all products + `bias`, in float64, beside the float32 that PyTorch computed."""

    layer: str
    kind: str
    cell: tuple[int, ...]  # [channel, y, x] or [unit]
    rule: Rule
    terms: Terms
    bias: float
    sum: float
    torch_value: float
    bound: float  # what float32 can account for: roundings · (2⁻²³ · Σ |terms| + 2⁻¹²⁶)
    formula: Text  # of one value {x}; "" where there is none
    facts: Mapping[str, float]  # numbers of the layer that belong to the cell: "mean", "variance", ...
    curve: NDArray[np.float64]  # [2, point]: the function around the value, where it has one; else [2, 0]

    @property
    def difference(self) -> float:
        return self.sum - self.torch_value

    @property
    def agrees(self) -> bool:
        """Whether rounding explains all that is between our sum and PyTorch's value; never assumed."""
        both = (self.sum, self.torch_value)
        return both[0] == both[1] or abs(self.difference) <= self.bound or all(number != number for number in both)


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One stop on the way from a cell back to the pixels: its receipt, and where it lies in its channel."""

    receipt: Receipt
    thumbnail: QuantisedMaps  # one channel: the cell's own, or all units in rows
    minimum: float  # of the layer's values
    maximum: float
