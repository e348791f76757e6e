"""The race: every extractor learns from the same few labelled pictures and is tested on the same pictures, point by point.

Subsets are nested: the ten pictures of a class begin with the five of the smaller count. Measured points are cached, so a race that was
stopped continues where it stood; `fresh` measures them again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models import limits
from models.byte_lru import ByteLru
from models.datasets import bundled
from models.datasets.bundled import LabelledSplit
from models.engine.workers import Workers
from models.errors import UserError, short_repr
from models.feature_race.extractors import FeatureExtractor, GetNetwork, TrainAndPredict, all_extractors
from models.number_spec import whole_number
from models.text import Text
from models.types.feature_race import DatasetInfo, ExtractorInfo, RacePoint, RaceProgress

RACES_FILE = Path(__file__).parents[2] / "assets" / "races.json"
COUNTS = (1, 2, 5, 10, 20, 50, 100)
SUBSETS = 5
_POINT_BYTES = 400  # of a measured point with its key

PointKey = tuple[str, str, int, int, int]  # data set, extractor, count, seed, subset


@dataclass(frozen=True, slots=True)
class RaceSettings:
    """The settings of a race: data set, labelled pictures per class, number of subsets, seed."""

    dataset: str
    counts: tuple[int, ...]
    subsets: int
    seed: int


def parse_settings(dataset: object, counts: Sequence[object], subsets: object, seed: object) -> RaceSettings:
    """Valid settings. UserError for invalid ones."""
    found = bundled.find(dataset)
    most = smallest_class(bundled.load_splits(found.key).train)
    fit = [n for n in counts if isinstance(n, int) and 1 <= n <= most]
    if not counts or len(fit) < len(counts) or fit != sorted(set(fit)) or len(counts) > len(COUNTS):
        raise UserError(
            Text(
                "counts: {given} was given; it takes at most {many} rising whole numbers from 1 to {most}.",
                "counts: foi dado {given}; aceita no máximo {many} números inteiros crescentes de 1 a {most}.",
            ).format(given=short_repr(list(counts)), many=len(COUNTS), most=most)
        )
    return RaceSettings(found.key, tuple(fit), whole_number("subsets", subsets, 1, 10), whole_number("seed", seed, 0, 2**31 - 1))


def dataset_info(key: str) -> DatasetInfo:
    """A data set as the menu shows it."""
    found, parts = bundled.find(key), bundled.load_splits(key)
    most, tested = smallest_class(parts.train), len(parts.test)
    return DatasetInfo(found.key, found.title, found.about, found.kind, found.classes, found.credit, most, tested)


def smallest_class(train: LabelledSplit) -> int:
    """Number of training pictures of the rarest class."""
    return int(np.bincount(train.labels).min())


def extractors_for(dataset: str) -> tuple[FeatureExtractor, ...]:
    """The extractors that accept the pictures of a data set."""
    kind = bundled.find(dataset).kind
    return tuple(extractor for extractor in all_extractors() if kind in extractor.picture_kinds)


def extractor_infos(dataset: str) -> tuple[ExtractorInfo, ...]:
    """These extractors as the page shows them."""
    kind = bundled.find(dataset).kind
    return tuple(
        ExtractorInfo(one.key, one.title, one.short, one.about[kind], one.learned, one.mark, one.faint) for one in extractors_for(dataset)
    )


def labelled_pictures(dataset: str, count: int) -> NDArray[np.uint8]:
    """The first `count` pictures of each class to learn from, [class, picture, height, width, channel]. UserError for too many."""
    train = bundled.load_splits(bundled.find(dataset).key).train
    count = whole_number("count", count, 1, smallest_class(train))
    return np.stack([train.pictures[train.labels == one][:count] for one in range(int(train.labels.max()) + 1)])


def draw_subset(train: LabelledSplit, count: int, seed: int, subset: int) -> NDArray[np.int64]:
    """Indices of `count` pictures of each class: the first ones of an order that depends on `seed` and `subset`, so subsets are nested."""
    rng = np.random.default_rng((seed, subset))
    orders = [rng.permutation(np.flatnonzero(train.labels == one)) for one in range(int(train.labels.max()) + 1)]
    return np.concatenate([order[:count] for order in orders])


class FeatureRaces:
    """Runs races and caches every measured point. Thread-safe."""

    def __init__(self, get_network: GetNetwork, workers: Workers, file: Path | None = RACES_FILE) -> None:
        self._get_network, self._workers = get_network, workers
        self._points: ByteLru[PointKey, RacePoint] = ByteLru(
            lambda point: _POINT_BYTES, lambda: limits.RACES_MB.value * 1e6, name="race_points"
        )
        if file:
            self._points.update(_read_races_file(file))

    def cached(self, settings: RaceSettings) -> tuple[RacePoint, ...]:
        """The measured points of a race, without running it."""
        found = [self._points.get(key) for _, key in _points(settings)]
        return tuple(point for point in found if point)

    def run(self, settings: RaceSettings, *, fresh: bool = False) -> Iterator[RaceProgress | RacePoint]:
        """Yields point by point, the smallest count first, with progress in between. `fresh`: ignores the cache.

        Holds one worker at a time, so other requests get theirs. A caller that stops iterating stops the race.
        """
        parts, kind = bundled.load_splits(settings.dataset), bundled.find(settings.dataset).kind
        classifiers: dict[str, TrainAndPredict] = {}
        for extractor, key in _points(settings):
            known = None if fresh else self._points.get(key)
            if known:
                yield known
                continue
            if extractor.key not in classifiers:
                classifiers[extractor.key] = extractor.build(parts, kind, self._get_network)
            yield from self._measure(key, classifiers[extractor.key], parts.train, parts.test)

    def _measure(
        self, key: PointKey, classifier: TrainAndPredict, train: LabelledSplit, test: LabelledSplit
    ) -> Iterator[RaceProgress | RacePoint]:
        _, extractor, count, seed, subset = key
        answers = classifier(draw_subset(train, count, seed, subset), seed * 1000 + subset)
        spent = 0.0
        while True:
            with self._workers.acquire():
                begun = time.thread_time()
                try:
                    share = next(answers)
                except StopIteration as end:
                    guesses: NDArray[np.int64] = end.value
                    break
                finally:
                    spent += time.thread_time() - begun
            yield RaceProgress(extractor, count, subset, share)
        wrong = int((guesses != test.labels).sum())
        point = RacePoint(extractor, count, subset, wrong, len(test), spent, measured_on="")
        self._points.put(key, replace(point, measured_on=datetime.now(UTC).date().isoformat()))
        yield point


def _points(settings: RaceSettings) -> Iterator[tuple[FeatureExtractor, PointKey]]:
    """Every point of a race, in the order of the run."""
    for count in settings.counts:
        for extractor in extractors_for(settings.dataset):
            for subset in range(settings.subsets):
                yield extractor, (settings.dataset, extractor.key, count, settings.seed, subset)


@cache
def _read_races_file(file: Path) -> tuple[tuple[PointKey, RacePoint], ...]:
    """The points that `python -m models.recipes.race` has written."""
    if not file.is_file():
        return ()
    said = json.loads(file.read_text("utf-8"))
    return tuple(
        ((dataset, extractor, count, seed, subset), RacePoint(extractor, count, subset, wrong, tested, seconds, said["made"]))
        for dataset, extractor, count, seed, subset, wrong, tested, seconds in said["points"]
    )
