"""CIFAR-10, small photographs: Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009."""

from __future__ import annotations

from pathlib import Path

from torchvision.datasets import CIFAR10

from models.datasets.torchvision import SplitName, TorchvisionDataset
from models.text import Text


def open_split(folder: Path, part: SplitName, fetch: bool) -> CIFAR10:
    return CIFAR10(folder, train=part == "train", download=fetch)


DATASET = TorchvisionDataset(
    key="cifar10",
    order=30,
    title=Text("CIFAR-10", "CIFAR-10"),
    about=Text("Photographs of 32 × 32: 50,000 and 10,000.", "Fotografias de 32 × 32: 50.000 e 10.000."),
    kind="photograph",
    classes=(
        Text("airplane", "avião"),
        Text("automobile", "automóvel"),
        Text("bird", "pássaro"),
        Text("cat", "gato"),
        Text("deer", "cervo"),
        Text("dog", "cachorro"),
        Text("frog", "sapo"),
        Text("horse", "cavalo"),
        Text("ship", "navio"),
        Text("truck", "caminhão"),
    ),
    megabytes=170,
    host="https://www.cs.toronto.edu/~kriz/cifar.html",
    open_split=open_split,
    labels_of=lambda data: list(data.targets),
    credit="A. Krizhevsky, V. Nair, G. Hinton",
)
