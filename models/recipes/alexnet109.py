"""Trains `alexnet109` and ships it with its card: python -m models.recipes.alexnet109 --data FOLDER [FOLDER ...]

A FOLDER holds train/<wnid> and val/<wnid>. Ours: mini-ImageNet and Imagenette.
"""

from __future__ import annotations

from models.networks.alexnet109 import NETWORKS
from models.recipes.loop import PhotoRecipe, Stage
from models.recipes.photos import NetworkRecipe, main

# One side throughout: the first dense layer reads 3 × 3 maps, which is what five strides leave of 128 px.
PLAN = PhotoRecipe(stages=(Stage(128, 10, 0.30), Stage(128, 2, 0.35)), peak=0.1)

if __name__ == "__main__":
    main(NetworkRecipe(NETWORKS[0], PLAN), __doc__)
