"""What PKLot's authors read a space by before networks did it, each with a linear SVM: local binary patterns, and oriented gradients.

Ojala, Pietikäinen and Mäenpää, "Multiresolution gray-scale and rotation invariant texture classification", PAMI 2002; Dalal and Triggs,
"Histograms of oriented gradients for human detection", CVPR 2005. Both are scikit-image's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from skimage.feature import hog, local_binary_pattern

_POINTS, _RADIUS = 8, 1
_QUARTERS = 2  # a side: one histogram for each, so that where a texture is counts a little
_GREY = np.array([0.299, 0.587, 0.114])


def grey(patches: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Brightness 0 to 255, [patch, y, x]."""
    found: NDArray[np.float64] = patches @ _GREY
    return found


def lbp_features(patches: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Shares of the ten uniform patterns in each quarter, [patch, 4 · 10]."""
    side = patches.shape[1] // _QUARTERS
    rows = []
    for one in grey(patches):
        codes = local_binary_pattern(one.round().astype(np.uint8), _POINTS, _RADIUS, "uniform")
        quarters = [codes[y : y + side, x : x + side] for y in (0, side) for x in (0, side)]
        rows.append(np.concatenate([np.bincount(q.astype(int).ravel(), minlength=_POINTS + 2) / q.size for q in quarters]))
    return np.stack(rows)


def hog_features(patches: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Oriented gradients of 8 × 8 cells in blocks of 2 × 2, [patch, number]."""
    return np.stack([hog(one, orientations=9, pixels_per_cell=(8, 8), cells_per_block=(2, 2)) for one in grey(patches)])
