"""What a unit is: one channel of a layer, taken where it may still be negative, and where its cells look.

A unit is aimed at before its squashing function, so that one that is silent can still be seen to rise, and after its batch norm,
which may turn its sign. (Olah, Mordvintsev and Schubert, "Feature Visualization", Distill 2017, aim at pre-activations too.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn
from torchvision.ops.misc import FrozenBatchNorm2d

from models.engine.layers import LayerStep
from models.number_spec import whole_number
from models.store.store import LoadedNetwork

BATCH_NORMS = (nn.BatchNorm2d, FrozenBatchNorm2d)


@dataclass(frozen=True, slots=True)
class UnitTarget:
    """The values of a layer's units in a plan: `slot`, with channels on `axis` of the batch."""

    layer_step: LayerStep
    slot: int
    axis: int

    @property
    def count(self) -> int:
        return self.layer_step.layer.shape[0]

    def unit_maps(self, value: Tensor) -> Tensor:
        """All units of what the slot holds, (N, units, y, x); a layer without maps has units of one cell."""
        if value.dim() == 2:
            return value[:, :, None, None]
        return value if self.axis == 1 else value.movedim(self.axis, 1)

    def cells_inside(self, picture: tuple[int, int], cells: tuple[int, int]) -> tuple[slice, slice]:
        """Rows and columns of the `cells` whose field lies wholly in a picture (height, width), so that no padding excites them.

        All of them along an axis where there is none.
        """
        field = self.layer_step.layer.receptive_field
        if field.whole:
            return slice(0, cells[0]), slice(0, cells[1])
        axes = zip(field.size, field.stride, field.offset, picture, cells, strict=True)
        rows, columns = (_cells_inside(*axis) for axis in axes)
        return rows, columns


def _cells_inside(size: int, stride: int, offset: int, pixels: int, cells: int) -> slice:
    """Cell i reads the pixels offset + i · stride … + size − 1; those that all exist."""
    first = max(0, -(offset // stride))
    last = min(cells - 1, (pixels - size - offset) // stride)
    return slice(first, last + 1) if first <= last else slice(0, cells)


def unit_target(loaded: LoadedNetwork, layer: str) -> UnitTarget:
    """Where the units of a layer are read. UserError for a layer that the network does not have."""
    layer_step = loaded.layer_step(layer)
    return UnitTarget(layer_step, _pre_activation_slot(loaded, layer_step.slot), layer_step.channel_axis)


def _pre_activation_slot(loaded: LoadedNetwork, slot: int) -> int:
    if slot == 0:
        return 0
    step = loaded.plan.steps[slot - 1]
    if step.kind == "activation" and len(step.inputs) == 1:
        return step.inputs[0]
    if step.kind != "convolution":
        return slot
    readers = [other for other in loaded.plan.steps if slot in other.inputs]
    alone = len(readers) == 1 and isinstance(readers[0].operation, BATCH_NORMS)
    return readers[0].slot if alone and _has_nonzero_scales(readers[0].operation) else slot


def _has_nonzero_scales(norm: Any) -> bool:
    """A norm whose scales are zero, as at the start of some trainings, lets nothing of its units through."""
    return norm.weight is None or bool((norm.weight != 0).all())


def check_unit(target: UnitTarget, unit: object) -> int:
    """A unit as somebody sent it; UserError for one that the layer does not have."""
    return whole_number("unit", unit, 0, target.count - 1)
