"""Classes of a visitor's own, and what there is to know of a network that learns them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.statistics import wilson as wilson
from models.text import Text
from models.types.activations import Source
from models.types.feature_race import PictureKind

Side = Literal["", "train", "validation"]
"""Where a picture must go; "": wherever the seed says."""
Part = Literal["train", "validation", "untouched", ""]
"""Where a picture is for a seed; "": in no part, as its class is left out."""
State = Literal["queued", "preparing", "training", "done", "stopped", "time", "diverged"]


# Classes


@dataclass(frozen=True, slots=True)
class Example:
    """One picture or drawing. `burst`: pictures taken one after the other share it; "" for one that stands alone."""

    id: int
    source: Source
    digest: bytes  # of its pixels, or of its strokes: exact copies have the same
    burst: str = ""
    side: Side = ""
    hash: bytes = b""  # perceptual, nearly the same for near copies; b"" for a drawing


@dataclass(frozen=True, slots=True)
class TaughtClass:
    """One class of a visitor. Disabled: kept, and left out of the training."""

    id: int
    name: str
    enabled: bool = True
    examples: tuple[Example, ...] = ()
    dataset: str = ""  # key of the built-in set that it came from; "": the visitor has made it


Classes = tuple[TaughtClass, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a visitor has gathered at one moment: what undo brings back, and what can be put back whole."""

    classes: Classes = ()
    dataset: str = ""  # key of the built-in set whose classes stand there; "": none
    each: int = 0  # pictures of each of its classes
    chosen: bool = False  # somebody chose it; else it came by itself
    aside: Classes = ()  # the visitor's own empty classes, put away while a set stands there


@dataclass(frozen=True, slots=True)
class Undoable:
    """A snapshot with how many steps lead back from it, and how many forward again."""

    now: Snapshot = field(default_factory=Snapshot)
    undo: int = 0
    redo: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not taken, and why in a few words."""

    name: str
    why: Text


@dataclass(frozen=True, slots=True)
class Brought:
    """What there is to say of many files that were brought together."""

    left_out: tuple[LeftOut, ...] = ()
    few: tuple[tuple[str, int], ...] = ()  # classes with hardly a picture, and how many they have


@dataclass(frozen=True, slots=True)
class Share:
    """How the pictures of one class part for a seed."""

    learned: int
    checked: int
    untouched: int = 0


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A set of labelled pictures that classes can be filled from."""

    key: str
    title: Text
    about: Text
    classes: tuple[Text, ...]
    credit: str
    kind: PictureKind
    here: bool  # on this machine; else it must be fetched
    megabytes: float  # to fetch


# Networks


@dataclass(frozen=True, slots=True)
class HeadCard:
    """One line of the menu of heads."""

    key: str
    title: Text
    about: Text
    stepwise: bool  # learned in epochs; else found at once, and only at the head


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the freeze line."""

    layer: str  # the first layer that learns; at the head that which is replaced
    after: str  # the last layer before the line, "input" where there is none
    slot: int  # of what is computed once
    weights: int  # that learn, without those of the head
    frozen_macs: int  # multiply-accumulates of one picture left of the line: once for every view
    macs: int  # right of it: in every epoch, and about twice as many again for the gradients
    shown: bool  # one of the few that a page shows


@dataclass(frozen=True, slots=True)
class PlaceCost:
    """What it costs to teach a network with the line at one place."""

    place: Place
    learns: int  # weights, those of the head included
    seconds: float  # about, on this machine, from the click to the network; NaN while there is nothing to learn from
    epochs: int  # that are usual there
    learning_rate: float


# Training


@dataclass(frozen=True, slots=True)
class Score:
    """Measured as in use, on pictures as they are: mean cross entropy without smoothing, and the share of right answers."""

    loss: float
    accuracy: float
    answers: NDArray[np.int64]  # [picture]: the most probable class


@dataclass(frozen=True, slots=True)
class Result:
    """What the taught network is worth, on pictures that it has not learned from."""

    classes: tuple[str, ...]
    examples: NDArray[np.int64]  # [picture]: ids of the validation pictures
    labels: NDArray[np.int64]  # [picture]
    answers: NDArray[np.int64]  # [picture]
    loss: float
    learned_from: int  # pictures
    untouched: tuple[int, int] | None  # right, of, on the part that nobody looked at before; None: there is none
    sure: NDArray[np.float32]  # [picture]: the probability of its answer; empty while the training goes on

    @property
    def right(self) -> int:
        return int((self.labels == self.answers).sum())

    @property
    def confusion(self) -> NDArray[np.int64]:
        """[class, said]: how many validation pictures of a class were said to be which."""
        found = np.zeros((len(self.classes),) * 2, np.int64)
        np.add.at(found, (self.labels, self.answers), 1)
        return found

    @property
    def balanced(self) -> float:
        """The mean of each class's share of right answers: a rare class counts as much as a frequent one. NaN of nothing."""
        counts = self.confusion.sum(1)
        seen = counts > 0
        return float((self.confusion.diagonal()[seen] / counts[seen]).mean()) if seen.any() else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Of the accuracy, 95 %."""
        return wilson(self.right, len(self.labels))


@dataclass(frozen=True, slots=True)
class Teaching:
    """A sign of life of a training. The last one says why it ended, and which network came of it."""

    state: State
    before: int = 0  # trainings that go first, while queued
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
    weights: int = 0  # that learn
    views: int = 0  # each picture is seen in so many augmented views; −1: a new one in every epoch
    network: str = ""  # its key, at the end
    exploded: int = 0  # at the end: the epoch from which on the training loss is more than ten times that of the start; 0: it is not
    growth: float = float("nan")  # at the end: the norm of what learns, as a multiple of that at the start
    so_far: Result | None = None  # at the end of an epoch
    result: Result | None = None  # at the end of the training


@dataclass(frozen=True, slots=True)
class Compared:
    """One point of two lanes: the same network taught and trained from scratch on the same pictures, measured on the same others."""

    lane: Literal["transfer", "scratch"]
    count: int  # pictures per class that it learned from
    right: int
    of: int
    seconds: float
    done: int  # points that are known, this one included
    points: int
    p: float = float("nan")  # of McNemar's test between the lanes at this count; NaN before both are known
    only: tuple[int, int] = (0, 0)  # pictures that transfer alone, and from scratch alone, had right


@dataclass(frozen=True, slots=True)
class Comparing:
    """Progress between two points; `before` trainings go first. The last one, where points are missing, says in `ended` why."""

    lane: Literal["transfer", "scratch", ""]
    count: int
    share: float
    before: int = 0
    ended: Literal["", "stopped", "time"] = ""
