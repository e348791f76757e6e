"""Pictures that visitors bring: told apart by content, bounded before they are decoded, made ready for a network.

Everything is in memory and nothing of a file but its pixels goes on: no name, no place, no camera.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from PIL import AvifImagePlugin, BmpImagePlugin, GifImagePlugin, Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from models import limits
from models.errors import UserError
from models.inputs import digit_finding, drawing, photo_steps, picture_errors
from models.types.activations import PictureSource
from models.types.found_ink import PreparationReport

FileType = Literal["PNG", "JPEG", "WebP", "AVIF", "GIF", "BMP"]
Interpolation = Literal["nearest", "bilinear", "bicubic", "lanczos", "box", "hamming"]

SMALL_QUALITIES = (75, 95)
"""With which mini-ImageNet's files were saved, one after the other: their tables are those of 95, their coefficients lie on steps of 75."""
SMALL_OVERSAMPLING = 4
"""Cells in a row of which each pixel of a small JPEG is the mean: the mean of the area under it, whatever the picture's own size."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """How a network's weights want a picture: its geometry here, its numbers (mean, std per channel) by who runs the network.

    drawing: fitted as MNIST was, laid in the middle of `height` × `width` (28 or more); `resize` and `interpolation` are not used
    photograph: the shorter side becomes `resize` px, then the centre `height` × `width` is cut out; or, where there is a `small` side,
    what `small_jpeg` makes of the whole of it is enlarged to `height` × `width`
    """

    kind: Literal["drawing", "photograph"]
    channels: int
    height: int
    width: int
    resize: int = 0  # px
    interpolation: Interpolation = "bilinear"  # the value of torchvision's InterpolationMode
    mean: tuple[float, ...] = (0.0,)  # of values from 0 to 1
    std: tuple[float, ...] = (1.0,)
    small: int = 0  # px; 0: none

    def __post_init__(self) -> None:
        if self.interpolation not in get_args(Interpolation):
            raise ValueError(f"interpolation {self.interpolation!r} is none of {get_args(Interpolation)}")
        if self.kind == "drawing" and min(self.height, self.width) < drawing.MNIST_SIDE:
            raise ValueError(f"a drawing takes {drawing.MNIST_SIDE} × {drawing.MNIST_SIDE} or more, not {self.height} × {self.width}")
        if self.kind == "photograph" and (self.resize < 1 or self.channels != 3):
            raise ValueError("a photograph takes a shorter side of 1 px or more and 3 channels")


@dataclass(frozen=True, slots=True)
class PreparedPicture:
    """What the network will see, and what was done to a picture for it."""

    pixels: NDArray[np.uint8]  # [height, width, channel], read-only
    report: PreparationReport | None  # None of strokes and of prepared pixels


def prepare(source: PictureSource, preparation: Preparation) -> NDArray[np.uint8]:
    """What the network will see, uint8 [height, width, channel], read-only. UserError for what cannot be one.

    A photograph equals, bit for bit, what torchvision's preset makes of the same Pillow image before it scales to 0 … 1.
    A picture for a network of drawings must hold a digit (`models.inputs.digit_finding`): a blank input has an answer like any other.
    """
    return prepare_with_report(source, preparation).pixels


def prepare_or_blank(source: PictureSource, preparation: Preparation) -> NDArray[np.uint8]:
    """The same of one picture among many: where no digit is found in it, it is one of nothing all the same."""
    try:
        return prepare(source, preparation)
    except picture_errors.NoDigitFound:
        return np.zeros((preparation.height, preparation.width, preparation.channels), np.uint8)


def prepare_with_report(source: PictureSource, preparation: Preparation) -> PreparedPicture:
    """The same, with what was found in the picture and the steps that were taken."""
    report: PreparationReport | None = None
    if source.form == "pixels":
        return PreparedPicture(_from_pixels(source.data, preparation), None)
    if source.form == "strokes":
        strokes = drawing.decode(source.data)
        made = _centred(drawing.prepare(strokes), preparation) if preparation.kind == "drawing" else _paint_board(strokes, preparation)
    else:
        image = decode(source.data)
        made, report = (
            _prepare_digit(image, source, preparation) if preparation.kind == "drawing" else _prepare_photograph(image, source, preparation)
        )
    made.flags.writeable = False
    return PreparedPicture(made, report)


def _prepare_digit(image: Image.Image, source: PictureSource, preparation: Preparation) -> tuple[NDArray[np.uint8], PreparationReport]:
    ink = digit_finding.find_digit(image, source.digit)
    if ink is None:
        raise picture_errors.no_digit_found()
    steps = (*photo_steps.decoding_steps(reopen(source.data), image), *ink.report.steps)
    return _centred(ink.ink, preparation), replace(ink.report, steps=steps)


def _prepare_photograph(image: Image.Image, source: PictureSource, preparation: Preparation) -> tuple[NDArray[np.uint8], PreparationReport]:
    made = _resize_and_crop(image, preparation)
    steps = photo_steps.decoding_steps(reopen(source.data), image)
    sizes = photo_steps.CropSizes(preparation.resize, preparation.width, preparation.height, preparation.small)
    return made, photo_steps.photograph_report(image, made, sizes, steps)


def _from_pixels(data: bytes, preparation: Preparation) -> NDArray[np.uint8]:
    shape = (preparation.height, preparation.width, preparation.channels)
    if len(data) != np.prod(shape):
        raise picture_errors.wrong_pixels(len(data), shape)
    return np.frombuffer(data, np.uint8).reshape(shape)


def _centred(digit: NDArray[np.uint8], preparation: Preparation) -> NDArray[np.uint8]:
    """[28, 28] → [height, width, channel], in the middle of nothing."""
    out = np.zeros((preparation.height, preparation.width, preparation.channels), np.uint8)
    top, left = (preparation.height - drawing.MNIST_SIDE) // 2, (preparation.width - drawing.MNIST_SIDE) // 2
    out[top : top + drawing.MNIST_SIDE, left : left + drawing.MNIST_SIDE] = digit[:, :, None]
    return out


def _paint_board(strokes: tuple[drawing.Stroke, ...], preparation: Preparation) -> NDArray[np.uint8]:
    """The whole board, dark ink on white, as large as the network's picture: nothing of it is cut off."""
    side = min(preparation.height, preparation.width)
    out = np.full((preparation.height, preparation.width, 3), 255, np.uint8)
    top, left = (preparation.height - side) // 2, (preparation.width - side) // 2
    out[top : top + side, left : left + side] -= drawing.rasterise(strokes, side)[:, :, None]
    return out


