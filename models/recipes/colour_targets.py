"""Classes of colour as a training's targets: soft-encoded, and weighed so that grey does not drown the rest.

Zhang, Isola and Efros, "Colorful Image Colorization", ECCV 2016, sections 2.1 and 2.2.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from models.networks.colouring import class_centres

REACH = 128  # of a and b, either way
NEIGHBOURS = 5  # classes that a colour is shared among
SPREAD = 5.0  # σ of the Gaussian by which it is shared
EVEN = 0.9  # λ: how much of the weights is that of classes that are all as frequent; with 0.5, as published, a short training answers sepia


class ColourTargets:
    """Tables over all whole a and b: the nearest classes of each, and their shares."""

    def __init__(self) -> None:
        side = torch.arange(-REACH, REACH).float()
        places = torch.cartesian_prod(side, side)  # (65536, 2)
        distance, self.nearest = torch.cdist(places, class_centres()).topk(NEIGHBOURS, largest=False)  # (65536, 5)
        share = torch.exp(-(distance**2) / (2 * SPREAD**2) + (distance[:, :1] ** 2) / (2 * SPREAD**2))
        self.share = share / share.sum(1, keepdim=True)
        self.weight = torch.ones(len(class_centres()))

    def places(self, ab: Tensor) -> Tensor:
        """(N, 2, h, w) → (N, h, w): each pixel's row in the tables."""
        whole = (ab.round().long() + REACH).clamp(0, 2 * REACH - 1)
        return whole[:, 0] * 2 * REACH + whole[:, 1]

    def weigh(self, ab: Tensor) -> None:
        """Learn how frequent each class is from many pixels (N, 2, h, w); the weights' mean over these pixels is 1."""
        places = self.places(ab).flatten()
        frequent = torch.zeros(len(self.weight))
        frequent.index_add_(0, self.nearest[places].flatten(), self.share[places].flatten())
        frequent /= frequent.sum()
        weight = 1 / ((1 - EVEN) * frequent + EVEN / len(frequent))
        self.weight = weight / (frequent * weight).sum()

    def loss(self, logits: Tensor, ab: Tensor) -> Tensor:
        """Weighed cross-entropy between logits (N, Q, h, w) and soft classes of ab (N, 2, h, w), mean over all pixels."""
        places = self.places(ab)  # (N, h, w)
        nearest, share = self.nearest[places].movedim(-1, 1), self.share[places].movedim(-1, 1)  # (N, 5, h, w)
        logits = logits.float()
        entropy = logits.logsumexp(1) - (logits.gather(1, nearest) * share).sum(1)  # (N, h, w)
        return (entropy * self.weight[nearest[:, 0]]).mean()


def half_size(ab: Tensor) -> Tensor:
    """(N, 2, H, W) → (N, 2, H / 2, W / 2), the mean of four pixels each."""
    return F.avg_pool2d(ab, 2)
