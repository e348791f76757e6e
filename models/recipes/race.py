"""The race as the page first shows it: `python -m models.recipes.race` runs it on every data set and writes assets/races.json.

`python -m models.recipes.race --choose` prints instead what each cost of the linear machine gives on the validation pictures; the
costs in models/feature_race were chosen from that table, and nobody has looked at the test pictures for it.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch

from models.datasets import bundled
from models.datasets.bundled import Parts
from models.engine.memory import keep_freed_memory
from models.engine.workers import Workers
from models.feature_race.extractors import Described
from models.feature_race.service import COUNTS, DRAWS, KEPT, Races, drawn, racing_on, settings_of
from models.store.store import Shelf
from models.types.feature_race import Finish

COSTS = (0.1, 1.0, 10.0, 100.0)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--choose", action="store_true", help="print the table of costs on the validation pictures")
    ask.add_argument("--out", type=Path, default=KEPT)
    want = ask.parse_args()
    keep_freed_memory()
    torch.set_num_threads(1)
    shelf = Shelf()
    if want.choose:
        for key in raced_on():
            choose(key, shelf)
    else:
        want.out.write_text(raced(shelf), "utf-8")


def raced_on() -> list[str]:
    """The sets of the race."""
    return [key for key, one in bundled.datasets().items() if one.raced]


def choose(key: str, shelf: Shelf, counts: tuple[int, ...] = (5, 20), draws: int = 2) -> None:
    """Errors in % on the validation pictures: a row per runner and number of pictures, a column per cost."""
    parts, kind = bundled.parts_of(key), bundled.find(key).kind
    instead = Parts(parts.train, parts.validation, parts.validation)  # measured on validation: the test pictures are not there
    print(f"{key:10} {'':8} {'':>4} " + " ".join(f"{cost:6g}" for cost in COSTS))
    for runner in racing_on(key):
        lane = runner.start(instead, kind, shelf.borrow)
        if not isinstance(lane, Described):
            continue
        for count in counts:
            row = [np.mean([wrong(lane, instead, count, draw, cost) for draw in range(draws)]) for cost in COSTS]
            print(f"{'':10} {runner.key:8} {count:4} " + " ".join(f"{error:6.1f}" for error in row), flush=True)


def wrong(lane: Described, parts: Parts, count: int, draw: int, cost: float) -> float:
    """Error in % of one draw at one cost."""
    lane.c = cost
    answers = lane(drawn(parts.train, count, 0, draw), 0)
    while True:
        try:
            next(answers)
        except StopIteration as end:
            return float(100 * (end.value != parts.test.labels).mean())


def raced(shelf: Shelf) -> str:
    """The race of every data set, as JSON: one point a line."""
    races, points = Races(shelf.borrow, Workers(), None), []
    for key in raced_on():
        for event in races.run(settings_of(key, COUNTS, DRAWS, 0)):
            if isinstance(event, Finish):
                point = [key, event.runner, event.count, 0, event.draw, event.wrong, event.tested, round(event.seconds, 3)]
                points.append(json.dumps(point))
                print(*point, flush=True)
    return '{"made": "%s", "points": [\n%s\n]}\n' % (datetime.now(UTC).date().isoformat(), ",\n".join(points))  # noqa: UP031


if __name__ == "__main__":
    main()
