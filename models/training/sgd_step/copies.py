"""Copies of networks that visitors teach step by step. Each belongs to one visitor; the store is never written to."""

from __future__ import annotations

import copy
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from models import limits
from models.byte_lru import ByteLru
from models.engine.plan import Plan
from models.engine.tracing import TRACING_LOCK, trace_verified
from models.errors import UserError
from models.store.store import LoadedNetwork, random_input
from models.text import LANGUAGES, Text, number

VELOCITY = "velocity."
"""How the names of velocities begin in `Copy.state`."""

MAX_UNDO_STEPS = 16  # steps that can be undone

ParameterTensors = tuple[Tensor, ...]
"""The values of all parameters, or their velocities, in the order in which the plan uses them."""


@dataclass(frozen=True, slots=True)
class StepUndo:
    """The copy before a step."""

    weights: ParameterTensors
    velocity: ParameterTensors


@dataclass(slots=True, eq=False)
class NetworkCopy:
    """A network of one visitor's. Whoever runs it or writes to it holds `lock`."""

    plan: Plan
    network: nn.Module
    parameters: tuple[nn.Parameter, ...]
    base: weakref.ReferenceType[nn.Module]  # the network in the store
    velocity: ParameterTensors = ()  # of torch's SGD with momentum; () before its first step
    steps_taken: int = 0
    undo_steps: list[StepUndo] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def nbytes(self) -> int:
        """Bytes that it holds: weights, velocities, and those of the steps that can be undone."""
        kept = [*self.parameters, *self.velocity, *(t for past in self.undo_steps for t in (*past.weights, *past.velocity))]
        return sum(tensor.nbytes for tensor in kept)

    def state(self) -> dict[str, Tensor]:
        """Its numbers by name, and the velocities of its weights under `VELOCITY` and the name."""
        names = {id(parameter): name for name, parameter in self.network.named_parameters()}
        rolling = {VELOCITY + names[id(one)]: kept for one, kept in zip(self.parameters, self.velocity, strict=bool(self.velocity))}
        return {name: one.detach().contiguous().clone() for name, one in (self.network.state_dict() | rolling).items()}

    def weights(self) -> ParameterTensors:
        return tuple(parameter.detach().clone() for parameter in self.parameters)

    @torch.no_grad()
    def set_weights(self, weights: Sequence[Tensor]) -> None:
        """Writes values into the copy's own parameters."""
        for parameter, value in zip(self.parameters, weights, strict=True):
            parameter.copy_(value)

    def record_step(self, before: StepUndo) -> None:
        """A step was taken; the oldest that no longer fit can no longer be undone."""
        self.steps_taken += 1
        self.undo_steps.append(before)
        while len(self.undo_steps) > MAX_UNDO_STEPS or (self.undo_steps and self.nbytes > limits.STEPS_COPY_MB.value * 1e6):
            del self.undo_steps[0]

    def undo(self) -> bool:
        """The copy as it was before its last step; False where that is no longer known."""
        if not self.undo_steps:
            return False
        before = self.undo_steps.pop()
        self.set_weights(before.weights)
        self.velocity = before.velocity
        self.steps_taken -= 1
        return True


def copy_network(base: LoadedNetwork) -> NetworkCopy:
    """A fresh copy of a network with a plan of its own. UserError for one that is too large."""
    count = sum(parameter.numel() for parameter in base.network.parameters())
    if count > limits.STEPS_PARAMETERS.value * 1e6:
        raise _too_large(base, count)
    with TRACING_LOCK:
        network = copy.deepcopy(base.network)
        plan = trace_verified(network, random_input(base.spec.preparation))
    used = dict.fromkeys(parameter for step in plan.steps[: plan.logits_slot] for parameter in step.parameters())
    for parameter in used:
        parameter.requires_grad_(True)
    return NetworkCopy(plan, network, tuple(used), weakref.ref(base.network))


class NetworkCopies:
    """By visitor and network, PLAYGROUND_STEPS_MB for all; the least recently used go, and begin anew when they are asked for again."""

    def __init__(self) -> None:
        self._copies: ByteLru[tuple[str, str], NetworkCopy] = ByteLru(
            lambda one: one.nbytes, lambda: limits.STEPS_MB.value * 1e6, keep_latest=1, name="sgd_copies"
        )

    def get(self, base: LoadedNetwork, visitor: str) -> NetworkCopy:
        """The visitor's copy of a network, made now where there is none; nobody's is kept for nobody."""
        place = (visitor, base.spec.key)
        kept = self._copies.get(place)
        if kept is not None and kept.base() is base.network:
            return kept
        made = copy_network(base)
        if not visitor:
            return made
        with self._copies.lock:
            other = self._copies.peek(place)
            if other is not None and other.base() is base.network:
                return other
            self._copies.put(place, made)
        return made

    def trim(self) -> None:
        """Frees what does not fit; the copy that was used last stays."""
        self._copies.trim()

    def drop(self, visitor: str, key: str) -> None:
        """The copy of one network begins anew."""
        self._copies.pop((visitor, key))

    def forget(self, visitor: str) -> None:
        """The visitor has left."""
        self._copies.drop(lambda place: place[0] == visitor)

    def nbytes(self) -> int:
        """Of all visitors' copies together."""
        return self._copies.nbytes()


def _too_large(base: LoadedNetwork, count: int) -> UserError:
    millions = [Text(*(number(n, language) for language in LANGUAGES)) for n in (count / 1e6, limits.STEPS_PARAMETERS.value)]
    return UserError(
        Text(
            "{title} has {count} million weights; a step in slow motion takes at most {most} million, because each visitor gets a copy.",
            "{title} tem {count} milhões de pesos; um passo em câmera lenta aceita no máximo {most} milhões, porque cada visitante recebe "
            "uma cópia.",
        ).format(title=base.spec.title, count=millions[0], most=millions[1])
    )
