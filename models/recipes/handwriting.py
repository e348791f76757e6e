"""Augmentation that makes scanned digits into digits of other hands and other pens, a whole batch at once."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Generator, Tensor


@dataclass(frozen=True, slots=True)
class HandAugmentation:
    """How far hands and pens differ: every number is the largest change, drawn evenly for each digit."""

    rotation: float = 0.22  # rad
    shear: float = 0.30  # x per y
    scale: float = 0.13  # of each side
    translation: float = 1.5  # px
    elastic: float = 1.1  # px, deviation of a coarse field of displacements
    fields: tuple[int, ...] = (4, 6, 8)  # its cells per side: the fewer, the smoother
    thicker: float = 1.4  # px that a stroke's edge moves out
    thinner: float = 1.0  # px that it moves in
    faint: float = 0.25  # share of its darkness that ink may lose
    untouched: float = 0.15  # share of digits left as they were scanned


def augment_digits(digits: Tensor, hands: HandAugmentation, generator: Generator) -> Tensor:
    """(N, 1, 28, 28), 0 to 1 → the same digits as other people might have drawn them."""
    warped = F.grid_sample(digits, _sampling_grid(len(digits), digits.shape[-1], hands, generator), mode="bilinear", align_corners=False)
    drawn = _vary_strokes(warped, hands, generator)
    keep = torch.rand(len(digits), 1, 1, 1, generator=generator) < hands.untouched
    return torch.where(keep, digits, drawn)


def _uniform(n: int, most: float, generator: Generator) -> Tensor:
    return torch.empty(n).uniform_(-most, most, generator=generator)


def _sampling_grid(n: int, side: int, hands: HandAugmentation, generator: Generator) -> Tensor:
    """Where each pixel is looked up: turned, sheared, scaled, moved, then bent; (N, side, side, 2) from −1 to 1."""
    turn, shear = _uniform(n, hands.rotation, generator), _uniform(n, hands.shear, generator)
    wide, high = (1 / (1 + _uniform(n, hands.scale, generator)) for _ in range(2))
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = wide * turn.cos(), wide * (shear - turn.sin())
    theta[:, 1, 0], theta[:, 1, 1] = high * turn.sin(), high * turn.cos()
    for axis in range(2):
        theta[:, axis, 2] = _uniform(n, hands.translation, generator) * 2 / side
    grid = F.affine_grid(theta, [n, 1, side, side], align_corners=False)  # (N, side, side, 2)
    cells = hands.fields[int(torch.randint(len(hands.fields), (), generator=generator))]
    strength = torch.rand(n, 1, 1, 1, generator=generator) * hands.elastic * 2 / side
    bend = F.interpolate(
        torch.randn(n, 2, cells, cells, generator=generator) * strength, size=(side, side), mode="bicubic", align_corners=True
    )
    return grid + bend.permute(0, 2, 3, 1)


def _vary_strokes(digits: Tensor, hands: HandAugmentation, generator: Generator) -> Tensor:
    """Strokes thicker or thinner by a part of a pixel, paler or full; (N, 1, H, W)."""
    n = len(digits)
    change = torch.empty(n, 1, 1, 1).uniform_(-hands.thinner, hands.thicker, generator=generator)
    once, twice = _dilated(digits), _dilated(_dilated(digits))
    thin = -_dilated(-digits)
    drawn = (
        digits
        + change.clamp(0, 1) * (once - digits)
        + (change - 1).clamp(0, 1) * (twice - once)
        + (-change).clamp(0, 1) * 0.85 * (thin - digits)
    )
    drawn = drawn / drawn.amax((1, 2, 3), keepdim=True).clamp(min=0.05)
    return drawn * (1 - hands.faint * torch.rand(n, 1, 1, 1, generator=generator).square()) * (drawn > 0.02)


def _dilated(digits: Tensor) -> Tensor:
    """Each pixel the largest of itself and its four neighbours; (N, 1, H, W). Pooling finds the same and takes ten times as long."""
    largest = digits.clone()
    for here, there in ((slice(1, None), slice(None, -1)), (slice(None, -1), slice(1, None))):
        largest[..., here, :] = torch.maximum(largest[..., here, :], digits[..., there, :])
        largest[..., here] = torch.maximum(largest[..., here], digits[..., there])
    return largest
