"""What a fine-tuned network is worth: intervals, weights of classes, the balanced accuracy, a third part of the pictures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from sklearn.metrics import balanced_accuracy_score

from models.training.fine_tune import job as jobs
from models.training.fine_tune.config import FineTuneConfig
from models.training.fine_tune.service import FineTuneRun
from models.types.fine_tune import Classes, FineTuneResult, wilson_interval
from tests.fine_tune_setup import KEY, Setup, digits, unequal


@pytest.fixture
def setup() -> Setup:
    return Setup()


WILSON = [(100, 195, 0.443, 0.582), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (0, 0, 0.0, 1.0)]


@pytest.mark.parametrize(("right", "of", "low", "high"), WILSON)
def test_the_interval_is_wilsons(right: int, of: int, low: float, high: float) -> None:
    assert wilson_interval(right, of) == pytest.approx((low, high), abs=1e-3)


def test_weights_of_classes_are_those_of_torchs_own_loss(setup: Setup) -> None:
    sides = split_of_all(unequal())
    labels = torch.tensor([label for label, side in sides if side == "train"])
    expected = len(labels) / (2 * torch.bincount(labels).float())
    with setup.queue.enqueue("ana") as ticket:
        weights = FineTuneRun(job_at(setup, class_weights=True), "ana", ticket, setup.features, setup.service.acquire)._class_weights()
    assert weights is not None and torch.allclose(weights, expected) and weights[1] > 4 * weights[0]
    plain, weighted = (setup.fine_tune(classes=unequal(), epochs=3, class_weights=on, name=f"weights {on}")[-1] for on in (False, True))
    state = [setup.own_networks.get("ana", one.network).network.state_dict()["fc3.weight"] for one in (plain, weighted)]
    assert not torch.equal(*state), "the same plan with weights learns something else"


def job_at(setup: Setup, **plan: Any) -> jobs.FineTuneJob:
    return jobs.prepare_job(setup.store.get(KEY), FineTuneConfig.from_json({"network": KEY, **plan}), unequal())


def split_of_all(classes: Classes) -> list[tuple[int, str]]:
    labels = [k for k, one in enumerate(classes) for _ in one.examples]
    parts = jobs.split_examples([example for one in classes for example in one.examples], labels, 0)
    learned = set(parts.train.tolist())
    return [(label, "train" if i in learned else "validation") for i, label in enumerate(labels)]


def test_the_balanced_accuracy_is_the_mean_of_the_classes() -> None:
    labels, answers = np.array([0] * 90 + [1] * 10), np.zeros(100, np.int64)
    result = FineTuneResult(("a", "b"), labels, labels, answers, 0.0, 10, None, np.zeros(0, np.float32))
    assert result.correct == 90 and result.balanced_accuracy == balanced_accuracy_score(labels, answers) == 0.5


def test_a_third_part_is_measured_once_at_the_end(setup: Setup) -> None:
    last = setup.fine_tune(classes=digits(2, 31), epochs=1, untouched=True)[-1]
    assert last.result is not None and last.result.test_counts is not None
    right, of = last.result.test_counts
    assert of == 12 and 0 <= right <= of and last.result.learned_from == 62 - 12 - len(last.result.labels)
