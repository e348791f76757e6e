"""Every transform against torchvision's own, run from the line that the page shows; plans as values; drawing apart from applying."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torchvision.transforms import v2

from models import registry
from models.augment import warping
from models.augment.config import AugmentationConfig, transforms
from models.augment.transform import Shape
from models.augment.transforms import color_jitter
from models.errors import UserError

SHAPES: tuple[Shape, ...] = ((1, 28, 28), (3, 48, 40))
COUNT = 6
KEYS = {
    "horizontal_flip", "vertical_flip", "rotation", "translation", "scale", "shear", "perspective", "random_resized_crop", "color_jitter",
    "greyscale", "gaussian_blur", "gaussian_noise", "sharpness", "posterize", "solarize", "invert", "random_erasing", "elastic",
    "rand_augment", "trivial_augment", "augmix", "mixup", "cutmix",
}  # fmt: skip
STRONGER: dict[str, dict[str, Any]] = {
    "rotation": {"degrees": [-180, 90], "fill": 200},
    "translation": {"share": 0.5, "fill": 255},
    "scale": {"scale": [0.3, 2.5], "fill": 7},
    "shear": {"degrees": [-45, 45], "fill": 128},
    "perspective": {"distortion": 0.8, "p": 1, "fill": 90},
    "random_resized_crop": {"scale": [0.05, 0.3], "ratio": [0.5, 2.0]},
    "color_jitter": {"brightness": 1, "contrast": 1, "saturation": 0, "hue": 0.5},
    "greyscale": {"p": 1},
    "gaussian_blur": {"sigma": [2, 4]},
    "gaussian_noise": {"sigma": 0.5},
    "sharpness": {"factor": 0.3, "p": 0.9},
    "posterize": {"bits": 1, "p": 1},
    "solarize": {"threshold": 20, "p": 1},
    "random_erasing": {"p": 1, "scale": [0.3, 0.6], "ratio": [0.2, 5], "value": 127},
    "elastic": {"alpha": 200, "sigma": 2, "fill": 40},
    "rand_augment": {"operations": 5, "magnitude": 30},
    "trivial_augment": {"levels": 3},
    "augmix": {"severity": 10, "width": 4, "alpha": 0.3},
    "mixup": {"alpha": 2},
    "cutmix": {"alpha": 0.3},
}
PLAIN = [key for key, one in transforms().items() if not one.own_label_share]
MIXING = [key for key, one in transforms().items() if one.own_label_share]


def picture(shape: Shape) -> Tensor:
    """Smooth waves with a grey patch and a hard edge, uint8 (C, H, W)."""
    y, x = np.mgrid[0 : shape[1], 0 : shape[2]]
    waves = np.stack([127 + 120 * np.sin(x / 5 + c) * np.cos(y / (3 + c)) for c in range(shape[0])])
    waves[:, :8, :8], waves[:, 20:, 10:14] = 100, 255
    return torch.from_numpy(waves.round().astype(np.uint8))


def plan_of(key: str, stronger: bool) -> AugmentationConfig:
    return AugmentationConfig.from_json([{"transform": key, "parameters": STRONGER.get(key, {}) if stronger else {}}])


def variants(augmentation: AugmentationConfig, shape: Shape, count: int = COUNT, seed: int = 3) -> Tensor:
    pictures = picture(shape).expand(count, *shape).contiguous()
    return augmentation.apply(pictures, [augmentation.draw(seed, index, shape) for index in range(count)])


def test_every_transform_that_is_promised_is_there() -> None:
    assert set(transforms()) == KEYS
    assert all(set(one.handle) <= {s.name for s in one.settings} and one.about.en for one in transforms().values())


@pytest.mark.parametrize("stronger", [False, True], ids=["usual", "stronger"])
@pytest.mark.parametrize("shape", SHAPES, ids=["drawing", "photograph"])
@pytest.mark.parametrize("key", PLAIN)
def test_equals_torchvisions_own_line_with_the_same_seed(key: str, shape: Shape, stronger: bool) -> None:
    """torch.manual_seed and v2, on one picture alone, make the very bytes that our draw and batch make."""
    augmentation = plan_of(key, stronger)
    theirs = eval(augmentation.steps[0].transform.code(augmentation.steps[0].values, shape), {"v2": v2})
    ours = variants(augmentation, shape)
    assert ours.dtype == torch.uint8 and ours.shape == (COUNT, *shape)
    with torch.random.fork_rng(devices=[]):
        for index in range(COUNT):
            torch.manual_seed(augmentation.step_seeds(3, index)[0])
            torch.testing.assert_close(theirs(picture(shape)), ours[index], rtol=0, atol=0)


@pytest.mark.parametrize("key", PLAIN)
def test_does_something(key: str) -> None:
    """So that the test above cannot pass because nothing happens to anything."""
    out = variants(plan_of(key, True), SHAPES[1], 12)
    assert (out != picture(SHAPES[1])).any()


def test_what_mixes_pictures_brings_its_own_function_for_the_shown_code() -> None:
    assert MIXING and [key for key, one in transforms().items() if one.mix] == MIXING


@pytest.mark.parametrize("key", MIXING)
def test_mixing_equals_torchvisions_on_a_batch_that_shares_its_draw(key: str) -> None:
    shape, augmentation = SHAPES[1], plan_of(key, True)
    pictures = torch.stack([picture(shape), picture(shape).flip(2), 255 - picture(shape)])
    drawn = augmentation.draw(5, 0, shape)
    theirs = eval(augmentation.steps[0].transform.code(augmentation.steps[0].values, shape), {"v2": v2})
    labels = torch.eye(3)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(augmentation.step_seeds(5, 0)[0])
        expected, mixed = theirs(pictures.float(), labels)
    assert torch.equal(augmentation.apply(pictures, [drawn] * 3), expected.round().to(torch.uint8))
    torch.testing.assert_close(augmentation.mix_labels(labels, [drawn] * 3), mixed)


def test_every_picture_of_a_batch_mixes_by_its_own_share() -> None:
    augmentation = AugmentationConfig.from_json([{"transform": "mixup"}])
    pictures = torch.tensor([0, 100, 200], dtype=torch.uint8)[:, None, None, None].expand(3, 1, 4, 4).contiguous()
    drawn = [augmentation.draw(1, index, (1, 4, 4)) for index in range(3)]
    own = [one[0]["share"] for one in drawn]
    assert len(set(own)) == 3
    expected = [own[0] * 0 + (1 - own[0]) * 200, own[1] * 100, own[2] * 200 + (1 - own[2]) * 100]
    assert augmentation.apply(pictures, drawn)[:, 0, 0, 0].tolist() == pytest.approx(expected, abs=0.51)
    torch.testing.assert_close(augmentation.mix_labels(torch.eye(3), drawn).sum(1), torch.ones(3))


ALL = [{"transform": key} for key in ("random_resized_crop", "horizontal_flip", "rotation", "color_jitter", "elastic", "random_erasing")]


def test_a_batch_is_its_pictures_one_by_one() -> None:
    augmentation, shape = AugmentationConfig.from_json(ALL), SHAPES[1]
    together = variants(augmentation, shape, 9)
    for index in range(9):
        alone = augmentation.apply(picture(shape)[None], [augmentation.draw(3, index, shape)])
        assert torch.equal(alone[0], together[index])


@pytest.mark.parametrize("module", [warping, color_jitter])
def test_a_batch_in_parts_is_the_batch(module: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    augmentation = AugmentationConfig.from_json([{"transform": "rotation"}, {"transform": "color_jitter"}])
    whole = variants(augmentation, SHAPES[1], 7)
    monkeypatch.setattr(module, "CHUNK", 6 * SHAPES[1][1] * SHAPES[1][2])  # two pictures' numbers, six pictures' pixels
    assert torch.equal(variants(augmentation, SHAPES[1], 7), whole)


@pytest.mark.parametrize("by", [-0.5, -0.31, -1 / 6, 0.0, 0.047, 1 / 3, 0.5])
def test_the_hue_of_every_kind_of_colour_turns_as_torchvisions(by: float) -> None:
    levels = torch.tensor([*range(0, 256, 7), 1, 127, 128, 254, 255], dtype=torch.uint8)
    colours = torch.cartesian_prod(levels, levels, levels).T.reshape(1, 3, len(levels), -1).contiguous()  # greys, ties and black are there
    turned = transforms()["color_jitter"].apply(colours, [{**STILL, "hue": by}])
    assert torch.equal(turned, v2.functional.adjust_hue(colours, by))


STILL = {"order": ["contrast", "hue", "saturation", "brightness"], "brightness": None, "contrast": None, "saturation": None, "hue": None}


def test_a_picture_whose_hue_stays_keeps_it_beside_one_that_turns() -> None:
    pictures = torch.stack([picture(SHAPES[1]), picture(SHAPES[1])])
    made = transforms()["color_jitter"].apply(pictures, [STILL, {**STILL, "hue": 0.3}])
    assert torch.equal(made[0], pictures[0])
    assert torch.equal(made[1], v2.functional.adjust_hue(pictures[1], 0.3)) and not torch.equal(made[1], made[0])


@pytest.mark.parametrize(("height", "width"), [(28, 28), (67, 90), (224, 224)])
def test_rows_and_columns_add_up_to_the_bits_of_a_matrix_product_where_one_trial_said_so(height: int, width: int) -> None:
    if warping._sums_are_products(height, width):
        theta = torch.rand(20, 3, 2, generator=torch.Generator().manual_seed(4)) * 0.1 - 0.05
        assert torch.equal(warping._grid_by_sums(theta, height, width), warping._grid_by_product(theta, height, width))


@pytest.mark.parametrize("key", ["rotation", "translation", "scale", "shear"])
def test_where_a_matrix_product_rounds_otherwise_it_is_asked_for_every_pixel(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    augmentation = plan_of(key, True)
    quick = variants(augmentation, (3, 67, 90))
    monkeypatch.setattr(warping, "_sums_are_products", lambda height, width: False)
    assert torch.equal(variants(augmentation, (3, 67, 90)), quick)


def test_drawing_leaves_the_global_generator_and_the_pictures_alone() -> None:
    before, given = torch.get_rng_state(), picture(SHAPES[1]).expand(4, *SHAPES[1]).contiguous()
    kept = given.clone()
    for key in transforms():
        augmentation = plan_of(key, True)
        augmentation.apply(given, [augmentation.draw(0, index, SHAPES[1]) for index in range(4)])
        assert torch.equal(given, kept), key
    assert torch.equal(torch.get_rng_state(), before)


def test_a_step_that_is_left_out_takes_no_draw_from_the_others() -> None:
    whole, part = AugmentationConfig.from_json(ALL), AugmentationConfig.from_json(ALL[::-1][:3])
    by_key = {step.key: drawn for step, drawn in zip(whole.steps, whole.draw(3, 5, SHAPES[1]), strict=True)}
    for step, drawn in zip(part.steps, part.draw(3, 5, SHAPES[1]), strict=True):
        assert drawn == by_key[step.key]


def test_a_setting_that_moves_moves_every_draw_in_proportion() -> None:
    angles = []
    for most in (10, 40):
        augmentation = AugmentationConfig.from_json([{"transform": "rotation", "parameters": {"degrees": [-most, most]}}])
        angles.append([augmentation.draw(2, index, SHAPES[0])[0]["angle"] / most for index in range(20)])
    assert angles[0] == pytest.approx(angles[1], abs=1e-6)
    assert min(angles[0]) < -0.5 and max(angles[0]) > 0.5


def test_the_same_transform_twice_draws_twice() -> None:
    augmentation = AugmentationConfig.from_json([{"transform": "rotation"}, {"transform": "rotation"}])
    first, second = augmentation.draw(0, 0, SHAPES[0])
    assert first["angle"] != second["angle"]


def test_the_same_seed_draws_the_same_on_every_machine() -> None:
    """Written down once: seeds by BLAKE2b, draws by torch's Mersenne Twister."""
    augmentation = AugmentationConfig.from_json([{"transform": "rotation"}, {"transform": "random_erasing", "parameters": {"p": 1}}])
    assert augmentation.step_seeds(5, 17) == SEEDS_OF_17
    drawn = augmentation.draw(5, 17, (3, 128, 128))
    assert drawn[0]["angle"] == pytest.approx(ANGLE_OF_17, abs=1e-5) and drawn[1]["box"] == BOX_OF_17


