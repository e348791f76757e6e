"""Imagenette, ten easy classes of ImageNet: J. Howard, fast.ai, 2019; the version of 160 px."""

from __future__ import annotations

from pathlib import Path

from torchvision.datasets import Imagenette

from models.datasets.torchvision import SplitName, TorchvisionDataset
from models.text import Text


def open_split(folder: Path, part: SplitName, fetch: bool) -> Imagenette:
    there = (folder / "imagenette2-160").is_dir()  # torchvision refuses to fetch what is there already
    return Imagenette(folder, split="train" if part == "train" else "val", size="160px", download=fetch and not there)


DATASET = TorchvisionDataset(
    key="imagenette",
    order=50,
    title=Text("Imagenette", "Imagenette"),
    about=Text(
        "Photographs of ten easy classes of ImageNet, 160 px. Our networks of 109 classes have learned from them already.",
        "Fotografias de dez classes fáceis do ImageNet, 160 px. As nossas redes de 109 classes já aprenderam com elas.",
    ),
    kind="photograph",
    classes=(
        Text("tench", "tenca"),
        Text("springer spaniel", "springer spaniel"),
        Text("cassette player", "toca-fitas"),
        Text("chain saw", "motosserra"),
        Text("church", "igreja"),
        Text("French horn", "trompa"),
        Text("garbage truck", "caminhão de lixo"),
        Text("petrol pump", "bomba de gasolina"),
        Text("golf ball", "bola de golfe"),
        Text("parachute", "paraquedas"),
    ),
    megabytes=99,
    host="https://s3.amazonaws.com/fast-ai-imageclas/imagenette2-160.tgz",
    open_split=open_split,
    labels_of=lambda data: [label for _, label in data._samples],
    credit="fast.ai, from ImageNet: non-commercial research and teaching",
)
