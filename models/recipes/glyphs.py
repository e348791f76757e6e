"""The shapes in which people write the ten digits, as the places that a pen passes; every call draws another one of its kind.

A glyph is a list of strokes, each [n, 2] in a box of 1 × 1, y down: a smooth curve passes the places, and a place twice is a corner.
Written down for training; the strangers that judge (`models/recipes/strangers.py`) are built of arcs and lines and share none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Line = NDArray[np.float64]  # [n, 2]
Glyph = list[Line]
Draw = Callable[[Generator], Glyph]


def _line(*places: float) -> Line:
    return np.array(places, np.float64).reshape(-1, 2)


def _ring(x: float, y: float, wide: float, high: float, start: float, turn: float) -> Line:
    """An ellipse's places from the angle `start` on (in rounds: 0 to the right, −0.25 above), `turn` rounds, clockwise if positive."""
    angle = 2 * np.pi * (start + np.linspace(0, turn, max(4, round(abs(turn) * 9))))
    return np.stack([x + wide / 2 * np.cos(angle), y + high / 2 * np.sin(angle)], 1)


def _zero(r: Generator) -> Glyph:
    return [_ring(0.5, 0.5, r.uniform(0.38, 1.0), 1, r.uniform(-0.36, -0.12), -r.uniform(0.94, 1.12) * r.choice([1, 1, -1]))]


def _one_bar(r: Generator) -> Glyph:
    bow = r.uniform(-0.04, 0.04)
    return [_line(0.5, 0, 0.5 + bow, 0.5, 0.5, 1)]


def _flag(r: Generator, longest: float) -> tuple[Line, float]:
    """A 1 whose first stroke climbs to the top, and where it stands."""
    out, bow = r.uniform(0.12, longest), r.uniform(-0.07, 0.07)
    down = r.uniform(max(0.12, 0.55 * out), 0.5)  # a flag that hardly falls is the bar of a 7
    x = out + 0.05
    foot = x + r.uniform(-0.06, 0.06)
    top = [x - out, down, x - out / 2 + bow, down / 2 + bow, x, 0]
    down_again = [x, 0, (x + foot) / 2, 0.5, foot, 1]
    if r.random() < 0.25:  # two movements
        return _line(*top), foot
    return _line(*top, *down_again), foot


def _one_flag(r: Generator) -> Glyph:
    line, foot = _flag(r, 0.62)
    return [line] if len(line) > 3 else [line, _line(line[-1, 0], 0, foot, 1)]


def _one_base(r: Generator) -> Glyph:
    half, tilt = r.uniform(0.12, 0.42), r.uniform(-0.03, 0.03)
    glyph = _one_flag(r) if r.random() < 0.8 else _one_bar(r)
    x = glyph[-1][-1, 0]
    return [*glyph, _line(x - half, 1 + tilt, x + half * r.uniform(0.7, 1.2), 1 - tilt)]


def _two_head(r: Generator) -> list[float]:
    right = r.uniform(0.7, 0.92)
    return [0.1, r.uniform(0.14, 0.34), 0.28, 0.04, 0.55, 0, right, 0.16, right - 0.04, 0.4]


def _two(r: Generator) -> Glyph:
    end = r.uniform(0.92, 1.02)
    return [_line(*_two_head(r), 0.45, 0.72, 0.08, 1, 0.08, 1, 0.5, r.uniform(0.95, 1.0), r.uniform(0.85, 1.02), end)]


def _two_loop(r: Generator) -> Glyph:
    low, size = r.uniform(0.86, 0.95), r.uniform(0.06, 0.17)
    loop = [0.42, 0.74, 0.18, low + 0.03, 0.06, low, 0.1, low - size, 0.28, low - size * 0.5, 0.5, 0.93, 0.72, 1.0]
    return [_line(*_two_head(r), *loop, r.uniform(0.88, 1.05), r.uniform(0.8, 0.97))]


def _two_round(r: Generator) -> Glyph:
    """The foot swings out of the back without a corner."""
    return [_line(*_two_head(r), 0.4, 0.76, 0.14, 0.97, 0.3, 0.9, 0.6, 0.98, r.uniform(0.85, 1.0), r.uniform(0.9, 0.98))]


