"""What of a step is shown: a few columns of a network, as many maps and weights as a screen holds, area means of what is larger."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.engine.layers import LayerStep
from models.engine.plan import Plan, Step
from models.engine.stages import find_stages
from models.filters.weight_edits import weights_of
from models.training.sgd_step.copies import NetworkCopy
from models.training.sgd_step.dropout_masks import DropoutSite
from models.training.sgd_step.forward_backward import PassTensors
from models.types.sgd_step import DropoutMask, LayerColumn, LayerWeights, TiledTensor

Floats = NDArray[np.float32]

MAX_COLUMNS = 9  # beside the input
MAX_TILES = 16
MAX_CELLS = 6144  # of all tiles of values of one layer
MAX_ROWS, MAX_ACROSS = 42, 84  # cells of a sheet of weights: what stands under a column, cell by cell
MAX_WEIGHTS = 1024  # of a dense unit that is shown weight by weight
MAX_TILED_PLANES = 3  # input channels at most where each unit's kernel has a tile of its own
_SHOWN_KINDS = frozenset({"convolution", "dense", "max pooling", "average pooling", "subsampling", "distances", "addition"})
_WITH_WEIGHTS = frozenset({"convolution", "dense", "distances"})
_SHEET_PLANES_AND_UNITS = (6, 16)  # input channels and units of a convolution that its sheet of kernels shows


def shown_layers(plan: Plan, layer_steps: Sequence[LayerStep]) -> tuple[LayerStep, ...]:
    """The layers that stand beside each other, `input` first: all that weigh, pool or add, or of a deep network its stages and its head."""
    inner = [layer_step for layer_step in layer_steps if 0 < layer_step.slot <= plan.logits_slot]
    plain = [layer_step for layer_step in inner if layer_step.layer.kind in _SHOWN_KINDS]
    if len(plain) > MAX_COLUMNS:
        ends = [layer_step for layer_step in plain if len(layer_step.layer.shape) == 1 or layer_step.layer.shape[1:] == (1, 1)]
        kept = {layer_step.slot for layer_step in (*find_stages(plan, layer_steps), *ends[-2:])}
        plain = _without_repeated_maps(plan, [layer_step for layer_step in inner if layer_step.slot in kept])
    return (layer_steps[0], *plain[-MAX_COLUMNS:])


def _without_repeated_maps(plan: Plan, among: Sequence[LayerStep]) -> list[LayerStep]:
    """Without activations that have no weights between them and the column before: they show the same maps, cut at zero."""
    kept: list[LayerStep] = []
    for layer_step in among:
        between = plan.steps[kept[-1].slot : layer_step.slot] if kept else ()
        if kept and layer_step.layer.kind == "activation" and not any(step.kind in _WITH_WEIGHTS for step in between):
            continue
        kept.append(layer_step)
    return kept


def layer_column(plan: Plan, passes: PassTensors, network_copy: NetworkCopy, shown: Sequence[LayerStep], at: int) -> LayerColumn:
    """One of the columns: its values, their gradients, and the weights that lead to it."""
    layer_step = shown[at]
    before = shown[at - 1].slot if at else 0
    end = shown[at + 1].slot if at + 1 < len(shown) else layer_step.slot
    weighed = [
        step for step in plan.steps[before : layer_step.slot] if step.kind in ("convolution", "dense") and _is_learned(step, network_copy)
    ]
    through = tuple(step.kind for step in plan.steps[layer_step.slot : end])
    values, back = (layer_step.maps(tensor.detach()) for tensor in (passes.values[layer_step.slot], passes.gradients[layer_step.slot]))
    weights = layer_weights(weighed[-1], passes, network_copy) if weighed else None
    return LayerColumn(layer_step.layer.name, layer_step.layer.kind, layer_step.layer.shape, _tiled_values(values, back), through, weights)


def _is_learned(step: Step, network_copy: NetworkCopy) -> bool:
    return any(parameter is one for parameter in network_copy.parameters for one in step.parameters())


def as_layer_weights(step: Step, numbers: Sequence[Tensor], network_copy: NetworkCopy) -> Tensor:
    """Numbers of all parameters, such as gradients, as those of one layer's kernels (out, in, kh, kw) or matrix (out, in)."""
    weight = weights_of(step)[0]
    for parameter, of in zip(network_copy.parameters, numbers, strict=True):
        if parameter is weight:
            return of.detach()
    return _via_connection_table(step, numbers, network_copy)


@torch.no_grad()
def _via_connection_table(step: Step, numbers: Sequence[Tensor], network_copy: NetworkCopy) -> Tensor:
    """Kernels that lie flat, with a table of which maps each unit reads: the layer itself lays them out, zero where it reads nothing."""
    ((own, of),) = [
        (parameter, of)
        for parameter, of in zip(network_copy.parameters, numbers, strict=True)
        if parameter.dim() > 1 and any(parameter is one for one in step.parameters())
    ]
    kept = own.detach().clone()
    try:
        own.copy_(of)
        return weights_of(step)[0].detach().clone()
    finally:
        own.copy_(kept)


