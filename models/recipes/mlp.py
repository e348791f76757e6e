"""Trains `mlp` and ships it with its card: python -m models.recipes.mlp [--data FOLDER] [--seed 0] [--also 1]

FOLDER holds MNIST's four idx files, gzipped or not; without it torchvision brings them. Data, plan and hands are those of `lenet5`, so
that the two networks differ in nothing but their layers.
"""

from __future__ import annotations

from models.networks.mlp import NETWORKS
from models.recipes import digits
from models.recipes.digit_loop import DigitRecipe

if __name__ == "__main__":
    digits.main(NETWORKS[0], __doc__, DigitRecipe())
