"""The classical way: which places hold the brown stain, by colour deconvolution and a threshold.

Ruifrok and Johnston, "Quantification of histochemical staining by color deconvolution", Analytical and Quantitative Cytology and Histology
23(4), 2001, as scikit-image computes it; the threshold is Otsu's of 1979.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BROWN = 2  # diaminobenzidine, the third of rgb2hed's stains


def brown_stain(picture: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Of [height, width, 3]: 1 where the brown stain is denser than Otsu's threshold, [height, width], and that threshold."""
    from skimage.color import rgb2hed  # here: it takes a second to load
    from skimage.filters import threshold_otsu

    density = rgb2hed(picture)[:, :, _BROWN]
    threshold = float(threshold_otsu(density)) if np.ptp(density) > 0 else float(density.flat[0])
    return (density > threshold).astype(np.uint8), threshold


def intersection_over_union(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Intersection over union; 0 where both are empty."""
    union = int((one | other).sum())
    return int((one & other).sum()) / union if union else 0.0
