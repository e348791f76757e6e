"""Trains `lenet5` and ships it with its card: python -m models.recipes.lenet5 [--data FOLDER] [--seed 0] [--also 1]

FOLDER holds MNIST's four idx files, gzipped or not; without it torchvision brings them.
"""

from __future__ import annotations

from models.networks.lenet5 import NETWORKS
from models.recipes import digits
from models.recipes.digit_loop import DigitRecipe

if __name__ == "__main__":
    digits.main(NETWORKS[0], __doc__, DigitRecipe())
