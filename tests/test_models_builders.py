"""Every convolutional classification network that torchvision builds opens: each of its layers, bit for bit, at its own size."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torchvision import models as torchvision

from models.engine.capture import capture
from models.engine.layers import describe_layers
from models.engine.tracing import trace_verified
from tests import oracle

TRANSFORMERS = ("vit_", "swin_", "maxvit_")
"""Left out: they answer by attention over patches; their layers are no feature maps of channels."""

HEAVY = {
    "convnext_base", "convnext_large", "convnext_small", "convnext_tiny", "densenet161", "densenet169", "densenet201", "efficientnet_b4",
    "efficientnet_b5", "efficientnet_b6", "efficientnet_b7", "efficientnet_v2_l", "efficientnet_v2_m", "efficientnet_v2_s",
    "inception_v3", "regnet_x_16gf", "regnet_x_32gf", "regnet_x_8gf", "regnet_y_128gf", "regnet_y_16gf", "regnet_y_32gf", "regnet_y_8gf",
    "resnet101", "resnet152", "resnext101_32x8d", "resnext101_64x4d", "resnext50_32x4d", "vgg11_bn", "vgg13", "vgg13_bn", "vgg16",
    "vgg16_bn", "vgg19", "vgg19_bn", "wide_resnet101_2", "wide_resnet50_2",
}  # fmt: skip
"""Seconds to minutes, and gigabytes, each: only in `make test-all`."""

BUILDERS = [name for name in torchvision.list_models(module=torchvision) if not name.startswith(TRANSFORMERS)]


def built(name: str) -> tuple[nn.Module, Tensor]:
    """Untrained, eval mode, and a picture of the size that its weights were made for."""
    side = torchvision.get_model_weights(name).DEFAULT.transforms().crop_size[0]
    quick: dict[str, Any] = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}  # their own start takes a minute
    torch.manual_seed(0)
    network = torchvision.get_model(name, weights=None, **quick).eval().requires_grad_(False)
    return network, torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(1))


def test_torchvision_has_the_builders_that_are_tested_here() -> None:
    assert set(BUILDERS) >= HEAVY
    assert len(BUILDERS) >= 65 and len(set(BUILDERS) - HEAVY) >= 30


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow if name in HEAVY else ()) for name in BUILDERS])
def test_every_layer_is_what_the_network_returned(name: str) -> None:
    network, picture = built(name)
    plan = trace_verified(network, picture)
    captured = capture(plan, picture)
    slots = {step.name: step.slot for step in plan.steps}
    returned = {
        path: values for path, values in oracle.modules(network, picture).items() if not list(network.get_submodule(path).children())
    }
    calls = [(path, call, value) for path, values in returned.items() for call, value in enumerate(values, 1)]
    wrong = [path for path, call, value in calls if not torch.equal(captured[slots[path if call == 1 else f"{path}:{call}"]], value)]
    assert len(calls) > 15 and wrong == []
    layers = [layer_step.layer for layer_step in describe_layers(plan, captured)]
    convolutions = [module for module in network.modules() if isinstance(module, nn.Conv2d) and module in _called(network, returned)]
    assert len([layer for layer in layers if layer.kind == "convolution"]) == len(convolutions)
    assert sum(layer.macs for layer in layers) > 0 and layers[0].name == "input" and layers[-1].name == "softmax"


def _called(network: nn.Module, returned: dict[str, list[Tensor]]) -> set[nn.Module]:
    return {network.get_submodule(path) for path in returned}
