"""Weights changed for one visitor: a list of edits is a value, and what it does is computed from kept values, the tail alone.

Nothing in the store is written to and no network is built: each edited layer runs with a changed copy of its own weights, the steps that
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
from models.number_spec import real, whole_number
from models.store.store import LoadedNetwork
from models.text import Text
from models.types.filters import Edit

MAX_WEIGHT = 1000.0  # of a weight that is painted, of a factor: float32 has room for the rest of the network
Call = Callable[..., Any]
EditedCalls = Mapping[str, Call]
"""By layer what runs in its place."""


def edited_calls(loaded: LoadedNetwork, edits: Sequence[Edit]) -> EditedCalls:
    """For every edited layer what runs in its place. UserError for a layer, unit, factor or kernel that is not accepted."""
    steps = editable_layers(loaded)
    return {name: _edited_call(steps[name], *weights) for name, weights in edited_weights(loaded, edits).items()}


def edited_weights(loaded: LoadedNetwork, edits: Sequence[Edit]) -> dict[str, tuple[Tensor, Tensor | None]]:
    """For every edited layer copies of its weights and its bias, changed. UserError as above."""
    if len(edits) > limits.EDITS.value:
        raise _not_accepted(
            "edits", Text(str(len(edits)), str(len(edits))), Text("at most {n}", "no máximo {n}").format(n=int(limits.EDITS.value))
        )
    changed: dict[str, tuple[Tensor, Tensor | None]] = {}
    steps = editable_layers(loaded)
    for edit in edits:
        step = steps.get(edit.layer)
        if step is None:
            raise unknown("layer", edit.layer, steps)
        weight, bias = changed.get(edit.layer) or _copy(step)
        changed[edit.layer] = apply_edit(edit, weight, bias)
    return changed


def editable_layers(loaded: LoadedNetwork) -> dict[str, Step]:
    """The layers whose units have weights of their own: convolutions and dense layers that are modules."""
    kinds = ("convolution", "dense")
    return {step.name: step for step in loaded.plan.steps if step.kind in kinds and isinstance(step.operation, nn.Module)}


def weights_of(step: Step) -> tuple[Tensor, Tensor | None]:
    """Kernels (out, in, kh, kw) or a matrix (out, in), and the bias (out) if there is one; the network's own."""
    module: Any = step.operation
    with torch.no_grad():
        return (module.full_weight() if hasattr(module, "full_weight") else module.weight), module.bias


def _copy(step: Step) -> tuple[Tensor, Tensor | None]:
    weight, bias = weights_of(step)
    return weight.detach().clone(), None if bias is None else bias.detach().clone()


def apply_edit(edit: Edit, weight: Tensor, bias: Tensor | None) -> tuple[Tensor, Tensor | None]:
    """Writes one edit into copies: paint first, then times the factor, the unit's bias too."""
    unit = whole_number("unit", edit.unit, 0, len(weight) - 1)
    if edit.kernel is not None:
        weight[unit] = _check_kernel(edit, weight[unit])
    weight[unit] *= real("factor", edit.factor, -MAX_WEIGHT, MAX_WEIGHT)
    if bias is not None:
        bias[unit] *= edit.factor
    return weight, bias


def _edited_call(step: Step, weight: Tensor, bias: Tensor | None) -> Call:
    module: Any = step.operation
    if isinstance(module, nn.Conv2d):
        return lambda x: module._conv_forward(x, weight, bias)
    if isinstance(module, nn.Linear):
        return lambda x: F.linear(x, weight, bias)
    return lambda x: F.conv2d(x, weight, bias, module.stride, module.padding, module.dilation)


@torch.no_grad()
def edited_logits(plan: Plan, kept: Mapping[int, Any], changed: EditedCalls) -> Tensor:
    """What the network answers (N, classes) with some layers changed, from the values of an unchanged forward pass by slot."""
    fresh: dict[int, Any] = {}
    for step in plan.steps[: plan.logits_slot]:
        call = changed.get(step.name)
        if call is None and not any(slot in fresh for slot in step.inputs):
            continue
        inputs = [fresh[slot] if slot in fresh else kept[slot] for slot in step.inputs]
        fresh[step.slot] = (call or step.call)(*inputs)
    answer: Tensor = fresh.get(plan.logits_slot, kept[plan.logits_slot])
    return answer


def _check_kernel(edit: Edit, like: Tensor) -> Tensor:
    kernel = np.asarray(edit.kernel, np.float32)
    if kernel.shape != tuple(like.shape):
        shapes = [" × ".join(map(str, shape)) for shape in (kernel.shape, like.shape)]
        raise _not_accepted("kernel", shapes[0], Text("{shape} weights", "{shape} pesos").format(shape=shapes[1]))
    if not (np.abs(kernel) <= MAX_WEIGHT).all():
        limit = int(MAX_WEIGHT)
        accepted = Text("weights from −{limit} to {limit}", "pesos de −{limit} a {limit}").format(limit=limit)
        raise _not_accepted("kernel", Text("a larger weight", "um peso maior"), accepted)
    return torch.from_numpy(kernel.copy())


def _not_accepted(argument: str, given: object, accepted: Text) -> UserError:
    sentence = Text("{argument}: {given} is not accepted. Accepted: {accepted}.", "{argument}: {given} não é aceito. Aceito: {accepted}.")
    return UserError(sentence.format(argument=argument, given=given, accepted=accepted))
