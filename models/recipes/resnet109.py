"""Trains `resnet109`: python -m models.recipes.resnet109 --data FOLDER[:SIDE] [FOLDER[:SIDE] ...]"""

from __future__ import annotations

import argparse
from pathlib import Path

from models.memory import keep_freed_memory
from models.networks.resnet109 import ResNet109
from models.recipes.loop import Plan, Stage, judge, train
from models.recipes.photographs import PhotographSet, Source

PLAN = Plan(stages=(Stage(64, 10, 0.35), Stage(80, 12, 0.35), Stage(96, 10, 0.30), Stage(112, 6, 0.30), Stage(128, 2, 0.35)))


def main() -> None:
    keep_freed_memory()
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Source.parse, nargs="+", required=True, help="folders of train/<wnid> and val/<wnid>")
    ask.add_argument("--work", type=Path, default=Path("runs/resnet109"), help="where the cache and the checkpoint go")
    ask.add_argument("--seed", type=int, default=0)
    want = ask.parse_args()
    data = PhotographSet.load(want.data, want.work / "cache")
    counts = " + ".join(str(len(p)) for p in data.training)
    print(f"{counts} pictures of {len(data.classes)} classes to train on, {data.left_out} left out as possible twins", flush=True)
    run = train(lambda: ResNet109(classes=len(data.classes)), data, PLAN, seed=want.seed,
                checkpoint=want.work / f"seed{want.seed}.pt", say=lambda line: print(line, flush=True))  # fmt: skip
    for side in (96, 112, 128, 144, 160):
        print(judge(run.averaged, data, side), flush=True)


if __name__ == "__main__":
    main()
