"""What of a step is shown: a few columns of a network, as many maps and weights as a screen holds, area means of what is larger."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.engine.layers import Stop
from models.engine.plan import Plan, Step
from models.engine.stages import stages
from models.filters.weight_edits import weights_of
from models.training.sgd_step.copies import Copy
from models.training.sgd_step.dropout_masks import Place
from models.training.sgd_step.forward_backward import Gone
from models.types.sgd_step import Column, Dropped, Sheet, Weights

Floats = NDArray[np.float32]

MOST_COLUMNS = 9  # beside the input
MOST_TILES = 16
MOST_CELLS = 6144  # of all tiles of values of one layer
MOST_ROWS, MOST_ACROSS = 42, 84  # cells of a sheet of weights: what stands under a column, cell by cell
MOST_WEIGHTS = 1024  # of a dense unit that is shown weight by weight
PLANES = 3  # input channels at most where each unit's kernel has a tile of its own
_PLAIN = frozenset({"convolution", "dense", "max pooling", "average pooling", "subsampling", "distances", "addition"})
_WEIGHED = frozenset({"convolution", "dense", "distances"})
_PARTS = (6, 16)  # input channels and units of a convolution that its sheet of kernels shows


def columns(plan: Plan, stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """The layers that stand beside each other, `input` first: all that weigh, pool or add, or of a deep network its stages and its head."""
    inner = [stop for stop in stops if 0 < stop.slot <= plan.answer]
    plain = [stop for stop in inner if stop.layer.kind in _PLAIN]
    if len(plain) > MOST_COLUMNS:
        ends = [stop for stop in plain if len(stop.layer.shape) == 1 or stop.layer.shape[1:] == (1, 1)]
        kept = {stop.slot for stop in (*stages(plan, stops), *ends[-2:])}
        plain = _without_echoes(plan, [stop for stop in inner if stop.slot in kept])
    return (stops[0], *plain[-MOST_COLUMNS:])


def _without_echoes(plan: Plan, among: Sequence[Stop]) -> list[Stop]:
    """Without activations that have no weights between them and the column before: they show the same maps, cut at zero."""
    kept: list[Stop] = []
    for stop in among:
        between = plan.steps[kept[-1].slot : stop.slot] if kept else ()
        if kept and stop.layer.kind == "activation" and not any(step.kind in _WEIGHED for step in between):
            continue
        kept.append(stop)
    return kept


def column(plan: Plan, gone: Gone, held: Copy, shown: Sequence[Stop], at: int) -> Column:
    """One of the columns: its values, their gradients, and the weights that lead to it."""
    stop = shown[at]
    before = shown[at - 1].slot if at else 0
    end = shown[at + 1].slot if at + 1 < len(shown) else stop.slot
    weighed = [step for step in plan.steps[before : stop.slot] if step.kind in ("convolution", "dense") and _is_learned(step, held)]
    through = tuple(step.kind for step in plan.steps[stop.slot : end])
    values, back = (stop.maps(tensor.detach()) for tensor in (gone.values[stop.slot], gone.gradients[stop.slot]))
    weights = weights_shown(weighed[-1], gone, held) if weighed else None
    return Column(stop.layer.name, stop.layer.kind, stop.layer.shape, _sheet_of_values(values, back), through, weights)


def _is_learned(step: Step, held: Copy) -> bool:
    return any(parameter is one for parameter in held.parameters for one in step.parameters())


def laid_out(step: Step, numbers: Sequence[Tensor], held: Copy) -> Tensor:
    """Numbers of all parameters, such as gradients, as those of one layer's kernels (out, in, kh, kw) or matrix (out, in)."""
    weight = weights_of(step)[0]
    for parameter, of in zip(held.parameters, numbers, strict=True):
        if parameter is weight:
            return of.detach()
    return _through_a_table(step, numbers, held)


@torch.no_grad()
def _through_a_table(step: Step, numbers: Sequence[Tensor], held: Copy) -> Tensor:
    """Kernels that lie flat, with a table of which maps each unit reads: the layer itself lays them out, zero where it reads nothing."""
    ((own, of),) = [
        (parameter, of)
        for parameter, of in zip(held.parameters, numbers, strict=True)
        if parameter.dim() > 1 and any(parameter is one for one in step.parameters())
    ]
    kept = own.detach().clone()
    try:
        own.copy_(of)
        return weights_of(step)[0].detach().clone()
    finally:
        own.copy_(kept)