def _resize_and_crop(image: Image.Image, preparation: Preparation) -> NDArray[np.uint8]:
    """Shorter side to `resize`, centre `height` × `width` cut out, black where there is no picture; [height, width, 3].

    Rounded as torchvision's resize and centre crop round: the longer side down, the crop's corner to the nearest even.
    """
    short, long = sorted(image.size)
    if long > short * limits.PICTURE_ASPECT.value:
        raise picture_errors.too_narrow(image.width, image.height)
    longer = preparation.resize * long // short
    size = (preparation.resize, longer) if image.width <= image.height else (longer, preparation.resize)
    fitted = image if image.mode == "RGB" else image.convert("RGB")  # Pillow copies where nothing is to convert
    if preparation.small:
        enlarged = small_jpeg(fitted, preparation.small).resize((preparation.width, preparation.height), Image.Resampling.BILINEAR)
        return np.array(enlarged)
    if fitted.size != size:
        fitted = fitted.resize(size, Image.Resampling[preparation.interpolation.upper()])
    (top, above), (left, before) = (
        _centre_offsets(n, m) for n, m in ((fitted.height, preparation.height), (fitted.width, preparation.width))
    )
    out = np.zeros((preparation.height, preparation.width, 3), np.uint8)
    part = np.asarray(fitted)[top : top + preparation.height, left : left + preparation.width]
    out[above : above + part.shape[0], before : before + part.shape[1]] = part
    return out


