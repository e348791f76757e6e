"""A picture moved about: what networks answer there, against the networks themselves on pictures moved by numpy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models import api
from models.activations.translation import shifted, translations
from models.errors import UserError
from models.store import registry
from models.store.store import load, to_batch
from models.types.activations import PictureSource
from models.types.translation import Translations

LENET, DENSE, REACH = "lenet5", "mlp@random", 3
LAYERS = {LENET: ("conv1", "pool1", "pool2"), DENSE: ("relu1", "relu2")}


@pytest.fixture(scope="module")
def digit() -> NDArray[np.uint8]:
    """A bent stroke of grey levels, [28, 28, 1], far from the border."""
    rows, columns = np.mgrid[0:28, 0:28]
    stroke = np.exp(-(((columns - 9 - 4 * np.sin(rows / 5)) / 1.5) ** 2)) * ((rows > 6) & (rows < 21)) * (columns < 20)
    pixels: NDArray[np.uint8] = np.round(255 * stroke).astype(np.uint8)[:, :, None]
    return pixels


@pytest.fixture(scope="module", params=[LENET, DENSE])
def found(request: pytest.FixtureRequest, digit: NDArray[np.uint8]) -> Translations:
    key = request.param
    return api.translations(key, PictureSource("pixels", digit.tobytes()), LAYERS[key], reach=REACH)


def by_numpy(picture: NDArray[np.uint8], down: int, right: int) -> NDArray[np.uint8]:
    """Moved on a larger board, then cut out again."""
    height, width, _ = picture.shape
    board = np.zeros((5 * height, 5 * width, 1), picture.dtype)
    board[2 * height + down : 3 * height + down, 2 * width + right : 3 * width + right] = picture
    return board[2 * height : 3 * height, 2 * width : 3 * width]


def returned(key: str, picture: NDArray[np.uint8]) -> dict[str, Tensor]:
    """What every layer of the network itself returns, by calling its modules one after the other."""
    spec = registry.specs()[key]
    network: nn.Module = registry.build_network(spec) if spec.weights is None else load(spec).network
    value, kept = to_batch(picture, spec.preparation), {}
    with torch.no_grad():
        for name, module in network.named_children():
            kept[name] = value = module(value)
    return {name: value[0] for name, value in kept.items()}


@pytest.mark.parametrize(("down", "right"), [(0, 0), (2, -3), (-28, 5), (40, 0), (-1, 27)])
def test_a_picture_is_moved_as_numpy_moves_it(digit: NDArray[np.uint8], down: int, right: int) -> None:
    before = digit.copy()
    assert np.array_equal(shifted(digit, down, right), by_numpy(digit, down, right))
    assert np.array_equal(digit, before)


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, -2), (-3, -3), (1, 3)])
def test_answers_and_values_are_those_of_the_moved_picture(found: Translations, digit: NDArray[np.uint8], down: int, right: int) -> None:
    true = returned(found.network, by_numpy(digit, down, right))
    at = (down + REACH, right + REACH)
    torch.testing.assert_close(torch.from_numpy(found.logits[at]), list(true.values())[-1], rtol=1e-4, atol=1e-4)
    assert [one.layer for one in found.layers] == list(LAYERS[found.network])
    for one in found.layers:
        value = true[one.layer] if one.channel is None else true[one.layer][one.channel]
        shown = one.low + one.step * one.codes[at].astype(np.float64)
        np.testing.assert_allclose(shown, value.numpy(), rtol=0, atol=0.51 * one.step + 1e-5)
        assert one.minimum <= float(value.min()) and float(value.max()) <= one.maximum


def test_likeness_is_the_cosine_of_what_the_picture_does(found: Translations, digit: NDArray[np.uint8]) -> None:
    nothing = returned(found.network, np.zeros_like(digit))
    home, there = (returned(found.network, by_numpy(digit, *way)) for way in ((0, 0), (2, 1)))
    assert set(nothing) < set(found.invariance)
    for name, empty in nothing.items():
        a, b = ((value[name] - empty).flatten() for value in (home, there))
        true = float(torch.nn.functional.cosine_similarity(a, b, dim=0)) if a.norm() > 0 < b.norm() else 0.0
        assert found.invariance[name][REACH + 2, REACH + 1] == pytest.approx(true, abs=1e-4), name
        assert found.invariance[name][REACH, REACH] == pytest.approx(1, abs=1e-5)


def test_a_layer_shifted_back_is_what_it_was_where_one_kernel_serves_every_place(digit: NDArray[np.uint8]) -> None:
    """Equivariance by numpy: whole steps of a layer, moved back with what left the plane gone. Invariance is another number."""
    found = api.translations(LENET, PictureSource("pixels", digit.tobytes()), (), reach=REACH)
    nothing, home = (returned(LENET, by_numpy(digit * full, 0, 0)) for full in (0, 1))
    for name, step, way in (("conv1", 1, (2, 1)), ("conv1", 1, (-3, 2)), ("pool1", 2, (2, -2)), ("conv2", 2, (-2, 0))):
        there = returned(LENET, by_numpy(digit, *way))
        effect = (there[name] - nothing[name]).numpy()  # [channel, y, x]
        back = np.stack([by_numpy(plane[..., None], -way[0] // step, -way[1] // step)[..., 0] for plane in effect])
        true = cosine(back, (home[name] - nothing[name]).numpy())
        at = (way[0] + REACH, way[1] + REACH)
        assert found.equivariance[name][at] == pytest.approx(true, abs=1e-4), (name, way)
        assert found.equivariance[name][at] > found.invariance[name][at]
    assert found.equivariance["conv1"][REACH + 1, REACH + 1] > 0.95 > 0.8 > found.invariance["conv1"][REACH + 1, REACH + 1]
    for name in ("fc1", "relu3", "fc3"):
        assert np.isnan(found.equivariance[name]).all(), "units have no places"


def cosine(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    return float((a.astype(np.float64) * b).sum() / np.linalg.norm(a.astype(np.float64)) / np.linalg.norm(b.astype(np.float64)))


def test_a_convolution_moves_along_and_what_is_pooled_has_other_steps(digit: NDArray[np.uint8]) -> None:
    found = api.translations(LENET, PictureSource("pixels", digit.tobytes()), ("conv1", "relu1", "pool1"), reach=REACH)
    assert [one.equivariance_error is None for one in found.layers] == [False, False, True]
    assert all(one.equivariance_error is not None and one.equivariance_error < 1e-5 for one in found.layers[:2])
    assert len({one.channel for one in found.layers}) == 1, "one channel from the convolution to its pooling"


def test_a_map_that_does_not_move_along_is_found_out(digit: NDArray[np.uint8]) -> None:
    """The same measure on a layer that adds a weight of its own to every place."""
    loaded = load(registry.specs()[f"{LENET}@random"])
    step: Any = next(step for step in loaded.plan.steps if step.name == "conv1")
    ramp = torch.linspace(0, 1, 28 * 28).view(28, 28)
    steps = tuple(replace(one, call=lambda x: step.call(x) + ramp) if one is step else one for one in loaded.plan.steps)
    crooked = replace(loaded, plan=replace(loaded.plan, steps=steps))
    apart = translations(crooked, digit, ("conv1",), REACH).layers[0].equivariance_error
    assert apart is not None and apart == pytest.approx(float(ramp[REACH, REACH]), rel=1e-3)


def test_dense_layers_have_no_channel_and_pictures_stay_as_they_were(found: Translations, digit: NDArray[np.uint8]) -> None:
    assert np.array_equal(found.picture, digit) and found.max_shift == REACH
    if found.network == DENSE:
        assert [(one.channel, one.equivariance_error, one.codes.shape) for one in found.layers] == [
            (None, None, (7, 7, 68)),
            (None, None, (7, 7, 64)),
        ]


@pytest.mark.parametrize(
    ("key", "layers", "reach", "says"),
    [
        ("resnet18@random", (), 2, "reads photographs"),
        (LENET, ("conv9",), 2, "conv"),
        (LENET, ("conv1",) * 5, 2, "layers: 5"),
        (LENET, (), 9, "reach: 9"),
        (LENET, (), 0, "reach: 0"),
    ],
)
def test_what_cannot_be_is_refused(key: str, layers: tuple[str, ...], reach: int, says: str) -> None:
    with pytest.raises(UserError, match=says):
        api.translations(key, PictureSource("pixels", bytes(28 * 28)), layers, reach=reach)


def test_the_two_networks_have_as_many_parameters() -> None:
    assert api.network("mlp@random").parameters == api.network(LENET).parameters == 61_706
    kinds = {layer.kind for layer in api.layers("mlp@random")}
    assert "dense" in kinds and not kinds & {"convolution", "pooling"}
