"""The command line that the recipes of networks for digits share: train, ship, write the card."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from models.engine.malloc import keep_freed_memory
from models.recipes import digit_card, mnist
from models.recipes.digit_loop import DigitRecipe, train
from models.store.registry import NetworkSpec


def main(spec: NetworkSpec, about: str, recipe: DigitRecipe) -> None:
    """What `python -m models.recipes.<network>` does: train, ship, write the card."""
    ask = argparse.ArgumentParser(description=about)
    ask.add_argument("--data", type=Path, help="folder of MNIST's idx files; torchvision brings them if it is left out")
    ask.add_argument("--seed", type=int, default=0, help="of the network that is shipped")
    ask.add_argument("--also", type=int, nargs="*", default=[], help="seeds to train and report beside it")
    ask.add_argument("--out", type=Path, default=Path("assets/weights"))
    want = ask.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    keep_freed_memory()
    data = mnist.load(want.data)
    outcomes = [train(spec, data, recipe, seed) for seed in (want.seed, *want.also)]
    digit_card.ship(spec, outcomes, recipe, data, want.out)
