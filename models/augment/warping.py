"""Pictures turned, moved, scaled and sheared, each in its own way, a whole batch at once; the bits of torchvision's one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor

from models.augment.transform import copy_to_uint8

Matrix = tuple[float, float, float, float, float, float]
CHUNK = 200_000  # numbers of a part of a batch: as floats they fit the cache, and a batch of photographs a small machine


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
    out = torch.empty_like(pictures)
    size = max(1, CHUNK // math.prod(pictures.shape[1:]))
    for start in range(0, len(pictures), size):
        part = slice(start, start + size)
        copy_to_uint8(_warp_part(pictures[part], matrices[part], fills[part]), out[part])
    return out


def _warp_part(pictures: Tensor, matrices: Sequence[Matrix], fills: Sequence[float]) -> Tensor:
    """Whole numbers as float32, (N, C, H, W)."""
    count, channels, height, width = pictures.shape
    seen = torch.empty(count, channels + 1, height, width)
    seen[:, :-1], seen[:, -1] = pictures, 1
    looked = F.grid_sample(seen, _grid(matrices, height, width), align_corners=False)  # (N, C + 1, H, W)
    colours, mask = looked[:, :-1], looked[:, -1:]
    if not any(fills):
        return colours.mul_(mask).round_()
    outside = torch.tensor(fills, dtype=torch.float32)[:, None, None, None]
    return colours.sub_(outside).mul_(mask).add_(outside).round_()


def _grid(matrices: Sequence[Matrix], height: int, width: int) -> Tensor:
    """(N, H, W, 2) from −1 to 1, in the order of torchvision's own roundings."""
    theta = torch.tensor(matrices, dtype=torch.float32).view(-1, 2, 3).transpose(1, 2) / torch.tensor([0.5 * width, 0.5 * height])
    return _grid_by_sums(theta, height, width) if _sums_are_products(height, width) else _grid_by_product(theta, height, width)


def _grid_by_product(theta: Tensor, height: int, width: int) -> Tensor:
    """As torchvision computes it, a matrix product of the pixels (x, y, 1) and theta (N, 3, 2), which is slow with two columns."""
    base = torch.ones(height, width, 3)
    base[..., 0], base[..., 1] = _pixel_centres(width), _pixel_centres(height)[:, None]
    return base.view(1, height * width, 3).expand(len(theta), -1, -1).bmm(theta).view(-1, height, width, 2)


def _grid_by_sums(theta: Tensor, height: int, width: int) -> Tensor:
    """Of what each column and each row adds."""
    columns, rows = _pixel_centres(width) * theta[:, 0, :, None], _pixel_centres(height) * theta[:, 1, :, None]  # (N, 2, W), (N, 2, H)
    return (columns[:, :, None] + rows[..., None]).add_(theta[:, 2, :, None, None]).permute(0, 2, 3, 1)


def _pixel_centres(count: int) -> Tensor:
    """The middles of pixels, from the middle of the picture."""
    return torch.linspace((1.0 - count) * 0.5, (count - 1.0) * 0.5, count)


@lru_cache(maxsize=64)  # one bool a size: nothing whose bytes would count
def _sums_are_products(height: int, width: int) -> bool:
    """Whether both have the same bits here: so it is where a matrix product rounds after each step and does not fuse two into one."""
    theta = torch.tensor([[[0.983, 0.311], [-0.127, 1.037], [0.071, -0.253]]]) / torch.tensor([0.5 * width, 0.5 * height])
    return torch.equal(_grid_by_sums(theta, height, width), _grid_by_product(theta, height, width))
