"""One forward pass, every layer's value, bit for bit, from a network that nobody changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from models.engine.kinds import CHEAP_TO_RECOMPUTE
from models.engine.plan import Plan, Values


class Capture(Mapping[int, Any]):
    """Every value of one forward pass by slot, exactly as the network computed it. Values are read-only by agreement."""

    def __init__(self, plan: Plan, values: Values) -> None:
        self.plan = plan
        self._values = values

    def __getitem__(self, slot: int) -> Any:
        """The value of a slot; one that was dropped is made again from what its step reads, bit for bit, and not kept."""
        value = self._values[slot]
        if value is not None:
            return value
        step = self.plan.steps[slot - 1]
        with torch.no_grad():
            return step.call(*[self[i] for i in step.inputs])

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self._values)))

    def __len__(self) -> int:
        return len(self._values)

    @property
    def logits(self) -> Tensor:
        """The network's answer: (N, classes), or pictures (N, 3, H, W)."""
        answer: Tensor = self[self.plan.logits_slot]
        return answer

    def without_recomputable(self) -> Capture:
        """The same capture without what is cheap to make again: a third to a half of the memory."""
        dropped = {step.slot for step in self.plan.steps if step.kind in CHEAP_TO_RECOMPUTE and step.slot != self.plan.logits_slot}
        return Capture(self.plan, [None if slot in dropped else value for slot, value in enumerate(self._values)])

    def memoizing(self) -> Capture:
        """The same capture, which keeps what it makes again: for a question that walks through many layers."""
        return _MemoizingCapture(self.plan, list(self._values))

    def nbytes(self) -> int:
        """Bytes of memory that the kept values hold; two views of one memory count once."""
        kept = (value.untyped_storage() for value in self._values if isinstance(value, Tensor))
        return sum({storage.data_ptr(): storage.nbytes() for storage in kept}.values())


class _MemoizingCapture(Capture):
    def __getitem__(self, slot: int) -> Any:
        value = super().__getitem__(slot)
        self._values[slot] = value
        return value


@torch.no_grad()  # not inference_mode: what is kept may enter autograd later
def capture(plan: Plan, picture: Tensor, slot: int | None = None) -> Capture:
    """Every value of the forward pass of `picture` (N, C, H, W); with `slot` no step after the one that fills it runs."""
    values = plan.empty_values(picture)
    plan.run(values, 0, len(plan.steps) if slot is None else slot)
    return Capture(plan, values)
