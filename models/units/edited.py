"""A network with edits as a network of its own: whatever looks through one looks through this one too.

It belongs to one visitor and is named after what was changed, `lenet5~1f0c…`: the same edits are the same name, and nobody else's page has
it. Only the changed layers have weights of their own; everything else is the shared network's.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from torch import Tensor, nn

from models import limits
from models.engine.plan import Plan, Step
from models.errors import UserError
from models.shelf.shelf import Shelved
from models.text import Text
from models.types.units import EDITED, Edit
from models.units import surgery

_EACH = 2  # edited networks of one visitor: the newest, and the one before it, about which somebody may still be asking


@dataclass(slots=True)
class _Kept:
    base: str
    edits: tuple[Edit, ...]
    built: Shelved | None = None
    of: Plan | None = None  # the plan that it was built from: another network may have come under the same key
    nbytes: int = 0


class EditedNetworks:
    """At most two a visitor; copies of weights together at most PLAYGROUND_EDITED_MB, beyond which they are made again when asked for."""

    def __init__(self, borrow: Callable[[str, str], Shelved]) -> None:
        self._borrow = borrow
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()

    def put(self, visitor: str, base: str, edits: Sequence[Edit]) -> str:
        """The key of a network with edits. UserError for an edit that is not accepted."""
        if not edits:
            return base
        shelved = self._borrow(base, visitor)
        built = edited(shelved, edits)
        key = f"{base}{EDITED}{_digest(edits)}"
        with self._lock:
            self._kept[visitor, key] = _Kept(base, tuple(edits), built, shelved.plan, _copied(built))
            self._kept.move_to_end((visitor, key))
            mine = [place for place in self._kept if place[0] == visitor]
            for place in mine[:-_EACH]:
                del self._kept[place]
            self._lighten()
        return key

    def get(self, visitor: str, key: str) -> Shelved:
        """UserError where this visitor has no such network (any more)."""
        with self._lock:
            kept = self._kept.get((visitor, key))
            if kept is None:
                raise UserError(_GONE)
            self._kept.move_to_end((visitor, key))
            built = kept.built
        base = self._borrow(kept.base, visitor)
        if built is not None and kept.of is base.plan:
            return built
        built = edited(base, kept.edits)
        with self._lock:
            kept.built, kept.of, kept.nbytes = built, base.plan, _copied(built)
            self._lighten()
        return built

    def _lighten(self) -> None:
        """Drops what can be made again, the least recently used first."""
        for kept in list(self._kept.values())[:-1]:
            if sum(one.nbytes for one in self._kept.values()) <= limits.EDITED_MB.value * 1e6:
                return
            kept.built, kept.of, kept.nbytes = None, None, 0

    def forget(self, visitor: str) -> None:
        with self._lock:
            for place in [place for place in self._kept if place[0] == visitor]:
                del self._kept[place]

    def forget_network(self, key: str) -> None:
        """A network has left the shelf: nothing here holds on to it."""
        with self._lock:
            for kept in self._kept.values():
                if kept.base == key:
                    kept.built, kept.of, kept.nbytes = None, None, 0


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


def _copied(shelved: Shelved) -> int:
    changed = {edit.layer for edit in shelved.edits}
    return sum(weight.nbytes for step in shelved.plan.steps if step.name in changed for weight in step.parameters())


def edited(base: Shelved, edits: Sequence[Edit]) -> Shelved:
    """A network with edits: its plan runs copies of the changed layers. UserError for an edit that is not accepted."""
    weights = surgery.weights_after(base, edits)
    steps = tuple(_step(step, *weights[step.name]) if step.name in weights else step for step in base.plan.steps)
    return replace(base, plan=replace(base.plan, steps=steps), edits=tuple(edits))


def _step(step: Step, weight: Tensor, bias: Tensor | None) -> Step:
    module: Any = step.origin
    twin = _like(module, weight) if not isinstance(module, nn.Conv2d | nn.Linear) else copy(module)
    twin._parameters = {  # a copy of its own: the shared module keeps its numbers
        "weight": nn.Parameter(weight, requires_grad=False),
        "bias": None if bias is None else nn.Parameter(bias, requires_grad=False),
    }
    return replace(step, origin=twin, call=twin.forward)


def _like(module: Any, weight: Tensor) -> nn.Conv2d:
    """A plain convolution for one whose kernels are stored otherwise."""
    outputs, inputs, *kernel = weight.shape
    return nn.Conv2d(inputs, outputs, (kernel[0], kernel[1]), module.stride, module.padding, module.dilation, device="meta")
