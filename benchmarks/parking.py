"""How often spaces of the drawn car park are read right, by weather and training: python benchmarks/parking.py [--camera mast] [--markdown]

Each seed learns from other days and is asked on other days than the page's; forty spaces a weather, four days a seed. Then what the network
takes for forty spaces, as a ratio to the 150 ms that are asked for.
"""

from __future__ import annotations

import argparse
import sys
import time
from functools import lru_cache
from pathlib import Path
from statistics import median

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))

from models.statistics import wilson_interval
from models.uses.parking import classifiers, network, weather

ASKED_MS = 150
FIRST_DAY, DAYS = 5000, 4
SHIFT = 100_000  # days of one seed lie so far from those of the next


@lru_cache(maxsize=4000)
def photograph(day: int, kind: str, place: str) -> classifiers.LabelledPatches:
    return classifiers.photograph(day, kind, place)


def counts(place: str, seeds: range) -> dict[tuple[str, str], np.ndarray]:
    """(training, reader) → how many are right in each weather."""
    found: dict[tuple[str, str], np.ndarray] = {}
    for seed in seeds:
        for training in classifiers.TRAININGS:
            learned = classifiers.fit(training, place, seed, lambda day, kind, at, far=seed * SHIFT: photograph(day + far, kind, at))
            for column, kind in enumerate(weather.BY_KEY):
                for day in range(FIRST_DAY, FIRST_DAY + DAYS):
                    cut, taken = photograph(day + seed * SHIFT, kind, place)
                    for reader, answers in learned.answers(cut).items():
                        row = found.setdefault((training, reader), np.zeros(len(weather.BY_KEY), int))
                        row[column] += (answers == taken).sum()
    return found


def cell(right: int, asked: int) -> str:
    low, high = wilson_interval(right, asked)
    return f"{100 * right / asked:.1f} ({100 * low:.0f}–{100 * high:.0f})"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--seeds", type=int, default=5)
    ask.add_argument("--first-seed", type=int, default=11)
    ask.add_argument("--camera", default="mast")
    ask.add_argument("--markdown", action="store_true")
    want = ask.parse_args()
    torch.set_num_threads(1)
    asked = 40 * DAYS * want.seeds
    rows = [["learned from", "read by", *weather.BY_KEY]]
    for (training, reader), right in counts(want.camera, range(want.first_seed, want.first_seed + want.seeds)).items():
        rows.append([training, reader, *(cell(int(count), asked) for count in right)])
    mark = "| " if want.markdown else ""
    for i, row in enumerate(rows):
        print(mark + (" | " if want.markdown else "  ").join(f"{one:<16}" for one in row) + (" |" if want.markdown else ""))
        if want.markdown and not i:
            print("|---" * len(row) + "|")
    print(f"\n% right of {asked} spaces in each weather, with 95 % intervals; camera: {want.camera}")
    cut, taken = photograph(1, "sun", want.camera)
    model = network.fit(cut, taken, augment=False, seed=0)
    times = []
    for _ in range(30):
        start = time.perf_counter()
        network.probabilities(model, cut)
        times.append(1e3 * (time.perf_counter() - start))
    print(f"forty spaces: {median(times):.1f} ms, {median(times) / ASKED_MS:.2f} of the {ASKED_MS} asked for")


if __name__ == "__main__":
    main()
