"""Flowers-102, flowers common in Britain: Nilsback and Zisserman, ICVGIP 2008. Its first ten classes."""

from __future__ import annotations

from pathlib import Path

from torchvision.datasets import Flowers102

from models.datasets.torchvision import Collection, Part
from models.text import Text


def open_part(folder: Path, part: Part, fetch: bool) -> Flowers102:
    return Flowers102(folder, split="test" if part == "train" else "val", download=fetch)


COLLECTION = Collection(
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
    open=open_part,
    labels=lambda data: list(data._labels),
    credit="M.-E. Nilsback, A. Zisserman, University of Oxford",
)
