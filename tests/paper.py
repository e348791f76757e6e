"""Photographs and scans of digits on paper, simulated from a seed: what the finding of ink is judged by.

A digit's ink comes from one of three sources that share nothing with each other: `tests.pen`, MNIST's test digits, and scikit-learn's
digits of 8 × 8 cells. A scene lays it on paper, under light, and through a camera or a scanner.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from tests import pen

Floats = NDArray[np.float32]
Chance = np.random.Generator


@dataclass(frozen=True, slots=True)
class Scene:
    """How a digit lies on its sheet and how that was photographed. Lengths are shares of the picture's shorter side."""

    size: tuple[int, int] = (640, 480)  # px
    height: float = 0.45  # of the digit, against the picture's height
    centre: tuple[float, float] = (0.5, 0.5)
    paper: tuple[float, float, float] = (0.95, 0.94, 0.91)  # 0 to 1
    ink: tuple[float, float, float] = (0.1, 0.1, 0.12)
    strength: float = 1.0
    grain: float = 0.0  # of a pencil
    squares: float = 0.0  # distance of the rulings; 0: none
    lined: bool = False  # only level ones
    ruling: tuple[float, float, float] = (0.62, 0.72, 0.85)
    ruling_width: float = 0.004
    turn: float = 0.0  # degrees, of the sheet with everything on it
    desk: tuple[tuple[int, float], ...] = ()  # (side, width): 0 left, 1 top, 2 right, 3 bottom
    specks: int = 0
    vignette: float = 0.0
    shadow: tuple[float, float] = (1.0, 0.1)  # (brightness inside, softness)
    slope: float = 0.1  # of the light across the picture
    light: float = 0.95
    noise: float = 0.008
    blur: float = 0.8  # px at 640
    jpeg: int = 90  # 0: PNG
    marks: dict[str, float] = field(default_factory=dict)


