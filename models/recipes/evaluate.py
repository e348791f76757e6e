"""Measures shipped weights again: python -m models.recipes.evaluate [--data FOLDER] [--weights FILE]

FOLDER holds MNIST's idx files (torchvision brings them otherwise). Prints what the model card says under "Accuracy".
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file

from models.networks.lenet5 import LeNet5
from models.recipes import card, mnist
from models.recipes.lenet5 import answers


def evaluate(weights: Path, data: Path | None) -> str:
    """Accuracy, interval and confusion matrix of LeNet-5 weights on MNIST's test digits, as Markdown."""
    net = LeNet5()
    net.load_state_dict(load_file(weights))
    test = mnist.load(data).test
    return card.measured(test.labels, answers(net, test).argmax(1), [str(digit) for digit in range(10)])


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, help="folder of MNIST's idx files; torchvision brings them if it is left out")
    ask.add_argument("--weights", type=Path, default=Path("assets/weights/lenet5.safetensors"))
    want = ask.parse_args()
    torch.set_num_threads(1)
    print(f"{want.weights}  sha256 {card.sha256(want.weights)}\n\n{evaluate(want.weights, want.data)}")


if __name__ == "__main__":
    main()
