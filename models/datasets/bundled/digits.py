"""scikit-learn's handwritten digits (UCI Optdigits): 1,797 of 8 × 8 cells, prepared here as every drawing is, 28 × 28."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.datasets.bundled import BundledDataset, LabelledSplit, LabelledSplits
from models.inputs import drawing
from models.text import Text

LARGE = 32  # px; the side of the bitmaps that the set's authors counted in blocks of 4 × 4
TEST, VALIDATION = 50, 14  # pictures per class; the other 110 and more are there to draw from
SEED = 1998


def load() -> LabelledSplits:
    """Which digit is in which part is drawn once, class by class, with a seed of its own."""
    from sklearn.datasets import load_digits  # slow to import: only who wants these digits waits

    bunch = load_digits()
    pictures = np.stack([enlarge(cells) for cells in bunch.images])[..., None]  # [1797, 28, 28, 1]
    labels = bunch.target.astype(np.int64)
    rng = np.random.default_rng(SEED)
    parts: list[list[NDArray[np.int64]]] = [[], [], []]
    for digit in range(10):
        order = rng.permutation(np.flatnonzero(labels == digit))
        for part, share in zip(parts, np.split(order, [TEST, TEST + VALIDATION]), strict=True):
            part.append(share)
    test, validation, train = (np.concatenate(part) for part in parts)
    return LabelledSplits(*(LabelledSplit(pictures[of], labels[of]) for of in (train, validation, test)))


def enlarge(cells: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Ink 0 … 16 of 8 × 8 cells → 28 × 28 as MNIST's digits lie: fitted into 20 × 20, the centre of mass in the middle."""
    image = Image.fromarray((cells * (255 / 16)).astype(np.float32))
    ink = np.asarray(image.resize((LARGE, LARGE), Image.Resampling.BICUBIC), np.float64).clip(0, 255)  # [32, 32]
    return drawing.fit_like_mnist(ink)


DATASET = BundledDataset(
    key="digits",
    order=10,
    title=Text("digits", "dígitos"),
    about=Text(
        "1,797 digits of 8 × 8, enlarged to 28 × 28; 500 held out for the test, the same for all. scikit-learn, UCI Optdigits.",
        "1.797 dígitos de 8 × 8, ampliados para 28 × 28; 500 reservados para o teste, os mesmos para todos. scikit-learn, UCI Optdigits.",
    ),
    kind="drawing",
    classes=tuple(Text(str(digit), str(digit)) for digit in range(10)),
    credit="E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI, CC BY 4.0",
    load=load,
    in_race=True,
)
