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
from models.engine.tracing import TRACING, plan_of
from models.errors import UserError
from models.store.registry import RANDOM, NetworkSpec
from models.store.store import Shelved, noise
from models.text import LANGUAGES, Text, number
from models.training.core.near_copies import groups
from models.training.core.settings import Settings
from models.training.core.splitting import Item, Split, split
from models.training.core.trainable_tail import Learner
from models.training.fine_tune import head as heads
from models.training.fine_tune.config import TeachingPlan
from models.training.fine_tune.freeze_points import borders, place_of, places
from models.training.fine_tune.head import Blueprint, Head
from models.training.fine_tune.replace_head import Graft, graft_of
from models.types.fine_tune import Classes, Example, TaughtClass

FEWEST = 5  # pictures of a class
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
class Job:
    """A network of the visitor's own with an empty head, and what it will learn from."""

    plan: TeachingPlan
    base: Shelved
    network: nn.Module  # a copy of the base with a new head
    steps: Plan  # of it
    slot: int  # what is left of the line
    place: str  # the first layer that learns, for what is kept of it
    graft: Graft
    head: Head
    blueprint: Blueprint
    settings: Settings
    all_frozen: bool
    scratch: bool
    live: bool  # nothing is kept left of the line: each batch goes through all of the network
    classes: tuple[str, ...]
    examples: tuple[Example, ...]
    labels: Tensor  # (N)
    split: Split

    @property
    def learner(self) -> Learner:
        return Learner(self.steps, self.slot, statistics=self.scratch)

    @property
    def nbytes(self) -> int:
        return sum(tensor.nbytes for tensor in (*self.network.parameters(), *self.network.buffers()))

    def of(self, part: Sequence[int]) -> tuple[Example, ...]:
        return tuple(self.examples[i] for i in part)


def ready(classes: Classes, least: int = FEWEST) -> tuple[TaughtClass, ...]:
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


def job_of(base: Shelved, plan: TeachingPlan, given: Classes, *, least: int = FEWEST) -> Job:
    """UserError for whatever cannot be taught, or would not fit."""
    classes = ready(given, least)
    head, place = heads.find(plan.head), place_of(base, plan.freeze)
    among = places(base)
    at = among.index(place)
    all_frozen, scratch = at == len(among) - 1, at == 0 and plan.network.endswith(RANDOM)
    if head.fit and not all_frozen:
        raise _no_gradient(head)
    if head.fit and plan.augmentation.mixes:
        raise _no_mixture(head)
    settings = plan.settings_at(all_frozen=all_frozen, scratch=scratch)
    examples = tuple(example for one in classes for example in one.examples)
    labels = [i for i, one in enumerate(classes) for _ in one.examples]
    parts = split_of(examples, labels, settings.seed, untouched=plan.untouched)
    graft = graft_of(base.network, base.plan)
    blueprint = _blueprint(plan, head, graft, len(classes), [labels[i] for i in parts.train])
    network = copy.deepcopy(base.network)
    with TRACING:
        graft.apply(network, blueprint, settings.seed)
        steps = plan_of(network, noise(base.spec.preparation))
    slot = list(borders(steps, graft.first(steps)))[at][1]
    return Job(
        plan=plan,
        base=base,
        network=network,
        steps=steps,
        slot=slot,
        place="head" if all_frozen else place.layer,
        graft=graft,
        head=head,
        blueprint=blueprint,
        settings=settings,
        all_frozen=all_frozen,
        scratch=scratch,
        live=_live(base, steps, slot, plan, parts, settings),
        classes=tuple(one.name for one in classes),
        examples=examples,
        labels=torch.tensor(labels),
        split=parts,
    )


def split_of(examples: Sequence[Example], labels: Sequence[int], seed: int, *, untouched: bool = False) -> Split:
    """Which examples are learned from: bursts, exact and near copies go to one side, whichever classes they are in."""
    items = []
    for example, label, near in zip(examples, labels, groups([one.hash for one in examples]), strict=True):
        burst = (("burst", example.burst),) if example.burst else ()
        items.append(Item(label, (example.digest, ("near", int(near)), *burst), example.side))
    return split(items, seed, untouched=untouched)


def _blueprint(plan: TeachingPlan, head: Head, graft: Graft, classes: int, labels: Sequence[int]) -> Blueprint:
    mlp = head.key == "mlp"
    codes = classes * max(labels.count(k) for k in range(classes)) * (1 + _views(plan)) if head.remembers else 0
    return Blueprint(head.key, graft.features, classes, plan.hidden if mlp else 0, plan.dropout if mlp else 0.0, codes)


def _views(plan: TeachingPlan) -> int:
    """Augmented views that are computed once."""
    return plan.views if plan.augmentation.steps and not plan.augmentation.mixes else 0


def _live(base: Shelved, steps: Plan, slot: int, plan: TeachingPlan, parts: Split, settings: Settings) -> bool:
    """Whether the features are not kept: there are none left of the line, pictures are mixed, or they would not fit. UserError where
    nothing fits."""
    wants = base.spec.preparation
    with torch.no_grad():
        values = steps.blank(noise(wants))
        steps.run(values, 0, steps.answer)
    cells = [value.numel() if isinstance(value, Tensor) else 0 for value in values]
    learned = sum(p.numel() for p in Learner(steps, slot).parameters)
    training = 4 * (4 * learned + 2 * settings.batch * sum(cells[slot : steps.answer + 1]))  # weights, gradients, two moments; maps
    checked = len(parts.validation) + len(parts.untouched)
    kept = 4 * cells[slot] * (len(parts.train) * (1 + _views(plan)) + checked)
    pictures = prod((wants.channels, wants.height, wants.width)) * (len(parts.train) + checked)
    most = limits.TRAINING_MB.value * 1e6
    live = slot == 0 or (bool(plan.augmentation.steps) and plan.augmentation.mixes) or training + kept > most
    needed = training + pictures if live else training + kept
    if needed > most:
        raise _too_large(needed, most)
    return live


def constructor_of(spec: NetworkSpec, graft: Graft, blueprint: Blueprint) -> Callable[[], nn.Module]:
    """The taught network as its constructors make it: what `<key>@random` shows, and what its weights are loaded into."""
    build, adapt = spec.build, getattr(spec.weights, "adapt", None)

    def construct() -> nn.Module:
        network = build()
        if adapt:
            adapt(network)
        graft.apply(network, blueprint)
        return network

    return construct


def _no_gradient(head: Head) -> UserError:
    return UserError(
        Text(
            "head: {title} is not learned step by step, so it cannot teach layers before it; put the freeze line at the head, or choose "
            "another head.",
            "head: {title} não é aprendida passo a passo e não pode ensinar camadas antes dela; ponha a linha de congelamento na "
            "cabeça, ou escolha outra cabeça.",
        ).format(title=head.title)
    )


def _no_mixture(head: Head) -> UserError:
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
