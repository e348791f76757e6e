"""What a layer costs: its parameters spelled out, its multiply-accumulates, its connections."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from torch import Tensor, nn

from models.engine.plan import Step
from models.engine.receptive_field import pooled_cells, window_of
from models.text import Text

NO_FORMULA = Text("", "")


def formula_of(step: Step, learnt: Sequence[nn.Parameter]) -> Text:
    """How the learnt numbers of a layer add up: "(5·5·6 + 1)·16 = 2,416" / "… = 2.416"; empty without any."""
    count = sum(parameter.numel() for parameter in learnt)
    if not count:
        return NO_FORMULA
    english = f"{_factors(step, learnt)}{count:,}"
    return Text(english, english.replace(",", "."))


def _factors(step: Step, learnt: Sequence[nn.Parameter]) -> str:
    origin: Any = step.operation
    if isinstance(origin, nn.Conv2d):
        kernel = "·".join(str(n) for n in (*origin.kernel_size, origin.in_channels // origin.groups))
        return f"{_with_bias(kernel, origin)}·{origin.out_channels:,} = "
    if isinstance(origin, nn.Linear):
        return f"{_with_bias(f'{origin.in_features:,}', origin)}·{origin.out_features:,} = "
    if step.kind == "convolution" and isinstance(origin, nn.Module):  # not every map reads every map: kernels one by one
        kernels, *sides = origin.get_parameter("weight").shape
        return f"{'·'.join(map(str, sides))}·{kernels:,} + {len(origin.get_parameter('bias')):,} = "
    if len(learnt) > 1 and len({parameter.numel() for parameter in learnt}) == 1:
        return f"{len(learnt)}·{learnt[0].numel():,} = "  # a scale and a shift per channel
    return ""


def _with_bias(inputs: str, layer: nn.Conv2d | nn.Linear) -> str:
    return f"({inputs} + 1)" if layer.bias is not None else inputs


def macs_of(step: Step, value: Tensor) -> int:
    """Multiply-accumulates for one picture: products that are summed, in convolutions, dense layers and distances."""
    origin: Any = step.operation
    if not isinstance(origin, nn.Module):
        return 0
    if step.kind == "convolution":
        return origin.get_parameter("weight").numel() * prod(value.shape[2:])
    if step.kind == "distances":
        return origin.get_buffer("codes").numel()
    return value[0].numel() * origin.in_features if isinstance(origin, nn.Linear) else 0


def connections_of(step: Step, reads: Sequence[Any], value: Tensor) -> int:
    """Arrows into a layer for one picture, as LeCun et al. 1998 count them: one per number that a cell reads, one per bias.

    Layers that work cell by cell have none of their own; what a window reads of the padding counts.
    """
    cells = value[0].numel()
    if step.kind in ("convolution", "dense", "distances"):
        return macs_of(step, value) + (cells if getattr(step.operation, "bias", None) is not None else 0)
    if step.kind not in ("max pooling", "average pooling", "subsampling"):
        return 0
    window = window_of(step, reads[0])
    if window is None:
        return pooled_cells(reads[0], value)
    return cells * (prod(window.kernel) + (step.kind == "subsampling"))
