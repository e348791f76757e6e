"""The training loop for networks that read digits."""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from models.inputs.pictures import Preparation
from models.recipes.drawn_hands import HandwritingConfig, draw_digits
from models.recipes.handwriting import HandAugmentation, augment_digits
from models.recipes.mnist import Digits, DigitSet
from models.store.registry import NetworkSpec


@dataclass(frozen=True, slots=True)
class DigitRecipe:
    """Everything that decides the outcome, but for the seed."""

    epochs: int = 18
    batch: int = 200
    peak: float = 4e-3  # learning rate
    weight_decay: float = 1e-2
    average: float = 0.999  # how much of the averaged weights a step keeps
    sharpness: float = 1.0  # what logits are multiplied by in the loss alone; squared distances start far too sure of themselves
    hands: HandAugmentation = field(default_factory=HandAugmentation)  # what augmentation does to each digit, scanned or drawn
    drawing: HandwritingConfig = field(
        default_factory=HandwritingConfig
    )  # digits by made-up hands that are learned beside the scanned ones


@dataclass(frozen=True, slots=True)
class TrainedDigitNetwork:
    """A trained network and what it took."""

    net: nn.Module
    seed: int
    seconds: float  # of one core
    curve: tuple[dict[str, float], ...]


def prepare_ink(ink: Tensor, preparation: Preparation) -> Tensor:
    """Digits (N, 1, 28, 28), ink 1 on 0 → as a network wants them: (N, 1, H, W), in the middle of nothing, normalised."""
    side = (preparation.height - ink.shape[-1]) // 2
    return (F.pad(ink, (side, side, side, side)) - preparation.mean[0]) / preparation.std[0]


def concatenate(some: Digits, others: Digits) -> Digits:
    return Digits(torch.cat([some.pictures, others.pictures]), torch.cat([some.labels, others.labels]))


def train(spec: NetworkSpec, data: DigitSet, recipe: DigitRecipe, seed: int) -> TrainedDigitNetwork:
    """One rise and fall of the learning rate, AdamW, an average of the weights along the way is what comes out."""
    torch.manual_seed(seed)
    generator, started = Generator().manual_seed(seed), time.process_time()
    net = spec.build()
    averaged = copy.deepcopy(net).requires_grad_(False)
    optimiser = torch.optim.AdamW(net.parameters(), lr=recipe.peak, weight_decay=recipe.weight_decay)
    digits = concatenate(data.training, draw_digits(recipe.drawing, seed))
    steps = len(digits) // recipe.batch
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.peak, total_steps=steps * recipe.epochs, pct_start=0.15)
    curve = []
    for epoch in range(1, recipe.epochs + 1):
        loss = _epoch(net, averaged, digits, recipe, spec.preparation, optimiser, rate, generator)
        right = (predict_logits(averaged, data.validation, spec.preparation).argmax(1) == data.validation.labels).float().mean().item()
        curve.append({"epoch": epoch, "loss": round(loss, 4), "validation": round(right, 4)})
        print(f"{spec.key} seed {seed}  {curve[-1]}  {time.process_time() - started:.0f} s", flush=True)
    return TrainedDigitNetwork(averaged.eval(), seed, time.process_time() - started, tuple(curve))


def _epoch(
    net: nn.Module,
    averaged: nn.Module,
    digits: Digits,
    recipe: DigitRecipe,
    preparation: Preparation,
    optimiser: torch.optim.Optimizer,
    rate: torch.optim.lr_scheduler.LRScheduler,
    generator: Generator,
) -> float:
    """One pass over all digits; the mean loss."""
    net.train()
    total, batches = 0.0, torch.randperm(len(digits), generator=generator).split(recipe.batch)
    batches = [some for some in batches if len(some) == recipe.batch]
    for some in batches:
        digit = digits.pictures[some][:, None].float() / 255  # (N, 1, 28, 28)
        varied = digit if recipe.hands.untouched == 1 else augment_digits(digit, recipe.hands, generator)
        loss = F.cross_entropy(recipe.sharpness * net(prepare_ink(varied, preparation)), digits.labels[some])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        rate.step()
        total += loss.item()
        with torch.no_grad():
            for kept, now in zip(averaged.parameters(), net.parameters(), strict=True):
                kept.lerp_(now, 1 - min(recipe.average, rate.last_epoch / (rate.last_epoch + 20)))
    return total / len(batches)


@torch.no_grad()
def predict_logits(net: nn.Module, digits: Digits, preparation: Preparation) -> Tensor:
    """Logits (N, 10)."""
    net.eval()
    return torch.cat([net(prepare_ink(some[:, None].float() / 255, preparation)) for some in digits.pictures.split(500)])
