"""Sets of labelled pictures that torchvision can fetch: one file each, found by itself: a module with `DATASET`.

They lie in `$TORCH_HOME/datasets` as torchvision stores them; a folder that was filled elsewhere and copied there serves offline.
Only so many pictures of a class are ever read, so the largest of them opens at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import torch

from models import registry
from models.text import Text
from models.types.feature_race import PictureKind

SplitName = Literal["train", "validation"]


@dataclass(frozen=True, slots=True)
class TorchvisionDataset:
    """One set. `open` gives torchvision's own data set of a part: `[i]` is (picture, label); RuntimeError where its files are not there."""

    key: str
    order: int
    title: Text
    about: Text
    kind: PictureKind
    classes: tuple[Text, ...]  # the first so many of the set's own
    megabytes: float  # to fetch
    host: str  # an address that answers where the set can be fetched
    open_split: Callable[[Path, SplitName, bool], Any]  # (folder, part, whether it may be fetched)
    labels_of: Callable[[Any], Sequence[int]]  # of such a data set, without opening a picture
    credit: str


def dataset_dir() -> Path:
    """Where torchvision's sets lie on this machine."""
    return Path(torch.hub.get_dir()).parent / "datasets"


@cache
def torchvision_datasets() -> Mapping[str, TorchvisionDataset]:
    """Every set there is by key, in order. Two with the same key or place refuse to start."""
    found: list[TorchvisionDataset] = registry.discover(__name__, "DATASET")
    return registry.by_key(found, "collection")
