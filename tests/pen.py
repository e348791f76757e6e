"""Digits drawn by curves, for judging: no network learned from them and no rule was tuned on the seeds kept for the last look.

A glyph is a list of polylines in a box of 1 × 1, y down, built from arcs and lines whose proportions are drawn from a seed; then the
hand: slant, turn, width, unsteadiness. `GLYPHS` names the ways in which people in Brazil and Europe write each digit.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from models.inputs.drawing import Stroke

Line = NDArray[np.float64]  # [n, (x, y)]
Chance = np.random.Generator


def _arc(centre: tuple[float, float], radii: tuple[float, float], begin: float, end: float) -> Line:
    """Degrees, clockwise on the screen from the right."""
    angle = np.deg2rad(np.linspace(begin, end, max(8, int(abs(end - begin) / 6))))
    return np.stack([centre[0] + radii[0] * np.cos(angle), centre[1] + radii[1] * np.sin(angle)], 1)


def _curve(*corners: tuple[float, float]) -> Line:
    """A Bézier curve of any degree."""
    t = np.linspace(0, 1, 24)[:, None]
    points = [np.array(corner) + 0 * t for corner in corners]
    while len(points) > 1:
        points = [(1 - t) * a + t * b for a, b in itertools.pairwise(points)]
    return points[0]


def _line(*corners: tuple[float, float]) -> Line:
    return np.concatenate([np.linspace(a, b, 14) for a, b in itertools.pairwise(corners)])


def _joined(*parts: Line) -> Line:
    return np.concatenate(parts)


def _zero(c: Chance) -> list[Line]:
    begin = c.uniform(-120, -60)
    return [_arc((0.5, 0.5), (c.uniform(0.28, 0.42), 0.5), begin, begin - 360 - c.uniform(-6, 15))]


def _one_bar(c: Chance) -> list[Line]:
    return [_line((0.5, 0), (0.5 + c.uniform(-0.03, 0.03), 1))]


def _one_flag(c: Chance) -> list[Line]:
    reach, drop = c.uniform(0.2, 0.42), c.uniform(0.18, 0.45)
    return [
        _joined(_curve((0.6 - reach, drop), (0.6 - reach / 3, drop * 0.6), (0.6, 0)), _line((0.6, 0), (0.6 + c.uniform(-0.04, 0.03), 1)))
    ]


def _one_base(c: Chance) -> list[Line]:
    half = c.uniform(0.18, 0.36)
    return [*_one_flag(c), _line((0.6 - half, 1), (0.6 + half, 1))]


def _two(c: Chance) -> list[Line]:
    top = _arc((0.48, 0.27), (c.uniform(0.32, 0.4), 0.27), -170, c.uniform(20, 40))
    end = (c.uniform(0.02, 0.1), 1.0)
    down = _curve(tuple(top[-1]), (0.62, 0.68), end)  # type: ignore[arg-type]
    return [_joined(top, down, _curve(end, (0.5, c.uniform(0.94, 1.0)), (c.uniform(0.85, 1.0), c.uniform(0.95, 1.0))))]


def _two_loop(c: Chance) -> list[Line]:
    top = _arc((0.48, 0.26), (c.uniform(0.3, 0.38), 0.26), -165, 30)
    low = (c.uniform(0.2, 0.28), 0.9)
    down = _curve(tuple(top[-1]), (0.66, 0.62), low)  # type: ignore[arg-type]
    r = c.uniform(0.1, 0.15)
    loop = _arc((low[0] - r * 0.3, low[1] - r * 0.55), (r * 1.2, r * 0.8), 60, 60 + 280)
    return [_joined(down[:0], top, down, loop, _curve(tuple(loop[-1]), (0.55, 1.02), (0.98, c.uniform(0.88, 0.97))))]  # type: ignore[arg-type]


def _three_round(c: Chance) -> list[Line]:
    mid = c.uniform(0.44, 0.5)
    top = _arc((0.45, mid / 2), (c.uniform(0.3, 0.38), mid / 2), -160, 85)
    return [_joined(top, _arc((0.45, (1 + mid) / 2), (c.uniform(0.36, 0.46), (1 - mid) / 2), -88, c.uniform(140, 165)))]


def _three_flat(c: Chance) -> list[Line]:
    mid = c.uniform(0.38, 0.46)
    top = _line((0.1, 0.02), (0.82, 0.0), (0.42, mid))
    return [_joined(top, _arc((0.42, (1 + mid) / 2), (c.uniform(0.36, 0.46), (1 - mid) / 2), -88, c.uniform(140, 165)))]


def _four_open(c: Chance) -> list[Line]:
    bar = c.uniform(0.52, 0.66)
    stem = c.uniform(0.6, 0.74)
    left = _joined(
        _line((c.uniform(0.12, 0.28), 0), (c.uniform(0.02, 0.12), bar)), _line((0.06, bar), (0.98, bar + c.uniform(-0.04, 0.03)))
    )
    top = c.uniform(0.0, 0.3)
    return [left, _line((stem + 0.04, top), (stem, 1))]


def _four_closed(c: Chance) -> list[Line]:
    bar, stem = c.uniform(0.6, 0.72), c.uniform(0.62, 0.74)
    return [_line((stem, 1), (stem, 0), (0.02, bar), (0.98, bar + c.uniform(-0.02, 0.02)))]


def _five_hat(c: Chance) -> list[Line]:
    x, mid = c.uniform(0.14, 0.24), c.uniform(0.38, 0.46)
    bowl = _arc((0.42, (mid - 0.04 + 1) / 2), (c.uniform(0.4, 0.5), (1.04 - mid) / 2), -125, c.uniform(130, 160))

    hat = _line((x + 0.03, c.uniform(-0.02, 0.03)), (c.uniform(0.8, 0.96), c.uniform(-0.05, 0.03)))
    return [_joined(_line((x + 0.04, 0), (x, mid)), bowl), hat]


def _five_once(c: Chance) -> list[Line]:
    x, mid = c.uniform(0.14, 0.24), c.uniform(0.38, 0.46)
    bowl = _arc((0.42, (mid - 0.04 + 1) / 2), (c.uniform(0.4, 0.5), (1.04 - mid) / 2), -125, c.uniform(130, 160))
    return [_joined(_line((c.uniform(0.78, 0.95), 0.0), (x + 0.04, 0.01), (x, mid)), bowl)]


def _six(c: Chance) -> list[Line]:
    ring, r = c.uniform(0.68, 0.74), c.uniform(0.3, 0.4)
    into = _curve((c.uniform(0.6, 0.82), 0), (0.16, c.uniform(0.15, 0.3)), (0.5 - r, ring))
    return [_joined(into, _arc((0.5, ring), (r, 1 - ring), 180, -180 - c.uniform(0, 15)))]


def _seven(c: Chance) -> list[Line]:
    corner = (c.uniform(0.84, 0.98), c.uniform(-0.02, 0.05))
    return [_joined(_line((0.03, c.uniform(0.0, 0.06)), corner), _curve(corner, (0.55, 0.45), (c.uniform(0.25, 0.45), 1)))]


def _seven_crossed(c: Chance) -> list[Line]:
    (body,) = _seven(c)
    y = c.uniform(0.44, 0.58)
    x = float(np.interp(y, body[-24:, 1], body[-24:, 0]))
    return [body, _line((x - c.uniform(0.2, 0.32), y + c.uniform(-0.02, 0.04)), (x + c.uniform(0.2, 0.32), y + c.uniform(-0.05, 0.02)))]


def _eight(c: Chance) -> list[Line]:
    """A lemniscate, standing; the upper ring smaller."""
    t = np.deg2rad(np.linspace(-60, 300, 90))
    low = np.where(np.cos(t) < 0, c.uniform(1.0, 1.1), c.uniform(0.82, 0.95))
    return [np.stack([0.5 + c.uniform(0.62, 0.8) * np.sin(t) * np.cos(t) * low, 0.46 - 0.5 * np.cos(t) * low], 1)]


def _eight_rings(c: Chance) -> list[Line]:
    mid = c.uniform(0.43, 0.49)
    top = _arc((0.5, mid / 2), (c.uniform(0.24, 0.34), mid / 2), 90, 450)
    return [_joined(top, _arc((0.5, (1 + mid) / 2), (c.uniform(0.32, 0.42), (1 - mid) / 2), -90, 270))]


def _nine(c: Chance) -> list[Line]:
    r, ring = c.uniform(0.3, 0.38), c.uniform(0.26, 0.32)
    head = _arc((0.45, ring), (r, ring), -20, -365)
    return [_joined(head, _line((0.45 + r, ring * 0.9), (0.45 + r + c.uniform(-0.08, 0.04), 1)))]


def _nine_curved(c: Chance) -> list[Line]:
    r, ring = c.uniform(0.3, 0.38), c.uniform(0.26, 0.32)
    head = _arc((0.45, ring), (r, ring), -20, -365)
    right = 0.45 + r
    return [_joined(head, _curve((right, ring), (right + 0.02, c.uniform(0.85, 1.15)), (c.uniform(0.1, 0.25), c.uniform(0.86, 0.96))))]


GLYPHS: dict[str, tuple[int, Callable[[Chance], list[Line]]]] = {
    "zero": (0, _zero), "bar 1": (1, _one_bar), "flagged 1": (1, _one_flag), "flagged 1 on a base": (1, _one_base),
    "plain 2": (2, _two), "looped 2": (2, _two_loop), "round 3": (3, _three_round), "flat 3": (3, _three_flat),
    "open 4": (4, _four_open), "closed 4": (4, _four_closed), "5 with a hat": (5, _five_hat), "5 at once": (5, _five_once),
    "six": (6, _six), "plain 7": (7, _seven), "crossed 7": (7, _seven_crossed), "8 at once": (8, _eight), "8 of rings": (8, _eight_rings),
    "straight 9": (9, _nine), "curved 9": (9, _nine_curved),
}  # fmt: skip
OF_DIGIT = {digit: tuple(name for name, (of, _) in GLYPHS.items() if of == digit) for digit in range(10)}


@dataclass(frozen=True, slots=True)
class Written:
    """A digit as somebody wrote it: lines [n, (x, y)] with y from 0 to about 1, x in the same unit; the pen's width in it."""

    digit: int
    glyph: str
    lines: tuple[Line, ...]
    pen: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom), the pen's width included."""
        every = np.concatenate(self.lines)
        (left, top), (right, bottom) = every.min(0) - self.pen / 2, every.max(0) + self.pen / 2
        return float(left), float(top), float(right), float(bottom)


