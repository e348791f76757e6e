"""Classes of a visitor's own, and what there is to know of a network that learns them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.statistics import wilson_interval as wilson_interval
from models.text import Text
from models.types.activations import PictureSource
from models.types.feature_race import PictureKind

FixedSplit = Literal["", "train", "validation"]
"""Where a picture must go; "": wherever the seed says."""
AssignedSplit = Literal["train", "validation", "untouched", ""]
"""Where a picture is for a seed; "": in no part, as its class is left out."""
HeadSetting = Literal["hidden", "dropout"]
"""A setting of the plan that belongs to some heads only."""
FineTuneState = Literal["queued", "preparing", "training", "done", "stopped", "time", "diverged"]


# Classes


@dataclass(frozen=True, slots=True)
class Example:
    """One picture or drawing. `burst`: pictures taken one after the other share it; "" for one that stands alone."""

    id: int
    source: PictureSource
    digest: bytes  # of its pixels, or of its strokes: exact copies have the same
    burst: str = ""
    fixed_split: FixedSplit = ""
    hash: bytes = b""  # perceptual, nearly the same for near copies; b"" for a drawing
    kind: PictureKind = "drawing"  # which of the usual networks suits it


@dataclass(frozen=True, slots=True)
class VisitorClass:
    """One class of a visitor. Disabled: kept, and left out of the training."""

    id: int
    name: str
    enabled: bool = True
    examples: tuple[Example, ...] = ()
    dataset: str = ""  # key of the built-in set that it came from; "": the visitor has made it


Classes = tuple[VisitorClass, ...]


@dataclass(frozen=True, slots=True)
class ClassesSnapshot:
    """All that a visitor has gathered at one moment: what undo brings back, and what can be put back whole."""

    classes: Classes = ()
    dataset: str = ""  # key of the built-in set whose classes stand there; "": none
    per_class: int = 0  # pictures of each of its classes
    chosen: bool = False  # somebody chose it; else it came by itself
    set_aside: Classes = ()  # the visitor's own empty classes, put away while a set stands there


@dataclass(frozen=True, slots=True)
class UndoState:
    """A snapshot with how many steps lead back from it, and how many forward again."""

    current: ClassesSnapshot = field(default_factory=ClassesSnapshot)
    undo_count: int = 0
    redo_count: int = 0


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was not taken, and why in a few words."""

    name: str
    reason: Text


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What there is to say of many files that were brought together."""

    skipped: tuple[SkippedFile, ...] = ()
    small_classes: tuple[tuple[str, int], ...] = ()  # classes with hardly a picture, and how many they have


@dataclass(frozen=True, slots=True)
class SplitCounts:
    """How the pictures of one class part for a seed."""

    train: int
    validation: int
    test: int = 0


@dataclass(frozen=True, slots=True)
class BuiltInDataset:
    """A set of labelled pictures that classes can be filled from."""

    key: str
    title: Text
    about: Text
    classes: tuple[Text, ...]
    credit: str
    kind: PictureKind
    available: bool  # on this machine; else it must be fetched
    megabytes: float  # to fetch
    first: bool = False  # the page begins with it, with a network that takes this kind of pictures


# Networks


@dataclass(frozen=True, slots=True)
class HeadInfo:
    """One line of the menu of heads."""

    key: str
    title: Text
    about: Text
    stepwise: bool  # learned in epochs; else found at once, and only at the head
    choice: str  # the page's button; heads that share one differ in whether they take hidden units
    settings: tuple[HeadSetting, ...]  # which of the plan's settings it takes
    subject: Text  # as the subject of a sentence
    found: Text  # of one that is found at once: what there is to say instead of curves
    why_unweighted: Text | None  # why weights of classes mean nothing to it; None: they do


@dataclass(frozen=True, slots=True)
class FreezePoint:
    """One place of the freeze line."""

    layer: str  # the first layer that learns; at the head that which is replaced
    last_frozen: str  # the last layer before the line, "input" where there is none
    slot: int  # of what is computed once
    trainable_parameters: int  # that learn, without those of the head
    frozen_macs: int  # multiply-accumulates of one picture left of the line: once for every view
    trainable_macs: int  # right of it: in every epoch, and about twice as many again for the gradients
    shown: bool  # one of the few that a page shows


@dataclass(frozen=True, slots=True)
class FreezePointCost:
    """What it costs to teach a network with the line at one place."""

    point: FreezePoint
    trainable_parameters: int  # weights, those of the head included
    seconds: float  # about, on this machine, from the click to the network; NaN while there is nothing to learn from
    epochs: int  # that are usual there
    learning_rate: float


# Training


@dataclass(frozen=True, slots=True)
class Score:
    """Measured as in use, on pictures as they are: mean cross entropy without smoothing, and the share of right answers."""

    loss: float
    accuracy: float
    predictions: NDArray[np.int64]  # [picture]: the most probable class


@dataclass(frozen=True, slots=True)
class FineTuneResult:
    """What the taught network is worth, on pictures that it has not learned from."""

    classes: tuple[str, ...]
    example_ids: NDArray[np.int64]  # [picture]: ids of the validation pictures
    labels: NDArray[np.int64]  # [picture]
    predictions: NDArray[np.int64]  # [picture]
    loss: float
    learned_from: int  # pictures
    test_counts: tuple[int, int] | None  # right, of, on the part that nobody looked at before; None: there is none
    confidences: NDArray[np.float32]  # [picture]: the probability of its answer; empty while the training goes on

    @property
    def correct(self) -> int:
        return int((self.labels == self.predictions).sum())

    @property
    def confusion(self) -> NDArray[np.int64]:
        """[class, said]: how many validation pictures of a class were said to be which."""
        found = np.zeros((len(self.classes),) * 2, np.int64)
        np.add.at(found, (self.labels, self.predictions), 1)
        return found

    @property
    def balanced_accuracy(self) -> float:
        """The mean of each class's share of right answers: a rare class counts as much as a frequent one. NaN of nothing."""
        counts = self.confusion.sum(1)
        seen = counts > 0
        return float((self.confusion.diagonal()[seen] / counts[seen]).mean()) if seen.any() else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Of the accuracy, 95 %."""
        return wilson_interval(self.correct, len(self.labels))


@dataclass(frozen=True, slots=True)
class FineTuneProgress:
    """Progress of a training. The last one says why it ended, and which network came of it."""

    state: FineTuneState
    ahead: int = 0  # trainings that go first, while queued
    seconds: float = 0.0  # about how long that takes, while queued; at the end, how long it took
    done: int = 0  # views computed, while preparing
    total: int = 0
    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0
    loss: float = float("nan")  # of the last batch
    accuracy: float = float("nan")
    train: Score | None = None  # the latest that was measured
    validation: Score | None = None
    trainable_parameters: int = 0  # that learn
    views: int = 0  # each picture is seen in so many augmented views; −1: a new one in every epoch
    network: str = ""  # its key, at the end
    exploded: int = 0  # at the end: the epoch from which on the training loss is more than ten times that of the start; 0: it is not
    growth: float = float("nan")  # at the end: the norm of what learns, as a multiple of that at the start
    interim_result: FineTuneResult | None = None  # at the end of an epoch
    result: FineTuneResult | None = None  # at the end of the training


@dataclass(frozen=True, slots=True)
class ComparisonPoint:
    """One point of two arms: the same network fine-tuned and trained from scratch on the same pictures, measured on the same others."""

    arm: Literal["transfer", "scratch"]
    per_class: int  # pictures per class that it learned from
    correct: int
    total: int
    seconds: float
    done: int  # points that are known, this one included
    points: int
    p: float = float("nan")  # of McNemar's test between the arms at this count; NaN before both are known
    only_correct: tuple[int, int] = (0, 0)  # pictures that transfer alone, and from scratch alone, had right


@dataclass(frozen=True, slots=True)
class ComparisonProgress:
    """Progress between two points; `before` trainings go first. The last one, where points are missing, says in `ended` why."""

    arm: Literal["transfer", "scratch", ""]
    per_class: int
    fraction: float
    ahead: int = 0
    ended: Literal["", "stopped", "time"] = ""
