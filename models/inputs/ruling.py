"""The printed lines of squared and lined paper, taken out of what stands out from it.

Numbers and arrays only, so that it can be written out into a program of its own. Lengths are in pixels of the array that is given.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from models.inputs.windows import opening

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


def without_ruling(contrast: Floats, floor: float) -> tuple[Floats, int]:
    """Contrast without the straight thin lines that run through the whole picture, and how many those are.

    On a line only what goes on across it stays, and what is too dark for two lines that cross: an opening across the line keeps the
    strokes that cross it; a stroke along it is as dark as ink.
    """
    y, x = np.divmod(np.flatnonzero(contrast > floor), contrast.shape[1])
    if len(y) < 50:
        return contrast, 0
    out, count = contrast, 0
    for upright in (False, True):
        found = _lines(x, y, contrast.T) if upright else _lines(y, x, contrast)
        if found is None:
            continue
        level, thick, lines = found
        level = level.T if upright else level
        size = (1, thick + 3) if upright else (thick + 3, 1)
        printed = (level > 0) & (out < 2 * level + floor)
        opened = np.where(printed, np.minimum(out, opening(out, size)), out)
        if int((out - opened > floor).sum()) < 0.4 * max(contrast.shape):
            continue  # strokes of a digit that fills its picture, not lines
        out = opened
        count += lines
    return out, count


STEEPEST = 22  # degrees that a ruling may be turned by


def _lines(y: NDArray[np.intp], x: NDArray[np.intp], contrast: Floats) -> tuple[Floats, int, int] | None:
    """Nearly level lines among points: (how dark the line at each place is [h, w], 0 beside it; their thickness; how many), or None."""
    h, w = contrast.shape
    reach = np.tan(np.deg2rad(STEEPEST + 1)) * w  # no place is negative
    slope = _slope(y, x, reach)
    first = (reach - slope * np.arange(w)).astype(np.intp)  # the line that each column begins with
    row = y + first[x]
    full = np.bincount(row) / w  # share of the picture's width that each line fills
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
    levels = np.zeros(h + w + len(full), np.float32)
    dark = np.bincount(row, contrast[y, x])
    for i in thin:
        own = np.flatnonzero(labels == i)
        darkest = row == own[dark[own].argmax()]
        levels[max(0, own[0] - 1) : own[-1] + 2] = np.median(contrast[y[darkest], x[darkest]])
    columns = np.lib.stride_tricks.sliding_window_view(levels, h)[first]  # [w, h]
    return columns.T, int(max(thick[i - 1] for i in thin)), len(thin)


def _slope(y: NDArray[np.intp], x: NDArray[np.intp], reach: float) -> float:
    """The slope along which points lie most sharply in rows: by degrees first, then by halves."""
    every = len(y) // 1500 + 1
    y, x = y[::every], x[::every]
    down, right = y.astype(np.float32), x.astype(np.float32)
    best, rows = 0.0, int(y.max() + 2 * reach) + 2
    for step, many in ((1.0, STEEPEST), (0.5, 1)):
        slopes = np.tan(np.deg2rad(best + step * np.arange(-many, many + 1))).astype(np.float32)[:, None]
        first = (reach + rows * np.arange(len(slopes))).astype(np.float32)[:, None]
        counts = np.bincount((down - slopes * right + first).astype(np.intp).ravel(), minlength=rows * len(slopes))  # [slope, point]
        sharp = np.square(counts.reshape(len(slopes), rows), dtype=np.float32).sum(1)
        best += step * (int(sharp.argmax()) - many)
    return float(np.tan(np.deg2rad(best)))
