"""Where the freeze line can stand: between layers through which everything goes, just before one with weights.

Left of it nothing changes, so it is computed once per picture. Whatever has no weights of its own, a pooling, an activation, and also a
normalisation, belongs to the layer before it: the line never parts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from torch import Tensor, nn

from models.engine.kinds import INPUT
from models.engine.plan import Plan, Step
from models.engine.stages import bottleneck_slots
from models.errors import UserError, unknown
from models.store.store import LoadedNetwork
from models.text import Text
from models.training.core.trainable_tail import TrainableTail
from models.types.fine_tune import FreezePoint

FREEZE_ALL, FREEZE_NONE = "all", "none"
MAX_SHOWN = 8  # places that are shown; any can be asked for
_WITH_WEIGHTS = frozenset({"convolution", "dense", "distances"})
_PASS_THROUGH = frozenset({"dropout", "identity"})


def head_step(plan: Plan) -> Step:
    """The last layer with weights of its own, which makes the classes. UserError for a network without one."""
    for step in reversed(plan.steps[: plan.logits_slot]):
        if step.kind in _WITH_WEIGHTS and isinstance(step.operation, nn.Module):
            return step
    raise UserError(
        Text(
            "network: it has no last layer that could be replaced, so it cannot be taught.",
            "network: ela não tem uma última camada que possa ser substituída, e por isso não pode ser ensinada.",
        )
    )


def freeze_points(loaded: LoadedNetwork) -> tuple[FreezePoint, ...]:
    """Every legal place from left to right: `none` is the first, `all` (the head alone learns) the last."""
    plan, head = loaded.plan, head_step(loaded.plan)
    found = list(candidate_slots(plan, head.name))
    shown = _thinned([layer for layer, _ in found])
    visible = {layer_step.slot: layer_step.layer.name for layer_step in loaded.layer_steps}
    made = []
    for i, (layer, slot) in enumerate(found):
        after = next((visible[before] for before in range(slot, -1, -1) if before in visible), INPUT)
        frozen = sum(layer_step.layer.macs for layer_step in loaded.layer_steps if layer_step.slot <= slot)
        macs = sum(layer_step.layer.macs for layer_step in loaded.layer_steps) - frozen
        made.append(FreezePoint(layer, after, slot, trainable_after(plan, slot, head), frozen, macs, i in shown))
    return tuple(made)


def candidate_slots(plan: Plan, head: str) -> Iterator[tuple[str, int]]:
    """(first layer that learns, slot before the line), from left to right, up to the layer `head`. The first line is before everything."""
    narrow = sorted({0, *(slot for slot in bottleneck_slots(plan) if slot < plan.logits_slot)})
    all_learn = True
    for slot, following in zip(narrow, [*narrow[1:], plan.logits_slot], strict=True):
        first = next((step.name for step in plan.steps[slot:following] if step.kind in _WITH_WEIGHTS), None)
        if first is not None:
            yield first, 0 if all_learn else _before_dropout(plan, slot, frozenset(narrow))
            all_learn = False
        if first == head:
            return


def _before_dropout(plan: Plan, slot: int, narrow: frozenset[int]) -> int:
    """Units drop out while the layer behind learns: what is computed once is what they drop out of."""
    while slot and plan.steps[slot - 1].kind in _PASS_THROUGH and plan.steps[slot - 1].inputs[0] in narrow:
        slot = plan.steps[slot - 1].inputs[0]
    return slot


def trainable_after(plan: Plan, slot: int, head: Step) -> int:
    """Weights right of the line, without those of the head, which is replaced."""
    replaced = {id(parameter) for parameter in head.parameters()}
    learnt: Sequence[Tensor] = TrainableTail(plan, slot).parameters
    return sum(parameter.numel() for parameter in learnt if id(parameter) not in replaced)


def find_freeze_point(loaded: LoadedNetwork, freeze: object) -> FreezePoint:
    """`all`, `none`, a layer, or the beginning of one's name ("layer4"). UserError with the nearest name for any other."""
    found = freeze_points(loaded)
    if freeze == FREEZE_ALL:
        return found[-1]
    if freeze == FREEZE_NONE:
        return found[0]
    for point in found:
        if isinstance(freeze, str) and (point.layer == freeze or point.layer.startswith(freeze + ".")):
            return point
    raise unknown("freeze", freeze, [FREEZE_ALL, FREEZE_NONE, *(point.layer for point in found)])


def _thinned(layers: Sequence[str]) -> set[int]:
    """At most MOST of them: the first of each block, evenly thinned, with both ends."""
    blocks: dict[str, int] = {}
    for i, layer in enumerate(layers):
        parts = layer.split(".")
        blocks.setdefault(".".join(parts[:2]) if len(parts) > 1 and parts[1].isdigit() else parts[0], i)
    firsts = sorted({*blocks.values(), len(layers) - 1})
    if len(firsts) <= MAX_SHOWN:
        return set(firsts)
    return {firsts[round(i * (len(firsts) - 1) / (MAX_SHOWN - 1))] for i in range(MAX_SHOWN)}
