"""Where the freeze line can stand: between layers through which everything goes, just before one with weights.

Left of it nothing changes, so it is computed once per picture. Whatever has no weights of its own, a pooling, an activation, and also a
normalisation, belongs to the layer before it: the line never parts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from torch import Tensor, nn

from models.engine.kinds import INPUT
from models.engine.plan import Plan, Step
from models.engine.stages import narrows
from models.errors import UserError, unknown
from models.store.store import Shelved
from models.text import Text
from models.training.core.trainable_tail import Learner
from models.types.fine_tune import Place

ALL, NONE = "all", "none"
MOST = 8  # places that are shown; any can be asked for
_BEGINS = frozenset({"convolution", "dense", "distances"})
_PASSES = frozenset({"dropout", "identity"})


def head_of(plan: Plan) -> Step:
    """The last layer with weights of its own, which makes the classes. UserError for a network without one."""
    for step in reversed(plan.steps[: plan.answer]):
        if step.kind in _BEGINS and isinstance(step.origin, nn.Module):
            return step
    raise UserError(
        Text(
            "network: it has no last layer that could be replaced, so it cannot be taught.",
            "network: ela não tem uma última camada que possa ser substituída, e por isso não pode ser ensinada.",
        )
    )


def places(shelved: Shelved) -> tuple[Place, ...]:
    """Every legal place from left to right: `none` is the first, `all` (the head alone learns) the last."""
    plan, head = shelved.plan, head_of(shelved.plan)
    found = list(borders(plan, head.name))
    shown = _few([layer for layer, _ in found])
    visible = {stop.slot: stop.layer.name for stop in shelved.stops}
    made = []
    for i, (layer, slot) in enumerate(found):
        after = next((visible[before] for before in range(slot, -1, -1) if before in visible), INPUT)
        frozen = sum(stop.layer.macs for stop in shelved.stops if stop.slot <= slot)
        macs = sum(stop.layer.macs for stop in shelved.stops) - frozen
        made.append(Place(layer, after, slot, weights_after(plan, slot, head), frozen, macs, i in shown))
    return tuple(made)


def borders(plan: Plan, head: str) -> Iterator[tuple[str, int]]:
    """(first layer that learns, slot before the line), from left to right, up to the layer `head`. The first line is before everything."""
    narrow = sorted({0, *(slot for slot in narrows(plan) if slot < plan.answer)})
    all_learn = True
    for slot, following in zip(narrow, [*narrow[1:], plan.answer], strict=True):
        first = next((step.name for step in plan.steps[slot:following] if step.kind in _BEGINS), None)
        if first is not None:
            yield first, 0 if all_learn else _before_dropout(plan, slot, frozenset(narrow))
            all_learn = False
        if first == head:
            return


def _before_dropout(plan: Plan, slot: int, narrow: frozenset[int]) -> int:
    """Units drop out while the layer behind learns: what is computed once is what they drop out of."""
    while slot and plan.steps[slot - 1].kind in _PASSES and plan.steps[slot - 1].inputs[0] in narrow:
        slot = plan.steps[slot - 1].inputs[0]
    return slot


def weights_after(plan: Plan, slot: int, head: Step) -> int:
    """Weights right of the line, without those of the head, which is replaced."""
    replaced = {id(parameter) for parameter in head.parameters()}
    learnt: Sequence[Tensor] = Learner(plan, slot).parameters
    return sum(parameter.numel() for parameter in learnt if id(parameter) not in replaced)


def place_of(shelved: Shelved, freeze: object) -> Place:
    """`all`, `none`, a layer, or the beginning of one's name ("layer4"). UserError with the nearest name for any other."""
    found = places(shelved)
    if freeze == ALL:
        return found[-1]
    if freeze == NONE:
        return found[0]
    for place in found:
        if isinstance(freeze, str) and (place.layer == freeze or place.layer.startswith(freeze + ".")):
            return place
    raise unknown("freeze", freeze, [ALL, NONE, *(place.layer for place in found)])


def _few(layers: Sequence[str]) -> set[int]:
    """At most MOST of them: the first of each block, evenly thinned, with both ends."""
    blocks: dict[str, int] = {}
    for i, layer in enumerate(layers):
        parts = layer.split(".")
        blocks.setdefault(".".join(parts[:2]) if len(parts) > 1 and parts[1].isdigit() else parts[0], i)
    firsts = sorted({*blocks.values(), len(layers) - 1})
    if len(firsts) <= MOST:
        return set(firsts)
    return {firsts[round(i * (len(firsts) - 1) / (MOST - 1))] for i in range(MOST)}
