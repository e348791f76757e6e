"""What a visitor reads on each stop of the strip: shape, parameters, cost, receptive field; and where its value lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from models.engine.costs import NO_FORMULA, connections_of, formula_of, macs_of
from models.engine.kinds import HIDDEN_KINDS, INPUT, title_of
from models.engine.plan import Plan, Step
from models.engine.receptive_field import PIXEL_FIELD, CellField, Pair, field_of, window_of
from models.types.networks import Layer, ReceptiveField


@dataclass(frozen=True, slots=True)
class LayerStep:
    """A layer and where it lies in a capture."""

    layer: Layer
    slot: int
    channel_axis: int = 1  # of the batch (N, …): 3 where the network itself keeps channels last

    def maps(self, value: Tensor) -> NDArray[np.float32]:
        """What the layer returned for the first picture, [channel, y, x] or [unit]: the same memory, channels first. Read only."""
        first = value.numpy()[0]
        return first if self.channel_axis == 1 else np.moveaxis(first, self.channel_axis - 1, 0)


def describe_layers(plan: Plan, values: Mapping[int, Any]) -> tuple[LayerStep, ...]:
    """The layers in the order in which they run, `input` first, from the values (by slot) of any one picture (1, C, H, W)."""
    pixels: Pair = tuple(values[0].shape[-2:])
    fields: list[CellField] = [PIXEL_FIELD]
    axes = [1]
    shown: list[tuple[str, ...]] = [(INPUT,)]
    learnt: list[tuple[nn.Parameter, ...]] = [()]
    counted: set[int] = set()
    layer_steps = [LayerStep(_input_layer(values[0]), 0)]
    for step in plan.steps:
        reads, value = [values[slot] for slot in step.inputs], values[step.slot]
        fields.append(field_of(step, [fields[slot] for slot in step.inputs], reads, value, pixels))
        axes.append(_channel_axis(step, [axes[slot] for slot in step.inputs], value))
        arrives = tuple(dict.fromkeys(name for slot in step.inputs for name in shown[slot]))
        used = step.parameters() + tuple(parameter for slot in step.inputs for parameter in learnt[slot])
        if not is_visible(step, value):
            shown.append(arrives)
            learnt.append(used)
            continue
        new = [parameter for parameter in used if id(parameter) not in counted]
        counted.update(map(id, new))
        layer_steps.append(LayerStep(_layer(step, arrives, new, fields[-1], reads, value, axes[-1]), step.slot, axes[-1]))
        shown.append((step.name,))
        learnt.append(())
    return tuple(layer_steps)


def is_visible(step: Step, value: Any) -> bool:
    """Layers with maps or units are; glue, and sums or products with a plain number, are not."""
    if step.kind in HIDDEN_KINDS or not isinstance(value, Tensor) or value.dim() not in (2, 4):
        return False
    return step.kind not in ("addition", "multiplication") or len(step.inputs) > 1


def _input_layer(picture: Tensor) -> Layer:
    field = ReceptiveField((1, 1), (1, 1), (0, 0), whole=False)
    return Layer(INPUT, INPUT, title_of(INPUT, INPUT, None), (), tuple(picture.shape[1:]), 0, NO_FORMULA, 0, 0, field)


def _layer(
    step: Step, inputs: tuple[str, ...], learnt: Sequence[nn.Parameter], field: CellField, reads: list[Any], value: Tensor, axis: int
) -> Layer:
    window = window_of(step, reads[0]) if reads else None
    sees = ReceptiveField(
        size=(field.vertical.size, field.horizontal.size),
        stride=(field.vertical.stride, field.horizontal.stride),
        offset=(field.vertical.offset, field.horizontal.offset),
        whole=field.whole,
        flattened=field.flattened,
    )
    shape = tuple(value[0].movedim(axis - 1, 0).shape)
    title = title_of(step.kind, step.operation, window.kernel if window else None)
    return Layer(
        name=step.name,
        kind=step.kind,
        title=title,
        inputs=inputs,
        shape=shape,
        parameters=sum(parameter.numel() for parameter in learnt),
        formula=formula_of(step, learnt),
        macs=macs_of(step, value),
        connections=connections_of(step, reads, value),
        receptive_field=sees,
    )


def _channel_axis(step: Step, axes: Sequence[int], value: Any) -> int:
    """Where the channels are in what a step returns: a permutation moves them, anything else leaves them."""
    order = _permutation(step)
    if order and axes and len(order) == 4:
        return order.index(axes[0])
    return max(axes, default=1) if isinstance(value, Tensor) and value.dim() == 4 else 1


def _permutation(step: Step) -> tuple[int, ...]:
    dims = getattr(step.operation, "dims", None) or step.settings.get("dims")
    if step.operation == "permute":
        given = step.settings["args"]
        dims = given[0] if len(given) == 1 else given
    return tuple(dims) if dims else ()


def highest_variance_channel(maps: NDArray[np.float32]) -> int:
    """The channel of [channel, y, x] that varies most."""
    return int(maps.reshape(len(maps), -1).var(axis=1).argmax())
