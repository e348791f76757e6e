"""The few layers among which a visitor chooses where to look: every way from the picture to the answer leads through each of them."""

from __future__ import annotations

from collections.abc import Sequence

from models.engine.layers import Stop
from models.engine.plan import Plan

MOST = 7  # that a slider holds beside the input
_PASSED_OVER = frozenset({"normalisation", "dropout", "flatten", "softmax", "input"})
_POOLS = frozenset({"max pooling", "average pooling", "subsampling"})


def has_maps(stop: Stop) -> bool:
    """Whether a layer answers maps of more than one cell, so that a heat can lie on them."""
    return stop.layer.kind != "input" and len(stop.layer.shape) == 3 and stop.layer.shape[1] * stop.layer.shape[2] > 1


def narrows(plan: Plan) -> frozenset[int]:
    """Slots that everything later reads through: no step after one of them reads the picture by another way."""
    drawn = [True]  # per slot: does it hold anything of the picture?
    last_read: list[int] = [0]
    for step in plan.steps[: plan.answer]:
        drawn.append(any(drawn[slot] for slot in step.inputs))
        last_read.append(step.slot)
        for slot in step.inputs:
            last_read[slot] = step.slot
    found, open_until = set(), last_read[0]
    for slot in range(1, plan.answer + 1):
        if drawn[slot] and open_until <= slot:
            found.add(slot)
        if drawn[slot]:
            open_until = max(open_until, last_read[slot])
    return frozenset(found)


def stages(plan: Plan, stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """At most MOST layers in the order in which they run: the last of each size of map first of all, then the last of each block."""
    through = narrows(plan)
    legal = [stop for stop in stops if stop.slot in through and has_maps(stop) and stop.layer.kind not in _PASSED_OVER]
    last_of_size = {stop.layer.shape[1:]: stop for stop in legal}
    last_of_block = {stop.layer.name.partition(".")[0]: stop for stop in legal}
    wanted = [default_of(legal), *last_of_size.values(), *last_of_block.values(), *reversed(legal)] if legal else []
    kept = {stop.slot for stop in list(dict.fromkeys(wanted))[:MOST]}
    return tuple(stop for stop in legal if stop.slot in kept)


def default_of(legal: Sequence[Stop]) -> Stop:
    """Where the maps mean most and still have a place: the last of them that is no pooling."""
    return next((stop for stop in reversed(legal) if stop.layer.kind not in _POOLS), legal[-1])
