"""Trains `resnet109` and ships it with its card: python -m models.recipes.resnet109 --data FOLDER [FOLDER ...]

A FOLDER holds train/<wnid> and val/<wnid>. Ours: mini-ImageNet and Imagenette. Two courses: the first from random numbers, the second, with
`--again FILE`, from what the first has written. The file that is shipped had the first only, on an Imagenette that was still sharper than
mini-ImageNet in most epochs (its card).
"""

from __future__ import annotations

from models.networks.resnet109 import NETWORKS
from models.recipes.loop import Plan, Stage
from models.recipes.photos import Recipe, main

PLAN = Plan(
    stages=(Stage(64, 10, 0.35), Stage(80, 12, 0.35), Stage(96, 10, 0.3), Stage(112, 7, 0.3), Stage(128, 3, 0.35)), coarse=0.0, jitter=0.0
)
AGAIN = Plan(
    stages=(Stage(112, 4, 0.25, cutmix=0.3), Stage(128, 4, 0.3), Stage(144, 2, 0.35)),
    peak=0.03,  # a course of thirteen epochs from 0.1 on, with more CutMix, ended below its beginning: 66.9 instead of 69.1 %
    rise=0.05,
    label_smoothing=0.0,  # smoothed targets pull the pictures of a class together, and with them what else the features could tell
    coarse=0.25,
)

if __name__ == "__main__":
    main(Recipe(NETWORKS[0], PLAN, AGAIN), __doc__)
