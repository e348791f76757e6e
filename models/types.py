"""What crosses the service's door: frozen values, arrays and nothing that holds a module or a gradient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from models.text import Text

Weights = Literal["shipped", "present", "download", "random", "trained"]


@dataclass(frozen=True, slots=True)
class Source:
    """What a visitor brought, in one of three forms.

    picture: an encoded file (PNG, JPEG, ...), prepared as the network's weights say
    strokes: a drawing, see `models.drawing`
    pixels: an already prepared picture, uint8 [height, width, channel] as raw bytes
    """

    form: Literal["picture", "strokes", "pixels"]
    data: bytes


@dataclass(frozen=True, slots=True)
class InputSize:
    channels: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class NetworkCard:
    """One line of the network menu."""

    key: str
    title: Text
    note: Text  # one sentence: what it was trained on, or that it knows nothing
    year: int
    parameters: int
    macs: int  # multiply-accumulates for one picture
    input: InputSize
    classes: tuple[Text, ...]
    weights: Weights
    download_mb: float | None  # None unless weights == "download"
    drawing: bool  # takes drawings (grey, ink on nothing) rather than photographs


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """Cell (y, x) sees input rows offset + y·stride … + size − 1, and columns likewise; [vertical, horizontal]."""

    size: tuple[int, int]
    stride: tuple[int, int]
    offset: tuple[int, int]
    whole: bool  # some branch lets every cell see the whole picture


@dataclass(frozen=True, slots=True)
class Layer:
    """One stop of the strip. `shape` is [channel, y, x] or [unit], without the batch."""

    name: str
    kind: str
    title: Text  # "conv 5×5", "ReLU", ...
    inputs: tuple[str, ...]
    shape: tuple[int, ...]
    parameters: int
    formula: Text  # "(5·5·6 + 1)·16 = 2,416", "" without parameters
    macs: int  # multiply-accumulates for one picture
    connections: int  # numbers that its cells read for one picture, biases counted; 0 where it works cell by cell
    receptive_field: ReceptiveField


@dataclass(frozen=True, slots=True)
class Guess:
    """One class of an answer."""

    index: int
    label: Text
    logit: float
    probability: float


@dataclass(frozen=True, slots=True)
class Maps:
    """Maps as bytes: value = low + code · step, each within half a step; one low and step per channel."""

    codes: NDArray[np.uint8]  # [channel, y, x]
    low: NDArray[np.float32]  # [channel]
    step: NDArray[np.float32]  # [channel], 0 for a constant channel


@dataclass(frozen=True, slots=True)
class Glance:
    """One layer of the strip: its range and a thumbnail of one fixed channel (or of all units, folded to a block)."""

    layer: str
    minimum: float
    maximum: float
    channel: int | None  # None: a vector folded into rows
    thumbnail: Maps  # one channel


@dataclass(frozen=True, slots=True)
class LayerMaps:
    """All channels of one layer, reduced by area means of `factor` × `factor` cells where tiles are smaller."""

    layer: str
    shape: tuple[int, ...]  # of the layer's own output
    factor: int
    minimum: float  # of the layer's own values
    maximum: float
    maps: Maps


@dataclass(frozen=True, slots=True)
class Look:
    """Everything the Look tab paints for one picture."""

    network: str
    picture: NDArray[np.uint8]  # [height, width, channel], as prepared for the network
    glances: tuple[Glance, ...]  # "input" first, in the order in which layers run
    maps: LayerMaps
    logits: NDArray[np.float32]  # [class]
    milliseconds: float  # the forward pass alone


@dataclass(frozen=True, slots=True)
class Opening:
    """How far a network is from being ready: done == total when it is."""

    key: str
    ready: bool
    done_mb: float
    total_mb: float


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
class Station:
    """One stop on the way from a cell back to the pixels: its receipt, and where it lies in its channel."""

    receipt: Receipt
    thumbnail: Maps  # one channel: the cell's own, or all units in rows
    minimum: float  # of the layer's values
    maximum: float


@dataclass(frozen=True, slots=True)
class Felt:
    """The cells of a layer that a pixel of the picture reaches: first and last row, first and last column; None: none of them."""

    layer: str
    rows: tuple[int, int] | None
    columns: tuple[int, int] | None


Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a convolution has learned. A grouped one has as many input channels here as a group reads, as PyTorch keeps it."""

    kernels: NDArray[np.float32]  # [out, in, y, x]
    bias: NDArray[np.float32]  # [out]; zeros where the layer has none


Fill = Literal["zeros", "reflect", "replicate"]


@dataclass(frozen=True, slots=True)
class Sliding:
    """How a kernel moves over a picture. `padding` pixels on every side, filled as `fill` says."""

    stride: int = 1
    padding: int = 0
    fill: Fill = "zeros"
    dilation: int = 1
