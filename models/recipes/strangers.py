"""Digits by hands that no network here has learned from, kind by kind: python -m models.recipes.strangers NETWORK …

Strokes built of arcs and straight lines (training's are curves through places, `glyphs.py`; the two share nothing but the page's own
preparation), and the 1,797 digits of 43 writers that come with scikit-learn (E. Alpaydin, C. Kaynak, 1998, CC BY 4.0), 8 × 8, made
larger and prepared as a visitor's picture is. They were fixed before a
network that had learned drawn hands saw them; that the networks before already read most of them made the share of drawn hands smaller.
"""

from __future__ import annotations

import argparse
import io
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image
from sklearn.datasets import load_digits
from torch import nn

from models.inputs.drawing import BOARD_SIDE, Stroke, encode
from models.inputs.pictures import Preparation, prepare
from models.recipes.card import accuracy_sentence, confusion, percent
from models.recipes.digit_loop import predict_logits
from models.recipes.mnist import Digits
from models.store import registry
from models.store.store import load
from models.types.activations import PictureSource

Path = NDArray[np.float64]  # [n, 2] in a box of 1 × 1, y down
Shape = Callable[[Generator], list[Path]]
PER_KIND = 400
WRITERS = "8 × 8, by 43 writers"
_PLAIN = Preparation("drawing", channels=1, height=28, width=28)


def _to(*corners: tuple[float, float]) -> Path:
    """Straight from corner to corner."""
    ends = np.array(corners, np.float64)
    t = np.linspace(0, 1, 24, endpoint=False)[:, None]
    return np.concatenate([*((1 - t) * a + t * b for a, b in itertools.pairwise(ends)), ends[-1:]])


def _arc(x: float, y: float, rx: float, ry: float, begin: float, end: float) -> Path:
    """Part of an ellipse, degrees, 0 to the right and 90 down."""
    angle = np.radians(np.linspace(begin, end, 2 + int(abs(end - begin) / 5)))
    return np.stack([x + rx * np.cos(angle), y + ry * np.sin(angle)], 1)


def _joined(*paths: Path) -> Path:
    return np.concatenate(paths)


def _end(path: Path) -> tuple[float, float]:
    return float(path[-1, 0]), float(path[-1, 1])


def _nought(r: Generator) -> list[Path]:
    begin = r.uniform(-120, -60)
    return [_arc(0.5, 0.5, r.uniform(0.27, 0.5), 0.5, begin, begin + r.choice([-1, 1]) * r.uniform(345, 385))]


def _bar(r: Generator) -> list[Path]:
    return [_to((0.5, 0), (0.5, 1))]


def _flagged(r: Generator) -> list[Path]:
    long, fall = r.uniform(0.2, 0.55), np.radians(r.uniform(28, 65))
    line = _to((0.5 - long * np.cos(fall), long * np.sin(fall)), (0.5, 0), (0.5, 1))
    return [line, _to((0.25, 1), (0.75, 1))] if r.random() < 0.3 else [line]


def _two(r: Generator) -> list[Path]:
    head = _arc(0.46, 0.29, 0.4, 0.29, r.uniform(-185, -150), r.uniform(20, 45))
    return [_joined(head, _to(_end(head), (0.05, 1), (r.uniform(0.8, 1), 1)))]


def _looped(r: Generator) -> list[Path]:
    head = _arc(0.46, 0.29, 0.4, 0.29, r.uniform(-185, -150), r.uniform(20, 45))
    loop = _arc(0.17, 0.87, r.uniform(0.08, 0.2), r.uniform(0.07, 0.16), 60, 315)
    return [_joined(head, _to(_end(head), (float(loop[0, 0]), float(loop[0, 1]))), loop, _to(_end(loop), (r.uniform(0.85, 1.05), 1)))]


def _three(r: Generator) -> list[Path]:
    waist = r.uniform(60, 100)
    upper = _arc(0.42, 0.24, r.uniform(0.3, 0.42), 0.24, r.uniform(-170, -130), waist)
    return [_joined(upper, _arc(0.42, 0.73, 0.46, 0.27, r.uniform(-100, -70), r.uniform(120, 165)))]


def _flat(r: Generator) -> list[Path]:
    top = _to((0.1, 0), (0.85, 0), (0.38, 0.41))
    return [_joined(top, _arc(0.4, 0.7, 0.48, 0.3, -95, r.uniform(120, 160)))]


def _open(r: Generator) -> list[Path]:
    bar, stem = r.uniform(0.5, 0.66), r.uniform(0.58, 0.76)
    return [_to((r.uniform(0.05, 0.3), 0), (0.04, bar), (0.97, bar)), _to((stem, r.uniform(0.02, 0.3)), (stem, 1))]


def _closed(r: Generator) -> list[Path]:
    bar, stem = r.uniform(0.58, 0.72), r.uniform(0.6, 0.76)
    return [_to((stem, 1), (stem, 0), (0.02, bar), (0.98, bar))]


