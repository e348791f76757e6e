"""How long the race of features takes: python benchmarks/race.py [--draws 3] [--threads 1]

Every runner on scikit-learn's digits with 1, 5, 20 and 100 labelled pictures a class, nothing taken from what was measured before.
`ready`: from the start of the service, PyTorch being imported, to the pictures that the tab shows before anybody can start a race.
`first point`: the first runner's first result after that; `whole`: the last one's. The limit is a minute for the whole, a second for
the first.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import torch

from benchmarks.timing import table, where
from models import api
from models.types.feature_race import RacePoint

COUNTS = (1, 5, 20, 100)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--draws", type=int, default=3)
    ask.add_argument("--threads", type=int, default=1)
    want = ask.parse_args()
    begun = time.perf_counter()
    api.start()
    api.warm_up()
    torch.set_num_threads(want.threads)
    runners = {card.key: 0.0 for card in api.extractors("digits")}
    api.labelled_pictures("digits", 1)
    ready = time.perf_counter()
    points = []
    for part in api.feature_race("digits", counts=COUNTS, subsets=want.draws, fresh=True):
        if isinstance(part, RacePoint):
            points.append(time.perf_counter() - ready)
            runners[part.extractor] += part.seconds
    rows = [["ready", f"{ready - begun:.2f} s"], ["first point", f"{points[0]:.2f} s"], ["whole", f"{points[-1]:.1f} s"]]
    rows += [[f"  {key}", f"{seconds:.1f} s of one core"] for key, seconds in runners.items()]
    print(table(f"{len(points)} points, {want.draws} draws ({where()})", ("", "taken"), rows))


if __name__ == "__main__":
    main()
