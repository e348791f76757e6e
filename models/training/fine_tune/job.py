"""What is about to be taught, worked out and bounded before anything is computed or any memory is taken."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import torch
from torch import Tensor, nn

from models import limits
from models.engine.plan import Plan
from models.engine.tracing import TRACING_LOCK, trace_verified
from models.errors import UserError
from models.store.registry import RANDOM_SUFFIX, NetworkSpec
from models.store.store import LoadedNetwork, random_input
from models.text import LANGUAGES, Text, number
from models.training.core.near_copies import near_copy_groups
from models.training.core.settings import TrainingSettings
from models.training.core.splitting import Split, SplitItem, split
from models.training.core.trainable_tail import TrainableTail
from models.training.fine_tune import head as heads
from models.training.fine_tune.config import FineTuneConfig
from models.training.fine_tune.freeze_points import candidate_slots, find_freeze_point, freeze_points
from models.training.fine_tune.head import Head, HeadSpec
from models.training.fine_tune.replace_head import HeadReplacement, head_replacement
from models.types.fine_tune import Classes, Example, VisitorClass

MIN_PICTURES = 5  # pictures of a class
_FEW_CLASSES = (  # by how many there are
    Text(
        "A network learns to tell classes apart: it takes two or more, and there is none.",
        "Uma rede aprende a distinguir classes: são necessárias duas ou mais, e não há nenhuma.",
    ),
    Text(
        "A network learns to tell classes apart: it takes two or more, and there is 1.",
        "Uma rede aprende a distinguir classes: são necessárias duas ou mais, e há 1.",
    ),
)


@dataclass(frozen=True)
class FineTuneJob:
    """A network of the visitor's own with an empty head, and what it will learn from."""

    config: FineTuneConfig
    base: LoadedNetwork
    network: nn.Module  # a copy of the base with a new head
    plan: Plan  # of it
    slot: int  # of the last frozen value
    freeze_layer: str  # the first layer that learns, for what is kept of it
    replacement: HeadReplacement
    head: Head
    head_spec: HeadSpec
    settings: TrainingSettings
    all_frozen: bool
    scratch: bool
    uncached: bool  # no frozen features are cached: each batch goes through the whole network
    classes: tuple[str, ...]
    examples: tuple[Example, ...]
    labels: Tensor  # (N)
    split: Split

    @property
    def tail(self) -> TrainableTail:
        return TrainableTail(self.plan, self.slot, statistics=self.scratch)

    @property
    def nbytes(self) -> int:
        return sum(tensor.nbytes for tensor in (*self.network.parameters(), *self.network.buffers()))

    def examples_at(self, part: Sequence[int]) -> tuple[Example, ...]:
        return tuple(self.examples[i] for i in part)


def enabled_classes(classes: Classes, least: int = MIN_PICTURES) -> tuple[VisitorClass, ...]:
    """The enabled ones. UserError that says what is missing: two classes, and `least` pictures in each."""
    enabled = tuple(one for one in classes if one.enabled)
    if len(enabled) < 2:
        raise UserError(_FEW_CLASSES[len(enabled)])
    for one in enabled:
        if len(one.examples) < least:
            raise UserError(
                Text(
                    "A class takes {least} pictures or more, and {name} has {count}.",
                    "Uma classe precisa de {least} imagens ou mais, e {name} tem {count}.",
                ).format(name=one.name, count=len(one.examples), least=least)
            )
    return enabled


def prepare_job(base: LoadedNetwork, config: FineTuneConfig, given: Classes, *, least: int = MIN_PICTURES) -> FineTuneJob:
    """UserError for whatever cannot be taught, or would not fit."""
    classes = enabled_classes(config.taking_part(given), least)
    head, point = heads.find(config.head), find_freeze_point(base, config.freeze)
    among = freeze_points(base)
    at = among.index(point)
    all_frozen, scratch = at == len(among) - 1, at == 0 and config.network.endswith(RANDOM_SUFFIX)
    if head.fit and not all_frozen:
        raise _head_without_gradient(head)
    if head.fit and config.augmentation.mixes:
        raise _head_without_mixing(head)
    settings = config.settings_at(all_frozen=all_frozen, scratch=scratch)
    examples = tuple(example for one in classes for example in one.examples)
    labels = [i for i, one in enumerate(classes) for _ in one.examples]
    parts = split_examples(examples, labels, settings.seed, with_test=config.with_test)
    replacement = head_replacement(base.network, base.plan)
    head_spec = _head_spec(config, head, replacement, len(classes), [labels[i] for i in parts.train])
    network = copy.deepcopy(base.network)
    with TRACING_LOCK:
        replacement.apply(network, head_spec, settings.seed)
        plan = trace_verified(network, random_input(base.spec.preparation))
    slot = list(candidate_slots(plan, replacement.first_layer(plan)))[at][1]
    return FineTuneJob(
        config=config,
        base=base,
        network=network,
        plan=plan,
        slot=slot,
        freeze_layer="head" if all_frozen else point.layer,
        replacement=replacement,
        head=head,
        head_spec=head_spec,
        settings=settings,
        all_frozen=all_frozen,
        scratch=scratch,
        uncached=_is_uncached(base, plan, slot, config, parts, settings),
        classes=tuple(one.name for one in classes),
        examples=examples,
        labels=torch.tensor(labels),
        split=parts,
    )