def _two_angular(r: Generator) -> Glyph:
    corner = r.uniform(0.0, 0.12)
    return [_line(0.08, 0.08 + corner, 0.5, 0.0, 0.9, corner, 0.9, corner, 0.5, 0.5, 0.06, 1, 0.06, 1, 0.95, 1)]


def _three_low(r: Generator) -> list[float]:
    right = r.uniform(0.8, 0.98)
    return [right, 0.7, 0.78, 0.94, 0.46, 1, 0.2, 0.97, r.uniform(0.0, 0.14), r.uniform(0.8, 0.92)]


def _three(r: Generator) -> Glyph:
    waist, right = r.uniform(0.28, 0.55), r.uniform(0.72, 0.9)
    top = [0.08, r.uniform(0.08, 0.22), 0.4, 0, right, 0.14, right - 0.06, 0.36]
    return [_line(*top, waist, 0.47, waist, 0.47, 0.75, 0.53, *_three_low(r))]


def _three_loop(r: Generator) -> Glyph:
    waist = r.uniform(0.3, 0.45)
    top = [0.1, 0.14, 0.42, 0, 0.82, 0.14, 0.72, 0.36]
    return [_line(*top, waist + 0.06, 0.5, waist - 0.06, 0.46, waist + 0.05, 0.4, 0.7, 0.53, *_three_low(r))]


def _three_flat(r: Generator) -> Glyph:
    right, waist = r.uniform(0.75, 0.95), r.uniform(0.32, 0.5)
    return [_line(0.1, r.uniform(0, 0.05), right, 0, right, 0, 0.6, 0.24, waist, 0.4, waist, 0.4, 0.76, 0.47, *_three_low(r))]


def _four_open(r: Generator) -> Glyph:
    bar, lean, stem = r.uniform(0.46, 0.68), r.uniform(0.0, 0.22), r.uniform(0.6, 0.82)
    left = 0.04 + lean
    arm = [left, r.uniform(0, 0.1), 0.04 + lean / 3, bar / 2, 0.04, bar, 0.04, bar]
    first = _line(*arm, 0.5, bar + r.uniform(-0.04, 0.04), 0.98, bar - 0.03)
    return [first, _line(stem + 0.04, r.uniform(0.0, 0.3), stem, 0.6, stem - r.uniform(-0.03, 0.1), 1)]


def _four_cup(r: Generator) -> Glyph:
    """Round below, as in a y: the left arm swings into the stem, which stands on."""
    bar, stem = r.uniform(0.42, 0.6), r.uniform(0.74, 0.9)
    first = _line(0.08, 0, 0.05, bar * 0.6, 0.25, bar, 0.55, bar * 0.95, stem, bar * 0.7)
    return [first, _line(stem + 0.02, r.uniform(-0.02, 0.12), stem, 0.5, stem - r.uniform(0, 0.08), 1)]


def _four_angular(r: Generator) -> Glyph:
    """An arm that leans in, a bar, a stem that starts high: open above by a little."""
    bar, stem = r.uniform(0.55, 0.72), r.uniform(0.62, 0.8)
    first = _line(stem - r.uniform(0.1, 0.3), 0, 0.3, bar * 0.55, 0.03, bar, 0.03, bar, 0.98, bar)
    return [first, _line(stem, r.uniform(0.2, 0.5), stem, 1)]


def _four_closed(r: Generator) -> Glyph:
    bar, stem = r.uniform(0.55, 0.74), r.uniform(0.62, 0.82)
    if r.random() < 0.5:  # in one go, from the foot up
        return [_line(stem, 1, stem, 0.5, stem, 0, stem, 0, 0.36, bar * 0.55, 0.02, bar, 0.02, bar, 0.98, bar)]
    return [_line(stem, 0, 0.34, bar * 0.55, 0.02, bar, 0.02, bar, 0.98, bar), _line(stem, r.uniform(0, 0.03), stem, 1)]


def _five_low(r: Generator) -> list[float]:
    right = r.uniform(0.78, 0.98)
    return [0.5, r.uniform(0.36, 0.42), right - 0.06, 0.5, right, 0.7, 0.74, 0.94, 0.42, 1, r.uniform(0, 0.14), r.uniform(0.84, 0.96)]


