"""Examples as small squares, for the eye alone."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.inputs import drawing, pictures
from models.number_spec import whole_number
from models.types.activations import PictureSource
from models.types.fine_tune import Classes

LARGEST = 512  # px of a side: an example has 256 at most
DARK = 64  # of 255: a grey picture whose border is darker is light on black, and shown as ink on paper


def thumbnails(classes: Classes, wanted: Collection[int], side: int) -> tuple[list[int], NDArray[np.uint8]]:
    """(ids that are there, their pictures [id, side, side, 3]); an example that was removed meanwhile is left out."""
    side = whole_number("side", side, 1, LARGEST)
    chosen = set(wanted)
    found = [example for one in classes for example in one.examples if example.id in chosen]
    made = [thumbnail(example.source, side) for example in found]
    return [example.id for example in found], np.stack(made) if made else np.zeros((0, side, side, 3), np.uint8)


def thumbnail(source: PictureSource, side: int) -> NDArray[np.uint8]:
    """The middle square, [side, side, 3]."""
    if source.form == "strokes":
        ink = drawing.rasterise(drawing.decode(source.data), side)  # [side, side]
        return np.repeat(255 - ink[..., None], 3, 2)
    square = pictures.centre_square(source, max(side, 128))  # [y, x, 3 or 1]
    if square.shape[2] == 1:
        edge = np.median(square[drawing.border_mask((square.shape[0], square.shape[1]), 1)])
        square = np.repeat(255 - square if edge < DARK else square, 3, 2)
    way = Image.Resampling.NEAREST if len(square) < side else Image.Resampling.BICUBIC
    return np.array(Image.fromarray(square).resize((side, side), way))
