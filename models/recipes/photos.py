"""The command line that the recipes of networks for photographs share: train, ship, write the card."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from models.engine.malloc import keep_freed_memory
from models.recipes import photo_card
from models.recipes.loop import PhotoRecipe, train
from models.recipes.photographs import PhotographSet
from models.store.registry import NetworkSpec


@dataclass(frozen=True, slots=True)
class NetworkRecipe:
    """A network and how it is trained."""

    spec: NetworkSpec
    recipe: PhotoRecipe  # from random numbers
    continued: PhotoRecipe  # from a weights file


def main(recipe: NetworkRecipe, about: str) -> None:
    """What `python -m models.recipes.<network>` does. Stopped and started again with the same --work, it goes on where it was."""
    key = recipe.spec.key
    ask = argparse.ArgumentParser(description=about)
    ask.add_argument("--data", type=Path, nargs="+", required=True, metavar="FOLDER", help="train/<wnid> and val/<wnid>")
    ask.add_argument("--work", type=Path, default=Path("runs") / key, help="where the decoded pictures and the checkpoints go")
    ask.add_argument("--from", dest="start", type=Path, metavar="FILE", help="a weights file to begin with, for the shorter plan")
    ask.add_argument("--seed", type=int, default=0, help="of the network that is shipped")
    ask.add_argument("--also", type=int, nargs="*", default=[], help="seeds to train and report beside it")
    ask.add_argument("--flowers", type=Path, help="a folder of train/<class> and val/<class> for the card's linear head")
    ask.add_argument("--threads", type=int, default=2, help="of the CPU to compute in")
    ask.add_argument("--out", type=Path, default=Path("assets/weights"))
    want = ask.parse_args()
    keep_freed_memory()
    torch.set_num_threads(want.threads)
    data = PhotographSet.load(want.data, want.work / "cache")
    counts = " + ".join(f"{len(part):,}" for part in data.training)
    print(f"{counts} pictures of {len(data.classes)} classes to train on; {data.left_out} left out as possible twins", flush=True)
    plan = recipe.continued if want.start else recipe.recipe
    runs = {}
    for seed in (want.seed, *want.also):
        checkpoint = want.work / f"seed{seed}.pt"
        runs[seed] = train(
            recipe.spec.build, data, plan, seed=seed, checkpoint=checkpoint, start=want.start, say=partial(print, flush=True)
        )
    photo_card.ship(photo_card.Shipment(recipe.spec, plan, runs, data, want.data, want.flowers, want.start), want.out)
