"""All of MNIST, handwritten digits: LeCun, Cortes and Burges, 1998."""

from __future__ import annotations

from pathlib import Path

from torchvision.datasets import MNIST

from models.datasets.torchvision import SplitName, TorchvisionDataset
from models.text import Text


def open_split(folder: Path, part: SplitName, fetch: bool) -> MNIST:
    return MNIST(folder, train=part == "train", download=fetch)


DATASET = TorchvisionDataset(
    key="mnist_whole",
    order=10,
    title=Text("MNIST, whole", "MNIST inteiro"),
    about=Text("Handwritten digits, 28 × 28: 60,000 and 10,000.", "Dígitos manuscritos, 28 × 28: 60.000 e 10.000."),
    kind="drawing",
    classes=tuple(Text(str(digit), str(digit)) for digit in range(10)),
    megabytes=12,
    host="https://ossci-datasets.s3.amazonaws.com/mnist/train-labels-idx1-ubyte.gz",
    open_split=open_split,
    labels_of=lambda data: data.targets.tolist(),
    credit="Y. LeCun, C. Cortes, C. Burges, CC BY-SA 3.0",
)
