"""What is kept of a visitor's picture: a small one, what it is known again by, and whether it is a photograph."""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import NamedTuple

from PIL import Image

from models import limits
from models.errors import UserError
from models.inputs import drawing, picture_errors, pictures
from models.training.core.near_copies import perceptual_hash
from models.types.activations import PictureSource
from models.types.feature_race import PictureKind

STORED_SIDE = 256  # px; the shorter side of a kept picture: what the networks here want, or more
MAX_PNG_SIDE = 128  # px; up to here a picture is kept as PNG
DRAWING_SIDE = 64  # px; the shorter side of the largest grey picture that is taken for a drawing, twice that of the sets of digits


class StoredPicture(NamedTuple):
    """What is kept of a picture or drawing, and what is known of it."""

    source: PictureSource
    digest: bytes  # of its pixels, or of its strokes
    hash: bytes  # perceptual; b"" for a drawing
    kind: PictureKind


def shrink(source: PictureSource) -> StoredPicture:
    """What is kept of a picture: nothing of a file but its pixels. UserError for what cannot be read."""
    if source.form == "strokes":
        drawing.decode(source.data)
        return StoredPicture(source, blake2b(source.data, digest_size=16).digest(), b"", "drawing")
    if source.form != "picture":
        raise ValueError(f"an example is a picture or strokes, not {source.form}")
    image = pictures.decode(source.data, 2 * STORED_SIDE)
    short, long = sorted(image.size)
    if long > short * limits.PICTURE_ASPECT.value:
        raise picture_errors.too_narrow(image.width, image.height)
    if short > STORED_SIDE:
        image = image.resize(
            (round(image.width * STORED_SIDE / short), round(image.height * STORED_SIDE / short)), Image.Resampling.BICUBIC, reducing_gap=3
        )
    digest = blake2b(image.mode.encode() + image.tobytes(), digest_size=16).digest()
    kept = io.BytesIO()
    if short <= MAX_PNG_SIDE:
        image.save(kept, "PNG")
    else:
        image.save(kept, "JPEG", quality=95)
    small = kept.getvalue()
    look = perceptual_hash(pictures.decode(small))  # of what is kept: a saved project says the same
    return StoredPicture(PictureSource("picture", small), digest, look, picture_kind(image))


def picture_kind(image: Image.Image) -> PictureKind:
    """A small picture without colour, as of digits, is a drawing; every other is a photograph."""
    if min(image.size) > DRAWING_SIDE:
        return "photograph"
    grey = image.mode == "L" or all(image.getchannel("R").tobytes() == image.getchannel(other).tobytes() for other in "GB")
    return "drawing" if grey else "photograph"


def shrink_all(sources: Sequence[PictureSource]) -> list[StoredPicture | UserError]:
    """Each of many, or why it cannot be read: decoded in as many threads as compute, since a decoder holds no lock of Python."""
    with ThreadPoolExecutor(int(limits.WORKERS.value)) as pool:
        return list(pool.map(_shrunk_or_refused, sources))


def _shrunk_or_refused(source: PictureSource) -> StoredPicture | UserError:
    try:
        return shrink(source)
    except UserError as refused:
        return refused
