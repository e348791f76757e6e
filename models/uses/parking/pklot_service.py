"""What three readers say of a visitor's own spaces in PKLot's layout: learned in one weather, asked about the others. Nothing is kept."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.engine.workers import AcquireWorker, Workers
from models.errors import unknown
from models.inputs import pictures
from models.statistics import wilson_interval
from models.types.fine_tune import SkippedFile
from models.types.uses import ParkingAnswers, ParkingDay, ParkingScore, PklotAnswers, PklotContents, PklotWeather
from models.uses.parking import classifiers, network, pklot
from models.uses.parking.camera import PICTURE

SEED = 1
PIECE = 16  # spaces that are decoded at a time
COLUMNS, ROWS = 10, 4  # of the spaces that are shown
MARGIN = 4  # px around each
GROUND = (112, 112, 114)  # RGB between them

PklotPart = PklotContents | PklotAnswers | ParkingScore


def follow(workers: Workers, data: bytes, training: object) -> Iterator[PklotPart]:
    """What the zip holds; then, for each weather, up to forty of its spaces with the answers, and the score.

    A weather that PKLot has not is refused now.
    """
    if training not in (*pklot.ORDER, ""):
        raise unknown("training", str(training), pklot.ORDER)
    return _follow(workers.acquire, data, str(training))


def _follow(acquire: AcquireWorker, data: bytes, training: str) -> Iterator[PklotPart]:
    with acquire():
        file = pklot.read(data)
    there = {key: spaces for key, found in file.spaces.items() if (spaces := _decoded(acquire, found, file.skipped)) is not None}
    learned = _learned(tuple(there), training)
    lessons, between = pklot.split_by_days(there[learned])
    pklot.check_both_states(lessons)
    yield PklotContents(tuple(map(_counted, there, there.values())), learned, pklot.skipped_text(file))
    with acquire():
        taught = classifiers.fit_patches(lessons.patches, lessons.taken, augment=False, seed=SEED)
    asked: dict[str, pklot.DecodedSpaces | None] = {key: spaces for key, spaces in there.items() if key != learned}
    for key, spaces in (asked | {learned: between}).items():
        with acquire():
            answers = _answers(taught, key, spaces or lessons, spaces is None)
        yield answers
        if spaces is not None:
            with acquire():
                score = _score(taught, key, spaces)
            yield score


def _decoded(acquire: AcquireWorker, found: Sequence[pklot.Space], skipped: list[SkippedFile]) -> pklot.DecodedSpaces | None:
    """None where not one of them can be decoded."""
    coming = pklot.decode(found, skipped)
    read: list[tuple[pklot.Space, NDArray[np.uint8]]] = []
    while True:
        with acquire():
            piece = list(islice(coming, PIECE))
        if not piece:
            return pklot.concatenate(read) if read else None
        read += piece


def _learned(there: Sequence[str], training: str) -> str:
    """The weather that is learned from, as asked or the first. UserError for one that is not there."""
    if not there:
        raise pklot.no_picture_decoded()
    if training and training not in there:
        raise pklot.weather_missing(training, there)
    return training or there[0]


def _counted(weather: str, spaces: pklot.DecodedSpaces) -> PklotWeather:
    taken = int(spaces.taken.sum())
    places = {(stall.parking, stall.day) for stall in spaces.spaces}
    return PklotWeather(weather, len(spaces.spaces) - taken, taken, len(places), len({parking for parking, _ in places}))


def _evenly(count: int, most: int) -> list[int]:
    found: list[int] = np.unique(np.linspace(0, count - 1, min(most, count)).round().astype(int)).tolist()
    return found


def shown_spaces(spaces: pklot.DecodedSpaces) -> ParkingDay:
    """Up to forty spaces side by side in a picture as large as the drawn car park's."""
    wide, high = PICTURE[0] // COLUMNS, PICTURE[1] // ROWS
    sheet, corners = Image.new("RGB", PICTURE, GROUND), []
    for i, stall in enumerate(spaces.spaces):
        left, top = wide * (i % COLUMNS), high * (i // COLUMNS)
        picture = pictures.decode(stall.data).convert("RGB")
        scale = min((wide - 2 * MARGIN) / picture.width, (high - 2 * MARGIN) / picture.height)
        width, height = (max(1, round(scale * side)) for side in picture.size)
        sheet.paste(picture.resize((width, height), Image.Resampling.BICUBIC), (left + (wide - width) // 2, top + (high - height) // 2))
        corners.append([(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)])
    return ParkingDay(np.asarray(sheet), np.array(corners, np.float32), spaces.patches, spaces.taken)


def _answers(taught: classifiers.SpaceClassifiers, weather: str, spaces: pklot.DecodedSpaces, of_lessons: bool) -> PklotAnswers:
    forty = spaces.part(_evenly(len(spaces.spaces), COLUMNS * ROWS))
    answers = taught.answers(forty.patches)
    start = time.perf_counter()
    probabilities = network.probabilities(taught.model, forty.patches)
    spent = 1e3 * (time.perf_counter() - start)
    learned = tuple(range(len(forty.spaces))) if of_lessons else ()
    return PklotAnswers(weather, shown_spaces(forty), ParkingAnswers(answers, probabilities, learned, taught.learned_from, spent))


def _score(taught: classifiers.SpaceClassifiers, weather: str, spaces: pklot.DecodedSpaces) -> ParkingScore:
    right = {reader: int((answers == spaces.taken).sum()) for reader, answers in taught.answers(spaces.patches).items()}
    asked = len(spaces.spaces)
    return ParkingScore(weather, right, {reader: wilson_interval(count, asked) for reader, count in right.items()}, asked)
