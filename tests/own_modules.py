"""Networks as people write them, for the tests of one's own: in a file of its own, so that a command line can name them."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class LayerNorm(nn.Module):
    """Channels first, as ConvNeXt's authors write it; its name is that of torch's, and what it computes is not."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.linspace(0.5, 1.5, channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        u = x.mean(1, keepdim=True)
        s = (x - u).pow(2).mean(1, keepdim=True)
        return self.weight[:, None, None] * ((x - u) / torch.sqrt(s + 1e-6)) + self.bias[:, None, None]


class LayerScaleBlock(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.dwconv = nn.Conv2d(channels, channels, 7, padding=3, groups=channels)
        self.norm = LayerNorm(channels)
        self.pwconv1 = nn.Linear(channels, 4 * channels)
        self.pwconv2 = nn.Linear(4 * channels, channels)
        self.gamma = nn.Parameter(0.1 * torch.ones(channels))

    def forward(self, x: Tensor) -> Tensor:
        y = self.norm(self.dwconv(x)).permute(0, 2, 3, 1)
        y = self.gamma * self.pwconv2(F.gelu(self.pwconv1(y)))
        return x + y.permute(0, 3, 1, 2)


class SqueezeExcite(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(channels, 4, 1)
        self.expand = nn.Conv2d(4, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        s = x.mean((2, 3), keepdim=True)
        s = self.expand(F.relu(self.reduce(s), inplace=True))
        return x * s.sigmoid()


class ConvNeXtLike(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 4, stride=4)
        self.blocks = nn.ModuleList([LayerScaleBlock(8), SqueezeExcite(8), LayerScaleBlock(8)])
        self.head = nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.head(x.mean((-2, -1)))


class Functional(nn.Module):
    """F.relu, torch.cat, in-place sums, sizes read from the tensor, and a buffer that no file holds."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.two = nn.Conv2d(3, 4, 3, padding=1), nn.Conv2d(3, 4, 5, padding=2)
        self.register_buffer("scale", torch.tensor([[[2.0]], [[0.5]], [[1.0]]]), persistent=False)
        self.register_buffer("order", torch.tensor([3, 1, 0, 2, 7, 6, 5, 4]))
        self.classifier = nn.Linear(8 * 4 * 4, 5)

    def forward(self, x: Tensor) -> Tensor:
        x = x * self.scale
        y = torch.cat([F.relu(self.one(x)), torch.relu_(self.two(x))], dim=1)
        y += 0.1
        y = y[:, self.order]
        y = F.adaptive_avg_pool2d(F.max_pool2d(y, 2), 4)
        return self.classifier(y.view(y.size(0), -1))


class OneReluThreeTimes(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a, self.b, self.c = nn.Conv2d(3, 4, 3), nn.Conv2d(4, 4, 3), nn.Conv2d(4, 6, 3)
        self.relu = nn.ReLU(inplace=True)
        self.fc = nn.Linear(6, 4)

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu(self.a(x))
        x = self.relu(self.b(x))
        x = self.relu(self.c(x))
        return self.fc(torch.flatten(F.adaptive_avg_pool2d(x, 1), 1))


class Loop(nn.Module):
    def __init__(self, depth: int = 4) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, 4, 3, padding=1)
        self.layers = nn.ModuleList([nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4)) for _ in range(depth)])
        self.fc = nn.Linear(4, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        for i, layer in enumerate(self.layers):
            x = x + torch.tanh(layer(x)) if i % 2 else F.silu(layer(x))
        return self.fc(x.amax((2, 3)))


class Decides(nn.Module):
    """Its way depends on the picture: no plan can hold it."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.fc = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        if x.mean() > 0:  # this line decides
            x = x * 2
        return self.fc(x.mean((2, 3)))


@torch.fx.wrap
def brighter(x: Tensor) -> Tensor:
    return x * 2 if x.mean() > 0 else x


class Wrapped(Decides):
    """The same with the deciding lines in a function that is one step."""

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(brighter(self.conv(x)).mean((2, 3)))


class Chance(nn.Module):
    """Answers otherwise each time."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)

    def forward(self, x: Tensor) -> Tensor:
        return F.dropout(self.conv(x), 0.5, training=True).mean((2, 3))


class TwoAnswers(Decides):
    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x).mean((2, 3))
        return self.fc(x), x  # type: ignore[return-value]


class FixedSize(Decides):
    """Reads 32 × 32 px and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4 * 30 * 30, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(self.conv(x).flatten(1))


def fails() -> nn.Module:
    raise RuntimeError("no such data set")


def number() -> int:
    return 3


def grown() -> nn.Module:
    """Trained already where it is made, as `timm.create_model(pretrained=True)` is."""
    network = OneReluThreeTimes()
    nn.init.constant_(network.fc.bias, 7.0)
    return network


made = OneReluThreeTimes()
