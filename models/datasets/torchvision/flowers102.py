"""Flowers-102, flowers common in Britain: Nilsback and Zisserman, ICVGIP 2008. Its first ten classes."""

from __future__ import annotations

from pathlib import Path

from torchvision.datasets import Flowers102

from models.datasets.torchvision import SplitName, TorchvisionDataset
from models.text import Text


def open_split(folder: Path, part: SplitName, fetch: bool) -> Flowers102:
    return Flowers102(folder, split="test" if part == "train" else "val", download=fetch)


DATASET = TorchvisionDataset(
    key="flowers102",
    order=40,
    title=Text("Flowers-102, ten of them", "Flowers-102, dez delas"),
    about=Text(
        "Photographs of flowers. Its test part, the largest, is learned from and its validation part checks.",
        "Fotografias de flores. Aprende-se com a parte de teste, a maior, e a de validação confere.",
    ),
    kind="photograph",
    classes=(
        Text("pink primrose", "prímula rosa"),
        Text("pocket orchid", "orquídea de bolso"),
        Text("Canterbury bells", "campânula"),
        Text("sweet pea", "ervilha-de-cheiro"),
        Text("English marigold", "calêndula"),
        Text("tiger lily", "lírio-tigre"),
        Text("moon orchid", "orquídea-borboleta"),
        Text("bird of paradise", "ave-do-paraíso"),
        Text("monkshood", "acônito"),
        Text("globe thistle", "cardo-globo"),
    ),
    megabytes=345,
    host="https://thor.robots.ox.ac.uk/datasets/flowers-102/imagelabels.mat",
    open_split=open_split,
    labels_of=lambda data: list(data._labels),
    credit="M.-E. Nilsback, A. Zisserman, University of Oxford",
)
