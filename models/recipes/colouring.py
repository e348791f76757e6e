"""Trains `colouring` and ships it with its card: python -m models.recipes.colouring --data FOLDER [FOLDER ...]

A FOLDER holds train/<wnid> and val/<wnid>. Ours: mini-ImageNet and Imagenette. Stopped and started again with the same --work, it goes on
where it was.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

import torch

from models.engine.malloc import keep_freed_memory
from models.recipes.colour_card import ship
from models.recipes.colour_loop import ColourRecipe, ColourStage, train
from models.recipes.colour_photographs import ColourPhotographs

KEY = "colouring"
ENCODER = Path("assets/weights/resnet109.safetensors")
SIDE, LEAST_SHARE = 64, 0.3  # px of a crop, and the least share of a picture that it holds
STEPS = 6700  # four passes over our 53,509 photographs


def plan(steps: int) -> ColourRecipe:
    return ColourRecipe(stages=(ColourStage(SIDE, steps, LEAST_SHARE),))


def main() -> None:
    """What `python -m models.recipes.colouring` does."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, nargs="+", required=True, metavar="FOLDER", help="train/<wnid> and val/<wnid>")
    ask.add_argument("--work", type=Path, default=Path("runs") / KEY, help="where the decoded pictures and the checkpoints go")
    ask.add_argument("--from", dest="start", type=Path, default=ENCODER, metavar="FILE", help="weights of resnet109, the encoder")
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--steps", type=int, default=STEPS, help="of the whole training; a run that goes on may be given another end")
    ask.add_argument(
        "--until", type=int, metavar="STEP", help="stop here and ship what there is; the fall of the learning rate is left out"
    )
    ask.add_argument("--threads", type=int, default=1, help="of the CPU to compute in")
    ask.add_argument("--out", type=Path, default=Path("assets/weights"))
    want = ask.parse_args()
    keep_freed_memory()
    torch.set_num_threads(want.threads)
    data = ColourPhotographs.load(want.data, want.work / "cache")
    counts = " + ".join(f"{len(part):,}" for part in data.training)
    print(f"{counts} pictures to train on, {len(data.left_out)} classes left out", flush=True)
    recipe = plan(want.steps)
    run = train(
        data,
        recipe,
        seed=want.seed,
        checkpoint=want.work / f"seed{want.seed}.pt",
        start=want.start,
        until=want.until,
        say=partial(print, flush=True),
    )
    ship(run, recipe, data, want.start, want.out)


if __name__ == "__main__":
    main()
