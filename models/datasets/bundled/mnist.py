"""A thousand digits of MNIST, 28 × 28: those of the gallery, the first of its test set.

Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits, CC BY-SA 3.0.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from models.datasets.bundled import BundledDataset, LabelledSplit, LabelledSplits
from models.text import Text

GALLERY = Path(__file__).parents[3] / "assets" / "gallery"
SIDE = 28  # px
TRAIN, VALIDATION = 50, 30  # pictures per class; the five and more that are left are the test


def load() -> LabelledSplits:
    """Parted in the order in which they lie, class by class."""
    sheet = np.asarray(Image.open(GALLERY / "digits.png").convert("L"))  # [rows · 28, 40 · 28]
    rows, columns = (length // SIDE for length in sheet.shape)
    pictures = sheet.reshape(rows, SIDE, columns, SIDE).swapaxes(1, 2).reshape(-1, SIDE, SIDE, 1)
    labels = np.array([int(digit) for digit in "".join((GALLERY / "digits.txt").read_text("ascii").split())], np.int64)
    of = [np.flatnonzero(labels == digit) for digit in range(10)]
    ends = ((0, TRAIN), (TRAIN, TRAIN + VALIDATION), (TRAIN + VALIDATION, None))
    parts = (np.concatenate([one[first:last] for one in of]) for first, last in ends)
    return LabelledSplits(*(LabelledSplit(pictures[part], labels[part]) for part in parts))


DATASET = BundledDataset(
    key="mnist",
    order=5,
    title=Text("MNIST digits", "dígitos MNIST"),
    about=Text(
        "A thousand of MNIST's test digits, 28 × 28: up to 50 of each to learn from, 30 to check.",
        "Mil dígitos de teste do MNIST, 28 × 28: até 50 de cada para treino, 30 para validação.",
    ),
    kind="drawing",
    classes=tuple(Text(str(digit), str(digit)) for digit in range(10)),
    credit="Y. LeCun, C. Cortes, C. Burges, CC BY-SA 3.0",
    load=load,
)
