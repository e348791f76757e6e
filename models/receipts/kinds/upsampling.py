"""Upsampling: each cell is a copy of the nearest one before, or a weighted mean of the few around its place."""

from __future__ import annotations

import torch

from models.receipts.terms import CellReading, RawReceipt, ReceiptMaker, TermBlock, index_code


def upsampling(reading: CellReading) -> RawReceipt:
    """The step itself is asked how much each cell that it read counts."""
    with torch.enable_grad():
        read = reading.read.double()[None].requires_grad_(True)  # (1, C, H, W)
        (shares,) = torch.autograd.grad(reading.step.call(read)[0][reading.cell], read)
    places = shares.flatten().nonzero()[:, 0]
    weights = shares.flatten()[places]
    block = TermBlock(0, places.numpy()[None, None, :], weights.numpy()[None, None, :])
    code = (f"number = layer(reads[0][None])[0, {index_code(reading.cell)}]",)
    copied = len(places) == 1 and float(weights[0]) == 1
    return RawReceipt("copy" if copied else "sum", (block,), roundings=0 if copied else 8, code=code)


MAKERS: dict[str, ReceiptMaker] = {"upsampling": upsampling}
