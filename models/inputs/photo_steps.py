"""What was done to a file and to a photograph before a network saw it, told step by step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from models.inputs.digit_finding import step_thumbnail
from models.text import LANGUAGES, Text, number
from models.types.found_ink import PreparationReport, PreparationStep

MIN_JPEG_QUALITY = 60  # of 100: below this a JPEG's blocks can be seen
_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class CropSizes:
    """Of a photograph's preparation, px: its shorter side, what is cut out of it, the side of the small JPEG (0: none).

    Nothing is cut out for a small JPEG.
    """

    shorter: int
    width: int
    height: int
    small: int


def decoding_steps(file: ImageFile.ImageFile | None, image: Image.Image) -> tuple[PreparationStep, ...]:
    """What decoding did: the file with its header read, and the upright picture that came of it."""
    if file is None:
        return ()
    return tuple(PreparationStep(key, text, step_thumbnail(image)) for key, text in _header_steps(file))


def _header_steps(file: ImageFile.ImageFile) -> list[tuple[str, Text]]:
    notes: list[tuple[str, Text]] = []
    if (frames := getattr(file, "n_frames", 1)) > 1 and getattr(file, "is_animated", False):
        notes.append(("frame", _FRAME.format(frames=frames)))
    if _is_rotated(file):
        notes.append(("turned", _TURNED))
    if file.mode.startswith("I"):
        notes.append(("eight_bits", _EIGHT_BITS))
    if file.has_transparency_data:
        notes.append(("white", _WHITE))
    if (quality := _quality(file)) < MIN_JPEG_QUALITY:
        notes.append(("coarse", _LOW_QUALITY.format(quality=quality)))
    return notes


def _is_rotated(file: ImageFile.ImageFile) -> bool:
    try:
        return int(file.getexif().get(_ORIENTATION, 1)) in range(2, 9)
    except Exception:  # the notes are the visitor's bytes
        return False


def _quality(file: ImageFile.ImageFile) -> int:
    """About the quality, 1 to 100, with which a JPEG was saved, in the IJG library's own scale; 100 for other types.

    ITU-T T.81, annex K.1, divides the mean of a block by 16; the library multiplies that by 50 / quality, above 50 by 2 − quality / 50.
    """
    tables = getattr(file, "quantization", None)
    first = next(iter(tables.values()), None) if tables else None
    if not first:
        return 100
    scale = first[0] / 16
    return int(np.clip(round(50 / scale if scale > 1 else 100 - 50 * scale), 1, 100))


def photograph_report(
    image: Image.Image, made: NDArray[np.uint8], sizes: CropSizes, before: tuple[PreparationStep, ...]
) -> PreparationReport:
    """An upright photograph and the network's input [height, width, 3] that was made of it."""
    box = _visible_box(image.size, sizes)
    steps = [*before]
    left, top, right, bottom = box
    if box != (0, 0, *image.size):
        place = _sizes(left=left, top=top, width=right - left, height=bottom - top)
        steps.append(PreparationStep("cropped", _CROPPED.format(**place), step_thumbnail(image.crop(box))))
    if sizes.small:
        steps.append(PreparationStep("small_jpeg", _SMALL_JPEG.format(**_sizes(side=sizes.small)), step_thumbnail(made)))
    steps.append(PreparationStep("resized", _RESIZED.format(**_sizes(width=sizes.width, height=sizes.height)), step_thumbnail(made)))
    return PreparationReport(image.size, box, False, tuple(steps))


def _visible_box(size: tuple[int, int], sizes: CropSizes) -> tuple[int, int, int, int]:
    """What of a picture (width, height) the network sees, in its own pixels."""
    short = min(size)
    if sizes.small:
        return 0, 0, *size
    wide, high = (short * min(n, sizes.shorter) / sizes.shorter for n in (sizes.width, sizes.height))
    left, top = round((size[0] - wide) / 2), round((size[1] - high) / 2)
    return left, top, left + round(wide), top + round(high)


def _sizes(**given: int) -> dict[str, Text]:
    return {name: Text(*(number(value, language, 9) for language in LANGUAGES)) for name, value in given.items()}


_FRAME = Text("The first of {frames} frames is taken.", "O primeiro de {frames} quadros é usado.")
_TURNED = Text("The picture is turned upright, as the camera noted.", "A imagem é posta de pé, como a câmera anotou.")
_EIGHT_BITS = Text("Its 16 bits per pixel are read by the upper eight.", "Dos 16 bits por pixel, são lidos os oito superiores.")
_WHITE = Text("What is transparent is laid on white.", "O que é transparente é posto sobre branco.")
_LOW_QUALITY = Text(
    "The JPEG was saved with a quality of about {quality} of 100: its blocks may show.",
    "O JPEG foi salvo com qualidade de cerca de {quality} de 100: seus blocos podem aparecer.",
)
_CROPPED = Text(
    "The middle {width} × {height} px are cut out; the rest is not seen.",
    "Os {width} × {height} px do meio são recortados; o resto não é visto.",
)
_SMALL_JPEG = Text(
    "All of it is squeezed into a JPEG of {side} × {side} px, as the pictures that the network learned from were.",
    "Ela inteira é espremida em um JPEG de {side} × {side} px, como as imagens com que a rede aprendeu.",
)
_RESIZED = Text("It is resized to {width} × {height} px for the network.", "É redimensionada para {width} × {height} px para a rede.")
