"""Sets of labelled pictures, and a race on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.text import Text

PictureKind = Literal["drawing", "photograph"]
ExtractorMark = Literal["full", "hollow", "dashed"]
"""How an extractor's line and points look in the chart, so that no two are told apart by colour alone."""


@dataclass(frozen=True, slots=True)
class DatasetInfo:
    """A set of labelled pictures, as its menu says it."""

    key: str
    title: Text
    about: Text
    kind: PictureKind
    classes: tuple[Text, ...]
    credit: str
    max_per_class: int  # pictures per class that can be drawn to learn from
    test_count: int  # pictures that everybody is measured on


@dataclass(frozen=True, slots=True)
class ExtractorInfo:
    """One that races: what it does with a picture, and whether that was designed or learned."""

    key: str
    title: Text
    short: Text  # for the end of its line
    about: Text
    learned: bool  # its features were learned; else people designed them, or there are none
    mark: ExtractorMark
    faint: bool  # drawn in the grey of labels


@dataclass(frozen=True, slots=True)
class RaceProgress:
    """Progress of a race: which extractor is at which subset, and how far."""

    extractor: str
    per_class: int  # labelled pictures per class
    subset: int  # from 0
    fraction: float  # 0 ... 1 of this draw


@dataclass(frozen=True, slots=True)
class RacePoint:
    """One measured point: trained on one draw, measured on the test pictures."""

    extractor: str
    per_class: int
    subset: int
    wrong: int
    test_count: int
    seconds: float  # of one core's time: describing the pictures, training, answering
    measured_on: str  # the day on which it was measured; "" for now
