"""Transfer against from scratch, and what a training would cost: the same pictures for both lanes, weights counted."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from models import limits
from models.errors import UserError
from models.statistics import mcnemar_test, wilson_interval
from models.training.fine_tune.compare import arm_job, compare_with_scratch, first_of_each_class, with_fixed_split
from models.training.fine_tune.config import FineTuneConfig
from models.training.fine_tune.costs import VIEW_SECONDS, freeze_point_costs, split_counts
from models.training.fine_tune.job import prepare_job, split_examples
from models.types.fine_tune import Classes, ComparisonPoint, ComparisonProgress
from tests.fine_tune_setup import Setup, digits

PLAN = FineTuneConfig.from_json({"network": "lenet5", "epochs": 3, "batch": 4})


@pytest.fixture
def setup() -> Setup:
    return Setup()


def learned(classes: Classes) -> set[int]:
    return {example.id for one in classes for example in one.examples if example.fixed_split == "train"}


def test_a_larger_count_holds_the_smaller_one_and_all_are_checked_on_the_same() -> None:
    sided, most = with_fixed_split(digits(3, 10), 0)
    assert most == 7 and learned(first_of_each_class(sided, 2)) < learned(first_of_each_class(sided, 5)) < learned(sided)
    checked = [{e.id for one in first_of_each_class(sided, n) for e in one.examples if e.fixed_split == "validation"} for n in (1, 5, 7)]
    assert checked[0] == checked[1] == checked[2] and len(checked[0]) == 9
    labels = [one.id for one in digits(3, 10) for _ in one.examples]
    plain = split_examples(tuple(e for one in digits(3, 10) for e in one.examples), labels, 0)
    everything = [e.id for one in digits(3, 10) for e in one.examples]
    assert checked[0] == {everything[i] for i in plain.validation}, "what a training with this seed keeps back"


def test_both_arms_learn_from_the_same_pictures_and_one_knows_nothing_before(setup: Setup) -> None:
    sided, _ = with_fixed_split(digits(3, 10), 0)
    taught, scratch = (arm_job(setup.service, PLAN, "ana", first_of_each_class(sided, 2), arm) for arm in ("transfer", "scratch"))
    assert [e.id for e in taught.examples_at(taught.split.train.tolist())] == [
        e.id for e in scratch.examples_at(scratch.split.train.tolist())
    ]
    trained, random = (setup.store.get(key).network.state_dict()["conv1.weight"] for key in ("lenet5", "lenet5@random"))
    assert torch.equal(taught.network.state_dict()["conv1.weight"], trained) and taught.all_frozen
    assert torch.equal(scratch.network.state_dict()["conv1.weight"], random) and scratch.scratch and scratch.slot == 0
    assert (taught.settings.epochs, scratch.settings.epochs) == (3, 30), "what suits the head is not forced on the other lane"


def test_points_come_from_small_to_large_and_stop_ends_it(setup: Setup) -> None:
    events = list(compare_with_scratch(setup.service, PLAN, "ana", digits(2, 5)))
    points = [event for event in events if isinstance(event, ComparisonPoint)]
    assert [(p.arm, p.per_class, p.total) for p in points] == [(arm, n, 4) for n in (1, 2, 3) for arm in ("transfer", "scratch")]
    assert all(0 <= p.correct <= p.total for p in points) and points[-1].done == points[-1].points == 6
    assert any(isinstance(event, ComparisonProgress) and event.fraction > 0 for event in events) and len(setup.queue) == 0
    going = compare_with_scratch(setup.service, PLAN, "ana", digits(2, 5))
    assert isinstance(next(going), ComparisonProgress)
    setup.queue.stop("ana")
    rest = list(going)
    assert not [event for event in rest if isinstance(event, ComparisonPoint)] and len(setup.queue) == 0
    assert isinstance(rest[-1], ComparisonProgress) and rest[-1].ended == "stopped", "it says why points are missing"


def test_a_comparison_whose_time_is_over_says_so(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_TRAINING_SECONDS", "0")
    events = list(compare_with_scratch(setup.service, PLAN, "ana", digits(2, 5)))
    assert (
        isinstance(events[-1], ComparisonProgress)
        and events[-1].ended == "time"
        and not any(isinstance(e, ComparisonPoint) for e in events)
    )


def test_both_arms_of_a_count_are_compared_picture_by_picture(setup: Setup) -> None:
    points = [e for e in compare_with_scratch(setup.service, PLAN, "ana", digits(2, 5)) if isinstance(e, ComparisonPoint)]
    for transfer, scratch in zip(points[::2], points[1::2], strict=True):
        assert math.isnan(transfer.p) and 0 <= scratch.p <= 1
        assert transfer.correct - scratch.correct == scratch.only_correct[0] - scratch.only_correct[1], (
            "what one alone had right makes the difference"
        )
        assert scratch.p == pytest.approx(exact(*scratch.only_correct))


def exact(first: int, second: int) -> float:
    """McNemar's exact test written out: as many or more heads or tails of a fair coin."""
    of, few = first + second, min(first, second)
    return min(1.0, 2 * sum(math.comb(of, k) for k in range(few + 1)) / 2**of)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (5, 5), (1, 9), (0, 6), (30, 12)])
