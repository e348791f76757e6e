"""Dense layers: every unit that was read times its weight, added up; and the output of 1998, distances to fixed codes."""

from __future__ import annotations

from typing import Any

import numpy as np

from models.receipts.terms import CellReading, Places, RawReceipt, ReceiptMaker, TermBlock, flat_index, to_float64


def dense(reading: CellReading) -> RawReceipt:
    """Unit u of a `Linear`; of maps with channels last, one row per place."""
    *place, unit = reading.cell
    weight, bias = (reading.module.weight, reading.module.bias) if reading.module is not None else _functional_parameters(reading)
    row = f"reads[0][{', '.join(map(str, place))}]" if place else "reads[0]"
    kernel, shift = ("layer.weight", "layer.bias") if reading.module is not None else ("reads[1]", "reads[2]")
    code = f"number = ({row} * {kernel}[{unit}].double()).sum()" + (f" + {shift}[{unit}]" if bias is not None else "")
    shown = to_float64(weight[unit])[None, None, :]  # [1, 1, unit]
    return RawReceipt("sum", (TermBlock(0, _row_places(reading), shown),), float(bias[unit]) if bias is not None else 0.0, code=(code,))


def distances(reading: CellReading) -> RawReceipt:
    """−½ · Σ (value − code)², one code per class."""
    (unit,) = reading.cell
    codes = to_float64(reading.module.codes[unit])  # [unit]
    values = to_float64(reading.read)
    code = (f"number = -0.5 * (reads[0] - layer.codes[{unit}]).square().sum()",)
    block = TermBlock(0, _row_places(reading), codes[None, None, :], (-0.5 * (values - codes) ** 2)[None, None, :])
    return RawReceipt("distance", (block,), roundings=len(codes) + 4, code=code)


def _functional_parameters(reading: CellReading) -> tuple[Any, Any]:
    """The function: weight and bias come beside the value."""
    if not all(reading.learnt[1:]):
        raise NotImplementedError(reading.name)
    weight, bias = (*reading.inputs[1:], None)[:2]
    return weight, bias


def _row_places(reading: CellReading) -> Places:
    """[1, 1, unit]: all units of the row that was read."""
    place, units = reading.cell[:-1], reading.read.shape[-1]
    start = flat_index((*place, 0), tuple(reading.read.shape))
    return np.arange(start, start + units, dtype=np.int64)[None, None, :]


MAKERS: dict[str, ReceiptMaker] = {"dense": dense, "distances": distances}
