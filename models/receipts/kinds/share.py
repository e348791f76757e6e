"""Softmax: each cell's share of the sum of e^z over all."""

from __future__ import annotations

import numpy as np

from models.receipts.terms import CellReading, Numbers, Places, RawReceipt, ReceiptMaker, TermBlock, to_float64


def softmax(reading: CellReading) -> RawReceipt:
    """e^z / Σ e^z along one axis, or its logarithm; the others enter by the sum they share."""
    axis = _axis(reading)
    index = tuple(slice(None) if i == axis else at for i, at in enumerate(reading.cell))
    places = np.arange(reading.read.numel()).reshape(tuple(reading.read.shape))[index]
    values, own = to_float64(reading.read)[index], reading.cell[axis]
    largest, alone = float(values.max()), np.arange(len(values)) == own
    powers = np.exp(values - largest)
    logarithm = largest + float(np.log(powers.sum()))  # of Σ e^z
    roundings = len(values) + 8 + abs(float(values[own]) - largest)  # e^z carries the rounding of its own exponent
    line = "reads[0]" if len(reading.cell) == 1 else f"reads[0][{_index_code(index)}]"
    facts = {"logarithm": logarithm}
    if "log" in reading.name.lower():
        block = _term_block(places, np.where(alone, values, 0.0), np.where(alone, 1.0, np.nan))
        code = (f"number = {line}.log_softmax(0)[{own}]",)
        size = abs(float(values[own])) + abs(largest) + abs(logarithm)
        return RawReceipt("sum", (block,), -logarithm, roundings=roundings, size=size, facts=facts, code=code)
    block = _term_block(places, np.where(alone, powers / powers.sum(), 0.0))
    return RawReceipt("share", (block,), roundings=roundings, facts=facts, code=(f"number = {line}.softmax(0)[{own}]",))


def _term_block(places: Places, products: Numbers, weights: Numbers | None = None) -> TermBlock:
    return TermBlock(0, places[None, None, :], None if weights is None else weights[None, None, :], products[None, None, :])


def _axis(reading: CellReading) -> int:
    """The axis that the softmax runs along, counted without the batch."""
    axis = reading.setting("dim")
    axis = axis if isinstance(axis, int) else 1
    return axis - 1 if axis > 0 else axis + reading.read.dim()


def _index_code(index: tuple[object, ...]) -> str:
    return ", ".join(":" if isinstance(part, slice) else str(part) for part in index)


MAKERS: dict[str, ReceiptMaker] = {"softmax": softmax}
