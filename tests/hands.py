"""Thirty digits as people draw them with a mouse: three hands, each digit once, as strokes on the board of 255 × 255.

Each hand has its own shapes (written down below as the places that the pen passes, in a box of 100 × 100, y down), its own pen,
size, place on the board and slant, and its own unsteadiness. No network had a say in them. `python tests/hands.py FILE.png`
paints them all.
"""

from __future__ import annotations

import itertools
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.inputs.drawing import Stroke

Shape = str  # "x,y x,y … / x,y …": the places that the pen passes, stroke by stroke; a place twice is a corner
Place = tuple[float, float, float, float, int]  # left, top, width, height (units of the board), pen (units)


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody writes: shapes 0 to 9, where on the board, how slanted (x per y), how unsteady (units)."""

    name: str
    shapes: tuple[Shape, ...]
    places: tuple[Place, ...]
    slant: float
    tremble: float


@dataclass(frozen=True, slots=True)
class Drawn:
    hand: str
    digit: int
    strokes: tuple[Stroke, ...]


# Round and upright, with the pen that the page offers first: 1 is a bar, 4 is open, 7 has no bar, 5 is two strokes.
ROUND = (
    "55,2 25,12 5,48 22,88 55,98 86,80 96,45 80,12 50,3",
    "52,0 50,35 49,70 50,100",
    "8,26 22,6 55,0 84,16 80,42 50,70 10,97 10,97 50,96 95,98",
    "12,12 45,0 80,12 76,36 42,47 42,47 80,56 90,80 55,100 8,88",
    "22,2 14,30 6,56 6,56 50,57 95,54 / 72,5 70,50 71,100",
    "24,4 20,25 16,46 16,46 48,38 84,55 82,84 45,100 8,88 / 24,4 55,4 88,2",
    "72,0 36,22 12,58 20,90 52,100 82,84 78,60 48,50 18,66",
    "5,4 45,3 92,2 92,2 68,40 46,72 36,100",
    "78,12 48,0 18,14 26,36 55,50 82,70 74,94 42,100 16,84 30,60 58,44 80,26 76,10",
    "82,20 55,1 20,12 16,38 46,50 76,36 82,14 82,14 80,55 76,100",
)

# Slanted, quick and thin, as taught where 1 has a flag and 7 a bar: 4 is closed, 5 in one go, 2 with a loop, 9 with a tail.
QUICK = (
    "62,3 30,16 14,55 30,92 58,96 80,66 82,28 60,4 44,9",
    "22,36 42,20 60,0 60,0 58,45 55,100",
    "12,22 36,2 72,8 74,34 44,66 16,92 10,80 32,82 60,96 94,86",
    "14,2 48,2 84,2 84,2 62,22 44,40 44,40 76,50 84,76 50,98 10,92",
    "70,100 70,55 70,2 70,2 36,38 4,68 4,68 50,68 96,66",
    "90,4 60,2 30,3 30,3 24,24 18,42 18,42 52,38 80,60 70,90 36,100 4,90",
    "80,6 56,2 26,34 12,70 28,97 62,95 78,72 58,56 30,64 17,80",
    "4,12 10,4 50,6 94,2 94,2 62,40 44,72 38,100 / 26,54 52,52 80,50",
    "80,16 56,0 28,12 34,36 64,56 76,80 50,100 22,86 36,60 70,36 84,14",
    "80,16 50,0 18,20 26,44 60,40 82,12 82,12 80,50 70,86 42,100 12,90",
)

# A child's, in print, unsteady: 1 with a foot, a 0 that overshoots, 8 of two rings, 9 and 6 of a ring and a stick, an angular 2 and 3.
PRINT = (
    "40,0 10,25 4,60 28,94 66,98 94,66 88,26 56,2 34,0 20,10",
    "20,24 36,14 50,0 50,0 52,50 50,98 / 18,100 50,98 84,100",
    "6,14 30,0 70,2 86,24 60,56 30,80 6,100 6,100 50,98 92,94",
    "10,4 50,0 84,14 66,38 30,46 30,46 70,54 92,76 66,98 6,96",
    "46,0 28,34 6,66 6,66 44,64 92,66 / 66,36 66,66 64,100",
    "84,0 50,2 16,0 16,0 16,22 14,44 14,44 56,40 90,62 80,90 44,100 8,92",
    "56,0 28,26 10,60 14,86 46,100 82,90 86,64 54,52 24,62 12,76",
    "4,0 50,3 96,0 96,0 80,36 62,66 54,100 / 44,50 66,50 92,48",
    "52,0 24,12 26,38 54,48 80,34 76,10 48,0 / 52,48 16,62 16,88 50,100 86,88 84,60 50,49",
    "74,10 42,0 14,18 22,44 54,50 80,32 72,8 / 80,6 78,50 80,100",
)

HANDS = (
    Hand("round", ROUND, (
        (75, 45, 105, 165, 22), (75, 40, 105, 175, 22), (70, 45, 115, 160, 22), (75, 40, 105, 170, 22), (65, 45, 125, 165, 22),
        (72, 42, 110, 168, 22), (80, 40, 100, 170, 22), (70, 45, 115, 165, 22), (78, 42, 100, 170, 22), (78, 45, 98, 165, 22),
    ), slant=0.0, tremble=1.5),
    Hand("quick", QUICK, (
        (30, 25, 150, 200, 10), (60, 40, 90, 170, 8), (25, 30, 170, 190, 9), (40, 60, 130, 150, 10), (30, 30, 150, 190, 8),
        (45, 45, 130, 165, 10), (70, 30, 120, 195, 9), (40, 55, 140, 160, 8), (60, 35, 125, 185, 10), (50, 40, 125, 175, 12),
    ), slant=0.22, tremble=1.0),
    Hand("print", PRINT, (
        (20, 25, 75, 95, 14), (165, 130, 45, 95, 14), (140, 25, 80, 90, 12), (25, 130, 75, 100, 14), (60, 60, 140, 140, 34),
        (70, 50, 120, 150, 30), (80, 40, 110, 170, 34), (130, 120, 95, 105, 18), (60, 30, 125, 195, 28), (20, 90, 85, 120, 16),
    ), slant=-0.05, tremble=2.2),
)  # fmt: skip


def digits() -> list[Drawn]:
    """All thirty, the same at every call."""
    rng = np.random.default_rng(1998)
    return [
        Drawn(hand.name, digit, tuple(_stroke(_places(line), hand, hand.places[digit], rng) for line in shape.split("/")))
        for hand in HANDS
        for digit, shape in enumerate(hand.shapes)
    ]


def _places(line: str) -> NDArray[np.float64]:
    """[n, 2] from 0 to 1."""
    return np.array([place.split(",") for place in line.split()], float) / 100


def _stroke(line: NDArray[np.float64], hand: Hand, place: Place, rng: np.random.Generator) -> Stroke:
    left, top, width, height, pen = place
    path = _smooth(line) * (width, height)
    path[:, 0] += (height / 2 - path[:, 1]) * hand.slant
    steps = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])  # length so far
    moments = np.arange(0, steps[-1], rng.uniform(3, 6))  # a mouse reports its place so often
    path = np.stack([np.interp(moments, steps, path[:, k]) for k in (0, 1)], 1)
    path += (left, top) + hand.tremble * _tremor(len(path), rng)
    return Stroke(pen, path.round().clip(0, 255).astype(np.uint8))


def _smooth(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A Catmull-Rom curve through the points [n, 2], thirty places between each two; a corner where a point stands twice."""
    corners = [0, *(i + 1 for i in range(len(points) - 1) if (points[i] == points[i + 1]).all()), len(points)]
    pieces = []
    for begin, end in itertools.pairwise(corners):
        part = points[begin:end]
        knots = np.concatenate([2 * part[:1] - part[1:2], part, 2 * part[-1:] - part[-2:-1]])
        t = np.linspace(0, 1, 30)[:, None]
        for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
            pieces.append(b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))))
    return np.concatenate(pieces)


def _tremor(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Slow unsteadiness [count, 2] of deviation 1."""
    noise = rng.standard_normal((count + 8, 2))
    slow = np.stack([np.convolve(noise[:, k], np.hanning(11)[1:-1], "valid") for k in (0, 1)], 1)
    return slow / np.linalg.norm(np.hanning(11))


def _sheet() -> NDArray[np.uint8]:
    from models.inputs.drawing import prepare, rasterise

    rows = []
    for hand in HANDS:
        drawn = [d for d in digits() if d.hand == hand.name]
        rows.append(np.hstack([rasterise(d.strokes, 112) for d in drawn]))
        rows.append(np.hstack([np.kron(prepare(d.strokes), np.ones((4, 4), np.uint8)) for d in drawn]))
    return np.vstack(rows)


if __name__ == "__main__":
    from PIL import Image

    Image.fromarray(_sheet()).save(sys.argv[1])
