"""A grey picture that a network coloured, with what the page shows of the way there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ColourHint:
    """A dab of colour on the grey picture; places and radius as parts of the picture's longer side, from its upper left corner."""

    x: float
    y: float
    radius: float
    rgb: tuple[int, int, int]  # 0 to 255; its lightness is not used


@dataclass(frozen=True, slots=True)
class ColourFigures:
    """A picture measured against the true one."""

    difference: float  # mean CIEDE2000 over all pixels
    colourfulness: float  # Hasler and Süsstrunk 2003: 0 grey, 15 slightly, 33 moderately, 59 quite, 109 extremely colourful


@dataclass(frozen=True, slots=True)
class ColouredPicture:
    """One picture through the colouring network."""

    truth: NDArray[np.uint8]  # [height, width, 3], the sides multiples of 16
    grey: NDArray[np.uint8]  # [height, width, 3], what the network reads: its lightness alone
    coloured: NDArray[np.uint8]  # [height, width, 3], the network's answer
    blocks: Mapping[str, NDArray[np.uint8]]  # block → [y, x], one channel of its maps, from its least to its largest value
    shapes: Mapping[str, tuple[int, ...]]  # block → [channel, y, x]
    figures: Mapping[str, ColourFigures]  # "grey", "coloured" and "truth"
    milliseconds: float  # of the forward pass
