"""A grey picture coloured: python -m benchmarks.colouring [--side 128] [--repeats 30]

Milliseconds from the file to the pictures, the maps and the figures, the first time after the start and afterwards; beside it the
module's own forward pass alone, and how many times as long the whole answer takes.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # python benchmarks/colouring.py works too

import torch

from benchmarks.timing import medians, table, where
from models import api
from models.engine.malloc import keep_freed_memory
from models.store import registry
from models.store.store import load
from models.types.activations import PictureSource

SAMPLE = Path(__file__).parents[1] / "assets" / "samples" / "rocamadour.jpg"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--side", type=int, default=128)
    ask.add_argument("--repeats", type=int, default=30)
    want = ask.parse_args()
    keep_freed_memory()
    api.start()
    api.warm_up()
    source = PictureSource("picture", SAMPLE.read_bytes())
    start = time.perf_counter()
    height, width, _ = api.colour_picture(source, side=want.side).truth.shape
    first = 1e3 * (time.perf_counter() - start)
    network, picture = load(registry.specs()["colouring"]).network, torch.rand(1, 3, height, width)
    with torch.no_grad():
        found = medians({"whole": lambda: api.colour_picture(source, side=want.side), "alone": lambda: network(picture)}, want.repeats)
    ratio = found["whole"] / found["alone"]
    row = [f"{first:.0f}", f"{found['whole']:.1f}", f"{found['alone']:.1f}", f"{ratio:.2f}"]
    print(where())
    print(table(f"{width} × {height} px, ms", ["first", "answer", "module alone", "ratio"], [row]))


if __name__ == "__main__":
    main()
