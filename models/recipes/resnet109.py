"""Trains `resnet109` and ships it with its card: python -m models.recipes.resnet109 --data FOLDER [FOLDER ...]

A FOLDER holds train/<wnid> and val/<wnid>. Ours: mini-ImageNet and Imagenette. The file that is shipped was trained
from nothing on an Imagenette sharper than mini-ImageNet (its card). `PLAN` and, from a weights file (--from FILE), `CONTINUED` prepare both
sets alike throughout; neither has made a shipped file yet. An epoch and a third of `CONTINUED` traded 5 points of mini-ImageNet's
classes for 20 of Imagenette's, and called fewer strangers one of Imagenette's (22 % for 32 % of flowers).
"""

from __future__ import annotations

from models.networks.resnet109 import NETWORKS
from models.recipes.loop import PhotoRecipe, Stage
from models.recipes.photos import NetworkRecipe, main

PLAN = PhotoRecipe(
    stages=(Stage(64, 10, 0.35), Stage(80, 12, 0.35), Stage(96, 10, 0.3), Stage(112, 7, 0.3), Stage(128, 3, 0.35)), coarse=0.0, jitter=0.2,
    remade=0.6,
)  # fmt: skip
CONTINUED = PhotoRecipe(
    stages=(Stage(96, 1, 0.35), Stage(112, 4, 0.35), Stage(128, 2, 0.4)), peak=0.03, rise=0.1, coarse=0.0, jitter=0.2, remade=0.6,
)  # fmt: skip

if __name__ == "__main__":
    main(NetworkRecipe(NETWORKS[0], PLAN, CONTINUED), __doc__)
