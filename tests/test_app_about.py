"""What the page says about AlexNet, asserted of networks built as it says."""

from __future__ import annotations

import pytest
import torch
import torchvision
from torch import nn

from app.instruments.frame.head.words import ALEXNETS, WORDS

AS_PUBLISHED, WITHOUT_GROUPS, TORCHVISIONS = ALEXNETS
SIZES = (11, 5, 3, 3, 3)


def alexnet(widths: list[int], groups: tuple[int, ...]) -> tuple[list[nn.Module], list[nn.Module]]:
    """Its convolutions and its dense layers (6 × 6 cells arrive at the first), without memory for their weights."""
    with torch.device("meta"):
        inputs = [3, *widths]
        convolutions: list[nn.Module] = [nn.Conv2d(inputs[i], widths[i], SIZES[i], groups=groups[i]) for i in range(5)]
        dense: list[nn.Module] = [nn.Linear(widths[-1] * 6 * 6, 4096), nn.Linear(4096, 4096), nn.Linear(4096, 1000)]
    return convolutions, dense


def count(modules: list[nn.Module]) -> int:
    return sum(parameter.numel() for module in modules for parameter in module.parameters())


@pytest.mark.parametrize(
    ("version", "groups"),
    [(AS_PUBLISHED, (1, 2, 1, 2, 2)), (WITHOUT_GROUPS, (1, 1, 1, 1, 1)), (TORCHVISIONS, (1, 1, 1, 1, 1))],
    ids=["as published", "without groups", "torchvision's"],
)
def test_alexnets_counts_are_those_of_networks_built_so(version: dict[str, object], groups: tuple[int, ...]) -> None:
    convolutions, dense = alexnet(version["kernels"], groups)  # type: ignore[arg-type]
    assert count(convolutions) + count(dense) == version["parameters"]
    assert count(dense) / (count(convolutions) + count(dense)) > 0.9  # "more than nine tenths"


def test_torchvisions_is_torchvisions() -> None:
    with torch.device("meta"):
        built = torchvision.models.alexnet()
    assert count([built]) == TORCHVISIONS["parameters"]
    assert [layer.out_channels for layer in built.features if isinstance(layer, nn.Conv2d)] == TORCHVISIONS["kernels"]


def test_the_terms_of_the_data_are_said_plainly() -> None:
    for language in ("en", "pt"):
        said = WORDS["about_imagenet"][language]
        assert "ImageNet" in said and "109" in said
        assert "CC BY-SA 3.0" in WORDS["about_mnist"][language]
    assert "non-commercial research and teaching" in WORDS["about_imagenet"].en
    assert "só pesquisa e ensino, sem fins comerciais" in WORDS["about_imagenet"].pt
