"""LeNet-5 as the playground's own: ReLU and max pooling; 61,706 parameters on 28 × 28 grey pictures of ten classes.

After LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition", Proc. IEEE 1998.
"""

from __future__ import annotations

from torch import Tensor, nn

from models.text import Text
from models.training.compare.architecture import Architecture, NetworkShape, relu_and_dropout


class LeNet5(nn.Module):
    """Two convolutions, each with ReLU and pooling, and three dense layers: (N, C, S, S) → (N, classes)."""

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(shape.channels, 6, kernel_size=5, padding=2)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(kernel_size=2)
        self.conv2 = nn.Conv2d(6, 16, kernel_size=5)
        self.relu2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d(kernel_size=2)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(16 * cells(shape.side) ** 2, 120)
        self.relu3 = relu_and_dropout(shape.dropout)
        self.fc2 = nn.Linear(120, 84)
        self.relu4 = relu_and_dropout(shape.dropout)
        self.fc3 = nn.Linear(84, shape.classes)

    def forward(self, x: Tensor) -> Tensor:  # (N, C, S, S)
        x = self.pool1(self.relu1(self.conv1(x)))  # (N, 6, S/2, S/2)
        x = self.pool2(self.relu2(self.conv2(x)))  # (N, 16, cells, cells)
        x = self.relu3(self.fc1(self.flatten(x)))  # (N, 120)
        x = self.relu4(self.fc2(x))  # (N, 84)
        logits: Tensor = self.fc3(x)  # (N, classes)
        return logits


def cells(side: int) -> int:
    """The side of the last maps."""
    return (side // 2 - 4) // 2


ARCHITECTURE = Architecture(
    key="lenet5",
    order=10,
    title=Text("LeNet-5", "LeNet-5"),
    about=Text(
        "Two convolutions of 5 × 5 with pooling, three dense layers.", "Duas convoluções de 5 × 5 com pooling, três camadas densas."
    ),
    year=1998,
    sized=False,
    build=LeNet5,
)
