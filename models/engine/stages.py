"""The few layers among which a visitor chooses where to look: every way from the picture to the answer leads through each of them."""

from __future__ import annotations

from collections.abc import Sequence

from models.engine.layers import LayerStep
from models.engine.plan import Plan

MAX_STAGES = 7  # that a slider holds beside the input
_SKIPPED_KINDS = frozenset({"padding", "normalisation", "dropout", "flatten", "softmax", "input"})
_POOLING_KINDS = frozenset({"max pooling", "average pooling", "subsampling"})


def has_maps(layer_step: LayerStep) -> bool:
    """Whether a layer answers maps of more than one cell, so that a heat can lie on them."""
    return (
        layer_step.layer.kind != "input" and len(layer_step.layer.shape) == 3 and layer_step.layer.shape[1] * layer_step.layer.shape[2] > 1
    )


def bottleneck_slots(plan: Plan) -> frozenset[int]:
    """Slots that everything later reads through: no step after one of them reads the picture by another way."""
    drawn = [True]  # per slot: does it hold anything of the picture?
    last_read: list[int] = [0]
    for step in plan.steps[: plan.logits_slot]:
        drawn.append(any(drawn[slot] for slot in step.inputs))
        last_read.append(step.slot)
        for slot in step.inputs:
            last_read[slot] = step.slot
    found, open_until = set(), last_read[0]
    for slot in range(1, plan.logits_slot + 1):
        if drawn[slot] and open_until <= slot:
            found.add(slot)
        if drawn[slot]:
            open_until = max(open_until, last_read[slot])
    return frozenset(found)


def find_stages(plan: Plan, layer_steps: Sequence[LayerStep]) -> tuple[LayerStep, ...]:
    """At most MOST layers in the order in which they run: the last of each size of map first of all, then the last of each block."""
    through = bottleneck_slots(plan)
    legal = [
        layer_step
        for layer_step in layer_steps
        if layer_step.slot in through and has_maps(layer_step) and layer_step.layer.kind not in _SKIPPED_KINDS
    ]
    last_of_size = {layer_step.layer.shape[1:]: layer_step for layer_step in legal}
    last_of_block = {layer_step.layer.name.partition(".")[0]: layer_step for layer_step in legal}
    wanted = [default_stage(legal), *last_of_size.values(), *last_of_block.values(), *reversed(legal)] if legal else []
    kept = {layer_step.slot for layer_step in list(dict.fromkeys(wanted))[:MAX_STAGES]}
    return tuple(layer_step for layer_step in legal if layer_step.slot in kept)


def default_stage(legal: Sequence[LayerStep]) -> LayerStep:
    """Where the maps mean most and still have a place: the last of them that is no pooling."""
    return next((layer_step for layer_step in reversed(legal) if layer_step.layer.kind not in _POOLING_KINDS), legal[-1])
