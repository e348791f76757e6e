"""Windows cut from the picture, as R-Net and O-Net read them."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from models.inputs.normalisation import normalise
from models.store.store import LoadedNetwork

Corners = tuple[int, int, int, int]
BATCH = 128  # windows at a time: more of them are no faster


def crop(picture: Image.Image, window: Corners, side: int) -> NDArray[np.uint8]:
    """A window (left, top, right, bottom; whole px) of the picture (RGB), black beyond it, made `side` px: uint8 [y, x, 3]."""
    return np.asarray(picture.crop(window).resize((side, side), Image.Resampling.BILINEAR))


@torch.no_grad()
def run_heads(network: LoadedNetwork, picture: Image.Image, windows: Tensor) -> dict[str, Tensor]:
    """What every head of R-Net or O-Net says of each window [window, 4]: probability of a face as `faces`, others by their layer's name."""
    side, names = network.spec.preparation.height, [name for name in ("boxes", "landmarks") if name in _layers(network)]
    parts: dict[str, list[Tensor]] = {
        "faces": [torch.empty(0)],
        **{name: [torch.empty(0, 10 if name == "landmarks" else 4)] for name in names},
    }
    for batch in windows.split(BATCH) if len(windows) else ():
        pixels = np.stack([crop(picture, _whole(window), side) for window in batch.tolist()])  # [N, y, x, 3]
        plan = network.plan
        values = plan.empty_values(normalise(torch.from_numpy(pixels.transpose(0, 3, 1, 2)), network.spec.preparation))
        plan.run(values, 0, plan.logits_slot)
        parts["faces"].append(torch.softmax(values[plan.logits_slot], 1)[:, 1])
        for name in names:
            parts[name].append(values[network.layer_step(name).slot])
    return {name: torch.cat(given) for name, given in parts.items()}


def _whole(window: list[float]) -> Corners:
    left, top, right, bottom = (int(corner) for corner in window)
    return left, top, right, bottom


def _layers(network: LoadedNetwork) -> set[str]:
    return {layer.name for layer in network.layers}
