"""How often digits are read by strangers' pens and cameras: python benchmarks/paper_strangers.py [--count N] [--seed N] [--fonts FILE ...]

A second opinion beside benchmarks/paper.py, which shares nothing with it but the question: other shapes (cubic Bézier curves), a felt
pen with streaks and darker crossings, sheets seen in perspective, a phone's white balance, its sharpening and its JPEG.
With --fonts the digits of handwriting fonts are printed on the same sheets.
No network and no rule was chosen on it. Right of how many, with Wilson's interval of 95 %.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # python benchmarks/paper_strangers.py works too

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.paper import NETWORKS, Made, right, wilson
from benchmarks.timing import table, where
from models.types.activations import PictureSource

Floats = NDArray[np.float32]
Chance = np.random.Generator
Ink = Callable[[int, Chance], Floats]  # (digit, chance) → [SIDE, SIDE]
SIDE = 420  # px of a glyph's canvas

# fmt: off
CURVES: Sequence[Sequence[str]] = (
    ("55 2 15 -2 5 35 8 55 10 85 30 102 50 99 80 97 92 70 90 45 88 20 75 3 52 3",),
    ("50 0 51 30 48 70 48 100",
     "25 28 40 20 50 10 56 0 57 30 55 70 55 100",
     "22 30 38 22 48 12 54 0 55 30 54 70 54 100|30 100 45 99 65 101 80 100"),
    ("12 25 20 -5 85 -10 82 28 80 55 30 80 10 98 35 93 65 97 95 95",
     "15 20 35 -8 90 0 80 35 70 65 25 100 12 90 5 78 35 75 50 90 65 102 85 100 96 88"),
    ("15 10 35 -5 85 -2 80 24 77 42 55 45 40 46 70 45 92 55 88 75 83 102 30 106 8 88",),
    ("40 0 30 25 20 45 8 62 35 62 70 60 95 60|70 30 69 50 68 75 67 100",
     "68 100 69 60 70 30 70 0 50 20 20 50 5 66 35 67 70 66 98 65"),
    ("25 2 23 15 20 30 18 44 40 32 88 38 86 68 84 100 35 108 10 88|25 2 45 3 65 1 88 0",),
    ("70 2 40 10 12 40 12 70 12 100 80 108 82 74 83 48 30 45 13 72",),
    ("8 5 35 3 65 4 92 2 75 30 50 65 42 100",
     "8 5 35 3 65 4 92 2 75 30 50 65 42 100|35 50 50 49 65 48 82 47"),
    ("78 15 60 -8 15 -2 22 25 30 48 85 50 85 77 85 105 15 107 15 78 15 52 75 42 78 15",),
    ("82 20 70 -8 12 -2 15 28 18 58 78 50 82 20 83 45 80 75 72 100",),
)
"""By digit, its ways of writing; strokes between bars, each a start and three places (x, y in per cent) for every cubic piece."""
# fmt: on


def felt(digit: int, chance: Chance) -> Floats:
    """Ink [SIDE, SIDE] from 0 to 1 of a broad nib: streaks along the way, darker where strokes cross."""
    strokes = str(chance.choice(CURVES[digit])).split("|")
    wide, lean, turn = chance.uniform(0.5, 0.85), chance.normal(0.08, 0.12), chance.normal(0, 0.08)
    nib, flat = SIDE * chance.uniform(0.035, 0.11), chance.uniform(0.55, 1.0)
    light = np.ones((SIDE, SIDE), np.float32)  # what the ink lets through
    for stroke in strokes:
        places = np.array(stroke.split(), np.float64).reshape(-1, 2) / 100 + chance.normal(0, 0.018, (len(stroke.split()) // 2, 2))
        t = np.linspace(0, 1, 70)[:, None]
        pieces = [
            (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * d
            for a, b, c, d in (places[i : i + 4] for i in range(0, len(places) - 1, 3))
        ]
        way = (np.concatenate(pieces) - 0.5) * (wide, 1)
        way[:, 0] -= lean * way[:, 1]
        way = way @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) * 0.68 * SIDE + SIDE / 2
        layer = Image.new("L", (SIDE, SIDE))
        for x, y in way:
            ImageDraw.Draw(layer).ellipse((x - nib / 2, y - nib * flat / 2, x + nib / 2, y + nib * flat / 2), fill=255)
        streaks = Image.fromarray(chance.normal(0, 1, (SIDE // 6, SIDE // 3)).astype(np.float32)).resize((SIDE, SIDE))
        light *= 1 - np.asarray(layer, np.float32) / 255 * (0.85 + 0.08 * np.asarray(streaks)).clip(0.6, 1)
    return 1 - light


def printed(file: Path) -> Ink:
    """The digits of a font, as ink."""

    def ink(digit: int, chance: Chance) -> Floats:
        page = Image.new("L", (SIDE, SIDE))
        font = ImageFont.truetype(file, int(0.7 * SIDE))
        ImageDraw.Draw(page).text((SIDE / 2, SIDE / 2), str(digit), fill=255, font=font, anchor="mm")
        return np.asarray(page.rotate(chance.normal(0, 5), Image.Resampling.BICUBIC), np.float32) / 255

    return ink


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What the digit is written on, and how it is photographed."""

    squares: bool = False
    desk: bool = False  # the sheet's edge is seen
    bent: float = 0.05  # how far a corner leaves its place, of the picture's side
    cast: float = 0.06  # deviation of the gains of red, green and blue
    turned: float = 0.0  # degrees that the ruling may be turned by
    lines: bool = False  # level ones only
    margin: bool = False  # a red line beside the left edge
    fifths: bool = False  # every fifth line is darker and thicker
    dots: bool = False  # only where the lines would cross
    shadow: bool = False  # of the phone and the hand that holds it


