"""Five kinds of weather: what they do to the ground, to the light, and to the air between the camera and the cars."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


@dataclass(frozen=True, slots=True)
class Weather:
    """One kind. Colours are RGB, 0 to 255."""

    key: str
    ground: tuple[int, int, int] = (112, 112, 114)
    paint: tuple[int, int, int] = (235, 235, 225)  # of the lines
    lines: int = 215  # how opaque they are
    leaves: tuple[int, int, int] = (66, 112, 52)
    shadow: tuple[float, float] | None = None  # units of the ground for each of height; None: none is cast
    dark: int = 0  # of the shadow, 0 to 255
    light: tuple[float, float, float] = (1.0, 1.0, 1.0)  # factor for each colour
    contrast: float = 1.0
    wet: bool = False
    snow: bool = False
    lit: bool = False  # lamps and headlights are on
    flakes: int = 0
    streaks: int = 0
    blur: float = 0.0  # px
    grain: float = 2.0  # of the camera


WEATHERS = (
    Weather("sun", shadow=(0.75, 0.42), dark=150, light=(1.06, 1.03, 0.95), contrast=1.08),
    Weather("cloud", ground=(104, 107, 112), light=(0.86, 0.9, 0.95), contrast=0.82),
    Weather("rain", ground=(62, 66, 74), lines=120, light=(0.7, 0.76, 0.84), contrast=0.7, wet=True, streaks=900, blur=0.7, grain=5),
    Weather("dusk", ground=(92, 92, 98), light=(0.34, 0.32, 0.42), contrast=0.9, lit=True, grain=9),
    Weather(
        "snow",
        ground=(214, 218, 226),
        paint=(224, 226, 230),
        lines=60,
        leaves=(196, 204, 206),
        light=(0.94, 0.97, 1.0),
        contrast=0.85,
        snow=True,
        flakes=1300,
        blur=0.5,
        grain=3,
    ),
)
BY_KEY = {weather.key: weather for weather in WEATHERS}


def render_atmosphere(picture: Image.Image, weather: Weather, lamps: np.ndarray, rng: np.random.Generator) -> Image.Image:
    """What the camera sees: light, lamps [lamp, 2] in px, rain or flakes, blur, grain."""
    values = np.asarray(picture, np.float32)
    values = (values - 112) * weather.contrast + 112
    values = values * np.asarray(weather.light, np.float32)
    if weather.lit:
        values += _pools(picture.size, lamps)
    seen = Image.fromarray(values.clip(0, 255).astype(np.uint8))
    if weather.streaks or weather.flakes:
        _falling(seen, weather, rng)
    if weather.blur:
        seen = seen.filter(ImageFilter.GaussianBlur(weather.blur))
    noisy = np.asarray(seen, np.float32) + rng.normal(0, weather.grain, (*seen.size[::-1], 1)).astype(np.float32)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def _pools(size: tuple[int, int], lamps: np.ndarray) -> np.ndarray:
    """Warm light under each lamp, [height, width, 3]."""
    y, x = np.mgrid[0 : size[1] : 4, 0 : size[0] : 4].astype(np.float32)
    light = sum(np.exp(-(((x - u) / 120) ** 2 + ((y - v) / 70) ** 2)) for u, v in lamps)
    whole = np.asarray(Image.fromarray(np.asarray(light, np.float32)).resize(size, Image.Resampling.BILINEAR))
    return whole[..., None] * np.array([86, 66, 34], np.float32)


def _falling(seen: Image.Image, weather: Weather, rng: np.random.Generator) -> None:
    pen = ImageDraw.Draw(seen, "RGBA")
    for x, y in rng.uniform((0, 0), seen.size, (weather.streaks, 2)):
        long = rng.uniform(7, 18)
        pen.line([x, y, x + 0.25 * long, y + long], fill=(205, 214, 226, 80))
    for x, y in rng.uniform((0, 0), seen.size, (weather.flakes, 2)):
        r = rng.uniform(0.7, 2.4)
        pen.ellipse([x - r, y - r, x + r, y + r], fill=(250, 252, 255, 210))
