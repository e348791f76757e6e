"""Pictures: every type and mode read right, prepared bit for bit as torchvision does, the rest refused in a sentence."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pytest
import torch
import torchvision.models as zoo
from hypothesis import given, settings
from hypothesis import strategies as some
from numpy.typing import NDArray
from PIL import Image, ImageOps, JpegImagePlugin
from scipy.fft import dctn
from torchvision.transforms._presets import ImageClassification
from torchvision.transforms.functional import InterpolationMode, center_crop

from models.errors import UserError
from models.inputs import drawing
from models.inputs.pictures import Preparation, centre_square, decode, prepare, small_jpeg_file
from models.types.activations import PictureSource
from tests import hands
from tests.picture_files import TYPES, file_of, png, scene

DIGIT = Preparation("drawing", 1, 28, 28)
PHOTOGRAPH = Preparation("photograph", 3, 224, 224, resize=256)


def values(data: bytes) -> NDArray[np.uint8]:
    return np.asarray(decode(data))


# Every type and mode


@pytest.mark.parametrize("name", TYPES)
def test_every_type_gives_the_pixels_that_pillow_opens(name: str) -> None:
    data = TYPES[name]()
    with Image.open(io.BytesIO(data)) as opened:
        expected = np.asarray(opened.convert("RGB"))
    assert (values(data) == expected).all()
    if name in ("PNG", "WebP", "BMP"):
        assert (expected == scene(61, 47)).all()


def test_the_first_frame_of_an_animation_is_taken() -> None:
    frames = [Image.new("RGB", (9, 7), colour) for colour in ("red", "lime", "blue")]
    for kind in ("GIF", "WEBP", "PNG", "AVIF"):
        how = {"lossless": True} if kind == "WEBP" else {}
        data = file_of(frames[0], kind, save_all=True, append_images=frames[1:], duration=50, **how)
        assert np.abs(values(data)[3, 3].astype(int) - [255, 0, 0]).max() <= (3 if kind == "AVIF" else 0)


def test_sixteen_bits_are_read_by_their_upper_eight() -> None:
    high = scene(31, 22, 1).astype(np.uint16) * 256 + 77
    assert (values(png(high.astype(">u2").view(np.uint8).reshape(22, -1), 0, 16)) == high >> 8).all()
    colours = scene(31, 22).astype(np.uint16) * 256 + 200
    assert (values(png(colours.astype(">u2").view(np.uint8).reshape(22, -1), 2, 16)) == colours >> 8).all()
    clear = np.array([[300, 40_000, 65_535]], ">u2")
    assert values(png(clear.view(np.uint8), 0, 16, tRNS=struct.pack(">H", 300))).ravel().tolist() == [255, 156, 255]


@pytest.mark.parametrize(("bits", "levels"), [(1, [0, 255]), (2, [0, 85, 170, 255]), (4, [0, 17, 34, 51]), (8, [0, 1, 2, 3])])
def test_grey_of_few_bits_spans_black_to_white(bits: int, levels: list[int]) -> None:
    packed = np.packbits([[v >> (bits - 1 - b) & 1 for v in range(len(levels)) for b in range(bits)]], axis=1)
    found = decode(png(packed, 0, bits))
    assert found.mode == "L" and np.asarray(found)[0, : len(levels)].tolist() == levels


def test_palettes_with_and_without_transparency() -> None:
    rows = np.array([[0, 1, 2, 1]], np.uint8)
    palette = bytes([200, 10, 20, 0, 128, 255, 7, 7, 7])
    assert values(png(rows, 3, 8, PLTE=palette))[0].tolist() == [[200, 10, 20], [0, 128, 255], [7, 7, 7], [0, 128, 255]]
    seen = values(png(rows, 3, 8, PLTE=palette, tRNS=bytes([255, 0, 128])))[0].tolist()
    assert seen[:2] == [[200, 10, 20], [255, 255, 255]] and seen[2][0] in (130, 131)
    gif = Image.fromarray(np.array([[0, 1]], np.uint8), "P")
    gif.putpalette(palette)
    assert values(file_of(gif, "GIF", transparency=1))[0].tolist() == [[200, 10, 20], [255, 255, 255]]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparency_is_laid_on_white(kind: str) -> None:
    pixels = np.concatenate([scene(20, 10), np.linspace(0, 255, 200).astype(np.uint8).reshape(10, 20, 1)], -1)
    share = pixels[..., 3:] / 255
    expected = pixels[..., :3] * share + 255 * (1 - share)
    found = values(file_of(pixels, kind, **({"lossless": True, "exact": True} if kind == "WEBP" else {})))
    assert np.abs(found - expected).max() <= 1
    lossy = values(file_of(pixels, "AVIF", quality=100, subsampling="4:4:4"))
    assert np.abs(lossy - expected).mean() < 3
    grey = Image.merge("LA", (Image.new("L", (4, 4), 0), Image.new("L", (4, 4), 51)))
    assert np.abs(values(file_of(grey, "PNG")).astype(int) - 204).max() <= 1


def test_ink_of_print_becomes_light() -> None:
    for ink, light in (
        ((0, 255, 255, 0), (255, 0, 0)),
        ((255, 0, 0, 0), (0, 255, 255)),
        ((0, 0, 0, 255), (0, 0, 0)),
        ((0, 0, 0, 0), (255,) * 3),
    ):
        found = values(file_of(Image.new("CMYK", (16, 16), ink), "JPEG", quality=95))
        assert np.abs(found[8, 8].astype(int) - light).max() <= 6


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_pictures_come_upright_without_their_notes(kind: str, turn: int) -> None:
    notes = Image.Exif()
    notes[0x0112] = turn
    notes[0x010F] = "maker of the camera"
    notes.get_ifd(0x8825)[2] = (48.0, 51.0, 30.0)  # where it was taken
    how: dict[str, Any] = {"PNG": {}, "JPEG": {"quality": 95}, "WEBP": {"lossless": True}, "AVIF": {}}[kind]
    data = file_of(scene(40, 24), kind, exif=notes.tobytes(), icc_profile=b"profile", **how)
    with Image.open(io.BytesIO(data)) as opened:
        expected = np.asarray(ImageOps.exif_transpose(opened).convert("RGB"))
    found = decode(data)
    assert found.size == ((40, 24) if turn < 5 else (24, 40))
    assert (np.asarray(found) == expected).all()
    assert not found.info and not found.getexif()
    assert b"maker" in data and b"maker" not in file_of(found, "PNG") + file_of(found, "JPEG")


def test_a_corner_goes_where_the_camera_held_it() -> None:
    pixels = np.zeros((8, 16), np.uint8)
    pixels[:4, :4] = 255  # upper left on the sensor
    notes = Image.Exif()
    notes[0x0112] = 6  # "the visual top is at the right": turn clockwise
    found = values(file_of(pixels, "PNG", exif=notes.tobytes()))
    assert found.shape == (16, 8) and found[1, 6] == 255 and found[1, 1] == 0


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_notes_do_not_cost_the_picture() -> None:
    data = file_of(scene(20, 10), "JPEG", exif=b"Exif\0\0MM\0*" + b"\xff" * 40)
    assert values(data).shape == (10, 20, 3)


# Preparation

ENTRIES = [
    zoo.AlexNet_Weights.IMAGENET1K_V1,  # 256, 224, bilinear
    zoo.ResNet50_Weights.IMAGENET1K_V2,  # 232
    zoo.Inception_V3_Weights.IMAGENET1K_V1,  # 342, 299
    zoo.EfficientNet_B0_Weights.IMAGENET1K_V1,  # bicubic
    zoo.EfficientNet_B3_Weights.IMAGENET1K_V1,  # 320, 300, bicubic
    zoo.ConvNeXt_Tiny_Weights.IMAGENET1K_V1,  # 236
    zoo.EfficientNet_V2_S_Weights.IMAGENET1K_V1,  # 384, 384
    zoo.Swin_V2_T_Weights.IMAGENET1K_V1,  # 260, 256, bicubic
    zoo.RegNet_Y_16GF_Weights.IMAGENET1K_SWAG_E2E_V1,  # 384, 384, bicubic
]


def preparation_of(preset: ImageClassification) -> Preparation:
    side = preset.crop_size[0]
    way = preset.interpolation.value
    return Preparation("photograph", 3, side, side, preset.resize_size[0], way, tuple(preset.mean), tuple(preset.std))


def assert_equal_to(preset: ImageClassification, width: int, height: int) -> None:
    data = file_of(scene(width, height), "PNG")
    want = preparation_of(preset)
    found = prepare(PictureSource("picture", data), want)
    mean, std = (torch.tensor(v).view(3, 1, 1) for v in (want.mean, want.std))
    ours = (torch.from_numpy(found.copy()).permute(2, 0, 1).float() / 255 - mean) / std
    with Image.open(io.BytesIO(data)) as opened:
        assert torch.equal(ours, preset(opened))


@pytest.mark.parametrize("size", [(500, 375), (333, 511), (224, 224), (1000, 33), (7, 5)], ids=str)
@pytest.mark.parametrize("entry", ENTRIES, ids=str)
def test_photographs_are_prepared_bit_for_bit_as_torchvision_does(entry: Any, size: tuple[int, int]) -> None:
    assert_equal_to(entry.transforms(), *size)


@settings(max_examples=60, deadline=None)
@given(
    width=some.integers(1, 120), height=some.integers(1, 120), crop=some.integers(1, 60), resize=some.integers(1, 60), cubic=some.booleans()
)
def test_any_size_and_crop_are_rounded_as_torchvision_rounds(width: int, height: int, crop: int, resize: int, cubic: bool) -> None:
    if max(width, height) <= 50 * min(width, height):
        way = InterpolationMode.BICUBIC if cubic else InterpolationMode.BILINEAR
        assert_equal_to(ImageClassification(crop_size=crop, resize_size=resize, interpolation=way), width, height)


def test_grey_and_transparent_photographs_get_three_channels() -> None:
    for pixels in (scene(300, 260, 1), scene(300, 260, 4)):
        found = prepare(PictureSource("picture", file_of(pixels, "PNG")), PHOTOGRAPH)
        assert found.shape == (224, 224, 3) and found.dtype == np.uint8 and not found.flags.writeable
    grey = prepare(PictureSource("picture", file_of(scene(300, 260, 1), "PNG")), PHOTOGRAPH)
    assert not np.ptp(grey, axis=-1).any() and np.ptp(grey) > 100


def test_a_network_of_small_jpegs_gets_its_picture_as_one() -> None:
    """All of it squeezed through real JPEG files of 84 px with halved colour, then enlarged: Pillow's own steps, one by one."""
    image = Image.fromarray(scene(300, 200)).convert("RGB").resize((336, 336), Image.Resampling.LANCZOS)
    means = np.asarray(image, float).reshape(84, 4, 84, 4, 3).mean((1, 3))
    square = Image.fromarray((means + 0.5).astype(np.uint8))
    square.save(first := io.BytesIO(), "JPEG", quality=75, subsampling=2)
    Image.open(first).save(file := io.BytesIO(), "JPEG", quality=95, subsampling=2)
    wanted = np.asarray(Image.open(file).resize((128, 128), Image.Resampling.BILINEAR))
    small = Preparation("photograph", 3, 128, 128, 128, "bicubic", small=84)
    seen = prepare(PictureSource("picture", file_of(scene(300, 200), "PNG")), small)
    assert np.array_equal(seen, wanted)
    plain = prepare(PictureSource("picture", file_of(scene(300, 200), "PNG")), Preparation("photograph", 3, 128, 128, 128, "bicubic"))
    assert not np.array_equal(seen, plain)


