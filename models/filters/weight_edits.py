"""Weights changed for one visitor: a list of edits is a value, and what it does is computed from kept values, the tail alone.

Nothing on the shelf is written to and no network is built: each edited layer runs with a changed copy of its own weights, the steps that
depend on it run again, and all others keep the values that they had.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models import limits
from models.engine.plan import Plan, Step
from models.errors import UserError, unknown
from models.number_spec import real, whole
from models.store.store import Shelved
from models.text import Text
from models.types.filters import Edit

LARGEST = 1000.0  # of a weight that is painted, of a factor: float32 has room for the rest of the network
Call = Callable[..., Any]
Changed = Mapping[str, Call]
"""By layer what runs in its place."""


def calls(shelved: Shelved, edits: Sequence[Edit]) -> Changed:
    """For every edited layer what runs in its place. UserError for a layer, unit, factor or kernel that is not accepted."""
    steps = editable(shelved)
    return {name: _call(steps[name], *weights) for name, weights in weights_after(shelved, edits).items()}


def weights_after(shelved: Shelved, edits: Sequence[Edit]) -> dict[str, tuple[Tensor, Tensor | None]]:
    """For every edited layer copies of its weights and its bias, changed. UserError as above."""
    if len(edits) > limits.EDITS.value:
        raise _refused(
            "edits", Text(str(len(edits)), str(len(edits))), Text("at most {n}", "no máximo {n}").format(n=int(limits.EDITS.value))
        )
    changed: dict[str, tuple[Tensor, Tensor | None]] = {}
    steps = editable(shelved)
    for edit in edits:
        step = steps.get(edit.layer)
        if step is None:
            raise unknown("layer", edit.layer, steps)
        weight, bias = changed.get(edit.layer) or _copy(step)
        changed[edit.layer] = apply(edit, weight, bias)
    return changed


def editable(shelved: Shelved) -> dict[str, Step]:
    """The layers whose units have weights of their own: convolutions and dense layers that are modules."""
    kinds = ("convolution", "dense")
    return {step.name: step for step in shelved.plan.steps if step.kind in kinds and isinstance(step.origin, nn.Module)}


def weights_of(step: Step) -> tuple[Tensor, Tensor | None]:
    """Kernels (out, in, kh, kw) or a matrix (out, in), and the bias (out) if there is one; the network's own."""
    module: Any = step.origin
    with torch.no_grad():
        return (module.full_weight() if hasattr(module, "full_weight") else module.weight), module.bias


def _copy(step: Step) -> tuple[Tensor, Tensor | None]:
    weight, bias = weights_of(step)
    return weight.detach().clone(), None if bias is None else bias.detach().clone()


def apply(edit: Edit, weight: Tensor, bias: Tensor | None) -> tuple[Tensor, Tensor | None]:
    """Writes one edit into copies: paint first, then times the factor, the unit's bias too."""
    unit = whole("unit", edit.unit, 0, len(weight) - 1)
    if edit.kernel is not None:
        weight[unit] = _painted(edit, weight[unit])
    weight[unit] *= real("factor", edit.factor, -LARGEST, LARGEST)
    if bias is not None:
        bias[unit] *= edit.factor
    return weight, bias


def _call(step: Step, weight: Tensor, bias: Tensor | None) -> Call:
    module: Any = step.origin
    if isinstance(module, nn.Conv2d):
        return lambda x: module._conv_forward(x, weight, bias)
    if isinstance(module, nn.Linear):
        return lambda x: F.linear(x, weight, bias)
    return lambda x: F.conv2d(x, weight, bias, module.stride, module.padding, module.dilation)


@torch.no_grad()
def logits(plan: Plan, kept: Mapping[int, Any], changed: Changed) -> Tensor:
    """What the network answers (N, classes) with some layers changed, from the values of an unchanged forward pass by slot."""
    fresh: dict[int, Any] = {}
    for step in plan.steps[: plan.answer]:
        call = changed.get(step.name)
        if call is None and not any(slot in fresh for slot in step.inputs):
            continue
        inputs = [fresh[slot] if slot in fresh else kept[slot] for slot in step.inputs]
        fresh[step.slot] = (call or step.call)(*inputs)
    answer: Tensor = fresh.get(plan.answer, kept[plan.answer])
    return answer


def _painted(edit: Edit, like: Tensor) -> Tensor:
    kernel = np.asarray(edit.kernel, np.float32)
    if kernel.shape != tuple(like.shape):
        shapes = [" × ".join(map(str, shape)) for shape in (kernel.shape, like.shape)]
        raise _refused("kernel", shapes[0], Text("{shape} weights", "{shape} pesos").format(shape=shapes[1]))
    if not (np.abs(kernel) <= LARGEST).all():
        limit = int(LARGEST)
        accepted = Text("weights from −{limit} to {limit}", "pesos de −{limit} a {limit}").format(limit=limit)
        raise _refused("kernel", Text("a larger weight", "um peso maior"), accepted)
    return torch.from_numpy(kernel.copy())


def _refused(argument: str, given: object, accepted: Text) -> UserError:
    sentence = Text("{argument}: {given} is not accepted. Accepted: {accepted}.", "{argument}: {given} não é aceito. Aceito: {accepted}.")
    return UserError(sentence.format(argument=argument, given=given, accepted=accepted))
