"""Dropout that can be seen: where it acts, which units a seed puts out, and what is left of them.

Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 15,
2014, written as torch writes it: what stays is divided by the share that stays, so that in use nothing has to be scaled. Whole maps:
Tompson, Goroshin, Jain, LeCun and Bregler, "Efficient Object Localization Using Convolutional Networks", CVPR 2015.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Generator, Tensor, nn

from models.engine.plan import Plan, Step

MOST_MAPS = 5  # convolutions of a network whose maps can drop out; with more of them hardly anything would pass
_WEIGHED = frozenset({"convolution", "dense", "distances"})
_FOLLOWING = frozenset({"activation", "normalisation", "dropout", "identity"})
Masks = Mapping[int, Tensor]
"""By slot, 1 where a unit stays and 0 where it is out: (N, units) or (N, maps, 1, 1)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where units drop out: a slot of the plan, and the layer whose units they are."""

    slot: int
    layer: str
    units: int
    maps: bool


def places(plan: Plan, *, maps: bool) -> tuple[Place, ...]:
    """Behind every hidden dense layer, in the order in which they run; of a network without one, what its last layer reads.

    `maps`: behind every convolution too, where there are at most MOST_MAPS.
    """
    weighed = [step for step in plan.steps[: plan.answer] if step.kind in _WEIGHED]
    if not weighed:
        return ()
    dense = [_after(plan, step, step.origin.out_features) for step in weighed[:-1] if isinstance(step.origin, nn.Linear)]
    found = dense or _read_by_the_last(plan, weighed[-1])
    if maps and may_drop_maps(plan):
        found = [*_of_maps(plan, weighed), *found]
    return tuple(sorted(found, key=lambda place: place.slot))


def may_drop_maps(plan: Plan) -> bool:
    """Whether whole maps can be dropped without leaving nothing."""
    return 0 < len([step for step in plan.steps[: plan.answer] if isinstance(step.origin, nn.Conv2d)]) <= MOST_MAPS


def draw(among: Sequence[Place], rate: float, seed: int) -> dict[int, Tensor]:
    """Masks of one pass. The very units that torch's own dropout drops, asked in the same order after `torch.manual_seed(seed)`."""
    chance = Generator().manual_seed(seed)
    drawn = {}
    for place in among:
        shape = (1, place.units, 1, 1) if place.maps else (1, place.units)
        drawn[place.slot] = torch.empty(shape).bernoulli_(1 - rate, generator=chance)
    return drawn


def together(passes: Sequence[Masks]) -> dict[int, Tensor]:
    """Masks of several passes as those of one batch, (N, ...)."""
    return {slot: torch.cat([masks[slot] for masks in passes]) for slot in passes[0]}


def apply(value: Tensor, mask: Tensor, rate: float) -> Tensor:
    """What is left of a value (N, units) or (N, maps, y, x), a little stronger than it was."""
    return value * mask / (1 - rate)


def _after(plan: Plan, step: Step, units: int, *, maps: bool = False) -> Place:
    """Behind the activation that follows a step, where nothing but that reads the step."""
    at = step
    while True:
        readers = [other for other in plan.steps[at.slot :] if at.slot in other.inputs]
        if len(readers) != 1 or readers[0].kind not in _FOLLOWING or readers[0].slot >= plan.answer:
            return Place(at.slot, step.name, units, maps)
        at = readers[0]


def _read_by_the_last(plan: Plan, last: Step) -> list[Place]:
    slot = last.inputs[0]
    if slot == 0 or not isinstance(last.origin, nn.Linear):
        return []
    return [Place(slot, plan.steps[slot - 1].name, last.origin.in_features, maps=False)]


def _of_maps(plan: Plan, weighed: Sequence[Step]) -> list[Place]:
    return [_after(plan, step, step.origin.out_channels, maps=True) for step in weighed if isinstance(step.origin, nn.Conv2d)]
