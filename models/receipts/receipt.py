"""The receipt of a cell: the terms that made its number, each with the layer and the cell that it came from.

Everything is read from the values of one forward pass; our own sum stands beside what PyTorch returned.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from models import registry
from models.engine.capture import Capture
from models.engine.layers import LayerStep
from models.errors import UserError
from models.inputs.pictures import Preparation
from models.receipts.sources import SourceTracer, TermSource
from models.receipts.terms import OUTSIDE, Cell, CellReading, RawReceipt, ReceiptMaker, TermBlock
from models.text import LANGUAGES, Text
from models.types.receipts import Receipt, Terms

EPSILON: Final = float(np.finfo(np.float32).eps)
SMALLEST_NORMAL: Final = float(np.finfo(np.float32).tiny)  # what is smaller may become zero
CURVE_POINTS: Final = 97  # of a drawn function
CURVE_RANGE: Final = 4.0  # it is drawn from −4 to 4, farther where the value is


@cache
def makers() -> Mapping[str, ReceiptMaker]:
    """The maker of every kind of layer that has a file. ValueError for a kind that comes twice."""
    families: list[Mapping[str, ReceiptMaker]] = registry.discover("models.receipts.kinds", "MAKERS")
    registry.refuse_twins((kind for family in families for kind in family), "receipt of the kind")
    return MappingProxyType({kind: maker for family in families for kind, maker in family.items()})


@dataclass(frozen=True)
class ReceiptBuilder:
    """The receipts of one forward pass: what is asked of a cell of any layer."""

    captured: Capture
    layer_steps: tuple[LayerStep, ...]
    picture: NDArray[np.uint8]  # [height, width, channel], as prepared for the network
    preparation: Preparation

    @cached_property
    def values(self) -> Capture:
        """What every step returned, by slot."""
        return self.captured.memoizing()

    @cached_property
    def _sources(self) -> SourceTracer:
        return SourceTracer(self.captured.plan, self.layer_steps, self.values)

    def receipt(self, layer_step: LayerStep, cell: Cell) -> Receipt:
        """The receipt of a legal cell, [channel, y, x] or [unit]."""
        raw = self.raw_receipt(layer_step, cell)
        named = [self._name_terms(layer_step, block, raw) for block in raw.blocks]
        terms = _concatenate(named)
        bias = raw.bias + sum(one.added for one in named)
        size = raw.size if raw.size is not None else float(np.abs(terms.products).sum()) + abs(raw.bias)
        roundings = raw.roundings if raw.roundings is not None else len(terms.products) + 1
        folded = any(one.folded for one in named)
        return Receipt(
            layer=layer_step.layer.name,
            kind=layer_step.layer.kind,
            cell=cell,
            rule=raw.rule,
            terms=terms,
            bias=bias,
            sum=float(terms.products.sum()) + bias,
            torch_value=float(self.values[layer_step.slot][0][native_cell(layer_step, cell)]),
            bound=(roundings + _FOLDING_ROUNDINGS * folded) * (EPSILON * (size + abs(bias - raw.bias)) + SMALLEST_NORMAL),
            formula=raw.formula,
            facts=dict(raw.facts),
            curve=_curve(raw),
        )

    def trace(self, layer_step: LayerStep, cell: Cell) -> Iterator[Receipt]:
        """The receipt of a cell, that of its strongest term, and so on to a pixel of the input."""
        by_name = {one.layer.name: one for one in self.layer_steps}
        while True:
            receipt = self.receipt(layer_step, cell)
            yield receipt
            terms = receipt.terms
            strongest = next((int(term) for term in terms.order if terms.cells[term, 0] != OUTSIDE), None)
            if strongest is None:
                return
            layer_step, cell = by_name[terms.layer_of(strongest)], terms.cell_of(strongest) or ()

    def raw_receipt(self, layer_step: LayerStep, cell: Cell) -> RawReceipt:
        """How the number of a cell was made, before its terms have names."""
        if layer_step.slot == 0:
            return self._pixel(cell)
        return makers()[layer_step.layer.kind](self.reading(layer_step, cell))

    def reading(self, layer_step: LayerStep, cell: Cell) -> CellReading:
        """What the layer read for a cell."""
        step = self.captured.plan.steps[layer_step.slot - 1]
        learnt = tuple(self._sources.is_learnt(slot) for slot in step.inputs)
        values = [self.values[slot] for slot in step.inputs]
        inputs = tuple(value if own or not isinstance(value, Tensor) else value[0] for value, own in zip(values, learnt, strict=True))
        return CellReading(step, inputs, learnt, native_cell(layer_step, cell), self.values[layer_step.slot][0])

    def _pixel(self, cell: Cell) -> RawReceipt:
        """A number of the input: (pixel / 255 − mean) / std."""
        channel, y, x = cell
        pixel, mean, std = float(self.picture[y, x, channel]), self.preparation.mean[channel], self.preparation.std[channel]
        facts = {"pixel": pixel, "mean": mean, "std": std}
        size, code = (pixel / 255 + abs(mean)) / std, (f"number = x[0, {channel}, {y}, {x}]",)
        return RawReceipt("given", (), (pixel / 255 - mean) / std, roundings=6, size=size, facts=facts, code=code)

    def _name_terms(self, layer_step: LayerStep, block: TermBlock, raw: RawReceipt) -> _NamedTerms:
        """The terms of one part, with the layer and the cells that they came from.

        Where a hidden step multiplied or added a plain number on the way, that goes into weights and bias.
        """
        slot = self.captured.plan.steps[layer_step.slot - 1].inputs[block.source]
        origin = self._sources.trace(slot, block.places.reshape(-1))
        weights = np.full(block.places.size, np.nan) if block.weights is None else block.weights.reshape(-1)
        folded = (origin.factor, origin.offset) != (1.0, 0.0) and raw.rule in ("sum", "copy") and block.products is None
        added = 0.0
        if folded:
            added = float(np.where(origin.places == OUTSIDE, 0.0, weights * origin.offset).sum())
            weights = np.where(origin.places == OUTSIDE, weights, weights * origin.factor)
            values = _values_at(self.values[origin.layer_step.slot], origin.places)
        else:
            values = _values_at(self.values[slot], block.places.reshape(-1))
        products = values * weights if block.products is None else block.products.reshape(-1)
        cells = _cells(origin, tuple(self.values[origin.layer_step.slot].shape[1:]))
        return _NamedTerms(origin.layer_step.layer.name, block.places.shape, cells, values, weights, products, added, folded)


_FOLDING_ROUNDINGS = 4  # roundings of a hidden step that multiplies and adds


@dataclass(frozen=True, slots=True)
class _NamedTerms:
    layer: str
    shape: tuple[int, ...]  # (groups, rows, columns)
    cells: NDArray[np.int32]
    values: NDArray[np.float64]
    weights: NDArray[np.float64]
    products: NDArray[np.float64]
    added: float  # to the bias
    folded: bool


def _concatenate(named: list[_NamedTerms]) -> Terms:
    layers = tuple(dict.fromkeys(one.layer for one in named))
    source = np.repeat([layers.index(one.layer) for one in named], [one.shape[0] for one in named]).astype(np.int32)
    rows, columns = named[0].shape[1:] if named else (1, 1)
    cells = np.concatenate([np.empty((0, 3), np.int32), *(one.cells for one in named)])
    values, weights, products = (
        np.concatenate([np.empty(0), *(getattr(one, what) for one in named)]) for what in ("values", "weights", "products")
    )
    return Terms(layers, source, (rows, columns), cells, values, weights, products)


def _values_at(value: Tensor, places: NDArray[np.int64]) -> NDArray[np.float64]:
    """The numbers of a batch's first picture at flat places, 0 outside."""
    numbers = value[0].reshape(-1).numpy()
    return np.where(places == OUTSIDE, 0.0, numbers[np.maximum(places, 0)].astype(np.float64))