def weights_shown(step: Step, gone: Gone, held: Copy) -> Weights:
    """A layer's weights beside their gradients, and the norm of each unit's."""
    weight = weights_of(step)[0].detach().numpy()
    slope = laid_out(step, gone.slopes, held).numpy()
    norms = np.sqrt(np.square(slope.astype(np.float64)).reshape(len(slope), -1).sum(1)).astype(np.float32)
    planes, tiled = np.zeros(len(weight), np.int64), False
    if weight.ndim == 4:
        planes = plane_norms(slope).argmax(1)
        tiled = weight.shape[1] <= PLANES
        parts = [_tiles_of(part, planes)[:MOST_TILES] if tiled else _kernels_of(part) for part in (weight, slope)]
        count = len(weight)
    else:
        parts, count = [weight[None], slope[None]], 1
    rows, columns = parts[0].shape[1:]
    factor = (1, 1) if tiled else (math.ceil(rows / MOST_ROWS), math.ceil(columns / MOST_ACROSS))
    sheet = _sheet(parts[0], parts[1], weight, slope, count=count, factor=factor)
    return Weights(step.name, weight.shape, sheet, tiled, planes, norms)


def plane_norms(slope: Floats) -> Floats:
    """Norm of the gradient of every plane of every unit, [out, in]."""
    norms: Floats = np.sqrt(np.square(slope).sum((2, 3)))
    return norms


def _tiles_of(kernels: Floats, planes: NDArray[np.int64]) -> Floats:
    return kernels[np.arange(len(kernels)), planes]  # [out, y, x]


def _kernels_of(kernels: Floats) -> Floats:
    """The first units as columns and the first input channels as rows of kernels, one sheet [1, in·y, out·x]."""
    rows, columns = _PARTS
    part = kernels[:columns, :rows]  # [out, in, y, x]
    return np.ascontiguousarray(part.transpose(1, 2, 0, 3)).reshape(1, part.shape[1] * part.shape[2], -1)


def unit_grid(numbers: Tensor, unit: int, plane: int) -> tuple[Floats, int]:
    """One unit of (out, in, kh, kw) or (out, in): (its kernel of one plane or its weights in rows, [y, x]; how many cells are weights)."""
    of = numbers[unit].detach().numpy()
    if of.ndim == 3:
        return of[plane].copy(), of[plane].size
    return folded(of[:MOST_WEIGHTS]).copy(), min(len(of), MOST_WEIGHTS)


def _sheet_of_values(values: Floats, back: Floats) -> Sheet:
    if values.ndim == 1 or values[0].size == 1:
        rows = folded(values.reshape(-1)), folded(back.reshape(-1))
        return _sheet(rows[0][None], rows[1][None], values, back, count=1, factor=(1, 1))
    tiles = values[:MOST_TILES]
    factor = math.ceil(max(1.0, math.sqrt(tiles.size / MOST_CELLS)))
    return _sheet(tiles, back[:MOST_TILES], values, back, count=len(values), factor=(factor, factor))


def folded(units: Floats) -> Floats:
    """[unit] → [row, column], about a quarter higher than wide; filled up with zeros where no rectangle is exact."""
    count = len(units)
    if count <= 12:
        return units[None]
    least, most = math.isqrt(count // 2), math.isqrt(count) + 1
    columns = next((width for width in range(most, least - 1, -1) if count % width == 0), most)
    return np.concatenate([units, np.zeros(-count % columns, np.float32)]).reshape(-1, columns)


def _sheet(values: Floats, back: Floats, all_values: Floats, all_back: Floats, *, count: int, factor: tuple[int, int]) -> Sheet:
    """Tiles [tile, y, x] of values and of gradients as area means; the figures are those of the whole layer."""
    return Sheet(
        values=area_means(values, factor),
        gradients=area_means(back, factor),
        factor=factor,
        shown=len(values),
        count=count,
        largest=float(np.abs(all_values).max()),
        largest_gradient=float(np.abs(all_back).max()),
        norm=math.sqrt(float(np.square(all_back.astype(np.float64)).sum())),
        zeros=int((all_back == 0).sum()),
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


def dropped(place: Place, mask: Tensor) -> Dropped:
    """Which units of a place are out in one pass."""
    return Dropped(place.layer, out(mask)[0])


def out(mask: Tensor) -> NDArray[np.uint8]:
    """A mask (N, units) or (N, maps, 1, 1) → 1 where a unit is out, [pass, unit]."""
    return (mask.reshape(len(mask), -1) == 0).to(torch.uint8).numpy()


def strengths(value: Tensor) -> Floats:
    """(1, units) → [unit]; (1, maps, y, x) → the mean of each, [map]."""
    flat = value.detach()[0]
    return (flat if flat.dim() == 1 else flat.mean((1, 2))).numpy().copy()
