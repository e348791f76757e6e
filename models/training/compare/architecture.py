"""What a network is before anybody has trained it: a shape, built for the pictures that it will learn from.

A network is a module of `models/training/compare/architectures` with `ARCHITECTURE`. It is traced like all others, so what was
trained opens in every tab.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import torch
from torch import nn

from models import registry
from models.engine.tracing import TRACING_LOCK
from models.errors import unknown
from models.text import Text

WIDTHS, DEPTHS = (4, 32), (4, 24)
"""Channels of the first convolutions; convolutions altogether, an even number."""


@dataclass(frozen=True, slots=True)
class NetworkShape:
    """For what a network is built."""

    channels: int  # of a picture
    side: int  # px; 28 at least
    classes: int
    dropout: float = 0.0  # chance with which a unit of a dense layer drops out in training; 0: there is no such layer
    width: int = 8
    depth: int = 8


@dataclass(frozen=True, slots=True)
class Architecture:
    """A network that can be trained. `sized`: it has a width and a depth to choose."""

    key: str
    order: int
    title: Text
    about: Text
    year: int
    sized: bool
    build: Callable[[NetworkShape], nn.Module]


@cache
def architectures() -> Mapping[str, Architecture]:
    """Every network there is by key, in order. Two with the same key or place refuse to start."""
    found: list[Architecture] = registry.discover("models.training.compare.architectures", "ARCHITECTURE")
    return registry.by_key(found, "network to train")


def find(key: object) -> Architecture:
    """UserError with the nearest key for one that is none."""
    if not isinstance(key, str) or key not in architectures():
        raise unknown("network", key, architectures())
    return architectures()[key]


def construct(net: Architecture, shape: NetworkShape, seed: int) -> nn.Module:
    """A new network, eval mode, gradients off, as its constructor makes it after torch.manual_seed(seed), without touching that generator.

    Dropout has no weights, so with one seed networks that differ in it alone begin alike.
    """
    with TRACING_LOCK, torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        return net.build(shape).eval().requires_grad_(False)


def relu_and_dropout(share: float) -> nn.Module:
    """What follows a dense layer: ReLU, and dropout where there is some."""
    return nn.Sequential(nn.ReLU(), nn.Dropout(share)) if share else nn.ReLU()
