"""Trains `alexnet109` and ships it with its card: python -m models.recipes.alexnet109 --data FOLDER [FOLDER ...]

A FOLDER holds train/<wnid> and val/<wnid>. Ours: mini-ImageNet and Imagenette. The file that is shipped was trained from
nothing on an Imagenette that was saved as JPEGs once, and mini-ImageNet twice. `PLAN` and, from a weights file (--from FILE), `CONTINUED`
prepare both sets alike; neither has made a shipped file yet.
"""

from __future__ import annotations

from models.networks.alexnet109 import NETWORKS
from models.recipes.loop import PhotoRecipe, Stage
from models.recipes.photos import NetworkRecipe, main

# One side throughout: the first dense layer reads 3 × 3 maps, which is what five strides leave of 128 px.
PLAN = PhotoRecipe(stages=(Stage(128, 10, 0.30), Stage(128, 2, 0.35)), peak=0.1, remade=0.6)
CONTINUED = PhotoRecipe(stages=(Stage(128, 4, 0.35),), peak=0.02, rise=0.1, coarse=0.0, jitter=0.2, remade=0.6)

if __name__ == "__main__":
    main(NetworkRecipe(NETWORKS[0], PLAN, CONTINUED), __doc__)