def split_examples(examples: Sequence[Example], labels: Sequence[int], seed: int, *, with_test: bool = False) -> Split:
    """Which examples are learned from: bursts, exact and near copies go to one side, whichever classes they are in."""
    items = []
    for example, label, near in zip(examples, labels, near_copy_groups([one.hash for one in examples]), strict=True):
        burst = (("burst", example.burst),) if example.burst else ()
        items.append(SplitItem(label, (example.digest, ("near", int(near)), *burst), example.fixed_split))
    return split(items, seed, with_test=with_test)


def _head_spec(config: FineTuneConfig, head: Head, replacement: HeadReplacement, classes: int, labels: Sequence[int]) -> HeadSpec:
    codes = classes * max(labels.count(k) for k in range(classes)) * (1 + _cached_views(config)) if head.stores_examples else 0
    settings = heads.head_settings(head.key, config.hidden, config.dropout)
    return HeadSpec(head.key, replacement.features, classes, codes=codes, **settings)


def _cached_views(config: FineTuneConfig) -> int:
    """Augmented views that are computed once."""
    return config.views if config.augmentation.steps and not config.augmentation.mixes else 0


def _is_uncached(base: LoadedNetwork, plan: Plan, slot: int, config: FineTuneConfig, parts: Split, settings: TrainingSettings) -> bool:
    """Whether no features are cached: no layer is frozen, pictures are mixed, or they would not fit. UserError where
    nothing fits."""
    wants = base.spec.preparation
    with torch.no_grad():
        values = plan.empty_values(random_input(wants))
        plan.run(values, 0, plan.logits_slot)
    cells = [value.numel() if isinstance(value, Tensor) else 0 for value in values]
    learned = sum(p.numel() for p in TrainableTail(plan, slot).parameters)
    training = 4 * (4 * learned + 2 * settings.batch * sum(cells[slot : plan.logits_slot + 1]))  # weights, gradients, two moments; maps
    checked = len(parts.validation) + len(parts.test)
    kept = 4 * cells[slot] * (len(parts.train) * (1 + _cached_views(config)) + checked)
    pictures = prod((wants.channels, wants.height, wants.width)) * (len(parts.train) + checked)
    most = limits.TRAINING_MB.value * 1e6
    live = slot == 0 or (bool(config.augmentation.steps) and config.augmentation.mixes) or training + kept > most
    needed = training + pictures if live else training + kept
    if needed > most:
        raise _too_large(needed, most)
    return live


def network_builder(spec: NetworkSpec, replacement: HeadReplacement, head_spec: HeadSpec) -> Callable[[], nn.Module]:
    """The taught network as its constructors make it: what `<key>@random` shows, and what its weights are loaded into."""
    build, adapt = spec.build, getattr(spec.weights, "adapt", None)

    def construct() -> nn.Module:
        network = build()
        if adapt:
            adapt(network)
        replacement.apply(network, head_spec)
        return network

    return construct


def _head_without_gradient(head: Head) -> UserError:
    return UserError(
        Text(
            "head: {title} is not learned step by step, so it cannot teach layers before it; put the freeze line at the head, or choose "
            "another head.",
            "head: {title} não é aprendida passo a passo e não pode ensinar camadas antes dela; ponha a linha de congelamento na "
            "cabeça, ou escolha outra cabeça.",
        ).format(title=head.title)
    )


def _head_without_mixing(head: Head) -> UserError:
    return UserError(
        Text(
            "head: {title} takes each picture as one class, and this plan mixes pictures; leave the mixing out, or choose another head.",
            "head: {title} toma cada imagem como uma classe, e este plano mistura imagens; retire a mistura, ou escolha outra cabeça.",
        ).format(title=head.title)
    )


def _too_large(needed: float, most: float) -> UserError:
    sizes: list[Any] = [Text(*(number(size / 1e6, language) for language in LANGUAGES)) for size in (needed, most)]
    return UserError(
        Text(
            "This training would take {needed} MB of memory, and the limit is {most} MB; move the freeze line to the right, or choose a "
            "smaller network, a smaller batch or fewer pictures.",
            "Este treino ocuparia {needed} MB de memória, e o limite é {most} MB; mova a linha de congelamento para a direita, ou "
            "escolha uma rede menor, um lote menor ou menos imagens.",
        ).format(needed=sizes[0], most=sizes[1])
    )
