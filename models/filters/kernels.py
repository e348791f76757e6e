"""The learned kernels of a convolution, copied out of the network."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from models.engine.plan import Step
from models.errors import unknown
from models.store.store import LoadedNetwork
from models.types.convolution import ConvolutionWeights


def kernels(loaded: LoadedNetwork, layer: str) -> ConvolutionWeights:
    """The kernels of one convolution. UserError with the nearest name for a layer that has none."""
    steps = {step.name: step for step in loaded.plan.steps}
    names = [one.name for one in loaded.layers if one.name in steps and _has_kernels(steps[one.name])]
    if layer not in names:
        raise unknown("layer", layer, names)
    origin: Any = steps[layer].operation
    with torch.no_grad():
        weight: Tensor = origin.full_weight() if hasattr(origin, "full_weight") else origin.weight  # (out, in, kh, kw)
    bias = np.zeros(len(weight), np.float32) if origin.bias is None else origin.bias.numpy().copy()
    return ConvolutionWeights(weight.numpy().copy(), bias)


def _has_kernels(step: Step) -> bool:
    """A module that holds kernels as PyTorch's convolutions do, or that can say them so (`full_weight`)."""
    return step.kind == "convolution" and isinstance(step.operation, nn.Module)
