"""Faces whose boxes were marked by hand, in many sizes, turns and lights; and pictures without a human face.

All are of packages that the playground needs anyway, or its own samples: Eileen Collins (NASA, public domain), a man at a camera (Lav
Varshney, CC0-1.0), Grace Hopper (U.S. Navy, public domain, in matplotlib).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageOps

SAMPLES = Path(__file__).parents[1] / "assets" / "samples"
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in px."""

MARKED: dict[str, tuple[Path, Box]] = {
    "Eileen Collins": (SAMPLES / "astronaut.jpg", (181, 68, 268, 176)),
    "Grace Hopper": (Path(matplotlib.get_data_path()) / "sample_data" / "grace_hopper.jpg", (180, 135, 352, 338)),
    "man at a camera, from the side": (SAMPLES / "camera.jpg", (196, 108, 257, 198)),
}
"""Where each is, and the box about forehead, chin and cheeks that was marked by hand."""

WITHOUT = tuple(
    path
    for path in sorted(SAMPLES.glob("*.[jp]*g"))
    if not path.stem.startswith("digit") and path.stem not in ("astronaut", "camera", "gibbon")
)
"""The samples without a face of a person, nor of an ape."""


@dataclass(frozen=True, slots=True)
class FacePicture:
    """One picture with one face."""

    who: str
    kind: str  # size, turn, light
    setting: str
    image: Image.Image  # RGB
    box: Box

    def file(self) -> bytes:
        self.image.save(out := io.BytesIO(), "PNG")
        return out.getvalue()


def pictures(who: str) -> Iterator[FacePicture]:
    """One marked face in ten sizes, ten turns and mirrored, and in eleven lights."""
    path, box = MARKED[who]
    base = Image.open(path).convert("RGB")
    for size in (0.25, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 1.0, 1.1, 1.2):
        sides = (round(base.width * size), round(base.height * size))
        yield FacePicture(who, "size", f"{size:g}", base.resize(sides, Image.Resampling.BILINEAR), _scaled(box, size))
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    for degrees in (-25, -20, -15, -10, -5, 5, 10, 15, 20, 25):
        yield FacePicture(who, "turn", f"{degrees}°", base.rotate(degrees, Image.Resampling.BICUBIC, center=middle), box)
    yield FacePicture(who, "turn", "mirrored", ImageOps.mirror(base), (base.width - box[2], box[1], base.width - box[0], box[3]))
    for name, change in LIGHTS.items():
        levels = np.clip(change(np.asarray(base, np.float32) / 255), 0, 1)
        yield FacePicture(who, "light", name, Image.fromarray(np.rint(255 * levels).astype(np.uint8)), box)


def _scaled(box: Box, by: float) -> Box:
    left, top, right, bottom = (by * side for side in box)
    return left, top, right, bottom


Levels = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
LIGHTS: dict[str, Callable[[Levels], Levels]] = {
    "gamma 0.4": lambda levels: levels**0.4,
    "gamma 0.6": lambda levels: levels**0.6,
    "gamma 1.6": lambda levels: levels**1.6,
    "gamma 2.5": lambda levels: levels**2.5,
    "a third of the light": lambda levels: 0.3 * levels,
    "half the light": lambda levels: 0.5 * levels,
    "half as much again": lambda levels: 1.5 * levels,
    "contrast 0.4": lambda levels: 0.5 + 0.4 * (levels - 0.5),
    "warm": lambda levels: levels * np.float32([1.3, 1, 0.7]),
    "cold": lambda levels: levels * np.float32([0.7, 1, 1.3]),
    "grey": lambda levels: np.repeat(levels @ np.float32([[0.299], [0.587], [0.114]]), 3, axis=-1),
}
"""Levels from 0 to 1 [y, x, 3] → what another light makes of them."""