def centre_square(source: PictureSource, most: int) -> NDArray[np.uint8]:
    """The middle square of a picture as it is, for no network: uint8 [side, side, 3], or [side, side, 1] of a grey one, read-only.

    Its side is the picture's shorter one, `most` px at most.
    """
    image = decode(source.data)
    side = min(image.size)
    (left, _), (top, _) = (_centre_offsets(length, side) for length in image.size)
    cut = image.crop((left, top, left + side, top + side))
    made = np.array(cut if side <= most else cut.resize((most, most), Image.Resampling.BICUBIC))
    made = made if made.ndim == 3 else made[:, :, None]
    made.flags.writeable = False
    return made


def small_jpeg(image: Image.Image, side: int) -> Image.Image:
    """What `small_jpeg_file` makes of an RGB picture, decoded again; one of that very size is such a file already and stays."""
    if image.size == (side, side):
        return image
    with Image.open(io.BytesIO(small_jpeg_file(image, side)), formats=("JPEG",)) as opened:
        return opened.convert("RGB")


def small_jpeg_file(image: Image.Image, side: int) -> bytes:
    """The whole of an RGB picture, squeezed to a square, as the JPEG of `side` px that mini-ImageNet's makers would have made of it.

    Found by comparing the 600 photographs that mini-ImageNet and Imagenette share: sides made equal without a cut, the mean of the area
    under each pixel, two savings with halved colour. A network that learned most of its classes from such files takes a picture without
    their marks for one of the others.
    """
    fine = side * SMALL_OVERSAMPLING
    made = image.resize((fine, fine), Image.Resampling.LANCZOS).reduce(SMALL_OVERSAMPLING)
    stored = io.BytesIO()
    for quality in SMALL_QUALITIES:
        made.save(stored := io.BytesIO(), "JPEG", quality=quality, subsampling="4:2:0")
        made = Image.open(stored, formats=("JPEG",))
    return stored.getvalue()


