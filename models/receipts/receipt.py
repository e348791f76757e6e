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
from models.engine.layers import Stop
from models.errors import UserError
from models.inputs.pictures import Preparation
from models.receipts.sources import Origin, Origins
from models.receipts.terms import OUTSIDE, Cell, Maker, Part, Reading, Sheet
from models.text import LANGUAGES, Text
from models.types.receipts import Receipt, Terms

EPSILON: Final = float(np.finfo(np.float32).eps)
SMALLEST: Final = float(np.finfo(np.float32).tiny)  # what is smaller may become zero
POINTS: Final = 97  # of a drawn function
AROUND: Final = 4.0  # it is drawn from −4 to 4, farther where the value is


@cache
def makers() -> Mapping[str, Maker]:
    """The maker of every kind of layer that has a file. ValueError for a kind that comes twice."""
    families: list[Mapping[str, Maker]] = registry.discover("models.receipts.kinds", "MAKERS")
    registry.refuse_twins((kind for family in families for kind in family), "receipt of the kind")
    return MappingProxyType({kind: maker for family in families for kind, maker in family.items()})


@dataclass(frozen=True)
class Ledger:
    """The receipts of one forward pass: what is asked of a cell of any layer."""

    seen: Capture
    stops: tuple[Stop, ...]
    picture: NDArray[np.uint8]  # [height, width, channel], as prepared for the network
    preparation: Preparation

    @cached_property
    def values(self) -> Capture:
        """What every step returned, by slot."""
        return self.seen.keeping()

    @cached_property
    def _origins(self) -> Origins:
        return Origins(self.seen.plan, self.stops, self.values)

    def receipt(self, stop: Stop, cell: Cell) -> Receipt:
        """The receipt of a legal cell, [channel, y, x] or [unit]."""
        sheet = self.sheet(stop, cell)
        named = [self._named(stop, part, sheet) for part in sheet.parts]
        terms = _joined(named)
        bias = sheet.bias + sum(one.added for one in named)
        size = sheet.size if sheet.size is not None else float(np.abs(terms.products).sum()) + abs(sheet.bias)
        roundings = sheet.roundings if sheet.roundings is not None else len(terms.products) + 1
        folded = any(one.folded for one in named)
        return Receipt(
            layer=stop.layer.name,
            kind=stop.layer.kind,
            cell=cell,
            rule=sheet.rule,
            terms=terms,
            bias=bias,
            sum=float(terms.products.sum()) + bias,
            torch_value=float(self.values[stop.slot][0][native(stop, cell)]),
            bound=(roundings + _FOLDING * folded) * (EPSILON * (size + abs(bias - sheet.bias)) + SMALLEST),
            formula=sheet.formula,
            facts=dict(sheet.facts),
            curve=_curve(sheet),
        )

    def trail(self, stop: Stop, cell: Cell) -> Iterator[Receipt]:
        """The receipt of a cell, that of its strongest term, and so on to a pixel of the input."""
        by_name = {one.layer.name: one for one in self.stops}
        while True:
            receipt = self.receipt(stop, cell)
            yield receipt
            terms = receipt.terms
            strongest = next((int(term) for term in terms.order if terms.cells[term, 0] != OUTSIDE), None)
            if strongest is None:
                return
            stop, cell = by_name[terms.layer_of(strongest)], terms.cell_of(strongest) or ()

    def sheet(self, stop: Stop, cell: Cell) -> Sheet:
        """How the number of a cell was made, before its terms have names."""
        if stop.slot == 0:
            return self._pixel(cell)
        return makers()[stop.layer.kind](self.reading(stop, cell))

    def reading(self, stop: Stop, cell: Cell) -> Reading:
        """What the layer read for a cell."""
        step = self.seen.plan.steps[stop.slot - 1]
        learnt = tuple(self._origins.learnt(slot) for slot in step.inputs)
        values = [self.values[slot] for slot in step.inputs]
        inputs = tuple(value if own or not isinstance(value, Tensor) else value[0] for value, own in zip(values, learnt, strict=True))
        return Reading(step, inputs, learnt, native(stop, cell), self.values[stop.slot][0])

    def _pixel(self, cell: Cell) -> Sheet:
        """A number of the input: (pixel / 255 − mean) / std."""
        channel, y, x = cell
        pixel, mean, std = float(self.picture[y, x, channel]), self.preparation.mean[channel], self.preparation.std[channel]
        facts = {"pixel": pixel, "mean": mean, "std": std}
        size, code = (pixel / 255 + abs(mean)) / std, (f"number = x[0, {channel}, {y}, {x}]",)
        return Sheet("given", (), (pixel / 255 - mean) / std, roundings=6, size=size, facts=facts, code=code)

    def _named(self, stop: Stop, part: Part, sheet: Sheet) -> _Named:
        """The terms of one part, with the layer and the cells that they came from.

        Where a hidden step multiplied or added a plain number on the way, that goes into weights and bias.
        """
        slot = self.seen.plan.steps[stop.slot - 1].inputs[part.source]
        origin = self._origins.of(slot, part.places.reshape(-1))
        weights = np.full(part.places.size, np.nan) if part.weights is None else part.weights.reshape(-1)
        folded = (origin.factor, origin.offset) != (1.0, 0.0) and sheet.rule in ("sum", "copy") and part.products is None
        added = 0.0
        if folded:
            added = float(np.where(origin.places == OUTSIDE, 0.0, weights * origin.offset).sum())
            weights = np.where(origin.places == OUTSIDE, weights, weights * origin.factor)
            values = _at(self.values[origin.stop.slot], origin.places)
        else:
            values = _at(self.values[slot], part.places.reshape(-1))
        products = values * weights if part.products is None else part.products.reshape(-1)
        cells = _cells(origin, tuple(self.values[origin.stop.slot].shape[1:]))
        return _Named(origin.stop.layer.name, part.places.shape, cells, values, weights, products, added, folded)


