"""A network with edits as a network of its own: whatever looks through one looks through this one too.

It belongs to one visitor and is named after what was changed, `lenet5~1f0c…`: the same edits are the same name, and nobody else's page has
it. Only the changed layers have weights of their own; everything else is the shared network's.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from torch import Tensor, nn

from models import limits
from models.byte_lru import ByteLru
from models.engine.plan import Plan, Step
from models.errors import UserError
from models.filters import weight_edits
from models.store.store import LoadedNetwork
from models.text import Text
from models.types.filters import EDITED_MARK, Edit

_PER_VISITOR = 2  # edited networks of one visitor: the newest, and the one before it, about which somebody may still be asking


@dataclass(frozen=True, slots=True)
class _EditedEntry:
    network: LoadedNetwork
    base_plan: Plan  # the plan that it was built from: another network may have come under the same key
    nbytes: int


class EditedNetworks:
    """At most two a visitor; copies of weights together at most PLAYGROUND_EDITED_MB, beyond which they are made again when asked for."""

    def __init__(self, get_network: Callable[[str, str], LoadedNetwork]) -> None:
        self._get_network = get_network
        # A registry: what each visitor has edited, by (visitor, key). Only the copied weights are cached.
        self._edits: OrderedDict[tuple[str, str], tuple[str, tuple[Edit, ...]]] = OrderedDict()  # → base and edits
        self._built: ByteLru[tuple[str, str], _EditedEntry] = ByteLru(
            lambda one: one.nbytes, lambda: limits.EDITED_MB.value * 1e6, keep_latest=1, name="edited_networks"
        )
        self._lock = self._built.lock

    def put(self, visitor: str, base: str, edits: Sequence[Edit]) -> str:
        """The key of a network with edits. UserError for an edit that is not accepted."""
        if not edits:
            return base
        loaded = self._get_network(base, visitor)
        built = with_edits(loaded, edits)
        key = f"{base}{EDITED_MARK}{_digest(edits)}"
        with self._lock:
            self._edits[visitor, key] = base, tuple(edits)
            self._edits.move_to_end((visitor, key))
            for place in [place for place in self._edits if place[0] == visitor][:-_PER_VISITOR]:
                del self._edits[place]
                self._built.pop(place)
            self._built.put((visitor, key), _EditedEntry(built, loaded.plan, _copied_bytes(built)))
        return key

    def get(self, visitor: str, key: str) -> LoadedNetwork:
        """UserError where this visitor has no such network (any more)."""
        with self._lock:
            known = self._edits.get((visitor, key))
            if known is None:
                raise UserError(_GONE)
            self._edits.move_to_end((visitor, key))
            kept = self._built.get((visitor, key))
        base = self._get_network(known[0], visitor)
        if kept is not None and kept.base_plan is base.plan:
            return kept.network
        built = with_edits(base, known[1])
        with self._lock:
            if (visitor, key) in self._edits:
                self._built.put((visitor, key), _EditedEntry(built, base.plan, _copied_bytes(built)))
        return built

    def forget(self, visitor: str) -> None:
        with self._lock:
            for place in [place for place in self._edits if place[0] == visitor]:
                del self._edits[place]
        self._built.drop(lambda place: place[0] == visitor)

    def forget_network(self, key: str) -> None:
        """A network has left the store: nothing here holds on to it."""
        self._built.drop(lambda place: place[1].rpartition(EDITED_MARK)[0] == key)


_GONE = Text(
    "The network that you changed in Filters is not here any more. Restore it there, or change it again.",
    "A rede que você mudou em Filtros não está mais aqui. Restaure-a lá, ou mude-a de novo.",
)


def _digest(edits: Sequence[Edit]) -> str:
    mix = blake2b(digest_size=8)
    for edit in edits:
        mix.update(repr((edit.layer, edit.unit, float(edit.factor))).encode())
        mix.update(b"" if edit.kernel is None else edit.kernel.tobytes())
    return mix.hexdigest()


def _copied_bytes(loaded: LoadedNetwork) -> int:
    changed = {edit.layer for edit in loaded.edits}
    return sum(weight.nbytes for step in loaded.plan.steps if step.name in changed for weight in step.parameters())


def with_edits(base: LoadedNetwork, edits: Sequence[Edit]) -> LoadedNetwork:
    """A network with edits: its plan runs copies of the changed layers. UserError for an edit that is not accepted."""
    weights = weight_edits.edited_weights(base, edits)
    steps = tuple(_edited_step(step, *weights[step.name]) if step.name in weights else step for step in base.plan.steps)
    return replace(base, plan=replace(base.plan, steps=steps), edits=tuple(edits))


def _edited_step(step: Step, weight: Tensor, bias: Tensor | None) -> Step:
    module: Any = step.operation
    twin = _plain_convolution(module, weight) if not isinstance(module, nn.Conv2d | nn.Linear) else copy(module)
    twin._parameters = {  # a copy of its own: the shared module keeps its numbers
        "weight": nn.Parameter(weight, requires_grad=False),
        "bias": None if bias is None else nn.Parameter(bias, requires_grad=False),
    }
    return replace(step, operation=twin, call=twin.forward)


def _plain_convolution(module: Any, weight: Tensor) -> nn.Conv2d:
    """A plain convolution for one whose kernels are stored otherwise."""
    outputs, inputs, *kernel = weight.shape
    return nn.Conv2d(inputs, outputs, (kernel[0], kernel[1]), module.stride, module.padding, module.dilation, device="meta")
