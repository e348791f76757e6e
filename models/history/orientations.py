"""Histograms of oriented gradients: the numbers that a picture becomes, and every step on the way for who wants to see it.

Dalal and Triggs, "Histograms of Oriented Gradients for Human Detection", CVPR 2005. The numbers are scikit-image's
(`skimage.feature.hog`); the steps are written out here, and a test holds them to the same numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.inputs import pictures
from models.inputs.pictures import Preparation
from models.types.activations import PictureSource
from models.types.history import HogSteps

BINS = 9  # directions of 20° each
BLOCK = 2  # cells of a block's side
_EPSILON = 1e-5  # as scikit-image adds it to a length
_CLIP = 0.2  # no part of a block is more than this after the first normalisation (L2-Hys)

Floats = NDArray[np.float64]


def hog_steps(source: PictureSource, preparation: Preparation) -> HogSteps:
    """The steps for what a visitor brought, prepared as a network wants it: 7 × 7 cells of a drawing, 16 × 16 of a photograph."""
    picture = pictures.prepare(source, preparation)
    across = 7 if preparation.kind == "drawing" else 16
    return hog_steps_of_picture(picture, min(picture.shape[:2]) // across)


def hog_features(picture: NDArray[np.uint8], cell: int) -> NDArray[np.float32]:
    """The numbers of a picture [height, width, channel], cells of `cell` px: scikit-image's, one long vector."""
    from skimage.feature import hog  # here: it takes a second to load

    grey = picture.shape[2] == 1
    numbers = hog(
        picture[..., 0] if grey else picture,
        orientations=BINS,
        pixels_per_cell=(cell, cell),
        cells_per_block=(BLOCK, BLOCK),
        block_norm="L2-Hys",
        channel_axis=None if grey else -1,
    )
    return np.asarray(numbers, np.float32)


def hog_steps_of_picture(picture: NDArray[np.uint8], cell: int) -> HogSteps:
    """Gradients, cells, blocks of a picture [height, width, channel]; rows and columns that fill no cell are left out of the cells."""
    rows, columns = _gradients(picture.astype(np.float64))  # [h, w] each
    magnitude = np.hypot(rows, columns)
    angle = np.rad2deg(np.arctan2(rows, columns)) % 180
    cells = _histograms(magnitude, angle, cell)
    return HogSteps(
        picture, magnitude.astype(np.float32), angle.astype(np.float32), cells.astype(np.float32), _blocks(cells).astype(np.float32), cell
    )


def _gradients(values: Floats) -> tuple[Floats, Floats]:
    """Down and to the right, [h, w] each: next pixel minus the one before, 0 at the border; of the channel whose change is largest."""
    down, right = np.zeros_like(values), np.zeros_like(values)  # [h, w, c]
    down[1:-1] = values[2:] - values[:-2]
    right[:, 1:-1] = values[:, 2:] - values[:, :-2]
    strongest = np.hypot(down, right).argmax(axis=2)[..., None]  # [h, w, 1]
    taken = [np.take_along_axis(change, strongest, axis=2)[..., 0] for change in (down, right)]
    return taken[0], taken[1]


def _histograms(magnitude: Floats, angle: Floats, cell: int) -> Floats:
    """The mean magnitude of each cell's pixels by direction, [row, column, bin]."""
    high, wide = (side // cell for side in magnitude.shape)
    at = np.minimum((angle * (BINS / 180)).astype(np.int64), BINS - 1)
    shares = np.where(at[..., None] == np.arange(BINS), magnitude[..., None], 0.0)  # [h, w, bin]
    whole = shares[: high * cell, : wide * cell].reshape(high, cell, wide, cell, BINS)
    mean: Floats = whole.mean(axis=(1, 3))
    return mean


def _blocks(cells: Floats) -> Floats:
    """Neighbouring cells brought to one length, clipped, and brought to it again, [row, column, 2, 2, bin]."""
    high, wide = (side - BLOCK + 1 for side in cells.shape[:2])
    if min(high, wide) < 1:
        return np.zeros((0, 0, BLOCK, BLOCK, BINS))
    blocks = np.stack([np.stack([cells[y : y + high, x : x + wide] for x in range(BLOCK)], 2) for y in range(BLOCK)], 2)
    clipped = np.minimum(_normalised(blocks), _CLIP)
    return _normalised(clipped)


def _normalised(blocks: Floats) -> Floats:
    length = np.sqrt((blocks**2).sum(axis=(2, 3, 4), keepdims=True) + _EPSILON**2)
    scaled: Floats = blocks / length
    return scaled