def _belly(r: Generator) -> Path:
    return _arc(0.45, 0.69, r.uniform(0.38, 0.48), 0.31, r.uniform(-140, -120), r.uniform(125, 160))


def _five(r: Generator) -> list[Path]:
    left = r.uniform(0.16, 0.24)
    return [_joined(_to((r.uniform(0.75, 0.95), 0), (left, 0), (left - 0.02, 0.46)), _belly(r))]


def _hat(r: Generator) -> list[Path]:
    left = r.uniform(0.16, 0.24)
    lift = r.uniform(-0.08, 0.02)
    return [_joined(_to((left, 0.02), (left - 0.02, 0.46)), _belly(r)), _to((left + r.uniform(0, 0.1), lift), (0.95, lift - 0.03))]


def _six(r: Generator) -> list[Path]:
    high = r.uniform(0.24, 0.31)
    bow = _arc(0.8, 1 - high, r.uniform(0.68, 0.75), 1 - high, r.uniform(260, 275), 180)
    return [_joined(bow, _arc(0.47, 1 - high, 0.41, high, 180, r.uniform(-190, -165)))]


def _seven(r: Generator) -> list[Path]:
    return [_to((0.04, 0.03), (0.95, 0), (r.uniform(0.2, 0.5), 1))]


def _crossed(r: Generator) -> list[Path]:
    foot, at, half = r.uniform(0.2, 0.5), r.uniform(0.42, 0.6), r.uniform(0.18, 0.36)
    x = 0.95 + (foot - 0.95) * at
    return [_to((0.04, 0.03), (0.95, 0), (foot, 1)), _to((x - half, at + 0.02), (x + half, at - 0.03))]


def _eight(r: Generator) -> list[Path]:
    waist = r.uniform(0.42, 0.5)
    upper = _arc(0.5, waist / 2, r.uniform(0.26, 0.36), waist / 2, -35, -270)
    lower = _arc(0.5, (1 + waist) / 2, r.uniform(0.34, 0.46), (1 - waist) / 2, -90, 235)
    return [_joined(upper, lower, _to(_end(lower), (float(upper[0, 0]), float(upper[0, 1]))))]


def _circles(r: Generator) -> list[Path]:
    waist = r.uniform(0.42, 0.5)
    upper = _arc(0.5, waist / 2, r.uniform(0.26, 0.36), waist / 2, 80, 440)
    return [upper, _arc(0.5, (1 + waist) / 2, r.uniform(0.34, 0.46), (1 - waist) / 2, -100, 265)]


def _nine(r: Generator) -> list[Path]:
    ring = _arc(0.5, 0.27, 0.38, 0.27, -25, r.uniform(-390, -360))
    return [_joined(ring, _to(_end(ring), (0.88, 0.15), (r.uniform(0.6, 0.9), 1)))]


def _tail(r: Generator) -> list[Path]:
    ring = _arc(0.5, 0.27, 0.38, 0.27, -25, -370)
    return [_joined(ring, _to(_end(ring), (0.88, 0.3)), _arc(0.36, 0.3, 0.52, 0.7, 0, r.uniform(85, 125)))]


SHAPES_BY_DIGIT: Sequence[Sequence[Shape]] = (
    (_nought,), (_bar, _flagged), (_two, _looped), (_three, _flat), (_open, _closed), (_five, _hat), (_six,), (_seven, _crossed),
    (_eight, _circles), (_nine, _tail),
)  # fmt: skip
"""By digit."""


@dataclass(frozen=True, slots=True)
class DrawingKind:
    """Which digits, how high they are written and how wide the pen is, in units of the board (255)."""

    shapes: Sequence[tuple[int, Shape]] = tuple((digit, shape) for digit, shapes in enumerate(SHAPES_BY_DIGIT) for shape in shapes)
    high: tuple[float, float] = (100, 200)
    pen: tuple[float, float] = (6, 24)


KINDS: Mapping[str, DrawingKind] = {
    "ordinary": DrawingKind(),
    "thin": DrawingKind(high=(140, 220), pen=(2, 4)),
    "thick": DrawingKind(high=(140, 200), pen=(32, 46)),
    "tiny": DrawingKind(high=(32, 70), pen=(8, 8)),
    "tiny and fine": DrawingKind(high=(10, 30), pen=(1, 4)),
    "flagged 1": DrawingKind(((1, _flagged),)),
    "crossed 7": DrawingKind(((7, _crossed),)),
    "open 4": DrawingKind(((4, _open),)),
    "looped 2": DrawingKind(((2, _looped),)),
    "flat 3": DrawingKind(((3, _flat),)),
    "5, its hat apart": DrawingKind(((5, _hat),)),
    "8 of two circles": DrawingKind(((8, _circles),)),
    "9, its tail bent": DrawingKind(((9, _tail),)),
}


