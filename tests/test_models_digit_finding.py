"""The digit of a picture: found on simulated paper, told step by step, and never answered where there is none."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from models import api
from models.errors import UserError
from models.inputs import digit_finding, drawing, marks, pictures, ruling, windows
from models.inputs.pictures import Preparation, prepare, prepare_with_report
from models.types.activations import PictureSource
from tests import paper as simulated
from tests import pen
from tests.picture_files import file_of

DIGIT = Preparation("drawing", 1, 28, 28)
PHOTOGRAPH = Preparation("photograph", 3, 224, 224, resize=256)


def clean(digit: int, seed: int = 5) -> simulated.Floats:
    return simulated.ink("pen", np.random.default_rng(seed), digit)[1]


def likeness(found: NDArray[np.uint8], ink: simulated.Floats) -> float:
    """Correlation with what the same ink gives without any paper."""
    alone = drawing.fit_like_mnist(ink)
    return float(np.corrcoef(found.astype(float).ravel(), alone.astype(float).ravel())[0, 1])


@pytest.mark.parametrize("kind", [kind for kind in simulated.KINDS if kind not in ("tilted", "12 megapixels")])
def test_the_ink_is_found_as_if_there_were_no_paper(kind: str) -> None:
    """Three digits of each kind, none of them by a network: the prepared picture is that of the ink alone."""
    alike = []
    for i, digit in enumerate((2, 5, 4)):
        rng = np.random.default_rng([i, len(kind)])
        _, ink = simulated.ink("pen", rng, digit)
        data = simulated.taken(kind, ink, rng)
        found = digit_finding.find_digit(pictures.decode(data))
        assert found is not None
        alike.append(likeness(found.ink, ink))
    assert sorted(alike)[1] > 0.55 and np.mean(alike) > 0.6, alike  # grain, blur and a turn of 8 degrees take some


def likenesses(kind: str, source: str, count: int) -> list[tuple[float, bool, set[str]]]:
    """Of so many pictures of a kind: how alike the ink is, whether it was taken for dark, and the steps."""
    every = []
    for i in range(count):
        rng = np.random.default_rng([40, i])
        _, ink = simulated.ink(source, rng, i % 10)
        found = digit_finding.find_digit(pictures.decode(simulated.taken(kind, ink, rng)))
        assert found is not None
        every.append((likeness(found.ink, ink), found.report.inverted, {step.key for step in found.report.steps}))
    return every


@pytest.mark.parametrize("kind", ["hard shadow", "soft shadow", "pencil"])
def test_a_shadow_or_a_faint_pencil_does_not_turn_light_into_ink(kind: str) -> None:
    """Most of the picture may lie in the shadow: what is ink is told from what lies around it."""
    found = likenesses(kind, "pen", 20)
    assert all(dark for _, dark, _ in found)
    assert sorted(alike for alike, _, _ in found)[2] > 0.6


@pytest.mark.parametrize("shape", [(48, 64), (5, 40), (1, 9)])
@pytest.mark.parametrize("size", [(1, 1), (1, 6), (7, 1), (2, 2), (13, 13), (44, 45)])
def test_windows_are_those_of_scipy(shape: tuple[int, int], size: tuple[int, int]) -> None:
    values = np.random.default_rng(0).random(shape, np.float32)
    assert np.array_equal(windows.closing(values, size), ndimage.grey_closing(values, size, mode="nearest"))
    assert np.array_equal(windows.opening(values, size), ndimage.grey_opening(values, size, mode="nearest"))


@pytest.mark.parametrize("kind", ["touching the frame", "28 × 28 filled"])
def test_thick_ink_at_the_frame_is_neither_eaten_nor_ruling(kind: str) -> None:
    """Beyond the frame of a tight scan lies paper, not more ink."""
    found = likenesses(kind, "8 × 8", 20)
    assert not any("ruling" in steps for _, _, steps in found)
    assert sorted(alike for alike, _, _ in found)[2] > 0.6


@pytest.mark.parametrize(("source", "at"), [("pen", 54), ("mnist", 10), ("mnist", 61)])
def test_paper_between_red_strokes_and_a_desk_is_not_light_ink(source: str, at: int) -> None:
    """Its brightness is that of most of the picture."""
    _, data = simulated.picture("desk at two edges", source, (4101, at), at % 10)
    found = digit_finding.find_digit(pictures.decode(data))
    assert found is not None and found.report.inverted
    left, top, right, bottom = found.report.box
    assert right - left < 200 and 100 < bottom - top < 300


@pytest.mark.parametrize("at", [0, 56, 58])
def test_of_a_stroke_wider_than_a_window_its_edges_are_not_the_digit(at: int) -> None:
    _, data = simulated.picture("28 × 28 filled", "8 × 8", (611, at), at % 10)
    found = digit_finding.find_digit(pictures.decode(data))
    assert found is not None and found.report.box[1] == 0 and found.report.box[3] == 28


@pytest.mark.parametrize("at", [203, 693, 898, 1766])
def test_of_thick_strokes_that_a_narrow_window_takes_for_paper_all_is_read(at: int) -> None:
    """Only the crossings and the ends were left of them, which score as well as the whole digit."""
    digits, _ = simulated._eight()
    large = np.asarray(Image.fromarray((digits[at] * 255).astype(np.uint8)).resize((160, 160), Image.Resampling.BICUBIC))
    found = digit_finding.find_digit(Image.fromarray(255 - np.pad(large, 40)))
    assert found is not None and likeness(found.ink, (large / 255).astype(np.float32)) > 0.93


@pytest.mark.parametrize("shape", [(40, 60), (7, 9), (5, 3), (1, 9)])
@pytest.mark.parametrize("window", [3, 4, 33, 34])
def test_beyond_the_frame_of_a_tight_scan_lies_paper(shape: tuple[int, int], window: int) -> None:
    """The narrow margin that is added holds all that a window sees: a wider one gives the same."""
    values = np.random.default_rng(1).random(shape, np.float32) * 255
    paper = marks.value_below(values[::2, ::2], 0.95)
    wide = windows.closing(np.pad(values, window, constant_values=paper), (window, window))
    assert np.array_equal(marks._closed(values, window, True), wide[window:-window, window:-window])


def test_the_box_is_where_the_digit_lies() -> None:
    sheet = np.full((300, 400, 3), 240, np.uint8)
    ink = np.asarray(Image.fromarray(clean(3)).resize((80, 120), Image.Resampling.BOX))
    sheet[100:220, 250:330] = (240 * (1 - ink))[..., None]
    report = prepare_with_report(PictureSource("picture", file_of(sheet, "PNG")), DIGIT).report
    assert report is not None and report.inverted and report.size == (400, 300) and len(report.boxes) == 1
    assert np.abs(np.subtract(report.box, (250, 100, 330, 220))).max() <= 4
    assert [step.key for step in report.steps] == ["smaller", "paper", "inverted", "digit", "fitted"]
    assert all(step.text.en != step.text.pt and step.picture.dtype == np.uint8 for step in report.steps)
    assert max(max(step.picture.shape[:2]) for step in report.steps) <= 128


def two(left: int, right: int) -> bytes:
    sheet = np.full((240, 400), 245, np.uint8)
    for digit, x, height in ((left, 60, 150), (right, 240, 120)):
        ink = Image.fromarray(clean(digit))
        small = np.asarray(ink.resize((round(ink.width * height / ink.height), height), Image.Resampling.BOX))
        sheet[40 : 40 + height, x : x + small.shape[1]] = 245 * (1 - small)
    return file_of(sheet, "PNG")


def test_of_two_digits_each_can_be_chosen() -> None:
    data = two(7, 4)
    report = prepare_with_report(PictureSource("picture", data), DIGIT).report
    assert report is not None and len(report.boxes) == 2 and report.boxes[0][0] < report.boxes[1][0]
    said = next(step.text for step in report.steps if step.key == "digit")
    assert "2 digits" in said.en and "2 dígitos" in said.pt
    for at, digit in enumerate((7, 4)):
        assert likeness(prepare(PictureSource("picture", data, at), DIGIT)[..., 0], clean(digit)) > 0.9
    with pytest.raises(UserError, match="digit: 2 is not there"):
        prepare(PictureSource("picture", data, 2), DIGIT)


@pytest.mark.parametrize("level", [0, 90, 255])
@pytest.mark.parametrize("size", [(1, 1), (28, 28), (300, 4), (640, 480)])
def test_an_even_sheet_has_no_digit_and_says_so(size: tuple[int, int], level: int) -> None:
    data = file_of(Image.new("L", size, level), "PNG")
    with pytest.raises(UserError) as refusal:
        prepare(PictureSource("picture", data), DIGIT)
    assert "No digit was found in this picture" in refusal.value.say("en")
    assert "Nenhum dígito foi encontrado nesta imagem" in refusal.value.say("pt")


def test_mnists_own_files_stay_bit_for_bit() -> None:
    digits, _ = simulated._mnist()
    for digit in np.rint(digits[::10] * 255).astype(np.uint8):
        for pixels in (digit, 255 - digit):
            assert (prepare(PictureSource("picture", file_of(pixels, "PNG")), DIGIT)[..., 0] == digit).all()


def test_a_small_file_that_fills_its_frame_is_fitted() -> None:
    ink = Image.fromarray(clean(4)).resize((28, 28), Image.Resampling.BOX)
    digit = prepare(PictureSource("picture", file_of((255 * (1 - np.asarray(ink))).astype(np.uint8), "PNG")), DIGIT)[..., 0]
    rows = np.nonzero(digit.max(1) > 60)[0]
    assert 18 <= np.ptp(rows) + 1 <= 21


def test_an_empty_board_has_no_answer_on_the_page() -> None:
    assert api.forward_view("lenet5", PictureSource("strokes", b""), "input").empty
    assert not api.forward_view(
        "lenet5", PictureSource("strokes", drawing.encode([drawing.Stroke(9, np.array([[9, 9], [90, 90]], np.uint8))])), "input"
    ).empty


# What is said of files and photographs


def keys(data: bytes, preparation: Preparation = PHOTOGRAPH) -> list[str]:
    report = prepare_with_report(PictureSource("picture", data), preparation).report
    assert report is not None
    return [step.key for step in report.steps]


def test_what_was_done_to_a_photograph_is_said() -> None:
    grey = np.random.default_rng(0).integers(0, 255, (60, 90, 3)).astype(np.uint8)
    notes = Image.Exif()
    notes[0x0112] = 6
    assert keys(file_of(grey, "JPEG", quality=95)) == ["cropped", "resized"]
    assert keys(file_of(grey, "JPEG", quality=20, exif=notes.tobytes())) == ["turned", "coarse", "cropped", "resized"]
    assert keys(file_of(np.dstack([grey, grey[..., :1]]), "PNG")) == ["white", "cropped", "resized"]
    assert keys(file_of(Image.fromarray(grey[..., 0].astype(np.uint16) * 256), "PNG"))[0] == "eight_bits"
    small = Preparation("photograph", 3, 144, 144, 144, "bicubic", small=84)
    assert keys(file_of(grey, "PNG"), small) == ["small_jpeg", "resized"]


@pytest.mark.parametrize("quality", [10, 25, 45, 59, 75])
def test_a_jpegs_quality_is_read_from_its_tables(quality: int) -> None:
    data = file_of(np.random.default_rng(0).integers(0, 255, (60, 90, 3)).astype(np.uint8), "JPEG", quality=quality)
    report = prepare_with_report(PictureSource("picture", data), PHOTOGRAPH).report
    assert report is not None
    coarse = [step.text.en for step in report.steps if step.key == "coarse"]
    assert [f"about {quality + near} of 100" in said for said in coarse for near in (-1, 0, 1)].count(True) == (1 if quality < 60 else 0)


def test_the_part_of_a_photograph_that_is_seen_is_told() -> None:
    report = prepare_with_report(PictureSource("picture", file_of(np.zeros((256, 512, 3), np.uint8), "PNG")), PHOTOGRAPH).report
    assert report is not None and report.box == (144, 16, 368, 240) and not report.boxes


# Never a blank input with a confident answer


def odd(kind: int, rng: np.random.Generator) -> Image.Image:
    """A picture that is no digit on paper."""
    w, h = (int(n) for n in rng.integers(20, 400, 2))
    level = int(rng.integers(256))
    if kind == 0:
        return Image.new("L", (w, h), level)
    if kind == 1:
        return Image.fromarray(rng.integers(0, 256, (h, w)).astype(np.uint8))
    if kind == 2:
        return Image.fromarray(np.clip(level + rng.normal(0, rng.uniform(0.2, 6), (h, w)), 0, 255).astype(np.uint8))
    if kind == 3:
        return Image.fromarray(np.linspace(0, level, w)[None].repeat(h, 0).astype(np.uint8)).rotate(int(rng.integers(4)) * 90)
    if kind == 4:
        from skimage import data

        name = str(rng.choice(["camera", "coins", "page", "text", "moon", "clock", "brick", "grass"]))
        whole = Image.fromarray(getattr(data, name)()).convert("L")
        left, top = (int(rng.integers(0, n // 2)) for n in whole.size)
        return whole.crop((left, top, left + whole.width // 2, top + whole.height // 2))
    image = Image.new("L", (w + 60, h + 60), 255 if kind % 2 else 0)
    draw, ink = ImageDraw.Draw(image), 0 if kind % 2 else 255
    if kind in (5, 6):
        draw.text((10, 10), chr(int(rng.integers(65, 123))), fill=ink, font=ImageFont.load_default(int(rng.integers(12, 60))))
    else:
        draw.line([tuple(int(n) for n in rng.integers(5, min(w, h) + 50, 2)) for _ in range(int(rng.integers(2, 12)))], ink, 3)
    return image


def is_answered_without_ink(i: int) -> bool:
    rng = np.random.default_rng([2025, i])
    odd(i % 9, rng).save(file := io.BytesIO(), "PNG")
    try:
        picture = prepare(PictureSource("picture", file.getvalue()), DIGIT)
    except UserError as refusal:
        assert "No digit" in refusal.say("en")
        return False
    return int(picture.sum()) < 255 * 8  # a dot of one pen is more


def test_nothing_is_answered_from_a_blank_input() -> None:
    assert [i for i in range(200) if is_answered_without_ink(i)] == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_nothing_is_answered_from_a_blank_input_in_many_pictures(part: int) -> None:
    assert [i for i in range(part, 2000, 4) if is_answered_without_ink(i)] == []


def is_told_as_two(i: int) -> bool:
    rng = np.random.default_rng([7, i])
    sheet = np.zeros((260, 520), np.float32)
    for x in (30, 290):
        written = pen.write(rng)
        sheet = np.maximum(sheet, pen.paint(written, (520, 260), (x, 40), float(rng.uniform(110, 180))))
    found = digit_finding.find_digit(Image.fromarray((240 * (1 - sheet)).astype(np.uint8)))
    return found is not None and len(found.report.boxes) == 2


def test_two_digits_are_told_as_two() -> None:
    assert [i for i in range(20) if not is_told_as_two(i)] == []


@pytest.mark.slow
def test_two_digits_are_told_as_two_in_many_pictures() -> None:
    assert sum(is_told_as_two(i) for i in range(200)) >= 198


def test_a_ruling_is_removed_and_counted() -> None:
    sheet = np.full((300, 400), 0.0, np.float32)
    sheet[10::24] = sheet[:, 10::24] = 0.9
    ink = np.zeros_like(sheet)
    ink[80:230, 190:204] = 0.95
    contrast, lines = ruling.without_ruling(np.maximum(sheet, ink), 0.05)
    assert abs(lines - (13 + 17)) <= 2
    assert contrast[ink == 0].mean() < 0.02 and contrast[ink > 0].mean() > 0.85


@pytest.mark.parametrize("turned", [False, True])
def test_a_stroke_along_a_line_of_the_ruling_stays(turned: bool) -> None:
    """Ink is darker than two printed lines that cross, so that no part of a 4 or a 2 falls off with the line that it lies on."""
    sheet = np.full((240, 320), 235, np.uint8)
    sheet[8::20] = sheet[:, 8::20] = 190
    four = Image.fromarray(sheet.T if turned else sheet)
    pen = ImageDraw.Draw(four)
    for stroke in (((128, 68), (128, 128), (178, 128)), ((158, 108), (158, 168))):
        pen.line([(y, x) for x, y in stroke] if turned else stroke, fill=30, width=3)
    found = digit_finding.find_digit(four)
    assert found is not None and len(found.report.boxes) == 1 and any(step.key == "ruling" for step in found.report.steps)
    left, top, right, bottom = found.report.box
    assert np.abs(np.subtract((left, top, right, bottom), (68, 127, 169, 179) if turned else (127, 68, 179, 169))).max() <= 3


def test_the_simulation_is_the_same_at_every_call() -> None:
    assert simulated.picture("squared", "pen", (1, 2)) == simulated.picture("squared", "pen", (1, 2))
    assert simulated.picture("squared", "pen", (1, 2)) != simulated.picture("squared", "pen", (1, 3))
