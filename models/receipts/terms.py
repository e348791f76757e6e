"""What the receipts of all kinds of layers share: one cell of one step, and the terms that its number is made of.

A kind of layer has one maker, in a file of `models/receipts/kinds`; `receipt` finds them and names the cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from models.engine.kinds import name_of
from models.engine.plan import Step
from models.text import Text
from models.types.receipts import Rule

Cell = tuple[int, ...]
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
"""[group, row, column]: where terms lie in a tensor without the batch, flat; OUTSIDE for a cell of padding."""

OUTSIDE = -1
NO_FORMULA = Text("", "")


@dataclass(frozen=True, slots=True)
class CellReading:
    """One cell of one step of a capture, and what the step read. No batch axis; everything is read-only."""

    step: Step
    inputs: tuple[Any, ...]  # as the step got them, in the order of `step.inputs`
    learnt: tuple[bool, ...]  # which of them are the network's own numbers, not values of a picture
    cell: Cell  # in the step's own order of axes
    output: Tensor  # all that the step returned

    @property
    def module(self) -> Any:
        """The module behind the step, None for a function."""
        return self.step.operation if isinstance(self.step.operation, nn.Module) else None

    @property
    def name(self) -> str:
        return name_of(self.step.operation)

    def setting(self, name: str, default: Any = None) -> Any:
        """A constant of the layer by the name that its module and its function share."""
        return getattr(self.module, name, default) if self.module is not None else self.step.settings.get(name, default)

    @property
    def read(self) -> Tensor:
        """What it read, where that is one tensor."""
        value: Tensor = self.inputs[0]
        return value


@dataclass(frozen=True, slots=True)
class TermBlock:
    """Terms read from one of a step's inputs. `weights` None: they enter otherwise than by a product, and `products` says how much."""

    source: int  # which of the step's inputs
    places: Places  # [group, row, column]
    weights: Numbers | None = None  # [group, row, column]
    products: Numbers | None = None  # [group, row, column]; None: value × weight


@dataclass(frozen=True, slots=True)
class RawReceipt:
    """The receipt of a cell before its terms have names. The total is the sum of the products and the bias, in float64.

    `roundings` and `size` bound what float32 may differ by: as many times as PyTorch rounds, at most eps of `size` each; left
    out, one rounding a term and the sum of |products| and |bias|.
    """

    rule: Rule
    blocks: tuple[TermBlock, ...]
    bias: float = 0.0
    roundings: float | None = None
    size: float | None = None
    formula: Text = NO_FORMULA  # with {x} where the value stands
    facts: Mapping[str, float] = field(default_factory=dict)  # numbers of the layer that the formula names
    curve: Callable[[float], float] | None = None  # of one value: to be drawn
    code: tuple[str, ...] = ()  # PyTorch, from `reads` (what the step read, in order, without the batch) to `number`


ReceiptMaker = Callable[[CellReading], RawReceipt]


def flat_index(cell: Cell, shape: tuple[int, ...]) -> int:
    """Where a cell lies in a tensor of that shape, counted row by row."""
    return int(np.ravel_multi_index(cell, shape)) if cell else 0


def single_term(reading: CellReading, source: int = 0, weight: float | None = 1.0, product: float | None = None) -> TermBlock:
    """A single term: the cell of an input that meets the reading's own, where inputs of one cell meet every cell."""
    shape = tuple(reading.inputs[source].shape)
    met = broadcast_cell(reading.cell, shape)
    places = np.array([[[flat_index(met, shape)]]], np.int64)
    return TermBlock(source, places, _single_number(weight), _single_number(product))


def _single_number(number: float | None) -> Numbers | None:
    return None if number is None else np.array([[[number]]], np.float64)


def broadcast_cell(cell: Cell, shape: tuple[int, ...]) -> Cell:
    """The cell of a tensor of `shape` that broadcasting lays on `cell`."""
    own = cell[len(cell) - len(shape) :]
    return tuple(0 if size == 1 else at for at, size in zip(own, shape, strict=True))


def to_float64(tensor: Tensor) -> Numbers:
    """Learnt numbers in float64, to be multiplied exactly."""
    return tensor.detach().double().numpy()


def channel_places(reading: CellReading, channel: int, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Places:
    """[1, row, column] of one channel of the map (C, H, W) that was read; OUTSIDE where a row or column is."""
    return channels_places(reading, np.array([channel]), rows, columns)


def channels_places(reading: CellReading, channels: NDArray[np.int64], rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Places:
    """[channel, row, column] of the map (C, H, W) that was read; OUTSIDE where a row or column is."""
    _, height, width = reading.read.shape
    places = (channels[:, None, None] * height + rows[None, :, None]) * width + columns[None, None, :]
    inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))[None, :]
    return np.where(inside, places, OUTSIDE)


def window_indices(at: int, kernel: int, stride: int, padding: int, dilation: int) -> NDArray[np.int64]:
    """The rows (or columns) that a window covers, those before 0 and beyond the end included."""
    return at * stride - padding + dilation * np.arange(kernel, dtype=np.int64)


def pair(value: Any) -> tuple[int, int]:
    """(vertical, horizontal) from one number for both or one for each."""
    if isinstance(value, int):
        return value, value
    both = tuple(value)
    return int(both[0]), int(both[-1])


def index_code(cell: Cell) -> str:
    """A cell as an index in code: "11, 4, 4"."""
    return ", ".join(map(str, cell))


def input_code(source: int, reading: CellReading) -> str:
    """The number of an input that meets the reading's cell, in code: "reads[0][11, 4, 4]"."""
    return f"reads[{source}][{index_code(broadcast_cell(reading.cell, tuple(reading.inputs[source].shape)))}]"
