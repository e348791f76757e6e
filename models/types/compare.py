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

EndReason = Literal["done", "stopped", "time", "diverged"]
"""Why a run ended: all epochs done, somebody stopped it, its time was over, its loss became infinite."""


@dataclass(frozen=True, slots=True)
class TrainingSetInfo:
    """Labelled pictures to learn from, as their menu says it."""

    key: str
    title: Text
    about: Text
    credit: str
    kind: PictureKind
    classes: tuple[Text, ...]
    max_per_class: int  # pictures per class that can be learned from
    validation_count: int  # pictures that are held back


@dataclass(frozen=True, slots=True)
class ArchitectureInfo:
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
class TrainingMenu:
    """Everything that can be chosen, and what is chosen at first."""

    training_sets: tuple[TrainingSetInfo, ...]
    architectures: tuple[ArchitectureInfo, ...]
    ranges: Mapping[str, NumberSpec]
    presets: tuple[Preset, ...]
    defaults: Mapping[str, Any]  # an experiment, every setting of it


@dataclass(frozen=True, slots=True)
class InitialState:
    """A run before anything was learned."""

    parameters: int
    layer: str  # its first one that learns
    filter_count: int  # filters of that layer
    filters: NDArray[np.float32]  # [filter, y, x]: the first few, each the mean over the picture's channels
    filter_scale: int  # times as fine as shown: filters as large as the picture are shown by means of so many cells a side
    train_count: int  # pictures
    steps: int  # batches of an epoch


@dataclass(frozen=True, slots=True)
class RunsAtStart:
    """Both runs before the start, and the twelve pictures that are watched."""

    pictures: NDArray[np.uint8]  # [picture, height, width, channel], held back, the first ones of each class
    labels: NDArray[np.int64]  # [picture]
    validation_count: int  # pictures that are held back altogether
    classes: tuple[Text, ...]
    runs: tuple[InitialState, ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """Others train; `before` of those that wait go first."""

    ahead: int
    seconds: float  # about how long


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """Progress of a run within an epoch."""

    run_index: int
    seed: int
    epoch: int
    step: int
    steps: int
    loss: float  # of the last batch
    accuracy: float
    dropped: tuple[NDArray[np.uint8], ...] = ()  # per dropout [unit]: 1 where it sat out the last batch, of that batch's first picture


@dataclass(frozen=True, slots=True)
class EpochResult:
    """A run after an epoch, measured as in use on pictures as they are. Loss: mean cross entropy; accuracy: a share."""

    run_index: int
    seed: int
    epoch: int  # 0: nothing has been learned
    train: tuple[float, float]  # loss, accuracy: against the labels that it learns from, true or not
    validation: tuple[float, float]
    predictions: NDArray[np.int64]  # [picture]: for the twelve
    filters: NDArray[np.float32]  # [filter, y, x]
    measured_at: str  # when it was measured, UTC; "" for now


@dataclass(frozen=True, slots=True)
class RunEnded:
    """A run has ended."""

    run_index: int
    seed: int
    reason: EndReason
    epoch: int
    step: int  # batches done; that of the infinite loss where it diverged
    seconds: float  # of one core's time
    measured_at: str
    exploded: int = 0  # the epoch from which on the training loss is more than ten times that of the start; 0 where it is not
    growth: float = math.nan  # the norm of all weights, as a multiple of that at the start; NaN where it was not noted


RunEvent = Queued | BatchProgress | EpochResult | RunEnded
