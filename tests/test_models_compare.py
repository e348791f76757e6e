"""Two lanes: equal settings give equal curves, one setting changes nothing else, what is kept says so, and everything is bounded."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image

from models import api, service
from models.errors import UserError
from models.training.compare import architecture, training_set
from models.training.compare.bundled_runs import RUNS_FILE, bundled_curves, curve_to_json
from models.training.compare.experiment import Experiment
from models.training.compare.paired_runs import with_later_seed
from models.training.compare.presets import PRESETS, presets
from models.training.compare.run import Run, randomise_labels
from models.training.compare.run_cache import Curve, RunCache
from models.training.core.settings import SEED_LIMIT
from models.types.activations import PictureSource
from models.types.compare import BatchProgress, EpochResult, Queued, RunEnded, RunEvent

SMALL = {"each": 2, "epochs": 3, "batch": 5}


def race(*lanes: dict[str, Any], **how: Any) -> list[RunEvent]:
    return list(api.run_pair([SMALL | lane for lane in lanes], **{"fresh": True, "visitor": "t"} | how))


def standings(events: list[RunEvent], lane: int = 0, seed: int = 0) -> list[EpochResult]:
    return [one for one in events if isinstance(one, EpochResult) and one.run_index == lane and one.seed == seed]


def ends(events: list[RunEvent]) -> list[RunEnded]:
    return [one for one in events if isinstance(one, RunEnded)]


@pytest.fixture(autouse=True)
def gone() -> Iterator[None]:
    yield
    api.forget_visitor("t")


def scores(found: list[EpochResult]) -> list[tuple[float, ...]]:
    return [(*one.train, *one.validation) for one in found]


def test_the_same_settings_and_seed_give_the_same_curve_and_another_seed_another() -> None:
    first, again, other = (standings(race({"seed": seed}), seed=seed) for seed in (0, 0, 1))
    assert scores(first) == scores(again) and len(first) == 4
    assert all((a.filters == b.filters).all() and (a.predictions == b.predictions).all() for a, b in zip(first, again, strict=True))
    assert scores(first) != scores(other)


def test_both_lanes_begin_alike_and_a_lane_alone_is_as_it_is_beside_another() -> None:
    both = race({}, {"dropout": 0.5})
    left, right = standings(both, 0), standings(both, 1)
    assert scores(left[:1]) == scores(right[:1]) and (left[0].filters == right[0].filters).all()
    assert scores(left) == scores(standings(race({}))) and scores(left) != scores(right)


def test_augmentation_and_dropout_leave_the_order_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[int, list[list[int]]] = {}
    kinds = [{}, {"augmentation": [{"transform": "rotation"}]}, {"dropout": 0.5}]
    for at, kind in enumerate(kinds):
        run = Run(Experiment.from_json(SMALL | kind), training_set.load_bundled("mnist"))
        learned, _ = run.batches()
        original = type(learned).batch

        def noted(self: Any, epoch: int, chosen: torch.Tensor, at: int = at, original: Any = original) -> Any:
            seen.setdefault(at, []).append(chosen.tolist())
            return original(self, epoch, chosen)

        monkeypatch.setattr(type(learned), "batch", noted)
        list(run.run(0, nullcontext, lambda: False, float("inf")))
        monkeypatch.undo()
    assert seen[0] == seen[1] == seen[2] and sorted(i for batch in seen[0][:4] for i in batch) == list(range(20))


def test_the_units_that_are_said_to_sit_out_are_torchs_own() -> None:
    run = Run(Experiment.from_json(SMALL | {"dropout": 0.4, "seed": 6}), training_set.load_bundled("mnist"))
    shown = [one for one in run.run(0, nullcontext, lambda: False, float("inf")) if isinstance(one, BatchProgress) and one.step <= 2]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(6 + SEED_LIMIT)
        for step in (1, 2):
            expected = [(F.dropout(torch.ones(5, units), 0.4)[0] == 0).int().tolist() for units in (120, 84)]
            found = next(one for one in shown if one.step == step)
            assert [mask.tolist() for mask in found.dropped] == expected


def test_what_ran_is_replayed_at_once_and_says_when() -> None:
    lane = {"each": 3, "seed": 77}
    fresh = race(lane, fresh=False)
    assert all(not one.measured_at for one in fresh if isinstance(one, EpochResult | RunEnded))
    again = race(lane, fresh=False, visitor="somebody else")
    assert not any(isinstance(one, BatchProgress | Queued) for one in again)
    assert all(one.measured_at.startswith("20") for one in again if isinstance(one, EpochResult | RunEnded))
    assert scores(standings(again, seed=77)) == scores(standings(fresh, seed=77))
    assert scores(standings(list(api.cached_runs([SMALL | lane])), seed=77)) == scores(standings(again, seed=77))


def test_repeats_are_seeds_one_after_the_other() -> None:
    events = race({}, repeats=3)
    assert [one.seed for one in ends(events)] == [0, 1, 2]
    assert scores(standings(events, seed=2)) == scores(standings(race({"seed": 2}), seed=2))


def test_stop_ends_it_within_a_batch_and_keeps_what_it_has() -> None:
    events: list[RunEvent] = []
    for event in service.paired_runs.run([{"epochs": 50, "each": 10}], "t", fresh=True, pace=0):  # told of every batch, however fast
        events.append(event)
        if isinstance(event, BatchProgress) and event.step == 12:
            api.stop_runs("t")
    (end,) = ends(events)
    assert end.reason == "stopped" and end.step <= 13
    assert service.paired_runs.cache.find_weights("t", Experiment.from_json({"epochs": 50, "each": 10})) is not None
    assert not list(api.cached_runs([{"epochs": 50, "each": 10}]))  # half a race is nobody else's


def test_closing_the_stream_gives_the_place_back() -> None:
    events = service.paired_runs.run([{"epochs": 50}], "t", fresh=True, pace=0)
    next(one for one in events if isinstance(one, BatchProgress))
    events.close()  # type: ignore[attr-defined]
    assert len(service.training_queue) == 0


def test_who_waits_is_told_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_TRAININGS", "1")
    with service.training_queue.enqueue("first"):
        waiting = api.run_pair([SMALL], fresh=True, visitor="t")
        queued = next(waiting)
        assert isinstance(queued, Queued) and queued.ahead == 0 and queued.seconds > 0
        api.stop_runs("t")
        assert list(waiting) == []


def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_TRAINING_SECONDS", "0.2")
    (end,) = ends(race({"epochs": 200, "each": 50}))
    assert end.reason == "time" and end.epoch < 200


def test_memory_is_bounded_before_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_TRAINING_MB", "1")
    with pytest.raises(UserError, match="limit is 1 MB"):
        api.run_pair([SMALL], visitor="t")


def test_a_rate_that_is_far_too_high_diverges_and_says_at_which_step() -> None:
    events = race({"optimiser": "sgd", "learning_rate": 10.0, "weight_decay": 1.0, "epochs": 20}, {})
    first, second = sorted(ends(events), key=lambda one: one.run_index)
    assert first.reason == "diverged" and 0 < first.step < 80 and second.reason == "done"
    assert 1 <= first.exploded <= first.epoch and first.growth > 10 and second.exploded == 0 and second.growth < 10


def test_labels_by_lot_are_so_many_and_each_class_is_as_likely() -> None:
    labels = torch.arange(10).repeat(1000)
    drawn = randomise_labels(labels, 0.5, 10, 4)
    changed = (drawn != labels).float().mean()
    assert abs(float(changed) - 0.45) < 0.02  # half is drawn, a tenth of it comes out as it was
    assert (randomise_labels(labels, 0.0, 10, 4) == labels).all()
    assert np.bincount(randomise_labels(labels, 1.0, 10, 4).numpy()).min() > 900


def test_a_race_of_random_labels_is_measured_against_the_labels_that_it_learns() -> None:
    last = standings(race({"random_labels": 1.0, "epochs": 60, "each": 3}))[-1]
    assert last.train[1] > 0.9 and last.validation[1] < 0.35


@pytest.mark.parametrize("key", architecture.architectures())
@pytest.mark.parametrize("data", ["mnist", "textures"])
def test_every_network_trains_on_every_kind_and_its_line_is_true(key: str, data: str) -> None:
    lane = {"network": key, "data": data, "epochs": 1}
    line = api.runs_at_start([SMALL | lane])
    (shown,) = line.runs
    events = race(lane)
    assert (standings(events)[0].filters == shown.filters).all() and shown.filters.ndim == 3
    shape = Experiment.from_json(SMALL | lane).shape(line.pictures.shape[3], line.pictures.shape[1], len(line.classes))
    assert shown.parameters == sum(p.numel() for p in architecture.construct(architecture.find(key), shape, 0).parameters())
    assert line.pictures.shape[0] == 12 and line.labels.tolist()[:10] == list(range(10)) and shown.train_count == 20


def test_what_is_held_back_is_never_learned_from() -> None:
    for key in ("mnist", "digits", "shapes", "textures"):
        dataset = training_set.load_bundled(key)
        learned = {picture.numpy().tobytes() for of in dataset.train for picture in of}
        assert not any(picture.numpy().tobytes() in learned for picture in dataset.validation)
        few, more = dataset.first_per_class(2)[0], dataset.first_per_class(3)[0]
        assert (few[:2] == more[:2]).all()


def test_a_trained_network_opens_as_the_visitors_own() -> None:
    race({"epochs": 2})
    key = api.open_run(SMALL | {"epochs": 2}, "my own", visitor="t")
    assert key == "mine/my_own" and [info.key for info in api.own_networks("t")] == [key]
    assert api.open_run(SMALL | {"epochs": 2}, "my own", visitor="t") == key, "the same weights are there once"
    race({"epochs": 1})
    beside = api.open_run(SMALL | {"epochs": 1}, "my own", visitor="t")
    assert beside == "mine/my_own_2" and [info.title.en for info in api.own_networks("t")] == ["my own", "my own 2"]
    race({"epochs": 2}, fresh=True)
    assert api.open_run(SMALL | {"epochs": 2}, "my own", visitor="t") == key
    dataset = training_set.load_bundled("mnist")
    source = PictureSource("pixels", dataset.validation[3].permute(1, 2, 0).numpy().tobytes())
    looked = api.forward_view(key, source, "conv1", visitor="t")
    run = service.paired_runs.cache.find_weights("t", Experiment.from_json(SMALL | {"epochs": 2}))
    assert run is not None and int(looked.logits.argmax()) == run.epochs[-1].predictions[3]
    assert set(api.export_files("t", key)) == {"my_own.safetensors", "README.md", "predict.py"}
    with pytest.raises(UserError):
        api.network(key, visitor="another")


def test_what_was_never_trained_here_cannot_be_opened() -> None:
    with pytest.raises(UserError, match="train it here"):
        api.open_run({"seed": 4711}, "x", visitor="t")


def test_own_classes_are_found_by_their_visitor_alone() -> None:
    for name, tone in (("dark", 40), ("light", 200)):
        which = api.add_class("t", name)
        for i in range(6):
            picture = np.random.default_rng(i + tone).integers(0, tone, (30, 30, 3), np.uint8)
            api.add_examples("t", which, [PictureSource("picture", _png(picture))])
    assert api.training_menu("t").training_sets[-1].key == "own"
    lane = {"data": "own", "each": 3, "epochs": 2, "batch": 2}
    events = list(api.run_pair([lane], visitor="t"))
    assert ends(events)[0].reason == "done" and not list(api.cached_runs([lane]))
    with pytest.raises(UserError):
        api.run_pair([lane], visitor="another")


def _png(picture: np.ndarray[Any, Any]) -> bytes:
    Image.fromarray(picture).save(out := io.BytesIO(), "PNG")
    return out.getvalue()


def test_kept_runs_are_bounded_and_gone_with_their_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    race({"seed": 5})
    run = service.paired_runs.cache.find_weights("t", Experiment.from_json(SMALL | {"seed": 5}))
    assert run is not None
    kept = RunCache({})
    monkeypatch.setenv("PLAYGROUND_RUNS_MB", str(2.5 * run.nbytes / 1e6))
    runs = [replace(run, experiment=with_later_seed(run.experiment, by)) for by in range(4)]
    for one in runs:
        kept.put(one)
    assert kept.nbytes() <= 2.5 * run.nbytes and kept.get(runs[0].experiment) is None and kept.get(runs[3].experiment) is runs[3]
    kept.put_latest("t", 0, runs[3])
    kept.forget("t")
    assert kept.find_weights("nobody", replace(runs[0].experiment)) is None


def test_a_recorded_curve_comes_back_as_it_was(tmp_path: Any) -> None:
    events = race({"seed": 9})
    experiment = Experiment.from_json(SMALL | {"seed": 9})
    curve = Curve(tuple(standings(events, seed=9)), ends(events)[0])
    file = tmp_path / "trainings.json"
    file.write_text(json.dumps({"made": "2026-11-27", "runs": [curve_to_json(experiment, curve, whole=True)]}), "utf-8")
    back = bundled_curves(file)[experiment.key]
    np.testing.assert_allclose(scores(list(back.epochs)), scores(list(curve.epochs)), rtol=1e-4)
    for ours, theirs in zip(back.epochs, curve.epochs, strict=True):
        assert (ours.predictions == theirs.predictions).all() and ours.measured_at == "2026-11-27" and ours.seed == 9
        np.testing.assert_allclose(ours.filters, theirs.filters, rtol=1e-3, atol=1e-6)
    brief = curve_to_json(experiment, curve, whole=False)
    file.write_text(json.dumps({"made": "2026-11-27", "runs": [brief]}), "utf-8")
    bundled_curves.cache_clear()
    assert not bundled_curves(file)[experiment.key].complete
    bundled_curves.cache_clear()


def test_every_preset_can_be_read_and_what_is_shipped_is_theirs() -> None:
    usual = Experiment().to_json()
    for preset in presets():
        left, right = Experiment.from_json(preset.left), Experiment.from_json(preset.right)
        assert left.key != right.key and left.settings.seed == right.settings.seed and left.data == right.data
        assert {*preset.left, *preset.right} <= set(usual)


def test_every_preset_comes_with_its_curves_to_their_end() -> None:
    assert RUNS_FILE.is_file() and RUNS_FILE.stat().st_size < 500_000
    for preset in PRESETS:
        for lane in (preset.left, preset.right)[: 1 if preset.lanes == "one" else 2]:
            for ahead in range(preset.repeats):
                found = bundled_curves()[with_later_seed(Experiment.from_json(lane), ahead).key]
                assert found.ended.reason == "done" and len(found.epochs) == 61 and (found.complete or ahead)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"each": 0}, "each"),
        ({"dropout": 0.8}, "dropout"),
        ({"network": "lenet"}, "lenet5"),
        ({"data": "minst"}, "mnist"),
        ({"epochs": 500}, "epochs"),
        ({"learning_rate": 0}, "learning_rate"),
        ({"augmentation": [{"transform": "turn"}]}, "transform"),
        ({"colour": 1}, "colour"),
        (3, "experiment"),
    ],
)
def test_what_cannot_be_raced_is_refused_at_once_in_both_languages(wrong: Any, says: str) -> None:
    with pytest.raises(UserError, match=says) as refused:
        api.run_pair([wrong], visitor="t")
    assert refused.value.text.pt != refused.value.text.en


def test_both_lanes_learn_from_the_same_pictures() -> None:
    with pytest.raises(UserError, match="same data"):
        api.runs_at_start([{"data": "mnist"}, {"data": "shapes"}])
    with pytest.raises(UserError, match="one or two"):
        api.run_pair([{}, {}, {}], visitor="t")
    with pytest.raises(UserError, match="repeats"):
        api.run_pair([{}], repeats=11, visitor="t")
