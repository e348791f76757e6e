"""Two networks, one trained on from the other, as one: the mean of their weights.

Where both lie in one valley, the mean lies deeper than either (Izmailov et al., "Averaging Weights Leads to Wider Optima", UAI 2018;
Wortsman et al., "Model soups", ICML 2022). The statistics of normalisation belong to neither and are measured anew.
"""

from __future__ import annotations

import copy

import torch
from torch import Generator, Tensor, nn

from models.recipes.crops import normalise, random_resized_crop
from models.recipes.photographs import PhotographSet

PICTURES = 4000  # to measure the statistics on, of all folders alike
BATCH = 200


@torch.no_grad()
def mean(one: nn.Module, other: nn.Module, share: float) -> nn.Module:
    """A network of `share` times the weights of `one`, the rest of `other`. Its statistics of normalisation are not to be used yet."""
    made = copy.deepcopy(other)
    for kept, a in zip(made.parameters(), one.parameters(), strict=True):
        kept.lerp_(a, share)
    return made


@torch.no_grad()
def measure_statistics(net: nn.Module, data: PhotographSet, side: int, smallest: float, seed: int) -> nn.Module:
    """Mean and variance of every batch normalisation over crops of training pictures, each counting alike; → `net`, ready to answer."""
    generator = Generator().manual_seed(seed)
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
            module.momentum = None  # the plain mean of all batches
    net.train()
    for pictures in _drawn(data, generator).split(BATCH):
        net(normalise(random_resized_crop(pictures, side, smallest, generator)))
    return net.eval()


def _drawn(data: PhotographSet, generator: Generator) -> Tensor:
    """PICTURES training pictures at most, of each folder its share, mixed."""
    total = sum(map(len, data.training))
    drawn = [part.pictures[torch.randperm(len(part), generator=generator)[: PICTURES * len(part) // total]] for part in data.training]
    together = torch.cat(drawn)
    return together[torch.randperm(len(together), generator=generator)]
