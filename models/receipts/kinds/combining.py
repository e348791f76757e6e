"""Sums and products of layers, cell by cell: a shortcut, a gate, a trained scale."""

from __future__ import annotations

import numpy as np

from models.receipts.terms import CellReading, RawReceipt, ReceiptMaker, broadcast_cell, input_code, single_term


def addition(reading: CellReading) -> RawReceipt:
    """a + b + … or a − b; a number of the network's own that is added is the bias."""
    scale = float(reading.step.settings.get("alpha", 1.0)) * (-1.0 if reading.name == "sub" else 1.0)
    signs = [1.0] + [scale] * (len(reading.inputs) - 1)
    blocks = tuple(single_term(reading, source, sign) for source, sign in enumerate(signs) if not reading.learnt[source])
    bias = sum(sign * _broadcast_value(reading, source) for source, sign in enumerate(signs) if reading.learnt[source])
    shown = [
        f"{'-' if sign < 0 else '+'} {f'{abs(sign):g} * ' * (abs(sign) != 1)}{input_code(source, reading)}"
        for source, sign in enumerate(signs)
    ]
    return RawReceipt("sum", blocks, float(bias), code=(f"number = {' '.join(shown).removeprefix('+ ')}",))


def multiplication(reading: CellReading) -> RawReceipt:
    """a · b or a / b. Of two layers, the first stands as the product, the second below it as its weight."""
    if len(reading.inputs) != 2:
        raise NotImplementedError(reading.name)
    divides = reading.name in ("truediv", "div")
    first = 1 if reading.learnt[0] and not divides else 0  # a learnt scale is the weight, whichever side it stands on
    other = 1 - first
    with np.errstate(divide="ignore"):
        factor = float(np.divide(1.0, _broadcast_value(reading, other)) if divides else _broadcast_value(reading, other))
    code = (f"number = {input_code(0, reading)} {'/' if divides else '*'} {input_code(1, reading)}",)
    blocks = (single_term(reading, first, factor),)
    if reading.learnt[other]:
        return RawReceipt("sum", blocks, roundings=2, code=code)
    return RawReceipt("product", (*blocks, single_term(reading, other, None, 0.0)), roundings=2, code=code)


def _broadcast_value(reading: CellReading, source: int) -> float:
    """The number of an input that meets the cell."""
    numbers = reading.inputs[source]
    return float(numbers[broadcast_cell(reading.cell, tuple(numbers.shape))])


MAKERS: dict[str, ReceiptMaker] = {"addition": addition, "multiplication": multiplication}
