"""From one space of colour to another: a function of the three numbers of one pixel, made again here in float64."""

from __future__ import annotations

import numpy as np
import torch

from models.receipts.terms import CellReading, RawReceipt, ReceiptMaker, TermBlock, index_code
from models.text import Text

_ROUNDINGS = 400  # powers and a matrix in a row, each with its own; the matrix takes nearly equal numbers from each other
_FORMULA = Text("a function of the pixel’s three numbers (CIELAB)", "uma função dos três números do pixel (CIELAB)")


def colour(reading: CellReading) -> RawReceipt:
    """All three numbers enter, none by a product: the whole value stands at the first."""
    channel, row, column = reading.cell
    pixel = reading.read[:, row, column].double()  # (3)
    with torch.no_grad():
        value = float(reading.module.forward(pixel.view(1, 3, 1, 1))[0, channel, 0, 0])
    height, width = reading.read.shape[-2:]
    places = (np.arange(3) * height * width + row * width + column)[None, None, :]
    block = TermBlock(0, places, None, np.array([value, 0.0, 0.0])[None, None, :])
    code = (f"number = layer(reads[0][None])[0, {index_code(reading.cell)}]",)
    return RawReceipt(
        "function", (block,), roundings=_ROUNDINGS, size=max(1.0, abs(value)), formula=_FORMULA, facts={"x": float(pixel[0])}, code=code
    )


MAKERS: dict[str, ReceiptMaker] = {"colour": colour}
