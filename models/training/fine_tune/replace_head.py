"""A network with another last layer: the base's own layers keep their names, and the head of a blueprint makes the classes.

A base whose last layer is a convolution (SqueezeNet) gives the head the mean of every map: by the order of sums that is what its own last
pooling would make, without the activation that would cut off logits below zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import nn

from models.engine.plan import Plan
from models.errors import UserError
from models.text import Text
from models.training.fine_tune import head as heads
from models.training.fine_tune.freeze_points import head_step
from models.training.fine_tune.head import HeadSpec

_HARMLESS = frozenset({"dropout", "identity", "flatten", "reshape", "average pooling", "max pooling", "other"})


@dataclass(frozen=True, slots=True)
class HeadReplacement:
    """Where a network of one shape takes a new head. Holds no network."""

    path: str  # of the module that is replaced
    features: int  # numbers that it reads
    pooled: bool  # it read maps: the new one reads their means
    removed_activations: tuple[str, ...]  # activations behind it

    def apply(self, network: nn.Module, head_spec: HeadSpec, seed: int = 0) -> None:
        """Changes `network`, the caller's own; the rest of it stays, to the bit."""
        new = heads.build(head_spec, seed)
        if self.pooled:
            as_maps = nn.Unflatten(1, (-1, 1, 1))  # of any number of classes: what stands before it may be replaced again
            new = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), new, as_maps).eval()
        _set_module(network, self.path, new)
        for path in self.removed_activations:
            _set_module(network, path, nn.Identity())

    def first_layer(self, plan: Plan) -> str:
        """The name of the head's first layer in the plan of a grafted network."""
        for step in plan.steps:
            inside = step.name == self.path or step.name.startswith(self.path + ".")
            if inside and step.kind in ("dense", "distances"):
                return step.name
        raise KeyError(self.path)

    def head_of(self, network: nn.Module) -> nn.Module:
        """The head of a grafted network."""
        module = network.get_submodule(self.path)
        return module[2] if self.pooled and isinstance(module, nn.Sequential) else module


def head_replacement(network: nn.Module, plan: Plan) -> HeadReplacement:
    """UserError where something with an effect of its own comes after the last layer."""
    step = head_step(plan)
    layer: Any = step.operation
    if step.kind == "distances":
        features = int(layer.codes.shape[1])
    else:
        features = int(layer.in_channels if step.kind == "convolution" else layer.in_features)
    silenced = []
    for after in plan.steps[step.slot : plan.logits_slot]:
        if after.kind == "activation" and isinstance(after.operation, nn.Module):
            silenced.append(after.name.partition(":")[0])
        elif after.kind not in _HARMLESS:
            raise _not_replaceable(after.name)
    path = _whole_head(network, step.name.partition(":")[0])
    return HeadReplacement(path, features, step.kind == "convolution", tuple(silenced))


def _whole_head(network: nn.Module, path: str) -> str:
    """The path of the chain that the layer at `path` begins, where a head of ours built it; else `path`."""
    above, _, name = path.rpartition(".")
    chain = network.get_submodule(above) if above and name == "0" else None
    behind = tuple(type(module) for module in list(chain)[1:]) if isinstance(chain, nn.Sequential) else ()
    return above if behind and behind in [head.behind for head in heads.heads().values()] else path


def _set_module(network: nn.Module, path: str, new: nn.Module) -> None:
    above, _, name = path.rpartition(".")
    setattr(network.get_submodule(above) if above else network, name, new)


def _not_replaceable(name: str) -> UserError:
    return UserError(
        Text(
            "network: what comes after its last layer ({name}) keeps it from being taught.",
            "network: o que vem depois da sua última camada ({name}) impede que ela seja ensinada.",
        ).format(name=name)
    )
