"""Methods that say where a network looked: one file each, found by itself.

A method is a module with `METHOD`. Its `steps` take an `AttributionInput` and yield what is known so far; the last one is the whole.
No step changes the network, and none keeps autograd switched on while it waits for the next batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import torch
from torch import Tensor

from models import registry
from models.engine.backward_tail import tail_after
from models.engine.capture import Capture
from models.engine.channels_last import channels_last
from models.engine.plan import Plan
from models.text import Text

AttributedTo = Literal["layer", "input"]
MapsAndGradient = Callable[[Tensor, Tensor], Tensor]
"""Maps of a layer and their gradient, (1, C, h, w) each → (1, h, w)."""


@dataclass(frozen=True, slots=True)
class AttributionInput:
    """One picture, the classes that are asked about, and how much may be computed at a time."""

    plan: Plan
    picture: Tensor  # (1, C, H, W) as the network reads it
    black: Tensor  # (1, C, H, W): no light at all, or no ink
    targets: tuple[int, ...]
    batch: int  # pictures that go through the network together
    captured: Capture | None = None  # every value up to the layer; None for a method that looks at the input
    slot: int = 0  # of the layer
    channel_axis: int = 1
    points: int = 0  # how many points a method that has `choices` takes; 0 elsewhere

    def batched_plan(self) -> Plan:
        """The plan for passes of several pictures at a time: the same numbers up to rounding, in less time."""
        return channels_last(self.plan) if self.batch > 1 else self.plan


@dataclass(frozen=True, slots=True)
class Partial:
    """What is known after `done` of `of` passes."""

    maps: Tensor  # (targets, y, x): at the layer's cells, or at the picture's pixels
    done: int = 1
    total: int = 1
    facts: tuple[Mapping[str, float], ...] = ()  # per target, with the last one
    before_relu: Tensor | None = None  # (targets, y, x): the same before a ReLU cut what is negative, where one does


@dataclass(frozen=True, slots=True)
class Method:
    """One way to say where a network looked."""

    key: str
    order: int  # in the menu
    title: Text
    description: Text  # one sentence
    formula: tuple[Text, ...]  # lines; `_k` is an index
    attributed_to: AttributedTo  # the maps of a layer, or the pixels
    signed: bool  # whether its heat has a negative half
    passes: float  # forward passes that it costs, about
    steps: Callable[[AttributionInput], Iterator[Partial]]
    code: str  # lines of PyTorch from x, black, target, network and, at a layer, maps and logits to `heat` (h, w)
    unit: Text = field(default=Text("logit", "logit"))
    point_choices: tuple[int, ...] = ()  # how many points may be asked for, the usual number first; `code` then says POINTS
    combine: MapsAndGradient | None = None  # where one backward pass is all it takes


@cache
def methods() -> Mapping[str, Method]:
    """Every method that has a file, by key, in the order of the menu."""
    found: list[Method] = registry.discover(__name__, "METHOD")
    return registry.by_key(found, "method")


def per_layer_method(method: Method) -> Method:
    """The method whose heat is shown at every stage at once: itself where one backward pass is all it takes, else the menu's first such."""
    return method if method.combine else next(one for one in methods().values() if one.combine)


def growing_batches(count: int, batch: int) -> Iterator[slice]:
    """`count` passes in batches of at most `batch`: one alone, so that there is something to see at once, then as many as before it."""
    start = 0
    while start < count:
        stop = min(count, start + min(batch, max(1, start)))
        yield slice(start, stop)
        start = stop


def weighted_sum_steps(weighted_sum: MapsAndGradient) -> Callable[[AttributionInput], Iterator[Partial]]:
    """`steps` of a method that is the ReLU of a weighted sum of maps: one backward pass through the tail for each class."""

    def steps(inputs: AttributionInput) -> Iterator[Partial]:
        assert inputs.captured is not None
        tail = tail_after(inputs.captured, inputs.slot, inputs.channel_axis)
        sums = stack_maps(weighted_sum(tail.maps, tail.gradient(target)) for target in inputs.targets)
        yield Partial(sums.relu(), before_relu=sums)

    return steps


def relu_of(weighted_sum: MapsAndGradient) -> MapsAndGradient:
    """`combine` of such a method."""
    return lambda maps, gradient: weighted_sum(maps, gradient).relu()


def max_over_channels(gradient: Tensor) -> Tensor:
    """The largest |gradient| over the colours, (N, C, H, W) → (N, H, W)."""
    return gradient.abs().amax(1)


def stack_maps(heats: Iterable[Tensor]) -> Tensor:
    """One heat (1, y, x) a class → (targets, y, x)."""
    return torch.cat(list(heats))
