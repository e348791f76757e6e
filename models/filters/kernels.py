"""The learned kernels of a convolution, copied out of the network."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from models.engine.plan import Step
from models.errors import unknown
from models.store.store import Shelved
from models.types.convolution import Filters


def kernels(shelved: Shelved, layer: str) -> Filters:
    """The kernels of one convolution. UserError with the nearest name for a layer that has none."""
    steps = {step.name: step for step in shelved.plan.steps}
    names = [one.name for one in shelved.layers if one.name in steps and _learned(steps[one.name])]
    if layer not in names:
        raise unknown("layer", layer, names)
    origin: Any = steps[layer].origin
    with torch.no_grad():
        weight: Tensor = origin.full_weight() if hasattr(origin, "full_weight") else origin.weight  # (out, in, kh, kw)
    bias = np.zeros(len(weight), np.float32) if origin.bias is None else origin.bias.numpy().copy()
    return Filters(weight.numpy().copy(), bias)


def _learned(step: Step) -> bool:
    """A module that holds kernels as PyTorch's convolutions do, or that can say them so (`full_weight`)."""
    return step.kind == "convolution" and isinstance(step.origin, nn.Module)
