"""The 109 ImageNet classes that our own networks for photographs know, and how those networks want a picture."""

from __future__ import annotations

import csv
from pathlib import Path

from models.inputs.pictures import Preparation
from models.text import Text

COUNT = 109
SMALL = 84
"""px; the side of mini-ImageNet's photographs, squeezed JPEGs with halved colour, from which 99 of the 109 classes are learned."""
PREPARATION = Preparation("photograph", 3, 128, 128, 128, "bicubic", (0.485, 0.456, 0.406), (0.229, 0.224, 0.225), small=SMALL)
NAMES = Path(__file__).parents[1] / "assets" / "classes109.csv"


def classes() -> tuple[Text, ...]:
    """In the order of the logits: by WordNet number, as ImageNet orders its folders."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        return tuple(Text(row["en"], row["pt"]) for row in csv.DictReader(file))


def wnids() -> tuple[str, ...]:
    """The same classes by their WordNet numbers, the names of ImageNet's folders."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        return tuple(row["wnid"] for row in csv.DictReader(file))
