"""A multilayer perceptron: dense layers alone, exactly as many parameters as LeNet-5. What convolution and pooling are compared with.

Every unit reads every pixel through a weight of its own, as in Rumelhart, Hinton and Williams, "Learning representations by
back-propagating errors", Nature 323, 1986; with ReLU instead of their squashing functions. 68, 64 and 52 units, because a funnel of
these three has 61,706 parameters.
"""

from __future__ import annotations

from torch import Tensor, nn

from models.inputs.pictures import Preparation
from models.store.registry import NetworkSpec
from models.store.weights import ShippedWeights
from models.text import Text


class MLP(nn.Module):
    """Four dense layers with ReLU between them; reads 28 × 28 grey, answers ten logits."""

    def __init__(self) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(28 * 28, 68)
        self.relu1 = nn.ReLU()
        self.fc2 = nn.Linear(68, 64)
        self.relu2 = nn.ReLU()
        self.fc3 = nn.Linear(64, 52)
        self.relu3 = nn.ReLU()
        self.fc4 = nn.Linear(52, 10)

    def forward(self, x: Tensor) -> Tensor:  # (N, 1, 28, 28)
        x = self.flatten(x)  # (N, 784)
        x = self.relu1(self.fc1(x))  # (N, 68)
        x = self.relu2(self.fc2(x))  # (N, 64)
        x = self.relu3(self.fc3(x))  # (N, 52)
        logits: Tensor = self.fc4(x)  # (N, 10)
        return logits


NETWORKS = (
    NetworkSpec(
        key="mlp",
        title=Text("Dense network · digits", "Rede densa · dígitos"),
        note=Text(
            "No convolution and no pooling; as many parameters as LeNet-5, and trained on the same digits.",
            "Sem convolução nem pooling; tantos parâmetros quanto a LeNet-5, e treinada com os mesmos dígitos.",
        ),
        year=1986,
        build=MLP,
        classes=lambda: tuple(Text(str(digit), str(digit)) for digit in range(10)),
        preparation=Preparation(
            "drawing", channels=1, height=28, width=28, resize=28, interpolation="bilinear", mean=(0.1307,), std=(0.3081,)
        ),
        weights=ShippedWeights("mlp.safetensors"),
        least_logit=6.72,
        task="digits",
    ),
)
