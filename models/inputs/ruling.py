"""The printed lines of squared and lined paper, taken out of what stands out from it.

Numbers and arrays only, so that it can be written out into a program of its own. Lengths are in pixels of the array that is given.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


def without_ruling(contrast: Floats, floor: float) -> tuple[Floats, int]:
    """Contrast without the straight thin lines that run through the whole picture, and how many those are.

    On a line only what goes on across it stays: an opening across the line keeps the strokes that cross it.
    """
    y, x = np.nonzero(contrast > floor)
    if len(y) < 50:
        return contrast, 0
    out, count = contrast, 0
    for upright in (False, True):
        found = _lines(x, y, contrast.T.shape) if upright else _lines(y, x, contrast.shape)
        if found is None:
            continue
        on, thick, lines = found
        on = on.T if upright else on
        size = (1, thick + 3) if upright else (thick + 3, 1)
        opened = np.where(on, np.minimum(out, ndimage.grey_opening(out, size, mode="nearest")), out)
        if int((out - opened > floor).sum()) < 0.4 * max(contrast.shape):
            continue  # strokes of a digit that fills its picture, not lines
        out = opened
        count += lines
    return out, count


STEEPEST = 22  # degrees that a ruling may be turned by


def _lines(y: NDArray[np.intp], x: NDArray[np.intp], shape: tuple[int, ...]) -> tuple[Mask, int, int] | None:
    """Nearly level lines among points: (mask [h, w] of their pixels, their thickness, how many); None without any."""
    h, w = shape
    reach = np.tan(np.deg2rad(STEEPEST + 1)) * w  # no place is negative
    slope = _slope(y, x, reach)
    full = np.bincount((y - slope * x + reach).astype(np.intp)) / w  # share of the picture's width that each line fills
    rows = full > 0.45
    if not rows.any():
        return None
    around = ndimage.median_filter(full, max(5, round(0.06 * max(h, w))), mode="nearest")
    labels, n = ndimage.label(rows & (full > 2 * around))  # a blot or a shadow fills as much above and below
    if not n:
        return None
    thick = np.bincount(labels)[1:]
    thin = [i + 1 for i in range(n) if thick[i] <= max(3, 0.025 * max(h, w))]
    if not thin or (len(thin) == 1 and full[labels == thin[0]].max() < 0.85):
        return None
    kept = ndimage.binary_dilation(np.isin(labels, thin), iterations=1)
    index = (np.arange(h)[:, None] - slope * np.arange(w) + reach).astype(np.intp)
    return np.append(kept, False)[np.minimum(index, len(kept))], int(max(thick[i - 1] for i in thin)), len(thin)


def _slope(y: NDArray[np.intp], x: NDArray[np.intp], reach: float) -> float:
    """The slope along which points lie most sharply in rows: by degrees first, then by halves."""
    every = len(y) // 1500 + 1
    y, x = y[::every], x[::every]
    best = 0.0
    for step, many in ((1.0, STEEPEST), (0.5, 1)):
        slopes = np.tan(np.deg2rad(best + step * np.arange(-many, many + 1)))
        place = (y.astype(np.float32) - slopes[:, None].astype(np.float32) * x + reach).astype(np.intp)  # [slope, point]
        rows = int(place.max()) + 1
        counts = np.bincount((place + rows * np.arange(len(slopes))[:, None]).ravel(), minlength=rows * len(slopes))
        best += step * (int(np.square(counts.reshape(len(slopes), rows).astype(np.float64)).sum(1).argmax()) - many)
    return float(np.tan(np.deg2rad(best)))
