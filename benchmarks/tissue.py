"""What a stroke costs, and how the sections come out: python -m benchmarks.tissue [--rounds N] [--megapixels 40]

First from the last stroke to the coloured section at 512 px, as a ratio to one second: with the features kept, as for every stroke but the
first, and from the picture alone. Then intersection over union of the glands with the brown stain, and the areas, over five seeds: each
draws strokes anew (places of the sample's own strokes moved by up to 12 px, three in four of them kept), so that the table says how much
depends on who holds the brush. With --megapixels the sample's section, laid beside itself until it is so large, is coloured in tiles
instead: seconds and memory.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # python benchmarks/tissue.py works too

import numpy as np
from PIL import Image

from benchmarks.timing import medians, table, where
from models import api, service
from models.types.activations import PictureSource
from models.types.tissue import TissueColouring, TissueStroke

SEEDS = 5
SHIFTED = 12 / 512  # part of the sides
KEPT = 0.75


def coloured(strokes: Sequence[TissueStroke], visitor: str = "") -> TissueColouring:
    *_, last = api.colour_tissue(api.tissue_picture("colon"), strokes, 3, visitor=visitor)
    assert last.colouring is not None
    return last.colouring


def drawn(strokes: Sequence[TissueStroke], seed: int) -> list[TissueStroke]:
    """Other strokes of somebody who marks the same things: of every kind one at least."""
    random = np.random.default_rng(seed)
    found = []
    for kind in {stroke.kind for stroke in strokes}:
        own = [stroke for stroke in strokes if stroke.kind == kind]
        for at in sorted(random.choice(len(own), max(1, round(KEPT * len(own))), replace=False)):
            points = np.clip(np.array(own[at].points) + random.uniform(-SHIFTED, SHIFTED, 2), 0, 1)
            found.append(TissueStroke(kind, own[at].width, tuple(map(tuple, points.tolist()))))
    return found


def large(strokes: Sequence[TissueStroke], megapixels: float) -> str:
    """Seconds and memory of a section of so many megapixels, for the first stroke and for one more."""
    section = np.asarray(Image.open(io.BytesIO(api.tissue_picture("colon").data)).convert("RGB"))
    across = int((megapixels * 1e6) ** 0.5) // len(section)
    Image.fromarray(np.tile(section, (across, across, 1))).save(file := io.BytesIO(), "JPEG", quality=85)
    source = PictureSource("picture", file.getvalue())
    first = [replace(one, width=one.width / across, points=tuple((x / across, y / across) for x, y in one.points)) for one in strokes]
    before, seconds, parts = resident(), [], 0
    for _ in range(2):
        start = time.perf_counter()
        parts = max(parts, sum(1 for _ in api.colour_tissue(source, first, 3, visitor="benchmark")))
        seconds.append(time.perf_counter() - start)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    api.forget_visitor("benchmark")
    return (
        f"{(across * len(section)) ** 2 / 1e6:.0f} megapixels, a JPEG of {len(source.data) / 1e6:.0f} MB: coloured after "
        f"{seconds[0]:.1f} s in {parts} parts, one more stroke {seconds[1]:.2f} s; {most - before:,.0f} MB more than before at the height"
    )


def resident() -> float:
    """MB of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--megapixels", type=float, default=0)
    given = parser.parse_args()
    rounds = given.rounds
    api.start()
    (strokes,) = (one.strokes for one in api.tissue_samples() if one.key == "colon")
    if given.megapixels:
        print(large(strokes, given.megapixels))
        return
    runs = {"one more stroke": lambda: coloured(strokes), "from the picture": lambda: (service.tissue.forget(""), coloured(strokes))}
    times = medians(runs, rounds)
    rows = [(name, f"{taken:.0f} ms", f"{taken / 1000:.2f}") for name, taken in times.items()]
    print(table(f"Section of 512 px, {where()}", ("", "median", "of one second"), rows))
    lines = []
    for seed in range(SEEDS):
        found = coloured(drawn(strokes, seed))
        areas = [
            f"{100 * a:.1f} ({100 * b:.1f}-{100 * c:.1f})" for a, b, c in zip(found.area, found.area_low, found.area_high, strict=True)
        ]
        lines.append((str(seed), f"{found.overlap[0]:.3f}", *areas, f"{found.largest_difference:.1e}"))
    heads = ("seed", "IoU glands / brown", "glands %", "stroma %", "background %", "largest difference")
    print(table("Strokes of five seeds", heads, lines))


if __name__ == "__main__":
    main()
