"""Pictures to look through: what excites a unit most, and how many answers a change of weights leaves right.

Drawing networks get test digits of MNIST with their labels. Photograph networks get squares cut out of the shipped photographs to search,
without labels, since few of these show a class that they know; those few are what right answers are counted on, each cut and mirrored in
several ways. A visitor may bring own pictures instead.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models import limits
from models.byte_lru import ByteLru
from models.errors import UserError
from models.inputs import pictures
from models.inputs.pictures import Preparation
from models.text import Text
from models.types.activations import PictureSource

ASSETS = Path(__file__).parents[2] / "assets"
DIGITS = ASSETS / "gallery" / "digits.png"
LABELS = ASSETS / "gallery" / "digits.txt"
SQUARE_DIVISORS = (1, 2, 3)  # of a photograph's shorter side: the sides of the squares that are cut out of it
CLASS_OF_SAMPLE = {
    "capitol": "dome",
    "cathedral": "church",
    "dome-of-the-rock": "dome",
    "frying-pan": "frying pan",
    "solar-cooker": "solar dish",
    "taj-mahal": "dome",
}
"""What some of the samples show, as ImageNet names it."""
CROP_SHARES = (7 / 8, 3 / 4)  # of a photograph's shorter side: those of the squares that are judged
_SIDE = 28  # px of a digit


@dataclass(frozen=True)
class Gallery:
    """Prepared pictures, uint8 [picture, height, width, channel], and the class of each where it is known."""

    pictures: NDArray[np.uint8]
    labels: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def nbytes(self) -> int:
        return self.pictures.nbytes + (0 if self.labels is None else self.labels.nbytes)


_Build = Callable[[Preparation], Gallery]
_galleries: ByteLru[tuple[_Build, Preparation], Gallery] = ByteLru(  # at 224 px one takes 40 MB at most
    lambda gallery: gallery.nbytes, lambda: limits.GALLERY_MB.value * 1e6, keep_latest=2, name="galleries"
)


def _cached(build: _Build, preparation: Preparation) -> Gallery:
    return _galleries.get_or_create((build, preparation), lambda: build(preparation))


def bundled_gallery(preparation: Preparation) -> Gallery:
    """The gallery of this repository, as a network wants its pictures."""
    return _cached(_digits if preparation.kind == "drawing" else _photographs, preparation)


def accuracy_gallery(preparation: Preparation, classes: Sequence[Text]) -> Gallery:
    """Pictures on which answers are counted. With labels where the network has the classes that they show, else `shipped` without any."""
    if preparation.kind == "drawing":
        found = bundled_gallery(preparation)
        known = found.labels is not None and len(classes) > int(found.labels.max())
        return found if known else Gallery(found.pictures)
    places = {name.en: index for index, name in enumerate(classes)}
    if not set(CLASS_OF_SAMPLE.values()) <= set(places):
        return bundled_gallery(preparation)
    crops = _cached(_sample_crops, preparation).pictures
    labels = np.repeat([places[CLASS_OF_SAMPLE[name]] for name in sorted(CLASS_OF_SAMPLE)], len(crops) // len(CLASS_OF_SAMPLE))
    return Gallery(crops, labels)


def own_gallery(sent: Sequence[bytes], preparation: Preparation) -> Gallery:
    """A visitor's pictures, each an encoded file. UserError for none, for too many, and for what is no picture."""
    most = int(limits.GALLERY_PICTURES.value)
    if not 1 <= len(sent) <= most:
        raise UserError(
            Text(
                "gallery: {count} pictures were sent; it takes 1 to {most}.",
                "gallery: foram enviadas {count} imagens; aceita de 1 a {most}.",
            ).format(count=len(sent), most=most)
        )
    return _gallery([pictures.prepare_or_blank(PictureSource("picture", data), preparation) for data in sent])


def _digits(preparation: Preparation) -> Gallery:
    with Image.open(DIGITS, formats=("PNG",)) as image:
        sheet = np.asarray(image.convert("L"))
    rows, columns = (side // _SIDE for side in sheet.shape)
    digits = sheet.reshape(rows, _SIDE, columns, _SIDE).transpose(0, 2, 1, 3).reshape(-1, _SIDE, _SIDE)  # [n, 28, 28]
    labels = np.array([int(sign) for sign in LABELS.read_text("ascii") if sign.isdigit()])
    out = np.zeros((len(digits), preparation.height, preparation.width, preparation.channels), np.uint8)
    top, left = (preparation.height - _SIDE) // 2, (preparation.width - _SIDE) // 2
    out[:, top : top + _SIDE, left : left + _SIDE] = digits[..., None]
    return Gallery(_read_only(out), labels)


def _photographs(preparation: Preparation) -> Gallery:
    cut = []
    for file in sorted((ASSETS / "samples").glob("*.jpg")):
        image = pictures.decode(file.read_bytes()).convert("RGB")
        cut += [pictures.prepare(PictureSource("picture", _as_bmp(image.crop(box))), preparation) for box in square_boxes(*image.size)]
    return _gallery(cut)


def _sample_crops(preparation: Preparation) -> Gallery:
    """Every sample of SHOWN: at each of CUTS the four corners and the middle, all mirrored too, as Krizhevsky et al. judge (2012)."""
    prepared = []
    for name in sorted(CLASS_OF_SAMPLE):
        image = pictures.decode((ASSETS / "samples" / f"{name}.jpg").read_bytes()).convert("RGB")
        for box in itertools.chain(*(five_crop_boxes(*image.size, part) for part in CROP_SHARES)):
            cut = image.crop(box)
            for seen in (cut, cut.transpose(Image.Transpose.FLIP_LEFT_RIGHT)):
                prepared.append(pictures.prepare(PictureSource("picture", _as_bmp(seen)), preparation))
    return _gallery(prepared)


def five_crop_boxes(width: int, height: int, part: float) -> list[tuple[int, int, int, int]]:
    """(left, top, right, bottom) of five squares in the middle square of a picture: its corners and its middle, `part` of its side; px."""
    whole = min(width, height)
    side = round(part * whole)
    left, top, far = (width - whole) // 2, (height - whole) // 2, whole - side
    places = [(0, 0), (far, 0), (0, far), (far, far), (far // 2, far // 2)]
    return [(left + x, top + y, left + x + side, top + y + side) for x, y in places]


def _as_bmp(image: Image.Image) -> bytes:
    """A picture as a file that loses nothing and costs next to nothing: prepared as a visitor's own would be."""
    image.save(stored := io.BytesIO(), "BMP")
    return stored.getvalue()


def square_boxes(width: int, height: int) -> list[tuple[int, int, int, int]]:
    """(left, top, right, bottom) of squares side by side in the middle of a photograph, at every scale of PARTS; px."""
    boxes = []
    for part in SQUARE_DIVISORS:
        side = min(width, height) // part
        across, down = width // side, height // side
        left, top = (width - across * side) // 2, (height - down * side) // 2
        corners = itertools.product(range(down), range(across))
        boxes += [(left + x * side, top + y * side, left + (x + 1) * side, top + (y + 1) * side) for y, x in corners]
    return boxes


def _gallery(prepared: list[NDArray[np.uint8]]) -> Gallery:
    return Gallery(_read_only(np.stack(prepared)))


def _read_only(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    values.flags.writeable = False
    return values
