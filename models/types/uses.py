"""What the views of the tab Uses answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.text import Text


@dataclass(frozen=True, slots=True)
class StyleProgress:
    """A picture on its way to another's style."""

    step: int
    steps: int
    picture: NDArray[np.uint8]  # [height, width, channel]
    content: float  # squared distance of its maps to the content's, as a part of these
    style: float  # the same of how maps vary together, to the style's; mean over the layers


@dataclass(frozen=True, slots=True)
class StyleExample:
    """A result that was computed before, and what of."""

    network: str  # key
    content: str  # key of a sample
    style: str  # key of a sample
    share: float  # of the style, 0 to 1
    progress: StyleProgress  # after the last step


ParkingReader = Literal["network", "lbp", "hog"]


@dataclass(frozen=True, slots=True)
class ParkingDay:
    """A car park on one day, as a camera sees it."""

    picture: NDArray[np.uint8]  # [height, width, rgb]
    corners: NDArray[np.float32]  # [space, 4, 2]: (x, y) in px of the picture, clockwise from the top left
    patches: NDArray[np.uint8]  # [space, y, x, rgb]: what the readers are given
    taken: NDArray[np.bool_]  # [space]: what is really there


@dataclass(frozen=True, slots=True)
class ParkingAnswers:
    """What three readers say of the spaces of that day."""

    taken: Mapping[ParkingReader, NDArray[np.bool_]]  # [space]
    probabilities: NDArray[np.float32]  # [space]: that it is taken, by the network
    spaces_learned: tuple[int, ...]  # the spaces that they have learned from, on other days
    learned_from: int  # patches
    milliseconds: float  # of the network, for all spaces


@dataclass(frozen=True, slots=True)
class ParkingScore:
    """How many spaces each reader gets right in one weather, on days that nobody has learned from."""

    weather: str
    right: Mapping[ParkingReader, int]
    intervals: Mapping[ParkingReader, tuple[float, float]]  # 95 % (Wilson), as parts of all
    asked: int  # spaces


@dataclass(frozen=True, slots=True)
class PklotWeather:
    """What a visitor's own file in PKLot's layout has of one weather."""

    weather: str
    free: int  # spaces
    taken: int
    days: int  # of each car park, together
    parkings: int


@dataclass(frozen=True, slots=True)
class PklotContents:
    """What there is in such a file."""

    weathers: tuple[PklotWeather, ...]
    training: str  # the weather that is learned from
    left_out: Text  # what was not taken and why; "" where everything was


@dataclass(frozen=True, slots=True)
class PklotAnswers:
    """Up to forty spaces of one weather, side by side, and what the readers say of them."""

    weather: str
    day: ParkingDay
    answers: ParkingAnswers  # `spaces_learned`: all, where the weather has one day alone, which was learned from
