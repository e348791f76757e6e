"""Layers made small enough to travel: one byte a value with the scale that undoes it, area means, thumbnails.

In numpy, because torch's own steps are slow here: see the payload table of benchmarks/look.py.
"""

from __future__ import annotations

from math import ceil, isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.types.activations import QuantisedMaps

Floats = NDArray[np.float32]
_LEVELS = 255  # steps from the least value of a channel to its greatest
_MAX_RANGE = float(np.finfo(np.float32).max)
_MIN_RANGE = 256 * np.finfo(np.float32).tiny  # a narrower range counts as constant: one over its step is no number any more


def quantise(values: Floats) -> QuantisedMaps:
    """[channel, y, x] → bytes with one scale per channel, each within half a step of its value.

    NaN becomes the lowest code, infinities the outermost ones; that they are there is seen in the layer's range.
    """
    flat = values.reshape(len(values), -1)
    low, high = np.minimum.reduce(flat, axis=1), np.maximum.reduce(flat, axis=1)
    with np.errstate(over="ignore", invalid="ignore"):
        span = high - low
        total = float(np.add.reduce(span))
    if not total < _MAX_RANGE:  # NaN is not either
        return _quantise_extreme(values)
    return _quantise_flat(flat, low, span, values.shape)


def _quantise_extreme(values: Floats) -> QuantisedMaps:
    """The same for values that are not numbers, or so far apart that their difference is none in float32."""
    flat = _finite(values.reshape(len(values), -1)).astype(np.float64)
    low = flat.min(axis=1)
    return _quantise_flat(flat, low, flat.max(axis=1) - low, values.shape)


def _quantise_flat(flat: NDArray[Any], low: NDArray[Any], span: NDArray[Any], shape: tuple[int, ...]) -> QuantisedMaps:
    """Codes of [channel, cell] from each channel's least value and range, in as few passes over memory as there are steps."""
    above = flat - low[:, None] if np.logical_or.reduce(low) else flat  # after a ReLU every channel begins at zero
    codes = above * (_LEVELS / np.maximum(span, _MIN_RANGE))[:, None]
    codes += flat.dtype.type(0.5)  # cutting off now rounds
    step = span / flat.dtype.type(_LEVELS)
    return QuantisedMaps(codes.astype(np.uint8).reshape(shape), low.astype(np.float32, copy=False), step.astype(np.float32, copy=False))


def _finite(flat: Floats) -> Floats:
    """Each channel with what is not finite replaced by the ends of what is (0 where nothing is)."""
    finite = np.isfinite(flat)
    some = finite.any(axis=1, keepdims=True)
    low = np.where(some, np.where(finite, flat, np.inf).min(axis=1, keepdims=True), 0)
    high = np.where(some, np.where(finite, flat, -np.inf).max(axis=1, keepdims=True), 0)
    return np.where(finite, flat, np.where(flat == np.inf, high, low)).astype(np.float32)


def reduction_factor(height: int, width: int, side: int) -> int:
    """The smallest whole factor by which maps fit tiles of `side` cells."""
    return max(1, ceil(max(height, width) / side))


def area_means(maps: Floats, factor: int) -> Floats:
    """Means over areas of `factor` × `factor` cells, smaller areas at the right and lower edge; [c, h, w] → [c, h / f, w / f]."""
    if factor == 1:
        return maps
    channels, height, width = maps.shape
    rows = np.zeros((channels, ceil(height / factor), width), np.float32)
    for first in range(min(factor, height)):
        part = maps[:, first::factor]
        rows[:, : part.shape[1]] += part
    sums = np.zeros((channels, rows.shape[1], ceil(width / factor)), np.float32)
    for first in range(min(factor, width)):
        part = rows[:, :, first::factor]
        sums[:, :, : part.shape[2]] += part
    sums /= _cells_per_area(height, factor)[:, None] * _cells_per_area(width, factor)
    return sums


def _cells_per_area(length: int, factor: int) -> Floats:
    """How many cells each area has along one axis."""
    counts = np.full(ceil(length / factor), factor, np.float32)
    counts[-1] = length - factor * (len(counts) - 1)
    return counts


def quantised_tiles(value: Floats, side: int) -> tuple[int, QuantisedMaps]:
    """(factor, bytes) of a layer [channel, y, x] or [unit]; a unit is a channel of one cell, exact: low is its value."""
    maps = value if value.ndim == 3 else value[:, None, None]
    factor = reduction_factor(maps.shape[1], maps.shape[2], side)
    return factor, quantise(area_means(maps, factor))


def thumbnail(value: Floats, channel: int | None, side: int) -> QuantisedMaps:
    """One channel of [channel, y, x] in at most `side` × `side` cells, or all units of [unit] or [unit, 1, 1] in rows."""
    if channel is None:
        return quantise(fold_to_rows(value.reshape(-1))[None])
    return quantise(area_means(value[channel : channel + 1], reduction_factor(value.shape[1], value.shape[2], side)))


def fold_to_rows(units: Floats) -> Floats:
    """[unit] → [row, column], about as high as wide; filled up with what is nearest to zero where no rectangle is exact."""
    count = len(units)
    root = max(1, isqrt(count))
    columns = next((width for width in range(root, 2 * root + 2) if count % width == 0 and width * width >= count), None)
    if columns is None:
        columns = isqrt(count - 1) + 1
        blank = np.clip(np.float32(0), units.min(), units.max())
        units = np.concatenate([units, np.full(-count % columns, blank, np.float32)])
    return units.reshape(-1, columns)


def value_range(value: Floats) -> tuple[float, float]:
    """(least, greatest) of a layer; NaN where it holds one."""
    return float(value.min()), float(value.max())
