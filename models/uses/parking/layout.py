"""The car park from straight above: where its forty spaces are, which are taken by what, and where trees and lamps stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WIDTH, HEIGHT = 900, 620  # units of the ground
COLUMNS, ROWS = 10, 4
SPACES = COLUMNS * ROWS
_LEFT, _SPACE = 50, (80, 112)  # of the first space; width and depth of each
_TOPS = (24, 198, 310, 484)  # of the rows: the two in the middle stand back to back
PAINTS = (
    (196, 30, 36), (28, 60, 120), (235, 235, 232), (30, 30, 32), (122, 126, 130), (178, 182, 186),
    (34, 92, 60), (214, 168, 40), (94, 50, 34), (70, 130, 180), (226, 214, 190), (120, 20, 60),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Car:
    """One car, in units of the ground, its nose up before it is turned."""

    stall: int
    at: tuple[float, float]  # its middle
    width: float
    length: float
    height: float
    turn: float  # radians
    paint: tuple[int, int, int]
    cabin: tuple[float, float]  # from nose to tail, as parts of its length


@dataclass(frozen=True, slots=True)
class ParkLayout:
    """One day's car park."""

    taken: np.ndarray  # bool [space]
    cars: tuple[Car, ...]
    trees: tuple[tuple[float, float, float], ...]  # x, y, radius
    lamps: tuple[tuple[float, float], ...]


def corners_of(stall: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a space; they are counted row by row."""
    row, column = divmod(stall, COLUMNS)
    left, top = _LEFT + column * _SPACE[0], _TOPS[row]
    return left, top, left + _SPACE[0], top + _SPACE[1]


def layout_of(day: int) -> ParkLayout:
    """The same day has the same cars, whatever the weather."""
    rng = np.random.default_rng([20150901, day])
    taken = rng.random(SPACES) < rng.uniform(0.3, 0.7)
    cars = tuple(_car(int(stall), rng) for stall in np.flatnonzero(taken))
    trees = tuple((float(x), float(y), float(rng.uniform(26, 44))) for x, y in _tree_places(rng))
    lamps = tuple((x, y) for x in (170.0, 450.0, 730.0) for y in (160.0, 460.0))
    return ParkLayout(taken, cars, trees, lamps)


def _tree_places(rng: np.random.Generator) -> list[tuple[float, float]]:
    """On the edges, and now and then between two spaces that stand back to back."""
    edge = [(float(x), float(rng.choice([6, HEIGHT - 10]))) for x in rng.uniform(40, WIDTH - 40, 5)]
    sides = [(float(rng.choice([16, WIDTH - 16])), float(y)) for y in rng.uniform(40, HEIGHT - 40, 3)]
    middle = [(float(_LEFT + _SPACE[0] * rng.integers(1, COLUMNS)), 310.0) for _ in range(2)]
    return [*edge, *sides, *middle]


def _car(stall: int, rng: np.random.Generator) -> Car:
    left, top, right, bottom = corners_of(stall)
    small, tall = rng.random() < 0.3, rng.random() < 0.25
    length = rng.uniform(70, 80) if small else rng.uniform(84, 98)
    width = rng.uniform(38, 43) if small else rng.uniform(42, 50)
    middle = ((left + right) / 2 + rng.normal(0, 4), (top + bottom) / 2 + rng.normal(0, 4))
    turn = rng.normal(0, 0.04) + (np.pi if rng.random() < 0.5 else 0)
    cabin = (0.12, 0.94) if tall else (rng.uniform(0.26, 0.34), rng.uniform(0.76, 0.88))
    height = 26.0 if tall else 19.0
    paint = PAINTS[rng.integers(len(PAINTS))]
    return Car(stall, middle, float(width), float(length), height, float(turn), paint, cabin)
