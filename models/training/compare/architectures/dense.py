"""Dense layers alone, in a funnel, with as many parameters as LeNet-5 would have for the same pictures.

Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature 323, 1986; with ReLU.
"""

from __future__ import annotations

from torch import Tensor, nn

from models.text import Text
from models.training.compare.architecture import Architecture, NetworkShape, relu_and_dropout

FUNNEL = (68, 64, 52)  # units for 28 × 28 grey and ten classes: 61,706 parameters, as many as LeNet-5


class Dense(nn.Module):
    """Four dense layers with ReLU between them: (N, C, S, S) → (N, classes)."""

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        a, b, c = funnel(shape)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(shape.channels * shape.side**2, a)
        self.relu1 = relu_and_dropout(shape.dropout)
        self.fc2 = nn.Linear(a, b)
        self.relu2 = relu_and_dropout(shape.dropout)
        self.fc3 = nn.Linear(b, c)
        self.relu3 = relu_and_dropout(shape.dropout)
        self.fc4 = nn.Linear(c, shape.classes)

    def forward(self, x: Tensor) -> Tensor:  # (N, C, S, S)
        x = self.relu1(self.fc1(self.flatten(x)))  # (N, a)
        x = self.relu2(self.fc2(x))  # (N, b)
        x = self.relu3(self.fc3(x))  # (N, c)
        logits: Tensor = self.fc4(x)  # (N, classes)
        return logits


def funnel(shape: NetworkShape) -> tuple[int, int, int]:
    """Units of the three hidden layers: FUNNEL in proportion, so that the parameters come nearest to LeNet-5's."""
    wanted, inputs = _lenet5(shape), shape.channels * shape.side**2

    def off(units: tuple[int, int, int]) -> int:
        a, b, c = units
        return abs(a * (inputs + 1) + b * (a + 1) + c * (b + 1) + shape.classes * (c + 1) - wanted)

    first = FUNNEL[0]
    return min(((a, max(1, round(a * FUNNEL[1] / first)), max(1, round(a * FUNNEL[2] / first))) for a in range(1, 200)), key=off)


def _lenet5(shape: NetworkShape) -> int:
    """LeNet-5's parameters, written out: plugins do not know each other."""
    last = (shape.side // 2 - 4) // 2
    return 6 * (25 * shape.channels + 1) + 16 * 151 + 120 * (16 * last**2 + 1) + 84 * 121 + shape.classes * 85


ARCHITECTURE = Architecture(
    key="dense",
    order=20,
    title=Text("Dense network", "Rede densa"),
    about=Text(
        "Four dense layers and no convolution; as many parameters as LeNet-5.",
        "Quatro camadas densas e nenhuma convolução; tantos parâmetros quanto a LeNet-5.",
    ),
    year=1986,
    sized=False,
    build=Dense,
)
