"""What it would cost to teach a network here, said before anything is trained."""

from __future__ import annotations

import math
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch

from models.store.registry import RANDOM
from models.store.store import Shelved, noise
from models.training.core.settings import Settings
from models.training.fine_tune import head as heads
from models.training.fine_tune.config import TeachingPlan
from models.training.fine_tune.features import Features, Views
from models.training.fine_tune.freeze_points import places
from models.training.fine_tune.job import FEWEST, split_of
from models.training.fine_tune.replace_head import graft_of
from models.types.fine_tune import Classes, Example, Part, Place, PlaceCost, Share

BACKWARD = 2.0  # forward passes that a gradient costs
STEP, STARTED, VIEW = 0.6e-3, 0.05, 1.5e-3  # seconds: around every batch, around a training, decoding and augmenting one view
SCORES = 3  # batches that the scores of an epoch cost
TRIALS, BATCH = 2, 4

_speeds: dict[int, tuple[weakref.ref[Shelved], float]] = {}
_lock = threading.Lock()


def shares(classes: Classes, seed: int, *, untouched: bool = False) -> Mapping[int, Share]:
    """By class, how many of its pictures are learned from, kept back to check, and left untouched; of all classes that are enabled."""
    labels, _, parts = _parted(classes, seed, untouched=untouched)
    learned, checked, apart = ([labels[i] for i in part] for part in parts)
    return {one.id: Share(learned.count(one.id), checked.count(one.id), apart.count(one.id)) for one in classes if one.enabled}


def part_of(classes: Classes, example: int, seed: int, *, untouched: bool = False) -> Part:
    """Where an example goes with a seed; "" where its class is left out, or it is not there."""
    enabled = [one for one in classes if one.enabled]
    labels = [one.id for one in enabled for _ in one.examples]
    examples = [one for each in enabled for one in each.examples]
    parts = split_of(examples, labels, seed, untouched=untouched)
    names: tuple[Part, ...] = ("train", "validation", "untouched")
    for name, part in zip(names, (parts.train, parts.validation, parts.untouched), strict=True):
        if any(examples[i].id == example for i in part):
            return name
    return ""


def _parted(
    classes: Classes, seed: int, *, untouched: bool = False
) -> tuple[list[int], tuple[Example, ...], tuple[list[int], list[int], list[int]]]:
    """Of the enabled classes: the class of every example, the examples, and which are learned from, checked and left untouched."""
    enabled = [one for one in classes if one.enabled]
    labels = [one.id for one in enabled for _ in one.examples]
    examples = tuple(example for one in enabled for example in one.examples)
    parts = split_of(examples, labels, seed, untouched=untouched)
    return labels, examples, (parts.train.tolist(), parts.validation.tolist(), parts.untouched.tolist())


@dataclass(frozen=True)
class _Task:
    """What would be learned from and checked, whatever the place of the line."""

    base: Shelved
    plan: TeachingPlan
    learned: tuple[Example, ...]
    checked: tuple[Example, ...]
    missing: Callable[[str, tuple[Example, ...], Views], int]  # (place, examples, views) → views that are not computed yet

    def seconds(self, place: Place, name: str, settings: Settings) -> float:
        """From the click to the network; `name`: what is left of the line is kept under."""
        augmented = bool(self.plan.augmentation.steps)
        live = place.slot == 0 or self.plan.augmentation.mixes
        learned, checked = len(self.learned), len(self.checked)
        if live:
            drawn = learned * (settings.epochs if augmented else 1) + checked
            frozen = (learned + checked) * (1 + settings.epochs)
        else:
            views = Views(self.plan.views if augmented else 0, self.plan.augmentation, settings.seed)
            drawn = frozen = self.missing(name, self.learned, views) + self.missing(name, self.checked, Views())
        fitted = heads.find(self.plan.head).fit is not None
        epochs = 1 if fitted else settings.epochs
        right = place.macs * epochs * (learned * (2 + BACKWARD) + checked)
        steps = 0 if fitted else epochs * (math.ceil(learned / settings.batch) + SCORES)
        return STARTED + (place.frozen_macs * frozen + right) / speed(self.base) + VIEW * drawn + STEP * steps


def costs(base: Shelved, plan: TeachingPlan, classes: Classes, features: Features, visitor: str) -> tuple[PlaceCost, ...]:
    """The few places of the line that a page shows, from left to right; `plan.freeze` is not read."""
    found, numbers = places(base), graft_of(base.network, base.plan).features
    enabled = [one for one in classes if one.enabled]
    seed = plan.settings_at(all_frozen=True, scratch=False).seed
    _, examples, parts = _parted(classes, seed, untouched=plan.untouched)
    learned, checked, _ = (tuple(examples[i] for i in part) for part in parts)
    task = _Task(base, plan, learned, checked, lambda name, some, views: features.missing(base, name, some, views, visitor))
    ready = len(enabled) >= 2 and min(len(one.examples) for one in enabled) >= FEWEST
    made = []
    for at, place in enumerate(found):
        if place.shown:
            last = at == len(found) - 1
            settings = plan.settings_at(all_frozen=last, scratch=at == 0 and plan.network.endswith(RANDOM))
            seconds = task.seconds(place, "head" if last else place.layer, settings) if ready else math.nan
            learns = place.weights + _head_weights(plan, numbers, max(2, len(enabled)))
            made.append(PlaceCost(place, learns, seconds, settings.epochs, settings.learning_rate))
    return tuple(made)


def _head_weights(plan: TeachingPlan, features: int, classes: int) -> int:
    if heads.find(plan.head).remembers:
        return 0
    if plan.head == "mlp":
        return (features + 1) * plan.hidden + (plan.hidden + 1) * classes
    return (features + 1) * classes


@torch.no_grad()
def speed(base: Shelved) -> float:
    """Multiply-accumulates a second of this network on this machine, measured once on a small batch."""
    with _lock:
        kept = _speeds.get(id(base))
        if kept is None or kept[0]() is not base:
            batch = noise(base.spec.preparation).expand(BATCH, -1, -1, -1)
            taken = []
            for _ in range(TRIALS):
                start = time.perf_counter()
                base.plan.value(batch, base.plan.answer)
                taken.append(time.perf_counter() - start)
            macs = sum(layer.macs for layer in base.layers)
            kept = _speeds[id(base)] = (weakref.ref(base), BATCH * macs / min(taken))
        return kept[1]