SHEETS = {
    "plain sheet": SheetLook(),
    "squared sheet": SheetLook(squares=True),
    "sheet on a desk": SheetLook(desk=True),
    "squared, slanting, in lamplight": SheetLook(squares=True, bent=0.14, cast=0.16),
    "turned squares": SheetLook(squares=True, turned=18),
    "squares with a margin": SheetLook(squares=True, margin=True),
    "lines with a margin": SheetLook(squares=True, lines=True, margin=True),
    "graph paper": SheetLook(squares=True, fifths=True),
    "dotted sheet": SheetLook(squares=True, dots=True),
    "squares in the phone's shadow": SheetLook(squares=True, shadow=True, bent=0.09),
}


def phone(ink: Floats, sheet: SheetLook, chance: Chance) -> bytes:
    """A JPEG of the ink on its sheet: [h, w] → bytes."""
    w, h = ((640, 480), (480, 640), (800, 600))[int(chance.integers(3))]
    page = np.ones((h, w, 3), np.float32) * chance.uniform(0.86, 1.0)
    if sheet.squares:
        _rule(page, sheet, chance)
    high = int(chance.uniform(0.35, 0.72) * min(w, h))
    small = np.asarray(Image.fromarray(ink).resize((high, high), Image.Resampling.BOX))
    top, left = (int(chance.uniform(0.13 * n, 0.87 * n - high)) for n in (h, w))
    colour = np.array(((0.1, 0.1, 0.12), (0.1, 0.2, 0.6), (0.7, 0.1, 0.15), (0.05, 0.35, 0.2))[int(chance.integers(4))], np.float32)
    page[top : top + high, left : left + high] *= 1 - small[..., None] * (1 - colour)
    seen = _in_perspective(Image.fromarray((page * 255).clip(0, 255).astype(np.uint8)), sheet, chance)
    values = np.array(seen, np.float32) / 255
    if sheet.shadow:
        _shade(values, chance)
    y, x = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j].astype(np.float32)
    lamp = chance.uniform(-1, 1, 2)
    light = chance.uniform(0.6, 1.0) * (1 - 0.16 * ((x - lamp[0]) ** 2 + (y - lamp[1]) ** 2) / 2)
    values = (values * light[..., None] * (1 + chance.normal(0, sheet.cast, 3)).astype(np.float32)).clip(0, 1) ** chance.uniform(0.8, 1.25)
    values += chance.normal(0, 0.012, (h, w, 3)).astype(np.float32)
    image = Image.fromarray((values.clip(0, 1) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 1.4)))
    image.filter(ImageFilter.UnsharpMask(2, 80, 2)).save(file := io.BytesIO(), "JPEG", quality=int(chance.integers(50, 92)))
    return file.getvalue()


