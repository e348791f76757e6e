"""The network after a layer, run once with gradients from kept values: every further class costs one backward pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.engine.capture import Capture
from models.engine.plan import Plan


@dataclass(frozen=True, slots=True)
class BackwardTail:
    """What lies between a layer's maps and the logits."""

    leaf: Tensor  # what the layer returned, as the network keeps it: gradients are taken here
    logits: Tensor  # (1, classes)
    channel_axis: int  # of the leaf: 3 where the network itself keeps channels last

    @property
    def maps(self) -> Tensor:
        """(1, C, h, w), without a gradient."""
        return self.leaf.detach().movedim(self.channel_axis, 1)

    def gradient(self, target: int) -> Tensor:
        """∂ logit[target] / ∂ maps, (1, C, h, w)."""
        with torch.enable_grad():
            (gradient,) = torch.autograd.grad(self.logits[0, target], self.leaf, retain_graph=True)
        return gradient.movedim(self.channel_axis, 1)


def tail_after(captured: Capture, slot: int, channel_axis: int = 1) -> BackwardTail:
    """The steps after `slot` again, this time with gradients. What they read from before it is taken as it is."""
    plan = captured.plan
    values = plan.empty_values(captured[0])
    for read in {read for step in plan.steps[slot : plan.logits_slot] for read in step.inputs if 0 < read < slot}:
        values[read] = captured[read]
    leaf = values[slot] = captured[slot].detach().requires_grad_()
    with torch.enable_grad():
        plan.run(values, slot, plan.logits_slot)
    return BackwardTail(leaf, values[plan.logits_slot], channel_axis)


def gradients_at_layers(captured: Capture, places: Sequence[tuple[int, int]]) -> Callable[[int], Iterator[tuple[Tensor, Tensor]]]:
    """The network after the first of several slots, run once. Of a class: (maps, gradient), (1, C, h, w) each, at every one of them.

    `places`: (slot, axis of the channels), in the order in which they run; every way to the answer must lead through each.
    """
    plan, first = captured.plan, places[0][0]
    values = plan.empty_values(captured[0])
    values[first] = captured[first].detach().requires_grad_()
    with torch.enable_grad():
        plan.run(values, first, plan.logits_slot)

    def at(target: int) -> Iterator[tuple[Tensor, Tensor]]:
        with torch.enable_grad():
            found = torch.autograd.grad(values[plan.logits_slot][0, target], [values[slot] for slot, _ in places], retain_graph=True)
        for (slot, axis), gradient in zip(places, found, strict=True):
            yield values[slot].detach().movedim(axis, 1), gradient.movedim(axis, 1)

    return at


def input_gradients(plan: Plan, pictures: Tensor, targets: Sequence[int]) -> tuple[tuple[Tensor, ...], Tensor]:
    """(∂ logit[target] / ∂ pictures, (N, C, H, W), for each target; the logits (N, classes)). One forward pass for all targets."""
    leaf = pictures.detach().requires_grad_()
    with torch.enable_grad():
        logits = plan.value(leaf, plan.logits_slot)  # (N, classes)
        sums = [logits[:, target].sum() for target in targets]
    last = len(sums) - 1
    found = [torch.autograd.grad(total, leaf, retain_graph=i < last)[0] for i, total in enumerate(sums)]
    return tuple(found), logits.detach()