@pytest.mark.parametrize("size", [(300, 200), (60, 90), (1200, 900), (84, 83)])
def test_a_small_jpeg_is_a_file_like_mini_imagenets(size: tuple[int, int]) -> None:
    """Their tables of quality 95, their halved colour, and values that lie on the steps of quality 75, with which they were saved first."""
    with Image.open(io.BytesIO(small_jpeg_file(Image.fromarray(scene(*size)), 84))) as opened:
        tables, halved = opened.quantization, JpegImagePlugin.get_sampling(opened)
        grey = np.asarray(opened.convert("YCbCr"), float)[:80, :80, 0]
    assert (opened.size, halved, sorted(tables)) == ((84, 84), 2, [0, 1])
    assert tables[0][:8] == [2, 1, 1, 2, 2, 4, 5, 6] and tables[1][:8] == [2, 2, 2, 5, 10, 10, 10, 10]
    blocks = dctn(grey.reshape(10, 8, 10, 8).swapaxes(1, 2) - 128, axes=(2, 3), norm="ortho")
    steps = blocks[:, :, 2, 2] / 8  # of quality 75 at this frequency
    assert np.abs(steps - steps.round()).mean() < 0.15  # 0.25 where nothing holds them


def test_what_is_such_a_file_already_stays_as_it_is() -> None:
    data = small_jpeg_file(Image.fromarray(scene(300, 200)), 84)
    seen = prepare(PictureSource("picture", data), Preparation("photograph", 3, 84, 84, 84, "bicubic", small=84))
    assert np.array_equal(seen, np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))


