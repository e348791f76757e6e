"""The extractors of the race between features that people designed and features that are learned: one file each, found by itself.

An extractor is a module with `EXTRACTOR`. `build` gets a data set's pictures and returns a run, which is asked for one draw after the other
and may keep what it has computed of a picture for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from models import registry
from models.datasets.bundled import LabelledSplit, LabelledSplits
from models.linear_svm import LinearSvm
from models.store.store import LoadedNetwork
from models.text import Language, Text
from models.types.feature_race import ExtractorMark, PictureKind

GetNetwork = Callable[[str], LoadedNetwork]
"""Who needs a shipped network asks for it by its key."""

PredictionRun = Generator[float, None, NDArray[np.int64]]
"""Progress: the share done from 0 to 1, several a second; at the end the class of every test picture."""

TrainAndPredict = Callable[[NDArray[np.int64], int], PredictionRun]
"""(which training pictures are labelled, seed) → answers."""


@dataclass(frozen=True, slots=True)
class ScriptContext:
    """What an extractor's own lines of the script may use; it has `network`, `train`, `labels`, `test` and `truth` already."""

    kind: PictureKind
    loaded: LoadedNetwork  # the script's `network`
    language: Language
    scale_line: str  # gives `mean` and `std`, as the network wants them
    resize_lines: Sequence[str]  # bring the PIL image `picture` to the network's size


@dataclass(frozen=True, slots=True)
class ExtractorCode:
    """How the script to download writes an extractor out.

    run: kind → an expression of a function: (indices of the labelled pictures, seed) → the class of every test picture. The script's
        `machine(describe, c)` makes one from a function that describes pictures.
    functions: what it is made of, by the name that it has there; written out with what they read, as they stand here.
    lines: what is written for the script alone.
    """

    run: Callable[[PictureKind], str]
    functions: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    lines: Callable[[ScriptContext], Iterable[str]] = lambda context: ()


@dataclass(frozen=True, slots=True)
class FeatureExtractor:
    """One that races. `build` says how it begins on pictures of one of the kinds that `about` describes."""

    key: str
    order: int
    title: Text
    short: Text
    about: Mapping[PictureKind, Text]  # a sentence or two for each kind of picture that it takes
    learned: bool
    build: Callable[[LabelledSplits, PictureKind, GetNetwork], TrainAndPredict]
    code: ExtractorCode
    mark: ExtractorMark = "full"  # of its points and its line in the chart
    faint: bool = False  # drawn in the grey of labels
    networks: Mapping[PictureKind, str] = field(default_factory=dict)  # the shipped network that it reads, by key

    @property
    def picture_kinds(self) -> tuple[PictureKind, ...]:
        return tuple(self.about)


@cache
def all_extractors() -> tuple[FeatureExtractor, ...]:
    """Every extractor there is, in order. Two with the same key or place refuse to start."""
    found: list[FeatureExtractor] = registry.discover(__name__, "EXTRACTOR")
    return tuple(registry.by_key(found, "feature extractor").values())


ExtractFeatures = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""Pictures [picture, height, width, channel] → their numbers [picture, number]."""


class FixedFeatureSvm:
    """A run that turns each picture into numbers, the same whatever was drawn, and trains a linear SVM on them."""

    def __init__(self, parts: LabelledSplits, describe: ExtractFeatures, c: float, *, chunk: int = 16) -> None:
        self._parts, self._extract, self.c, self._chunk = parts, describe, c, chunk
        self._train: dict[int, NDArray[np.float32]] = {}
        self._test: dict[int, NDArray[np.float32]] = {}

    def __call__(self, drawn: NDArray[np.int64], seed: int) -> PredictionRun:
        test = np.arange(len(self._parts.test))
        all_of = len(test) + len(drawn) + 1
        yield from self._extract_missing(self._test, self._parts.test, test, 0, all_of)
        yield from self._extract_missing(self._train, self._parts.train, drawn, len(test), all_of)
        own = np.stack([self._train[i] for i in drawn.tolist()])  # [n, d]
        svm = LinearSvm(own, self._parts.train.labels[drawn], self.c)
        return svm.predict(np.stack([self._test[i] for i in test.tolist()]))

    def _extract_missing(
        self, kept: dict[int, NDArray[np.float32]], part: LabelledSplit, wanted: NDArray[np.int64], before: int, all_of: int
    ) -> Generator[float, None, None]:
        """Describe those of the wanted pictures that are not yet described, some at a time."""
        missing = [i for i in wanted.tolist() if i not in kept]
        for at in range(0, len(missing), self._chunk):
            some = missing[at : at + self._chunk]
            kept.update(zip(some, self._extract(part.pictures[some]), strict=True))
            yield (before + at) / all_of
