"""What was found in a picture and what was done to it before a network saw it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.text import Text

Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels of the upright picture; the last two are outside


@dataclass(frozen=True, slots=True)
class PreparationStep:
    """One step of the preparation, with what the picture looked like after it."""

    key: str  # the same in every language: turned, white, eight_bits, frame, smaller, paper, ruling, inverted, digit, fitted, ...
    text: Text
    picture: NDArray[np.uint8]  # [y, x] or [y, x, 3], at most 128 px long


@dataclass(frozen=True, slots=True)
class PreparationReport:
    """What a network sees of a picture, and how it came about."""

    size: tuple[int, int]  # width, height of the upright picture, px
    box: Box  # of the digit; of the part that is cut out of a photograph
    inverted: bool  # dark ink was made light
    steps: tuple[PreparationStep, ...]  # in their order
    boxes: tuple[Box, ...] = ()  # of all digits, from left to right; none for a photograph
    digit: int = 0  # which of them it is


@dataclass(frozen=True, slots=True)
class FittedDigit:
    """A digit on its paper."""

    ink: NDArray[np.uint8]  # [28, 28], fitted as MNIST's digits are
    report: PreparationReport
