"""Layers that pass numbers on as they are: concatenation, flatten, and dropout, which does nothing outside training."""

from __future__ import annotations

import numpy as np
import torch

from models.receipts.terms import CellReading, RawReceipt, ReceiptMaker, TermBlock, index_code


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


MAKERS: dict[str, ReceiptMaker] = {"concatenation": passed_on, "flatten": passed_on, "dropout": passed_on}
