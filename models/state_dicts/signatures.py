"""Names and shapes of the tensors of every listed network: built without memory for its numbers, when a file first asks for them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from models.engine.tracing import TRACING_LOCK
from models.store import registry
from models.store.local import LocalWeights
from models.store.registry import NetworkSpec

Shape = tuple[int, ...]
COUNTER = "num_batches_tracked"
"""How the name of batch norm's counter ends, which computes nothing and which many files leave out."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What the state dict of a network looks like."""

    shapes: Mapping[str, Shape]  # counters left out
    head: str  # path of the layer whose outputs are the classes; "" where it is neither dense nor a convolution
    unused: tuple[str, ...]  # beginnings of names of parts that only training uses


_lock = threading.Lock()
_known: dict[str, Signature] = {}


def signature(spec: NetworkSpec) -> Signature:
    """Of a listed network; built once in the life of the process."""
    with _lock:
        known = _known.get(spec.key)
    if known is None:
        known = _signature(spec, build_empty(spec))
        with _lock:
            _known[spec.key] = known
    return known


def build_empty(spec: NetworkSpec) -> nn.Module:
    """The network as its constructor makes it, but its weights have shapes and no numbers; nothing is seen in the global generator."""
    with TRACING_LOCK, torch.random.fork_rng(devices=[]), _EmptyOnMeta():
        return spec.build()


class _EmptyOnMeta(TorchFunctionMode):
    """Memory that waits for numbers is not taken; numbers that a constructor computes with (RegNet's widths) are there."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if func is torch.empty and kwargs.get("device") is None:
            kwargs = {**kwargs, "device": "meta"}
        return func(*args, **kwargs)


def _signature(spec: NetworkSpec, network: nn.Module) -> Signature:
    shapes = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items() if not name.endswith(COUNTER)}
    return Signature(shapes, _head(network, len(spec.classes())), getattr(spec.weights, "unused", ()))


def _head(network: nn.Module, classes: int) -> str:
    layers = [name for name, module in network.named_modules() if type(module) in (nn.Linear, nn.Conv2d) and len(module.weight) == classes]
    return layers[-1] if layers else ""


def parameters_hint(spec: NetworkSpec) -> float:
    """About how many numbers its weights are, by the size of their file; 0 where nobody knows."""
    return spec.weights.megabytes * 1e6 / 4 if spec.weights and spec.weights_location else 0.0


def trained_specs() -> list[NetworkSpec]:
    """Every network of ours that names classes, once, without the untrained twins; one from the command line is not built again."""
    specs = [spec for key, spec in registry.specs().items() if not key.endswith(registry.RANDOM_SUFFIX)]
    return [spec for spec in specs if spec.answer == "classes" and not isinstance(spec.weights, LocalWeights)]
