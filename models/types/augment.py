"""Transforms, and the variants that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.text import Text


@dataclass(frozen=True, slots=True)
class NumberSpecInfo:
    """One number that a transform takes; a pair where `default` is one. `unit` stands behind it."""

    name: str
    title: Text
    default: float | tuple[float, float]
    low: float
    high: float
    step: float
    unit: str


@dataclass(frozen=True, slots=True)
class TransformInfo:
    """One transform of augmentation, as a menu shows it."""

    key: str
    title: Text
    about: Text
    settings: tuple[NumberSpecInfo, ...]
    handle: tuple[str, ...]  # the settings that one handle moves together
    mark: tuple[str, Text] | None  # a sign that variants carry, and what it means
    mixes: bool  # with another picture


@dataclass(frozen=True, slots=True)
class SweepInfo:
    """A parameter that an invariance curve can be drawn along, at `points` even steps.

    `transform`, `setting`: where a plan says how far it goes, about `middle`, or as a range where that is None.
    """

    key: str
    title: Text
    unit: str
    low: float
    high: float
    points: int
    transform: str
    setting: str
    middle: float | None


@dataclass(frozen=True, slots=True)
class Variant:
    """What was drawn for one picture. Index −1 is the picture as it is."""

    index: int
    seed: int
    parameters: tuple[tuple[str, Mapping[str, Any]], ...]  # (transform, what it drew), in the order of the plan
    summaries: tuple[Text, ...]  # the same, as short as it can be said


@dataclass(frozen=True, slots=True)
class AugmentedVariants:
    """Variants of a picture and what networks answer to them."""

    networks: tuple[str, ...]
    pictures: NDArray[np.uint8]  # [variant, y, x, channel], as the first network was shown them
    variants: tuple[Variant, ...]
    logits: tuple[NDArray[np.float32], ...]  # per network [variant, class]
    partner_classes: tuple[
        int, ...
    ] = ()  # per network: its answer to the other picture as it is, where one is mixed in and the original is asked for


@dataclass(frozen=True, slots=True)
class Sweep:
    """What networks answer while one parameter moves."""

    networks: tuple[str, ...]
    values: NDArray[np.float32]  # [place], of the parameter
    target_classes: tuple[int, ...]  # per network: the class whose probability is told, the first network's verdict on the picture as it is
    probabilities: tuple[NDArray[np.float32], ...]  # per network [place]
    predictions: tuple[NDArray[np.int64], ...]  # per network [place]: the most probable class
    pictures: NDArray[np.uint8]  # [place, y, x, channel], as the first network was shown them
