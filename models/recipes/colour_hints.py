"""Hints as a training gives them: a few small patches of a picture's own colours (Zhang et al., SIGGRAPH 2017, section 3.3)."""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from models.networks.colouring import HINT_SCALE

UNHINTED = 1 / 3  # of the pictures have none
FEWER = 0.25  # chance that no further patch follows a patch
MOST = 12  # patches in a picture
LARGEST_SIDE = 9  # px of a patch


def random_hints(ab: Tensor, generator: Generator) -> Tensor:
    """ab (N, 2, H, W) → hints (N, 3, H, W): each patch the mean colour under it and 1, zeros elsewhere."""
    n, _, height, width = ab.shape
    hints = ab.new_zeros(n, 3, height, width)
    for i in range(n):
        if float(torch.rand((), generator=generator)) < UNHINTED:
            continue
        for _ in range(MOST):
            side = int(torch.randint(1, LARGEST_SIDE + 1, (), generator=generator))
            top = int(torch.randint(height - side + 1, (), generator=generator))
            left = int(torch.randint(width - side + 1, (), generator=generator))
            rows, columns = slice(top, top + side), slice(left, left + side)
            hints[i, :2, rows, columns] = ab[i, :, rows, columns].mean((1, 2), keepdim=True) / HINT_SCALE
            hints[i, 2, rows, columns] = 1
            if float(torch.rand((), generator=generator)) < FEWER:
                break
    return hints
