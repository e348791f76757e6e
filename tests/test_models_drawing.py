"""Drawings: their bytes, their painting against matplotlib's, their preparation against MNIST's own digits."""

from __future__ import annotations

import itertools
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from numpy.typing import NDArray
from PIL import Image

from models.errors import UserError
from models.inputs import drawing
from models.inputs.drawing import Stroke, decode, encode, fit_like_mnist, prepare, rasterise
from tests import hands

SAMPLES = Path(__file__).parents[1] / "assets" / "samples"
places = some.lists(some.tuples(some.integers(0, 255), some.integers(0, 255)), min_size=1, max_size=12)
drawings = some.lists(some.tuples(some.integers(1, 255), places), max_size=5)


def strokes_of(*lines: tuple[int, list[tuple[int, int]]]) -> tuple[Stroke, ...]:
    return tuple(Stroke(pen, np.array(points, np.uint8)) for pen, points in lines)


# Bytes


@given(drawings)
def test_bytes_hold_a_drawing_as_the_contract_writes_it(lines: list[tuple[int, list[tuple[int, int]]]]) -> None:
    written = b"".join(struct.pack("<BH", pen, len(points)) + bytes(v for point in points for v in point) for pen, points in lines)
    assert encode(strokes_of(*lines)) == written
    assert [(s.pen, [tuple(p) for p in s.points.tolist()]) for s in decode(written)] == lines


@given(some.binary(max_size=300))
def test_any_bytes_are_a_drawing_or_one_sentence(data: bytes) -> None:
    try:
        assert encode(decode(data)) == data
    except UserError as refusal:
        assert refusal.say("en") != refusal.say("pt")


@pytest.mark.parametrize("data", [b"\x05", b"\x05\x02\x00\x01\x01", b"\x00\x01\x00\x07\x07", b"\x05\x00\x00"])
def test_a_mangled_drawing_is_refused(data: bytes) -> None:
    with pytest.raises(UserError, match="damaged"):
        decode(data)


def test_too_many_points_are_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_DRAWING_POINTS", "1500")
    line = encode(strokes_of((9, [(1, 1)] * 800)))
    assert len(decode(line)) == 1
    with pytest.raises(UserError) as refusal:
        decode(line * 2)
    assert "1,500" in refusal.value.say("en") and "1.500" in refusal.value.say("pt")


# Painting


