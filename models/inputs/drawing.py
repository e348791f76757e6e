"""Drawings: strokes as bytes, painted with smooth edges, and made ready the way MNIST's digits were.

The board is 255 × 255 units, y down, so that a point is two bytes and a drawing fits in an address.
For each stroke: uint8 pen width (units), uint16 little-endian number of points, then that many (uint8 x, uint8 y).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import limits
from models.errors import UserError
from models.text import Text, number

BOARD_SIDE = 255
"""Side of the board, in units: a point's coordinates go from 0 to 255, both included."""

MNIST_SIDE, MNIST_BOX = 28, 20
"""MNIST: the digit is fitted into BOX × BOX pixels, then placed in SIDE × SIDE by its centre of mass."""

SUPERSAMPLING = 8
"""Painted pixels per prepared pixel before the area means are taken; fewer for a scribble of very many points."""

_FLATNESS = 0.1
"""Curves become straight pieces that leave them by at most this much, in pixels."""

_MIN_INK = 0.05
"""Ink below this share of the darkest does not widen the box: it is the haze of an edge."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One movement of the pen: its width and the places that it passed, both in units of the board."""

    pen: int
    points: NDArray[np.uint8]  # [point, (x, y)]


def encode(strokes: Sequence[Stroke]) -> bytes:
    """Strokes as the bytes of the permalink's `ink` (there as base64url)."""
    return b"".join(struct.pack("<BH", s.pen, len(s.points)) + np.ascontiguousarray(s.points, np.uint8).tobytes() for s in strokes)


def decode(data: bytes) -> tuple[Stroke, ...]:
    """The strokes of a drawing, none for no bytes. UserError where the bytes end early, a stroke is empty, or there are too many points."""
    most = int(limits.DRAWING_POINTS.value)
    strokes, at, total = [], 0, 0
    while at < len(data):
        if at + 3 > len(data):
            raise _damaged()
        pen, count = struct.unpack_from("<BH", data, at)
        at, total = at + 3, total + count
        if total > most:
            raise _too_many(most)
        if not pen or not count or at + 2 * count > len(data):
            raise _damaged()
        strokes.append(Stroke(pen, np.frombuffer(data, np.uint8, 2 * count, at).reshape(count, 2)))
        at += 2 * count
    return tuple(strokes)


def _damaged() -> UserError:
    return UserError(
        Text(
            "The drawing's bytes are damaged: a stroke is its pen width (1 to 255), its number of points and the points; clear the "
            "board and draw again.",
            "Os bytes do desenho estão danificados: um traço é a largura da caneta (1 a 255), o número de pontos e os pontos; limpe o "
            "quadro e desenhe de novo.",
        )
    )


def _too_many(most: int) -> UserError:
    return UserError(
        Text(
            "The drawing has more than {most} points, the most that is accepted; clear the board and draw again with fewer strokes.",
            "O desenho tem mais de {most} pontos, o máximo aceito; limpe o quadro e desenhe de novo com menos traços.",
        ).format(most=Text(number(most, "en", 9), number(most, "pt", 9)))
    )


def rasterise(strokes: Sequence[Stroke], side: int, window: tuple[float, float, float] | None = None) -> NDArray[np.uint8]:
    """The ink of a drawing, [side, side], 0 nothing to 255 full, as a canvas paints it.

    Strokes have round caps and joins and are smooth: quadratic curves from midpoint to midpoint with the points as their
    controls, the first and the last point being reached. Each pixel holds the share of it that a stroke covers, taken from
    its distance to the stroke's axis (exact along straight edges); strokes lie over each other.
    `window`: (x, y, side) of the square of the board that is painted, in units; the whole board if None.
    """
    left, top, width = window or (0.0, 0.0, float(BOARD_SIDE))
    scale = side / width
    empty = np.ones((side, side), np.float32)  # share of each pixel that is still without ink
    for stroke in strokes:
        path = _flattened_curve((stroke.points.astype(np.float64) - (left, top)) * scale)  # [n, 2] pixels
        radius = stroke.pen * scale / 2
        distance = _distance(path, side, radius)  # [side, side]
        covered = np.minimum(distance + 0.5, radius) - np.maximum(distance - 0.5, -radius)
        empty *= 1 - covered.clip(0, 1)
    return np.rint(255 * (1 - empty)).astype(np.uint8)


