"""A desk beside the sheet that the ink touches: the band along the frame is taken away, what hangs on it stays.

Numbers and arrays only, so that it can be written out into a program of its own. Lengths are in pixels of the array that is given.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from models.inputs.marks import EIGHT_NEIGHBOURS
from models.inputs.ruling import Mask

ALONG = 0.9
"""Share of a side of the frame that a band covers."""

STRAIGHT = 0.6
"""Share of a band's edge that lies on a line: the rest is what touches it."""

MARGIN = 4
"""px beyond that line that go with the band: its blurred edge."""

LEAST = 0.12
"""Share of the picture that what hangs on a band is long: less is the band's own roughness."""


def without_bands(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Marks [h, w] numbered from 1 → the same without the bands along the frame on which something hangs, numbered anew."""
    cut = labels
    for side in range(4):
        frame = np.rot90(labels, side)[:2]  # this side comes to the top
        for number in np.unique(frame[frame > 0]).tolist():
            if (frame == number).any(0).mean() < ALONG:
                continue
            own = np.rot90(labels, side) == number
            band = _band(own)
            if band is not None:
                cut = cut.copy() if cut is labels else cut
                np.rot90(cut, side)[own & band] = 0
    if cut is labels:
        return labels
    left: NDArray[np.int32] = ndimage.label(cut > 0, EIGHT_NEIGHBOURS)[0]
    return left


def _band(own: Mask) -> Mask | None:
    """Where a mark [h, w] lies along the top, as far as a straight line goes; None where it is no band, or nothing hangs on it.

    A digit that fills its picture, as a 7 whose bar is the top, goes on to another side of the frame.
    """
    h, w = own.shape
    deep = np.where(own[1:].all(0), h, 1 + (~own[1:]).argmax(0)).astype(np.float64)  # px of each column until the mark ends
    x = np.arange(w)
    slope = float(np.median(deep[w // 2 : 2 * (w // 2)] - deep[: w // 2])) / max(1, w // 2)
    edge = slope * x + float(np.median(deep - slope * x))
    if (np.abs(deep - edge) <= MARGIN / 2).mean() < STRAIGHT:
        return None
    band: Mask = np.arange(h)[:, None] < edge + MARGIN
    rows, columns = np.nonzero((own & ~band).any(1))[0], np.nonzero((own & ~band).any(0))[0]
    if not len(rows) or max(np.ptp(rows), np.ptp(columns)) + 1 < LEAST * max(h, w):
        return None
    return None if rows[-1] >= h - 2 or columns[0] <= 1 or columns[-1] >= w - 2 else band
