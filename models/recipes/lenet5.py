"""Trains `lenet5` and ships it with its card: python -m models.recipes.lenet5 [--data FOLDER] [--seed 0] [--also 1]

FOLDER holds MNIST's four idx files, gzipped or not; without it torchvision brings them.
"""

from __future__ import annotations

import argparse
import copy
import time
from dataclasses import dataclass, field
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from models.memory import keep_freed_memory
from models.networks.lenet5 import LeNet5
from models.recipes import card, mnist
from models.recipes.handwriting import Hands, another_hand
from models.recipes.mnist import Digits, DigitSet

MEAN, STD = 0.1307, 0.3081
"""Of all training pixels, on the scale 0 to 1."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides the outcome, but for the seed."""

    epochs: int = 20
    batch: int = 200
    peak: float = 4e-3  # learning rate
    weight_decay: float = 1e-2
    average: float = 0.999  # how much of the averaged weights a step keeps
    hands: Hands = field(default_factory=Hands)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A trained network and what it took."""

    net: LeNet5
    seed: int
    seconds: float  # of one core
    curve: tuple[dict[str, float], ...]


def normalise(pictures: Tensor) -> Tensor:
    """(N, 28, 28) uint8 → (N, 1, 28, 28), mean 0 and deviation 1 over MNIST."""
    return (pictures[:, None].float() / 255 - MEAN) / STD


def train(data: DigitSet, plan: Plan, seed: int) -> Outcome:
    """One rise and fall of the learning rate, AdamW, an average of the weights along the way is what comes out."""
    torch.manual_seed(seed)
    generator, started = Generator().manual_seed(seed), time.process_time()
    net = LeNet5()
    averaged = copy.deepcopy(net).requires_grad_(False)
    optimiser = torch.optim.AdamW(net.parameters(), lr=plan.peak, weight_decay=plan.weight_decay)
    steps = len(data.training) // plan.batch
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, plan.peak, total_steps=steps * plan.epochs, pct_start=0.15)
    curve = []
    for epoch in range(1, plan.epochs + 1):
        loss = _epoch(net, averaged, data.training, plan, optimiser, rate, generator)
        right = (answers(averaged, data.validation).argmax(1) == data.validation.labels).float().mean().item()
        curve.append({"epoch": epoch, "loss": round(loss, 4), "validation": round(right, 4)})
        print(f"seed {seed}  {curve[-1]}  {time.process_time() - started:.0f} s", flush=True)
    return Outcome(averaged.eval(), seed, time.process_time() - started, tuple(curve))


def _epoch(
    net: LeNet5,
    averaged: LeNet5,
    digits: Digits,
    plan: Plan,
    optimiser: torch.optim.Optimizer,
    rate: torch.optim.lr_scheduler.LRScheduler,
    generator: Generator,
) -> float:
    """One pass over all digits; the mean loss."""
    net.train()
    total, batches = 0.0, torch.randperm(len(digits), generator=generator).split(plan.batch)
    batches = [some for some in batches if len(some) == plan.batch]
    for some in batches:
        drawn = another_hand(digits.pictures[some][:, None].float() / 255, plan.hands, generator)
        loss = F.cross_entropy(net((drawn - MEAN) / STD), digits.labels[some])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        rate.step()
        total += loss.item()
        with torch.no_grad():
            for kept, now in zip(averaged.parameters(), net.parameters(), strict=True):
                kept.lerp_(now, 1 - min(plan.average, rate.last_epoch / (rate.last_epoch + 20)))
    return total / len(batches)


@torch.no_grad()
def answers(net: nn.Module, digits: Digits) -> Tensor:
    """Logits (N, 10)."""
    net.eval()
    return torch.cat([net(normalise(some)) for some in digits.pictures.split(500)])


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, help="folder of MNIST's idx files; torchvision brings them if it is left out")
    ask.add_argument("--seed", type=int, default=0, help="of the network that is shipped")
    ask.add_argument("--also", type=int, nargs="*", default=[], help="seeds to train and report beside it")
    ask.add_argument("--out", type=Path, default=Path("assets/weights"))
    want = ask.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    keep_freed_memory()
    plan, outcomes = Plan(), []
    data = mnist.load(want.data)
    for seed in (want.seed, *want.also):
        outcomes.append(train(data, plan, seed))
    card.ship(outcomes, plan, data, want.out)


if __name__ == "__main__":
    main()
