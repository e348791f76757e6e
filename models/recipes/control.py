"""Judges recipes by how their features carry over: python -m models.recipes.control --data FOLDER [FOLDER ...]

The network of `resnet109` is trained for fewer epochs on four fifths of the classes, once for each recipe that is compared; then new
classes are told apart, the fifth that was left out, five at a time from five photographs each. Each recipe is that of `resnet109` with
one thing taken away, so a row says what that thing is worth: to the classes that were trained, and to those that were not.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from models.engine.malloc import keep_freed_memory
from models.networks.resnet109 import ResNet109
from models.recipes.card import percent
from models.recipes.loop import PhotoRecipe, Stage, predict_logits, train
from models.recipes.photo_answers import PenultimateFeatures
from models.recipes.photographs import Photographs, PhotographSet
from models.recipes.transfer import FewShot, few_shot

LEAVE_OUT_EVERY = 5  # of the classes, in the order of their numbers, the last of so many is left out
SIDE = 64  # px
FULL_RECIPE = PhotoRecipe(stages=(Stage(SIDE, 6, 0.25, cutmix=0.5), Stage(SIDE, 2, 0.35)))


def recipes() -> Mapping[str, PhotoRecipe]:
    """The full recipe, and the same without one thing each."""
    return {
        "whole": FULL_RECIPE,
        "without CutMix": replace(FULL_RECIPE, stages=tuple(replace(stage, cutmix=0.0) for stage in FULL_RECIPE.stages)),
        "without coarser pictures": replace(FULL_RECIPE, coarse=0.0),
        "without label smoothing": replace(FULL_RECIPE, label_smoothing=0.0),
    }


def split_classes(data: PhotographSet, every: int = LEAVE_OUT_EVERY) -> tuple[PhotographSet, Photographs]:
    """(the set without each `every`-th class, the validation pictures of those classes with their old labels)."""
    labels = torch.arange(len(data.classes))
    left_out = labels % every == every - 1
    renamed = torch.cumsum(~left_out, 0) - 1  # old label → its place among those that stay
    kept = PhotographSet(
        tuple(name for name, out in zip(data.classes, left_out.tolist(), strict=True) if not out),
        tuple(_of_classes(part, ~left_out, renamed) for part in data.training),
        tuple(_of_classes(part, ~left_out, renamed) for part in data.validation),
        data.left_out,
    )
    new = [_of_classes(part, left_out, labels) for part in data.validation]
    return kept, Photographs(torch.cat([part.pictures for part in new]), torch.cat([part.labels for part in new]))


def _of_classes(part: Photographs, wanted: Tensor, renamed: Tensor) -> Photographs:
    here = wanted[part.labels]
    return Photographs(part.pictures[here], renamed[part.labels[here]])


def few_shot_on_new_classes(net: torch.nn.Module, new: Photographs, side: int) -> FewShot:
    """Five-way five-shot over 600 episodes on classes that were never trained."""
    return few_shot(predict_logits(PenultimateFeatures(net), new.pictures, side, exact=True), new.labels)


def main() -> None:
    """What `python -m models.recipes.control` does. Stopped and started again with the same --work, it goes on where it was."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, nargs="+", required=True, metavar="FOLDER", help="train/<wnid> and val/<wnid>")
    ask.add_argument("--work", type=Path, default=Path("runs") / "control", help="where the decoded pictures and the checkpoints go")
    ask.add_argument("--recipe", choices=sorted(recipes()), nargs="*", default=list(recipes()))
    want = ask.parse_args()
    keep_freed_memory()
    data, new = split_classes(PhotographSet.load(want.data, want.work / "cache"))
    print(f"{len(data.classes)} classes to train on, {len(new.labels.unique())} left out\n", flush=True)
    print("| recipe | top-1 of trained classes | new classes, nearest mean | new classes, linear head |\n|---|---|---|---|", flush=True)
    for name in want.recipe:
        checkpoint = want.work / f"{name.replace(' ', '-')}.pt"
        run = train(lambda: ResNet109(classes=len(data.classes)), data, recipes()[name], seed=0, checkpoint=checkpoint, say=None)
        found = few_shot_on_new_classes(run.averaged, new, SIDE + 16)
        cells = [f"{percent(mean)} ± {percent(half)}" for mean, half in (found.mean, found.linear)]
        print(f"| {name} | {percent((run.curve or [{}])[-1]['all'])} | {cells[0]} | {cells[1]} |", flush=True)


if __name__ == "__main__":
    main()
