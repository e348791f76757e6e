"""From what a step read to the layers that a visitor sees: hidden steps are walked back through, to a layer and a cell of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.engine.layers import LayerStep
from models.engine.plan import Plan, Step

Places = NDArray[np.int64]
OUTSIDE: Final = -1
_TOLERANCE = 1e-5  # a plain number that a hidden step multiplies or adds is rounded to float32


@dataclass(frozen=True, slots=True)
class TermSource:
    """Where values of a slot come from: value = factor · (the layer's value at `places`) + offset."""

    layer_step: LayerStep
    places: Places  # flat in the layer's own tensor, without the batch; OUTSIDE where there is no cell to walk to
    factor: float = 1.0
    offset: float = 0.0


class SourceTracer:
    """Walks back through the hidden steps of one capture."""

    def __init__(self, plan: Plan, layer_steps: tuple[LayerStep, ...], values: Mapping[int, Any]) -> None:
        self._plan, self._values = plan, values
        self._layer_steps = {layer_step.slot: layer_step for layer_step in layer_steps}

    def is_learnt(self, slot: int) -> bool:
        """Whether a slot holds the network's own numbers and nothing of a picture."""
        if slot in self._layer_steps:
            return False
        step = self._plan.steps[slot - 1]
        return all(self.is_learnt(source) for source in step.inputs)

    def trace(self, slot: int, places: Places) -> TermSource:
        """The visible layer that `places` of a slot came from, and where in it. Proven on the values themselves."""
        if slot in self._layer_steps:
            return TermSource(self._layer_steps[slot], places)
        back = self._step_back(slot, places)
        if back is None:  # it computes something of its own: the layer before it is named, and no cell of it
            return TermSource(self._nearest_layer(slot), np.full_like(places, OUTSIDE))
        before = self.trace(back.slot, back.places)
        return TermSource(before.layer_step, before.places, back.factor * before.factor, back.factor * before.offset + back.offset)

    def _step_back(self, slot: int, places: Places) -> _Previous | None:
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
        moved[inside] = self._permutation(steps, source)[places[inside]]
        if _are_moved(before, moved[inside], seen):
            return _Previous(source, moved)
        if self._values[source].shape != self._values[slot].shape:
            return None
        factor, offset = self._affine(steps, source)
        straight = np.allclose(factor * before[places[inside]] + offset, seen, _TOLERANCE, _TOLERANCE, equal_nan=True)
        return _Previous(source, places, factor, offset) if straight else None

    def _source(self, step: Step) -> int | None:
        """The one slot that a step took its numbers from; sizes and the like are not numbers of the picture."""
        found = [slot for slot in step.inputs if isinstance(self._values[slot], Tensor | tuple) and not self.is_learnt(slot)]
        return found[0] if len(found) == 1 else None

    def _nearest_layer(self, slot: int) -> LayerStep:
        while slot not in self._layer_steps:
            slot = next(source for source in self._plan.steps[slot - 1].inputs if not self.is_learnt(source))
        return self._layer_steps[slot]

    def _flat(self, slot: int) -> NDArray[np.float64]:
        numbers: NDArray[np.float64] = self._values[slot][0].double().reshape(-1).numpy()
        return numbers

    def _permutation(self, steps: list[Step], source: int) -> Places:
        """Where each number that comes out of `steps` stood, if they only move numbers: they are given places in place of values."""
        before = self._values[source]
        places = torch.arange(before[0].numel(), dtype=torch.float64).reshape(1, *before.shape[1:])
        moved: Places = self._run(steps, source, places)[0].reshape(-1).numpy().astype(np.int64)
        return moved

    def _affine(self, steps: list[Step], source: int) -> tuple[float, float]:
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
class _Previous:
    """The slot before, and value = factor · (its value at `places`) + offset."""

    slot: int
    places: Places
    factor: float = 1.0
    offset: float = 0.0


def _are_moved(before: NDArray[np.float64], places: Places, seen: NDArray[np.float64]) -> bool:
    inside = ((places >= 0) & (places < len(before))).all()
    return bool(inside) and np.array_equal(before[places], seen, equal_nan=True)
