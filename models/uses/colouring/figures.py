"""How far a coloured picture is from the true one, and how colourful it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from skimage.color import deltaE_ciede2000, rgb2lab

from models.types.colouring import ColourFigures


def figures_of(picture: NDArray[np.uint8], truth: NDArray[np.uint8]) -> ColourFigures:
    """Both uint8 [height, width, 3]."""
    return ColourFigures(colour_difference(picture, truth), colourfulness(picture))


def colour_difference(picture: NDArray[np.uint8], truth: NDArray[np.uint8]) -> float:
    """Mean CIEDE2000 over all pixels (Sharma, Wu and Dalal, Color Research and Application 30, 2005)."""
    return float(deltaE_ciede2000(rgb2lab(picture), rgb2lab(truth)).mean())


def colourfulness(picture: NDArray[np.uint8]) -> float:
    """√(σ_rg² + σ_yb²) + 0.3 · √(μ_rg² + μ_yb²), with rg = R − G and yb = (R + G) / 2 − B.

    M̂⁽³⁾ of Hasler and Süsstrunk, "Measuring colourfulness in natural images", SPIE 5007, 2003.
    """
    red, green, blue = np.moveaxis(picture.astype(np.float64), -1, 0)
    rg, yb = red - green, (red + green) / 2 - blue
    return float(np.hypot(rg.std(), yb.std()) + 0.3 * np.hypot(rg.mean(), yb.mean()))
