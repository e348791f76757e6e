"""The encoder's numbers: those of `resnet109`, whose first layer reads a grey picture now."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from models.networks.colouring import Colouring
from models.networks.resnet109 import ResNet109
from models.recipes.crops import MEAN, STD
from models.store.weights import ShippedWeights

LEARNED_FROM_CLASSES = ("down2", "down3", "down4", "bottleneck")
"""Blocks of the U-Net whose numbers stay as they came."""


def load_encoder(net: Colouring, file: Path) -> None:
    """The first three stages of the `resnet109` in `file`, and its first convolution for one channel."""
    learned = ResNet109()
    ShippedWeights(str(file.resolve())).load_into(learned)
    _load_first(net.down2, learned)
    for ours, theirs in ((net.down3[1], learned.layer1), (net.down4, learned.layer2), (net.bottleneck, learned.layer3)):
        ours.load_state_dict(theirs.state_dict())
    for name in LEARNED_FROM_CLASSES:
        net.get_submodule(name).requires_grad_(False)


@torch.no_grad()
def _load_first(ours: nn.Sequential, learned: ResNet109) -> None:
    """A grey picture of value g gives every channel (g − mean) / std. We read x = 2g − 1, as L / 100 is nearly g.

    What does not depend on x moves the mean of the normalisation that follows.
    """
    kernels: Tensor = learned.conv1.weight  # (32, 3, 7, 7)
    ours[0].get_parameter("weight").copy_((kernels / (2 * STD)).sum(1, keepdim=True))
    ours[1].load_state_dict(learned.bn1.state_dict())
    ours[1].get_buffer("running_mean").sub_((kernels * (0.5 - MEAN) / STD).sum((1, 2, 3)))


def freeze_statistics(net: Colouring) -> None:
    """In a training: the encoder normalises as it did when it learned."""
    for name in LEARNED_FROM_CLASSES:
        net.get_submodule(name).eval()
