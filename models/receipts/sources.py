"""From what a step read to the layers that a visitor sees: hidden steps are walked back through, to a layer and a cell of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.engine.layers import Stop
from models.engine.plan import Plan, Step

Places = NDArray[np.int64]
OUTSIDE: Final = -1
_NEARLY = 1e-5  # a plain number that a hidden step multiplies or adds is rounded to float32


@dataclass(frozen=True, slots=True)
class Origin:
    """Where values of a slot come from: value = factor · (the layer's value at `places`) + offset."""

    stop: Stop
    places: Places  # flat in the layer's own tensor, without the batch; OUTSIDE where there is no cell to walk to
    factor: float = 1.0
    offset: float = 0.0


class Origins:
    """Walks back through the hidden steps of one capture."""

    def __init__(self, plan: Plan, stops: tuple[Stop, ...], values: Mapping[int, Any]) -> None:
        self._plan, self._values = plan, values
        self._stops = {stop.slot: stop for stop in stops}

    def learnt(self, slot: int) -> bool:
        """Whether a slot holds the network's own numbers and nothing of a picture."""
        if slot in self._stops:
            return False
        step = self._plan.steps[slot - 1]
        return all(self.learnt(source) for source in step.inputs)

    def of(self, slot: int, places: Places) -> Origin:
        """The visible layer that `places` of a slot came from, and where in it. Proven on the values themselves."""
        if slot in self._stops:
            return Origin(self._stops[slot], places)
        back = self._back(slot, places)
        if back is None:  # it computes something of its own: the layer before it is named, and no cell of it
            return Origin(self._nearest(slot), np.full_like(places, OUTSIDE))
        before = self.of(back.slot, back.places)
        return Origin(before.stop, before.places, back.factor * before.factor, back.factor * before.offset + back.offset)

    def _back(self, slot: int, places: Places) -> _Back | None:
        """Back over one hidden step (two where the first gave a tuple), which moved numbers or multiplied and added a plain one."""
        steps = [self._plan.steps[slot - 1]]
        source = self._source(steps[0])
        if source is not None and not isinstance(self._values[source], Tensor):
            steps.insert(0, self._plan.steps[source - 1])
            source = self._source(steps[0])
        if source is None or not isinstance(self._values[source], Tensor) or not isinstance(self._values[slot], Tensor):
            return None
        inside = places != OUTSIDE
        before, seen = self._flat(source), self._flat(slot)[places[inside]]
        moved = np.full_like(places, OUTSIDE)
        moved[inside] = self._numbered(steps, source)[places[inside]]
        if _same(before, moved[inside], seen):
            return _Back(source, moved)
        if self._values[source].shape != self._values[slot].shape:
            return None
        factor, offset = self._line(steps, source)
        straight = np.allclose(factor * before[places[inside]] + offset, seen, _NEARLY, _NEARLY, equal_nan=True)
        return _Back(source, places, factor, offset) if straight else None

    def _source(self, step: Step) -> int | None:
        """The one slot that a step took its numbers from; sizes and the like are not numbers of the picture."""
        found = [slot for slot in step.inputs if isinstance(self._values[slot], Tensor | tuple) and not self.learnt(slot)]
        return found[0] if len(found) == 1 else None

    def _nearest(self, slot: int) -> Stop:
        while slot not in self._stops:
            slot = next(source for source in self._plan.steps[slot - 1].inputs if not self.learnt(source))
        return self._stops[slot]

    def _flat(self, slot: int) -> NDArray[np.float64]:
        numbers: NDArray[np.float64] = self._values[slot][0].double().reshape(-1).numpy()
        return numbers

    def _numbered(self, steps: list[Step], source: int) -> Places:
        """Where each number that comes out of `steps` stood, if they only move numbers: they are given places in place of values."""
        before = self._values[source]
        places = torch.arange(before[0].numel(), dtype=torch.float64).reshape(1, *before.shape[1:])
        moved: Places = self._run(steps, source, places)[0].reshape(-1).numpy().astype(np.int64)
        return moved

    def _line(self, steps: list[Step], source: int) -> tuple[float, float]:
        """(factor, offset) of steps that multiply or add a plain number."""
        one = torch.ones((1,) * self._values[source].dim(), dtype=torch.float64)
        offset, unit = (float(self._run(steps, source, number * one).reshape(-1)[0]) for number in (0.0, 1.0))
        return unit - offset, offset

    @torch.no_grad()
    def _run(self, steps: list[Step], source: int, value: Any) -> Any:
        """`steps` one after the other on `value` in place of what `source` holds."""
        changed = {source: value}
        for step in steps:
            changed[step.slot] = step.call(*[changed[slot] if slot in changed else self._values[slot] for slot in step.inputs])
        return changed[steps[-1].slot]


@dataclass(frozen=True, slots=True)
class _Back:
    """The slot before, and value = factor · (its value at `places`) + offset."""

    slot: int
    places: Places
    factor: float = 1.0
    offset: float = 0.0


def _same(before: NDArray[np.float64], places: Places, seen: NDArray[np.float64]) -> bool:
    inside = ((places >= 0) & (places < len(before))).all()
    return bool(inside) and np.array_equal(before[places], seen, equal_nan=True)
