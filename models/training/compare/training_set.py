"""What an experiment learns from and what it is checked on: pictures in memory, the same ones whatever the seed.

The pictures of an experiment are nested: the ten of a class begin with the five. Those that are held back are the same for every number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.datasets import bundled
from models.datasets.bundled import LabelledSplit
from models.errors import UserError, unknown
from models.inputs import pictures
from models.inputs.normalisation import normalise
from models.inputs.pictures import Preparation
from models.text import Text
from models.training.compare.experiment import MAX_PER_CLASS, OWN_CLASSES, Experiment
from models.training.core.splitting import SplitItem, split
from models.training.fine_tune.job import enabled_classes
from models.types.activations import PictureSource
from models.types.compare import TrainingSetInfo
from models.types.fine_tune import Classes, VisitorClass

VALIDATION_PER_CLASS, WATCHED_PICTURES = 30, 12
"""Pictures per class that are held back at most; pictures that are watched one by one."""
SHUFFLE_SEED = 2015  # the seed by which a set's pictures are drawn, once for everybody
PHOTO_SIDE = 48  # px of a photograph
DRAWING = Preparation("drawing", channels=1, height=28, width=28, resize=28, mean=(0.1307,), std=(0.3081,))
PHOTOGRAPH = Preparation("photograph", 3, PHOTO_SIDE, PHOTO_SIDE, resize=PHOTO_SIDE, mean=(0.5,) * 3, std=(0.25,) * 3)


@dataclass(frozen=True)
class TrainingSet:
    """Everything of a set. `train` in the order in which it is drawn from, class by class; both read-only."""

    train: tuple[Tensor, ...]  # per class uint8 (n, C, H, W)
    validation: Tensor  # uint8 (M, C, H, W), the first of every class first, then the second, ...
    validation_labels: Tensor  # (M)
    classes: tuple[Text, ...]
    preparation: Preparation

    @property
    def max_per_class(self) -> int:
        return min(MAX_PER_CLASS, *(len(of) for of in self.train))

    def first_per_class(self, each: int) -> tuple[Tensor, Tensor]:
        """The first `each` of every class: uint8 (N, C, H, W) and labels (N)."""
        parts = [of[:each] for of in self.train]
        return torch.cat(parts), torch.tensor([label for label, part in enumerate(parts) for _ in part])

    def normalise(self, batch: Tensor) -> Tensor:
        """uint8 (n, C, H, W) → float32 as a network reads it."""
        return normalise(batch, self.preparation)


def find_training_set(experiment: Experiment, own: Classes) -> TrainingSet:
    """UserError for a set that is none, and for own classes that are too few."""
    return _from_classes(enabled_classes(own)) if experiment.data == OWN_CLASSES else load_bundled(experiment.data)


def training_set_infos() -> tuple[TrainingSetInfo, ...]:
    """Every set that is on this machine, as its menu says it."""
    return tuple(_info(key) for key in bundled.datasets())


def own_classes_info(own: Classes) -> TrainingSetInfo | None:
    """The visitor's own classes, where there are enough to learn from."""
    enabled = tuple(one for one in own if one.enabled)
    if not enabled:
        return None
    dataset = _from_classes(enabled_classes(enabled))
    title = Text("your classes", "suas classes")
    about = Text("The pictures that you brought in Transfer.", "As imagens que você trouxe em Transferir.")
    return TrainingSetInfo(
        OWN_CLASSES, title, about, "", dataset.preparation.kind, dataset.classes, dataset.max_per_class, len(dataset.validation_labels)
    )


def _info(key: str) -> TrainingSetInfo:
    found, dataset = bundled.find(key), load_bundled(key)
    return TrainingSetInfo(
        key, found.title, found.about, found.credit, found.kind, found.classes, dataset.max_per_class, len(dataset.validation_labels)
    )