def painted_by_matplotlib(strokes: tuple[Stroke, ...], side: int) -> NDArray[np.uint8]:
    """The same curves by Agg: another painter, with curves and caps of its own."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Curve

    figure = Figure(figsize=(1, 1), dpi=side)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 255), ylim=(255, 0))
    axes.axis("off")
    for stroke in strokes:
        p = stroke.points.astype(float)
        corners, codes = [p[0]], [Curve.MOVETO]
        for a, b in itertools.pairwise(p[1:]):
            corners += [a, (a + b) / 2]
            codes += [Curve.CURVE3, Curve.CURVE3]
        path = Curve([*corners, p[-1]], [*codes, Curve.LINETO])
        width = stroke.pen / 255 * 72  # points of 1/72 inch, the picture being one inch wide
        axes.add_patch(PathPatch(path, fill=False, lw=width, capstyle="round", joinstyle="round", color="black", snap=False))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return 255 - np.asarray(canvas.buffer_rgba())[..., 0]


@pytest.mark.parametrize("drawn", hands.digits()[::4], ids=lambda d: f"{d.hand}-{d.digit}")
@pytest.mark.parametrize("side", [112, 255])
def test_strokes_are_painted_as_another_painter_paints_them(drawn: hands.Drawn, side: int) -> None:
    difference = rasterise(drawn.strokes, side).astype(int) - painted_by_matplotlib(drawn.strokes, side)
    assert np.abs(difference).mean() < 0.35
    assert (np.abs(difference) > 48).sum() <= 10  # where two edges of one stroke meet inside a pixel, which a distance cannot see


@pytest.mark.parametrize("pen", [2, 3, 20, 90])
def test_a_dot_and_a_line_have_the_area_of_geometry(pen: int) -> None:
    dot, line = strokes_of((pen, [(120, 130)])), strokes_of((pen, [(60, 130), (180, 130)]))
    disc = np.pi * pen**2 / 4
    assert rasterise(dot, 1020).sum() / 255 / 16 == pytest.approx(disc, rel=0.02)
    assert rasterise(line, 1020).sum() / 255 / 16 == pytest.approx(disc + 120 * pen, rel=0.01)
    assert rasterise(line, 255)[0].sum() == 0


def test_painting_a_window_enlarges_it() -> None:
    drawn = hands.digits()[3].strokes
    whole, part = rasterise(drawn, 510), rasterise(drawn, 120, window=(90.0, 50.0, 60.0))
    assert np.abs(whole[100:220, 180:300].astype(int) - part).max() <= 1


# Preparation


@pytest.mark.parametrize("drawn", hands.digits(), ids=lambda d: f"{d.hand}-{d.digit}")
def test_a_drawing_is_framed_as_mnist_frames_its_digits(drawn: hands.Drawn) -> None:
    digit = prepare(drawn.strokes)
    rows, columns = np.nonzero(digit.max(1))[0], np.nonzero(digit.max(0))[0]
    assert digit.shape == (28, 28) and digit.max() == 255
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    total = digit.sum(dtype=float)
    for axis, inside in ((1, rows), (0, columns)):
        centre = (digit.sum(axis, dtype=float) * np.arange(28)).sum() / total
        at_the_edge = inside.min() == 0 or inside.max() == 27
        assert abs(centre - 14) <= 0.51 or at_the_edge


@pytest.mark.parametrize("digit", range(10))
def test_mnists_own_digits_stay_as_they_are(digit: int) -> None:
    scanned = np.asarray(Image.open(SAMPLES / f"digit-{digit}.png"))
    again = fit_like_mnist(np.pad(scanned, ((30, 5), (2, 60))))
    assert np.abs(scanned.astype(int) - again).mean() < 0.5  # of 255; a digit moved by one pixel gives 10 or more


def test_every_prepared_pixel_is_the_mean_of_its_area() -> None:
    small = np.random.default_rng(0).integers(40, 256, (20, 20)).astype(np.uint8)
    small[3, 4] = 255
    fine = np.pad(np.kron(small, np.ones((8, 8), np.uint8)), ((11, 50), (70, 3)))
    found = fit_like_mnist(fine)
    rows, columns = np.nonzero(found)
    assert (found[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] == small).all()


def test_place_and_size_on_the_board_change_nothing() -> None:
    line = [(20, 20), (40, 22), (44, 40), (24, 60), (50, 62)]
    here = prepare(strokes_of((6, line)))
    there = prepare(strokes_of((6, [(x + 150, y + 170) for x, y in line])))
    larger = prepare(strokes_of((18, [(3 * x, 3 * y) for x, y in line])))
    assert (here == there).all()
    assert np.abs(here.astype(int) - larger).max() <= 1


def test_nothing_drawn_is_a_blank_picture() -> None:
    assert not prepare(()).any()
    assert not fit_like_mnist(np.zeros((9, 5))).any()
    assert not fit_like_mnist(np.zeros((0, 0))).any()
    assert prepare(strokes_of((4, [(9, 9)]))).any()


def test_the_hands_are_thirty_different_drawings() -> None:
    drawn = hands.digits()
    assert len(drawn) == 30 and sorted(d.digit for d in drawn) == sorted(list(range(10)) * 3)
    assert len({encode(d.strokes) for d in drawn}) == 30
    assert [encode(d.strokes) for d in hands.digits()] == [encode(d.strokes) for d in drawn]
    pens = {s.pen for d in drawn for s in d.strokes}
    assert min(pens) <= 8 and max(pens) >= 34
    assert drawing.BOARD_SIDE == 255