def _flattened_curve(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners of the polygon that stands for the smooth curve through `points` [n, 2]."""
    if len(points) < 3:
        return points
    middle = (points[1:-1] + points[2:]) / 2  # [n - 2, 2], where one curve ends and the next begins
    begin = np.concatenate([points[:1], middle[:-1]])
    corners = [points[0]]
    for a, b, c in zip(begin, points[1:-1], middle, strict=True):
        bend = float(np.hypot(*(a - 2 * b + c)))  # a chord of a parabola leaves it by a quarter of this
        t = np.linspace(0, 1, 2 + int(np.sqrt(bend / 4 / _FLATNESS)))[1:, None]
        corners.extend((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c)
    return np.array([*corners, points[-1]])


def _distance(path: NDArray[np.float64], side: int, radius: float) -> NDArray[np.float32]:
    """Distance of every pixel's centre to a polygon [n, 2], in pixels, [side, side]; exact where it decides about a pen's edge.

    Farther than `radius` + 1 counts as that; where all is well inside the pen already, no nearer piece is looked for.
    """
    reach, full = radius + 1, max(0.0, radius - 0.5) ** 2
    nearest = np.full((side, side), reach**2, np.float32)
    centre = np.arange(side, dtype=np.float32) + 0.5
    ends = path[1:] if len(path) > 1 else path
    low = np.floor(np.minimum(path[: len(ends)], ends) - reach).clip(0, side).astype(int).tolist()
    high = np.ceil(np.maximum(path[: len(ends)], ends) + reach).clip(0, side).astype(int).tolist()
    for (ax, ay), (bx, by), (x0, y0), (x1, y1) in zip(path.tolist(), ends.tolist(), low, high, strict=False):
        window = nearest[y0:y1, x0:x1]
        if window.max(initial=0) <= full:
            continue
        px, py = centre[None, x0:x1] - ax, centre[y0:y1, None] - ay  # [1, w], [h, 1]
        dx, dy = bx - ax, by - ay
        along = ((px * dx + py * dy) / (dx * dx + dy * dy or 1.0)).clip(0, 1)  # [h, w], 0 at a and 1 at b
        np.minimum(window, (px - along * dx) ** 2 + (py - along * dy) ** 2, out=window)
    return np.sqrt(nearest)


def prepare(strokes: Sequence[Stroke]) -> NDArray[np.uint8]:
    """A drawing as MNIST would hold it, uint8 [28, 28]; a drawing without strokes is blank.

    Only the square around the ink is painted, finely: a small digit comes out as smooth as a large one.
    """
    if not strokes:
        return np.zeros((MNIST_SIDE, MNIST_SIDE), np.uint8)
    low = np.min([s.points.min(0) - s.pen / 2 for s in strokes], axis=0)
    high = np.max([s.points.max(0) + s.pen / 2 for s in strokes], axis=0)
    width = float((high - low).max())
    fine = SUPERSAMPLING if sum(len(s.points) for s in strokes) <= 1000 else SUPERSAMPLING // 2
    return fit_like_mnist(rasterise(strokes, MNIST_BOX * fine, (float(low[0]), float(low[1]), width)))


def fit_like_mnist(ink: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Any ink [h, w], high on 0 → uint8 [28, 28]: the ink's box fitted into 20 × 20, its centre of mass in the middle.

    The longer side of the box becomes 20 pixels, the other keeps the proportion; each pixel is the mean of the area that it
    covers; the darkest becomes 255. The move is by whole pixels and keeps the box inside. MNIST counts pixels from their middle:
    the centre of mass of its digits lies within half a pixel of (14, 14), where (13.5, 13.5) would be the middle of the picture.
    Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied to document recognition, 1998, section III A.
    """
    out = np.zeros((MNIST_SIDE, MNIST_SIDE), np.uint8)
    values = ink.astype(np.float64)
    inked = values > values.max(initial=0) * _MIN_INK
    rows, columns = np.flatnonzero(inked.any(1)), np.flatnonzero(inked.any(0))
    if not len(rows):
        return out
    crop = values[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    h, w = (max(1, _round_half_up(n * MNIST_BOX / max(crop.shape))) for n in crop.shape)
    small = _area_weights(crop.shape[0], h) @ crop @ _area_weights(crop.shape[1], w).T  # [h, w]
    small *= 255 / small.max()
    y, x = (
        _round_half_up(MNIST_SIDE / 2 - centre) for centre in _centre_of_mass(small)
    )  # to the middle of pixel 14, the first past the centre
    y, x = min(max(y, 0), MNIST_SIDE - h), min(max(x, 0), MNIST_SIDE - w)
    out[y : y + h, x : x + w] = np.rint(small)
    return out


def _round_half_up(value: float) -> int:
    """The nearest whole number, halves up: Python's own rounding to even would move a digit by a pixel every other time."""
    return int(np.floor(value + 0.5))


def _area_weights(cells: int, fewer: int) -> NDArray[np.float64]:
    """Weights [fewer, cells] that average `cells` into `fewer`, each by the share of it that falls inside."""
    edge = np.arange(fewer + 1)[:, None] * cells / fewer
    cell = np.arange(cells)[None]
    shared = np.minimum(cell + 1, edge[1:]) - np.maximum(cell, edge[:-1])
    return shared.clip(0) * fewer / cells


def _centre_of_mass(ink: NDArray[np.float64]) -> tuple[float, float]:
    """(y, x) in pixels from the middle of the first."""
    total = ink.sum()
    y, x = (float(ink.sum(axis) @ np.arange(n) / total) for axis, n in ((1, ink.shape[0]), (0, ink.shape[1])))
    return y, x


def border_mask(shape: tuple[int, ...], width: int) -> NDArray[np.bool_]:
    """True on the outermost `width` rows and columns of `shape` [h, w]."""
    frame = np.ones(shape, bool)
    frame[width:-width, width:-width] = False
    return frame
