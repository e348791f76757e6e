"""The digit of a picture, made ready for a network of drawings, with every step told.

What is ink is decided by `models.inputs.ink`; here are sizes, texts and pictures of the steps.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.inputs import drawing, picture_errors, ruling
from models.inputs import ink as ink_finder
from models.text import LANGUAGES, Text, number
from models.types.found_ink import Box, FittedDigit, PreparationReport, PreparationStep

THUMBNAIL_SIDE = 128  # px; the longer side of a step's picture


def find_digit(image: Image.Image, digit: int | None = None) -> FittedDigit | None:
    """The digit of an upright picture ("L" or "RGB"): the likeliest, or `digit` counted from the left. None where nothing is ink."""
    if image.size == (drawing.MNIST_SIDE, drawing.MNIST_SIDE) and (known := _as_mnist(image)) is not None:
        return known
    grey = ink_finder.to_working_size(image)  # [h, w]
    reading = ink_finder.detect_digits(grey)
    if reading is None:
        return None
    order = sorted(range(len(reading.candidates)), key=lambda i: reading.candidates[i].box[0])
    at = order.index(0) if digit is None else digit
    if not 0 <= at < len(order):
        raise picture_errors.no_such_digit(at, len(order))
    boxes = tuple(_box_in_full_size(reading.candidates[i].box, image.size, grey.shape) for i in order)
    ink = ink_finder.ink_of(reading, order[at])
    fitted = drawing.fit_like_mnist(ink)
    if not fitted.any():
        return None
    steps = _steps(image, grey, reading, ink, fitted, len(order), boxes[at])
    return FittedDigit(fitted, PreparationReport(image.size, boxes[at], reading.marks.dark, steps, boxes, at))


def _as_mnist(image: Image.Image) -> FittedDigit | None:
    """What is 28 × 28 already and has MNIST's margins is taken as it is, but for light and dark."""
    grey = np.array(image.convert("L"))
    light = float(np.median(grey[drawing.border_mask(grey.shape, 1)])) > 127
    ink = 255 - grey if light else grey
    if not ink_finder.has_mnist_margins(ink):
        return None
    taken = PreparationStep("as_it_is", _AS_IT_IS, grey)
    steps = (taken, PreparationStep("inverted", _INVERTED, ink)) if light else (taken,)
    rows, columns = np.nonzero(ink.max(1) > 25)[0], np.nonzero(ink.max(0) > 25)[0]
    box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    return FittedDigit(ink, PreparationReport(image.size, box, light, steps, (box,), 0))


def _box_in_full_size(box: Box, size: tuple[int, int], shape: tuple[int, ...]) -> Box:
    """A box of the reduced picture [h, w] in pixels of the whole one (width, height)."""
    across, down = size[0] / shape[1], size[1] / shape[0]
    left, top, right, bottom = box
    return int(left * across), int(top * down), min(size[0], int(np.ceil(right * across))), min(size[1], int(np.ceil(bottom * down)))


# The steps


def step_thumbnail(picture: Image.Image | NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture small enough to travel beside the answer."""
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    if max(image.size) > THUMBNAIL_SIDE:
        share = THUMBNAIL_SIDE / max(image.size)
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        image = image.resize(size, Image.Resampling.BOX, reducing_gap=1)
    return np.array(image)


def _steps(
    image: Image.Image,
    grey: ruling.Floats,
    reading: ink_finder.DetectedDigits,
    ink: ruling.Floats,
    fitted: NDArray[np.uint8],
    digits: int,
    box: Box,
) -> tuple[PreparationStep, ...]:
    marks, steps = reading.marks, []
    if max(image.size) > max(grey.shape):
        steps.append(
            PreparationStep("smaller", _SMALLER.format(width=grey.shape[1], height=grey.shape[0]), step_thumbnail(grey.astype(np.uint8)))
        )
    flat = step_thumbnail(_to_bytes(marks.contrast / marks.ink_contrast))
    steps.append(PreparationStep("paper", _PAPER, 255 - flat if marks.dark else flat))
    if marks.lines:
        steps.append(PreparationStep("ruling", _RULING.format(count=marks.lines), steps[-1].picture))
    if marks.dark:
        steps.append(PreparationStep("inverted", _INVERTED, flat))
    text = _DIGIT if digits == 1 else _DIGITS.format(count=digits)
    left, top, right, bottom = box
    place = {name: Text(*(number(value, language, 9) for language in LANGUAGES)) for name, value in _box_values(left, top, right, bottom)}
    steps.append(PreparationStep("digit", text.format(**place), step_thumbnail(_to_bytes(ink))))
    return (*steps, PreparationStep("fitted", _FITTED, fitted))


def _box_values(left: int, top: int, right: int, bottom: int) -> tuple[tuple[str, int], ...]:
    return ("left", left), ("top", top), ("width", right - left), ("height", bottom - top)


def _to_bytes(values: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    grey: NDArray[np.uint8] = np.rint(values.clip(0, 1) * 255).astype(np.uint8)
    return grey


_SMALLER = Text("Made smaller to look for ink: {width} × {height} px.", "Reduzida para procurar a tinta: {width} × {height} px.")
_PAPER = Text(
    "The paper’s own brightness is estimated and taken out, with its shadows.",
    "O brilho do próprio papel é estimado e retirado, com as sombras.",
)
_RULING = Text("{count} printed lines are removed.", "{count} linhas impressas são retiradas.")
_INVERTED = Text(
    "Dark ink on light paper is inverted: MNIST’s digits are light on black.",
    "A tinta escura no papel claro é invertida: os dígitos do MNIST são claros no preto.",
)
_DIGIT = Text(
    "One digit is found: {width} × {height} px of your picture at x {left}, y {top}; what does not belong to it is left out.",
    "Um dígito é encontrado: {width} × {height} px da sua imagem em x {left}, y {top}; o que não é dele fica de fora.",
)
_DIGITS = Text(
    "{count} digits are found and one is taken: {{width}} × {{height}} px at x {{left}}, y {{top}}.",
    "{count} dígitos são encontrados e um é usado: {{width}} × {{height}} px em x {{left}}, y {{top}}.",
)
_FITTED = Text(
    "Its box is fitted into 20 × 20 pixels and laid into 28 × 28 by its centre of mass, as MNIST’s digits are.",
    "Sua caixa é ajustada a 20 × 20 pixels e posta em 28 × 28 pelo centro de massa, como os dígitos do MNIST.",
)
_AS_IT_IS = Text(
    "The picture is 28 × 28 with MNIST’s margins and is taken as it is.",
    "A imagem é de 28 × 28 com as margens do MNIST e é usada como está.",
)
