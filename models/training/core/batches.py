"""What a network learns from: pictures or features in memory, with their labels, batch by batch.

Which pictures a batch holds is the loop's; what is made of them here depends on the seed, the epoch and the picture alone, never on the
order: two runs with one seed see one order, augmented or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from models.augment.config import AugmentationConfig

EVAL_BATCH_SIZE = 64  # rows of a batch that is only measured on
LabelledBatch = tuple[Tensor, Tensor]
"""Inputs (n, ...) and labels: classes (n) int64, or shares of classes (n, K)."""


class Batches(Protocol):
    """Labelled pictures, or what frozen layers answered to them."""

    def __len__(self) -> int: ...

    def batch(self, epoch: int, chosen: Tensor) -> LabelledBatch:
        """Those pictures (n indices) as they are learned from in an epoch, counted from 1."""

    def unaugmented(self) -> Iterator[LabelledBatch]:
        """All of them in order, as they are, some at a time."""


class FixedBatches:
    """The same inputs (N, ...) in every epoch."""

    def __init__(self, inputs: Tensor, labels: Tensor) -> None:
        self.inputs, self.labels = inputs, labels

    def __len__(self) -> int:
        return len(self.labels)

    def batch(self, epoch: int, chosen: Tensor) -> LabelledBatch:
        return self.inputs[chosen], self.labels[chosen]

    def unaugmented(self) -> Iterator[LabelledBatch]:
        yield from zip(self.inputs.split(EVAL_BATCH_SIZE), self.labels.split(EVAL_BATCH_SIZE), strict=True)


class ViewBatches(FixedBatches):
    """Several views (V, N, ...) of every picture, the plain one first; an epoch shows one of them each."""

    def __init__(self, views: Tensor, labels: Tensor, seed: int) -> None:
        super().__init__(views[0], labels)
        self.views, self.seed = views, seed

    def batch(self, epoch: int, chosen: Tensor) -> LabelledBatch:
        generator = Generator().manual_seed((self.seed * 1_000_003 + epoch) % 2**32)
        view = torch.randint(len(self.views), (len(self),), generator=generator)[chosen]  # (n)
        return self.views[view, chosen], self.labels[chosen]


class PictureBatches:
    """uint8 pictures (N, C, H, W), augmented anew in every epoch.

    `prepare`: uint8 (n, C, H, W) → what the tail takes: normalised, and through the frozen layers where there are some.
    """

    def __init__(
        self,
        pictures: Tensor,
        labels: Tensor,
        classes: int,
        prepare: Callable[[Tensor], Tensor],
        augmentation: AugmentationConfig | None = None,
        seed: int = 0,
        part: int = EVAL_BATCH_SIZE,
    ) -> None:
        self.pictures, self.labels, self._classes, self._prepare = pictures, labels, classes, prepare
        self._augmentation, self._seed, self._eval_batch_size = augmentation or AugmentationConfig(), seed, part

    def __len__(self) -> int:
        return len(self.labels)

    def batch(self, epoch: int, chosen: Tensor) -> LabelledBatch:
        pictures, labels = self.pictures[chosen], self.labels[chosen]
        if not self._augmentation.steps:
            return self._prepare(pictures), labels
        _, channels, height, width = self.pictures.shape
        indices = [(epoch - 1) * len(self) + i for i in chosen.tolist()]
        drawn = [self._augmentation.draw(self._seed, index, (channels, height, width)) for index in indices]
        if self._augmentation.mixes:
            labels = self._augmentation.mix_labels(F.one_hot(labels, self._classes).float(), drawn)  # (n, K)
        return self._prepare(self._augmentation.apply(pictures, drawn)), labels

    def unaugmented(self) -> Iterator[LabelledBatch]:
        for pictures, labels in zip(self.pictures.split(self._eval_batch_size), self.labels.split(self._eval_batch_size), strict=True):
            yield self._prepare(pictures), labels
