"""Labelled pictures that are on this machine, for whoever trains on something: one file each, found by itself.

A data set is a module with `DATASET`. Its three parts share no picture; photographs cut from one large picture come from different
regions of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from models import registry
from models.errors import unknown
from models.text import Text
from models.types.feature_race import PictureKind


@dataclass(frozen=True, slots=True)
class LabelledSplit:
    """Pictures and their classes, read-only."""

    pictures: NDArray[np.uint8]  # [picture, height, width, channel]
    labels: NDArray[np.int64]  # [picture], indices of classes

    def __post_init__(self) -> None:
        if self.pictures.ndim != 4 or len(self.pictures) != len(self.labels):
            raise ValueError(f"{self.pictures.shape} pictures, {self.labels.shape} labels")
        self.pictures.flags.writeable = False
        self.labels.flags.writeable = False

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class LabelledSplits:
    """train: to draw examples from; validation: to choose settings on; test: to be measured on, and nothing else."""

    train: LabelledSplit
    validation: LabelledSplit
    test: LabelledSplit


@dataclass(frozen=True, slots=True)
class BundledDataset:
    """A set of labelled pictures and how to get it. `load` is slow the first time and keeps nothing itself: ask `load_splits`."""

    key: str
    order: int
    title: Text
    about: Text  # one sentence or two: what it is, how many, where from
    kind: PictureKind
    classes: tuple[Text, ...]
    credit: str
    load: Callable[[], LabelledSplits]
    in_race: bool = False  # the race of History runs on it
    first_in_transfer: bool = False  # Transfer begins with it, with a network that takes this kind of pictures


@cache
def datasets() -> Mapping[str, BundledDataset]:
    """Every set there is by key, in order. Two with the same key or place refuse to start."""
    found: list[BundledDataset] = registry.discover(__name__, "DATASET")
    return registry.by_key(found, "data set")


def find(key: object) -> BundledDataset:
    """UserError with the nearest key for one that is none."""
    if not isinstance(key, str) or key not in datasets():
        raise unknown("dataset", key, datasets())
    return datasets()[key]


@cache
def load_splits(key: str) -> LabelledSplits:
    """The pictures of a set, loaded once per process (10 MB for the largest)."""
    return find(key).load()
