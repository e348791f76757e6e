"""The presets of Train as the page first shows them: `python -m models.recipes.trainings` runs them and writes assets/trainings.json.

The first seed of each with the answers and filters of every epoch, the others as curves.
"""

from __future__ import annotations

import argparse
import json
import math
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import torch

from models.engine.malloc import keep_freed_memory
from models.training.compare.bundled_runs import RUNS_FILE, curve_to_json
from models.training.compare.experiment import Experiment
from models.training.compare.paired_runs import with_later_seed
from models.training.compare.presets import presets
from models.training.compare.run import Run
from models.training.compare.run_cache import Curve
from models.training.compare.training_set import load_bundled
from models.types.compare import EpochResult


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, default=RUNS_FILE)
    want = ask.parse_args()
    keep_freed_memory()
    torch.set_num_threads(1)
    lines = []
    for experiment, whole in preset_runs().values():
        curve = run_to_end(experiment)
        last = curve.epochs[-1]
        print(f"{100 * last.train[1]:5.1f} {100 * last.validation[1]:5.1f} {curve.ended.seconds:5.1f} s  {experiment.key}", flush=True)
        lines.append(json.dumps(curve_to_json(experiment, curve, whole=whole), separators=(",", ":")))
    made = datetime.now(UTC).date().isoformat()
    want.out.write_text(f'{{"made": "{made}", "runs": [\n' + ",\n".join(lines) + "\n]}\n", "utf-8")


def preset_runs() -> dict[str, tuple[Experiment, bool]]:
    """Every run that a preset shows with every seed, each once, by key; and whether it is the first seed of one."""
    found: dict[str, tuple[Experiment, bool]] = {}
    for preset in presets():
        for settings in (preset.left,) if preset.lanes == "one" else (preset.left, preset.right):
            for ahead in range(preset.repeats):
                experiment = with_later_seed(Experiment.from_json(settings), ahead)
                found.setdefault(experiment.key, (experiment, ahead == 0))
    return found


def run_to_end(experiment: Experiment) -> Curve:
    """One run from its start to its end, however long that takes."""
    run = Run(experiment, load_bundled(experiment.data))
    epochs: list[EpochResult] = []
    running = run.run(0, nullcontext, lambda: False, math.inf)
    while True:
        try:
            event = next(running)
        except StopIteration as end:
            return Curve(tuple(epochs), end.value)
        if isinstance(event, EpochResult):
            epochs.append(event)


if __name__ == "__main__":
    main()
