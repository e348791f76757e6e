"""Which networks a test of every network runs on: a few always, all of them in the slow tests."""

from __future__ import annotations

from typing import Any

import pytest

from models.store import counts, registry
from models.store.weights import TorchvisionWeights

_TRAINED = [spec for key, spec in registry.specs().items() if not key.endswith(registry.RANDOM_SUFFIX)]
KEYS = [spec.key for spec in _TRAINED if spec.answer == "classes"]
PICTURE_KEYS = [spec.key for spec in _TRAINED if spec.answer == "picture"]
"""Networks that answer with a picture: tests/test_models_picture_answers.py looks at them."""
ZOO = [key for key in KEYS if isinstance(registry.specs()[key].weights, TorchvisionWeights)]
EIGHT = ("alexnet", "vgg11", "googlenet", "resnet18", "squeezenet1_1", "mobilenet_v3_small", "efficientnet_b0", "convnext_tiny")
"""One of each idea: the tests that look closely run on these."""


def _thirty() -> list[str]:
    """The cheapest of every family, then the cheapest of all."""
    cheap = sorted(ZOO, key=lambda key: counts.table()[key].macs)
    first = list({registry.specs()[key].family: key for key in reversed(cheap)}.values())
    return sorted({*first, *[key for key in cheap if key not in first][: 30 - len(first)]})


THIRTY = _thirty()
CLOSELY = [key for key in KEYS if key not in ZOO or key in EIGHT]
"""For tests that run a network at full size; tests/test_models_builders.py captures every other one too."""


def params(keys: list[str], quick: tuple[str, ...] | list[str], suffix: str = "") -> list[Any]:
    """`keys` for parametrize; those of torchvision that are not `quick` are slow."""
    slow = set(ZOO) - set(quick)
    return [pytest.param(key + suffix, marks=pytest.mark.slow) if key in slow else key + suffix for key in keys]
