"""What a network learns from: pictures or features in memory, with their labels, batch by batch.

Which pictures a batch holds is the loop's; what is made of them here depends on the seed, the epoch and the picture alone, never on the
order: two lanes with one seed see one order, augmented or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from models.augment.config import AugmentationPlan

PART = 64  # rows of a batch that is only measured on
Labelled = tuple[Tensor, Tensor]
"""Inputs (n, ...) and labels: classes (n) int64, or shares of classes (n, K)."""


class Lessons(Protocol):
    """Labelled pictures, or what frozen layers answered to them."""

    def __len__(self) -> int: ...

    def batch(self, epoch: int, chosen: Tensor) -> Labelled:
        """Those pictures (n indices) as they are learned from in an epoch, counted from 1."""

    def clean(self) -> Iterator[Labelled]:
        """All of them in order, as they are, some at a time."""


class Fixed:
    """The same inputs (N, ...) in every epoch."""

    def __init__(self, inputs: Tensor, labels: Tensor) -> None:
        self.inputs, self.labels = inputs, labels

    def __len__(self) -> int:
        return len(self.labels)

    def batch(self, epoch: int, chosen: Tensor) -> Labelled:
        return self.inputs[chosen], self.labels[chosen]

    def clean(self) -> Iterator[Labelled]:
        yield from zip(self.inputs.split(PART), self.labels.split(PART), strict=True)


class Views(Fixed):
    """Several views (V, N, ...) of every picture, the plain one first; an epoch shows one of them each."""

    def __init__(self, views: Tensor, labels: Tensor, seed: int) -> None:
        super().__init__(views[0], labels)
        self.views, self.seed = views, seed

    def batch(self, epoch: int, chosen: Tensor) -> Labelled:
        chance = Generator().manual_seed((self.seed * 1_000_003 + epoch) % 2**32)
        view = torch.randint(len(self.views), (len(self),), generator=chance)[chosen]  # (n)
        return self.views[view, chosen], self.labels[chosen]


class Pictures:
    """uint8 pictures (N, C, H, W), augmented anew in every epoch.

    `prepare`: uint8 (n, C, H, W) → what the learner takes: normalised, and through the frozen layers where there are some.
    """

    def __init__(
        self,
        pictures: Tensor,
        labels: Tensor,
        classes: int,
        prepare: Callable[[Tensor], Tensor],
        plan: AugmentationPlan | None = None,
        seed: int = 0,
        part: int = PART,
    ) -> None:
        self.pictures, self.labels, self._classes, self._prepare = pictures, labels, classes, prepare
        self._plan, self._seed, self._part = plan or AugmentationPlan(), seed, part

    def __len__(self) -> int:
        return len(self.labels)

    def batch(self, epoch: int, chosen: Tensor) -> Labelled:
        pictures, labels = self.pictures[chosen], self.labels[chosen]
        if not self._plan.steps:
            return self._prepare(pictures), labels
        _, channels, height, width = self.pictures.shape
        indices = [(epoch - 1) * len(self) + i for i in chosen.tolist()]
        drawn = [self._plan.draw(self._seed, index, (channels, height, width)) for index in indices]
        if self._plan.mixes:
            labels = self._plan.labels(F.one_hot(labels, self._classes).float(), drawn)  # (n, K)
        return self._prepare(self._plan.apply(pictures, drawn)), labels

    def clean(self) -> Iterator[Labelled]:
        for pictures, labels in zip(self.pictures.split(self._part), self.labels.split(self._part), strict=True):
            yield self._prepare(pictures), labels
