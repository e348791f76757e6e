"""Photographs for training: folders of class folders, decoded once to uint8 and kept in a cache file.

A folder holds `train/<wnid>/*` and `val/<wnid>/*`. Several folders together make one data set whose classes are the union of theirs.
All pictures are kept as `imagenet109.PREPARATION` makes a visitor's: were one folder's sharper, a network would know that folder's
classes by their sharpness and not by what is to be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from models.imagenet109 import SMALL
from models.inputs.pictures import small_jpeg

NEAR_COPY_DISTANCE = 24.0
"""Two pictures whose 8 × 8 grey thumbnails (0 to 255) are nearer than this may be the same photograph."""


@dataclass(frozen=True, slots=True)
class Photographs:
    """Pictures of one folder and one split."""

    pictures: Tensor  # (N, 3, side, side) uint8
    labels: Tensor  # (N,) int64, index in the union of classes

    def __len__(self) -> int:
        return len(self.labels)

    def without(self, left_out: Tensor) -> Photographs:
        """The same pictures but those at the indices `left_out` (M,)."""
        keep = torch.ones(len(self), dtype=torch.bool)
        keep[left_out] = False
        return Photographs(self.pictures[keep], self.labels[keep])


def classes_of(folders: Sequence[Path]) -> tuple[str, ...]:
    """Names of all class folders, sorted: their order is the order of the network's outputs."""
    return tuple(sorted({d.name for folder in folders for d in (folder / "train").iterdir() if d.is_dir()}))


def load(folder: Path, split: str, classes: Sequence[str], cache: Path) -> Photographs:
    """The pictures of one split, from `cache` when it has them."""
    file = cache / f"{folder.name}-{split}-{SMALL}.pt"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        decoded = _decode(folder, split, classes)
        torch.save({"pictures": decoded.pictures, "labels": decoded.labels}, file)
    found = torch.load(file, weights_only=True, mmap=True)
    return Photographs(found["pictures"], found["labels"])


def _decode(folder: Path, split: str, classes: Sequence[str]) -> Photographs:
    index = {name: i for i, name in enumerate(classes)}
    files = [(f, index[d.name]) for d in sorted((folder / split).iterdir()) if d.is_dir() for f in sorted(d.iterdir())]
    pictures = torch.empty(len(files), 3, SMALL, SMALL, dtype=torch.uint8)

    def read(i: int) -> None:
        pictures[i] = torch.from_numpy(_small_picture(files[i][0])).permute(2, 0, 1)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(read, range(len(files))))
    return Photographs(pictures, torch.tensor([label for _, label in files]))


def _small_picture(file: Path) -> np.ndarray:
    """A picture as mini-ImageNet has it, (84, 84, 3) uint8, made as a visitor's is; one of theirs stays as it is."""
    with Image.open(file) as opened:
        return np.array(small_jpeg(opened.convert("RGB"), SMALL))


def thumbnails(pictures: Tensor) -> Tensor:
    """(N, 3, H, W) uint8 → (N, 64): each picture as an 8 × 8 grey one, 0 to 255."""
    return torch.cat([F.adaptive_avg_pool2d(p.float().mean(1, keepdim=True), 8).flatten(1) for p in pictures.split(1000)])


def near_copies(training: Photographs, validation: Photographs) -> Tensor:
    """Indices in `training` of pictures that `validation`, from another folder, may hold too."""
    found = []
    for label in sorted(set(training.labels.tolist()) & set(validation.labels.tolist())):
        here = (training.labels == label).nonzero()[:, 0]
        there = (validation.labels == label).nonzero()[:, 0]
        distance = torch.cdist(thumbnails(training.pictures[here]), thumbnails(validation.pictures[there])).amin(1)
        found.append(here[distance < NEAR_COPY_DISTANCE])
    return torch.cat(found) if found else torch.empty(0, dtype=torch.long)


@dataclass(frozen=True, slots=True)
class PhotographSet:
    """Everything a recipe trains and is judged on: one pair of splits per folder."""

    classes: tuple[str, ...]
    training: tuple[Photographs, ...]
    validation: tuple[Photographs, ...]
    left_out: int  # training pictures dropped because another folder's validation split may hold them

    @classmethod
    def load(cls, folders: Sequence[Path], cache: Path) -> PhotographSet:
        classes = classes_of(folders)
        training = [load(folder, "train", classes, cache) for folder in folders]
        validation = [load(folder, "val", classes, cache) for folder in folders]
        left_out = 0
        for i in range(len(folders)):
            for j in range(len(folders)):
                if i != j and len(both := near_copies(training[i], validation[j])):
                    training[i] = training[i].without(both)
                    left_out += len(both)
        return cls(classes, tuple(training), tuple(validation), left_out)
