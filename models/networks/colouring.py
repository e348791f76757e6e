"""A U-Net of our own that colours grey photographs: its answer is a picture.

Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", MICCAI 2015: an encoder that halves its
maps, a decoder that doubles them, and skip connections that lay the encoder's maps beside the decoder's. Its task is that of Zhang, Isola
and Efros, "Colorful Image Colorization", ECCV 2016: each pixel's colour as one of the classes of a and b (CIELAB), their annealed mean as
the answer. Colour hints enter as in Zhang et al., "Real-Time User-Guided Image Colorization with Learned Deep Priors", SIGGRAPH 2017.

The encoder below the picture's size is `resnet109` up to its third stage, reading one channel, with the numbers that it learned from
classes; the rest is trained. (An encoder that learned from classes: Iglovikov and Shvets, "TernausNet", arXiv 1801.05746, 2018.)
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.cielab import lab_of_srgb, srgb_of_lab
from models.inputs.pictures import Preparation
from models.residual_stage import stage
from models.store.registry import NetworkSpec
from models.store.weights import ShippedWeights
from models.text import Text

SKIPS = (16, 32, 32, 64)
"""Channels that the encoder hands to the decoder at the picture's size, a half, a quarter and an eighth of it."""
BOTTLENECK = 128
DECODED = (16, 32, 48, 64)
"""Channels of the decoder's maps at the same sizes."""
LEVELS = tuple(range(1, len(SKIPS) + 1))
COLOUR_LEVEL = 2
"""Where the decoder answers classes of colour: at half the picture's size."""
REACH = 2 ** len(SKIPS)
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
    with torch.device("cpu"):  # also where a network without numbers is built
        steps = torch.linspace(0, 1, 52, dtype=torch.float64)
        colours = torch.cartesian_prod(steps, steps, steps).T[:, :, None]  # (3, 140608, 1)
        nearest = (lab_of_srgb(colours)[1:, :, 0].T / GRID).round().long()  # (140608, 2)
        centres: Tensor = nearest.unique(dim=0) * float(GRID)
        return centres


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

    def __init__(self) -> None:
        super().__init__()
        self.lightness = Lightness()
        self.down1 = nn.Sequential(*_convolution(1, SKIPS[0]))
        self.down2 = nn.Sequential(nn.Conv2d(1, SKIPS[1], 7, 2, 3, bias=False), nn.BatchNorm2d(SKIPS[1]), nn.ReLU(inplace=True))
        self.down3 = nn.Sequential(nn.MaxPool2d(3, 2, 1), stage(SKIPS[1], SKIPS[2], stride=1))
        self.down4 = stage(SKIPS[2], SKIPS[3], stride=2)
        self.bottleneck = stage(SKIPS[3], BOTTLENECK, stride=2)
        for level, skip, out, below in zip(LEVELS, SKIPS, DECODED, (*DECODED[1:], BOTTLENECK), strict=True):
            self.add_module(f"narrow{level}", nn.Conv2d(below, skip, 1))
            self.add_module(f"double{level}", nn.Upsample(scale_factor=2, mode="nearest"))
            self.add_module(f"up{level}", nn.Sequential(*_convolution(2 * skip, out)))
            if level >= COLOUR_LEVEL:
                self.add_module(f"hint{level}", nn.Conv2d(3, skip, 3, padding=1, bias=False))
        centres = class_centres()
        self.colour = nn.Conv2d(DECODED[COLOUR_LEVEL - 1], len(centres), 1)
        self.probabilities = nn.Softmax(dim=1)
        self.mean = nn.Conv2d(len(centres), 2, 1, bias=False)  # each class's a and b: fixed, not learnt
        with torch.no_grad():
            self.mean.weight.requires_grad_(False).copy_(centres.T[:, :, None, None])
        self.enlarge = nn.Upsample(scale_factor=2, mode="bilinear")
        self.light = nn.Conv2d(DECODED[0], 1, 1)
        self.to_rgb = LabToRgb()

    def forward(self, picture: Tensor) -> Tensor:  # (N, 3, H, W)
        light, classes = self.decode(self.encode(self.lightness(picture)))
        ab = self.enlarge(self.mean(self.probabilities(classes / TEMPERATURE)))  # (N, 2, H, W)
        answer: Tensor = self.to_rgb(torch.cat((light, ab), 1))  # (N, 3, H, W)
        return answer

    def encode(self, light: Tensor) -> tuple[Tensor, ...]:
        """(N, 1, H, W) → what the four skip connections carry, (N, 16, H, W) to (N, 64, H / 8, W / 8), and the bottleneck."""
        half = self.down2(light)  # (N, 32, H / 2, W / 2)
        quarter = self.down3(half)  # (N, 32, H / 4, W / 4)
        eighth = self.down4(quarter)  # (N, 64, H / 8, W / 8)
        return self.down1(light), half, quarter, eighth, self.bottleneck(eighth)  # (N, 128, H / 16, W / 16)

    def decode(self, encoded: tuple[Tensor, ...], hints: Tensor | None = None, cut: Collection[int] = ()) -> tuple[Tensor, Tensor]:
        """→ lightness (N, 1, H, W) and the logits of the classes (N, Q, H / 2, W / 2).

        `hints` (N, 3, H, W): a / 110, b / 110 and 1 where a colour is given. `cut`: levels whose skip connection brings zeros.
        """
        *skips, x = encoded
        for level in reversed(LEVELS):
            x = self.get_submodule(f"narrow{level}")(x)  # (N, SKIPS[level − 1], H / 2^level, W / 2^level)
            if hints is not None and level >= COLOUR_LEVEL:
                x = x + self.get_submodule(f"hint{level}")(pooled_hints(hints, level))
            skip = skips[level - 1]
            beside = torch.zeros_like(skip) if level in cut else skip
            x = torch.cat((self.get_submodule(f"double{level}")(x), beside), 1)
            x = self.get_submodule(f"up{level}")(x)  # (N, DECODED[level − 1], H / 2^(level − 1), …)
            if level == COLOUR_LEVEL:
                classes: Tensor = self.colour(x)  # (N, Q, H / 2, W / 2)
        answered: Tensor = self.light(x)
        return answered, classes


def pooled_hints(hints: Tensor, level: int) -> Tensor:
    """(N, 3, H, W) → (N, 3, H / 2^level, W / 2^level): the mean colour of the hints in each cell, and the root of the share they cover."""
    mean = F.avg_pool2d(hints, 2**level)
    presence = mean[:, 2:].sqrt()
    return torch.cat((mean[:, :2] / mean[:, 2:].clamp_min(1e-6) * presence, presence), 1)


def _convolution(inputs: int, outputs: int) -> tuple[nn.Module, ...]:
    return nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)


SIDE = 128
"""px of the picture that Look shows it."""

NETWORKS = (
    NetworkSpec(
        key="colouring",
        title=Text("Our U-Net · colours", "Nossa U-Net · cores"),
        note=Text(
            "Trained by us to colour grey photographs: its answer is a picture; it reads 128 px.",
            "Treinada por nós para colorir fotografias em tons de cinza: sua resposta é uma imagem; lê 128 px.",
        ),
        year=2015,
        build=Colouring,
        classes=tuple,
        preparation=Preparation("photograph", 3, SIDE, SIDE, SIDE, "bicubic", (0.0,) * 3, (1.0,) * 3),
        weights=ShippedWeights("colouring.safetensors"),
        task="colouring",
        answer="picture",
    ),
)
