"""The curves that come with the playground: every preset with its seeds, so that the page is never empty and a lecture needs no training.

`python -m models.recipes.trainings` runs them and writes `assets/trainings.json`; each says on which day.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.compare.experiment import Experiment
from models.training.compare.run_cache import Curve
from models.training.core.divergence import exploded
from models.types.compare import EpochResult, RunEnded

RUNS_FILE = Path(__file__).parents[3] / "assets" / "trainings.json"
_SIGNIFICANT_DIGITS = 5  # significant digits of a loss or an accuracy in the file


@cache
def bundled_curves(file: Path = RUNS_FILE) -> Mapping[str, Curve]:
    """Curves by the keys of their experiments; none where there is no file."""
    if not file.is_file():
        return {}
    said = json.loads(file.read_text("utf-8"))
    return {Experiment.from_json(one["experiment"]).key: _curve_from_json(one, said["made"]) for one in said["runs"]}


def curve_to_json(experiment: Experiment, curve: Curve, *, whole: bool) -> dict[str, Any]:
    """A curve as it stands in the file. `whole`: with answers, and with filters as float16, the three digits that the page shows."""
    plain = Experiment().to_json()
    epochs = curve.epochs
    filters = np.stack([one.filters if whole else one.filters[:0] for one in epochs])  # [epoch, filter, y, x]
    return {
        "experiment": {name: value for name, value in experiment.to_json().items() if value != plain[name]},
        "train": _loss_and_accuracy([one.train for one in epochs]),
        "validation": _loss_and_accuracy([one.validation for one in epochs]),
        "answers": [one.predictions.tolist() if whole else [] for one in epochs],
        "filters": {"shape": filters.shape, "values": base64.b64encode(filters.astype("<f2").tobytes()).decode()},
        "ended": [curve.ended.reason, curve.ended.epoch, curve.ended.step, round(curve.ended.seconds, 2)],
    }


def _loss_and_accuracy(pairs: Sequence[tuple[float, float]]) -> list[list[float | None]]:
    """Loss and accuracy of every epoch; null for what is no number."""
    return [[float(f"{value:.{_SIGNIFICANT_DIGITS}g}") if np.isfinite(value) else None for value in pair] for pair in pairs]


def _curve_from_json(said: Mapping[str, Any], made: str) -> Curve:
    seed = int(said["experiment"].get("seed", 0))
    filters: NDArray[np.float32] = np.frombuffer(base64.b64decode(said["filters"]["values"]), "<f2").astype(np.float32)
    filters = filters.reshape(said["filters"]["shape"])
    epochs = tuple(
        EpochResult(0, seed, epoch, _pair_from_json(train), _pair_from_json(validation), np.array(answers, np.int64), filters[epoch], made)
        for epoch, (train, validation, answers) in enumerate(zip(said["train"], said["validation"], said["answers"], strict=True))
    )
    how, epoch, step, seconds = said["ended"]
    losses = [one.train[0] for one in epochs]
    return Curve(epochs, RunEnded(0, seed, how, epoch, step, seconds, made, exploded(losses)))


def _pair_from_json(given: Sequence[float | None]) -> tuple[float, float]:
    loss, accuracy = (float("nan") if value is None else float(value) for value in given)
    return loss, accuracy
