"""Two networks that learn side by side: what can be chosen, what is there before, and what happens on the way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from models.number_spec import NumberSpec
from models.text import Text
from models.types.feature_race import PictureKind

Ending = Literal["done", "stopped", "time", "diverged"]
"""Why a lane ended: all epochs done, somebody stopped it, its time was over, its loss became infinite."""


@dataclass(frozen=True, slots=True)
class Material:
    """Labelled pictures to learn from, as their menu says it."""

    key: str
    title: Text
    about: Text
    credit: str
    kind: PictureKind
    classes: tuple[Text, ...]
    most: int  # pictures per class that can be learned from
    checked: int  # pictures that are held back


@dataclass(frozen=True, slots=True)
class Trainable:
    """A network that can be trained from nothing. `sized`: with a width and a depth to choose."""

    key: str
    title: Text
    about: Text
    sized: bool


@dataclass(frozen=True, slots=True)
class Preset:
    """Two experiments that make one point; what they do not say is as usual."""

    key: str
    title: Text
    point: Text
    left: Mapping[str, Any]
    right: Mapping[str, Any]
    measure: Literal["accuracy", "loss"]  # that the page opens on
    lanes: Literal["two", "one"]  # one: the left lane alone, in both measures
    repeats: int


@dataclass(frozen=True, slots=True)
class Menu:
    """Everything that can be chosen, and what is chosen at first."""

    materials: tuple[Material, ...]
    networks: tuple[Trainable, ...]
    ranges: Mapping[str, NumberSpec]
    presets: tuple[Preset, ...]
    usual: Mapping[str, Any]  # an experiment, every setting of it


@dataclass(frozen=True, slots=True)
class Untrained:
    """A lane before anything was learned."""

    parameters: int
    layer: str  # its first one that learns
    of: int  # filters of that layer
    filters: NDArray[np.float32]  # [filter, y, x]: the first few, each the mean over the picture's channels
    finer: int  # times as fine as shown: filters as large as the picture are shown by means of so many cells a side
    learned_from: int  # pictures
    steps: int  # batches of an epoch


@dataclass(frozen=True, slots=True)
class Line:
    """Both lanes before the start, and the twelve pictures that are watched."""

    pictures: NDArray[np.uint8]  # [picture, height, width, channel], held back, the first ones of each class
    labels: NDArray[np.int64]  # [picture]
    checked: int  # pictures that are held back altogether
    classes: tuple[Text, ...]
    lanes: tuple[Untrained, ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """Others train; `before` of those that wait go first."""

    before: int
    seconds: float  # about how long


@dataclass(frozen=True, slots=True)
class Under:
    """A lane's sign of life within an epoch."""

    lane: int
    seed: int
    epoch: int
    step: int
    steps: int
    loss: float  # of the last batch
    accuracy: float
    out: tuple[NDArray[np.uint8], ...] = ()  # per dropout [unit]: 1 where it sat out the last batch, of that batch's first picture


@dataclass(frozen=True, slots=True)
class Standing:
    """A lane after an epoch, measured as in use on pictures as they are. Loss: mean cross entropy; accuracy: a share."""

    lane: int
    seed: int
    epoch: int  # 0: nothing has been learned
    train: tuple[float, float]  # loss, accuracy: against the labels that it learns from, true or not
    validation: tuple[float, float]
    answers: NDArray[np.int64]  # [picture]: for the twelve
    filters: NDArray[np.float32]  # [filter, y, x]
    kept: str  # when it was measured, UTC; "" for now


@dataclass(frozen=True, slots=True)
class Ended:
    """A lane has ended."""

    lane: int
    seed: int
    how: Ending
    epoch: int
    step: int  # batches done; that of the infinite loss where it diverged
    seconds: float  # of one core's time
    kept: str
    exploded: int = 0  # the epoch from which on the training loss is more than ten times that of the start; 0 where it is not
    growth: float = math.nan  # the norm of all weights, as a multiple of that at the start; NaN where it was not noted


Event = Queued | Under | Standing | Ended
