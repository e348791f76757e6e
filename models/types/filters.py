"""What a unit looks for, and a network after surgery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from models.text import Text


@dataclass(frozen=True, slots=True)
class FilterTiles:
    """All filters of a convolution, each in one picture: its colours where it reads three planes, else its strongest slice."""

    shape: tuple[int, ...]  # [out, in, y, x]
    tiles: NDArray[np.float32]  # [out, plane, y, x]; a 1 × 1 kernel as one block of its weights, blank ends zero
    slices: NDArray[np.int64]  # [out]: the input channel that is shown; −1 where all are
    norms: NDArray[np.float32]  # [out]: square root of the sum of the squares of all its weights
    largest: NDArray[np.float32]  # [out]: the largest |weight|


@dataclass(frozen=True, slots=True)
class UnitActivations:
    """How much a picture excites every unit of a layer, and the map of one of them: before a ReLU, after a batch norm."""

    layer: str
    read_from: str  # the layer whose values these are
    highest: NDArray[np.float32]  # [unit]
    cells: NDArray[np.int64]  # [unit, 2]: row and column of the highest
    map: NDArray[np.float32]  # [y, x] of the one unit


Objective = Literal["channel", "neuron", "class"]
AIMED: tuple[Objective, ...] = get_args(Objective)
"""What a picture is made to excite: a whole channel, its middle cell alone, or the logit of a class."""


@dataclass(frozen=True, slots=True)
class MaximizationProgress:
    """A picture that is made to excite a unit, after `step` of `steps` steps."""

    step: int
    steps: int
    picture: NDArray[np.uint8]  # [height, width, channel]
    score: float  # how much it excites the unit: see models/filters/activation_maximization.py


@dataclass(frozen=True, slots=True)
class TopPatches:
    """The patches of a gallery that excite one unit most, after `done` of `total` pictures, the strongest first."""

    done: int
    total: int
    patches: tuple[NDArray[np.uint8], ...]  # [height, width, channel] each: what of its picture the cell sees
    scores: NDArray[np.float32]  # [patch]
    pictures: NDArray[np.int64]  # [patch]: which of the gallery
    cells: NDArray[np.int64]  # [patch, 2]: row and column of the cell
    labels: tuple[Text, ...]  # [patch]: the class of its picture; "" where nobody says


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a unit: its kernel painted over, then its weights and its bias times a factor (0: off, −1: flipped)."""

    layer: str
    unit: int
    factor: float = 1.0
    kernel: NDArray[np.float32] | None = None  # [in, y, x], or [in] of a dense layer; None: as it is


EDITED_MARK = "~"
"""What stands in the key of a network that a visitor has edited, between the network's own key and the name of the edits."""


@dataclass(frozen=True, slots=True)
class EditedAnswer:
    """What a network answers to one picture as it is and after edits."""

    before: NDArray[np.float32]  # [class]: logits
    after: NDArray[np.float32]
    milliseconds: float  # that the edited part took


@dataclass(frozen=True, slots=True)
class CorrectCounts:
    """Right answers on a gallery before and after edits, after `done` of `total` pictures.

    Without labels, right is what the untouched network says: then `before` is all of them.
    """

    done: int
    total: int
    labelled: bool
    pictures: NDArray[np.int64]  # [class]: how many are of it
    before: NDArray[np.int64]  # [class]: how many of them are answered right
    after: NDArray[np.int64]
    unchanged: int  # how many answers are the same after as before, right or wrong
