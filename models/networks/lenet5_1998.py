"""LeNet-5 as the paper has it: 32 × 32 pictures, trainable subsampling, partly connected maps, distances as output.

LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition", Proceedings of the
IEEE 86 (11), 1998, section II.B. 60,000 trainable parameters and 340,908 connections, layer by layer:
C1 156, S2 12, C3 1,516, S4 32, C5 48,120, F6 10,164; the 840 of the output's codes are fixed.
Weights begin with a deviation of one over the root of what a unit reads (LeCun et al., "Efficient BackProp", 1998, section
4.6), as the scaled tanh wants it; the paper's own ±2.4 / fan-in lets signals fade without its second-order step.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.inputs.pictures import Preparation
from models.store.registry import NetworkSpec
from models.store.weights import ShippedWeights
from models.text import Text

AMPLITUDE, SLOPE = 1.7159, 2 / 3
"""The squashing function A · tanh(S · a) of the paper's appendix A: f(1) = 1 and f(−1) = −1."""

TABLE = (
    (0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5),
    (0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5), (0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5),
    (0, 1, 2, 3, 4, 5),
)  # fmt: skip
"""The paper's table I: which of the six maps of S2 each of the sixteen maps of C3 reads."""

GLYPHS = (
    "..###.. .#...#. #.....# #.....# #.....# #.....# #.....# #.....# #.....# .#...#. ..###.. .......",
    "...#... ..##... .#.#... ...#... ...#... ...#... ...#... ...#... ...#... ...#... .#####. .......",
    ".#####. #.....# ......# ......# .....#. ....#.. ...#... ..#.... .#..... #...... ####### .......",
    ".#####. #.....# ......# ......# ......# ..####. ......# ......# ......# #.....# .#####. .......",
    ".....#. ....##. ...#.#. ..#..#. .#...#. #....#. ####### .....#. .....#. .....#. .....#. .......",
    "####### #...... #...... #...... ######. ......# ......# ......# ......# #.....# .#####. .......",
    "..####. .#..... #...... #...... #.####. ##....# #.....# #.....# #.....# .#...#. ..###.. .......",
    "####### ......# ......# .....#. .....#. ....#.. ....#.. ...#... ...#... ..#.... ..#.... .......",
    ".#####. #.....# #.....# #.....# .#####. #.....# #.....# #.....# #.....# #.....# .#####. .......",
    ".#####. #.....# #.....# #.....# #.....# .###### ......# ......# ......# .....#. .###... .......",
)
"""Each class as a stylised picture of 7 × 12 dots, as in the paper's figure 3 (drawn anew): the 84 targets of F6."""


class ScaledTanh(nn.Module):
    """A · tanh(S · a): (...) → (...)."""

    def forward(self, x: Tensor) -> Tensor:
        return AMPLITUDE * torch.tanh(SLOPE * x)