def _centre_offsets(length: int, wanted: int) -> tuple[int, int]:
    """Where a cut of `wanted` begins in `length`, and where it is laid if `length` is shorter: (first cell, first place)."""
    return (round((length - wanted) / 2), 0) if length >= wanted else (0, (wanted - length) // 2)


# Decoding


def decode(data: bytes, least: int = 0) -> Image.Image:
    """An encoded file → its pixels, upright, mode "RGB" or (grey) "L", with nothing else of the file.

    `least` px: who makes the picture smaller anyway needs no more of its shorter side. A JPEG is then decoded at a half, a quarter or an
    eighth, from the low frequencies of its blocks alone, which takes half the time; 0 decodes all of it.

    UserError, with a sentence of its own, for what is empty, too large in bytes or pixels, of another type, cut off or damaged.
    """
    if not data:
        raise picture_errors.empty()
    if len(data) > limits.PICTURE_MB.value * 1_000_000:
        raise picture_errors.too_many_bytes(len(data))
    kind = file_type(data)
    if kind is None:
        raise picture_errors.unsupported_type(data)
    if kind == "JPEG" and data.count(b"\xff\xda") > limits.PICTURE_SCANS.value:
        raise picture_errors.too_many_scans()
    try:
        return _decode_first_frame(kind, data, least)
    except UserError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise picture_errors.too_many_pixels(None) from None
    except Exception as error:  # on damaged bytes decoders fail in every way there is: OSError, SyntaxError, IndexError, ...
        raise picture_errors.cut_off(kind) if _ended_early(kind, data, error) else picture_errors.damaged(kind) from None


def reopen(data: bytes) -> ImageFile.ImageFile | None:
    """A file that was decoded once, opened anew for what stands in its header; nothing is decoded. None where that fails."""
    try:
        kind = file_type(data)
        return _DECODERS[kind](io.BytesIO(data)) if kind in _DECODERS else None
    except Exception:  # as above
        return None


def file_type(data: bytes) -> FileType | None:
    """The type by the first bytes of the content; a file's name is never asked."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[:2] == b"BM" and data[14:18] in _BMP_HEADERS:
        return "BMP"
    if picture_errors.is_avif(data):
        return "AVIF"
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)


_MAGIC: dict[bytes, FileType] = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
_BMP_HEADERS = {struct.pack("<I", size) for size in (12, 16, 40, 52, 56, 64, 108, 124)}

_DECODERS: dict[FileType, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    "PNG": PngImagePlugin.PngImageFile,
    "JPEG": JpegImagePlugin.JpegImageFile,
    "WebP": WebPImagePlugin.WebPImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
}
"""The decoder of each type and no other. Image.open would try more types, warn process-wide about large pictures, and open
a phone's JPEG as the several pictures that it holds."""


def _decode_first_frame(kind: FileType, data: bytes, least: int) -> Image.Image:
    """The pixels of the first frame; sizes are checked before there is memory for them."""
    _check_size(_size_in_header(kind, data))
    image = _DECODERS[kind](io.BytesIO(data))
    _check_size(image.size)
    if least and kind == "JPEG" and (short := min(image.size)) > least:
        image.draft(None, (-(-image.width * least // short), -(-image.height * least // short)))
    image.load()
    _check_size(image.size)
    turned = _TRANSPOSE_FOR_ORIENTATION.get(_orientation(image))
    plain = _to_rgb_or_grey(image)
    plain = plain.transpose(turned) if turned is not None else plain
    plain.info = {}
    return plain


def _size_in_header(kind: FileType, data: bytes) -> tuple[int, int]:
    """(width, height) by the header, for types whose decoder takes memory when it opens; (1, 1) for the others."""
    if kind == "GIF":
        width, height = struct.unpack_from("<HH", data, 6)
        return width, height
    if kind == "WebP" and data[12:16] == b"VP8X":
        packed = int.from_bytes(data[24:30], "little")
        return 1 + (packed & 0xFFFFFF), 1 + (packed >> 24)
    if kind == "WebP" and data[12:16] == b"VP8L":
        packed = int.from_bytes(data[21:25], "little")
        return 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
    if kind == "WebP":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return 1, 1


def _check_size(size: tuple[int, int]) -> None:
    if min(size) < 1:
        raise ValueError("no pixels")
    if size[0] * size[1] > limits.PICTURE_MEGAPIXELS.value * 1_000_000:
        raise picture_errors.too_many_pixels(size)


def _ended_early(kind: FileType, data: bytes, error: Exception) -> bool:
    """Whether bytes are missing at the end, by the file's own end mark or length where it has one, else by the decoder's words."""
    if kind == "WebP":
        return len(data) < 8 + int.from_bytes(data[4:8], "little")
    if kind == "AVIF":
        return _boxes_end(data) > len(data)
    if kind == "JPEG":
        return data.rfind(b"\xff\xd9") <= data.rfind(b"\xff\xda")  # its end comes after the last of its passes
    return isinstance(error, EOFError | struct.error) or "truncated" in str(error).lower()


def _boxes_end(data: bytes) -> int:
    """Where the last box of an ISO base media file ends, by the lengths that its boxes announce (ISO/IEC 14496-12, section 4.2)."""
    at = 0
    while at < len(data):
        if len(data) < at + 8:
            return at + 8
        length = int.from_bytes(data[at : at + 4], "big")
        if length == 1:  # the length follows, as 64 bits
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        if length == 0:  # to the end of the file
            return len(data)
        at += max(8, length)
    return at


_TRANSPOSE_FOR_ORIENTATION = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation → what sets the picture upright (CIPA DC-008, section 4.6.5.1.6)."""


def _orientation(image: Image.Image) -> int:
    """EXIF orientation, 1 (upright) where there is none or it cannot be read: a picture is not refused for its notes."""
    try:
        return int(image.getexif().get(0x0112, 1))
    except Exception:  # as above: the notes are the visitor's bytes too
        return 1


def _to_rgb_or_grey(image: Image.Image) -> Image.Image:
    """Any mode → a new "RGB" or "L" of 8 bits, transparency laid on white."""
    if image.mode.startswith("I"):
        return _to_eight_bits(image)
    if image.has_transparency_data:
        seen = image if image.mode == "RGBA" else image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(seen.convert("RGB"), mask=seen.getchannel("A"))
        return white
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """16-bit grey → "L", the upper eight bits. (Pillow's own conversion cuts every value above 255 down to 255.)"""
    values = np.asarray(image)  # [h, w]
    grey = (values >> 8).clip(0, 255).astype(np.uint8)
    clear = image.info.get("transparency")
    if isinstance(clear, int):
        grey[values == clear] = 255
    return Image.fromarray(grey)