def _five(r: Generator) -> Glyph:
    left, top = r.uniform(0.12, 0.28), r.uniform(0, 0.06)
    hat = [r.uniform(0.8, 1.0), top, 0.55, top / 2, left + 0.04, 0, left + 0.04, 0]
    return [_line(*hat, left, 0.42, left, 0.42, *_five_low(r))]


def _five_hat(r: Generator) -> Glyph:
    """Belly first, then a hat that need not touch."""
    left, gap, lift = r.uniform(0.12, 0.3), r.uniform(-0.06, 0.16), r.uniform(-0.1, 0.05)
    body = _line(left + 0.05, 0.04, left, 0.42, left, 0.42, *_five_low(r))
    return [body, _line(left + gap, r.uniform(-0.02, 0.05), r.uniform(0.75, 1.05), lift)]


def _five_round(r: Generator) -> Glyph:
    """In one swing, near an S but for its hat."""
    return [_line(r.uniform(0.75, 0.92), 0.03, 0.45, 0.0, 0.22, 0.06, 0.17, 0.3, 0.24, 0.42, *_five_low(r))]


def _six(r: Generator) -> Glyph:
    top, right, close = r.uniform(0.5, 0.85), r.uniform(0.8, 0.98), r.uniform(0.42, 0.58)
    low = [0.1, 0.78, 0.34, 0.98, 0.66, 0.97, right, 0.74, 0.72, close + 0.02, 0.4, close + 0.04]
    return [_line(top, r.uniform(0, 0.06), 0.3, 0.22, 0.08, 0.55, *low, r.uniform(0.08, 0.22), r.uniform(0.66, 0.8))]


def _six_straight(r: Generator) -> Glyph:
    """A stick and a ring at its foot."""
    size, x = r.uniform(0.4, 0.56), r.uniform(0.0, 0.5)
    ring = _ring(0.5, 1 - size / 2, r.uniform(0.65, 0.95), size, 0.5, -r.uniform(0.92, 1.08))
    return [np.concatenate([_line(0.3 + x, 0, 0.2 + x / 3, 0.4), ring])]


def _six_narrow(r: Generator) -> Glyph:
    """A long bow with a small loop inside."""
    size = r.uniform(0.28, 0.42)
    return [_line(0.6, 0, 0.2, 0.36, 0.1, 0.76, 0.3, 1, 0.62, 0.98, 0.72, 1 - size / 2, 0.5, 1 - size, 0.24, 1 - size * 0.55, 0.2, 0.9)]


def _seven(r: Generator) -> Glyph:
    foot, bow, rise = r.uniform(0.1, 0.55), r.uniform(-0.12, 0.08), r.uniform(-0.08, 0.06)
    top = _line(0.02, 0.03, 0.5, 0.02 + rise / 2, 0.96, rise + 0.03, 0.96, rise + 0.03)
    if r.random() < 0.3:  # a hook where the pen sets down
        top = np.concatenate([_line(0.03, r.uniform(0.1, 0.25), 0.02, 0.03, 0.02, 0.03), top[1:]])
    return [np.concatenate([top, _line((0.96 + foot) / 2 + bow, 0.45, foot, 1)])]


def _crossing(r: Generator, glyph: Glyph) -> Line:
    """A bar through the last stroke's stem."""
    at = r.uniform(0.4, 0.64)
    a, b = glyph[-1][-2], glyph[-1][-1]
    x = a[0] + (b[0] - a[0]) * (at - a[1]) / (b[1] - a[1])
    left, right, tilt = r.uniform(0.14, 0.42), r.uniform(0.14, 0.42), r.uniform(-0.07, 0.05)
    return _line(x - left, at - tilt, x + right, at + tilt)


def _seven_crossed(r: Generator) -> Glyph:
    glyph = _seven(r)
    return [*glyph, _crossing(r, glyph)]


