"""The networks of the staircase: built without memory for their numbers, traced, described, counted.

Nothing here is a table: a layer's shape, parameters and multiply-accumulates come from the built network, as they do for the
networks of the menu; so do AlexNet's three parameter counts, from networks built as each was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import torch
from torch import nn
from torchvision import models as torchvision

from models.engine.layers import describe_layers
from models.engine.tracing import TRACING_LOCK, trace
from models.errors import unknown
from models.store import registry
from models.text import Text
from models.types.history import HistoryNetwork, ParameterCount
from models.types.networks import Layer

KINDS_WITH_WEIGHTS = ("convolution", "dense", "distances")
"""Kinds that count as a layer of a network's depth, as its authors count them."""


@dataclass(frozen=True, slots=True)
class _Build:
    """How an exhibit is built where the menu does not have it."""

    title: str
    year: int
    make: Callable[[], nn.Module]


_MENU = ("lenet5_1998", "alexnet", "googlenet", "resnet18")
_NOT_IN_MENU: dict[str, _Build] = {
    "vgg16": _Build("VGG-16", 2014, torchvision.vgg16),
    "resnet50": _Build("ResNet-50", 2015, torchvision.resnet50),
    "resnet152": _Build("ResNet-152", 2015, torchvision.resnet152),
}
SIDE = 224  # px; what torchvision's networks of these years read
ORDER = ("lenet5_1998", "alexnet", "vgg16", "googlenet", "resnet152", "resnet50", "resnet18")


def history_networks() -> tuple[HistoryNetwork, ...]:
    """Every network of the staircase, oldest first."""
    return tuple(history_network(key) for key in ORDER)


def history_network(key: str) -> HistoryNetwork:
    """One of them with its layers. UserError for a key that is none."""
    if key not in ORDER:
        raise unknown("network", key, ORDER)
    layers = _layers(key)
    dense = [layer for layer in layers if layer.kind in ("dense", "distances")]
    spec = registry.specs().get(key)
    return HistoryNetwork(
        key=key,
        title=_name(spec.title) if spec else Text(_NOT_IN_MENU[key].title, _NOT_IN_MENU[key].title),
        year=spec.year if spec else _NOT_IN_MENU[key].year,
        layers=layers,
        parameters=sum(layer.parameters for layer in layers),
        macs=sum(layer.macs for layer in layers),
        dense_parameters=sum(layer.parameters for layer in dense),
        dense_macs=sum(layer.macs for layer in dense),
        depth=depth(layers),
        key_in_look=_key_in_look(key),
    )


def _name(title: Text) -> Text:
    """ "AlexNet" of "AlexNet · photographs", and "LeNet-5" of that of 1998: the year stands beside it."""
    return Text(title.en.split(" · ")[0].removesuffix(" of 1998"), title.pt.split(" · ")[0].removesuffix(" de 1998"))


def _key_in_look(key: str) -> str:
    """What opens in Look: the network with its weights where they are here, else its untrained twin; "" where the menu has none."""
    spec = registry.specs().get(key)
    if spec is None:
        return ""
    return key if spec.weights_location in ("shipped", "present") else key + registry.RANDOM_SUFFIX


@cache
def _layers(key: str) -> tuple[Layer, ...]:
    """The layers of a network that has shapes but no numbers."""
    spec = registry.specs().get(key)
    size = (spec.preparation.channels, spec.preparation.height, spec.preparation.width) if spec else (3, SIDE, SIDE)
    with TRACING_LOCK, torch.device("meta"):
        network = (spec.build if spec else _NOT_IN_MENU[key].make)().eval()
        plan = trace(network)
        values = plan.empty_values(torch.empty(1, *size))
        with torch.no_grad():
            plan.run(values, 0, len(plan.steps))
    return tuple(layer_step.layer for layer_step in describe_layers(plan, dict(enumerate(values))))


def depth(layers: tuple[Layer, ...]) -> int:
    """Layers with weights on the longest way from the picture to the answer: 22 for GoogLeNet, which has 58 in all."""
    longest: dict[str, int] = {}
    for layer in layers:
        before = max((longest[name] for name in layer.inputs), default=0)
        longest[layer.name] = before + (layer.kind in KINDS_WITH_WEIGHTS)
    return max(longest.values())


# AlexNet, three times

_KERNELS = (11, 5, 3, 3, 3)
_PUBLISHED = (96, 256, 384, 384, 256)
_TORCHVISION = (64, 192, 384, 256, 256)
_ALEXNET_VERSIONS: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = (
    ("torchvision", _TORCHVISION, (1, 1, 1, 1, 1)),
    ("published", _PUBLISHED, (1, 2, 1, 2, 2)),
    ("ungrouped", _PUBLISHED, (1, 1, 1, 1, 1)),
)


@cache
def alexnet_counts() -> tuple[ParameterCount, ...]:
    """The parameters of AlexNet as torchvision has it, as published on two GPUs, and as published with every kernel reading all maps."""
    return tuple(ParameterCount(name, widths, _alexnet_parameters(widths, groups)) for name, widths, groups in _ALEXNET_VERSIONS)


def _alexnet_parameters(widths: tuple[int, ...], groups: tuple[int, ...]) -> int:
    """Five convolutions and three dense layers; 6 × 6 cells of every map arrive at the first dense one."""
    reads = (3, *widths)
    with torch.device("meta"):
        layers: list[nn.Module] = [nn.Conv2d(reads[i], widths[i], _KERNELS[i], groups=groups[i]) for i in range(5)]
        layers += [nn.Linear(widths[-1] * 36, 4096), nn.Linear(4096, 4096), nn.Linear(4096, 1000)]
    return sum(parameter.numel() for layer in layers for parameter in layer.parameters())
