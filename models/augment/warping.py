"""Pictures turned, moved, scaled and sheared, each in its own way, a whole batch at once; the bits of torchvision's one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

Matrix = tuple[float, float, float, float, float, float]
CHUNK = 4_000_000  # numbers of a part of a batch: a batch of photographs as floats would not fit a small machine


def affine(angle: float = 0.0, translate: tuple[float, float] = (0.0, 0.0), scale: float = 1.0, shear: float = 0.0) -> Matrix:
    """Where each output pixel is looked up: the inverse of turning (degrees, clockwise), scaling, shearing along x (degrees), moving (px).

    As torchvision's `affine` computes it about the picture's middle, in float64.
    """
    turn, slant = math.radians(angle), math.tan(math.radians(shear))
    a, c = math.cos(turn), math.sin(turn)
    b, d = -(a * slant + math.sin(turn)), math.cos(turn) - c * slant
    p, q, r, s = d / scale, -b / scale, -c / scale, a / scale
    x, y = translate
    return p, q, -p * x - q * y, r, s, -r * x - s * y


def warp(pictures: Tensor, matrices: Sequence[Matrix], fills: Sequence[float]) -> Tensor:
    """Bilinear lookups through one matrix a picture; what lies outside has the picture's fill. uint8 (N, C, H, W) → the same."""
    size = max(1, CHUNK // pictures[0].numel())
    parts = [_warped(pictures[i : i + size], matrices[i : i + size], fills[i : i + size]) for i in range(0, len(pictures), size)]
    return parts[0] if len(parts) == 1 else torch.cat(parts)


def _warped(pictures: Tensor, matrices: Sequence[Matrix], fills: Sequence[float]) -> Tensor:
    count, _, height, width = pictures.shape
    seen = torch.ones(count, 1, height, width)
    looked = F.grid_sample(torch.cat([pictures.float(), seen], 1), _grid(matrices, height, width), align_corners=False)  # (N, C + 1, H, W)
    colours, mask = looked[:, :-1], looked[:, -1:]
    outside = torch.tensor(fills, dtype=torch.float32)[:, None, None, None]
    return colours.sub_(outside).mul_(mask).add_(outside).round_().to(torch.uint8)


def _grid(matrices: Sequence[Matrix], height: int, width: int) -> Tensor:
    """(N, H, W, 2) from −1 to 1, in the order of torchvision's own roundings."""
    base = torch.empty(height, width, 3)
    base[..., 0] = torch.linspace((1.0 - width) * 0.5, (width - 1.0) * 0.5, width)
    base[..., 1] = torch.linspace((1.0 - height) * 0.5, (height - 1.0) * 0.5, height)[:, None]
    base[..., 2] = 1
    theta = torch.tensor(matrices, dtype=torch.float32).view(-1, 2, 3).transpose(1, 2) / torch.tensor([0.5 * width, 0.5 * height])
    flat = base.view(1, height * width, 3).expand(len(matrices), -1, -1)
    return flat.bmm(theta).view(-1, height, width, 2)
