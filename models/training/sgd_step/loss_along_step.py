"""The loss along the line of one step: how far would it have been good to go?

A cut through the loss landscape in the direction of the step: Goodfellow, Vinyals and Saxe, "Qualitatively characterizing neural network
optimization problems", ICLR 2015, who walk from one set of weights to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from models.training.sgd_step.copies import NetworkCopy, ParameterTensors

MIN_FACTOR, MAX_FACTOR = -1.0, 5.0  # multiples of a learning rate
FINE_POINTS, COARSE_POINTS = 19, 13  # places on the line: of a small network, of a larger one
SMALL_MACS = 20e6  # multiply-accumulates of a picture


@dataclass(frozen=True, slots=True)
class LabelledPictures:
    """Pictures (N, C, H, W) whose classes (N) are known; they are not learned from."""

    pictures: Tensor
    labels: Tensor


def rate_factors(*, fine: bool) -> NDArray[np.float32]:
    """Multiples of a learning rate at which the loss is measured; 0 and 1 are among them."""
    return np.linspace(MIN_FACTOR, MAX_FACTOR, FINE_POINTS if fine else COARSE_POINTS, dtype=np.float32)


@torch.no_grad()
def move_along(network_copy: NetworkCopy, before: ParameterTensors, direction: ParameterTensors, rates: Iterable[float]) -> Iterator[float]:
    """The copy's weights go to `before` − rate · `direction`, one rate after the other; in the end they are `before` again."""
    try:
        for rate in rates:
            network_copy.set_weights([start - float(rate) * way for start, way in zip(before, direction, strict=True)])
            yield rate
    finally:
        network_copy.set_weights(before)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Labelled pictures with the weights as they are now and every unit in."""

    loss: float  # mean cross entropy
    predictions: NDArray[np.uint8]  # [picture]


@torch.no_grad()
def evaluate(network_copy: NetworkCopy, among: LabelledPictures) -> Evaluation:
    logits = network_copy.plan.logits(among.pictures)  # (N, classes)
    return Evaluation(float(F.cross_entropy(logits, among.labels)), logits.argmax(1).to(torch.uint8).numpy())
