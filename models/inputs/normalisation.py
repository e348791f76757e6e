"""From pixels to the numbers that a network reads."""

from __future__ import annotations

import torch
from torch import Tensor

from models.inputs.pictures import Preparation


def normalise(batch: Tensor, preparation: Preparation) -> Tensor:
    """uint8 (N, C, H, W) → float32, (x / 255 − mean) / std: the bits of torchvision's presets."""
    mean, std = (torch.tensor(numbers)[:, None, None] for numbers in (preparation.mean, preparation.std))
    return batch.float().div_(255).sub_(mean).div_(std)
