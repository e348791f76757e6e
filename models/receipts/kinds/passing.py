"""Layers that pass numbers on as they are: concatenation, flatten, padding, and dropout, which does nothing outside training."""

from __future__ import annotations

import numpy as np
import torch

from models.receipts.terms import CellReading, RawReceipt, ReceiptMaker, TermBlock, flat_index, index_code


def passed_on(reading: CellReading) -> RawReceipt:
    """Where the cell's number stood before: the step itself is asked, with places in place of values."""
    starts = np.cumsum([0, *(tensor.numel() for tensor in reading.inputs)])
    numbered = [
        torch.arange(start, start + tensor.numel(), dtype=torch.float64).reshape(1, *tensor.shape)
        for start, tensor in zip(starts, reading.inputs, strict=False)
    ]
    with torch.no_grad():
        place = int(reading.step.call(*numbered)[0][reading.cell])
    source = int(np.searchsorted(starts, place, side="right")) - 1
    inside = place - int(starts[source])
    shape = tuple(reading.inputs[source].shape)
    before = tuple(int(i) for i in np.unravel_index(inside, shape))
    code = (f"number = reads[{source}][{index_code(before)}]",)
    if reading.learnt[source]:
        return RawReceipt("copy", (), float(reading.inputs[source][before]), roundings=0, code=code)
    return RawReceipt("copy", (TermBlock(source, np.array([[[inside]]]), np.ones((1, 1, 1))),), roundings=0, code=code)


def padded(reading: CellReading) -> RawReceipt:
    """The cell inside its frame; on the frame itself the number that fills it, which nothing was read for."""
    left, _, top, _ = reading.module.padding
    channel, row, column = reading.cell
    row, column = row - top, column - left
    _, height, width = reading.read.shape
    if not (0 <= row < height and 0 <= column < width):
        fill = float(reading.setting("value", 0.0))
        return RawReceipt("copy", (), fill, roundings=0, code=(f"number = torch.tensor({fill})",))
    place = flat_index((channel, row, column), tuple(reading.read.shape))
    code = (f"number = reads[0][{index_code((channel, row, column))}]",)
    return RawReceipt("copy", (TermBlock(0, np.array([[[place]]]), np.ones((1, 1, 1))),), roundings=0, code=code)


MAKERS: dict[str, ReceiptMaker] = {"concatenation": passed_on, "flatten": passed_on, "padding": padded, "dropout": passed_on}
