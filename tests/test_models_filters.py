"""Learned kernels, against the networks' own state; and PyTorch's word on a convolution, against the sum written out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import torchvision
from numpy.typing import NDArray

from models import api, limits, service
from models.errors import UserError
from models.types.convolution import ConvolutionSettings

CONVOLUTIONS = [
    ("resnet18@random", "conv1", (64, 3, 7, 7)),
    ("resnet18@random", "layer4.1.conv2", (512, 512, 3, 3)),
    ("mobilenet_v3_small@random", "features.1.block.0.0", (16, 1, 3, 3)),  # depthwise: a group reads one channel
]


def own(key: str) -> dict[str, torch.Tensor]:
    """The state of torchvision's network as anyone builds it untrained."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        state: dict[str, torch.Tensor] = torchvision.models.get_model(key.removesuffix("@random"), weights=None).state_dict()
    return state


@pytest.mark.parametrize(("key", "layer", "shape"), CONVOLUTIONS)
def test_kernels_are_the_networks_own_weights(key: str, layer: str, shape: tuple[int, ...]) -> None:
    found, state = api.filters(key, layer), own(key)
    assert found.kernels.shape == shape and found.kernels.dtype == np.float32
    np.testing.assert_array_equal(found.kernels, state[f"{layer}.weight"].numpy())
    np.testing.assert_array_equal(found.bias, state.get(f"{layer}.bias", torch.zeros(shape[0])).numpy())


def test_the_shipped_kernels_come_with_their_bias() -> None:
    found = api.filters("lenet5", "conv2")
    module: Any = service.store.get("lenet5").network
    np.testing.assert_array_equal(found.kernels, module.conv2.weight.numpy())
    np.testing.assert_array_equal(found.bias, module.conv2.bias.numpy())
    assert np.abs(found.bias).max() > 0


def test_every_convolution_of_every_shipped_network_has_kernels() -> None:
    for info in api.networks():
        if info.weights != "shipped":
            continue
        convolutions = [layer for layer in api.layers(info.key) if layer.kind == "convolution"]
        for layer in convolutions:
            found = api.filters(info.key, layer.name)
            assert found.kernels.ndim == 4 and found.kernels.shape[0] == len(found.bias) == layer.shape[0], (info.key, layer.name)


def test_what_is_given_away_is_a_copy() -> None:
    api.filters("lenet5", "conv1").kernels[:] = 7
    assert not (api.filters("lenet5", "conv1").kernels == 7).any()


@pytest.mark.parametrize("layer", ["relu1", "fc1", "input", "nothing"])
def test_a_layer_without_kernels_is_refused_with_those_that_have_some(layer: str) -> None:
    with pytest.raises(UserError) as refused:
        api.filters("lenet5", layer)
    for language in ("en", "pt"):
        assert "conv1, conv2" in refused.value.say(language) and repr(layer) in refused.value.say(language)


def written_out(planes: NDArray[np.uint8], kernels: NDArray[np.float32], bias: float, settings: ConvolutionSettings) -> NDArray[np.float64]:
    """Products and sums, cell by cell, with numpy's padding."""
    mode: Any = {"zeros": "constant", "reflect": "reflect", "replicate": "edge"}[settings.padding_mode]
    around = ((0, 0), (settings.padding, settings.padding), (settings.padding, settings.padding))
    picture = np.pad(planes.astype(float) / 255, around, mode=mode)  # [plane, y, x]
    reach = [settings.dilation * (k - 1) + 1 for k in kernels.shape[1:]]
    rows, columns = (range(0, n - r + 1, settings.stride) for n, r in zip(picture.shape[1:], reach, strict=True))
    cells = [
        [(picture[:, y : y + reach[0] : settings.dilation, x : x + reach[1] : settings.dilation] * kernels).sum() + bias for x in columns]
        for y in rows
    ]
    return np.array(cells)


RULES = [
    ConvolutionSettings(),
    ConvolutionSettings(2, 1),
    ConvolutionSettings(1, 3, "reflect"),
    ConvolutionSettings(3, 2, "replicate", 2),
    ConvolutionSettings(1, 5, "zeros", 3),
]


@pytest.mark.parametrize("settings", RULES, ids=str)
@pytest.mark.parametrize("planes", [1, 3])
def test_convolve_is_the_sum_of_products(settings: ConvolutionSettings, planes: int) -> None:
    random = np.random.default_rng(4)
    picture = random.integers(0, 256, (planes, 17, 21), dtype=np.uint8)
    kernels = random.standard_normal((planes, 3, 5)).astype(np.float32)
    np.testing.assert_allclose(api.convolve(picture, kernels, -0.25, settings), written_out(picture, kernels, -0.25, settings), atol=1e-5)


PICTURE, KERNEL = np.ones((1, 6, 9), np.uint8), np.ones((1, 3, 3), np.float32)
WRONG = [
    (ConvolutionSettings(dilation=3), "7 × 7"),
    (ConvolutionSettings(padding=6, padding_mode="reflect"), "6"),
    (ConvolutionSettings(padding=1, padding_mode="mirror"), "reflect"),
]  # type: ignore[arg-type]


@pytest.mark.parametrize(("settings", "says"), WRONG)
def test_a_rule_that_is_not_legal_is_refused(settings: ConvolutionSettings, says: str) -> None:
    with pytest.raises(UserError) as refused:
        api.convolve(PICTURE, KERNEL, 0.0, settings)
    assert says in refused.value.text.en and says in refused.value.text.pt


def test_more_work_than_a_live_answer_is_worth_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.CONVOLVE_PRODUCTS.variable, "0.0001")
    with pytest.raises(UserError, match="million products"):
        api.convolve(PICTURE, KERNEL, 0.0, ConvolutionSettings())
