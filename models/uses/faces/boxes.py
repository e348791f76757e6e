"""Boxes of faces: overlap, non-maximum suppression and regression. A box is (left, top, right, bottom)."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor
from torchvision.ops import nms

Over = Literal["union", "smaller"]
UNION: Over = "union"
SMALLER: Over = "smaller"


def non_maximum_suppression(boxes: Tensor, scores: Tensor, most: float, over: Over = "union") -> Tensor:
    """Non-maximum suppression: which boxes stay, bool [box]. In order of score, a box removes those that it overlaps by more than `most`.

    `over`: the intersection relative to the union, or to the smaller box, which also removes a box inside another.
    """
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    if over == "union":
        stays[nms(boxes, scores, most)] = True
        return stays
    overlaps = _shared(boxes) / torch.minimum(_areas(boxes)[:, None], _areas(boxes)[None]).clamp(min=1e-6)  # (N, N)
    struck = torch.zeros(len(boxes), dtype=torch.bool)
    for best in scores.argsort(descending=True, stable=True):
        if not struck[best]:
            stays[best] = True
            struck |= overlaps[best] > most
    return stays


def apply_offsets(windows: Tensor, offsets: Tensor) -> Tensor:
    """Box regression: `offsets` [box, 4] move the sides of a window by fractions of its width and height."""
    sides = (windows[:, 2:] - windows[:, :2]).repeat(1, 2)  # width, height, width, height
    moved: Tensor = windows + offsets * sides
    return moved


def place_landmarks(windows: Tensor, points: Tensor) -> Tensor:
    """Landmarks [box, 5, 2] in px of the picture: `points` [box, 10] are five x, then five y, as fractions of a window's sides."""
    shares = points.unflatten(1, (2, 5)).transpose(1, 2)  # (N, 5, 2)
    found: Tensor = windows[:, None, :2] + shares * (windows[:, 2:] - windows[:, :2])[:, None]
    return found


def square_windows(boxes: Tensor) -> Tensor:
    """The square around the centre of each box, with its longer side, in whole px: the input of the next network."""
    middles: Tensor = (boxes[:, :2] + boxes[:, 2:]) / 2
    sides = (boxes[:, 2:] - boxes[:, :2]).amax(1, keepdim=True).round().clamp(min=1)
    corners = (middles - sides / 2).round()
    return torch.cat([corners, corners + sides], 1)


def _areas(boxes: Tensor) -> Tensor:
    areas: Tensor = (boxes[:, 2:] - boxes[:, :2]).clamp(min=0).prod(1)
    return areas


def _shared(boxes: Tensor) -> Tensor:
    """Intersection areas, [box, box]."""
    first, last = torch.maximum(boxes[:, None, :2], boxes[None, :, :2]), torch.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    areas: Tensor = (last - first).clamp(min=0).prod(2)
    return areas
