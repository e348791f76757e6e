"""The colour difference CIEDE2000 of two pictures in CIELAB.

Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test Data, and Mathematical
Observations", Color Research and Application 30, 2005; the numbers in brackets are its equations. k_L = k_C = k_H = 1.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

_FAR = 25.0**7


def ciede2000(first: Tensor, second: Tensor) -> Tensor:
    """(3, H, W) L, a and b of each → (H, W)."""
    (light1, a1, b1), (light2, a2, b2) = first.double(), second.double()
    chroma1, chroma2, hue1, hue2 = _adjusted(a1, b1, a2, b2)
    grey = chroma1 * chroma2 == 0  # then a hue means nothing
    turn = torch.remainder(hue2 - hue1 + math.pi, 2 * math.pi) - math.pi  # [10], −π to π
    turn = torch.where(grey, 0.0, turn)
    d_light, d_chroma = light2 - light1, chroma2 - chroma1  # [8], [9]
    d_hue = 2 * (chroma1 * chroma2).sqrt() * torch.sin(turn / 2)  # [11]
    light, chroma, hue = (light1 + light2) / 2, (chroma1 + chroma2) / 2, _mean_hue(hue1, hue2, grey)  # [12] to [14]
    s_light = 1 + 0.015 * (light - 50) ** 2 / (20 + (light - 50) ** 2).sqrt()  # [18]
    s_chroma = 1 + 0.045 * chroma  # [19]
    s_hue = 1 + 0.015 * chroma * _hue_weight(hue)  # [20]
    rotation = -torch.sin(2 * _rotation(hue)) * 2 * (chroma**7 / (chroma**7 + _FAR)).sqrt()  # [17], [21]
    parts = d_light / s_light, d_chroma / s_chroma, d_hue / s_hue
    squared: Tensor = parts[0] ** 2 + parts[1] ** 2 + parts[2] ** 2 + rotation * parts[1] * parts[2]  # [22]
    return squared.clamp_min(0).sqrt()


def _adjusted(a1: Tensor, b1: Tensor, a2: Tensor, b2: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Both chromas and hues with a stretched near grey, [2] to [7]; hues in radians, 0 to 2π."""
    mean = (torch.hypot(a1, b1) + torch.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * (mean**7 / (mean**7 + _FAR)).sqrt()
    a1, a2 = a1 * stretch, a2 * stretch
    hue1, hue2 = (torch.remainder(torch.atan2(b, a), 2 * math.pi) for a, b in ((a1, b1), (a2, b2)))
    return torch.hypot(a1, b1), torch.hypot(a2, b2), hue1, hue2


def _mean_hue(hue1: Tensor, hue2: Tensor, grey: Tensor) -> Tensor:
    """The middle of the shorter way from hue to hue, [14]."""
    total = hue1 + hue2
    apart = (hue1 - hue2).abs() > math.pi
    over = torch.where(total < 2 * math.pi, 2 * math.pi, -2 * math.pi)
    return torch.where(grey, total, torch.where(apart, total + over, total) / 2)


def _hue_weight(hue: Tensor) -> Tensor:
    """T, [15]."""
    turns = ((1, -30, -0.17), (2, 0, 0.24), (3, 6, 0.32), (4, -63, -0.20))
    return 1 + sum((weight * torch.cos(times * hue + math.radians(shift)) for times, shift, weight in turns), torch.zeros_like(hue))


def _rotation(hue: Tensor) -> Tensor:
    """Δθ in radians, [16]: blue hues, about 275°, turn."""
    return math.radians(30) * torch.exp(-(((torch.rad2deg(hue) - 275) / 25) ** 2))
