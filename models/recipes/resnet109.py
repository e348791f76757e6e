"""Trains `resnet109` and ships it with its card: python -m models.recipes.resnet109 --data FOLDER [FOLDER ...]

A FOLDER holds train/<wnid> and val/<wnid>. Ours: mini-ImageNet and Imagenette.
"""

from __future__ import annotations

from models.networks.resnet109 import NETWORKS
from models.recipes.loop import Plan, Stage
from models.recipes.photos import Recipe, main

PLAN = Plan(
    stages=(
        Stage(64, 24, 0.25, cutmix=0.5), Stage(80, 22, 0.25, cutmix=0.5), Stage(96, 6, 0.25, cutmix=0.5),
        Stage(96, 4, 0.35), Stage(112, 4, 0.35),
    )
)  # fmt: skip

if __name__ == "__main__":
    main(Recipe(NETWORKS[0], PLAN), __doc__)
