"""Trains `lenet5_1998` and ships it with its card: python -m models.recipes.lenet5_1998 [--data FOLDER] [--seed 0] [--also 1]

FOLDER holds MNIST's four idx files, gzipped or not; without it torchvision brings them. The network is that of 1998; how it
learns is not: AdamW instead of the paper's second-order step, and cross-entropy over its distances, which is the paper's
discriminative criterion (section II.C, equation 9) without its extra class for what is no digit.
"""

from __future__ import annotations

from models.networks.lenet5_1998 import NETWORKS
from models.recipes import digits
from models.recipes.digit_loop import DigitRecipe

if __name__ == "__main__":
    digits.main(NETWORKS[0], __doc__, DigitRecipe(peak=1e-2, sharpness=0.1))
