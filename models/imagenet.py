"""
ImageNet's 1,000 classes: their order, their names in both languages, and the tree of groups above them.

Facts come from files. `assets/imagenet1000.csv` has a row for each class, in the order of the logits, which is the order of the
WordNet numbers: the challenge's own list, LOC_synset_mapping.txt of ILSVRC 2012. In WordNet 3.0 each of these numbers has torchvision's
name for that place among its words. `assets/imagenet_groups.csv` has a row for each group.
The groups are synsets of WordNet 3.0 (Princeton University), chosen, named and put in order by hand. Four classes in five stand under
their nearest chosen hypernym. The others stand where a person looks for them: in WordNet a golf cart is sports equipment.
English names are torchvision's, mended where two were alike or nobody says them. Portuguese names are written by hand.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from models.text import Text
from models.types.networks import ClassGroups

COUNT = 1000
TASK = "imagenet"  # of the networks that answer these classes in this order
_ASSETS = Path(__file__).parents[1] / "assets"
CLASSES = _ASSETS / "imagenet1000.csv"
GROUPS = _ASSETS / "imagenet_groups.csv"


@dataclass(frozen=True, slots=True)
class Group:
    """Classes that belong together, such as terriers; `parent` is the WordNet number of the group above, None at a root."""

    wnid: str
    parent: str | None
    name: Text


@dataclass(frozen=True, slots=True)
class ImageNetClass:
    """One of the 1,000 classes; `index` is its place among the logits, `group` the WordNet number of the group right above it."""

    index: int
    wnid: str
    group: str
    name: Text


@cache
def classes() -> tuple[ImageNetClass, ...]:
    """All 1,000 classes in the order of the logits."""
    return tuple(
        ImageNetClass(int(row["index"]), row["wnid"], row["group"], Text(row["english"], row["portuguese"])) for row in _rows(CLASSES)
    )


@cache
def groups() -> Mapping[str, Group]:
    """Every group by its WordNet number, read-only; a parent comes before its children."""
    found = (Group(row["wnid"], row["parent"] or None, Text(row["english"], row["portuguese"])) for row in _rows(GROUPS))
    return MappingProxyType({group.wnid: group for group in found})


def class_names() -> tuple[Text, ...]:
    """The 1,000 names in both languages, in the order of the logits."""
    return tuple(each.name for each in classes())


@cache
def class_groups() -> ClassGroups:
    """The groups by number, a parent before its children, and which of them stands right above each class."""
    number = {wnid: place for place, wnid in enumerate(groups())}
    return ClassGroups(
        names=tuple(group.name for group in groups().values()),
        parents=tuple(-1 if group.parent is None else number[group.parent] for group in groups().values()),
        of=tuple(number[each.group] for each in classes()),
    )


def path(index: int) -> tuple[Group, ...]:
    """
    The 1 to 4 groups above the class at `index` (0 to 999), the root first: animal, mammal, dog, terrier.

    Raises IndexError for any other index.
    """
    if not 0 <= index < COUNT:
        raise IndexError(f"there is no class {index}, only 0 to {COUNT - 1}")
    above: list[Group] = []
    wnid: str | None = classes()[index].group
    while wnid is not None:
        above.append(groups()[wnid])
        wnid = above[-1].parent
    return tuple(reversed(above))


def group_at(index: int, level: int) -> Group:
    """
    The group of the class at `index` on one level of the tree: level 0 is its root, and the last group answers for every level below.

    Raises IndexError for an index outside 0 to 999, ValueError for a negative level.
    """
    if level < 0:
        raise ValueError(f"level {level} is negative")
    above = path(index)
    return above[min(level, len(above) - 1)]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
