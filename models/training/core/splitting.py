"""Which pictures are learned from and which are kept back to check: by seed, class by class, near copies never on both sides."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.types.fine_tune import Side as Side

VALIDATION, UNTOUCHED = 0.3, 0.2  # shares of a class
ENOUGH = 30  # pictures of the smallest class from which on some can be left untouched


@dataclass(frozen=True, slots=True)
class Split:
    """Indices of pictures, in order. `untouched`: neither learned from nor looked at while anything is chosen."""

    train: NDArray[np.int64]
    validation: NDArray[np.int64]
    untouched: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Item:
    """One picture: its class, what it shares with near copies of itself (a burst, the bytes), and where it must go."""

    label: int
    kin: tuple[Hashable, ...] = ()
    side: Side = ""


def split(items: Sequence[Item], seed: int, *, untouched: bool = False) -> Split:
    """All that are kin, or kin of kin, go to one side. Each class gives VALIDATION of its pictures, one at least where it can be.

    A class whose pictures are all kin has none to check: a score on copies of what was learned would be a lie.
    """
    families = _families(items)
    np.random.default_rng(seed).shuffle(families)
    rest, sides = [], {"train": [], "validation": []}  # type: tuple[list[list[int]], dict[str, list[int]]]
    for family in families:
        wanted = {items[i].side for i in family} - {""}
        if wanted:
            sides["train" if "train" in wanted else "validation"] += family
        else:
            rest.append(family)
    apart: list[int] = []
    if untouched and min(_counts(items, range(len(items))).values(), default=0) > ENOUGH:
        apart, rest = _take(items, rest, UNTOUCHED, {})
    checked, rest = _take(items, rest, VALIDATION, _counts(items, sides["validation"]))
    train = [*sides["train"], *(i for family in rest for i in family)]
    return Split(*(np.array(sorted(part), np.int64) for part in (train, [*sides["validation"], *checked], apart)))


def _families(items: Sequence[Item]) -> list[list[int]]:
    """Indices that belong together, each list and all lists in order."""
    parent = list(range(len(items)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[Hashable, int] = {}
    for i, item in enumerate(items):
        for kin in item.kin:
            parent[root(i)] = root(seen.setdefault(kin, i))
    found: dict[int, list[int]] = {}
    for i in range(len(items)):
        found.setdefault(root(i), []).append(i)
    return list(found.values())


def _counts(items: Sequence[Item], of: Sequence[int] | range) -> dict[int, int]:
    found: dict[int, int] = {}
    for i in of:
        found[items[i].label] = found.get(items[i].label, 0) + 1
    return found


def _take(items: Sequence[Item], families: list[list[int]], share: float, already: dict[int, int]) -> tuple[list[int], list[list[int]]]:
    """(indices that make `share` of each class, the families that stay); whole families only."""
    have = _counts(items, [i for family in families for i in family])
    wanted = {label: max(1, round(share * count)) - already.get(label, 0) for label, count in have.items()}
    left = {label: sum(label in _counts(items, family) for family in families) for label in have}  # families that stay
    taken: list[int] = []
    kept: list[list[int]] = []

    def take(family: list[int]) -> None:
        taken.extend(family)
        for label, count in _counts(items, family).items():
            wanted[label] -= count
            left[label] -= 1

    for family in families:
        counts = _counts(items, family)
        if all(count <= wanted[label] and left[label] > 1 for label, count in counts.items()):
            take(family)
        else:
            kept.append(family)
    for family in sorted(kept, key=len):  # a class of few long bursts: the shortest of them, better than nothing to check on
        counts = _counts(items, family)
        none_yet = any(wanted[label] == max(1, round(share * have[label])) for label in counts)
        if none_yet and all(left[label] > 1 for label in counts):
            kept.remove(family)
            take(family)
    return taken, kept
