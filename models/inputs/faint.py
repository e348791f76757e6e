"""Where a pen ran dry: pieces too faint to be marks that lead from ink to ink belong to the stroke.

Numbers and arrays only, so that it can be written out into a program of its own. Lengths are in pixels of the array that is given.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from models.inputs.marks import EIGHT_NEIGHBOURS, Marks
from models.inputs.ruling import Mask

FAINTEST = 0.15
"""Of full ink's contrast, from which on a piece between two marks is ink."""

HAZE = 2
"""px around a mark that are its own edge."""

PALER = 0.15
"""Of full ink's depth, by which a faint piece is at least lighter than the ends of the marks that it joins, whose own edges are pale."""

MOST = 24
"""Pieces; a picture with more of them is grainy, and none is taken."""

Slices = tuple[slice, slice]


def with_faint_strokes(labels: NDArray[np.int32], marks: Marks) -> NDArray[np.int32]:
    """Marks [h, w] numbered from 1 → the same with the faint pieces between them, numbered anew; as they were where there is none."""
    own, inked = labels > 0, marks.contrast > max(marks.noise_floor, FAINTEST * marks.ink_contrast)
    pieces, count = ndimage.label(inked & ~_widened(own, HAZE), EIGHT_NEIGHBOURS)
    if not 0 < count <= MOST:
        return labels
    framing = set(np.concatenate([labels[[0, -1]].ravel(), labels[:, [0, -1]].ravel()]).tolist())
    bridges = np.zeros_like(own)
    for number, box in enumerate(ndimage.find_objects(pieces), 1):
        here = _around(box, 2 * HAZE)
        piece = pieces[here] == number
        wide = _widened(piece, HAZE + 1)
        ends = np.where(wide, labels[here], 0)
        runs_on = _reaches(box, own.shape) or not framing.isdisjoint(np.unique(ends[ends > 0]).tolist())  # a shadow, a desk
        if not runs_on and _leads_from_end_to_end(piece, ends > 0) and _is_paler(marks, here, piece, ends > 0):
            bridges[here] |= wide & inked[here]
    if not bridges.any():
        return labels
    joined: NDArray[np.int32] = ndimage.label(own | bridges, EIGHT_NEIGHBOURS)[0]
    return joined


def _leads_from_end_to_end(piece: Mask, ends: Mask) -> bool:
    """Whether a piece meets ink at two ends or more, none much wider than itself: the haze along a stroke's edge meets it lengthwise."""
    labels, count = ndimage.label(ends, EIGHT_NEIGHBOURS)
    if count < 2:
        return False
    thick = 2 * int(ndimage.distance_transform_cdt(np.pad(piece, 1), "chessboard").max()) - 1
    return bool(np.bincount(labels.ravel())[1:].max() <= 2 * (thick + 2 * (HAZE + 1)))


def _is_paler(marks: Marks, here: Slices, piece: Mask, ends: Mask) -> bool:
    """Whether the picture itself is lighter there; the inside of a thick stroke that was taken for paper is as dark as its edges."""
    values = marks.values[here]
    return bool(np.median(values[piece]) - np.median(values[ends]) > PALER * marks.depth)


def _widened(mask: Mask, reach: int) -> Mask:
    """A mask [h, w] and `reach` px around it, as squares; SciPy's own dilation takes several times as long."""
    wide = mask.copy()
    for _ in range(reach):
        rows = wide.copy()
        rows[1:] |= wide[:-1]
        rows[:-1] |= wide[1:]
        wide = rows.copy()
        wide[:, 1:] |= rows[:, :-1]
        wide[:, :-1] |= rows[:, 1:]
    return wide


def _reaches(box: Slices, shape: tuple[int, ...]) -> bool:
    """Whether a box reaches the frame."""
    return any(side.start == 0 or side.stop == n for side, n in zip(box, shape, strict=True))


def _around(box: Slices, reach: int) -> Slices:
    rows, columns = (slice(max(0, side.start - reach), side.stop + reach) for side in box)
    return rows, columns
