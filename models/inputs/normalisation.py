"""From pixels to the numbers that a network reads."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.inputs.pictures import Preparation


def normalise(batch: Tensor, preparation: Preparation) -> Tensor:
    """uint8 (N, C, H, W) → float32, (x / 255 − mean) / std: the bits of torchvision's presets."""
    mean, std = (torch.tensor(numbers)[:, None, None] for numbers in (preparation.mean, preparation.std))
    return batch.float().div_(255).sub_(mean).div_(std)


def to_pixels(picture: Tensor) -> NDArray[np.uint8]:
    """(3, H, W), values from 0 to 1 → uint8 [height, width, 3], the nearest whole numbers."""
    return (picture.clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0).contiguous().numpy()
