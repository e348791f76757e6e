"""What it would cost to teach a network here, said before anything is trained."""

from __future__ import annotations

import math
import os
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch

from models import limits
from models.engine.batch_norm_folding import fold_batch_norm
from models.engine.channels_last import channels_last
from models.store.registry import RANDOM_SUFFIX
from models.store.store import LoadedNetwork, random_input
from models.training.core.settings import TrainingSettings
from models.training.fine_tune import head as heads
from models.training.fine_tune.config import FineTuneConfig
from models.training.fine_tune.features import FeatureCache, ViewConfig
from models.training.fine_tune.freeze_points import freeze_points
from models.training.fine_tune.head import HeadSpec
from models.training.fine_tune.job import MIN_PICTURES, split_examples
from models.training.fine_tune.replace_head import head_replacement
from models.types.fine_tune import AssignedSplit, Classes, Example, FreezePoint, FreezePointCost, SplitCounts

BACKWARD_COST = 2.0  # forward passes that a gradient costs
STEP_SECONDS, START_SECONDS, VIEW_SECONDS = (
    0.6e-3,
    0.05,
    1.5e-3,
)  # seconds: around every batch, around a training, decoding and augmenting one view
SCORE_STEPS = 3  # batches that the scores of an epoch cost
TRIALS, BATCH = 2, 4

_measured_speeds: dict[int, tuple[weakref.ref[LoadedNetwork], float]] = {}
_lock = threading.Lock()


def split_counts(classes: Classes, seed: int, *, with_test: bool = False) -> Mapping[int, SplitCounts]:
    """By class, how many of its pictures are learned from, kept back to check, and left untouched; of all classes that are enabled."""
    labels, _, parts = _split_enabled(classes, seed, with_test=with_test)
    learned, checked, apart = ([labels[i] for i in part] for part in parts)
    return {one.id: SplitCounts(learned.count(one.id), checked.count(one.id), apart.count(one.id)) for one in classes if one.enabled}


def split_of_example(classes: Classes, example: int, seed: int, *, with_test: bool = False) -> AssignedSplit:
    """Where an example goes with a seed; "" where its class is left out, or it is not there."""
    enabled = [one for one in classes if one.enabled]
    labels = [one.id for one in enabled for _ in one.examples]
    examples = [one for each in enabled for one in each.examples]
    parts = split_examples(examples, labels, seed, with_test=with_test)
    names: tuple[AssignedSplit, ...] = ("train", "validation", "untouched")
    for name, part in zip(names, (parts.train, parts.validation, parts.test), strict=True):
        if any(examples[i].id == example for i in part):
            return name
    return ""


def _split_enabled(
    classes: Classes, seed: int, *, with_test: bool = False
) -> tuple[list[int], tuple[Example, ...], tuple[list[int], list[int], list[int]]]:
    """Of the enabled classes: the class of every example, the examples, and which are learned from, checked and left untouched."""
    enabled = [one for one in classes if one.enabled]
    labels = [one.id for one in enabled for _ in one.examples]
    examples = tuple(example for one in enabled for example in one.examples)
    parts = split_examples(examples, labels, seed, with_test=with_test)
    return labels, examples, (parts.train.tolist(), parts.validation.tolist(), parts.test.tolist())


@dataclass(frozen=True)
class _CostEstimate:
    """What would be trained and validated on, whatever the freeze point."""

    base: LoadedNetwork
    config: FineTuneConfig
    train: tuple[Example, ...]
    validation: tuple[Example, ...]
    count_missing: Callable[[str, tuple[Example, ...], ViewConfig], int]  # (place, examples, views) → views that are not computed yet

    def seconds(self, point: FreezePoint, name: str, settings: TrainingSettings) -> float:
        """From the click to the network; `name`: the key under which frozen features are cached."""
        augmented = bool(self.config.augmentation.steps)
        live = point.slot == 0 or self.config.augmentation.mixes
        learned, checked = len(self.train), len(self.validation)
        if live:
            drawn = learned * (settings.epochs if augmented else 1) + checked
            frozen = (learned + checked) * (1 + settings.epochs)
        else:
            views = ViewConfig(self.config.views if augmented else 0, self.config.augmentation, settings.seed)
            drawn = frozen = self.count_missing(name, self.train, views) + self.count_missing(name, self.validation, ViewConfig())
        fitted = heads.find(self.config.head).fit is not None
        epochs = 1 if fitted else settings.epochs
        right = point.trainable_macs * epochs * (learned * (2 + BACKWARD_COST) + checked)
        steps = 0 if fitted else epochs * (math.ceil(learned / settings.batch) + SCORE_STEPS)
        together = 1 if live else min(int(limits.WORKERS.value), os.cpu_count() or 1)  # features are computed in as many threads
        before = (point.frozen_macs * frozen / macs_per_second(self.base) + VIEW_SECONDS * drawn) / together
        return START_SECONDS + before + right / macs_per_second(self.base) + STEP_SECONDS * steps


def freeze_point_costs(
    base: LoadedNetwork, config: FineTuneConfig, classes: Classes, features: FeatureCache, visitor: str
) -> tuple[FreezePointCost, ...]:
    """The few places of the line that a page shows, from left to right; `plan.freeze` is not read."""
    found, numbers = freeze_points(base), head_replacement(base.network, base.plan).features
    enabled = config.taking_part(classes)
    seed = config.settings_at(all_frozen=True, scratch=False).seed
    _, examples, parts = _split_enabled(enabled, seed, with_test=config.with_test)
    learned, checked, _ = (tuple(examples[i] for i in part) for part in parts)
    task = _CostEstimate(base, config, learned, checked, lambda name, some, views: features.count_missing(base, name, some, views, visitor))
    ready = len(enabled) >= 2 and min(len(one.examples) for one in enabled) >= MIN_PICTURES
    made = []
    for at, point in enumerate(found):
        if point.shown:
            last = at == len(found) - 1
            settings = config.settings_at(all_frozen=last, scratch=at == 0 and config.network.endswith(RANDOM_SUFFIX))
            seconds = task.seconds(point, "head" if last else point.layer, settings) if ready else math.nan
            learns = point.trainable_parameters + _head_parameters(config, numbers, max(2, len(enabled)))
            made.append(FreezePointCost(point, learns, seconds, settings.epochs, settings.learning_rate))
    return tuple(made)


def _head_parameters(config: FineTuneConfig, features: int, classes: int) -> int:
    settings = heads.head_settings(config.head, config.hidden, config.dropout)
    return heads.count_parameters(HeadSpec(config.head, features, classes, **settings))


@torch.no_grad()
def macs_per_second(base: LoadedNetwork) -> float:
    """Multiply-accumulates a second of this network on this machine, measured once on a small batch."""
    with _lock:
        kept = _measured_speeds.get(id(base))
        if kept is None or kept[0]() is not base:
            batch = random_input(base.spec.preparation).expand(BATCH, -1, -1, -1)
            plan = channels_last(fold_batch_norm(base.plan, base.plan.logits_slot))  # as features are computed
            taken = []
            for _ in range(TRIALS):
                start = time.perf_counter()
                plan.value(batch, plan.logits_slot)
                taken.append(time.perf_counter() - start)
            macs = sum(layer.macs for layer in base.layers)
            kept = _measured_speeds[id(base)] = (weakref.ref(base), BATCH * macs / min(taken))
        return kept[1]
