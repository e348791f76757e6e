"""LeNet-5 written out beside the models' own, and the picture and the visitors of the tests of one step of gradient descent."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from models import api, service
from models.types.activations import PictureSource
from models.types.sgd_step import ForwardBackward, StepConfig

ROOT = Path(__file__).parents[1]
KEY, UNTRAINED = "lenet5", "lenet5@random"
THREE = PictureSource("picture", (ROOT / "assets" / "samples" / "digit-3.png").read_bytes())
WRONG = StepConfig(label=8, learning_rate=0.001)
MEAN, STD = 0.1307, 0.3081  # of MNIST
visitors = (f"v{i}" for i in itertools.count())


class Written(nn.Module):
    """LeNet-5, written out with functions; every value on the way is kept."""

    def __init__(self, state: dict[str, Tensor]) -> None:
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)
        self.load_state_dict(state)
        self.seen: dict[str, Tensor] = {}
        self.rate = 0.0

    def keep(self, name: str, value: Tensor) -> Tensor:
        self.seen[name] = value
        if value.requires_grad:
            value.retain_grad()
        return value

    def forward(self, x: Tensor) -> Tensor:
        x = self.keep("input", x)
        x = self.keep("pool1", F.max_pool2d(F.relu(self.keep("conv1", self.conv1(x))), 2))
        x = self.keep("pool2", F.max_pool2d(F.relu(self.keep("conv2", self.conv2(x))), 2)).flatten(1)
        x = F.dropout(F.relu(self.keep("fc1", self.fc1(x))), self.rate)
        x = F.dropout(F.relu(self.keep("fc2", self.fc2(x))), self.rate)
        return self.keep("fc3", self.fc3(x))


def written(key: str = KEY) -> Written:
    if key == KEY:
        return Written(load_file(ROOT / "assets" / "weights" / "lenet5.safetensors"))
    return Written({name: tensor.clone() for name, tensor in service.store.get(key).network.state_dict().items()})


def as_read(pixels: np.ndarray[Any, Any]) -> Tensor:
    """uint8 [picture, y, x] → (N, 1, y, x)."""
    return (torch.from_numpy(pixels.astype(np.float32)) / 255 - MEAN).div(STD)[:, None]


def three() -> Tensor:
    return as_read(api.forward_view(KEY, THREE, "conv1").picture[None, :, :, 0])


def backward(network: Written, x: Tensor, label: int) -> Tensor:
    network.zero_grad()
    loss = F.cross_entropy(network(x.clone().requires_grad_()), torch.tensor([label]))
    loss.backward()
    return loss.detach()


def folded_cells(sheet: np.ndarray[Any, Any], count: int) -> np.ndarray[Any, Any]:
    return sheet.reshape(-1)[:count]


def columns_of(answer: ForwardBackward) -> dict[str, Any]:
    return {column.layer: column for column in answer.columns}