@pytest.mark.parametrize(("width", "height"), [(300, 260), (231, 500), (40, 31), (224, 224)])
def test_a_square_for_no_network_is_the_middle_as_it_is(width: int, height: int) -> None:
    picture = Image.fromarray(scene(width, height))
    short = min(width, height)
    middle = center_crop(picture, [short])
    truth = middle if short <= 224 else middle.resize((224, 224), Image.Resampling.BICUBIC)
    made = centre_square(PictureSource("picture", file_of(picture, "PNG")), 224)
    assert (made == np.asarray(truth)).all() and not made.flags.writeable


def test_a_grey_square_keeps_its_one_channel() -> None:
    grey = scene(28, 28, 1)
    made = centre_square(PictureSource("picture", png(grey, 0, 8)), 224)
    assert made.shape == (28, 28, 1) and (made[:, :, 0] == grey.reshape(28, 28)).all()


def test_prepared_pixels_are_taken_as_they_are() -> None:
    pixels = scene(224, 224)
    assert (prepare(PictureSource("pixels", pixels.tobytes()), PHOTOGRAPH) == pixels).all()
    with pytest.raises(UserError) as refusal:
        prepare(PictureSource("pixels", b"123"), PHOTOGRAPH)
    assert "150,528" in refusal.value.say("en") and "150.528" in refusal.value.say("pt")


