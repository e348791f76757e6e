"""Which pictures are learned from and which are kept back to check: by seed, class by class, near copies never on both sides."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.types.fine_tune import FixedSplit as Side

VALIDATION_SHARE, TEST_SHARE = 0.3, 0.2  # shares of a class
MIN_PICTURES_FOR_TEST = 30  # pictures of the smallest class from which on some can be left untouched


@dataclass(frozen=True, slots=True)
class Split:
    """Indices of pictures, in order. `untouched`: neither learned from nor looked at while anything is chosen."""

    train: NDArray[np.int64]
    validation: NDArray[np.int64]
    test: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SplitItem:
    """One picture: its class, what it shares with near copies of itself (a burst, the bytes), and where it must go."""

    label: int
    group_keys: tuple[Hashable, ...] = ()
    fixed_split: Side = ""


def split(items: Sequence[SplitItem], seed: int, *, with_test: bool = False) -> Split:
    """All that are kin, or kin of kin, go to one side. Each class gives VALIDATION of its pictures, one at least where it can be.

    A class whose pictures are all kin has none to check: a score on copies of what was learned would be a lie.
    """
    groups = _connected_groups(items)
    np.random.default_rng(seed).shuffle(groups)
    rest, sides = [], {"train": [], "validation": []}  # type: tuple[list[list[int]], dict[str, list[int]]]
    for group in groups:
        wanted = {items[i].fixed_split for i in group} - {""}
        if wanted:
            sides["train" if "train" in wanted else "validation"] += group
        else:
            rest.append(group)
    apart: list[int] = []
    if with_test and min(_class_counts(items, range(len(items))).values(), default=0) > MIN_PICTURES_FOR_TEST:
        apart, rest = _take_share(items, rest, TEST_SHARE, {})
    checked, rest = _take_share(items, rest, VALIDATION_SHARE, _class_counts(items, sides["validation"]))
    train = [*sides["train"], *(i for group in rest for i in group)]
    return Split(*(np.array(sorted(part), np.int64) for part in (train, [*sides["validation"], *checked], apart)))


def _connected_groups(items: Sequence[SplitItem]) -> list[list[int]]:
    """Indices that belong together, each list and all lists in order."""
    parent = list(range(len(items)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[Hashable, int] = {}
    for i, item in enumerate(items):
        for kin in item.group_keys:
            parent[root(i)] = root(seen.setdefault(kin, i))
    found: dict[int, list[int]] = {}
    for i in range(len(items)):
        found.setdefault(root(i), []).append(i)
    return list(found.values())


def _class_counts(items: Sequence[SplitItem], of: Sequence[int] | range) -> dict[int, int]:
    found: dict[int, int] = {}
    for i in of:
        found[items[i].label] = found.get(items[i].label, 0) + 1
    return found


def _take_share(
    items: Sequence[SplitItem], groups: list[list[int]], share: float, already: dict[int, int]
) -> tuple[list[int], list[list[int]]]:
    """(indices that make `share` of each class, the groups that stay); whole groups only."""
    have = _class_counts(items, [i for group in groups for i in group])
    wanted = {label: max(1, round(share * count)) - already.get(label, 0) for label, count in have.items()}
    left = {label: sum(label in _class_counts(items, group) for group in groups) for label in have}  # groups that stay
    taken: list[int] = []
    kept: list[list[int]] = []

    def take(group: list[int]) -> None:
        taken.extend(group)
        for label, count in _class_counts(items, group).items():
            wanted[label] -= count
            left[label] -= 1

    for group in groups:
        counts = _class_counts(items, group)
        if all(count <= wanted[label] and left[label] > 1 for label, count in counts.items()):
            take(group)
        else:
            kept.append(group)
    for group in sorted(kept, key=len):  # a class of few long bursts: the shortest of them, better than nothing to check on
        counts = _class_counts(items, group)
        none_yet = any(wanted[label] == max(1, round(share * have[label])) for label in counts)
        if none_yet and all(left[label] > 1 for label in counts):
            kept.remove(group)
            take(group)
    return taken, kept