class Subsampling(nn.Module):
    """The sum of each 2 × 2 window, times one trained coefficient, plus one trained bias, per map.

    (N, C, H, W) → (N, C, H/2, W/2)
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.padding, self.dilation = (2, 2), (2, 2), (0, 0), (1, 1)
        self.weight = nn.Parameter(torch.full((channels,), 0.25))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        total = 4 * F.avg_pool2d(x, 2)  # (N, C, H/2, W/2)
        return total * self.weight[:, None, None] + self.bias[:, None, None]


class PartialConvolution(nn.Module):
    """A 5 × 5 convolution whose outputs read only the inputs that `table` names: 60 kernels instead of 96.

    (N, 6, H, W) → (N, 16, H − 4, W − 4)
    """

    outputs_of: Tensor
    inputs_of: Tensor

    def __init__(self, table: tuple[tuple[int, ...], ...], inputs: int, kernel: int) -> None:
        super().__init__()
        self.in_channels, self.out_channels, self.kernel_size = inputs, len(table), (kernel, kernel)
        self.stride, self.padding, self.dilation = (1, 1), (0, 0), (1, 1)
        pairs = [(o, i) for o, row in enumerate(table) for i in row]
        self.register_buffer("outputs_of", torch.tensor([o for o, _ in pairs]), persistent=False)
        self.register_buffer("inputs_of", torch.tensor([i for _, i in pairs]), persistent=False)
        fan_in = torch.tensor([len(table[o]) * kernel**2 for o, _ in pairs])[:, None, None]
        self.weight = nn.Parameter((torch.rand(len(pairs), kernel, kernel) * 2 - 1) * (3 / fan_in).sqrt())
        self.bias = nn.Parameter(torch.zeros(len(table)))

    def full_weight(self) -> Tensor:
        """The kernels as an ordinary convolution holds them, zeros where nothing is connected: (16, 6, 5, 5)."""
        empty = self.weight.new_zeros(self.out_channels, self.in_channels, *self.kernel_size)
        return empty.index_put((self.outputs_of, self.inputs_of), self.weight)

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.full_weight(), self.bias)


class Distances(nn.Module):
    """Output i is −½ of the squared distance of the 84 units to class i's fixed code: (N, 84) → (N, 10).

    The paper's radial basis units give the distance itself, a penalty; its negative is a logit, so that the
    likeliest class is the largest number here as in every other network. The ½ makes it a Gaussian's exponent.
    """

    codes: Tensor

    def __init__(self) -> None:
        super().__init__()
        dots = [[1.0 if dot == "#" else -1.0 for dot in glyph.replace(" ", "")] for glyph in GLYPHS]
        self.register_buffer("codes", torch.tensor(dots), persistent=False)  # (10, 84)

    def forward(self, x: Tensor) -> Tensor:
        return -0.5 * (x[:, None, :] - self.codes).square().sum(2)


class LeNet5Of1998(nn.Module):
    """C1, S2, C3, S4, C5, F6 and the output, under the names of the paper."""

    def __init__(self) -> None:
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5)
        self.tanh1 = ScaledTanh()
        self.s2 = Subsampling(6)
        self.tanh2 = ScaledTanh()
        self.c3 = PartialConvolution(TABLE, inputs=6, kernel=5)
        self.tanh3 = ScaledTanh()
        self.s4 = Subsampling(16)
        self.tanh4 = ScaledTanh()
        self.c5 = nn.Conv2d(16, 120, 5)
        self.tanh5 = ScaledTanh()
        self.flatten = nn.Flatten()
        self.f6 = nn.Linear(120, 84)
        self.tanh6 = ScaledTanh()
        self.output = Distances()
        for layer in (self.c1, self.c5, self.f6):
            fan_in = math.prod(layer.weight.shape[1:])
            nn.init.uniform_(layer.weight, -math.sqrt(3 / fan_in), math.sqrt(3 / fan_in))
            assert layer.bias is not None
            nn.init.zeros_(layer.bias)

    def forward(self, x: Tensor) -> Tensor:  # (N, 1, 32, 32)
        x = self.tanh2(self.s2(self.tanh1(self.c1(x))))  # (N, 6, 14, 14)
        x = self.tanh4(self.s4(self.tanh3(self.c3(x))))  # (N, 16, 5, 5)
        x = self.flatten(self.tanh5(self.c5(x)))  # (N, 120)
        logits: Tensor = self.output(self.tanh6(self.f6(x)))  # (N, 10)
        return logits


NETWORKS = (
    NetworkSpec(
        key="lenet5_1998",
        title=Text("LeNet-5 of 1998 · digits", "LeNet-5 de 1998 · dígitos"),
        note=Text(
            "As the paper has it: scaled tanh, trained subsampling, partly connected maps; trained on MNIST's digits and on other hands'.",
            "Como no artigo: tanh escalada, subamostragem treinada, mapas ligados em parte; treinada no MNIST e em outras caligrafias.",
        ),
        year=1998,
        build=LeNet5Of1998,
        classes=lambda: tuple(Text(str(digit), str(digit)) for digit in range(10)),
        # As in the paper the background is −0.1 and ink 1.175, so that pixels have a mean near 0 and a variance near 1.
        preparation=Preparation("drawing", channels=1, height=32, width=32, mean=(20 / 255,), std=(200 / 255,)),
        weights=ShippedWeights("lenet5_1998.safetensors"),
        least_logit=-89.99,
        task="digits",
    ),
)
