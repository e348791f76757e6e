"""Variants with verdicts, sweeps and the code behind them; PyTorch and torchvision, run from the text that is shown, as the oracle."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional as F

from models import api
from models.augment.config import AugmentationConfig
from models.errors import UserError
from models.inputs import drawing
from models.store import registry
from models.text import LANGUAGES
from models.types.activations import PictureSource
from tests.hands import digits
from tests.network_pictures import picture_for
from tests.standalone import here

KEYS = ("lenet5@random", "resnet109@random")
PLAN = [
    {"transform": "random_resized_crop"},
    {"transform": "horizontal_flip"},
    {"transform": "rotation", "parameters": {"degrees": [-40, 40]}},
    {"transform": "color_jitter"},
    {"transform": "greyscale", "parameters": {"p": 0.3}},
    {"transform": "gaussian_noise"},
    {"transform": "random_erasing", "parameters": {"p": 0.5}},
]


def source(key: str) -> PictureSource:
    return PictureSource("pixels", picture_for(key).tobytes())


def file_of(key: str) -> PictureSource:
    """The same picture before it is prepared: networks of several sizes can read it."""
    file = io.BytesIO()
    Image.fromarray(picture_for(key)).save(file, "PNG")
    return PictureSource("picture", file.getvalue())


def network(key: str) -> torch.nn.Module:
    return registry.build_network(registry.specs()[key])


@pytest.mark.parametrize("key", KEYS)
def test_verdicts_are_the_networks_own_on_the_very_pixels(key: str) -> None:
    made = api.variants([key], source(key), PLAN, seed=4, indices=range(5), original=True)
    assert [one.index for one in made.variants] == [-1, 0, 1, 2, 3, 4]
    np.testing.assert_array_equal(made.pictures[0], picture_for(key))
    wants = registry.specs()[key].preparation
    batch = torch.from_numpy(made.pictures.transpose(0, 3, 1, 2).astype(np.float32)) / 255
    batch = (batch - torch.tensor(wants.mean)[:, None, None]) / torch.tensor(wants.std)[:, None, None]
    with torch.no_grad():
        torch.testing.assert_close(torch.from_numpy(made.logits[0]), network(key)(batch), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_the_code_that_is_shown_makes_what_the_network_was_shown(key: str, language: Any, tmp_path: Path) -> None:
    """The Compose of the text, run under the seeds of the text, gives the network's input of that variant; not one level differs."""
    shape = api.network(key).input
    made = api.variants([key], source(key), PLAN, seed=11, indices=range(8))
    wants = registry.specs()[key].preparation
    for index in (0, 3, 7):
        scope, _ = here(api.augment_code(key, source(key), PLAN, seed=11, index=index), tmp_path, language)
        assert isinstance(scope["transform"], v2.Compose) and scope["picture"].shape == (shape.channels, shape.height, shape.width)
        pixels = torch.from_numpy(made.pictures[index].transpose(2, 0, 1).astype(np.float32))
        mean, std = (torch.tensor(numbers)[:, None, None] for numbers in (wants.mean, wants.std))
        torch.testing.assert_close(scope["picture"], pixels.div(255).sub(mean).div(std), rtol=0, atol=1e-6)
        assert torch.equal((scope["picture"].mul(std).add(mean) * 255).round(), pixels)


def test_the_code_of_a_plan_that_mixes_mixes_with_the_partner(tmp_path: Path) -> None:
    """With the very bytes of the variant; and it says how torchvision writes the step."""
    key, plan = "lenet5@random", [{"transform": "rotation"}, {"transform": "mixup"}]
    other = PictureSource("pixels", picture_for(key).transpose(1, 0, 2).tobytes())
    code = api.augment_code(key, source(key), plan, seed=11, index=3, partner=other)
    scope, _ = here(code, tmp_path)
    made = api.variants([key], source(key), plan, seed=11, indices=[3], partner=other)
    np.testing.assert_array_equal(scope["pictures"][1].permute(1, 2, 0).numpy(), made.pictures[0])
    assert "v2.MixUp(alpha=0.4)" in code.en and scope["target"].sum(1).tolist() == [1, 1]


def test_what_is_previewed_is_what_training_would_see() -> None:
    key = KEYS[0]
    made = api.variants([key], source(key), PLAN, seed=9, indices=[2, 5])
    augmentation = AugmentationConfig.from_json(PLAN)
    batch = torch.from_numpy(picture_for(key).transpose(2, 0, 1).copy())[None].repeat(2, 1, 1, 1)
    trained = augmentation.apply(batch, [augmentation.draw(9, index, (1, 28, 28)) for index in (2, 5)])
    np.testing.assert_array_equal(made.pictures, trained.permute(0, 2, 3, 1).numpy())


def test_a_variant_is_the_same_however_many_are_made_and_a_lock_keeps_it() -> None:
    key = KEYS[1]
    many = api.variants([key], source(key), PLAN, seed=1, indices=range(30))
    few = api.variants([key], source(key), PLAN, seed=1, indices=[17])
    np.testing.assert_array_equal(many.pictures[17], few.pictures[0])
    other = api.variants([key], source(key), PLAN, seed=2, indices=range(16, 19), locked={17: 1})
    np.testing.assert_array_equal(other.pictures[1], many.pictures[17])
    assert not np.array_equal(other.pictures[0], many.pictures[16]) and other.variants[1].seed == 1


