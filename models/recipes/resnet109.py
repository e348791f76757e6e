"""Trains `resnet109` and ships it with its card: python -m models.recipes.resnet109 --data FOLDER [FOLDER ...]

A FOLDER holds train/<wnid> and val/<wnid>. Ours: mini-ImageNet and Imagenette. The file that is shipped was made by this plan on an
Imagenette that was still sharper than mini-ImageNet in most epochs (its card).
"""

from __future__ import annotations

from models.networks.resnet109 import NETWORKS
from models.recipes.loop import PhotoRecipe, Stage
from models.recipes.photos import NetworkRecipe, main

PLAN = PhotoRecipe(
    stages=(Stage(64, 10, 0.35), Stage(80, 12, 0.35), Stage(96, 10, 0.3), Stage(112, 7, 0.3), Stage(128, 3, 0.35)), coarse=0.0, jitter=0.0
)

if __name__ == "__main__":
    main(NetworkRecipe(NETWORKS[0], PLAN), __doc__)
