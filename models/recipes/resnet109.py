"""Trains `resnet109` and ships it with its card: python -m models.recipes.resnet109 --data FOLDER[:SIDE] [FOLDER[:SIDE] ...]

A FOLDER holds train/<wnid> and val/<wnid>; its pictures are kept at SIDE px (128). Ours: mini-ImageNet:84 and Imagenette:128.
"""

from __future__ import annotations

from models.networks.resnet109 import NETWORKS
from models.recipes.loop import Plan, Stage
from models.recipes.photos import Recipe, main

PLAN = Plan(
    stages=(
        Stage(64, 10, 0.35), Stage(80, 12, 0.35), Stage(96, 10, 0.30), Stage(112, 2, 0.30),
        Stage(112, 5, 0.30, small=0.7), Stage(128, 3, 0.35, small=0.7),
    )
)  # fmt: skip

if __name__ == "__main__":
    main(Recipe(NETWORKS[0], PLAN), __doc__)