def _eight(r: Generator) -> Glyph:
    """One S and back; the end may stay open."""
    waist, gap, top = r.uniform(0.4, 0.54), r.uniform(-0.06, 0.12), r.uniform(0.62, 0.86)
    s = [top, 0.14, 0.5, 0, 0.24, 0.08, 0.2, waist * 0.55, 0.5, waist, 0.86, 0.7, 0.78, 0.94, 0.48, 1, 0.14, 0.9, 0.14, 0.7]
    return [_line(*s, 0.5, waist + 0.02, 0.78, waist * 0.6, top + gap, 0.1 + abs(gap) / 2)]


def _eight_rings(r: Generator) -> Glyph:
    size, apart = r.uniform(0.38, 0.52), r.uniform(-0.03, 0.05)
    upper = _ring(0.5 + r.uniform(-0.06, 0.06), size / 2, r.uniform(0.45, 0.75), size, r.uniform(0.1, 0.4), r.uniform(0.94, 1.08))
    high = 1 - size - apart
    return [upper, _ring(0.5, 1 - high / 2, r.uniform(0.65, 0.98), high, r.uniform(-0.4, -0.1), r.uniform(0.94, 1.08))]


def _eight_waist(r: Generator) -> Glyph:
    """From the waist around above and around below."""
    waist = r.uniform(0.42, 0.52)
    above = [0.5, waist, 0.2, 0.24, 0.34, 0.02, 0.66, 0.02, 0.8, 0.24]
    return [_line(*above, 0.5, waist + 0.02, 0.16, 0.74, 0.32, 0.99, 0.7, 0.99, 0.86, 0.74, 0.53, waist)]


def _nine_ring(r: Generator, x: float) -> Line:
    size, wide = r.uniform(0.4, 0.56), r.uniform(0.6, 0.95)
    return _ring(x - wide / 2, size / 2, wide, size, r.uniform(-0.12, 0.02), -r.uniform(0.92, 1.08))


def _nine(r: Generator) -> Glyph:
    ring, foot = _nine_ring(r, 0.9), r.uniform(0.55, 0.92)
    stem = _line(0.89, 0.1, 0.89, 0.1, (0.9 + foot) / 2, 0.5, foot, 1)
    return [np.concatenate([ring, stem])] if r.random() < 0.6 else [ring, stem[1:]]


def _nine_tail(r: Generator) -> Glyph:
    """The tail swings out to the left."""
    ring, deep = _nine_ring(r, 0.88), r.uniform(0.8, 0.92)
    return [np.concatenate([ring, _line(0.88, 0.12, 0.88, 0.12, 0.88, 0.5, 0.78, 0.85, 0.48, 1, r.uniform(0.05, 0.25), deep)])]


def _nine_bow(r: Generator) -> Glyph:
    """Ring and bow in one curve, without a corner."""
    ring = [0.84, 0.2, 0.58, 0.0, 0.2, 0.1, 0.14, 0.36, 0.44, 0.5, 0.78, 0.36, 0.86, 0.14]
    return [_line(*ring, 0.84, 0.5, 0.68, 0.8, r.uniform(0.3, 0.6), 1)]


GLYPHS: Mapping[int, Mapping[str, tuple[float, Draw]]] = {
    0: {"round": (1, _zero)},
    1: {"bar": (0.25, _one_bar), "flag": (0.5, _one_flag), "base": (0.25, _one_base)},
    2: {"straight": (0.3, _two), "loop": (0.4, _two_loop), "round": (0.15, _two_round), "angular": (0.15, _two_angular)},
    3: {"round": (0.5, _three), "loop": (0.15, _three_loop), "flat": (0.35, _three_flat)},
    4: {"open": (0.4, _four_open), "cup": (0.15, _four_cup), "angular": (0.15, _four_angular), "closed": (0.3, _four_closed)},
    5: {"one go": (0.4, _five), "hat": (0.4, _five_hat), "round": (0.2, _five_round)},
    6: {"bow": (0.5, _six), "stick": (0.3, _six_straight), "narrow": (0.2, _six_narrow)},
    7: {"plain": (0.4, _seven), "crossed": (0.6, _seven_crossed)},
    8: {"one go": (0.4, _eight), "rings": (0.35, _eight_rings), "waist": (0.25, _eight_waist)},
    9: {"stick": (0.4, _nine), "tail": (0.3, _nine_tail), "bow": (0.3, _nine_bow)},
}
"""Digit → name of the shape → how often it is drawn among the digit's, and how."""
