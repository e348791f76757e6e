"""Cells of a layer over a picture of any size: in one pass, tile by tile, or each from its own patch, and all three the same numbers.

A cell of a layer reads a window of the picture (its receptive field) and nothing else. Where a piece of the picture begins at a multiple of
the layer's stride and holds all of that window, the network computes the very same cell from the piece: the zeros that it lays around the
piece reach other cells only. At the picture's edge the piece ends with the picture, and both get the same zeros. So nothing is approximate
here; what is left between the ways is the order in which floats are added.
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
STAGE = "layer2."  # its second stage of residual blocks: a cell sees 99 px, a gland's wall with the nuclei in it
TILE = 64  # cells of a tile's side: 512 px, a few MB for every map of the layers before
_TOGETHER = 64  # patches in one pass

Floats = NDArray[np.float32]
Cell = tuple[int, int]  # row, column


@dataclass(frozen=True, slots=True)
class CellLayer:
    """The layer whose cells are the features, and what they read along each axis."""

    loaded: LoadedNetwork
    slot: int
    channel_axis: int
    stride: int
    offset: int  # px at which the window of the first cell begins, below 0 where it begins outside the picture
    field: int  # px of the window

    @property
    def centre(self) -> int:
        return self.offset + self.field // 2

    @property
    def before(self) -> int:
        """Cells from the first of the smallest piece that holds a window to the cell that reads it."""
        return -(self.offset // self.stride)

    @property
    def reach(self) -> int:
        """px from where a cell's own place begins to the end of its window, up to a whole number of strides."""
        return -(-(self.offset + self.field) // self.stride) * self.stride

    @property
    def patch(self) -> int:
        return self.before * self.stride + self.reach

    def cells(self, size: Sequence[int]) -> Cell:
        """How many cells a picture of (height, width) px has."""
        return -(-size[0] // self.stride), -(-size[1] // self.stride)

    def piece(self, first: Cell, end: Cell) -> tuple[slice, slice, int, int]:
        """(rows, columns) of the pixels that the cells from `first` to before `end` need, and where among the piece's cells they begin."""
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
    """The last layer of the stage."""
    found = [one for one in loaded.layer_steps if one.layer.name.startswith(STAGE) and len(one.layer.shape) == 3][-1]
    field = found.layer.receptive_field
    assert not field.whole and field.size[0] == field.size[1] and field.offset[0] == field.offset[1]
    return CellLayer(loaded, found.slot, found.channel_axis, field.stride[0], field.offset[0], field.size[0])


def tiles(layer: CellLayer, size: Sequence[int]) -> list[tuple[Cell, Cell]]:
    """(first cell, cell after the last) of each tile of a picture of (height, width) px."""
    rows, columns = layer.cells(size)
    return [
        ((top, left), (min(top + TILE, rows), min(left + TILE, columns)))
        for top in range(0, rows, TILE)
        for left in range(0, columns, TILE)
    ]


def features_by_tiles(layer: CellLayer, picture: NDArray[np.uint8], into: Floats, acquire: AcquireWorker) -> Iterator[int]:
    """Fills `into` [row, column, channel] tile by tile, and says how many are done; a worker is held for one tile at a time."""
    for done, (first, end) in enumerate(tiles(layer, picture.shape[:2]), 1):
        rows, columns, top, left = layer.piece(first, end)
        with acquire():
            maps = layer.run(picture[None, rows, columns])[0]
            height, width = end[0] - first[0], end[1] - first[1]
            into[first[0] : end[0], first[1] : end[1]] = maps[:, top : top + height, left : left + width].permute(1, 2, 0).numpy()
        yield done


def features_by_patches(layer: CellLayer, picture: NDArray[np.uint8], cells: Iterable[Cell]) -> Floats:
    """[cell, channel]: each cell from its own patch of the picture, those of one shape some at a time."""
    places = [(cell, layer.piece(cell, (cell[0] + 1, cell[1] + 1))) for cell in cells]
    found: list[Floats] = []
    for (_, _, top, left), group in groupby(places, key=lambda one: _shape(one[1], picture.shape)):
        rows_columns = [(rows, columns) for _, (rows, columns, _, _) in group]
        for start in range(0, len(rows_columns), _TOGETHER):
            patches = np.stack([picture[rows, columns] for rows, columns in rows_columns[start : start + _TOGETHER]])
            found.append(layer.run(patches)[:, :, top, left].numpy())
    return np.concatenate(found)


def _shape(piece: tuple[slice, slice, int, int], size: Sequence[int]) -> tuple[int, int, int, int]:
    """Height and width of a patch, and where in it the cell is."""
    rows, columns, top, left = piece
    return min(rows.stop, size[0]) - rows.start, min(columns.stop, size[1]) - columns.start, top, left