def layer_weights(step: Step, passes: PassTensors, network_copy: NetworkCopy) -> LayerWeights:
    """A layer's weights beside their gradients, and the norm of each unit's."""
    weight = weights_of(step)[0].detach().numpy()
    slope = as_layer_weights(step, passes.weight_gradients, network_copy).numpy()
    norms = np.sqrt(np.square(slope.astype(np.float64)).reshape(len(slope), -1).sum(1)).astype(np.float32)
    planes, tiled = np.zeros(len(weight), np.int64), False
    if weight.ndim == 4:
        planes = plane_norms(slope).argmax(1)
        tiled = weight.shape[1] <= MAX_TILED_PLANES
        parts = [_one_plane_per_unit(part, planes)[:MAX_TILES] if tiled else _kernel_sheet(part) for part in (weight, slope)]
        count = len(weight)
    else:
        parts, count = [weight[None], slope[None]], 1
    rows, columns = parts[0].shape[1:]
    factor = (1, 1) if tiled else (math.ceil(rows / MAX_ROWS), math.ceil(columns / MAX_ACROSS))
    sheet = _tiled_tensor(parts[0], parts[1], weight, slope, count=count, factor=factor)
    return LayerWeights(step.name, weight.shape, sheet, tiled, planes, norms)


def plane_norms(slope: Floats) -> Floats:
    """Norm of the gradient of every plane of every unit, [out, in]."""
    norms: Floats = np.sqrt(np.square(slope).sum((2, 3)))
    return norms


def _one_plane_per_unit(kernels: Floats, planes: NDArray[np.int64]) -> Floats:
    return kernels[np.arange(len(kernels)), planes]  # [out, y, x]


def _kernel_sheet(kernels: Floats) -> Floats:
    """The first units as columns and the first input channels as rows of kernels, one sheet [1, in·y, out·x]."""
    rows, columns = _SHEET_PLANES_AND_UNITS
    part = kernels[:columns, :rows]  # [out, in, y, x]
    return np.ascontiguousarray(part.transpose(1, 2, 0, 3)).reshape(1, part.shape[1] * part.shape[2], -1)


def unit_grid(numbers: Tensor, unit: int, plane: int) -> tuple[Floats, int]:
    """One unit of (out, in, kh, kw) or (out, in): (its kernel of one plane or its weights in rows, [y, x]; how many cells are weights)."""
    of = numbers[unit].detach().numpy()
    if of.ndim == 3:
        return of[plane].copy(), of[plane].size
    return fold_into_rows(of[:MAX_WEIGHTS]).copy(), min(len(of), MAX_WEIGHTS)


def _tiled_values(values: Floats, back: Floats) -> TiledTensor:
    if values.ndim == 1 or values[0].size == 1:
        rows = fold_into_rows(values.reshape(-1)), fold_into_rows(back.reshape(-1))
        return _tiled_tensor(rows[0][None], rows[1][None], values, back, count=1, factor=(1, 1))
    tiles = values[:MAX_TILES]
    factor = math.ceil(max(1.0, math.sqrt(tiles.size / MAX_CELLS)))
    return _tiled_tensor(tiles, back[:MAX_TILES], values, back, count=len(values), factor=(factor, factor))


def fold_into_rows(units: Floats) -> Floats:
    """[unit] → [row, column], about a quarter higher than wide; filled up with zeros where no rectangle is exact."""
    count = len(units)
    if count <= 12:
        return units[None]
    least, most = math.isqrt(count // 2), math.isqrt(count) + 1
    columns = next((width for width in range(most, least - 1, -1) if count % width == 0), most)
    return np.concatenate([units, np.zeros(-count % columns, np.float32)]).reshape(-1, columns)


def _tiled_tensor(
    values: Floats, back: Floats, all_values: Floats, all_back: Floats, *, count: int, factor: tuple[int, int]
) -> TiledTensor:
    """Tiles [tile, y, x] of values and of gradients as area means; the figures are those of the whole layer."""
    return TiledTensor(
        values=area_means(values, factor),
        gradients=area_means(back, factor),
        factor=factor,
        shown=len(values),
        count=count,
        max_abs_value=float(np.abs(all_values).max()),
        max_abs_gradient=float(np.abs(all_back).max()),
        gradient_norm=math.sqrt(float(np.square(all_back.astype(np.float64)).sum())),
        zero_gradients=int((all_back == 0).sum()),
        numbers=int(all_back.size),
    )


def area_means(maps: Floats, factor: tuple[int, int]) -> Floats:
    """[tile, y, x] → means over areas of so many rows × columns, smaller ones at the edges."""
    if factor == (1, 1):
        return np.ascontiguousarray(maps)
    rows, columns = (np.arange(0, side, by) for side, by in zip(maps.shape[1:], factor, strict=True))
    sums = np.add.reduceat(np.add.reduceat(maps, rows, axis=1), columns, axis=2)
    high = np.diff([*rows, maps.shape[1]])[:, None]
    wide = np.diff([*columns, maps.shape[2]])
    means: Floats = (sums / (high * wide)).astype(np.float32)
    return means


def dropout_mask(site: DropoutSite, mask: Tensor) -> DropoutMask:
    """Which units of a place are out in one pass."""
    return DropoutMask(site.layer, dropped_flags(mask)[0])


def dropped_flags(mask: Tensor) -> NDArray[np.uint8]:
    """A mask (N, units) or (N, maps, 1, 1) → 1 where a unit is out, [pass, unit]."""
    return (mask.reshape(len(mask), -1) == 0).to(torch.uint8).numpy()


def unit_means(value: Tensor) -> Floats:
    """(1, units) → [unit]; (1, maps, y, x) → the mean of each, [map]."""
    flat = value.detach()[0]
    return (flat if flat.dim() == 1 else flat.mean((1, 2))).numpy().copy()
