"""A copy run forward and back: every value, the loss, its gradient at every value and every weight; and the step that follows.

Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature 323, 1986. All numbers are autograd's and
torch.optim.SGD's. Batch norms use their kept statistics, as in use: one picture has none of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from models.engine.plan import Plan, Values
from models.training.sgd_step import dropout_masks
from models.training.sgd_step.copies import Copy, Numbers, Past
from models.training.sgd_step.dropout_masks import Masks
from models.types.sgd_step import Lesson


@dataclass(frozen=True, slots=True)
class Gone:
    """One picture forward and back."""

    values: Values  # by slot
    gradients: dict[int, Tensor]  # by slot: ∂L / ∂ value
    slopes: Numbers  # by parameter: ∂L / ∂ weight
    loss: Tensor  # ()
    logits: Tensor  # (1, classes)

    @property
    def norm(self) -> float:
        """Of the gradient of all weights together."""
        return norm_of(self.slopes)


def norm_of(numbers: Sequence[Tensor]) -> float:
    """√ of the sum of all squares, summed in float64."""
    return math.sqrt(sum(float(tensor.detach().double().square().sum()) for tensor in numbers))


def masks_for(plan: Plan, lesson: Lesson) -> dict[int, Tensor]:
    """Which units are out in one step; {} without dropout."""
    return dropout_masks.draw(dropout_masks.places(plan, maps=lesson.maps), lesson.dropout, lesson.seed) if lesson.dropout else {}


def values_of(plan: Plan, picture: Tensor, masks: Masks, rate: float) -> Values:
    """Every value up to the logits, units out where a mask says so; picture (N, C, H, W)."""
    values = plan.blank(picture)
    for step in plan.steps[: plan.answer]:
        value = step.call(*[values[slot] for slot in step.inputs])
        mask = masks.get(step.slot)
        values[step.slot] = value if mask is None else dropout_masks.apply(value, mask, rate)
    return values


def there_and_back(held: Copy, picture: Tensor, lesson: Lesson, slots: Sequence[int]) -> Gone:
    """`picture` (1, C, H, W) forward, the cross entropy against the label, and back to the values of `slots` and to every weight."""
    plan = held.plan
    masks = masks_for(plan, lesson)
    with torch.enable_grad():
        values = values_of(plan, picture.detach().requires_grad_(), masks, lesson.dropout)
        logits = values[plan.answer]  # (1, classes)
        loss = F.cross_entropy(logits, torch.tensor([lesson.label]))
        wanted = [values[slot] for slot in slots]
        found = torch.autograd.grad(loss, [*wanted, *held.parameters], allow_unused=True)
    back = [torch.zeros_like(of) if one is None else one for one, of in zip(found, [*wanted, *held.parameters], strict=True)]
    at = dict(zip(slots, back[: len(slots)], strict=True))
    return Gone(values, at, tuple(back[len(slots) :]), loss.detach(), logits.detach())


@contextmanager
def step_taken(held: Copy, slopes: Numbers, lesson: Lesson) -> Iterator[tuple[Past, Numbers]]:
    """Inside, the copy's weights are those after the step of torch.optim.SGD; (the copy before, the velocities after). Then undone."""
    before = Past(held.weights(), held.velocity)
    try:
        yield before, _stepped(held, slopes, lesson)
    finally:
        held.put(before.weights)


def take(held: Copy, slopes: Numbers, lesson: Lesson) -> None:
    """The step, for good: until it is undone."""
    before = Past(held.weights(), held.velocity)
    direction = _stepped(held, slopes, lesson)
    held.velocity = direction if lesson.momentum else ()
    held.remember(before)


def _stepped(held: Copy, slopes: Numbers, lesson: Lesson) -> Numbers:
    """Moves the copy's weights; the direction in which they went, to be multiplied by −learning rate."""
    rule = torch.optim.SGD(held.parameters, lr=lesson.learning_rate, momentum=lesson.momentum)
    if lesson.momentum and held.velocity:
        for parameter, velocity in zip(held.parameters, held.velocity, strict=True):
            rule.state[parameter]["momentum_buffer"] = velocity.clone()
    for parameter, slope in zip(held.parameters, slopes, strict=True):
        parameter.grad = slope.clone()  # torch's rule writes to what it is given
    try:
        rule.step()
    finally:
        for parameter in held.parameters:
            parameter.grad = None
    if not lesson.momentum:
        return slopes
    return tuple(rule.state[parameter]["momentum_buffer"].detach() for parameter in held.parameters)


@torch.no_grad()
def loss_at(held: Copy, picture: Tensor, lesson: Lesson) -> tuple[float, Tensor]:
    """(the loss of the picture, its logits (classes)) with the weights as they are now, the same units out."""
    values = values_of(held.plan, picture, masks_for(held.plan, lesson), lesson.dropout)
    logits: Tensor = values[held.plan.answer]
    return float(F.cross_entropy(logits, torch.tensor([lesson.label]))), logits[0]