def strokes_of(shape: Shape, kind: DrawingKind, rng: Generator) -> tuple[Stroke, ...]:
    """One drawing on the board: slanted, turned, stretched, wavering, as a pointer would report it."""
    slant, turn, wide = rng.uniform(-0.25, 0.5), np.radians(rng.normal(0, 8)), rng.uniform(0.4, 1.05)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.array([[wide, -slant], [0, 1]])
    high, pen = rng.uniform(*kind.high), rng.uniform(*kind.pen)
    paths = [(_with_tremor(path, rng) + rng.normal(0, 0.03, 2)) @ matrix.T for path in shape(rng)]
    every = np.concatenate(paths)
    low, size = every.min(0), np.ptp(every, axis=0)
    scale = min(high / size[1], 240 / size.max())
    corner, gap = rng.uniform(0, BOARD_SIDE - size * scale), int(rng.integers(1, 4))
    strokes = []
    for path in paths:
        placed = ((path - low) * scale + corner).round().clip(0, BOARD_SIDE).astype(np.uint8)
        strokes.append(Stroke(max(1, round(pen)), np.concatenate([placed[:-1:gap], placed[-1:]])))
    return tuple(strokes)


def _with_tremor(path: Path, rng: Generator) -> Path:
    """Three waves along the way, the longer the stronger."""
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    wave = np.arange(1, 4)
    phase, strong = rng.uniform(0, 2 * np.pi, (2, 3)), rng.normal(0, rng.uniform(0.01, 0.045), (2, 3)) / wave**0.5
    along = 2 * np.pi * length[:, None] * wave / max(1.0, length[-1])  # [n, 3]
    off: Path = np.stack([(strong[k] * np.sin(along + phase[k])).sum(1) for k in (0, 1)], 1)
    return path + off


@cache
def draw_kind(name: str, count: int = PER_KIND) -> Digits:
    """So many drawings of a kind, prepared; always the same ones, fewer are the first of them."""
    kind, rng = KINDS[name], np.random.default_rng((list(KINDS).index(name), 255))
    pictures, labels = [], []
    for i in range(count):
        digit, shape = kind.shapes[i % len(kind.shapes)]
        pictures.append(prepare(PictureSource("strokes", encode(strokes_of(shape, kind, rng))), _PLAIN)[..., 0])
        labels.append(digit)
    return Digits(torch.from_numpy(np.stack(pictures)), torch.tensor(labels))


@cache
def other_writers() -> Digits:
    """scikit-learn's 1,797 digits, each 8 × 8 as a picture of 160 × 160, dark on light, with paper around."""
    pictures, labels = load_digits(return_X_y=True)
    prepared = []
    for small in pictures.reshape(-1, 8, 8):
        large = Image.fromarray((small * 255 / 16).astype(np.uint8)).resize((160, 160), Image.Resampling.BICUBIC)
        Image.fromarray(255 - np.pad(np.asarray(large), 40)).save(file := io.BytesIO(), "PNG")
        prepared.append(prepare(PictureSource("picture", file.getvalue()), _PLAIN)[..., 0])
    return Digits(torch.from_numpy(np.stack(prepared)), torch.from_numpy(labels.astype(np.int64)))


def _digits_of(name: str) -> Digits:
    return draw_kind(name) if name in KINDS else other_writers()


def accuracy_by_kind(net: nn.Module, preparation: Preparation) -> dict[str, tuple[int, int]]:
    """Kind → right of how many."""
    found = {}
    for name in (*KINDS, WRITERS):
        digits = _digits_of(name)
        found[name] = (int((predict_logits(net, digits, preparation).argmax(1) == digits.labels).sum()), len(digits))
    return found


def accuracy_list(found: Mapping[str, tuple[int, int]]) -> str:
    """The shares as Markdown: all drawings together, then every kind."""
    drawings = [found[name] for name in KINDS]
    right, total = (sum(column) for column in zip(*drawings, strict=True))
    rows = [f"- Drawn, all kinds: {accuracy_sentence(right, total)}"]
    rows += [f"- {name[0].upper()}{name[1:]}: {accuracy_sentence(*counts)}" for name, counts in found.items()]
    return "\n".join(rows)


def worst_kinds(net: nn.Module, preparation: Preparation, found: Mapping[str, tuple[int, int]], count: int = 3) -> str:
    """The kinds of lowest shares, each with what they are most often taken for."""
    named = []
    for name in sorted(found, key=lambda kind: found[kind][0] / found[kind][1])[:count]:
        digits = _digits_of(name)
        mistaken = confusion(digits.labels, predict_logits(net, digits, preparation).argmax(1), 10).fill_diagonal_(0)
        was, said = divmod(int(mistaken.argmax()), 10)
        right, total = found[name]
        often = f", most often {was} read as {said} ({int(mistaken.max())} of {total - right} wrong)" if right < total else ""
        named.append(f"{name}, {percent(right / total)}{often}")
    return "; ".join(named)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("networks", nargs="+", choices=[spec.key for spec in registry.available_specs() if spec.preparation.kind == "drawing"])
    torch.set_num_threads(1)
    for key in ask.parse_args().networks:
        spec = registry.find_spec(key)
        print(f"## {key}\n\n{accuracy_list(accuracy_by_kind(load(spec).network, spec.preparation))}\n", flush=True)


if __name__ == "__main__":
    main()
