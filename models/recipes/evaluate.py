"""Measures shipped weights again: python -m models.recipes.evaluate NETWORK [--data FOLDER ...] [--weights FILE]

FOLDER: for lenet5, lenet5_plain, lenet5_1998 and mlp MNIST's idx files (torchvision brings them otherwise); for networks of photographs
one or more folders of val/<wnid>/. Prints what the model card says under its accuracy.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from models import imagenet, imagenet109
from models.recipes import card, mnist, photo_card
from models.recipes.digit_loop import predict_logits
from models.store import registry
from models.store.registry import NetworkSpec
from models.store.store import load
from models.store.weights import WEIGHTS_FOLDER

_HERE = ("shipped", "packaged", "present")


def digits(spec: NetworkSpec, weights: Path, data: Path | None) -> str:
    """Accuracy, interval and confusion matrix on MNIST's test digits, as Markdown."""
    test = mnist.load(data).test
    found = predict_logits(photo_card.load_shipped(spec, weights), test, spec.preparation)
    return card.accuracy_table(test.labels, found.argmax(1), [str(digit) for digit in range(10)])


def photographs(spec: NetworkSpec, weights: Path, folders: Sequence[Path]) -> str:
    """Accuracies and intervals over all validation photographs, as Markdown."""
    names = imagenet109.wnids()
    found = photo_card.outputs_by_folder(photo_card.load_shipped(spec, weights), spec.preparation, folders, names)
    return photo_card.accuracies(found, folders, len(names))


def imagenet_accuracy(spec: NetworkSpec, folders: Sequence[Path]) -> str:
    """The same for a network of the 1,000 classes whose weights are not ours, with the share among its first five."""
    names = [each.wnid for each in imagenet.classes()]
    found = photo_card.outputs_by_folder(load(spec).network, spec.preparation, folders, names)
    five = sum(int((one.values.topk(5).indices == one.labels[:, None]).any(1).sum()) for one in found)
    total = sum(len(one.labels) for one in found)
    return f"{photo_card.accuracies(found, folders, len(names))}\n- Among its first five: {card.accuracy_sentence(five, total)}"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("network", choices=sorted(spec.key for spec in registry.available_specs() if spec.weights_location in _HERE))
    ask.add_argument("--data", type=Path, nargs="*", default=[])
    ask.add_argument("--weights", type=Path, help="another file than the shipped one")
    want = ask.parse_args()
    spec = registry.find_spec(want.network)
    if spec.task == imagenet.TASK:
        print(imagenet_accuracy(spec, want.data))
        return
    file = want.weights or WEIGHTS_FOLDER / f"{spec.key}.safetensors"
    print(f"{file.name}  sha256 {card.sha256(file)}\n")
    if spec.preparation.kind == "drawing":
        torch.set_num_threads(1)
        print(digits(spec, file, want.data[0] if want.data else None))
    else:
        print(photographs(spec, file, want.data))


if __name__ == "__main__":
    main()
