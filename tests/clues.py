"""A network of which it is known where it looks: upright stripes speak for class 0, level ones for class 1, nothing else for anything."""

from __future__ import annotations

import torch
from torch import Tensor, nn

SIDE = 28
UPRIGHT, LEVEL = (slice(4, 12), slice(16, 24)), (slice(18, 26), slice(2, 10))  # rows, columns of each clue


class Striped(nn.Module):
    """One convolution with a kernel for each kind of stripe, an in-place ReLU, a pooling, the mean of each map as a logit."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)
        self.pool = nn.MaxPool2d(2)
        self.fc = nn.Linear(2, 2)
        stripe = torch.tensor([[-1.0, 2.0, -1.0]]).expand(3, 3)
        with torch.no_grad():
            self.conv.weight.copy_(torch.stack([stripe, stripe.T])[:, None])
            self.conv.bias.fill_(-3.0)
            self.fc.weight.copy_(20 * torch.eye(2))
            self.fc.bias.zero_()

    def forward(self, x: Tensor) -> Tensor:  # (N, 1, 28, 28)
        x = self.pool(self.relu(self.conv(x)))  # (N, 2, 14, 14)
        logits: Tensor = self.fc(x.mean((2, 3)))  # (N, 2)
        return logits


def striped() -> Striped:
    return Striped().eval().requires_grad_(False)


def picture() -> Tensor:
    """(1, 1, 28, 28): both clues on black."""
    drawn = torch.zeros(1, 1, SIDE, SIDE)
    rows, columns = UPRIGHT
    drawn[..., rows, slice(columns.start, columns.stop, 2)] = 1
    rows, columns = LEVEL
    drawn[..., slice(rows.start, rows.stop, 2), columns] = 1
    return drawn


def share_inside(heat: Tensor, square: tuple[slice, slice], margin: int = 2) -> float:
    """Which part of the positive heat [y, x] lies in a clue and `margin` pixels around it."""
    positive = heat.clamp(min=0)
    rows, columns = (slice(max(0, side.start - margin), side.stop + margin) for side in square)
    return float(positive[rows, columns].sum() / positive.sum())