_FOLDING = 4  # roundings of a hidden step that multiplies and adds


@dataclass(frozen=True, slots=True)
class _Named:
    layer: str
    shape: tuple[int, ...]  # (groups, rows, columns)
    cells: NDArray[np.int32]
    values: NDArray[np.float64]
    weights: NDArray[np.float64]
    products: NDArray[np.float64]
    added: float  # to the bias
    folded: bool


def _joined(named: list[_Named]) -> Terms:
    layers = tuple(dict.fromkeys(one.layer for one in named))
    source = np.repeat([layers.index(one.layer) for one in named], [one.shape[0] for one in named]).astype(np.int32)
    rows, columns = named[0].shape[1:] if named else (1, 1)
    cells = np.concatenate([np.empty((0, 3), np.int32), *(one.cells for one in named)])
    values, weights, products = (
        np.concatenate([np.empty(0), *(getattr(one, what) for one in named)]) for what in ("values", "weights", "products")
    )
    return Terms(layers, source, (rows, columns), cells, values, weights, products)


def _at(value: Tensor, places: NDArray[np.int64]) -> NDArray[np.float64]:
    """The numbers of a batch's first picture at flat places, 0 outside."""
    numbers = value[0].reshape(-1).numpy()
    return np.where(places == OUTSIDE, 0.0, numbers[np.maximum(places, 0)].astype(np.float64))


def _cells(origin: Origin, shape: tuple[int, ...]) -> NDArray[np.int32]:
    """[term, 3]: channel, row, column (or unit, −1, −1) of flat places in a layer's own order of axes; −1 three times outside."""
    axes = np.stack(np.unravel_index(np.maximum(origin.places, 0), shape), axis=1)  # [term, axes]
    if len(shape) == 3:
        axes = axes[:, [2, 0, 1]] if origin.stop.channel_axis == 3 else axes
    cells = np.full((len(axes), 3), OUTSIDE, np.int32)
    cells[:, : len(shape)] = axes
    cells[origin.places == OUTSIDE] = OUTSIDE
    return cells


def native(stop: Stop, cell: Cell) -> Cell:
    """A cell in the layer's own order of axes: ConvNeXt keeps channels last inside its blocks."""
    return (*cell[1:], cell[0]) if stop.channel_axis == 3 and len(cell) == 3 else cell


def _curve(sheet: Sheet) -> NDArray[np.float64]:
    """[2, point] of the function around its value "x"; [2, 0] where there is none to draw."""
    own = sheet.facts.get("x", math.nan)
    if sheet.curve is None or not math.isfinite(own):
        return np.empty((2, 0))
    reach = max(AROUND, 1.25 * abs(own))
    along = np.linspace(-reach, reach, POINTS)
    return np.stack([along, [sheet.curve(float(x)) for x in along]])


def legal(stop: Stop, given: object) -> Cell:
    """A cell as somebody sent it, if the layer has it; UserError with what it has otherwise."""
    shape, asked = stop.layer.shape, _whole(given)
    if asked is not None and len(asked) == len(shape) and all(0 <= i < size for i, size in zip(asked, shape, strict=True)):
        return asked
    axes = _AXES if len(shape) == 3 else _UNITS
    ranges = [axis.format(last=size - 1) for axis, size in zip(axes, shape, strict=True)]
    accepted = Text(*(", ".join(text[language] for text in ranges) for language in LANGUAGES))
    raise UserError(_NO_CELL.format(given=_short(given), layer=stop.layer.name, accepted=accepted))


def _whole(given: object) -> Cell | None:
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


def _short(given: object) -> str:
    text = repr(list(given) if isinstance(given, tuple) else given)
    return text if len(text) <= 60 else f"{text[:59]}…"
