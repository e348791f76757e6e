"""A network as a flat list of pure steps, shared by every thread. `tracing` makes it.

`values[slot] = call(*(values[i] for i in inputs))`: slot 0 is the picture, slot i + 1 what step i answers. No step writes to
what it reads, so a plan may run in many threads at once and every value it ever computed stays what the layer returned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from models.engine.kinds import Operation, kind_of

Values = list[Any]
"""One slot per value; None where it has not been computed or was dropped."""


@dataclass(frozen=True, slots=True)
class Step:
    """One pure call of the network."""

    name: str  # unique and stable: "layer1.0.relu", its second call "layer1.0.relu:2", "layer1.0.add"
    slot: int
    inputs: tuple[int, ...]  # slots it reads, in the order of its arguments
    call: Callable[..., Any]  # reads its inputs, never writes to them
    operation: Operation
    settings: Mapping[str, Any]  # constant arguments of a function by name ("dim", "stride", ...); a module holds its own
    last_use: tuple[int, ...] = field(default=())  # slots that no later step reads

    @property
    def kind(self) -> str:
        return kind_of(self.operation)

    def parameters(self) -> tuple[nn.Parameter, ...]:
        """The learnt numbers that it uses, shared with the network."""
        if isinstance(self.operation, nn.Module):
            return tuple(self.operation.parameters())
        learnt = self.settings.get("value") if self.operation == "constant" else None
        return (learnt,) if isinstance(learnt, nn.Parameter) else ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a network in the order in which they run."""

    steps: tuple[Step, ...]
    logits_slot: int  # slot of the answer: logits, or a picture

    def empty_values(self, picture: Tensor) -> Values:
        """Slots ready to run on `picture` (N, C, H, W)."""
        return [picture] + [None] * len(self.steps)

    def run(self, values: Values, start: int, stop: int) -> None:
        """Fill slots start + 1 … stop of `values` from those already there, and keep all."""
        for step in self.steps[start:stop]:
            values[step.slot] = step.call(*[values[i] for i in step.inputs])

    def value(self, picture: Tensor, slot: int) -> Any:
        """One value alone, with as little memory as the network itself takes; later steps do not run."""
        values = self.empty_values(picture)
        for step in self.steps[:slot]:
            values[step.slot] = step.call(*[values[i] for i in step.inputs])
            for spent in step.last_use:
                if spent != slot:
                    values[spent] = None
        return values[slot]

    @torch.no_grad()
    def logits(self, picture: Tensor) -> Tensor:
        """What the network answers to `picture` (N, C, H, W) → (N, classes), or pictures (N, 3, H, W); bit for bit."""
        answer: Tensor = self.value(picture, self.logits_slot)
        return answer
