"""How far a coloured picture is from the true one, and how colourful it is."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from models.cielab import lab_of_srgb
from models.types.colouring import ColourFigures
from models.uses.colouring.ciede2000 import ciede2000


def measure(picture: NDArray[np.uint8], truth: NDArray[np.uint8]) -> ColourFigures:
    """Both uint8 [height, width, 3]."""
    return ColourFigures(colour_difference(picture, truth), colourfulness(picture))


def colour_difference(picture: NDArray[np.uint8], truth: NDArray[np.uint8]) -> float:
    """Mean CIEDE2000 over all pixels."""
    one, other = (lab_of_srgb(torch.from_numpy(given.transpose(2, 0, 1).copy()).double() / 255) for given in (picture, truth))
    return float(ciede2000(one, other).mean())


def colourfulness(picture: NDArray[np.uint8]) -> float:
    """√(σ_rg² + σ_yb²) + 0.3 · √(μ_rg² + μ_yb²), with rg = R − G and yb = (R + G) / 2 − B.

    M̂⁽³⁾ of Hasler and Süsstrunk, "Measuring colourfulness in natural images", SPIE 5007, 2003.
    """
    red, green, blue = np.moveaxis(picture.astype(np.float64), -1, 0)
    rg, yb = red - green, (red + green) / 2 - blue
    return float(np.hypot(rg.std(), yb.std()) + 0.3 * np.hypot(rg.mean(), yb.mean()))
