"""Augmentation and preparation of whole batches of photographs at once."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
"""Mean and standard deviation of ImageNet's pictures per channel, on the scale 0 to 1."""


def normalise(pictures: Tensor) -> Tensor:
    """(N, 3, H, W), 0 to 255 → mean 0 and deviation 1 over ImageNet, channels last in memory."""
    return ((pictures.float() / 255 - MEAN.to(pictures.device)) / STD.to(pictures.device)).contiguous(memory_format=torch.channels_last)


def resize(pictures: Tensor, side: int) -> Tensor:
    """(N, 3, H, W) uint8 → (N, 3, side, side) float, 0 to 255, anti-aliased."""
    return F.interpolate(pictures.float(), size=(side, side), mode="bilinear", antialias=True).clamp(0, 255)


def random_resized_crop(pictures: Tensor, side: int, smallest: float, generator: Generator) -> Tensor:
    """A random crop and flip of every picture by one `grid_sample`.

    Each crop holds `smallest` to 1 of its picture's area, with sides in a ratio of 3 : 4 to 4 : 3 (Szegedy et al. 2015).
    (N, 3, H, W) uint8 → (N, 3, side, side) float, 0 to 255.
    """
    n = len(pictures)

    def uniform(low: float, high: float) -> Tensor:
        return torch.empty(n).uniform_(low, high, generator=generator)

    area, ratio = uniform(smallest, 1), torch.exp(uniform(math.log(3 / 4), math.log(4 / 3)))
    width, height = (area * ratio).sqrt().clamp(max=1), (area / ratio).sqrt().clamp(max=1)
    flip = torch.randint(0, 2, (n,), generator=generator) * 2 - 1
    theta = torch.zeros(n, 2, 3)  # maps the crop's corners (±1, ±1) to places in the picture
    theta[:, 0, 0], theta[:, 1, 1] = width * flip, height
    theta[:, 0, 2], theta[:, 1, 2] = (1 - width) * uniform(-1, 1), (1 - height) * uniform(-1, 1)
    grid = F.affine_grid(theta.to(pictures.device), [n, 3, side, side], align_corners=False)
    return F.grid_sample(pictures.float(), grid, mode="bilinear", padding_mode="reflection", align_corners=False)


def downsample(pictures: Tensor, side: int) -> Tensor:
    """The same photographs with less in them to see: (N, 3, H, W) uint8 → (N, 3, side, side) uint8, anti-aliased."""
    return resize(pictures, side).round().to(torch.uint8)


def jitter_colors(pictures: Tensor, most: float, generator: Generator) -> Tensor:
    """Brightness, contrast and saturation of every picture times 1 − `most` to 1 + `most`; (N, 3, H, W), 0 to 255, clamped."""

    def times() -> Tensor:
        return torch.empty(len(pictures), 1, 1, 1).uniform_(1 - most, 1 + most, generator=generator).to(pictures.device)

    pictures = pictures * times()
    pictures = torch.lerp(pictures.mean((1, 2, 3), keepdim=True), pictures, times())
    return torch.lerp(pictures.mean(1, keepdim=True), pictures, times()).clamp_(0, 255)


def cutmix(pictures: Tensor, generator: Generator) -> tuple[Tensor, Tensor, float]:
    """A rectangle of every picture comes from another one of the batch (Yun et al. 2019, with α = 1).

    (N, 3, H, W) → the same shape, the other pictures' indices (N,), and the share of the picture's own area that is left.
    """
    n, _, h, w = pictures.shape
    cut = math.sqrt(1 - torch.rand(1, generator=generator).item())
    y, x = (int(torch.randint(0, side, (1,), generator=generator)) for side in (h, w))
    top, bottom = max(y - int(cut * h / 2), 0), min(y + int(cut * h / 2), h)
    left, right = max(x - int(cut * w / 2), 0), min(x + int(cut * w / 2), w)
    others = torch.randperm(n, generator=generator)
    mixed = pictures.clone(memory_format=torch.preserve_format)
    mixed[:, :, top:bottom, left:right] = pictures[others.to(pictures.device), :, top:bottom, left:right]
    return mixed, others, 1 - (bottom - top) * (right - left) / (h * w)
