"""Cells of a layer over a picture of any size: in one pass, tile by tile, or each from its own patch, always with the same values.

A cell of a layer reads only a window of the picture, its receptive field. If a crop of the picture begins at a multiple of the layer's
stride and contains the whole window, the network computes the same cell from the crop, because the zero padding around the crop reaches
other cells only. At the edge of the picture, the crop ends with the picture, and both get the same padding. Nothing is approximate; the
three ways differ only in the order in which floats are added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.engine.workers import AcquireWorker
from models.inputs.normalisation import normalise
from models.store.store import LoadedNetwork

NETWORK = "resnet109"
STAGE = "layer2."  # the second stage of residual blocks: a cell reads 99 px, the wall of a gland with its nuclei
TILE = 64  # cells of a tile's side: 512 px, a few MB for every map of the layers before
_TOGETHER = 64  # patches in one pass

Floats = NDArray[np.float32]
Cell = tuple[int, int]  # row, column


@dataclass(frozen=True, slots=True)
class CellLayer:
    """The layer whose cells are the features, and the receptive field of a cell along each axis."""

    loaded: LoadedNetwork
    slot: int
    channel_axis: int
    stride: int
    offset: int  # px at which the window of the first cell begins; negative if it begins outside the picture
    field: int  # px of the window

    @property
    def centre(self) -> int:
        return self.offset + self.field // 2

    @property
    def before(self) -> int:
        """Index, within the smallest crop that contains a window, of the cell that reads this window."""
        return -(self.offset // self.stride)

    @property
    def reach(self) -> int:
        """px from the position of a cell to the end of its window, rounded up to a multiple of the stride."""
        return -(-(self.offset + self.field) // self.stride) * self.stride

    @property
    def patch(self) -> int:
        return self.before * self.stride + self.reach

    def grid_size(self, size: Sequence[int]) -> Cell:
        """(rows, columns) of cells for a picture of (height, width) px."""
        return -(-size[0] // self.stride), -(-size[1] // self.stride)

    def crop(self, first: Cell, end: Cell) -> tuple[slice, slice, int, int]:
        """The crop (rows, columns) that the cells from `first` up to `end` (exclusive) read, and where `first` is among its cells."""
        tops = [max(0, at - self.before) for at in first]
        rows, columns = (slice(top * self.stride, (stop - 1) * self.stride + self.reach) for top, stop in zip(tops, end, strict=True))
        return rows, columns, first[0] - tops[0], first[1] - tops[1]

    def run(self, pictures: NDArray[np.uint8]) -> Tensor:
        """[picture, height, width, 3] → (N, C, rows, columns)."""
        batch = normalise(torch.from_numpy(np.ascontiguousarray(pictures.transpose(0, 3, 1, 2))), self.loaded.spec.preparation)
        with torch.no_grad():
            value: Tensor = self.loaded.plan.value(batch, self.slot)
        return value.movedim(self.channel_axis, 1)


def cell_layer(loaded: LoadedNetwork) -> CellLayer:
    """The last layer of `STAGE` that has maps."""
    found = [one for one in loaded.layer_steps if one.layer.name.startswith(STAGE) and len(one.layer.shape) == 3][-1]
    field = found.layer.receptive_field
    assert not field.whole and field.size[0] == field.size[1] and field.offset[0] == field.offset[1]
    return CellLayer(loaded, found.slot, found.channel_axis, field.stride[0], field.offset[0], field.size[0])


def tiles(layer: CellLayer, size: Sequence[int]) -> list[tuple[Cell, Cell]]:
    """(first cell, cell after the last) of each tile of a picture of (height, width) px."""
    rows, columns = layer.grid_size(size)
    return [
        ((top, left), (min(top + TILE, rows), min(left + TILE, columns)))
        for top in range(0, rows, TILE)
        for left in range(0, columns, TILE)
    ]


def features_by_tiles(layer: CellLayer, picture: NDArray[np.uint8], into: Floats, acquire: AcquireWorker) -> Iterator[int]:
    """Fill `into` [row, column, channel] tile by tile and yield the number of finished tiles; a worker is held for one tile at a time."""
    for done, (first, end) in enumerate(tiles(layer, picture.shape[:2]), 1):
        rows, columns, top, left = layer.crop(first, end)
        with acquire():
            maps = layer.run(picture[None, rows, columns])[0]
            height, width = end[0] - first[0], end[1] - first[1]
            into[first[0] : end[0], first[1] : end[1]] = maps[:, top : top + height, left : left + width].permute(1, 2, 0).numpy()
        yield done


def features_by_patches(layer: CellLayer, picture: NDArray[np.uint8], cells: Iterable[Cell]) -> Floats:
    """[cell, channel]: each cell from its own patch of the picture; patches of the same shape run in batches."""
    places = [(cell, layer.crop(cell, (cell[0] + 1, cell[1] + 1))) for cell in cells]
    found: list[Floats] = []
    for (_, _, top, left), group in groupby(places, key=lambda one: _shape(one[1], picture.shape)):
        rows_columns = [(rows, columns) for _, (rows, columns, _, _) in group]
        for start in range(0, len(rows_columns), _TOGETHER):
            patches = np.stack([picture[rows, columns] for rows, columns in rows_columns[start : start + _TOGETHER]])
            found.append(layer.run(patches)[:, :, top, left].numpy())
    return np.concatenate(found)


def _shape(crop: tuple[slice, slice, int, int], size: Sequence[int]) -> tuple[int, int, int, int]:
    """Height and width of a patch, and the position of the cell in it."""
    rows, columns, top, left = crop
    return min(rows.stop, size[0]) - rows.start, min(columns.stop, size[1]) - columns.start, top, left
