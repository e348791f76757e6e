"""What excites each unit of a layer most in a gallery: nine cells, at most one of a picture, and what of the picture they see.

Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014. All units in one pass over the pictures, which ends
at the layer; cells whose field reaches beyond the picture do not count where there are others, or padding would win.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.engine.workers import AcquireWorker
from models.filters.gallery import Gallery
from models.filters.target import UnitTarget
from models.store.store import LoadedNetwork, to_batch
from models.types.networks import ReceptiveField

PATCHES_PER_UNIT = 9
_BATCH_NUMBERS = 500_000  # numbers of a batch: eight photographs of 144 px, a hundred digits
_MAX_BATCH = 100  # pictures of a batch, so that something is seen soon


@dataclass(frozen=True)
class BestCells:
    """The cells that excite each unit most among the first `done` of `total` pictures, the strongest first."""

    done: int
    total: int
    scores: NDArray[np.float32]  # [unit, 9]; −∞ where there are fewer pictures
    pictures: NDArray[np.int64]  # [unit, 9]: which picture; −1: none
    cells: NDArray[np.int64]  # [unit, 9, 2]: row and column of the cell

    @property
    def nbytes(self) -> int:
        return self.scores.nbytes + self.pictures.nbytes + self.cells.nbytes


def batches(gallery: Gallery) -> Iterator[slice]:
    """The gallery in parts that are quick enough to show something after each."""
    each = max(1, min(_MAX_BATCH, _BATCH_NUMBERS // gallery.pictures[0].size))
    return (slice(start, min(len(gallery), start + each)) for start in range(0, len(gallery), each))


def batch_of(gallery: Gallery, part: slice, loaded: LoadedNetwork) -> Tensor:
    """Pictures as the network reads them, (N, C, H, W)."""
    return torch.cat([to_batch(picture, loaded.spec.preparation) for picture in gallery.pictures[part]])


def search_top_patches(
    loaded: LoadedNetwork, target: UnitTarget, gallery: Gallery, acquire: AcquireWorker = nullcontext
) -> Iterator[BestCells]:
    """The best so far after every batch, the last one over the whole gallery. Among equals the earlier picture, the upper left cell."""
    scores = torch.full((PATCHES_PER_UNIT, target.count), -torch.inf)  # (9, units)
    places = torch.full((PATCHES_PER_UNIT, target.count, 3), -1)  # picture, row, column
    for part in batches(gallery):
        with acquire(), torch.no_grad():
            value = loaded.plan.value(batch_of(gallery, part, loaded), target.slot)
            found, cells = max_per_unit(target, target.unit_maps(value), gallery.pictures.shape[1:3])  # (N, units), (N, units, 2)
            which = torch.arange(part.start, part.stop)[:, None, None].expand(-1, target.count, 1)
            scores, places = _merge_top(torch.cat([scores, found]), torch.cat([places, torch.cat([which, cells], 2)]))
        yield BestCells(part.stop, len(gallery), scores.T.numpy().copy(), places[..., 0].T.numpy().copy(), _cells(places))


def max_per_unit(target: UnitTarget, units: Tensor, picture: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """The largest value of each unit (N, units, y, x) and its cell: (N, units) and (N, units, 2)."""
    rows, columns = target.cells_inside((picture[0], picture[1]), (units.shape[2], units.shape[3]))
    window = units[:, :, rows, columns]  # (N, units, y, x)
    found, at = window.flatten(2).max(2)  # the first of equals
    width = window.shape[3]
    return found, torch.stack([at // width + rows.start, at % width + columns.start], 2)


def _merge_top(scores: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
    """The nine largest of each unit; equal ones stay in their order."""
    order = scores.argsort(dim=0, descending=True, stable=True)[:PATCHES_PER_UNIT]  # (9, units)
    return scores.gather(0, order), places.gather(0, order[..., None].expand(-1, -1, 3))


def _cells(places: Tensor) -> NDArray[np.int64]:
    cells: NDArray[np.int64] = places[..., 1:].transpose(0, 1).numpy().copy()
    return cells


def patch_window(field: ReceptiveField, cell: tuple[int, int], picture: tuple[int, int]) -> tuple[slice, slice]:
    """Rows and columns of a picture (height, width) that a cell sees."""
    if field.whole:
        return slice(0, picture[0]), slice(0, picture[1])
    rows, columns = (_clipped_span(*axis) for axis in zip(field.size, field.stride, field.offset, cell, picture, strict=True))
    return rows, columns


def _clipped_span(size: int, stride: int, offset: int, at: int, pixels: int) -> slice:
    first = offset + at * stride
    return slice(max(0, first), max(0, min(pixels, first + size)))


def cut_patches(best: BestCells, unit: int, field: ReceptiveField, gallery: Gallery) -> tuple[NDArray[np.uint8], ...]:
    """The patches of one unit, uint8 [height, width, channel] each, the strongest first."""
    sides = (gallery.pictures.shape[1], gallery.pictures.shape[2])
    found = zip(best.pictures[unit], best.cells[unit], strict=True)
    return tuple(gallery.pictures[which][patch_window(field, (int(y), int(x)), sides)] for which, (y, x) in found if which >= 0)
