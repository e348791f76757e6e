"""A stack of 3 × 3 convolutions: what the VGG-like and the residual network share, which differ in their shortcuts alone.

stem → pool → pairs of convolutions → one that doubles the channels → pool → pairs of convolutions → pool → two dense layers. There
is no normalisation: batch statistics of ten pictures would hide what depth does to the gradient.
"""

from __future__ import annotations

from torch import Tensor, nn

from models.training.compare.architecture import NetworkShape, relu_and_dropout

HIDDEN = 64  # units of the dense layer


class ConvPair(nn.Module):
    """Two convolutions with ReLU, (N, C, H, W) → the same; `shortcut`: their input is added before the last ReLU."""

    def __init__(self, channels: int, *, shortcut: bool) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, kernel_size=3, padding=1)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(channels, channels, kernel_size=3, padding=1)
        self.relu2 = nn.ReLU()
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        inside = self.conv2(self.relu1(self.conv1(x)))
        out: Tensor = self.relu2(x + inside if self.shortcut else inside)
        return out


class ConvStack(nn.Module):
    """(N, C, S, S) → (N, classes), with `depth` convolutions."""

    def __init__(self, shape: NetworkShape, *, shortcuts: bool) -> None:
        super().__init__()
        width, pairs = shape.width, (shape.depth - 2) // 2
        self.conv1 = nn.Conv2d(shape.channels, width, kernel_size=3, padding=1)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(kernel_size=2)
        self.stage1 = nn.Sequential(*(ConvPair(width, shortcut=shortcuts) for _ in range(pairs - pairs // 2)))
        self.conv2 = nn.Conv2d(width, 2 * width, kernel_size=3, padding=1)
        self.relu2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d(kernel_size=2)
        self.stage2 = nn.Sequential(*(ConvPair(2 * width, shortcut=shortcuts) for _ in range(pairs // 2)))
        self.pool3 = nn.MaxPool2d(kernel_size=2)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(2 * width * (shape.side // 8) ** 2, HIDDEN)
        self.relu3 = relu_and_dropout(shape.dropout)
        self.fc2 = nn.Linear(HIDDEN, shape.classes)

    def forward(self, x: Tensor) -> Tensor:  # (N, C, S, S)
        x = self.pool1(self.relu1(self.conv1(x)))  # (N, width, S/2, S/2)
        x = self.stage1(x)
        x = self.pool2(self.relu2(self.conv2(x)))  # (N, 2 width, S/4, S/4)
        x = self.pool3(self.stage2(x))  # (N, 2 width, S/8, S/8)
        x = self.relu3(self.fc1(self.flatten(x)))  # (N, HIDDEN)
        logits: Tensor = self.fc2(x)  # (N, classes)
        return logits
