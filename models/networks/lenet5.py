"""LeNet-5 as it is written today: ReLU and max pooling, 61,706 parameters.

After LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition", Proc. IEEE 1998. The
original had squashing functions, trainable subsampling and a table of which maps a kernel reads.
"""

from __future__ import annotations

from torch import Tensor, nn

from models.inputs.pictures import Preparation
from models.store.registry import NetworkSpec
from models.store.weights import ShippedWeights
from models.text import Text


class LeNet5(nn.Module):
    """Two convolutions, each with ReLU and pooling, and three dense layers; reads 28 × 28 grey, answers ten logits."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size=5, padding=2)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(kernel_size=2)
        self.conv2 = nn.Conv2d(6, 16, kernel_size=5)
        self.relu2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d(kernel_size=2)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.relu3 = nn.ReLU()
        self.fc2 = nn.Linear(120, 84)
        self.relu4 = nn.ReLU()
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x: Tensor) -> Tensor:  # (N, 1, 28, 28)
        x = self.pool1(self.relu1(self.conv1(x)))  # (N, 6, 14, 14)
        x = self.pool2(self.relu2(self.conv2(x)))  # (N, 16, 5, 5)
        x = self.flatten(x)  # (N, 400)
        x = self.relu3(self.fc1(x))  # (N, 120)
        x = self.relu4(self.fc2(x))  # (N, 84)
        logits: Tensor = self.fc3(x)  # (N, 10)
        return logits


_DIGITS = Preparation("drawing", channels=1, height=28, width=28, resize=28, interpolation="bilinear", mean=(0.1307,), std=(0.3081,))

NETWORKS = (
    NetworkSpec(
        key="lenet5",
        title=Text("LeNet-5 · digits", "LeNet-5 · dígitos"),
        note=Text(
            "Trained on MNIST's handwritten digits and on digits drawn by other hands; it knows nothing else.",
            "Treinada com os dígitos manuscritos do MNIST e com dígitos desenhados em outras caligrafias; não conhece mais nada.",
        ),
        year=1998,
        build=LeNet5,
        classes=lambda: tuple(Text(str(digit), str(digit)) for digit in range(10)),
        preparation=_DIGITS,
        weights=ShippedWeights("lenet5.safetensors"),
        least_logit=9.30,
        usual=True,
        task="digits",
        counterpart="lenet5_plain",
    ),
    NetworkSpec(
        key="lenet5_plain",
        title=Text("Plain LeNet-5 · digits", "LeNet-5 sem aumento · dígitos"),
        note=Text(
            "The same network, digits and plan without augmentation: each digit stayed as scanned or drawn, none turned, moved or bent.",
            "A mesma rede, os mesmos dígitos e o mesmo plano, sem aumento de dados: cada dígito ficou como foi digitalizado ou desenhado.",
        ),
        year=1998,
        build=LeNet5,
        classes=lambda: tuple(Text(str(digit), str(digit)) for digit in range(10)),
        preparation=_DIGITS,
        weights=ShippedWeights("lenet5_plain.safetensors"),
        least_logit=13.90,
        task="digits",
        counterpart="lenet5",
    ),
)