def photograph(scene: Scene, ink: Floats, rng: Chance) -> NDArray[np.uint8]:
    """Ink [a, b], cut to its box, on the scene's sheet: [h, w, 3]."""
    w, h = scene.size
    if max(w, h) > 1600:  # the lens of a phone draws no finer than this, and the simulation is slow
        image = Image.fromarray(photograph(replace(scene, size=(w // 4, h // 4)), ink, rng))
        return np.array(image.resize((w, h), Image.Resampling.BILINEAR))
    short = min(w, h)
    alpha = _placed(ink, scene, rng)
    y, x = np.mgrid[:h, :w].astype(np.float32)
    turn = np.deg2rad(scene.turn)
    u = (x - w / 2) * np.cos(turn) + (y - h / 2) * np.sin(turn)
    v = -(x - w / 2) * np.sin(turn) + (y - h / 2) * np.cos(turn)
    sheet = np.empty((h, w, 3), np.float32)
    sheet[:] = scene.paper
    if scene.squares:
        lines = _ruled(v, scene, short, rng)
        if not scene.lined:
            lines = np.maximum(lines, _ruled(u, scene, short, rng))
        sheet += lines[..., None] * (np.array(scene.ruling, np.float32) - sheet)
    _speckle(sheet, scene, rng)
    sheet += alpha[..., None] * (np.array(scene.ink, np.float32) - sheet)
    for side, width in scene.desk:
        _lay_desk(sheet, side, width * short, u, v, rng)
    lit = sheet * _light(scene, rng, x, y)[..., None]
    lit = ndimage.gaussian_filter(lit, (scene.blur * max(w, h) / 640, scene.blur * max(w, h) / 640, 0)) if scene.blur else lit
    lit += rng.normal(0, scene.noise, (h, w, 1)).astype(np.float32)
    return (lit.clip(0, 1) * 255).round().astype(np.uint8)


def _placed(ink: Floats, scene: Scene, rng: Chance) -> Floats:
    """The ink at its size and turn, on the picture's grid; what leaves the picture is cut off only where a scene means it."""
    w, h = scene.size
    image = Image.fromarray(ink)
    scale = scene.height * h / max(image.size)
    image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.BICUBIC)
    if scene.turn:
        image = image.rotate(-scene.turn, Image.Resampling.BICUBIC, expand=True)
    fitted = np.asarray(image, np.float32).clip(0, 1)
    if scene.grain:
        shape = tuple(-(-n // 2) for n in fitted.shape)
        tooth = ndimage.gaussian_filter(rng.normal(0, 1, shape), 0.7)
        tooth = ndimage.zoom(tooth / tooth.std(), 2, order=1)[: fitted.shape[0], : fitted.shape[1]]
        fitted = fitted * (1 - scene.grain * np.clip(0.5 + tooth, 0, 1.6) / 1.6).astype(np.float32)
    out = np.zeros((h, w), np.float32)
    a, b = fitted.shape
    left = round(scene.centre[0] * w - b / 2)
    top = round(scene.centre[1] * h - a / 2)
    left, top = min(max(left, 0), max(0, w - b)), min(max(top, 0), max(0, h - a))
    part = fitted[: h - top, : w - left]
    out[top : top + part.shape[0], left : left + part.shape[1]] = part
    return out * scene.strength


def _ruled(along: Floats, scene: Scene, short: int, rng: Chance) -> Floats:
    step, width = scene.squares * short, max(1.0, scene.ruling_width * short)
    away = np.abs((along + rng.uniform(0, step)) % step - step / 2)
    lines: Floats = (width / 2 + 0.5 - away).clip(0, 1).astype(np.float32)
    return lines


def _speckle(sheet: Floats, scene: Scene, rng: Chance) -> None:
    h, w = sheet.shape[:2]
    y, x = np.mgrid[:h, :w]
    for _ in range(scene.specks):
        r = rng.uniform(0.002, 0.007) * min(w, h) + 0.5
        cx, cy = rng.uniform(0.03, 0.97) * w, rng.uniform(0.03, 0.97) * h
        inside = (r + 0.5 - np.hypot(x - cx, y - cy)).clip(0, 1)[..., None]
        sheet += (inside * (0.12 - sheet) * rng.uniform(0.6, 1)).astype(np.float32)


def _lay_desk(sheet: Floats, side: int, width: float, u: Floats, v: Floats, rng: Chance) -> None:
    """Everything beyond one edge of the sheet."""
    h, w = sheet.shape[:2]
    depth = (u + w / 2, v + h / 2, w / 2 - u, h / 2 - v)[side]
    wood = np.array(rng.uniform(0.06, 0.35) * np.array([1.25, 0.95, 0.7]), np.float32)
    grain = ndimage.gaussian_filter1d(rng.normal(0, 0.25, h), 2).astype(np.float32)
    inside = (width + 0.5 - depth).clip(0, 1)[..., None]
    sheet += inside * (wood * (1 + grain)[:, None, None] - sheet)


def _light(scene: Scene, rng: Chance, x: Floats, y: Floats) -> Floats:
    w, h = scene.size
    way = rng.uniform(0, 2 * np.pi)
    across = ((x - w / 2) * np.cos(way) + (y - h / 2) * np.sin(way)) / max(w, h)
    light = scene.light * (1 - scene.slope * (0.5 + across))
    light *= 1 - scene.vignette * (np.hypot(x - w / 2, y - h / 2) / np.hypot(w / 2, h / 2)) ** 2
    inside, soft = scene.shadow
    if inside < 1:
        edge = rng.uniform(0, 2 * np.pi)
        beyond = ((x - w / 2) * np.cos(edge) + (y - h / 2) * np.sin(edge)) / min(w, h) - rng.uniform(-0.05, 0.3)
        light *= 1 - (1 - inside) / (1 + np.exp(-(beyond / max(soft, 1e-3)).clip(-40, 40) * 4))
    return light.astype(np.float32)


# The kinds of picture, each a scene drawn from a seed

BLUE, RED, BLACK = (0.12, 0.18, 0.55), (0.72, 0.12, 0.14), (0.08, 0.08, 0.09)


def _pen(c: Chance) -> Scene:
    ink = (BLUE, RED, BLACK)[int(c.integers(3))]
    height = c.uniform(0.25, 0.7)
    return Scene(
        height=height, centre=(c.uniform(0.35, 0.65), c.uniform(0.4, 0.6)), ink=ink, light=c.uniform(0.85, 1.0),
        slope=c.uniform(0, 0.2), blur=c.uniform(0.3, 1.2), jpeg=int(c.integers(75, 96)),
    )  # fmt: skip


def _ruling(c: Chance) -> dict[str, object]:
    colour = ((0.62, 0.72, 0.88), (0.7, 0.7, 0.7), (0.88, 0.62, 0.62), (0.45, 0.55, 0.75))[int(c.integers(4))]
    return {"squares": c.uniform(0.035, 0.14), "ruling": colour, "ruling_width": c.uniform(0.002, 0.006)}


def _several(c: Chance) -> Scene:
    scene = replace(_pen(c), **_ruling(c), lined=bool(c.integers(2)), turn=c.uniform(-8, 8), vignette=c.uniform(0, 0.4))  # type: ignore[arg-type]
    extra = int(c.integers(3))
    if extra == 0:
        return replace(scene, specks=int(c.integers(2, 8)))
    if extra == 1:
        return replace(scene, desk=((int(c.integers(4)), c.uniform(0.03, 0.15)),))
    return replace(scene, shadow=(c.uniform(0.5, 0.75), c.uniform(0.02, 0.3)))


def _small(c: Chance, **more: object) -> Scene:
    flat = {"slope": 0.0, "blur": 0.0, "jpeg": 0, "noise": 0.0, "paper": (1.0, 1.0, 1.0), "ink": (0.0, 0.0, 0.0), "light": 1.0}
    return replace(_pen(c), **{**flat, **more})  # type: ignore[arg-type]


KINDS: dict[str, Callable[[Chance], Scene]] = {
    "clean scan": lambda c: _small(c, size=(300, 300), height=c.uniform(0.5, 0.85)),
    "pen": _pen,
    "blue pen": lambda c: replace(_pen(c), ink=BLUE),
    "red pen": lambda c: replace(_pen(c), ink=RED),
    "touching the frame": lambda c: _small(c, size=(0, int(c.integers(60, 400))), height=1.0, centre=(0.5, 0.5)),
    "touching, photographed": lambda c: replace(_pen(c), size=(0, int(c.integers(150, 500))), height=1.0, centre=(0.5, 0.5)),
    "desk at an edge": lambda c: replace(_pen(c), desk=((int(c.integers(4)), c.uniform(0.015, 0.2)),), turn=c.uniform(-4, 4)),
    "desk at two edges": lambda c: replace(
        _pen(c), height=c.uniform(0.25, 0.5), centre=(0.5, 0.5), turn=c.uniform(-6, 6),
        desk=((i := int(c.integers(4)), c.uniform(0.02, 0.15)), ((i + 1) % 4, c.uniform(0.02, 0.15))),
    ),
    "squared": lambda c: replace(_pen(c), **_ruling(c), turn=c.uniform(-4, 4)),  # type: ignore[arg-type]
    "lined": lambda c: replace(_pen(c), **_ruling(c), lined=True, turn=c.uniform(-4, 4)),  # type: ignore[arg-type]
    "specks": lambda c: replace(_pen(c), specks=int(c.integers(2, 13))),
    "vignette": lambda c: replace(_pen(c), vignette=c.uniform(0.3, 0.7)),
    "soft shadow": lambda c: replace(_pen(c), shadow=(c.uniform(0.4, 0.7), c.uniform(0.1, 0.5))),
    "hard shadow": lambda c: replace(_pen(c), shadow=(c.uniform(0.4, 0.7), 0.005)),
    "pencil": lambda c: replace(_pen(c), ink=(0.35, 0.35, 0.36), strength=c.uniform(0.3, 0.7), grain=c.uniform(0.3, 0.8)),
    "dim": lambda c: replace(_pen(c), light=c.uniform(0.2, 0.4), noise=0.012),
    "tilted": lambda c: replace(_pen(c), turn=c.uniform(-20, 20), desk=((0, 0.02), (1, 0.02), (2, 0.02), (3, 0.02))),
    "portrait": lambda c: replace(_pen(c), size=(480, 854), height=c.uniform(0.15, 0.4)),
    "small in a corner": lambda c: replace(
        _pen(c), height=c.uniform(0.08, 0.15), centre=(float(c.choice([0.12, 0.88])), float(c.choice([0.14, 0.86])))
    ),
    "28 × 28 filled": lambda c: _small(c, size=(28, 28), height=float(c.choice([1.0, 0.93]))),
    "blackboard": lambda c: replace(_pen(c), paper=(0.14, 0.2, 0.17), ink=(0.85, 0.86, 0.82), strength=c.uniform(0.7, 1), grain=0.3),
    "light on dark": lambda c: _small(c, size=(280, 280), paper=(0.0, 0.0, 0.0), ink=(1.0, 1.0, 1.0), height=c.uniform(0.4, 0.8)),
    "coarse JPEG": lambda c: replace(_pen(c), jpeg=int(c.integers(8, 25))),
    "several at once": _several,
    "12 megapixels": lambda c: replace(_pen(c), size=(4000, 3000), **(_ruling(c) if c.integers(2) else {})),  # type: ignore[arg-type]
}  # fmt: skip

SOURCES = ("pen", "mnist", "8 × 8")


def ink(source: str, rng: Chance, digit: int | None = None) -> tuple[int, Floats]:
    """(digit, its ink [h, w] from 0 to 1, cut to its box, some 300 px high)."""
    if source == "pen":
        written = pen.write(rng, digit)
        return written.digit, _cut(pen.paint(written, (440, 440), (60, 60), 320))
    pictures, labels = _mnist() if source == "mnist" else _eight()
    of = np.flatnonzero(labels == digit) if digit is not None else np.arange(len(labels))
    at = int(rng.choice(of))
    return int(labels[at]), _enlarged(pictures[at])


def _cut(values: Floats) -> Floats:
    rows, columns = np.nonzero(values.max(1) > 0.1)[0], np.nonzero(values.max(0) > 0.1)[0]
    return values[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _enlarged(values: Floats) -> Floats:
    """A small bitmap as a pen would have drawn it: enlarged smoothly, its edges steeper."""
    side = 320
    large = np.asarray(Image.fromarray(np.pad(values, 1)).resize((side, side), Image.Resampling.BICUBIC), np.float32)
    return _cut(((ndimage.gaussian_filter(large, side / values.shape[0] / 5) - 0.38) / 0.3).clip(0, 1).astype(np.float32))


@cache
def _mnist() -> tuple[Floats, NDArray[np.int64]]:
    """The thousand of MNIST's test digits that the project comes with."""
    from models.datasets.bundled.mnist import load

    parts = load()
    every = [parts.train, parts.validation, parts.test]
    return np.concatenate([p.pictures for p in every])[..., 0].astype(np.float32) / 255, np.concatenate([p.labels for p in every])


@cache
def _eight() -> tuple[Floats, NDArray[np.int64]]:
    from sklearn.datasets import load_digits

    bunch = load_digits()
    return (bunch.images / 16).astype(np.float32), bunch.target.astype(np.int64)


def picture(kind: str, source: str, seed: tuple[int, ...], digit: int | None = None) -> tuple[int, bytes]:
    """(digit, an encoded picture of it): one of `KINDS`, from one of `SOURCES`."""
    if kind == "28 × 28 as MNIST":
        return _as_mnist(source, seed, digit)
    rng = np.random.default_rng([*(ord(c) for c in kind + source), *seed])
    is_digit, drawn = ink(source, rng, digit)
    return is_digit, taken(kind, drawn, rng)


def taken(kind: str, drawn: Floats, rng: Chance) -> bytes:
    """An encoded picture of some ink, as one of `KINDS`."""
    scene = KINDS[kind](rng)
    if not scene.size[0]:  # the frame is the digit's own box
        high = scene.size[1]
        h, w = drawn.shape
        scene = replace(scene, size=(max(8, round(high * w / max(h, w))), max(8, round(high * h / max(h, w)))))
        scene = replace(scene, height=max(scene.size) / scene.size[1])
    elif drawn.shape[0] < drawn.shape[1]:
        scene = replace(scene, height=scene.height * 0.9)
    return encoded(photograph(scene, drawn, rng), scene.jpeg)


def _as_mnist(source: str, seed: tuple[int, ...], digit: int | None) -> tuple[int, bytes]:
    from models.inputs.drawing import fit_like_mnist

    rng = np.random.default_rng([*(ord(c) for c in "as MNIST" + source), *seed])
    of, drawn = ink(source, rng, digit)
    small = fit_like_mnist(drawn)
    return of, encoded(small if rng.integers(2) else 255 - small, 0)


def encoded(pixels: NDArray[np.uint8], jpeg: int = 0) -> bytes:
    Image.fromarray(pixels).save(file := io.BytesIO(), *(("JPEG",) if jpeg else ("PNG",)), **({"quality": jpeg} if jpeg else {}))
    return file.getvalue()
