"""Noise of the size that a network takes, and what each of its layers returned for it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image
from torch import Tensor, nn

from models.engine.layers import LayerStep
from models.store import registry
from tests import oracle


def picture_for(key: str, seed: int = 0) -> np.ndarray[Any, np.dtype[np.uint8]]:
    size = registry.specs()[key].preparation
    return np.random.default_rng(seed).integers(0, 256, (size.height, size.width, size.channels), dtype=np.uint8)


def channels_first(layer_step: LayerStep, value: Tensor) -> Tensor:
    """ConvNeXt keeps channels last inside its blocks; on the screen they come first."""
    kept_last = value.dim() == 4 and tuple(value.shape[1:]) != layer_step.layer.shape
    return (value.permute(0, 3, 1, 2) if kept_last else value)[0]


def truths(network: nn.Module, layer_steps: tuple[LayerStep, ...], picture: Tensor) -> list[Tensor | None]:
    """What each layer returned, None where no call of it was seen; every recorded function call must belong to a layer."""
    returned, computed = oracle.modules(network, picture), oracle.functions(network, picture)
    calls = {kind: iter(values) for kind, values in computed.items()}
    ours = {"input": picture, "softmax": returned[""][0].softmax(1)}
    true: list[Tensor | None] = []
    for layer_step in layer_steps:
        path, _, call = layer_step.layer.name.partition(":")
        kind = "ReLU" if layer_step.layer.title.en == "ReLU" else layer_step.layer.kind
        function = next(calls[kind], None) if kind in calls else None
        module = returned[path][int(call or 1) - 1] if path in returned else None
        true.append(ours.get(layer_step.layer.name, function if module is None else module))
    assert all(next(left, None) is None for left in calls.values()), "a call that no layer shows"
    return true


def stored(picture: np.ndarray[Any, np.dtype[np.uint8]]) -> bytes:
    """A picture as a PNG file."""
    Image.fromarray(picture.squeeze()).save(file := io.BytesIO(), "PNG")
    return file.getvalue()
