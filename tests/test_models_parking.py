"""The drawn car park: a seed draws the same again, labels are exact, features are scikit-image's; readers fail and are mended as shown."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image
from skimage.feature import hog, local_binary_pattern
from skimage.transform import ProjectiveTransform

from models import api
from models.errors import UserError
from models.types.uses import ParkingAnswers, ParkingDay, ParkingScore
from models.uses.parking import camera, classifiers, hand_crafted, layout, network, weather


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


def test_the_same_day_is_the_same_picture_and_another_is_not() -> None:
    one, again, other = (np.asarray(camera.photograph(day, "rain", "mast")[0]) for day in (5, 5, 6))
    assert (one == again).all() and (one != other).mean() > 0.1


def test_weather_changes_the_light_and_not_the_cars() -> None:
    plans = [camera.photograph(7, kind, "roof")[1] for kind in weather.BY_KEY]
    assert all((one.taken == plans[0].taken).all() and one.cars == plans[0].cars for one in plans)
    light = [np.asarray(camera.photograph(7, kind, "roof")[0]).mean() for kind in ("snow", "sun", "dusk")]
    assert light[0] > light[1] > light[2]


@pytest.mark.parametrize("day", range(1, 30))
def test_every_car_stands_in_its_space_and_no_other(day: int) -> None:
    found = layout.layout_of(day)
    assert sorted(car.stall for car in found.cars) == np.flatnonzero(found.taken).tolist()
    for car in found.cars:
        left, top, right, bottom = layout.corners_of(car.stall)
        assert left < car.at[0] < right and top < car.at[1] < bottom and car.width < right - left and car.length < bottom - top


@pytest.mark.parametrize("place", camera.CAMERAS)
def test_the_camera_is_the_projective_map_of_scikit_image(place: str) -> None:
    ground = np.array([[0, 0], [layout.WIDTH, 0], [layout.WIDTH, layout.HEIGHT], [0, layout.HEIGHT]], float)
    theirs = ProjectiveTransform.from_estimate(ground, np.array(camera.CAMERAS[place], float))
    points = np.random.default_rng(1).uniform((0, 0), (layout.WIDTH, layout.HEIGHT), (40, 2))
    np.testing.assert_allclose(camera.project(points, place), theirs(points), atol=1e-6)
    assert camera.corners(place).min() > 0 and (camera.corners(place).max((0, 1)) < camera.PICTURE).all()


def test_a_patch_is_its_space_upright() -> None:
    """A picture whose colour is the place on the ground: each patch has its own space's colours, left to right and top to bottom."""
    y, x = np.mgrid[0 : camera.PICTURE[1], 0 : camera.PICTURE[0]].astype(float)
    inverse = np.linalg.inv(camera.transform("left"))
    seen = np.stack([x, y, np.ones_like(x)], -1) @ inverse.T
    ground = seen[..., :2] / seen[..., 2:]
    colours = np.dstack([ground[..., 0] / layout.WIDTH * 255, ground[..., 1] / layout.HEIGHT * 255, 0 * x]).clip(0, 255).astype(np.uint8)
    cut = camera.patches(Image.fromarray(colours), "left").astype(float)
    for stall in range(layout.SPACES):
        left, _, right, bottom = layout.corners_of(stall)
        where = cut[stall, 16:, :, :2] / 255 * (layout.WIDTH, layout.HEIGHT)  # the lower half lies in the space
        assert left - 8 < where[..., 0].min() and where[..., 0].max() < right + 8 and where[..., 1].max() < bottom + 8
        assert (np.diff(cut[stall, :, 16, 1]) >= -1).all() and (np.diff(cut[stall, 16, :, 0]) >= -1).all()


def test_features_are_those_of_scikit_image() -> None:
    patches = np.random.default_rng(2).integers(0, 255, (3, 32, 32, 3), np.uint8)
    grey = patches @ np.array([0.299, 0.587, 0.114])
    np.testing.assert_allclose(hand_crafted.hog_features(patches)[1], hog(grey[1], 9, (8, 8), (2, 2)))
    codes = local_binary_pattern(grey[1].round().astype(np.uint8), 8, 1, "uniform")[:16, 16:]
    np.testing.assert_allclose(hand_crafted.lbp_features(patches)[1][10:20], [(codes == k).mean() for k in range(10)])


def test_learning_leaves_no_trace_and_is_the_same_again() -> None:
    cut, taken = classifiers.photograph(1, "sun", "mast")
    before = torch.random.get_rng_state()
    one, again = (network.fit(cut, taken, augment=False, seed=4) for _ in range(2))
    assert (torch.random.get_rng_state() == before).all()
    for a, b in zip(one.parameters(), again.parameters(), strict=True):
        assert torch.equal(a, b) and a.grad is None and not a.requires_grad
    assert ((network.probabilities(one, cut) > 0.5) == taken).mean() > 0.9


@pytest.mark.slow
def test_what_is_learned_in_the_sun_fails_in_the_rain_and_is_mended() -> None:
    def scores(training: str) -> dict[str, ParkingScore]:
        return {one.weather: one for one in api.parking(training=training) if isinstance(one, ParkingScore)}

    sun, rain = scores("sun"), scores("rain")
    assert list(sun) == list(weather.BY_KEY) and sun["sun"].asked == 200
    assert sun["sun"].right["network"] > 185 and sun["rain"].right["network"] < sun["sun"].right["network"] - 30  # more than 15 points
    assert rain["rain"].right["network"] > sun["rain"].right["network"] + 30
    low, high = sun["sun"].intervals["network"]
    assert low < sun["sun"].right["network"] / 200 < high


def test_the_parts_come_in_order_and_say_what_is_there() -> None:
    day, answers, *_ = api.parking(weather="cloud", camera="roof", day=12)
    assert isinstance(day, ParkingDay) and isinstance(answers, ParkingAnswers)
    assert day.picture.shape == (540, 960, 3) and day.corners.shape == (40, 4, 2) and day.patches.shape == (40, 32, 32, 3)
    assert (day.taken == layout.layout_of(12).taken).all() and answers.learned_from == 120 and len(answers.spaces_learned) == 10
    assert ((answers.probabilities > 0.5) == answers.taken["network"]).all()


@pytest.mark.parametrize("wrong", [{"weather": "hail"}, {"camera": "moon"}, {"training": "none"}, {"day": 0}, {"day": 1000}, {"day": "3"}])
def test_what_is_not_there_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UserError):
        api.parking(**wrong)  # type: ignore[arg-type]