def load_bundled(key: str) -> TrainingSet:
    """A set that is on this machine. UserError for one that is none."""
    if key not in bundled.datasets():
        raise unknown("data", key, [*bundled.datasets(), OWN_CLASSES])
    found, parts = bundled.find(key), bundled.load_splits(key)
    drawn, rest = _shuffled_per_class(parts.train)
    held = [_of_class(parts.validation, label) for label in range(len(found.classes))]
    if found.kind == "drawing":  # cuttings of one photograph overlap: what lies beside those that are learned from is no check
        held = [np.concatenate([a, b]) for a, b in zip(held, rest, strict=True)]
    validation, labels = _interleaved([one[:VALIDATION_PER_CLASS] for one in held])
    preparation = DRAWING if found.kind == "drawing" else PHOTOGRAPH
    return TrainingSet(tuple(_tensor(of) for of in drawn), validation, labels, found.classes, preparation)


def _of_class(part: LabelledSplit, label: int) -> NDArray[np.uint8]:
    found: NDArray[np.uint8] = part.pictures[part.labels == label]
    return found


def _shuffled_per_class(train: LabelledSplit) -> tuple[list[NDArray[np.uint8]], list[NDArray[np.uint8]]]:
    """Per class the MOST_EACH pictures that can be learned from, in a drawn order, and the others."""
    rng = np.random.default_rng(SHUFFLE_SEED)
    orders = [rng.permutation(np.flatnonzero(train.labels == label)) for label in range(int(train.labels.max()) + 1)]
    return [train.pictures[order[:MAX_PER_CLASS]] for order in orders], [train.pictures[order[MAX_PER_CLASS:]] for order in orders]


def _interleaved(held: Sequence[NDArray[np.uint8]]) -> tuple[Tensor, Tensor]:
    """One of each class in turn, as many as there are: pictures (M, C, H, W) and labels (M)."""
    turns = [(at, label) for label, part in enumerate(held) for at in range(len(part))]
    order = sorted(turns)
    stacked = np.stack([held[label][at] for at, label in order])
    return _tensor(stacked), torch.tensor([label for _, label in order])


def _tensor(of: NDArray[np.uint8]) -> Tensor:
    """[n, h, w, c] → (n, C, H, W)."""
    return torch.from_numpy(of.transpose(0, 3, 1, 2).copy())


def _from_classes(classes: tuple[VisitorClass, ...]) -> TrainingSet:
    """A visitor's classes: drawings as drawings where all of them are, photographs else; near copies on one side."""
    examples = [(label, one) for label, taught in enumerate(classes) for one in taught.examples]
    preparation = DRAWING if all(one.source.form == "strokes" for _, one in examples) else PHOTOGRAPH
    items = [
        SplitItem(label, (one.digest, ("burst", one.burst)) if one.burst else (one.digest,), one.fixed_split) for label, one in examples
    ]
    sides = split(items, SHUFFLE_SEED)
    chosen = [[[i for i in part if examples[i][0] == label] for label in range(len(classes))] for part in (sides.train, sides.validation)]
    if not all(chosen[0]) or not any(chosen[1]):
        raise UserError(
            Text(
                "own: the pictures of a class are copies of each other, or of one burst, so there is nothing to check it with; add others.",
                "own: as imagens de uma classe são cópias umas das outras, ou de uma só sequência; inclua outras, para conferir.",
            )
        )
    train, held = ([_prepared([examples[i][1].source for i in of], preparation) for of in part] for part in chosen)
    validation, labels = _interleaved(held)
    names = tuple(Text(one.name, one.name) for one in classes)
    return TrainingSet(tuple(_tensor(of) for of in train), validation, labels, names, preparation)


def _prepared(sources: Sequence[PictureSource], preparation: Preparation) -> NDArray[np.uint8]:
    """[n, h, w, c]."""
    found = [pictures.prepare(source, preparation) for source in sources]
    shape = (0, preparation.height, preparation.width, preparation.channels)
    return np.stack(found) if found else np.empty(shape, np.uint8)
