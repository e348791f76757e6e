"""MNIST for training: read from idx files, split by a seed.

Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits, CC BY-SA 3.0.
"""

from __future__ import annotations

import gzip
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Generator, Tensor

_UNSIGNED_BYTES = 0x08
VALIDATION = 5_000
"""Pictures of the training set that are kept for choosing the plan; the test set chooses nothing."""


@dataclass(frozen=True, slots=True)
class Digits:
    """Pictures and what they show."""

    pictures: Tensor  # (N, 28, 28) uint8, ink high on 0
    labels: Tensor  # (N,) int64

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class DigitSet:
    training: Digits
    validation: Digits
    test: Digits


def load(folder: Path | None, seed: int = 0) -> DigitSet:
    """The three splits, from the folder's idx files, or brought by torchvision into `runs/mnist` if no folder is given."""
    folder = folder or _downloaded(Path("runs/mnist"))
    everything, test = _digits(folder, "train"), _digits(folder, "t10k")
    order = torch.randperm(len(everything), generator=Generator().manual_seed(seed))
    training, validation = (Digits(everything.pictures[some], everything.labels[some]) for some in (order[VALIDATION:], order[:VALIDATION]))
    return DigitSet(training, validation, test)


def read_idx(file: Path) -> np.ndarray:
    """An idx file of bytes, gzipped or not → uint8 of the shape that its header says. ValueError where it is none."""
    data = file.read_bytes()
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    zero, kind, dimensions = struct.unpack_from(">HBB", data)
    if zero or kind != _UNSIGNED_BYTES:
        raise ValueError(f"{file} is not an idx file of bytes")
    shape = struct.unpack_from(f">{dimensions}I", data, 4)
    values = np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions)
    if values.size != np.prod(shape):
        raise ValueError(f"{file} promises {shape} and holds {values.size} bytes")
    return values.reshape(shape)


def _digits(folder: Path, part: str) -> Digits:
    pictures, labels = (read_idx(find(folder, f"{part}-{what}")) for what in ("images-idx3-ubyte", "labels-idx1-ubyte"))
    return Digits(torch.from_numpy(pictures.copy()), torch.from_numpy(labels.astype(np.int64)))


def find(folder: Path, name: str) -> Path:
    for file in (folder / name, folder / f"{name}.gz"):
        if file.exists():
            return file
    raise FileNotFoundError(f"{folder} holds neither {name} nor {name}.gz")


def _downloaded(root: Path) -> Path:
    from torchvision.datasets import MNIST

    MNIST(str(root), download=True)
    return root / "MNIST" / "raw"
