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

AGAIN = Plan(
    stages=(Stage(96, 8, 0.25, cutmix=0.5), Stage(112, 3, 0.3, cutmix=0.5), Stage(128, 2, 0.35)),
    peak=0.1,
    rise=0.05,
    label_smoothing=0.0,  # smoothed targets pull the pictures of a class together, and with them what else the features could tell
)

if __name__ == "__main__":
    main(Recipe(NETWORKS[0], PLAN, AGAIN), __doc__)