def _cells(origin: TermSource, shape: tuple[int, ...]) -> NDArray[np.int32]:
    """[term, 3]: channel, row, column (or unit, −1, −1) of flat places in a layer's own order of axes; −1 three times outside."""
    axes = np.stack(np.unravel_index(np.maximum(origin.places, 0), shape), axis=1)  # [term, axes]
    if len(shape) == 3:
        axes = axes[:, [2, 0, 1]] if origin.layer_step.channel_axis == 3 else axes
    cells = np.full((len(axes), 3), OUTSIDE, np.int32)
    cells[:, : len(shape)] = axes
    cells[origin.places == OUTSIDE] = OUTSIDE
    return cells


def native_cell(layer_step: LayerStep, cell: Cell) -> Cell:
    """A cell in the layer's own order of axes: ConvNeXt keeps channels last inside its blocks."""
    return (*cell[1:], cell[0]) if layer_step.channel_axis == 3 and len(cell) == 3 else cell


def _curve(raw: RawReceipt) -> NDArray[np.float64]:
    """[2, point] of the function around its value "x"; [2, 0] where there is none to draw."""
    own = raw.facts.get("x", math.nan)
    if raw.curve is None or not math.isfinite(own):
        return np.empty((2, 0))
    reach = max(CURVE_RANGE, 1.25 * abs(own))
    along = np.linspace(-reach, reach, CURVE_POINTS)
    return np.stack([along, [raw.curve(float(x)) for x in along]])


def check_cell(layer_step: LayerStep, given: object) -> Cell:
    """A cell as somebody sent it, if the layer has it; UserError with what it has otherwise."""
    shape, asked = layer_step.layer.shape, _whole_numbers(given)
    if asked is not None and len(asked) == len(shape) and all(0 <= i < size for i, size in zip(asked, shape, strict=True)):
        return asked
    axes = _AXES if len(shape) == 3 else _UNITS
    ranges = [axis.format(last=size - 1) for axis, size in zip(axes, shape, strict=True)]
    accepted = Text(*(", ".join(text[language] for text in ranges) for language in LANGUAGES))
    raise UserError(_NO_CELL.format(given=_shortened(given), layer=layer_step.layer.name, accepted=accepted))


def _whole_numbers(given: object) -> Cell | None:
    """Whole numbers, which JSON may have written as 4.0; None for anything else."""
    if not isinstance(given, list | tuple):
        return None
    whole = all(isinstance(i, int | float) and not isinstance(i, bool) and i == i // 1 for i in given)
    return tuple(int(i) for i in given) if whole else None


_AXES = (
    Text("channel 0 to {last}", "canal de 0 a {last}"),
    Text("y 0 to {last}", "y de 0 a {last}"),
    Text("x 0 to {last}", "x de 0 a {last}"),
)
_UNITS = (Text("unit 0 to {last}", "unidade de 0 a {last}"),)
_NO_CELL = Text(
    "cell: {given} is not a cell of {layer}. Accepted: [{accepted}].",
    "cell: {given} não é uma célula de {layer}. Aceito: [{accepted}].",
)


def _shortened(given: object) -> str:
    text = repr(list(given) if isinstance(given, tuple) else given)
    return text if len(text) <= 60 else f"{text[:59]}…"
