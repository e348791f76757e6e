"""Questions about one number: where it comes from, what code computes it, which pixels it depends on and how much."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from models.activations.quantise import extent, thumbnail
from models.activations.service import Looking
from models.engine.layers import Stop
from models.inputs import pictures
from models.receipts.receipt import Ledger, legal, native
from models.receipts.terms import Cell
from models.store.store import Shelved
from models.types.activations import Source
from models.types.code import Code
from models.types.receipts import Receipt, Station

Script = Callable[[Shelved, Ledger, Stop, Cell], Code]
"""What writes the code of a cell: models/export/layer_code.py."""

SIDE = 40  # cells of a station's map at most


class Accounts:
    """Answers from what `Looking` remembers, or from a forward pass up to the layer that is asked about."""

    def __init__(self, looking: Looking) -> None:
        self._looking = looking

    def receipt(self, key: str, source: Source, layer: str, cell: object, visitor: str) -> Receipt:
        """The receipt of one cell."""
        shelved, stop, asked, picture = self._asked(key, source, layer, cell, visitor)
        with self._looking.workers.turn():
            return self._ledger(shelved, picture, stop.slot, visitor).receipt(stop, asked)

    def trail(self, key: str, source: Source, layer: str, cell: object, visitor: str) -> tuple[Station, ...]:
        """The receipt of a cell, that of its strongest term, and so on to the pixels."""
        shelved, stop, asked, picture = self._asked(key, source, layer, cell, visitor)
        with self._looking.workers.turn():
            ledger = self._ledger(shelved, picture, stop.slot, visitor)
            return tuple(_station(shelved, ledger, receipt) for receipt in ledger.trail(stop, asked))

    def code(self, script: Script, key: str, source: Source, layer: str, cell: object, visitor: str) -> Code:
        """A few lines of PyTorch that compute the number of a cell."""
        shelved, stop, asked, picture = self._asked(key, source, layer, cell, visitor)
        with self._looking.workers.turn():
            return script(shelved, self._ledger(shelved, picture, stop.slot, visitor), stop, asked)

    def effective_field(self, key: str, source: Source, layer: str, cell: object, visitor: str) -> NDArray[np.float32]:
        """How much each pixel moves a cell: Σ over channels of |∂ cell / ∂ input|, [y, x]. A forward and a backward pass."""
        shelved, stop, asked, picture = self._asked(key, source, layer, cell, visitor)
        with self._looking.workers.turn(), torch.enable_grad():
            batch = shelved.batch(picture).requires_grad_()  # (1, C, H, W)
            value = shelved.plan.value(batch, stop.slot)
            (gradient,) = torch.autograd.grad(value[0][native(stop, asked)], batch)
        moved: NDArray[np.float32] = gradient[0].abs().sum(0).numpy()  # (H, W)
        return moved

    def _asked(self, key: str, source: Source, layer: str, cell: object, visitor: str) -> tuple[Shelved, Stop, Cell, NDArray[np.uint8]]:
        """What a question is about, checked before anything is computed."""
        shelved = self._looking.shelf.borrow(key, visitor)
        stop = shelved.stop(layer)
        return shelved, stop, legal(stop, cell), pictures.prepare(source, shelved.spec.preparation)

    def _ledger(self, shelved: Shelved, picture: NDArray[np.uint8], slot: int, visitor: str) -> Ledger:
        seen = self._looking.up_to(shelved, picture, slot, visitor)
        return Ledger(seen, shelved.stops, picture, shelved.spec.preparation)


def _station(shelved: Shelved, ledger: Ledger, receipt: Receipt) -> Station:
    stop = shelved.stop(receipt.layer)
    value = stop.maps(ledger.values[stop.slot])
    channel = receipt.cell[0] if value.ndim == 3 and value[0].size > 1 else None
    return Station(receipt, thumbnail(value, channel, SIDE), *extent(value))
