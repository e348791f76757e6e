"""What a receipt costs: python -m benchmarks.look_receipt [--threads N] [NETWORK ...]

A random cell of every layer of a network, from a capture as it is kept for a visitor: what is cheap has been dropped and is made again.
"whole way": the receipt, that of its strongest term, and so on to a pixel. Milliseconds; each cell is the median of three.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # python benchmarks/look_receipt.py works too

import numpy as np
import torch

from benchmarks.timing import medians, table, where
from models.engine.capture import Capture, capture
from models.engine.layers import LayerStep
from models.receipts.receipt import ReceiptBuilder
from models.receipts.terms import Cell
from models.store import registry
from models.store.store import LoadedNetwork, load

NETWORKS = ("lenet5", "resnet109", "resnet18", "mobilenet_v3_small", "googlenet", "convnext_tiny", "squeezenet1_1", "alexnet")


def costs(loaded: LoadedNetwork) -> list[str]:
    """One row: the forward pass, receipts, and whole ways."""
    size = loaded.spec.preparation
    picture = np.random.default_rng(0).integers(0, 256, (size.height, size.width, size.channels), dtype=np.uint8)
    batch, draw = loaded.batch(picture), random.Random(0)
    captured = capture(loaded.plan, batch).without_recomputable()

    def fresh(layer_step: LayerStep, cell: Cell, whole: bool, kept: Capture = captured) -> int:
        book = ReceiptBuilder(kept, loaded.layer_steps, picture, size)
        return len(list(book.trace(layer_step, cell))) if whole else len(book.receipt(layer_step, cell).terms.values)

    forward = medians({"forward": lambda: capture(loaded.plan, batch)}, rounds=9)["forward"]
    times: dict[bool, list[float]] = {False: [], True: []}
    for layer_step in loaded.layer_steps:
        cell = tuple(draw.randrange(side) for side in layer_step.layer.shape)
        for whole, taken in times.items():
            taken += medians({"": lambda stop=layer_step, cell=cell, whole=whole: fresh(stop, cell, whole)}, rounds=3, warm=1).values()  # type: ignore[misc]
    figures = [forward, *(number for taken in times.values() for number in (float(np.median(taken)), max(taken)))]
    return [loaded.spec.key, *(f"{figure:.1f}" for figure in figures)]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("networks", nargs="*", default=NETWORKS)
    ask.add_argument("--threads", type=int, default=1)
    want = ask.parse_args()
    torch.set_num_threads(want.threads)
    specs = registry.specs()
    rows = [costs(load(specs[key if specs[key].weights_location == "shipped" else f"{key}@random"])) for key in want.networks]
    heads = ("network", "forward", "receipt, median", "largest", "whole way, median", "largest")
    print(table(f"Receipts, ms ({where()})", heads, rows))


if __name__ == "__main__":
    main()
