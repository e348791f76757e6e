"""Ten shapes drawn by a formula, 28 × 28 grey: each of its own size, place, turn and stroke, filled or not, with noise over it.

Nobody drew them and nobody owns them; the same seed draws the same pictures on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from models.datasets.bundled import BundledDataset, LabelledSplit, LabelledSplits
from models.text import Text

SIDE = 28  # px
FINE = 4  # subpixels a side of a pixel: 17 levels of ink along an edge
TRAIN, VALIDATION, TEST = 200, 100, 50  # pictures per class
SEED = 1926  # year of Kandinsky's "Point and Line to Plane"

Points = NDArray[np.float64]  # [corner, xy], around 0, within a circle of radius 1


def ring(corners: int, turn: float = -np.pi / 2) -> Points:
    """Corners at equal distances on the circle, the first one on top."""
    angles = turn + 2 * np.pi * np.arange(corners) / corners
    return np.stack([np.cos(angles), np.sin(angles)], 1)


def star() -> Points:
    """Five points; the inner corners lie where the lines between the outer ones cross: at (3 − √5) / 2 of the radius."""
    corners = ring(10)
    corners[1::2] *= (3 - np.sqrt(5)) / 2
    return corners


def cross() -> Points:
    """Two bars, each a third as wide as long."""
    a, b = 0.95, 0.95 / 3
    return np.array([(-b, -a), (b, -a), (b, -b), (a, -b), (a, b), (b, b), (b, a), (-b, a), (-b, b), (-a, b), (-a, -b), (-b, -b)])


def arrow() -> Points:
    return np.array([(0, -1), (0.75, -0.2), (0.27, -0.2), (0.27, 0.95), (-0.27, 0.95), (-0.27, -0.2), (-0.75, -0.2)])


def heart() -> Points:
    """x = 16 sin³ t, y = 13 cos t − 5 cos 2t − 2 cos 3t − cos 4t, made smaller."""
    t = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return np.stack([16 * np.sin(t) ** 3, -y - 2], 1) / 17


def crescent() -> Points:
    """A disc without another that covers most of it."""
    outer = np.linspace(0.3 * np.pi, 1.7 * np.pi, 40)
    start = np.array([np.cos(outer[0]), np.sin(outer[0])])
    centre = 0.55
    radius, angle = np.hypot(*(start - (centre, 0))), np.arctan2(start[1], start[0] - centre)
    inner = np.linspace(2 * np.pi - angle, angle, 40)
    return np.concatenate(
        [np.stack([np.cos(outer), np.sin(outer)], 1), np.stack([centre + radius * np.cos(inner), radius * np.sin(inner)], 1)]
    )


def lightning() -> Points:
    return np.array([(0.15, -1), (-0.6, 0.15), (-0.08, 0.15), (-0.25, 1), (0.6, -0.25), (0.08, -0.25), (0.5, -1)])


SHAPES: tuple[tuple[Text, Callable[[], Points]], ...] = (
    (Text("circle", "círculo"), lambda: ring(64)),
    (Text("square", "quadrado"), lambda: ring(4)),
    (Text("triangle", "triângulo"), lambda: ring(3)),
    (Text("pentagon", "pentágono"), lambda: ring(5)),
    (Text("star", "estrela"), star),
    (Text("cross", "cruz"), cross),
    (Text("arrow", "seta"), arrow),
    (Text("heart", "coração"), heart),
    (Text("crescent", "lua crescente"), crescent),
    (Text("lightning", "raio"), lightning),
)


def load() -> LabelledSplits:
    """All pictures are drawn in one order from one generator."""
    rng = np.random.default_rng(SEED)
    made = []
    for count in (TRAIN, VALIDATION, TEST):
        labels = np.tile(np.arange(len(SHAPES)), count)
        outlines = [outline() for _, outline in SHAPES]
        made.append(LabelledSplit(np.stack([draw(outlines[label], rng) for label in labels])[..., None], labels))
    return LabelledSplits(*made)


def draw(outline: Points, rng: np.random.Generator) -> NDArray[np.uint8]:
    """One picture of a shape, [28, 28], bright on dark: where it lies, how it is turned and drawn comes from `chance`."""
    radius, turn = rng.uniform(5, 11), rng.uniform(0, 2 * np.pi)
    place = SIDE / 2 + rng.uniform(-1, 1, 2) * (SIDE / 2 - 1.5 - radius)  # wholly inside
    stroke = 0.0 if rng.random() < 0.4 else rng.uniform(1.0, 2.2)  # px; 0: filled
    shear = np.array([[1, rng.uniform(-0.15, 0.15)], [0, rng.uniform(0.85, 1)]])
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    corners = place + radius * outline @ (rotation @ shear).T
    ink = _coverage(corners, stroke) * rng.uniform(0.55, 1)  # [28, 28], 0 … 1
    noise = rng.normal(0, rng.uniform(0.02, 0.12), ink.shape)
    return np.rint(255 * np.clip(ink + noise, 0, 1)).astype(np.uint8)


def _coverage(corners: Points, stroke: float) -> NDArray[np.float64]:
    """The share of every pixel that is covered, [28, 28]: drawn FINE times as large, then averaged."""
    canvas = Image.new("L", (SIDE * FINE, SIDE * FINE))
    pen = ImageDraw.Draw(canvas)
    points: list[Any] = [tuple(corner) for corner in corners * FINE]
    if stroke:
        pen.line([*points, *points[:2]], fill=255, width=round(stroke * FINE), joint="curve")
    else:
        pen.polygon(points, fill=255)
    return np.asarray(canvas.reduce(FINE), np.float64) / 255


DATASET = BundledDataset(
    key="shapes",
    order=30,
    title=Text("shapes", "formas"),
    about=Text(
        "Ten shapes drawn by a formula, 28 × 28, of random size, place, turn and stroke, with noise; 500 held out for the test.",
        "Dez formas desenhadas por fórmula, 28 × 28, de tamanho, lugar, giro e traço ao acaso, com ruído; 500 reservadas para o teste.",
    ),
    kind="drawing",
    classes=tuple(title for title, _ in SHAPES),
    credit="drawn here",
    load=load,
    first_in_transfer=True,
)
