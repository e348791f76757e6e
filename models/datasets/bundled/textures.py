"""Ten photographed surfaces, cut from pictures that nobody owns and that come with scikit-image.

Each picture is one class. Its left half is cut into examples to learn from, the strip beside it into those for validation, the
rest into those for the test: no pixel is in two of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.datasets.bundled import BundledDataset, LabelledSplit, LabelledSplits
from models.text import Text

SIDE = 48  # px of a cutting
TRAIN, VALIDATION, TEST = 110, 14, 40  # cuttings per class
SPLIT_ENDS = (0.5, 0.65)  # of the width: where training ends, where validation ends
SEED = 2005


@dataclass(frozen=True, slots=True)
class Surface:
    """A class and where it is cut from: `box` (left, top, right, bottom) of the picture, made smaller by `shrink`."""

    picture: str  # of skimage.data
    title: Text
    credit: str
    box: tuple[int, int, int, int] | None = None
    shrink: int = 1


SURFACES = (
    Surface("grass", Text("grass", "grama"), "CC0Textures, CC0"),
    Surface("gravel", Text("gravel", "cascalho"), "CC0Textures, CC0"),
    Surface("brick", Text("bricks", "tijolos"), "CC0Textures, CC0"),
    Surface("coins", Text("coins", "moedas"), "Brooklyn Museum, no known restrictions"),
    Surface("moon", Text("moon", "lua"), "NASA, public domain"),
    Surface("immunohistochemistry", Text("tissue", "tecido"), "Center for Microscopy and Molecular Imaging, CC0"),
    Surface("retina", Text("retina", "retina"), "M. Häggström, CC0", (300, 150, 1250, 1250), 2),
    Surface("hubble_deep_field", Text("galaxies", "galáxias"), "NASA, public domain"),
    Surface("chelsea", Text("cat", "gato"), "S. van der Walt, CC0"),
    Surface("coffee", Text("coffee", "café"), "R. Michetti, CC0"),
)


def load() -> LabelledSplits:
    """Where the cuttings lie is drawn once, with a seed of its own."""
    rng = np.random.default_rng(SEED)
    parts: list[list[NDArray[np.uint8]]] = [[], [], []]
    for surface in SURFACES:
        whole = pixels(surface)  # [h, w, 3]
        for part, region, count in zip(parts, regions(whole.shape[1]), (TRAIN, VALIDATION, TEST), strict=True):
            part.append(random_crops(whole[:, slice(*region)], count, rng))
    labels = [np.repeat(np.arange(len(SURFACES)), count) for count in (TRAIN, VALIDATION, TEST)]
    return LabelledSplits(*(LabelledSplit(np.concatenate(part), label) for part, label in zip(parts, labels, strict=True)))


def pixels(surface: Surface) -> NDArray[np.uint8]:
    """A surface's picture in colour, [height, width, 3]."""
    from skimage import data  # slow to import: only who wants these surfaces waits

    image = Image.fromarray(getattr(data, surface.picture)()).convert("RGB")
    image = image.crop(surface.box) if surface.box else image
    small = image.resize((image.width // surface.shrink, image.height // surface.shrink), Image.Resampling.BOX)
    return np.asarray(small)


def regions(width: int) -> tuple[tuple[int, int], ...]:
    """Columns of training, validation and test: side by side, each at least as wide as a cutting."""
    first, second = (round(share * width) for share in SPLIT_ENDS)
    second = max(second, first + SIDE)
    return (0, first), (first, second), (second, width)


def random_crops(region: NDArray[np.uint8], count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """`count` squares of a region at random places, [count, SIDE, SIDE, 3]."""
    rows = rng.integers(0, region.shape[0] - SIDE + 1, count)
    columns = rng.integers(0, region.shape[1] - SIDE + 1, count)
    return np.stack([region[y : y + SIDE, x : x + SIDE] for y, x in zip(rows, columns, strict=True)])


DATASET = BundledDataset(
    key="textures",
    order=20,
    title=Text("surfaces", "superfícies"),
    about=Text(
        "Ten surfaces, cut from ten photographs, 48 × 48; 400 for the test, from parts that nobody learned from. scikit-image.",
        "Dez superfícies, cortadas de dez fotografias, 48 × 48; 400 para o teste, de partes com que ninguém aprendeu. scikit-image.",
    ),
    kind="photograph",
    classes=tuple(surface.title for surface in SURFACES),
    credit="; ".join(f"{surface.picture}: {surface.credit}" for surface in SURFACES),
    load=load,
    in_race=True,
    first_in_transfer=True,
)
