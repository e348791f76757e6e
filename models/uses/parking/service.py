"""Questions about the car park. Spaces that were drawn and readers that have learned are kept, within bounds; nothing is a visitor's."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from models import limits
from models.byte_lru import ByteLru
from models.engine.workers import Workers
from models.errors import unknown
from models.number_spec import whole_number
from models.statistics import wilson_interval
from models.types.uses import ParkingAnswers, ParkingDay, ParkingScore
from models.uses.parking import camera, classifiers, network, pklot_service, weather
from models.uses.parking.layout import SPACES

DAYS = 999  # that can be asked for; later ones are for learning and for scores
SCORE_DAYS = range(2000, 2005)
SEED = 1


class ParkingService:
    """One for the process."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._spaces: ByteLru[tuple[int, str, str], classifiers.LabelledPatches] = ByteLru(
            lambda kept: kept[0].nbytes + kept[1].nbytes, lambda: limits.PARKING_MB.value * 1e6, name="parking"
        )
        self._learning = threading.Lock()
        # One for each training and camera: every one fits, and none is ever dropped.
        self._learned = lru_cache(maxsize=len(classifiers.TRAININGS) * len(camera.CAMERAS))(self._learn)

    def follow(self, kind: object, place: object, day: object, training: object) -> Iterator[ParkingDay | ParkingAnswers | ParkingScore]:
        """The day, then the answers, then the scores, weather by weather. What is wrong is refused now."""
        known = (("weather", kind, weather.BY_KEY), ("camera", place, camera.CAMERAS), ("training", training, classifiers.TRAININGS))
        for what, given, accepted in known:
            if given not in accepted:
                raise unknown(what, str(given), tuple(accepted))
        number = whole_number("day", day, 1, DAYS)
        return self._follow(str(kind), str(place), number, str(training))

    def follow_pklot(self, data: bytes, training: object) -> Iterator[pklot_service.PklotPart]:
        """The same of a visitor's own spaces, of which nothing is kept."""
        return pklot_service.follow(self._workers, data, training)

    def _follow(self, kind: str, place: str, day: int, training: str) -> Iterator[ParkingDay | ParkingAnswers | ParkingScore]:
        with self._workers.acquire():
            picture, layout = camera.photograph(day, kind, place)
            cut = camera.patches(picture, place)
        yield ParkingDay(np.asarray(picture), camera.corners(place), cut, layout.taken)
        with self._learning:  # who asks for the same meanwhile waits for it, and finds it learned
            learned = self._learned(training, place)
        with self._workers.acquire():
            answers = learned.answers(cut)
            start = time.perf_counter()
            probabilities = network.probabilities(learned.model, cut)
            spent = 1e3 * (time.perf_counter() - start)
        yield ParkingAnswers(answers, probabilities, classifiers.SPACES_LEARNED, learned.learned_from, spent)
        for other in weather.WEATHERS:
            yield self._score(learned, other.key, place)

    def _score(self, learned: classifiers.SpaceClassifiers, kind: str, place: str) -> ParkingScore:
        right = dict.fromkeys(classifiers.READERS, 0)
        for day in SCORE_DAYS:
            with self._workers.acquire():
                cut, taken = self._photograph(day, kind, place)
                for reader, answers in learned.answers(cut).items():
                    right[reader] += int((answers == taken).sum())
        asked = SPACES * len(SCORE_DAYS)
        return ParkingScore(kind, right, {reader: wilson_interval(count, asked) for reader, count in right.items()}, asked)

    def _learn(self, training: str, place: str) -> classifiers.SpaceClassifiers:
        with self._workers.acquire():
            return classifiers.fit(training, place, SEED, self._photograph)

    def _photograph(self, day: int, kind: str, place: str) -> classifiers.LabelledPatches:
        key = (day, kind, place)
        kept = self._spaces.get(key)
        if kept is None:
            kept = classifiers.photograph(day, kind, place)
            self._spaces.put(key, kept)
        return kept
