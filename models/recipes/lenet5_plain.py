"""Trains `lenet5_plain` and ships it with its card: python -m models.recipes.lenet5_plain [--data FOLDER] [--seed 0] [--also 1]

FOLDER holds MNIST's four idx files, gzipped or not; without it torchvision brings them. Network, data and plan are those of `lenet5`,
but every digit stays as it was scanned or drawn: what the two answer differently is what augmentation did.
"""

from __future__ import annotations

from models.networks.lenet5 import NETWORKS
from models.recipes import digits
from models.recipes.digit_loop import DigitRecipe
from models.recipes.handwriting import HandAugmentation

if __name__ == "__main__":
    digits.main(NETWORKS[1], __doc__, DigitRecipe(hands=HandAugmentation(untouched=1.0)))