def write(rng: Chance, digit: int | None = None, glyph: str | None = None, pen: tuple[float, float] = (0.05, 0.14)) -> Written:
    """A digit in a hand of its own."""
    if glyph is None:
        digit = int(rng.integers(10)) if digit is None else digit
        glyph = str(rng.choice(OF_DIGIT[digit]))
    of, shape = GLYPHS[glyph]
    wide, slant, turn = rng.uniform(0.6, 0.85), rng.normal(0.06, 0.1), np.deg2rad(rng.normal(0, 4))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    made = []
    for line in shape(rng):
        bent = line * (wide, 1.0) + _tremor(len(line), rng) * rng.uniform(0.0, 0.012)
        bent[:, 0] += (0.5 - bent[:, 1]) * np.clip(slant, -0.15, 0.35)
        made.append((bent - 0.5) @ rotation.T + 0.5)
    return Written(of, glyph, tuple(made), rng.uniform(*pen))


def _tremor(count: int, rng: Chance) -> Line:
    noise = rng.standard_normal((count + 16, 2))
    window = np.hanning(17) / np.linalg.norm(np.hanning(17))
    return np.stack([np.convolve(noise[:, k], window, "valid") for k in (0, 1)], 1)


def paint(written: Written, size: tuple[int, int], place: tuple[float, float], height: float) -> NDArray[np.float32]:
    """Ink [h, w] from 0 to 1 on a picture of `size` (w, h): `place` is the box's upper left corner, `height` its higher side, in px."""
    left, top, right, bottom = written.box
    scale = height / max(bottom - top, right - left)
    fine = max(1, min(4, round(1600 / max(size))))
    canvas = Image.new("L", (size[0] * fine, size[1] * fine))
    pen = ImageDraw.Draw(canvas)
    width = max(written.pen * scale * fine, 1.0)
    for line in written.lines:
        points = ((line - (left, top)) * scale + place) * fine
        pen.line([tuple(p) for p in points], fill=255, width=max(1, round(width)), joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    return np.asarray(canvas.resize(size, Image.Resampling.BOX), np.float32) / 255


def strokes(written: Written, rng: Chance, height: float, pen: int | None = None) -> tuple[Stroke, ...]:
    """The same as the board takes it: `height` and `pen` in its units, somewhere on it."""
    left, top, right, bottom = written.box
    scale = height / max(bottom - top, right - left)
    room = 255 - np.array([right - left, bottom - top]) * scale
    at = rng.uniform(0, 1, 2) * room.clip(0)
    width = pen or max(1, round(written.pen * scale))
    return tuple(Stroke(width, ((line - (left, top)) * scale + at).round().clip(0, 255).astype(np.uint8)) for line in written.lines)


def sheet(seed: int, names: Sequence[str] = tuple(GLYPHS), each: int = 10) -> Image.Image:
    """To be looked at: every glyph `each` times."""
    out = np.zeros((len(names) * 64, each * 64), np.float32)
    for i, name in enumerate(names):
        for j in range(each):
            drawn = write(np.random.default_rng([seed, i, j]), glyph=name)
            out[i * 64 : i * 64 + 64, j * 64 : j * 64 + 64] = paint(drawn, (64, 64), (8, 4), 56)
    return Image.fromarray((255 * (1 - out)).astype(np.uint8))