def test_strokes_for_a_photograph_network_are_dark_on_white_and_whole() -> None:
    corner = drawing.encode([drawing.Stroke(20, np.array([[8, 8]], np.uint8)), drawing.Stroke(20, np.array([[247, 247]], np.uint8))])
    found = prepare(PictureSource("strokes", corner), PHOTOGRAPH)
    assert found.shape == (224, 224, 3)
    assert found[7, 7].tolist() == found[217, 217].tolist() == [0, 0, 0] and found[112, 112].tolist() == [255, 255, 255]


def test_strokes_for_a_drawing_network_fill_its_input() -> None:
    data = drawing.encode(hands.digits()[5].strokes)
    digit = prepare(PictureSource("strokes", data), DIGIT)
    wider = prepare(PictureSource("strokes", data), Preparation("drawing", 1, 32, 32))
    assert digit.shape == (28, 28, 1) and wider.shape == (32, 32, 1)
    assert (wider[2:30, 2:30] == digit).all() and wider.sum() == digit.sum()


def test_a_scanned_digit_stays_as_it_is_but_for_light_and_dark() -> None:
    digit = prepare(PictureSource("strokes", drawing.encode(hands.digits()[7].strokes)), DIGIT)[..., 0]
    for pixels in (digit, 255 - digit):
        assert (prepare(PictureSource("picture", file_of(pixels, "PNG")), DIGIT)[..., 0] == digit).all()


@pytest.mark.parametrize("dark", [True, False])
def test_a_picture_of_a_drawing_is_prepared_as_the_drawing(dark: bool) -> None:
    strokes = hands.digits()[2].strokes
    ink = np.pad(drawing.rasterise(strokes, 900), ((0, 0), (60, 0)))
    found = prepare(PictureSource("picture", file_of(255 - ink if dark else ink, "PNG")), DIGIT).astype(int)
    assert np.abs(found[..., 0] - drawing.prepare(strokes)).mean() < 3


def test_impossible_preparations_are_refused_at_once() -> None:
    for wrong in ({"kind": "drawing", "height": 27}, {"resize": 0}, {"interpolation": "quintic"}, {"channels": 1}):
        with pytest.raises(ValueError):
            Preparation(**{"kind": "photograph", "channels": 3, "height": 28, "width": 28, "resize": 28, **wrong})  # type: ignore[arg-type]
