"""A heat over a photograph as a PNG, by the page's own law of colours: zero is paper, positive orange, negative blue."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

POSITIVE = ("#f4f3ee", "#f3c68e", "#dd8a3a", "#a8530f", "#5e2500")  # from zero outward, as in kit/colour.js
NEGATIVE = ("#f4f3ee", "#a9c8e6", "#4c8fcb", "#1c5a99", "#08305c")
CUT = 1 / 1.3  # of the ramp: under the maximum the photograph is still seen
CONTRAST = 0.72
ZERO = 255
EXTREME = 0.995  # of |heat| that the ends of a signed scale hold: a few pixels would bleach all others
_GREY = np.array([0.2126, 0.7152, 0.0722])
_CONES = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]]
)
_LAB = np.array(
    [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]]
)

Colours = NDArray[np.uint8]


@cache
def colour_ramp() -> Colours:
    """[511, 3]: the ramp interpolated in OKLab (Ottosson 2020), 255 is zero."""
    negative, positive = (_ramp(stops) for stops in (NEGATIVE, POSITIVE))
    return np.concatenate([negative[::-1], positive[1:]])


def _ramp(stops: tuple[str, ...]) -> Colours:
    srgb = np.array([[int(stop[i : i + 2], 16) / 255 for i in (1, 3, 5)] for stop in stops])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    lab = np.cbrt(linear @ _CONES.T) @ _LAB.T  # [stop, 3]
    at = np.linspace(0, len(stops) - 1, ZERO + 1)
    between = np.stack([np.interp(at, np.arange(len(stops)), channel) for channel in lab.T], axis=1)
    back = (between @ np.linalg.inv(_LAB).T) ** 3 @ np.linalg.inv(_CONES).T
    gamma = np.where(back <= 0.0031308, 12.92 * back, 1.055 * np.clip(back, 0.0031308, None) ** (1 / 2.4) - 0.055)
    made: Colours = np.rint(255 * np.clip(gamma, 0, 1)).astype(np.uint8)
    return made


def scale_end(heat: NDArray[np.float32], fine: bool) -> float:
    """Where the scale ends: the maximum, or what holds all but a few pixels of a heat that has a value of its own for each (`fine`)."""
    size = np.abs(heat)
    return float(np.quantile(size, EXTREME)) if fine else float(size.max())


def png(picture: NDArray[np.uint8], heat: NDArray[np.float32], fine: bool) -> bytes:
    """[height, width, channel] in grey, multiplied by the colour of the heat [y, x]."""
    grey = picture.astype(np.float64) @ _GREY if picture.shape[2] == 3 else 255.0 - picture[..., 0]  # a drawing is ink on paper
    ground = 255 * (1 - CONTRAST) + CONTRAST * grey  # [y, x]
    end = scale_end(heat, fine)
    part = np.clip(heat / end, -1, 1) if end > 0 else np.zeros_like(heat)
    tint = (
        colour_ramp()[ZERO + np.rint(ZERO * CUT * part).astype(np.int64)] / colour_ramp()[ZERO]
    )  # [y, x, 3]; zero leaves the photograph alone
    shown = np.clip(np.rint(ground[..., None] * tint), 0, 255).astype(np.uint8)
    Image.fromarray(shown).save(stored := io.BytesIO(), "PNG")
    return stored.getvalue()
