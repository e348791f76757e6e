"""The camera: three places on a mast from which the ground is seen in perspective, and the spaces cut out of its picture."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.uses.parking import drawing, weather
from models.uses.parking.layout import HEIGHT, SPACES, WIDTH, ParkLayout, corners_of, layout_of
from models.uses.parking.weather import Weather

PICTURE = (960, 540)  # px, width and height
PATCH = 32  # px of a space's side, as networks read it
CAMERAS: dict[str, tuple[tuple[float, float], ...]] = {
    "mast": ((160, 40), (800, 40), (940, 520), (20, 520)),
    "left": ((90, 70), (690, 30), (945, 430), (250, 530)),
    "roof": ((60, 14), (900, 14), (930, 528), (30, 528)),
}
"""Where the corners of the ground are in the picture, clockwise from the top left."""


def transform(camera: str) -> NDArray[np.float64]:
    """The projective map [3, 3] from units of the ground to px of the picture (eight equations of four corners)."""
    ground = ((0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT))
    rows, right = [], []
    for (x, y), (u, v) in zip(ground, CAMERAS[camera], strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.append(np.linalg.solve(np.array(rows, float), np.array(right, float)), 1).reshape(3, 3)


def project(points: NDArray[np.float64], camera: str) -> NDArray[np.float64]:
    """Points [.., 2] of the ground in px of the picture."""
    seen = np.concatenate([points, np.ones((*points.shape[:-1], 1))], -1) @ transform(camera).T
    return seen[..., :2] / seen[..., 2:]


@cache
def corners(camera: str) -> NDArray[np.float32]:
    """Corners of every space, [space, 4, 2], clockwise from the top left, px of the picture."""
    boxes = np.array([corners_of(stall) for stall in range(SPACES)], float)  # left, top, right, bottom
    ground = np.stack([boxes[:, [0, 1]], boxes[:, [2, 1]], boxes[:, [2, 3]], boxes[:, [0, 3]]], 1)
    found = project(ground, camera).astype(np.float32)
    found.flags.writeable = False
    return found


def photograph(day: int, weather_key: str, camera: str) -> tuple[Image.Image, ParkLayout]:
    """The picture of a day in some weather, and what is really there. The same question has the same pixels."""
    kind: Weather = weather.BY_KEY[weather_key]
    layout = layout_of(day)
    rng = np.random.default_rng([day, list(weather.BY_KEY).index(weather_key), list(CAMERAS).index(camera)])
    ground = drawing.draw(layout, kind, rng)
    inverse = np.linalg.inv(transform(camera))
    inverse = np.diag([drawing.SCALE, drawing.SCALE, 1.0]) @ inverse
    inverse /= inverse[2, 2]
    background = tuple(int(0.82 * v) for v in kind.ground)
    seen = ground.transform(PICTURE, Image.Transform.PERSPECTIVE, inverse.ravel()[:8], Image.Resampling.BICUBIC, fillcolor=background)
    lamps = project(np.array(layout.lamps) - (0, 20), camera)
    return weather.render_atmosphere(seen, kind, lamps, rng), layout


def patches(picture: Image.Image, camera: str) -> NDArray[np.uint8]:
    """Every space as an upright square, [space, y, x, rgb], with a little above it, where a car's roof is."""
    cut = []
    for quad in corners(camera):
        top = quad[:2] + 0.16 * (quad[:2] - quad[[3, 2]])
        data = np.concatenate([top[0], quad[3], quad[2], top[1]]).tolist()  # from the left top against the clock
        cut.append(np.asarray(picture.transform((PATCH, PATCH), Image.Transform.QUAD, data, Image.Resampling.BILINEAR)))
    return np.stack(cut)
