"""A pen that ran dry: what is faint between two marks is the stroke's, and a digit whose sides are missing is one digit."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from models.inputs.digit_finding import find_digit
from models.inputs.ink import Box, detect_digits
from models.types.found_ink import FittedDigit

PAPER, INK = 235.0, 30.0


def paper(ink: NDArray[np.float64]) -> NDArray[np.float32]:
    """Ink [h, w] from 0 to 1 on a sheet with a little grain."""
    grain = np.random.default_rng(0).normal(0, 1.5, ink.shape)
    return np.asarray(PAPER - (PAPER - INK) * ndimage.gaussian_filter(ink, 1.0) + grain, np.float32)


def painted(strength: dict[str, float]) -> NDArray[np.float64]:
    """A zero whose top and foot are full, and whose left and right sides are as strong as given."""
    h, w = 240, 320
    y, x = np.mgrid[:h, :w].astype(np.float64)
    away = np.hypot((x - 160) / 40, (y - 120) / 70)
    ring = (np.abs(away - 1) < 0.13).astype(float)
    side = np.where(x < 160, strength["left"], strength["right"])
    return np.asarray(ring * np.where(np.abs(y - 120) < 26, side, 1.0))


def found(ink: NDArray[np.float64]) -> FittedDigit:
    digit = find_digit(Image.fromarray(paper(ink).clip(0, 255).astype(np.uint8)))
    assert digit is not None
    return digit


def boxes(ink: NDArray[np.float64]) -> list[Box]:
    reading = detect_digits(paper(ink))
    assert reading is not None
    return [candidate.box for candidate in reading.candidates]


WHOLE = (115, 41, 206, 200)


def near(box: Box, wanted: Box) -> bool:
    return max(abs(a - b) for a, b in zip(box, wanted, strict=True)) <= 5


@pytest.mark.parametrize("sides", [{"left": 0.22, "right": 0.22}, {"left": 0.3, "right": 0.0}, {"left": 0.0, "right": 0.3}])
def test_a_faint_side_belongs_to_its_digit(sides: dict[str, float]) -> None:
    """The prepared digit holds it, paler than the rest."""
    digit = found(painted(sides))
    assert len(digit.report.boxes) == 1 and near(digit.report.box, WHOLE)
    middle = digit.ink[12:16].max(0).astype(int)
    left, right = middle[:14].max(), middle[14:].max()
    for value, strength in ((left, sides["left"]), (right, sides["right"])):
        assert value == 0 if not strength else 25 < value < 140


def test_top_and_foot_of_a_digit_without_sides_are_one_digit() -> None:
    assert [near(box, WHOLE) for box in boxes(painted({"left": 0.0, "right": 0.0}))] == [True]


def written(places: list[tuple[int, int, str]]) -> NDArray[np.float64]:
    """Ones, dashes and a pale bar between them, on the sheet."""
    sheet = Image.new("L", (320, 240))
    draw = ImageDraw.Draw(sheet)
    for x, y, what in places:
        box = {"one": (x, y, x + 9, y + 90), "dash": (x, y, x + 60, y + 9), "pale": (x, y, x + 40, y + 8)}[what]
        draw.rectangle(box, fill=60 if what == "pale" else 255)
    return np.asarray(sheet, np.float64) / 255


def test_two_digits_stay_two() -> None:
    """Beside each other; and dashes below each other that lie as far apart as two lines of writing."""
    assert len(boxes(written([(100, 60, "one"), (200, 60, "one")]))) == 2
    assert len(boxes(written([(100, 40, "dash"), (100, 190, "dash")]))) == 2


def test_what_runs_into_the_frame_joins_nothing() -> None:
    """A pale band beside a digit that goes on past the picture is a shadow."""
    one = written([(150, 60, "one")])
    shaded = one.copy()
    shaded[176:, :] = np.maximum(shaded[176:, :], 0.2)
    assert near(boxes(shaded)[0], boxes(one)[0])


def test_a_pale_stain_beside_a_digit_is_left_out() -> None:
    """It touches the digit at one end only."""
    one = written([(150, 60, "one")])
    stained = np.maximum(one, written([(164, 100, "pale")]))
    assert near(boxes(stained)[0], boxes(one)[0])
