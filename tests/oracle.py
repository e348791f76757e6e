"""What a network's layers really returned, learned without any of our code: copied the moment they return it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

FUNCTIONS = {
    "addition": {"add", "add_", "__add__", "__radd__", "__iadd__"},
    "multiplication": {"mul", "mul_", "__mul__", "__rmul__", "__imul__"},
    "concatenation": {"cat"},
    "flatten": {"flatten"},
    "dropout": {"dropout"},
    "ReLU": {"relu", "relu_"},
}
"""Kinds of layers that are, or may be, plain functions in the networks' code, by torch's names for them."""


def modules(network: nn.Module, picture: Tensor) -> dict[str, list[Tensor]]:
    """Path of a module → clones of what each of its calls returned."""
    returned: dict[str, list[Tensor]] = defaultdict(list)
    handles = []
    for path, module in network.named_modules():

        def keep(_: nn.Module, __: Any, output: Any, path: str = path) -> None:
            if isinstance(output, Tensor):
                returned[path].append(output.clone())

        handles.append(module.register_forward_hook(keep))
    with torch.no_grad():
        network(picture.clone())
    for handle in handles:
        handle.remove()
    return returned


class _Recorder(TorchFunctionMode):
    def __init__(self) -> None:
        super().__init__()
        self.returned: dict[str, list[Tensor]] = defaultdict(list)
        self.inside = False  # of a module that is one layer by itself, whatever it computes with

    def __torch_function__(self, function: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None) -> Any:
        output = function(*args, **(kwargs or {}))
        name = getattr(function, "__name__", "")
        kind = next((kind for kind, names in FUNCTIONS.items() if name in names), None)
        if (
            kind
            and not self.inside
            and isinstance(output, Tensor)
            and sum(isinstance(arg, Tensor) for arg in _flat(args)) > (kind in ("addition", "multiplication"))
        ):
            self.returned[kind].append(output.clone())
        return output


def _flat(args: Any) -> list[Any]:
    return [one for arg in args for one in (arg if isinstance(arg, list | tuple) else [arg])]


def functions(network: nn.Module, picture: Tensor) -> dict[str, list[Tensor]]:
    """Kind → clones of what the functions of that kind returned, in the order of the calls; sums of two tensors only."""
    recorder = _Recorder()
    ours = [module for module in network.modules() if not list(module.children()) and type(module).__module__.startswith("models.")]
    handles = [module.register_forward_pre_hook(lambda *_: setattr(recorder, "inside", True)) for module in ours]
    handles += [module.register_forward_hook(lambda *_: setattr(recorder, "inside", False)) for module in ours]
    with torch.no_grad(), recorder:
        network(picture.clone())
    for handle in handles:
        handle.remove()
    return recorder.returned


@torch.no_grad()
def as_if_trained(network: nn.Module, picture: Tensor) -> nn.Module:
    """Batch norms with the statistics of a random batch and varied gains, so that deep values keep their scale. Changes `network`."""
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    random = torch.Generator().manual_seed(3)
    for norm in norms:
        norm.train()
        norm.momentum = 1.0
    if norms:
        network(torch.randn(2, *picture.shape[1:], generator=random))
    for norm in norms:
        norm.weight.uniform_(0.5, 1.5, generator=random)
        norm.bias.normal_(0, 0.3, generator=random)
    return network.eval()
