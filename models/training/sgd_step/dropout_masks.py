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

MAX_CONVOLUTIONS = 5  # convolutions of a network whose maps can drop out; with more of them hardly anything would pass
_WITH_WEIGHTS = frozenset({"convolution", "dense", "distances"})
_WITHOUT_WEIGHTS = frozenset({"activation", "normalisation", "dropout", "identity"})
Masks = Mapping[int, Tensor]
"""By slot, 1 where a unit stays and 0 where it is out: (N, units) or (N, maps, 1, 1)."""


@dataclass(frozen=True, slots=True)
class DropoutSite:
    """Where units drop out: a slot of the plan, and the layer whose units they are."""

    slot: int
    layer: str
    units: int
    maps: bool


def dropout_sites(plan: Plan, *, maps: bool) -> tuple[DropoutSite, ...]:
    """Behind every hidden dense layer, in the order in which they run; of a network without one, what its last layer reads.

    `maps`: behind every convolution too, where there are at most MOST_MAPS.
    """
    weighed = [step for step in plan.steps[: plan.logits_slot] if step.kind in _WITH_WEIGHTS]
    if not weighed:
        return ()
    dense = [_site_after(plan, step, step.operation.out_features) for step in weighed[:-1] if isinstance(step.operation, nn.Linear)]
    found = dense or _site_before_head(plan, weighed[-1])
    if maps and can_drop_maps(plan):
        found = [*_map_sites(plan, weighed), *found]
    return tuple(sorted(found, key=lambda site: site.slot))


def can_drop_maps(plan: Plan) -> bool:
    """Whether whole maps can be dropped without leaving nothing."""
    return 0 < len([step for step in plan.steps[: plan.logits_slot] if isinstance(step.operation, nn.Conv2d)]) <= MAX_CONVOLUTIONS


def draw_masks(among: Sequence[DropoutSite], rate: float, seed: int) -> dict[int, Tensor]:
    """Masks of one pass. The very units that torch's own dropout drops, asked in the same order after `torch.manual_seed(seed)`."""
    generator = Generator().manual_seed(seed)
    drawn = {}
    for site in among:
        shape = (1, site.units, 1, 1) if site.maps else (1, site.units)
        drawn[site.slot] = torch.empty(shape).bernoulli_(1 - rate, generator=generator)
    return drawn


def stack_masks(passes: Sequence[Masks]) -> dict[int, Tensor]:
    """Masks of several passes as those of one batch, (N, ...)."""
    return {slot: torch.cat([masks[slot] for masks in passes]) for slot in passes[0]}


def apply_mask(value: Tensor, mask: Tensor, rate: float) -> Tensor:
    """What is left of a value (N, units) or (N, maps, y, x), a little stronger than it was."""
    return value * mask / (1 - rate)


def _site_after(plan: Plan, step: Step, units: int, *, maps: bool = False) -> DropoutSite:
    """Behind the activation that follows a step, where nothing but that reads the step."""
    at = step
    while True:
        readers = [other for other in plan.steps[at.slot :] if at.slot in other.inputs]
        if len(readers) != 1 or readers[0].kind not in _WITHOUT_WEIGHTS or readers[0].slot >= plan.logits_slot:
            return DropoutSite(at.slot, step.name, units, maps)
        at = readers[0]


def _site_before_head(plan: Plan, last: Step) -> list[DropoutSite]:
    slot = last.inputs[0]
    if slot == 0 or not isinstance(last.operation, nn.Linear):
        return []
    return [DropoutSite(slot, plan.steps[slot - 1].name, last.operation.in_features, maps=False)]


def _map_sites(plan: Plan, weighed: Sequence[Step]) -> list[DropoutSite]:
    return [_site_after(plan, step, step.operation.out_channels, maps=True) for step in weighed if isinstance(step.operation, nn.Conv2d)]
