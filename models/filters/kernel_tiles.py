"""The filters of a convolution as pictures: one tile each, with how strong it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.activations.quantise import fold_to_rows
from models.filters.kernels import kernels
from models.store.store import LoadedNetwork
from models.types.filters import FilterTiles

COLOURS = 3
Floats = NDArray[np.float32]


def filter_tiles(loaded: LoadedNetwork, layer: str) -> FilterTiles:
    """A tile for every filter of one convolution. UserError with the nearest name for a layer that has none."""
    weights = kernels(loaded, layer).kernels  # (out, in, y, x)
    flat = weights.reshape(len(weights), -1)
    norms = np.sqrt((flat.astype(np.float64) ** 2).sum(1)).astype(np.float32)
    slices, tiles = _tile_slices(weights)
    return FilterTiles(weights.shape, tiles, slices, norms, np.abs(flat).max(1))


def _tile_slices(weights: Floats) -> tuple[NDArray[np.int64], Floats]:
    """(which slice, tile (plane, y, x)) of every filter."""
    out, planes, height, width = weights.shape
    everything = np.full(out, -1, np.int64)
    if planes == COLOURS:
        return everything, weights
    if (height, width) == (1, 1) and planes > 1:
        return everything, np.stack([fold_to_rows(filter.reshape(-1)) for filter in weights])[:, None]
    strongest = (weights.astype(np.float64) ** 2).sum((2, 3)).argmax(1)  # (out)
    return strongest, weights[np.arange(out), strongest][:, None]
