"""Fashion-MNIST, clothes in the format of MNIST: Xiao, Rasul and Vollgraf, arXiv:1708.07747, 2017."""

from __future__ import annotations

from pathlib import Path

from torchvision.datasets import FashionMNIST

from models.datasets.torchvision import SplitName, TorchvisionDataset
from models.text import Text


def open_split(folder: Path, part: SplitName, fetch: bool) -> FashionMNIST:
    return FashionMNIST(folder, train=part == "train", download=fetch)


DATASET = TorchvisionDataset(
    key="fashion_mnist",
    order=20,
    title=Text("Fashion-MNIST", "Fashion-MNIST"),
    about=Text("Clothes in grey, 28 × 28: 60,000 and 10,000.", "Roupas em cinza, 28 × 28: 60.000 e 10.000."),
    kind="drawing",
    classes=(
        Text("T-shirt", "camiseta"),
        Text("trousers", "calça"),
        Text("pullover", "suéter"),
        Text("dress", "vestido"),
        Text("coat", "casaco"),
        Text("sandal", "sandália"),
        Text("shirt", "camisa"),
        Text("sneaker", "tênis"),
        Text("bag", "bolsa"),
        Text("ankle boot", "bota"),
    ),
    megabytes=31,
    host="http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-labels-idx1-ubyte.gz",
    open_split=open_split,
    labels_of=lambda data: data.targets.tolist(),
    credit="Zalando SE, MIT",
)
