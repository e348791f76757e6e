"""A section of tissue: what a visitor marks in it, and what a network says of all of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.text import Text


@dataclass(frozen=True, slots=True)
class TissueStroke:
    """One stroke of a brush."""

    kind: int  # which kind of tissue it marks, from 0
    width: float  # of the brush, as a part of the picture's longer side
    points: tuple[tuple[float, float], ...]  # (x, y), each as a part of the picture's width or height


@dataclass(frozen=True, slots=True)
class TissueSample:
    """A picture that comes with the project, already marked."""

    key: str
    title: Text
    credit: Text
    kinds: tuple[Text, ...]
    strokes: tuple[TissueStroke, ...]
    stained: bool  # with the brown and the blue that colour deconvolution parts


@dataclass(frozen=True, slots=True)
class TissueSection:
    """A picture as it is shown, and what the classical way says of it."""

    picture: NDArray[np.uint8]  # [height, width, 3], 1024 px a side at most
    size: tuple[int, int]  # height and width of the picture itself, in px
    brown: NDArray[np.uint8]  # [height, width], 1 where the brown stain is denser than the threshold
    threshold: float  # Otsu's, in scikit-image's units of optical density


@dataclass(frozen=True, slots=True)
class TissueColouring:
    """What a head makes of every cell of a section."""

    probabilities: NDArray[np.uint8]  # [kind, y, x] of the cells, 255 for certain
    stride: int  # px from a cell to the next
    centre: int  # px at which the first cell looks
    patch: int  # px of the side of what a cell sees
    marked: tuple[int, ...]  # cells marked as each kind
    area: tuple[float, ...]  # share of the cells of each kind, 0 to 1
    area_low: tuple[float, ...]  # the share that one head in twenty stays below
    area_high: tuple[float, ...]  # the share that one head in twenty exceeds
    heads: int  # that learned from other draws of the marks
    overlap: tuple[float, ...]  # intersection over union of each kind with the brown stain
    largest_difference: float  # of a probability, patch by patch against one pass
    patches_compared: int  # patches
    least_sure: tuple[float, float]  # (x, y), as parts of width and height
    certainty: float  # probability of the likeliest kind there
    seconds: float  # from the marks to the answer, without the features where they were there already


@dataclass(frozen=True, slots=True)
class TissueProgress:
    """A section on its way to its colours."""

    done: int  # tiles
    tiles: int
    colouring: TissueColouring | None  # after the last tile


@dataclass(frozen=True, slots=True)
class TissuePatches:
    """Some more cells, each from its own patch."""

    first: int  # place of the first of these among all that come
    total: int
    rows: NDArray[np.float32]  # [cell], y of each cell
    columns: NDArray[np.float32]  # [cell], x of each cell
    probabilities: NDArray[np.uint8]  # [kind, cell], 255 for certain
    largest_difference: float  # of a probability, so far, from the one pass
    seconds: float  # so far
    one_pass_seconds: float  # for all cells at once