def test_two_networks_answer_to_the_same_variants() -> None:
    """The second reads 32 px where the first reads 28: each has the picture as its own weights want it, and the same draws."""
    keys = ["lenet5@random", "lenet5_1998@random"]
    drawn = PictureSource("strokes", drawing.encode(digits()[3].strokes))
    turn = [{"transform": "rotation", "parameters": {"degrees": [-60, 60]}}]
    both = api.variants(keys, drawn, turn, indices=range(3))
    assert both.networks == tuple(keys) and both.pictures.shape == (3, 28, 28, 1)
    for place, key in enumerate(keys):
        alone = api.variants([key], drawn, turn, indices=range(3))
        np.testing.assert_array_equal(both.logits[place], alone.logits[0])
        assert alone.variants == both.variants


def test_mixing_takes_the_other_picture_through_the_same_steps() -> None:
    key = KEYS[0]
    other = PictureSource("pixels", (255 - picture_for(key)).tobytes())
    made = api.variants([key], source(key), [{"transform": "cutmix"}], seed=3, indices=range(6), partner=other)
    for pixels, variant in zip(made.pictures, made.variants, strict=True):
        left, top, right, bottom = variant.parameters[0][1]["box"]
        expected = picture_for(key).copy()
        expected[top:bottom, left:right] = 255 - expected[top:bottom, left:right]
        np.testing.assert_array_equal(pixels, expected)
    turned = api.variants(
        [key], source(key), [{"transform": "invert", "parameters": {"p": 1}}, {"transform": "cutmix"}], indices=[0], partner=other
    )
    assert set(np.unique(turned.pictures.astype(int) - (255 - picture_for(key)))) - {0}, "the partner was left as it was"


def test_without_a_network_a_picture_keeps_its_size() -> None:
    file = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (60, 90, 3), dtype=np.uint8)).save(file, "PNG")
    given = PictureSource("picture", file.getvalue())
    made = api.variants(
        [], given, [{"transform": "horizontal_flip", "parameters": {"p": 1}}, {"transform": "mixup"}], indices=range(2), partner=given
    )
    assert made.pictures.shape == (2, 60, 90, 3) and made.logits == ()


@pytest.mark.parametrize("along", [card.key for card in api.sweeps()])
def test_a_sweep_starts_and_ends_where_it_says(along: str) -> None:
    card = next(card for card in api.sweeps() if card.key == along)
    found = api.sweep(["resnet109@random", "alexnet109@random"], file_of(KEYS[1]), along, [0, 3, card.points - 1])
    assert found.values[0] == pytest.approx(card.low) and found.values[-1] == pytest.approx(card.high)
    assert all(p.shape == (3,) and (p >= 0).all() and (p <= 1).all() for p in found.probabilities)
    assert found.target_classes[0] == found.target_classes[1]
    setting = next(s for t in api.transforms() if t.key == card.transform for s in t.settings if s.name == card.setting)
    assert isinstance(setting.default, tuple) == (card.middle is None)


def test_an_invariance_curve_is_torchvisions_rotation_and_the_networks_answer() -> None:
    key = "lenet5"
    places = [18, 36, 40]  # −90°, 0°, 20°
    found = api.sweep([key], source(KEYS[0]), "angle", places)
    assert found.values.tolist() == pytest.approx([-90, 0, 20])
    picture = torch.from_numpy(picture_for("lenet5@random").transpose(2, 0, 1).copy())
    np.testing.assert_array_equal(found.pictures[1, :, :, 0], picture[0].numpy())
    turned = F.rotate(picture, 20.0, interpolation=v2.InterpolationMode.BILINEAR, fill=0)
    np.testing.assert_array_equal(found.pictures[2, :, :, 0], turned[0].numpy())
    top = api.predict(key, source(KEYS[0]), top=1)[0]
    assert found.target_classes[0] == top.index and found.probabilities[0][1] == pytest.approx(top.probability, abs=1e-5)
    answer = api.predict(key, PictureSource("pixels", found.pictures[2].tobytes()), top=10)
    by_index = {prediction.index: prediction.probability for prediction in answer}
    assert found.probabilities[0][2] == pytest.approx(by_index[top.index], abs=1e-5) and found.predictions[0][2] == answer[0].index


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"indices": range(201)}, "200"),
    ({"seed": -1}, "seed"),
    ({"seed": 2**32}, "seed"),
    ({"indices": [-1]}, "index"),
    ({"locked": {1: 1.5}}, "seed"),
]


@pytest.mark.parametrize(("given", "says"), WRONG)
def test_wrong_arguments_are_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(UserError) as refused:
        api.variants([KEYS[0]], source(KEYS[0]), PLAN, **given)
    assert says in refused.value.text.en


def test_an_unknown_parameter_to_sweep_is_refused() -> None:
    with pytest.raises(UserError, match="angle"):
        api.sweep([KEYS[0]], source(KEYS[0]), "angel", [0])


def test_the_other_label_of_what_is_mixed_is_the_networks_answer_to_the_other_picture() -> None:
    other = PictureSource("pixels", picture_for("lenet5")[::-1].tobytes())
    for plan in ([{"transform": "mixup"}], [{"transform": "cutmix"}]):
        made = api.variants(["lenet5", "mlp"], source("lenet5"), plan, indices=range(2), partner=other, original=True)
        assert made.partner_classes == tuple(api.predict(key, other, top=1)[0].index for key in ("lenet5", "mlp"))
    assert (
        api.variants(["lenet5"], source("lenet5"), [{"transform": "invert"}], indices=[0], partner=other, original=True).partner_classes
        == ()
    )
    assert api.variants(["lenet5"], source("lenet5"), [{"transform": "mixup"}], indices=[0], original=True).partner_classes == ()
