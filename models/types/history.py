"""The challenge of ImageNet, its networks, and oriented gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from models.text import Text
from models.types.networks import Layer

Role = Literal["winner", "second", "person"]
Method = Literal["hand-crafted", "deep", "person"]
ROLES: tuple[Role, ...] = get_args(Role)
METHODS: tuple[Method, ...] = get_args(Method)


@dataclass(frozen=True, slots=True)
class ChallengeEntry:
    """One row of the challenge's history: who, how, with which top-5 error, and where that figure stands."""

    year: int
    role: Role
    team: str
    institution: str
    system: str  # what the entry is called after, "" where it has no name of its own
    error: float  # %, top-5, on the challenge's test pictures
    method: Method
    error_without: float | None  # % without outside data; None where none were used
    networks: tuple[str, ...]  # keys of exhibits
    about: Text
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class HistoryNetwork:
    """A network of the staircase as it was built and counted."""

    key: str
    title: Text
    year: int
    layers: tuple[Layer, ...]
    parameters: int
    macs: int  # multiply-accumulates for one picture
    dense_parameters: int
    dense_macs: int
    depth: int  # layers with weights on the longest way through
    key_in_look: str  # the network of the menu that opens in Look, "" where there is none


@dataclass(frozen=True, slots=True)
class ParameterCount:
    """One of the numbers that are quoted for AlexNet: which network it counts."""

    name: str
    widths: tuple[int, ...]  # kernels per convolution
    parameters: int


@dataclass(frozen=True, slots=True)
class HogSteps:
    """Which way the edges of a picture run: every step of the histogram of oriented gradients (Dalal and Triggs, CVPR 2005)."""

    picture: NDArray[np.uint8]  # [height, width, channel], as it was measured
    magnitude: NDArray[np.float32]  # [height, width], of the channel that changes most there
    angle: NDArray[np.float32]  # [height, width], degrees 0 ... 180, of the gradient
    cells: NDArray[np.float32]  # [row, column, bin]: mean magnitude of the cell's pixels in each of the directions
    blocks: NDArray[np.float32]  # [row, column, row in block, column in block, bin]: brought to one length
    cell: int  # px
