"""A digit whose ink reaches the desk beside its sheet, or a shadow's edge: the band goes, the digit stays."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from models.inputs.desk import without_bands
from models.inputs.ink import Box, detect_digits

SIZE = (320, 240)
PEN = 26
SIX = ((150, 60), (120, 120), (125, 160), (150, 175), (178, 160), (170, 130), (130, 135))


def six(moved: tuple[int, int], band: tuple[tuple[int, int], ...] | None, level: int) -> NDArray[np.float32]:
    """A six in thick strokes on a sheet and, over it, a dark polygon: grey values [h, w]."""
    sheet = Image.new("L", SIZE, 235)
    draw = ImageDraw.Draw(sheet)
    way = [(x + moved[0], y + moved[1]) for x, y in SIX]
    draw.line(way, fill=40, width=PEN, joint="curve")
    if band:
        draw.polygon(band, fill=level)
    values = ndimage.gaussian_filter(np.asarray(sheet, np.float32), 1.0)
    return np.asarray(values + np.random.default_rng(0).normal(0, 1.5, values.shape), np.float32)


def box(values: NDArray[np.float32]) -> Box:
    reading = detect_digits(values)
    assert reading is not None
    return reading.candidates[0].box


@pytest.mark.parametrize(
    ("moved", "band"),
    [
        ((0, -30), ((0, 0), (320, 0), (320, 26), (0, 36))),
        ((0, 34), ((0, 240), (320, 240), (320, 206), (0, 214))),
        ((-85, 0), ((0, 0), (30, 0), (38, 240), (0, 240))),
        ((110, 0), ((320, 0), (292, 0), (286, 240), (320, 240))),
    ],
)
def test_a_digit_that_touches_the_desk_is_found_without_it(moved: tuple[int, int], band: tuple[tuple[int, int], ...]) -> None:
    """But for the few pixels where they meet; thinner strokes a narrow window sees alone."""
    alone, beside = box(six(moved, None, 0)), box(six(moved, band, 30))
    assert max(abs(a - b) for a, b in zip(alone, beside, strict=True)) <= 16


def labelled(rows: list[str]) -> NDArray[np.int32]:
    """A picture of characters, each twenty px a side; # is a mark."""
    marks = np.array([[c == "#" for c in row] for row in rows])
    large = np.kron(marks, np.ones((20, 20), bool))
    found: NDArray[np.int32] = ndimage.label(large, np.ones((3, 3), bool))[0]
    return found


BAND = ["##########", "....#.....", "....#.....", "....#.....", ".........."]
SEVEN = ["######", "....##", "...##.", "..##..", ".##..."]


@pytest.mark.parametrize("turns", range(4))
def test_what_hangs_on_a_band_stays(turns: int) -> None:
    labels = np.rot90(labelled(BAND), turns)
    left = np.rot90(without_bands(labels), -turns)
    rows, columns = np.nonzero(left)
    assert (columns.min(), columns.max()) == (80, 99) and 20 <= rows.min() <= 25 and rows.max() == 79


@pytest.mark.parametrize(
    "rows",
    [
        SEVEN,
        ["##########", "..........", ".........."],
        ["....#.....", "....#.....", ".........."],
        ["#.........", "##........", "###......."],
    ],
)
def test_a_digit_that_fills_its_picture_and_a_bare_band_stay_as_they_are(rows: list[str]) -> None:
    """A 7 whose bar is the top of its picture goes on to the foot; a desk on which nothing hangs, a stroke from the top, a corner."""
    labels = labelled(rows)
    assert without_bands(labels) is labels


def test_a_seven_in_a_tight_scan_keeps_its_bar() -> None:
    ink = np.kron([[c == "#" for c in row] for row in SEVEN], np.ones((30, 30)))
    values = np.asarray(235 - 200 * ndimage.gaussian_filter(ink, 2), np.float32)
    assert box(values)[1] <= 1 and box(values)[3] >= 149