SEEDS_OF_17, ANGLE_OF_17, BOX_OF_17 = [3342390828, 2376147179], 4.303252220153809, [58, 16, 23, 32]


def test_a_plan_is_a_value() -> None:
    augmentation = AugmentationConfig.from_json([{"transform": "rotation", "parameters": {"degrees": [-30, 30]}}, {"transform": "invert"}])
    text = json.dumps(augmentation.to_json())
    again = AugmentationConfig.from_json(text)
    assert again == augmentation and hash(again) == hash(augmentation)
    assert augmentation.to_json()[0] == {"transform": "rotation", "parameters": {"degrees": [-30.0, 30.0], "fill": 0}}
    with pytest.raises(AttributeError):
        augmentation.steps = ()  # type: ignore[misc]
    for key in transforms():
        drawn = plan_of(key, True).draw(0, 0, SHAPES[1])
        assert json.loads(json.dumps(drawn)) == [dict(one) for one in drawn], key


def test_an_empty_plan_changes_nothing() -> None:
    assert torch.equal(variants(AugmentationConfig(), SHAPES[0]), picture(SHAPES[0]).expand(COUNT, *SHAPES[0]))


WRONG: list[tuple[object, str]] = [
    ("{", "list of steps"),
    ({"transform": "rotation"}, "list of steps"),
    ([3], "list of steps"),
    ([{"transform": "rotation", "strength": 3}], "list of steps"),
    ([{"transform": "rotate"}], "rotation"),
    ([{"transform": None}], "None"),
    ([{"transform": "rotation", "parameters": [1]}], "list of steps"),
    ([{"transform": "rotation", "parameters": {"degres": 3}}], "degrees"),
    ([{"transform": "rotation", "parameters": {"degrees": 3}}], "pair"),
    ([{"transform": "rotation", "parameters": {"degrees": [20, -20]}}], "smaller first"),
    ([{"transform": "rotation", "parameters": {"degrees": [-200, 0]}}], "180"),
    ([{"transform": "rotation", "parameters": {"degrees": [float("nan"), 1]}}], "nan"),
    ([{"transform": "posterize", "parameters": {"bits": 2.5}}], "whole number"),
    ([{"transform": "invert", "parameters": {"p": True}}], "True"),
    ([{"transform": "invert"}] * 33, "32"),
]


@pytest.mark.parametrize(("given", "says"), WRONG)
def test_a_wrong_plan_is_refused_with_what_it_takes(given: object, says: str) -> None:
    with pytest.raises(UserError) as refused:
        AugmentationConfig.from_json(given)
    assert says in refused.value.text.en and refused.value.text.pt != refused.value.text.en


def test_a_key_that_comes_twice_refuses_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    found = registry.discover("models.augment.transforms", "TRANSFORM")
    monkeypatch.setattr("models.registry.discover", lambda package, attribute: [*found, found[0]])
    with pytest.raises(ValueError, match="twice"):
        transforms.__wrapped__()
