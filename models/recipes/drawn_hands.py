"""Digits drawn by made-up hands, for training beside MNIST's: strokes as the page sends them, prepared as the page prepares them.

A hand is a shape of each digit (`glyphs.py`), proportion, slant, unsteadiness, the size of its writing and a pen from very thin to very
thick. Some come as a finder of ink on paper leaves them: broken, with specks, with what is left of a ruling, eaten by grain.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from skimage.filters import gaussian

from models.inputs.drawing import BOARD_SIDE, MNIST_BOX, SUPERSAMPLING, Stroke, fit_like_mnist, prepare, rasterise
from models.recipes.glyphs import GLYPHS, Line
from models.recipes.mnist import Digits

_LIMITED_DISTORTION = (1, 7)
"""Narrow or much turned, one is the other."""

Ink = NDArray[np.float64]  # [h, w], 0 to 1


@dataclass(frozen=True, slots=True)
class HandwritingConfig:
    """How many digits are drawn and how far made-up hands differ."""

    count: int = 14_000
    thinnest: float = 0.014  # pen's width, of the digit's height
    thickest: float = 0.26
    smallest: float = 16  # units of the board, the digit's height
    largest: float = 215
    wobble: float = 0.045  # of the box, deviation of each place that a pen passes
    swell: float = 0.06  # of the box, deviation of slow bends of the whole digit
    turn: float = 0.13  # rad, deviation
    faulty: float = 0.25  # share that is left as a finder of ink on paper leaves it


def draw_digits(drawing: HandwritingConfig, seed: int) -> Digits:
    """`drawing.count` digits, each class as often; the same seed, the same digits."""
    rng = np.random.default_rng((seed, 28))
    labels = np.arange(drawing.count) % 10
    pictures = np.zeros((drawing.count, 28, 28), np.uint8)
    for i, digit in enumerate(labels):
        strokes = strokes_of(int(digit), drawing, rng)
        pictures[i] = _with_scan_faults(strokes, rng) if rng.random() < drawing.faulty else prepare(strokes)
    return Digits(torch.from_numpy(pictures), torch.from_numpy(labels))


def strokes_of(digit: int, drawing: HandwritingConfig, rng: Generator) -> tuple[Stroke, ...]:
    """One digit by a hand of its own, on the board."""
    shapes = GLYPHS[digit]
    weights = np.array([share for share, _ in shapes.values()])
    name = rng.choice(list(shapes), p=weights / weights.sum())
    glyph = [_jittered(line, drawing.wobble * rng.random(), rng) for line in _sometimes_reversed(shapes[name][1](rng), rng)]
    curves = _proportioned([_smooth(line) for line in glyph], digit, drawing, rng)
    high = np.exp(rng.uniform(np.log(drawing.smallest), np.log(drawing.largest)))
    pen = high * np.exp(rng.uniform(np.log(drawing.thinnest), np.log(drawing.thickest)))
    return _to_board_strokes(curves, high, pen, rng)


def _sometimes_reversed(glyph: Sequence[Line], rng: Generator) -> list[Line]:
    """The same strokes, one in ten written backwards."""
    return [line[::-1].copy() if rng.random() < 0.1 else line for line in glyph]


def _jittered(line: Line, deviation: float, rng: Generator) -> Line:
    """Every place elsewhere by a little; a corner stays one."""
    moved = line + rng.normal(0, deviation, line.shape)
    corner = np.nonzero((line[1:] == line[:-1]).all(1))[0]
    moved[corner + 1] = moved[corner]
    return moved


def _smooth(line: Line, pieces: int = 12) -> Line:
    """A Catmull-Rom curve through the places, cut where a place stands twice."""
    close = (line[1:] == line[:-1]).all(1)
    ends = [0, *(np.nonzero(close)[0] + 1).tolist(), len(line)]
    t = np.linspace(0, 1, pieces, endpoint=False)[:, None]
    out = []
    for begin, end in itertools.pairwise(ends):
        part = line[begin:end]
        if len(part) < 2:
            continue
        padded = np.concatenate([2 * part[:1] - part[1:2], part, 2 * part[-1:] - part[-2:-1]])
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
            out.append(b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))))
        out.append(part[-1:])
    return np.concatenate(out)


def _proportioned(curves: Sequence[Line], digit: int, drawing: HandwritingConfig, rng: Generator) -> list[Line]:
    """Bent, slanted, turned, narrowed or widened; about 1 high."""
    wide = max(np.exp(rng.normal(np.log(0.66), 0.22)), 0.5 if digit in _LIMITED_DISTORTION else 0)
    slant, turn = rng.normal(0.1, 0.17), rng.normal(0, drawing.turn * (0.5 if digit in _LIMITED_DISTORTION else 1))
    waves = rng.normal(0, drawing.swell * rng.random(), (2, 2, 2)), rng.uniform(0, 2 * np.pi, (2, 2, 2))
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    made = []
    for curve in curves:
        bend = sum(
            waves[0][k, axis] * np.sin((k + 1) * np.pi * curve[:, axis : axis + 1] + waves[1][k, axis]) for k in (0, 1) for axis in (0, 1)
        )
        xy = (curve + bend - 0.5) * (wide, 1)
        xy[:, 0] -= slant * xy[:, 1]
        made.append(xy @ turned.T)
    return made


def _to_board_strokes(curves: Sequence[Line], high: float, pen: float, rng: Generator) -> tuple[Stroke, ...]:
    """Scaled to `high` units, sampled as a pointer reports, trembling, at whole units, with pens that may differ by stroke."""
    everything = np.concatenate(curves)
    low, size = everything.min(0), np.ptp(everything, axis=0)
    scale = min(high / size[1], (BOARD_SIDE - 8) / size.max())
    corner = rng.uniform(0, np.maximum(1, BOARD_SIDE - size * scale))
    tremble = rng.uniform(0, 0.012) * high * rng.integers(0, 2)
    step, strokes = rng.uniform(2, 9), []
    for curve in curves:
        path = _sampled((curve - low) * scale, step, rng)
        path += corner + tremble * _blurred(rng.normal(size=path.shape), (1.0, 0.0)) * 2
        width = int(np.clip(round(pen * np.exp(rng.normal(0, 0.05))), 1, 90))
        strokes.append(Stroke(width, path.round().clip(0, BOARD_SIDE).astype(np.uint8)))
    return tuple(strokes)


def _sampled(curve: Line, step: float, rng: Generator) -> Line:
    """Places along a curve, nearer to each other where the pen is slow."""
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    count = max(3, int(length[-1] / step))
    speed = _blurred(np.exp(rng.normal(0, 0.6, count)), 1.5)
    moments = np.concatenate([[0], np.cumsum(speed)]) / speed.sum() * length[-1]
    return np.stack([np.interp(moments, length, curve[:, axis]) for axis in (0, 1)], 1)


def _blurred(values: NDArray[np.float64], deviation: float | tuple[float, ...]) -> NDArray[np.float64]:
    return np.asarray(gaussian(values, deviation, mode="reflect", preserve_range=True), np.float64)


# As a finder of ink on paper leaves it


def _with_scan_faults(strokes: Sequence[Stroke], rng: Generator) -> NDArray[np.uint8]:
    """uint8 [28, 28] of ink with one or two faults: what was cut out too much of, or left over."""
    low = np.min([s.points.min(0) - s.pen / 2 for s in strokes], axis=0)
    high = np.max([s.points.max(0) + s.pen / 2 for s in strokes], axis=0)
    width, side = float((high - low).max()), MNIST_BOX * SUPERSAMPLING // 2
    ink: Ink = rasterise(strokes, side, (float(low[0]), float(low[1]), width)) / 255
    ink = np.pad(ink, 6)
    for fault in rng.choice(len(_FAULTS), rng.integers(1, 3), replace=False):
        left = _FAULTS[fault](ink, rng)
        ink = left if _is_readable(ink, left) else ink
    return fit_like_mnist(_blurred(ink, rng.uniform(0, 2)))


def _is_readable(before: Ink, after: Ink) -> bool:
    """Whether a person could still read it: a fault must not take most of a thin stroke away, nor leave more than it found."""
    kept = np.minimum(after, before).sum() / before.sum()
    return bool(kept > 0.55 and after.sum() < 2.5 * before.sum() and after.max() > 0.25)


def _disc(shape: tuple[int, ...], rng: Generator, radius: float) -> Ink:
    y, x = np.mgrid[: shape[0], : shape[1]]
    cy, cx = rng.uniform(0, shape[0]), rng.uniform(0, shape[1])
    return np.asarray((y - cy) ** 2 + (x - cx) ** 2 < radius**2, np.float64)


def _specks(ink: Ink, rng: Generator) -> Ink:
    for _ in range(rng.integers(1, 5)):
        ink = np.maximum(ink, _disc(ink.shape, rng, rng.uniform(0.6, 3.0)) * rng.uniform(0.4, 1))
    return ink


def _broken(ink: Ink, rng: Generator) -> Ink:
    """Gaps in the strokes; small enough that the digit is one still."""
    for _ in range(rng.integers(1, 4)):
        ink = ink * (1 - _disc(ink.shape, rng, rng.uniform(2, 5)))
    return ink


def _ruled(ink: Ink, rng: Generator) -> Ink:
    """A thin line that was taken away with the ink under it, or pieces of it that stayed."""
    n, thick = ink.shape[0], int(rng.integers(1, 4))
    at = int(rng.integers(0, n - thick))
    line = np.zeros_like(ink)
    if rng.random() < 0.5:
        line[at : at + thick] = 1
        left: Ink = ink * (1 - line * rng.uniform(0.5, 1))
        return left
    for _ in range(rng.integers(1, 4)):
        begin = int(rng.integers(0, n))
        line[at : at + thick, begin : begin + int(rng.integers(3, 30))] = rng.uniform(0.3, 0.9)
    return np.maximum(ink, line.T if rng.random() < 0.3 else line)


def _grainy(ink: Ink, rng: Generator) -> Ink:
    """Pencil: paper's tooth takes the colour here and not there."""
    tooth = _blurred(rng.normal(size=ink.shape), rng.uniform(0.7, 2.2))
    tooth = (tooth - tooth.mean()) / tooth.std()
    soft = _blurred(ink, 0.7)
    return np.array((soft * (1 - rng.uniform(0.1, 0.4) * (tooth > rng.uniform(-0.3, 1.2)))) * (soft > 0.15))


def _uneven(ink: Ink, rng: Generator) -> Ink:
    """An edge of a threshold that is too high or too low: strokes thinner or fatter, and paler to one side."""
    y, x = np.mgrid[-1 : 1 : ink.shape[0] * 1j, -1 : 1 : ink.shape[1] * 1j]
    fade = 1 - rng.uniform(0, 0.5) * (0.5 + (rng.uniform(-1, 1) * x + rng.uniform(-1, 1) * y) / 2).clip(0, 1)
    soft = _blurred(ink, rng.uniform(0.8, 2.5))
    return np.array(((soft - rng.uniform(0.05, 0.45)) / 0.35).clip(0, 1) * fade)


_FAULTS = (_specks, _broken, _ruled, _grainy, _uneven)