GREYS = ((0.75, 0.85, 1.0), (0.8, 0.8, 0.8))
"""What the ruling lets through of red, green and blue."""


def _rule(page: Floats, sheet: SheetLook, chance: Chance) -> None:
    """Print the sheet's ruling on the page [h, w, 3]."""
    h, w = page.shape[:2]
    step = int(chance.uniform(0.05, 0.11) * min(w, h))
    wide = max(1, round(step * 0.05))
    turn = np.deg2rad(chance.uniform(-sheet.turned, sheet.turned)) if sheet.turned else 0.0
    y, x = np.mgrid[:h, :w]
    down, right = (y * np.cos(turn) - x * np.sin(turn), x * np.cos(turn) + y * np.sin(turn)) if turn else (y, x)
    if sheet.dots:
        inside = np.hypot(down % step - step / 2, right % step - step / 2) < 0.06 * step + 0.7
        page[inside] *= np.array(GREYS[int(chance.integers(2))], np.float32) * chance.uniform(0.6, 1)
        return
    for along in (down,) if sheet.lines else (down, right):
        colour = np.array(GREYS[int(chance.integers(2))], np.float32)
        page[along % step < wide] *= colour
        if sheet.fifths:
            page[along % (5 * step) < wide + 1] *= colour
    if sheet.margin:
        at = chance.uniform(0.06, 0.2) * w
        page[(right >= at) & (right < at + 1.5 * wide)] *= np.array((0.9, 0.45, 0.5), np.float32)


def _shade(values: Floats, chance: Chance) -> None:
    """Lay the shadow of a phone, which is a slanting box, over the picture [h, w, 3]."""
    h, w = values.shape[:2]
    shadow = Image.new("L", (w, h))
    x, y, slant = chance.uniform(0.1, 0.6) * w, chance.uniform(-0.1, 0.5) * h, chance.uniform(-0.25, 0.25) * w
    wide, high = chance.uniform(0.25, 0.6) * w, chance.uniform(0.4, 1.0) * h
    corners = [(x, y), (x + wide, y + 0.1 * slant), (x + wide + slant, y + high), (x + slant, y + high)]
    ImageDraw.Draw(shadow).polygon(corners, fill=255)
    soft = shadow.filter(ImageFilter.GaussianBlur(chance.uniform(2, 18)))
    values *= 1 - np.asarray(soft, np.float32)[..., None] / 255 * chance.uniform(0.2, 0.5)


def _in_perspective(page: Image.Image, sheet: SheetLook, chance: Chance) -> Image.Image:
    """The page seen from the side; beyond it the desk, or more of its own paper."""
    w, h = page.size
    corners = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float64)
    inward = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * (w, h)
    seen = corners + inward * chance.uniform(0.01, sheet.bent, (4, 2)) * (1 if sheet.desk else -1)
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, corners, strict=True):  # the eight numbers that lead each seen corner to its own
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    paper = np.asarray(page).reshape(-1, 3).max(0)
    beyond = paper * chance.uniform(0.15, 0.5) if sheet.desk else paper
    fill = tuple(int(c) for c in beyond)
    return page.transform(
        page.size, Image.Transform.PERSPECTIVE, np.linalg.solve(rows, values).tolist(), Image.Resampling.BILINEAR, fillcolor=fill
    )


def on_sheet(name: str, ink: Ink, kind: str, seed: int) -> Made:
    def made(i: int) -> tuple[int, PictureSource]:
        chance = np.random.default_rng([seed, i, *(ord(c) for c in name + kind)])
        return i % 10, PictureSource("picture", phone(ink(i % 10, chance), SHEETS[kind], chance))

    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=60, help="pictures of each ink and sheet")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fonts", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    torch.set_num_threads(1)
    print(where())
    inks: dict[str, Ink] = {"felt pen": felt, **{file.stem: printed(file) for file in given.fonts}}
    rows = []
    for name, ink in inks.items():
        for kind in SHEETS:
            good = right(list(NETWORKS), on_sheet(name, ink, kind, given.seed), given.count)
            rows.append([f"{name}, {kind}", *(wilson(n, given.count) for n in good)])
            print(*rows[-1], sep="\t", file=sys.stderr, flush=True)
    print(table("Digits by strangers' pens and cameras", ["ink and sheet", *NETWORKS], rows))


if __name__ == "__main__":
    main()
