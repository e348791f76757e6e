"""One number taken apart, and the pixels that it depends on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models import service
from models.types.activations import Source
from models.types.code import Code
from models.types.receipts import Receipt, Station


def receipt(key: str, source: Source, layer: str, cell: object, *, visitor: str = "") -> Receipt:
    """The terms, bias and sum behind one cell, [channel, y, x] or [unit], of any layer, beside what PyTorch computed.

    Costs no forward pass while the picture is remembered for the visitor, else one that ends at the layer.
    """
    return service.accounts.receipt(key, source, layer, cell, visitor)


def trail(key: str, source: Source, layer: str, cell: object, *, visitor: str = "") -> tuple[Station, ...]:
    """The receipt of a cell, that of its strongest term's cell, and so on back to a pixel, each with its map. Costs as much as one."""
    return service.accounts.trail(key, source, layer, cell, visitor)


def code(key: str, source: Source, layer: str, cell: object, *, visitor: str = "") -> Code:
    """Lines of plain PyTorch that load the network and compute one cell anew; they end with `number`."""
    return service.accounts.code(key, source, layer, cell, visitor)


def effective_field(key: str, source: Source, layer: str, cell: object, *, visitor: str = "") -> NDArray[np.float32]:
    """How much each pixel moves one cell, [y, x]: Σ over channels of |∂ cell / ∂ input|. One forward and one backward pass."""
    return service.accounts.effective_field(key, source, layer, cell, visitor)
