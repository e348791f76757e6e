"""A U-Net of our own that colours grey photographs: its answer is a picture.

Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", MICCAI 2015: an encoder that halves its
maps, a decoder that doubles them, and skip connections that lay the encoder's maps beside the decoder's. Its task is that of Zhang, Isola
and Efros, "Colorful Image Colorization", ECCV 2016: each pixel's colour as one of the classes of a and b (CIELAB), their annealed mean as
the answer. Colour hints enter as in Zhang et al., "Real-Time User-Guided Image Colorization with Learned Deep Priors", SIGGRAPH 2017.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import torch
from torch import Tensor, nn

from models.uses.colouring.lab import lab_of_srgb, srgb_of_lab

WIDTHS = (16, 48, 80, 128, 192)
"""Channels of the maps at the picture's size, a half, a quarter, an eighth and a sixteenth of it."""
REACH = 2 ** (len(WIDTHS) - 1)
"""px: a picture's sides are multiples of it."""
TEMPERATURE = 0.38
"""Of the annealed mean (section 2.3 of Zhang, Isola and Efros): 1 is the mean of all classes, 0 the likeliest class."""
GRID = 10
"""Side of a class of colour in the plane of a and b."""
HINT_SCALE = 110.0
"""A hint's a and b are divided by it."""
MIDDLE_LIGHT = 50.0
"""The network reads and answers (L − 50) / 50."""


@cache
def class_centres() -> Tensor:
    """(Q, 2): a and b of every class, the squares of the grid that some colour of a screen falls into."""
    steps = torch.linspace(0, 1, 52, dtype=torch.float64)
    colours = torch.cartesian_prod(steps, steps, steps).T[:, :, None]  # (3, 140608, 1)
    nearest = (lab_of_srgb(colours)[1:, :, 0].T / GRID).round().long()  # (140608, 2)
    return (torch.unique(nearest, dim=0) * GRID).float()


class Lightness(nn.Module):
    """(N, 3, H, W) sRGB from 0 to 1 → (N, 1, H, W): (L − 50) / 50. What was colour is gone."""

    def forward(self, picture: Tensor) -> Tensor:
        light: Tensor = lab_of_srgb(picture)[:, :1]
        return light / MIDDLE_LIGHT - 1


class LabToRgb(nn.Module):
    """(N, 3, H, W): (L − 50) / 50, a and b → (N, 3, H, W) sRGB from 0 to 1."""

    def forward(self, lab: Tensor) -> Tensor:
        light = ((lab[:, :1] + 1) * MIDDLE_LIGHT).clamp(0, 100)
        return srgb_of_lab(torch.cat((light, lab[:, 1:]), 1))


class Colouring(nn.Module):
    """Encoder, bottleneck, decoder with four skip connections; two heads: lightness at full size, classes of colour at half."""

    def __init__(self, widths: tuple[int, ...] = WIDTHS) -> None:
        super().__init__()
        self.lightness = Lightness()
        self.enter = nn.Conv2d(1, widths[0], 3, padding=1, bias=False)
        self.hint = nn.Conv2d(3, widths[0], 3, padding=1, bias=False)  # a / HINT_SCALE, b / HINT_SCALE, and 1 where a colour is given
        self.down1 = nn.Sequential(nn.BatchNorm2d(widths[0]), nn.ReLU(inplace=True), *_convolution(widths[0], widths[0]))
        for level in range(2, len(widths) + 1):
            before, here = widths[level - 2 : level]
            name = f"down{level}" if level < len(widths) else "bottleneck"
            self.add_module(name, nn.Sequential(nn.MaxPool2d(2), *_convolution(before, here), *_convolution(here, here)))
        for level in range(len(widths) - 1, 0, -1):
            here, below = widths[level - 1 : level + 1]
            self.add_module(f"narrow{level}", nn.Conv2d(below, here, 1))
            self.add_module(f"double{level}", nn.Upsample(scale_factor=2, mode="nearest"))
            self.add_module(f"up{level}", nn.Sequential(*_convolution(2 * here, here)))
        centres = class_centres()
        self.colour = nn.Conv2d(widths[1], len(centres), 1)
        self.probabilities = nn.Softmax(dim=1)
        self.mean = nn.Conv2d(len(centres), 2, 1, bias=False)  # each class's a and b: fixed, not learnt
        self.mean.weight = nn.Parameter(centres.T[:, :, None, None].contiguous(), requires_grad=False)
        self.enlarge = nn.Upsample(scale_factor=2, mode="bilinear")
        self.light = nn.Conv2d(widths[0], 1, 1)
        self.to_rgb = LabToRgb()

    def forward(self, picture: Tensor) -> Tensor:  # (N, 3, H, W)
        light, classes = self.answers(self.lightness(picture))
        ab = self.enlarge(self.mean(self.probabilities(classes / TEMPERATURE)))  # (N, 2, H, W)
        answer: Tensor = self.to_rgb(torch.cat((light, ab), 1))  # (N, 3, H, W)
        return answer

    def answers(self, light: Tensor, hints: Tensor | None = None, cut: Collection[int] = ()) -> tuple[Tensor, Tensor]:
        """(N, 1, H, W) → lightness (N, 1, H, W) and the logits of the classes (N, Q, H / 2, W / 2).

        `hints` (N, 3, H, W): a / 110, b / 110 and 1 where a colour is given. `cut`: levels whose skip connection brings zeros.
        """
        x = self.enter(light)
        if hints is not None:
            x = x + self.hint(hints)
        x = self.down1(x)  # (N, 16, H, W)
        skips = [x]
        for level in range(2, len(WIDTHS)):
            x = self.get_submodule(f"down{level}")(x)  # (N, widths[level − 1], H / 2^(level − 1), …)
            skips.append(x)
        x = self.bottleneck(x)  # (N, 192, H / 16, W / 16)
        for level in range(len(WIDTHS) - 1, 0, -1):
            if level == 1:
                classes: Tensor = self.colour(x)  # (N, Q, H / 2, W / 2)
            x = self.get_submodule(f"double{level}")(self.get_submodule(f"narrow{level}")(x))
            skip = torch.zeros_like(x) if level in cut else skips[level - 1]
            x = self.get_submodule(f"up{level}")(torch.cat((x, skip), 1))  # (N, widths[level − 1], H / 2^(level − 1), …)
        answered: Tensor = self.light(x)
        return answered, classes


def _convolution(inputs: int, outputs: int) -> tuple[nn.Module, ...]:
    return nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