def test_the_paired_test_is_a_fair_coin_on_what_only_one_had_right(first: int, second: int) -> None:
    hits = np.array([[True, False]] * first + [[False, True]] * second + [[True, True]] * 40 + [[False, False]] * 7)
    assert mcnemar_test(hits[:, 0], hits[:, 1]) == pytest.approx(exact(first, second), rel=1e-9)


def test_intervals_that_overlap_may_still_differ_on_the_same_pictures() -> None:
    hits = np.array([[True, False]] * 10 + [[True, True]] * 70 + [[False, False]] * 20)
    (low, _), (_, high) = wilson_interval(80, 100), wilson_interval(70, 100)
    assert low < high and mcnemar_test(hits[:, 0], hits[:, 1]) < 0.01


@pytest.mark.parametrize(("network", "says"), [("lenet5@random", "came here trained"), ("mine/x", "came here trained")])
def test_only_what_has_a_twin_can_be_compared(setup: Setup, network: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        list(compare_with_scratch(setup.service, FineTuneConfig.from_json({"network": network}), "ana", digits()))


def counted(setup: Setup, key: str, config: dict[str, object]) -> Iterator[tuple[int, int]]:
    """(what is said to learn, what takes a gradient in the very network that would be taught) at each place."""
    read = FineTuneConfig.from_json({"network": key, **config})
    for cost in freeze_point_costs(setup.store.get(key), read, digits(), setup.features, "ana"):
        job = prepare_job(setup.store.get(key), FineTuneConfig.from_json({"network": key, "freeze": cost.point.layer, **config}), digits())
        yield cost.trainable_parameters, sum(p.numel() for p in job.tail.parameters)


@pytest.mark.parametrize(("key", "config"), [("lenet5", {}), ("lenet5", {"head": "mlp", "hidden": 20})])
def test_the_weights_that_are_promised_are_those_that_learn(setup: Setup, key: str, config: dict[str, object]) -> None:
    found = list(counted(setup, key, config))
    assert len(found) >= 5 and all(said == real for said, real in found)


def test_what_is_computed_already_costs_nothing_again(setup: Setup) -> None:
    config = FineTuneConfig.from_json({"network": "lenet5", "epochs": 1})

    def seconds(visitor: str) -> float:
        return freeze_point_costs(setup.store.get("lenet5"), config, digits(), setup.features, visitor)[-1].seconds

    before = seconds("ana")
    setup.fine_tune(network="lenet5", epochs=1)
    together = min(int(limits.WORKERS.value), os.cpu_count() or 1)
    assert seconds("ana") <= before - 24 * VIEW_SECONDS / together and seconds("bia") == pytest.approx(before)


def test_shares_are_those_of_the_split() -> None:
    found = split_counts(digits(3, 10), 5)
    assert {(one.train, one.validation) for one in found.values()} == {(7, 3)} and set(found) == {0, 1, 2}
