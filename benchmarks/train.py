"""What the presets of Train come to, and what watching costs.

    python benchmarks/train.py --table [--mnist FOLDER] [--seeds 3]   # accuracy and loss of both parts; FOLDER: MNIST's idx files
    python benchmarks/train.py --speed                                # against the same loop written bare; points a second; the first point

The bare loop has its tensors in memory and is written as a student would. Both are timed in seconds of one core, which a busy machine does
not change; points a second and the first point are by the clock. With --mnist the first ten training digits of each class are learned from
and the first thousand test digits are checked.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.timing import table, where
from models.engine.malloc import keep_freed_memory
from models.engine.workers import Workers
from models.recipes import mnist
from models.store.visitor_networks import VisitorNetworks
from models.training.compare import training_set
from models.training.compare.architecture import construct
from models.training.compare.experiment import Experiment
from models.training.compare.paired_runs import PairedRuns
from models.training.compare.presets import SMALL_AFFINE
from models.training.compare.run import Run
from models.training.compare.training_set import DRAWING, TrainingSet
from models.training.core.queue import TrainingQueue
from models.training.fine_tune.examples import ExampleStore
from models.types.compare import EpochResult, RunEnded

EPOCHS, CHECKED = 60, 1000
POINTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "dropout 0.5": {"dropout": 0.5},
    "augmentation": {"augmentation": list(SMALL_AFFINE)},
    "both": {"dropout": 0.5, "augmentation": list(SMALL_AFFINE)},
    "random labels": {"random_labels": 1.0},
}


def stock_of(folder: Path | None) -> TrainingSet:
    """The shipped thousand; or of MNIST's files the first ten of each class, and the first thousand of the test set."""
    if folder is None:
        return training_set.load_bundled("mnist")
    parts = []
    for name in ("train", "t10k"):
        pictures, labels = (mnist.read_idx(mnist.find(folder, f"{name}-{what}")) for what in ("images-idx3-ubyte", "labels-idx1-ubyte"))
        parts.append((torch.from_numpy(pictures.copy())[:, None], torch.from_numpy(labels.astype(np.int64))))
    (pictures, labels), (checked, answers) = parts
    learned = tuple(pictures[labels == digit][:10] for digit in range(10))
    return TrainingSet(learned, checked[:CHECKED], answers[:CHECKED], training_set.load_bundled("mnist").classes, DRAWING)


def last(experiment: Experiment, dataset: TrainingSet) -> EpochResult:
    """A run's last epoch."""
    *_, end = (one for one in Run(experiment, dataset).run(0, nullcontext, lambda: False, float("inf")) if isinstance(one, EpochResult))
    return end


def points(dataset: TrainingSet, seeds: int) -> None:
    """Mean ± sd of every setting over the seeds."""
    rows = []
    for name, settings in POINTS.items():
        ends = [last(Experiment.from_json(settings | {"seed": seed, "epochs": EPOCHS}), dataset) for seed in range(seeds)]
        numbers = np.array([(one.train[1], one.validation[1], one.train[0], one.validation[0]) for one in ends])
        rows.append([name, *(f"{mean:.3f} ± {sd:.3f}" for mean, sd in zip(numbers.mean(0), numbers.std(0, ddof=1), strict=True))])
        print(*rows[-1], flush=True)
    print(table("10 a class, 60 epochs", ["", "train acc.", "valid. acc.", "train loss", "valid. loss"], rows))


def bare(dataset: TrainingSet, *, measuring: bool) -> float:
    """Seconds of one core for the same training as a student would write it; `measuring`: both parts after each epoch too."""
    experiment = Experiment.from_json({"epochs": EPOCHS})
    pictures, y = dataset.first_per_class(10)
    x, checked = dataset.normalise(pictures), dataset.normalise(dataset.validation)
    network = construct(experiment.architecture, experiment.shape(1, 28, 10), 0).requires_grad_(True)
    optimiser = torch.optim.Adam(network.parameters(), lr=2e-3)
    order = torch.Generator().manual_seed(0)
    begun = time.process_time()
    for _ in range(EPOCHS):
        network.train()
        for chosen in torch.randperm(len(y), generator=order).split(10):
            loss = F.cross_entropy(network(x[chosen]), y[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        if measuring:
            network.eval()
            with torch.no_grad():
                for inputs, labels in ((x, y), (checked, dataset.validation_labels)):
                    logits = network(inputs)
                    float(F.cross_entropy(logits, labels)), float((logits.argmax(1) == labels).float().mean())
    return time.process_time() - begun


def ours() -> tuple[float, float, float, float]:
    """One run with all that a race does around it: its seconds, epochs a second of one core and by the clock, seconds to the first."""
    lanes = PairedRuns(ExampleStore(), VisitorNetworks(), TrainingQueue(), Workers())
    begun, spent = time.perf_counter(), time.process_time()
    first, count = 0.0, 0
    for event in lanes.run([{"epochs": EPOCHS}], "somebody", fresh=True):
        if isinstance(event, EpochResult):
            first = first or time.perf_counter() - begun
            count += 1
        if isinstance(event, RunEnded):
            assert event.reason == "done"
    taken = time.process_time() - spent
    return taken, count / taken, count / (time.perf_counter() - begun), first


def speed(repeats: int) -> None:
    dataset = training_set.load_bundled("mnist")
    bare(dataset, measuring=True), ours()  # warm
    runs = [(bare(dataset, measuring=True), bare(dataset, measuring=False), *ours()) for _ in range(repeats)]
    measured, quick, taken, rate, shown, first = np.median(np.array(runs), 0)
    ratios = sorted(run[2] / run[0] for run in runs)
    rows = [
        ["bare loop that measures too", f"{measured:.2f} s"],
        ["bare loop, nothing measured", f"{quick:.2f} s"],
        ["a lane as it is raced", f"{taken:.2f} s"],
        ["raced / bare that measures", f"{np.median(ratios):.2f} ({ratios[0]:.2f} … {ratios[-1]:.2f})"],
        ["raced / bare, nothing measured", f"{taken / quick:.2f}"],
        ["standings a second of one core", f"{rate:.1f}"],
        ["standings a second by the clock", f"{shown:.1f}"],
        ["from the call to the first standing", f"{1000 * first:.0f} ms"],
    ]
    print(table("100 digits, 60 epochs", ["", "median"], rows))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--table", action="store_true")
    ask.add_argument("--speed", action="store_true")
    ask.add_argument("--mnist", type=Path)
    ask.add_argument("--seeds", type=int, default=3)
    ask.add_argument("--repeats", type=int, default=5)
    want = ask.parse_args()
    keep_freed_memory()
    torch.set_num_threads(1)
    print(where())
    if want.table:
        points(stock_of(want.mnist), want.seeds)
    if want.speed or not want.table:
        speed(want.repeats)


if __name__ == "__main__":
    main()
