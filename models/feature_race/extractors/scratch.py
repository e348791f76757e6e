"""A small convolutional network that begins with random weights and learns from the drawn pictures alone."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils import skip_init

from models.datasets.bundled import LabelledSplits
from models.feature_race.extractors import ExtractorCode, FeatureExtractor, GetNetwork, PredictionRun, TrainAndPredict
from models.text import Text
from models.types.feature_race import PictureKind

STEPS = 200  # of gradient descent, whatever the number of pictures
BATCH = 32  # pictures a step at most
LEARNING_RATE = 2e-3  # Adam's, falling to 0 as half a cosine
WEIGHT_DECAY = 1e-3
STEPS_PER_EVENT = 10  # steps between two reports of progress


class Network(nn.Module):
    """Two convolutions of 5 × 5, each pooled, and two dense layers: (N, C, S, S) → (N, classes).

    `generator` draws the weights; the process's own random numbers are left alone.
    """

    def __init__(self, channels: int, side: int, classes: int, generator: torch.Generator) -> None:
        super().__init__()
        self.stride = 2 if side > 32 else 1  # of the first convolution: photographs are larger
        self.conv1 = skip_init(nn.Conv2d, channels, 8, 5, stride=self.stride)
        self.conv2 = skip_init(nn.Conv2d, 8, 16, 5)
        cells = ((side - 5) // self.stride + 1) // 2
        cells = (cells - 4) // 2
        self.dense1 = skip_init(nn.Linear, 16 * cells**2, 64)
        self.dense2 = skip_init(nn.Linear, 64, classes)
        for layer in (self.conv1, self.conv2, self.dense1, self.dense2):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)
            nn.init.zeros_(layer.bias)

    def forward(self, x: Tensor) -> Tensor:  # (N, C, S, S)
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)  # (N, 8, ·, ·)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)  # (N, 16, ·, ·)
        x = F.relu(self.dense1(x.flatten(1)))  # (N, 64)
        logits: Tensor = self.dense2(x)  # (N, classes)
        return logits


def as_batch(pictures: NDArray[np.uint8]) -> Tensor:
    """[n, h, w, c] of 0 … 255 → (n, c, h, w) of −0.5 … 0.5."""
    return torch.from_numpy(pictures.transpose(0, 3, 1, 2).astype(np.float32) / 255 - 0.5)


def build(parts: LabelledSplits, kind: PictureKind, get_network: GetNetwork) -> TrainAndPredict:
    classes = int(parts.test.labels.max()) + 1
    side, channels = parts.test.pictures.shape[1], parts.test.pictures.shape[3]
    test = as_batch(parts.test.pictures)  # (T, C, S, S)

    def run(drawn: NDArray[np.int64], seed: int) -> PredictionRun:
        generator = torch.Generator().manual_seed(seed)
        network = Network(channels, side, classes, generator)
        pictures, labels = as_batch(parts.train.pictures[drawn]), torch.from_numpy(parts.train.labels[drawn])
        yield from _train(network, pictures, labels, generator)
        with torch.no_grad():
            answers: NDArray[np.int64] = torch.cat([network(some).argmax(1) for some in test.split(100)]).numpy()
        return answers

    return run


def _train(network: Network, pictures: Tensor, labels: Tensor, generator: torch.Generator) -> PredictionRun:
    """STEPS of Adam, every picture once before any comes again."""
    adam = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(adam, STEPS)
    order: list[Tensor] = []
    for step in range(STEPS):
        if not order:
            order = list(torch.randperm(len(labels), generator=generator).split(BATCH))
        some = order.pop()
        with torch.enable_grad():
            loss = F.cross_entropy(network(pictures[some]), labels[some])
            adam.zero_grad()
            loss.backward()
        adam.step()
        falling.step()
        if step % STEPS_PER_EVENT == 0:
            yield step / STEPS
    return labels.numpy()


_CODE = """\
def scratch(chosen, seed):
    generator = torch.Generator().manual_seed(seed)
    small = Network(train.shape[3], train.shape[1], classes, generator)
    for _ in _train(small, as_batch(train[chosen]), torch.from_numpy(labels[chosen]), generator):
        pass
    with torch.no_grad():
        return torch.cat([small(some).argmax(1) for some in as_batch(test).split(100)]).numpy()


"""

EXTRACTOR = FeatureExtractor(
    key="scratch",
    order=40,
    title=Text("CNN from scratch", "CNN do zero"),
    short=Text("CNN", "CNN"),
    about={
        "drawing": Text(
            "2 convolutions, 2 dense layers; 20,522 weights, all learned from these pictures.",
            "2 convoluções, 2 camadas densas; 20.522 pesos, todos aprendidos com estas imagens.",
        ),
        "photograph": Text(
            "2 convolutions, 2 dense layers; 13,754 weights, all learned from these pictures.",
            "2 convoluções, 2 camadas densas; 13.754 pesos, todos aprendidos com estas imagens.",
        ),
    },
    learned=True,
    build=build,
    code=ExtractorCode(lambda kind: "scratch", {"_train": _train, "as_batch": as_batch}, lambda context: _CODE.splitlines()),
)
