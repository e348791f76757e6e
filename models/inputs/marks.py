"""What stands out from a paper, whatever the light on it: the marks of a picture, and whether they are darker or lighter than the sheet.

The paper's brightness is a morphological closing, which bridges what is thinner than its window (strokes) and follows what is wider
(shadows, vignettes, a desk). What is darker than its paper is a mark; straight lines that run through the picture are ruling.

Numbers and arrays only, so that it can be written out into a program of its own. Lengths are in pixels of the array that is given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy import ndimage
from skimage.filters import threshold_otsu

from models.inputs.ruling import Floats, without_ruling
from models.inputs.windows import closing

MIN_CONTRAST = 0.05
"""Contrast, as a share of the paper's brightness, below which nothing is a mark."""

EIGHT_NEIGHBOURS = np.ones((3, 3), bool)
"""Of which pixels a mark consists: one beside another or at its corner."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands out from the paper under one assumption."""

    dark: bool  # dark marks on light paper
    prior: float  # how much likelier this polarity is than the other
    paper: Floats  # [h, w], the brightness of the paper
    depth: float  # how much darker full ink is, in the same levels
    contrast: Floats  # [h, w], 0 on the paper, about 1 at most
    ink_contrast: float  # the contrast of full ink
    noise_floor: float  # the contrast that the paper has itself
    lines: int  # lines of ruling that were taken away
    beyond: bool  # the picture's frame is taken to lie on paper
    values: Floats  # [h, w], what was looked at: ink is low


def likely_polarity(grey: Floats) -> tuple[bool, float]:
    """(Whether the ink is darker than its paper, the odds of that against the contrary.)

    What leaves the mean around it is little and far away where it is ink, much and near where it is paper. A shadow's edge leaves the
    mean as far on its light as on its dark side, and cancels out. A desk lies at the frame, which is left out.
    """
    some = grey[::2, ::2]
    h, w = some.shape
    off = some - ndimage.uniform_filter(some, max(3, round(0.3 * max(h, w))), mode="nearest")
    frame = round(0.13 * min(h, w))
    off = off[frame : h - frame, frame : w - frame]
    square = off * off
    skewed = float((square * off).mean()) / max(float(square.mean()) ** 1.5, 1e-9)
    low, middle, high = (value_below(some[::2, ::2], share) for share in (0.02, 0.5, 0.98))
    agreed = (2 * middle >= low + high) == (skewed <= 0)  # most of the picture is paper, too
    clear = abs(skewed) > (0.3 if agreed else 0.75)
    return skewed <= 0, SURE if clear else 1.3 if agreed else 1.0


SURE = 2.0
"""Odds of a polarity from which on the other is not asked, if anything was found."""


def find_marks(values: Floats, dark: bool, prior: float, share: float, beyond: bool) -> Marks | None:
    """What is darker than its paper, as a share of the paper's brightness; None where that is no more than grain."""
    paper = _paper(values, max(3, round(share * max(values.shape))), beyond)
    depth = np.maximum(paper - values, 0)
    contrast = depth / np.maximum(paper, 40) if dark else depth / max(float(depth.max()), 60)
    grain = value_below(contrast.ravel()[::7], 0.25) + 5 * _noise(contrast)
    floor = max(MIN_CONTRAST, grain)
    contrast, lines = without_ruling(contrast, floor)
    above = contrast[contrast > floor]
    if len(above) < 4:
        return None
    cut = float(threshold_otsu(above)) if np.ptp(above) > 0 else floor
    level = float(np.median(above[above >= cut]))
    depth_of_ink = float(np.median(depth[contrast >= cut])) if (contrast >= cut).any() else 0.0
    return Marks(dark, prior, paper, depth_of_ink, contrast, level, min(floor, level / 3), lines, beyond, values)


def _paper(values: Floats, window: int, beyond: bool) -> Floats:
    """The brightness that a paper without marks would have; for a wide window from a picture of half the size."""
    h, w = values.shape
    if window < COARSE:
        return _closed(values, window, beyond)
    half = Image.fromarray(values).resize((-(-w // 2), -(-h // 2)), Image.Resampling.BOX)
    closed = _closed(np.asarray(half), window // 2, beyond)
    return np.asarray(Image.fromarray(closed).resize((w, h), Image.Resampling.BILINEAR))


def _closed(values: Floats, window: int, beyond: bool) -> Floats:
    if not beyond:
        return closing(values, (window, window))
    reach = window // 2 + 1  # as far as a window looks twice; farther out all is as light
    sheet = np.pad(values, reach, constant_values=value_below(values[::2, ::2], 0.95))
    return _closed(sheet, window, False)[reach:-reach, reach:-reach]


COARSE = 100
"""px of a window from which on half as many do."""


def _noise(contrast: Floats) -> float:
    """Standard deviation of what differs from pixel to pixel: most neighbours lie on one side of a stroke's edge."""
    steps = np.abs(np.diff(contrast[::3], axis=1))
    return 1.4826 / 2**0.5 * value_below(steps, 0.5)


def value_below(values: Floats, share: float) -> float:
    """What such a share of the values lies below; NumPy's own percentile takes some times as long."""
    place = int(share * (values.size - 1))
    return float(np.partition(values.ravel(), place)[place])
