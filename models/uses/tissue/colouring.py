"""Every cell of a section in the colour of its likeliest kind, how sure that is, and how it compares."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

from models.types.tissue import TissueColouring, TissueSection, TissueStroke
from models.uses.tissue import stains, strokes
from models.uses.tissue.cells import Cell, CellLayer
from models.uses.tissue.head import HEADS, Head, fit_resampled, matmul

CHUNK = 65_536  # cells that heads answer at a time
NEAR = 5  # cells of the side of the square around a cell: one odd cell alone is no place to mark
FEW, MANY = 5, 95  # percent of the heads

Floats = NDArray[np.float32]


def colour(
    layer: CellLayer,
    features: Floats,
    shown: TissueSection,
    given: Sequence[TissueStroke],
    kinds: int,
    patches: tuple[Sequence[Cell], Floats],
) -> TissueColouring:
    """The colouring of features [row, column, channel]. `patches`: some cells, and their features from their own patches."""
    begun = time.perf_counter()
    marks = strokes.mark_cells(given, shown.size, layer, kinds)
    inputs = features[marks.rows, marks.columns]
    head, others = fit_resampled(inputs, marks.kinds, marks.pieces, kinds)
    probabilities = probability_maps(head, features)  # [row, column, kind]
    likeliest = probabilities.argmax(axis=2)
    low, high = area_range(others, features, kinds)
    pixels = likeliest[np.ix_(*(nearest_cells(layer, shown, axis) for axis in (0, 1)))]
    brown = shown.brown.astype(bool)
    unsure = least_certain_cell(probabilities, marks)
    return TissueColouring(
        probabilities=np.round(255 * probabilities.transpose(2, 0, 1)).astype(np.uint8),
        stride=layer.stride,
        centre=layer.centre,
        patch=layer.field,
        marked=tuple(int((marks.kinds == kind).sum()) for kind in range(kinds)),
        area=tuple(float((likeliest == kind).mean()) for kind in range(kinds)),
        area_low=low,
        area_high=high,
        heads=HEADS,
        overlap=tuple(stains.intersection_over_union(pixels == kind, brown) for kind in range(kinds)),
        largest_difference=largest_difference(head, features, *patches),
        patches_compared=len(patches[0]),
        least_sure=_part(layer, unsure, shown.size),
        certainty=float(probabilities[unsure].max()),
        seconds=time.perf_counter() - begun,
    )


def probability_maps(head: Head, features: Floats) -> Floats:
    """The head as a 1 × 1 convolution: [row, column, channel] → probabilities [row, column, kind]."""
    rows, columns, channels = features.shape
    flat = features.reshape(-1, channels)
    found = [head.probabilities(flat[start : start + CHUNK]) for start in range(0, len(flat), CHUNK)]
    return np.concatenate(found).reshape(rows, columns, -1)


def largest_difference(head: Head, features: Floats, cells: Sequence[Cell], from_patches: Floats) -> float:
    """Of a probability, between the one pass and the cells' own patches."""
    rows, columns = np.array(cells).T
    return float(np.abs(head.probabilities(features[rows, columns]) - head.probabilities(from_patches)).max())


def area_range(heads: Sequence[Head], features: Floats, kinds: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The share of the cells of each kind that FEW and MANY percent of the heads stay below."""
    flat = features.reshape(-1, features.shape[2])
    weights, bias = np.concatenate([one.weights for one in heads]), np.concatenate([one.bias for one in heads])
    counts = np.zeros((len(heads), kinds))
    for start in range(0, len(flat), CHUNK):
        logits = (matmul(flat[start : start + CHUNK], weights.T) + bias).reshape(-1, len(heads), kinds)
        likeliest = logits.argmax(axis=2)
        for kind in range(kinds):
            counts[:, kind] += (likeliest == kind).sum(axis=0)
    low, high = np.percentile(counts / len(flat), [FEW, MANY], axis=0)
    return tuple(low.tolist()), tuple(high.tolist())


def least_certain_cell(probabilities: Floats, marks: strokes.Marks) -> Cell:
    """The cell with the most entropy in and around it, where nobody has marked yet."""
    entropy = -(probabilities * np.log(np.maximum(probabilities, 1e-12))).sum(axis=2)
    around = entropy * uniform_filter(entropy, NEAR, mode="nearest")
    around[marks.rows, marks.columns] = -1
    row, column = np.unravel_index(int(around.argmax()), around.shape)
    return int(row), int(column)


def nearest_cells(layer: CellLayer, shown: TissueSection, axis: int) -> NDArray[np.int64]:
    """Of each row (axis 0) or column of the picture as it is shown, the nearest cell's."""
    many, long = shown.picture.shape[axis], shown.size[axis]
    middle = (np.arange(many) + 0.5) * long / many - 0.5
    found = np.floor((middle - layer.centre) / layer.stride + 0.5).astype(np.int64)
    inside: NDArray[np.int64] = np.clip(found, 0, layer.grid_size(shown.size)[axis] - 1)
    return inside


def _part(layer: CellLayer, cell: Cell, size: tuple[int, int]) -> tuple[float, float]:
    """(x, y) of a cell as parts of width and height."""
    y, x = ((at * layer.stride + layer.centre) / side for at, side in zip(cell, size, strict=True))
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
