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
from models.datasets.bundled import LabelledSplits
from models.engine.malloc import keep_freed_memory
from models.engine.workers import Workers
from models.feature_race.extractors import FixedFeatureSvm
from models.feature_race.service import COUNTS, RACES_FILE, SUBSETS, FeatureRaces, draw_subset, extractors_for, parse_settings
from models.store.store import NetworkStore
from models.types.feature_race import RacePoint

SVM_COSTS = (0.1, 1.0, 10.0, 100.0)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--choose", action="store_true", help="print the table of costs on the validation pictures")
    ask.add_argument("--out", type=Path, default=RACES_FILE)
    want = ask.parse_args()
    keep_freed_memory()
    torch.set_num_threads(1)
    store = NetworkStore()
    if want.choose:
        for key in race_datasets():
            print_svm_costs(key, store)
    else:
        want.out.write_text(run_races(store), "utf-8")


def race_datasets() -> list[str]:
    """The sets of the race."""
    return [key for key, one in bundled.datasets().items() if one.in_race]


def print_svm_costs(key: str, store: NetworkStore, counts: tuple[int, ...] = (5, 20), subsets: int = 2) -> None:
    """Errors in % on the validation pictures: a row per extractor and number of pictures, a column per cost."""
    parts, kind = bundled.load_splits(key), bundled.find(key).kind
    instead = LabelledSplits(parts.train, parts.validation, parts.validation)  # measured on validation: the test pictures are not there
    print(f"{key:10} {'':8} {'':>4} " + " ".join(f"{cost:6g}" for cost in SVM_COSTS))
    for extractor in extractors_for(key):
        classifier = extractor.build(instead, kind, store.get)
        if not isinstance(classifier, FixedFeatureSvm):
            continue
        for count in counts:
            row = [np.mean([error_percent(classifier, instead, count, draw, cost) for draw in range(subsets)]) for cost in SVM_COSTS]
            print(f"{'':10} {extractor.key:8} {count:4} " + " ".join(f"{error:6.1f}" for error in row), flush=True)


def error_percent(classifier: FixedFeatureSvm, parts: LabelledSplits, count: int, draw: int, cost: float) -> float:
    """Error in % of one draw at one cost."""
    classifier.c = cost
    answers = classifier(draw_subset(parts.train, count, 0, draw), 0)
    while True:
        try:
            next(answers)
        except StopIteration as end:
            return float(100 * (end.value != parts.test.labels).mean())


def run_races(store: NetworkStore) -> str:
    """The race of every data set, as JSON: one point a line."""
    races, points = FeatureRaces(store.get, Workers(), None), []
    for key in race_datasets():
        for event in races.run(parse_settings(key, COUNTS, SUBSETS, 0)):
            if isinstance(event, RacePoint):
                point = [key, event.extractor, event.per_class, 0, event.subset, event.wrong, event.test_count, round(event.seconds, 3)]
                points.append(json.dumps(point))
                print(*point, flush=True)
    day, rows = datetime.now(UTC).date().isoformat(), ",\n".join(points)
    return f'{{"made": "{day}", "points": [\n{rows}\n]}}\n'


if __name__ == "__main__":
    main()
