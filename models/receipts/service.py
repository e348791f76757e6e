"""Questions about one number: where it comes from, what code computes it, which pixels it depends on and how much."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from models.activations.quantise import thumbnail, value_range
from models.activations.service import Activations
from models.engine.layers import LayerStep
from models.inputs import pictures
from models.receipts.receipt import ReceiptBuilder, check_cell, native_cell
from models.receipts.terms import Cell
from models.store.store import LoadedNetwork
from models.types.activations import PictureSource
from models.types.code import Code
from models.types.receipts import Receipt, TraceStep

Script = Callable[[LoadedNetwork, ReceiptBuilder, LayerStep, Cell], Code]
"""What writes the code of a cell: models/export/layer_code.py."""

THUMBNAIL_SIDE = 40  # cells of a step's map at most


class Receipts:
    """Answers from what `Activations` keeps, or from a forward pass up to the layer that is asked about."""

    def __init__(self, activations: Activations) -> None:
        self._activations = activations

    def receipt(self, key: str, source: PictureSource, layer: str, cell: object, visitor: str) -> Receipt:
        """The receipt of one cell."""
        loaded, layer_step, asked, picture = self._checked(key, source, layer, cell, visitor)
        with self._activations.workers.acquire():
            return self._builder(loaded, picture, layer_step.slot, visitor).receipt(layer_step, asked)

    def trace(self, key: str, source: PictureSource, layer: str, cell: object, visitor: str) -> tuple[TraceStep, ...]:
        """The receipt of a cell, that of its strongest term, and so on to the pixels."""
        loaded, layer_step, asked, picture = self._checked(key, source, layer, cell, visitor)
        with self._activations.workers.acquire():
            builder = self._builder(loaded, picture, layer_step.slot, visitor)
            return tuple(_trace_step(loaded, builder, receipt) for receipt in builder.trace(layer_step, asked))

    def code(self, script: Script, key: str, source: PictureSource, layer: str, cell: object, visitor: str) -> Code:
        """A few lines of PyTorch that compute the number of a cell."""
        loaded, layer_step, asked, picture = self._checked(key, source, layer, cell, visitor)
        with self._activations.workers.acquire():
            return script(loaded, self._builder(loaded, picture, layer_step.slot, visitor), layer_step, asked)

    def effective_receptive_field(self, key: str, source: PictureSource, layer: str, cell: object, visitor: str) -> NDArray[np.float32]:
        """How much each pixel moves a cell: Σ over channels of |∂ cell / ∂ input|, [y, x]. A forward and a backward pass."""
        loaded, layer_step, asked, picture = self._checked(key, source, layer, cell, visitor)
        with self._activations.workers.acquire(), torch.enable_grad():
            batch = loaded.batch(picture).requires_grad_()  # (1, C, H, W)
            value = loaded.plan.value(batch, layer_step.slot)
            (gradient,) = torch.autograd.grad(value[0][native_cell(layer_step, asked)], batch)
        moved: NDArray[np.float32] = gradient[0].abs().sum(0).numpy()  # (H, W)
        return moved

    def _checked(
        self, key: str, source: PictureSource, layer: str, cell: object, visitor: str
    ) -> tuple[LoadedNetwork, LayerStep, Cell, NDArray[np.uint8]]:
        """What a question is about, checked before anything is computed."""
        loaded = self._activations.store.get(key, visitor)
        layer_step = loaded.layer_step(layer)
        return loaded, layer_step, check_cell(layer_step, cell), pictures.prepare(source, loaded.spec.preparation)

    def _builder(self, loaded: LoadedNetwork, picture: NDArray[np.uint8], slot: int, visitor: str) -> ReceiptBuilder:
        captured = self._activations.captured_up_to(loaded, picture, slot, visitor)
        return ReceiptBuilder(captured, loaded.layer_steps, picture, loaded.spec.preparation)


def _trace_step(loaded: LoadedNetwork, builder: ReceiptBuilder, receipt: Receipt) -> TraceStep:
    layer_step = loaded.layer_step(receipt.layer)
    value = layer_step.maps(builder.values[layer_step.slot])
    channel = receipt.cell[0] if value.ndim == 3 and value[0].size > 1 else None
    return TraceStep(receipt, thumbnail(value, channel, THUMBNAIL_SIDE), *value_range(value))
