"""The part of a network that learns: the steps of its plan after a slot, run with gradients.

The network belongs to whoever trains it; it is never called and never put into training mode. What training does otherwise is
done here: dropout draws from a generator that is handed in, and batch norms take the batch's own statistics only where these are to
be learned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Generator, Tensor, nn

from models.engine.plan import Plan, Step

_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)


class TrainableTail:
    """`inputs`, what the slot holds for N pictures (N, ...), → logits (N, classes)."""

    def __init__(self, plan: Plan, slot: int = 0, *, statistics: bool = False) -> None:
        """`statistics`: batch norms learn them too. Frozen ones must not, nor those that few pictures would spoil."""
        self.plan, self.slot = plan, slot
        self._steps = plan.steps[slot : plan.logits_slot]
        self._constants = tuple(_constants(plan, slot))
        self._norms = frozenset(step.slot for step in self._steps if statistics and isinstance(step.operation, _NORMS))
        self.parameters = tuple(dict.fromkeys(p for step in (*self._constants, *self._steps) for p in step.parameters()))

    @contextmanager
    def gradients_enabled(self) -> Iterator[None]:
        """While inside, and only then, the weights take gradients."""
        try:
            for parameter in self.parameters:
                parameter.requires_grad_(True)
            yield
        finally:
            for parameter in self.parameters:
                parameter.requires_grad_(False)
                parameter.grad = None

    def forward_train(self, inputs: Tensor, dropout: Generator) -> Tensor:
        """As in training: units drop out, statistics are learned."""

        def call_of(step: Step) -> Callable[..., Any]:
            share = dropout_rate(step)
            if share:
                return lambda x: inverted_dropout(x, share, dropout, whole_maps=isinstance(step.operation, nn.Dropout2d))
            return (lambda x: _batch_norm_in_training(step.operation, x)) if step.slot in self._norms else step.call

        with torch.enable_grad():
            return self._run(inputs, call_of)

    @torch.no_grad()
    def forward_eval(self, inputs: Tensor) -> Tensor:
        """As in use."""
        return self._run(inputs, lambda step: step.call)

    def _run(self, inputs: Tensor, call_of: Callable[[Step], Callable[..., Any]]) -> Tensor:
        values: dict[int, Any] = {self.slot: inputs}
        for step in (*self._constants, *self._steps):
            values[step.slot] = call_of(step)(*[values[slot] for slot in step.inputs])
            for spent in step.last_use:
                del values[spent]
        logits: Tensor = values[self.plan.logits_slot]
        return logits


def _constants(plan: Plan, slot: int) -> Iterator[Step]:
    """Steps before the slot that hold nothing of a picture and are read after it."""
    wanted = {read for step in plan.steps[slot : plan.logits_slot] for read in step.inputs if read < slot}
    for step in reversed(plan.steps[:slot]):
        if step.slot in wanted:
            wanted |= set(step.inputs)
    return (step for step in plan.steps[:slot] if step.slot in wanted)


def dropout_rate(step: Step) -> float:
    """The chance with which units behind a step drop out in training; 0 where it is no dropout."""
    if step.kind != "dropout":
        return 0.0
    settings: Mapping[str, Any] = {"p": step.operation.p} if isinstance(step.operation, nn.Dropout | nn.Dropout2d) else step.settings
    return float(settings.get("p", 0.5))


def inverted_dropout(x: Tensor, share: float, generator: Generator, *, whole_maps: bool = False) -> Tensor:
    """Inverted dropout (N, ...): with the same seed the very units that torch's own would drop from its global generator.

    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, JMLR 15, 2014. `whole_maps`: channels of (N, C, H, W) at once.
    """
    if share >= 1:
        return x * 0.0
    like = x.new_empty(x.shape[:2] + (1,) * (x.dim() - 2)) if whole_maps else torch.empty_like(x)
    return x * like.bernoulli_(1 - share, generator=generator).div_(1 - share)


def _batch_norm_in_training(norm: Any, x: Tensor) -> Tensor:
    """A batch norm with the batch's own statistics; its running ones move on."""
    norm.training = True
    try:
        out: Tensor = norm.forward(x)
        return out
    finally:
        norm.training = False
