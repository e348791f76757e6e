"""Draws the car park from above, its cars layer by layer from the wheels to the roof, so that a slanting camera sees their height."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from models.uses.parking.layout import HEIGHT, SPACES, WIDTH, Car, ParkLayout, corners_of
from models.uses.parking.weather import Weather

SCALE = 2  # px of the drawing for a unit of the ground
_LEAN = 0.55  # units that the camera sees a point further back for each unit of its height
_LAYERS = 9  # of a car
Colour = tuple[int, int, int]


def draw(layout: ParkLayout, weather: Weather, rng: np.random.Generator) -> Image.Image:
    """The ground with everything on it, RGB, SCALE px a unit."""
    picture = _asphalt(weather, rng)
    _lines(picture, weather, rng)
    if weather.shadow:
        _shadows(picture, layout, weather)
    if weather.wet:
        _reflections(picture, layout)
    for car in sorted(layout.cars, key=lambda one: one.at[1]):
        _car(picture, car, weather)
    for tree in sorted(layout.trees, key=lambda one: one[1]):
        _tree(picture, tree, weather, rng)
    for lamp in layout.lamps:
        _lamp(picture, lamp)
    return picture


def _noise(rng: np.random.Generator, cells: int, depth: float) -> np.ndarray:
    """Clouds of brightness, [height, width], about 0."""
    small = rng.normal(0, depth, (HEIGHT * SCALE // cells, WIDTH * SCALE // cells)).astype(np.float32)
    return np.asarray(Image.fromarray(small).resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.BILINEAR))


def _asphalt(weather: Weather, rng: np.random.Generator) -> Image.Image:
    values = np.asarray(weather.ground, np.float32) + (_noise(rng, 4, 7) + _noise(rng, 90, 7))[..., None]
    if weather.snow:  # wheels leave it grey in the lanes
        for top in (136, 422):
            values[top * SCALE : (top + 62) * SCALE] -= 34
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def _box(corners: tuple[float, float, float, float]) -> list[float]:
    return [SCALE * v for v in corners]


def _lines(picture: Image.Image, weather: Weather, rng: np.random.Generator) -> None:
    pen = ImageDraw.Draw(picture, "RGBA")
    for stall in range(SPACES):
        left, top, right, bottom = corners_of(stall)
        for x in (left, right):
            pen.line(_box((x, top, x, bottom)), fill=(*weather.paint, weather.lines), width=3 * SCALE)
        if rng.random() < 0.5:  # oil
            x, y, r = (left + right) / 2 + rng.normal(0, 6), (top + bottom) / 2 + rng.normal(0, 14), rng.uniform(5, 12)
            pen.ellipse(_box((x - r, y - 1.4 * r, x + r, y + 1.4 * r)), fill=(20, 20, 22, 60 if not weather.snow else 12))


def _outline(car: Car, inset: float = 0.0, part: tuple[float, float] = (0.0, 1.0)) -> np.ndarray:
    """A rounded rectangle around the car or a part of its length, [point, 2], in units of the ground."""
    half, low, high = car.width / 2 - inset, (part[0] - 0.5) * car.length + inset, (part[1] - 0.5) * car.length - inset
    r = min((0.34 if part == (0.0, 1.0) else 0.2) * car.width, half, (high - low) / 2)  # a cabin has sharper corners
    angles = np.linspace(0, np.pi / 2, 5)
    quarter = np.stack([np.cos(angles), np.sin(angles)], 1) * r
    corner = np.array([half - r, (high - low) / 2 - r])
    signs = ((1, 1, 1), (-1, 1, -1), (-1, -1, 1), (1, -1, -1))
    points = np.concatenate([(quarter[::order] + corner) * (sx, sy) for sx, sy, order in signs])
    points[:, 1] += (low + high) / 2
    turn = np.array([[np.cos(car.turn), -np.sin(car.turn)], [np.sin(car.turn), np.cos(car.turn)]])
    turned: np.ndarray = points @ turn.T + car.at
    return turned


def _polygon(pen: ImageDraw.ImageDraw, points: np.ndarray, lift: float, fill: tuple[int, ...]) -> None:
    pen.polygon([(SCALE * x, SCALE * (y - _LEAN * lift)) for x, y in points], fill=fill)


def _shade(colour: Colour, factor: float) -> Colour:
    red, green, blue = (int(min(255, factor * v)) for v in colour)
    return red, green, blue


def _car(picture: Image.Image, car: Car, weather: Weather) -> None:
    pen = ImageDraw.Draw(picture)
    body = 0.55 * car.height
    for i in range(_LAYERS):
        lift = car.height * i / (_LAYERS - 1)
        if lift <= 0.22 * car.height:
            _polygon(pen, _outline(car, 2.5), lift, (18, 18, 20))
        elif lift <= body:
            _polygon(pen, _outline(car), lift, _shade(car.paint, 0.72 + 0.28 * lift / body))
        else:
            rise = (lift - body) / (car.height - body)
            _polygon(pen, _outline(car, 2 + 4 * rise, car.cabin), lift, _shade((52, 62, 74), 0.8 + 0.3 * rise))
    _polygon(pen, _outline(car, 7, car.cabin), car.height, (238, 242, 246) if weather.snow else _shade(car.paint, 1.08))
    if weather.snow:
        _polygon(pen, _outline(car, 5, (0.02, car.cabin[0])), body, (232, 236, 242))
    if weather.lit:
        nose = _outline(car, 3, (0.9, 1.0))
        for x, y in (nose[0], nose[5]):
            pen.ellipse(_box((x - 2.5, y - 2.5 - _LEAN * 8, x + 2.5, y + 2.5 - _LEAN * 8)), fill=(255, 240, 190))


def _shadows(picture: Image.Image, layout: ParkLayout, weather: Weather) -> None:
    veil = Image.new("L", picture.size)
    pen = ImageDraw.Draw(veil)
    dx, dy = weather.shadow or (0.0, 0.0)
    for car in layout.cars:
        for step in np.linspace(0, 1, 6):
            points = _outline(car) + np.array([dx, dy]) * step * car.height
            pen.polygon([(SCALE * x, SCALE * y) for x, y in points], fill=weather.dark)
    for x, y, r in layout.trees:
        pen.ellipse(_box((x + dx * 60 - r, y + dy * 60 - r, x + dx * 60 + r, y + dy * 60 + r)), fill=weather.dark)
    picture.paste((12, 14, 24), mask=veil.filter(ImageFilter.GaussianBlur(2)))


def _reflections(picture: Image.Image, layout: ParkLayout) -> None:
    """On wet ground every car stands on a blurred copy of itself."""
    veil, mask = picture.copy(), Image.new("L", picture.size)
    pen, shape = ImageDraw.Draw(veil), ImageDraw.Draw(mask)
    for car in layout.cars:
        points = [(SCALE * x, SCALE * (y + 0.5 * car.height)) for x, y in _outline(car, -3)]
        pen.polygon(points, fill=_shade(car.paint, 0.8))
        shape.polygon(points, fill=110)
    picture.paste(veil.filter(ImageFilter.GaussianBlur(7)), mask=mask.filter(ImageFilter.GaussianBlur(7)))


def _tree(picture: Image.Image, tree: tuple[float, float, float], weather: Weather, rng: np.random.Generator) -> None:
    pen = ImageDraw.Draw(picture)
    x, y, r = tree
    pen.line(_box((x, y, x, y - 14)), fill=(70, 52, 38), width=5 * SCALE)
    for i in range(46):
        angle, away = rng.uniform(0, 2 * np.pi), r * np.sqrt(rng.random())
        u, v, leaf = x + away * np.cos(angle), y - 26 + 0.8 * away * np.sin(angle), rng.uniform(0.16, 0.3) * r
        colour = _shade(weather.leaves, 0.7 + 0.5 * i / 45)
        pen.ellipse(_box((u - leaf, v - leaf, u + leaf, v + leaf)), fill=colour)


def _lamp(picture: Image.Image, at: tuple[float, float]) -> None:
    pen = ImageDraw.Draw(picture)
    x, y = at
    pen.line(_box((x, y, x, y - 34)), fill=(88, 90, 94), width=2 * SCALE)
    pen.ellipse(_box((x - 5, y - 39, x + 5, y - 32)), fill=(250, 240, 205))
