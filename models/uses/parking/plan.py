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
class ParkPlan:
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


def plan_of(day: int) -> ParkPlan:
    """The same day has the same cars, whatever the weather."""
    chance = np.random.default_rng([20150901, day])
    taken = chance.random(SPACES) < chance.uniform(0.3, 0.7)
    cars = tuple(_car(int(stall), chance) for stall in np.flatnonzero(taken))
    trees = tuple((float(x), float(y), float(chance.uniform(26, 44))) for x, y in _tree_places(chance))
    lamps = tuple((x, y) for x in (170.0, 450.0, 730.0) for y in (160.0, 460.0))
    return ParkPlan(taken, cars, trees, lamps)


def _tree_places(chance: np.random.Generator) -> list[tuple[float, float]]:
    """On the edges, and now and then between two spaces that stand back to back."""
    edge = [(float(x), float(chance.choice([6, HEIGHT - 10]))) for x in chance.uniform(40, WIDTH - 40, 5)]
    sides = [(float(chance.choice([16, WIDTH - 16])), float(y)) for y in chance.uniform(40, HEIGHT - 40, 3)]
    middle = [(float(_LEFT + _SPACE[0] * chance.integers(1, COLUMNS)), 310.0) for _ in range(2)]
    return [*edge, *sides, *middle]


def _car(stall: int, chance: np.random.Generator) -> Car:
    left, top, right, bottom = corners_of(stall)
    small, tall = chance.random() < 0.3, chance.random() < 0.25
    length = chance.uniform(70, 80) if small else chance.uniform(84, 98)
    width = chance.uniform(38, 43) if small else chance.uniform(42, 50)
    middle = ((left + right) / 2 + chance.normal(0, 4), (top + bottom) / 2 + chance.normal(0, 4))
    turn = chance.normal(0, 0.04) + (np.pi if chance.random() < 0.5 else 0)
    cabin = (0.12, 0.94) if tall else (chance.uniform(0.26, 0.34), chance.uniform(0.76, 0.88))
    height = 26.0 if tall else 19.0
    paint = PAINTS[chance.integers(len(PAINTS))]
    return Car(stall, middle, float(width), float(length), height, float(turn), paint, cabin)
