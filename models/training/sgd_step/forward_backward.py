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
from models.training.sgd_step.copies import NetworkCopy, ParameterTensors, StepUndo
from models.training.sgd_step.dropout_masks import Masks
from models.types.sgd_step import StepConfig


@dataclass(frozen=True, slots=True)
class PassTensors:
    """One picture forward and back."""

    values: Values  # by slot
    gradients: dict[int, Tensor]  # by slot: ∂L / ∂ value
    weight_gradients: ParameterTensors  # by parameter: ∂L / ∂ weight
    loss: Tensor  # ()
    logits: Tensor  # (1, classes)

    @property
    def gradient_norm(self) -> float:
        """Of the gradient of all weights together."""
        return global_norm(self.weight_gradients)


def global_norm(numbers: Sequence[Tensor]) -> float:
    """√ of the sum of all squares, summed in float64."""
    return math.sqrt(sum(float(tensor.detach().double().square().sum()) for tensor in numbers))


def masks_for(plan: Plan, config: StepConfig) -> dict[int, Tensor]:
    """Which units are out in one step; {} without dropout."""
    return (
        dropout_masks.draw_masks(dropout_masks.dropout_sites(plan, maps=config.maps), config.dropout, config.seed) if config.dropout else {}
    )


def forward_with_masks(plan: Plan, picture: Tensor, masks: Masks, rate: float) -> Values:
    """Every value up to the logits, units out where a mask says so; picture (N, C, H, W)."""
    values = plan.empty_values(picture)
    for step in plan.steps[: plan.logits_slot]:
        value = step.call(*[values[slot] for slot in step.inputs])
        mask = masks.get(step.slot)
        values[step.slot] = value if mask is None else dropout_masks.apply_mask(value, mask, rate)
    return values


def run_passes(network_copy: NetworkCopy, picture: Tensor, config: StepConfig, slots: Sequence[int]) -> PassTensors:
    """`picture` (1, C, H, W) forward, the cross entropy against the label, and back to the values of `slots` and to every weight."""
    plan = network_copy.plan
    masks = masks_for(plan, config)
    with torch.enable_grad():
        values = forward_with_masks(plan, picture.detach().requires_grad_(), masks, config.dropout)
        logits = values[plan.logits_slot]  # (1, classes)
        loss = F.cross_entropy(logits, torch.tensor([config.label]))
        wanted = [values[slot] for slot in slots]
        found = torch.autograd.grad(loss, [*wanted, *network_copy.parameters], allow_unused=True)
    back = [torch.zeros_like(of) if one is None else one for one, of in zip(found, [*wanted, *network_copy.parameters], strict=True)]
    at = dict(zip(slots, back[: len(slots)], strict=True))
    return PassTensors(values, at, tuple(back[len(slots) :]), loss.detach(), logits.detach())


@contextmanager
def trial_step(network_copy: NetworkCopy, gradients: ParameterTensors, config: StepConfig) -> Iterator[tuple[StepUndo, ParameterTensors]]:
    """Inside, the copy's weights are those after the step of torch.optim.SGD; (the copy before, the velocities after). Then undone."""
    before = StepUndo(network_copy.weights(), network_copy.velocity)
    try:
        yield before, _apply_sgd(network_copy, gradients, config)
    finally:
        network_copy.set_weights(before.weights)


def take_step(network_copy: NetworkCopy, gradients: ParameterTensors, config: StepConfig) -> None:
    """The step, for good: until it is undone."""
    before = StepUndo(network_copy.weights(), network_copy.velocity)
    direction = _apply_sgd(network_copy, gradients, config)
    network_copy.velocity = direction if config.momentum else ()
    network_copy.record_step(before)


def _apply_sgd(network_copy: NetworkCopy, gradients: ParameterTensors, config: StepConfig) -> ParameterTensors:
    """Moves the copy's weights; the direction in which they went, to be multiplied by −learning rate."""
    rule = torch.optim.SGD(network_copy.parameters, lr=config.learning_rate, momentum=config.momentum)
    if config.momentum and network_copy.velocity:
        for parameter, velocity in zip(network_copy.parameters, network_copy.velocity, strict=True):
            rule.state[parameter]["momentum_buffer"] = velocity.clone()
    for parameter, slope in zip(network_copy.parameters, gradients, strict=True):
        parameter.grad = slope.clone()  # torch's rule writes to what it is given
    try:
        rule.step()
    finally:
        for parameter in network_copy.parameters:
            parameter.grad = None
    if not config.momentum:
        return gradients
    return tuple(rule.state[parameter]["momentum_buffer"].detach() for parameter in network_copy.parameters)


@torch.no_grad()
def picture_loss(network_copy: NetworkCopy, picture: Tensor, config: StepConfig) -> tuple[float, Tensor]:
    """(the loss of the picture, its logits (classes)) with the weights as they are now, the same units out."""
    values = forward_with_masks(network_copy.plan, picture, masks_for(network_copy.plan, config), config.dropout)
    logits: Tensor = values[network_copy.plan.logits_slot]
    return float(F.cross_entropy(logits, torch.tensor([config.label]))), logits[0]
