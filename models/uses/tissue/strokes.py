"""Strokes of a brush as marked cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from models import limits
from models.errors import UserError
from models.text import Text
from models.types.tissue import TissueStroke
from models.uses.tissue.cells import CellLayer
from models.uses.tissue.head import PIECE

LEAST_CELLS, MOST = 2, 3  # kinds
CELLS = 400  # of a kind that a head learns from at most, evenly from all that are marked

_KINDS = Text("kinds: {given} is not accepted. Accepted: 2 or 3.", "kinds: {given} não é aceito. Aceitos: 2 ou 3.")
_STROKE = Text(
    "strokes: stroke {which} is none: a kind from 0 to {last}, a width from 0 to 1, and points from 0 to 1 are needed.",
    "strokes: o traço {which} não vale: são necessários um tipo de 0 a {last}, uma largura de 0 a 1 e pontos de 0 a 1.",
)
_POINTS = Text("The strokes have more than {most} points, the limit.", "Os traços têm mais de {most} pontos, o limite.")
_MANY = Text("There are more than {most} strokes, the limit.", "Há mais de {most} traços, o limite.")
UNMARKED = Text("Mark at least one place of every kind.", "Marque pelo menos um lugar de cada tipo.")


@dataclass(frozen=True, slots=True)
class Marks:
    """The cells that are marked."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    kinds: NDArray[np.int64]
    pieces: NDArray[np.int64]  # number of the piece of a stroke that marked it


def check_strokes(strokes: Sequence[TissueStroke], kinds: object) -> int:
    """The number of kinds. UserError for strokes that are none, and where a kind is not marked at all."""
    if type(kinds) is not int or not LEAST_CELLS <= kinds <= MOST:
        raise UserError(_KINDS.format(given=repr(kinds)[:40]))
    for which, stroke in enumerate(strokes, 1):
        inside = all(0 <= part <= 1 for point in stroke.points for part in point)
        if not (type(stroke.kind) is int and 0 <= stroke.kind < kinds and 0 < stroke.width <= 1 and stroke.points and inside):
            raise UserError(_STROKE.format(which=which, last=kinds - 1))
    if len(strokes) > limits.TISSUE_STROKES.value:
        raise UserError(_MANY.format(most=int(limits.TISSUE_STROKES.value)))
    most = int(limits.DRAWING_POINTS.value)
    if sum(len(stroke.points) for stroke in strokes) > most:
        raise UserError(_POINTS.format(most=most))
    if {stroke.kind for stroke in strokes} != set(range(kinds)):
        raise UserError(UNMARKED)
    return kinds


def mark_cells(strokes: Sequence[TissueStroke], size: tuple[int, int], layer: CellLayer, kinds: int) -> Marks:
    """Cells whose middle a brush has touched; the last stroke over a cell counts. UserError where a kind is painted over everywhere."""
    shape = layer.grid_size(size)
    kind_of = np.full(shape, -1)
    piece_of = np.zeros(shape, np.int64)
    pieces = 0
    for stroke in strokes:
        rows, columns, along = _touched(stroke, size, layer, shape)
        kind_of[rows, columns] = stroke.kind
        piece_of[rows, columns] = pieces + along
        pieces += int(along.max()) + 1
    rows, columns = np.nonzero(kind_of >= 0)
    labels = kind_of[rows, columns]
    if set(labels.tolist()) != set(range(kinds)):
        raise UserError(UNMARKED)
    kept = np.sort(np.concatenate([_some(np.nonzero(labels == kind)[0]) for kind in range(kinds)]))
    rows, columns = rows[kept], columns[kept]
    return Marks(rows, columns, labels[kept], piece_of[rows, columns])


def _some(places: NDArray[np.int64]) -> NDArray[np.int64]:
    return places if len(places) <= CELLS else places[np.linspace(0, len(places) - 1, CELLS).astype(int)]


def _touched(
    stroke: TissueStroke, size: tuple[int, int], layer: CellLayer, shape: tuple[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(rows, columns) of the cells under a stroke, and which piece along it each belongs to."""
    scale = np.array([size[0], size[1]]) / layer.stride
    path = np.array([(y, x) for x, y in stroke.points]) * scale - layer.centre / layer.stride  # (row, column), in cells
    line = np.clip(np.floor(_dense(path) + 0.5).astype(np.int64), 0, np.array(shape) - 1)
    radius = max(stroke.width * max(size) / layer.stride / 2, 0.5)
    reach = int(radius)
    first, last = np.maximum(line.min(axis=0) - reach, 0), np.minimum(line.max(axis=0) + reach + 1, shape)
    along = np.full(last - first, -1)
    inside = line - first
    along[inside[::-1, 0], inside[::-1, 1]] = np.arange(len(line))[::-1] // (2 * PIECE)  # where it crosses itself the first counts
    distance, nearest = distance_transform_edt(along < 0, return_indices=True)
    rows, columns = np.nonzero(distance <= radius)
    return rows + first[0], columns + first[1], along[nearest[0][rows, columns], nearest[1][rows, columns]]


def _dense(path: NDArray[np.float64]) -> NDArray[np.float64]:
    """The path with points at most half a cell apart."""
    parts = [path[:1]]
    for start, end in pairwise(path):
        steps = int(np.ceil(np.abs(end - start).max() * 2)) or 1
        parts.append(start + (end - start) * np.arange(1, steps + 1)[:, None] / steps)
    return np.concatenate(parts)
