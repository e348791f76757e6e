"""The race: the same pictures for all, none in two parts, the same result every time, and each runner against somebody else's code."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from models import api, limits, linear_svm
from models.byte_lru import bytes_by_name
from models.datasets import bundled
from models.datasets.bundled import digits, textures
from models.engine.workers import Workers
from models.errors import UserError
from models.feature_race import service
from models.feature_race.extractors import all_extractors, colours, frozen, scratch
from models.store.store import NetworkStore, to_batch
from models.types.feature_race import RacePoint, RaceProgress

KEYS = tuple(card.key for card in api.datasets())
QUICK = {"counts": (1, 2), "subsets": 2, "seed": 5}


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network from scratch trains for thirty steps: for tests that do not ask how good it becomes."""
    monkeypatch.setattr(scratch, "STEPS", 30)


@pytest.fixture
def races() -> service.FeatureRaces:
    return service.FeatureRaces(NetworkStore().get, Workers(), file=None)


# Data sets


@pytest.mark.parametrize("key", KEYS)
def test_no_picture_is_in_two_parts(key: str) -> None:
    parts = bundled.load_splits(key)
    seen = [{picture.tobytes() for picture in part.pictures} for part in (parts.train, parts.validation, parts.test)]
    assert not (seen[0] & seen[1] or seen[0] & seen[2] or seen[1] & seen[2])
    for part in (parts.train, parts.validation, parts.test):
        counts = np.bincount(part.labels)
        assert len(counts) == len(bundled.find(key).classes) and counts.min() >= 14
        assert not part.pictures.flags.writeable


@pytest.mark.parametrize("key", KEYS)
def test_a_set_is_the_same_every_time(key: str) -> None:
    again, first = bundled.find(key).load(), bundled.load_splits(key)
    assert all((a.pictures == b.pictures).all() for a, b in ((again.train, first.train), (again.test, first.test)))


def test_digits_are_scikit_learns_all_of_them() -> None:
    parts = bundled.load_splits("digits")
    assert len(parts.train) + len(parts.validation) + len(parts.test) == 1797
    whole = np.concatenate([part.labels for part in (parts.train, parts.validation, parts.test)])
    assert (np.bincount(whole) == np.bincount(load_digits().target)).all()
    one = digits.enlarge(load_digits().images[0])
    assert one.shape == (28, 28) and one.max() == 255


def test_surfaces_are_cut_from_regions_that_share_no_pixel() -> None:
    for surface in textures.SURFACES:
        whole = textures.pixels(surface)
        regions = textures.regions(whole.shape[1])
        assert regions[0][0] == 0 and regions[-1][1] == whole.shape[1]
        assert all(before[1] == after[0] for before, after in itertools.pairwise(regions))
        assert all(last - first >= textures.SIDE for first, last in regions)


def test_an_unknown_set_is_refused_with_the_nearest() -> None:
    with pytest.raises(UserError, match="Did you mean digits"):
        api.feature_race("digit")


# Draws


def test_draws_are_nested_balanced_and_different_by_seed() -> None:
    train = bundled.load_splits("digits").train
    few, many = service.draw_subset(train, 5, 0, 1), service.draw_subset(train, 20, 0, 1)
    assert set(few) < set(many) and len(set(many)) == 200
    assert (np.bincount(train.labels[many]) == 20).all()
    assert set(service.draw_subset(train, 5, 0, 2)) != set(few) != set(service.draw_subset(train, 5, 1, 1))


# Runners, each against somebody else's code


def test_the_machine_is_scikit_learns_linear_svm() -> None:
    rng = np.random.default_rng(0)
    features, labels = rng.normal(size=(60, 12)).astype(np.float32), rng.integers(0, 4, 60)
    asked = rng.normal(size=(40, 12)).astype(np.float32)
    moved = StandardScaler(with_std=False).fit(features.astype(np.float64))
    scale = np.linalg.norm(moved.transform(features), axis=1)
    scale = np.sqrt((scale**2).mean())
    theirs = SVC(kernel="linear", C=3.0).fit(moved.transform(features) / scale, labels)
    ours = linear_svm.LinearSvm(features, labels, 3.0)
    assert (ours.predict(asked) == theirs.predict(moved.transform(asked) / scale)).all()


def test_pictures_that_are_all_alike_do_not_break_the_machine() -> None:
    svm = linear_svm.LinearSvm(np.ones((4, 3), np.float32), np.array([0, 1, 2, 3]), 1.0)
    assert svm.predict(np.ones((2, 3), np.float32)).shape == (2,)


def test_colours_are_numpys_histogram() -> None:
    pictures = np.random.default_rng(3).integers(0, 256, (2, 9, 7, 3), dtype=np.uint8)
    ours = colours.color_histograms(pictures)
    for picture, shares in zip(pictures, ours, strict=True):
        theirs, _ = np.histogramdd(picture.reshape(-1, 3), bins=(4, 4, 4), range=[(0, 256)] * 3)
        np.testing.assert_allclose(shares**2, theirs.ravel() / 63, atol=1e-7)


@pytest.mark.parametrize(("kind", "dataset"), [("drawing", "digits"), ("photograph", "textures")])
def test_frozen_features_are_what_the_network_itself_computes(kind: str, dataset: str) -> None:
    loaded = NetworkStore().get(frozen.NETWORKS[kind])  # type: ignore[index]
    pictures = bundled.load_splits(dataset).test.pictures[:2]
    ours = frozen.features(loaded, pictures)
    heard: list[torch.Tensor] = []
    dense = [module for module in loaded.network.modules() if isinstance(module, torch.nn.Linear)][-1]
    hook = dense.register_forward_hook(lambda module, given, answer: heard.append(given[0]))
    with torch.no_grad():
        for picture in pictures:
            loaded.network(to_batch(frozen.network_input(picture, loaded), loaded.spec.preparation))
    hook.remove()
    np.testing.assert_allclose(ours, torch.cat(heard).numpy(), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("channels", "side", "weights"), [(1, 28, "20,522"), (3, 48, "13,754")])
def test_the_network_from_scratch_has_as_many_weights_as_it_is_said(channels: int, side: int, weights: str) -> None:
    before = torch.get_rng_state()
    network = scratch.Network(channels, side, 10, torch.Generator().manual_seed(1))
    assert torch.equal(before, torch.get_rng_state())
    kind = "drawing" if channels == 1 else "photograph"
    assert f"{sum(p.numel() for p in network.parameters()):,}" == weights
    assert weights in scratch.EXTRACTOR.about[kind].en and weights.replace(",", ".") in scratch.EXTRACTOR.about[kind].pt  # type: ignore[index]


def test_every_runner_is_better_than_guessing_and_learns_from_more(races: service.FeatureRaces) -> None:
    """Ten classes: guessing is wrong nine times out of ten."""
    found = points(races.run(service.parse_settings("digits", (1, 10), 1, 0)))
    for runner in (one.key for one in service.extractors_for("digits")):
        one, ten = (point.wrong / point.test_count for point in found if point.extractor == runner)
        assert ten < one < 0.7, runner


# The race


def points(events: Iterator[RaceProgress | RacePoint]) -> list[RacePoint]:
    return [event for event in events if isinstance(event, RacePoint)]


@pytest.mark.slow  # photographs of surfaces; the two below race on digits
@pytest.mark.usefixtures("short")
def test_everybody_runs_in_order_on_the_same_test(races: service.FeatureRaces) -> None:
    found = points(races.run(service.parse_settings("textures", (1,), 1, 0)))
    assert [point.extractor for point in found] == ["pixels", "hog", "colours", "scratch", "frozen"]
    assert {point.test_count for point in found} == {400}
    assert [card.key for card in api.extractors("digits")] == ["pixels", "hog", "scratch", "frozen"]
    assert [card.learned for card in api.extractors("digits")] == [False, False, True, True]


@pytest.mark.usefixtures("short")
def test_the_same_settings_give_the_same_race(races: service.FeatureRaces) -> None:
    setting = service.parse_settings("digits", (1, 2), 1, 5)
    first, again = points(races.run(setting)), points(races.run(setting, fresh=True))
    assert [(p.extractor, p.per_class, p.subset, p.wrong) for p in first] == [(p.extractor, p.per_class, p.subset, p.wrong) for p in again]
    assert {point.measured_on for point in first + again} == {""}
    assert len(points(races.run(service.parse_settings("digits", (1, 2), 1, 6)))) == len(first)


@pytest.mark.usefixtures("short")
def test_what_was_measured_is_kept_says_when_and_a_stopped_race_goes_on(races: service.FeatureRaces) -> None:
    setting = service.parse_settings("digits", (1,), 2, 5)
    stopped = races.run(setting)
    measured = [next(event for event in stopped if isinstance(event, RacePoint)) for _ in range(2)]
    stopped.close()  # type: ignore[attr-defined]
    kept = races.cached(setting)
    assert [(p.extractor, p.subset, p.wrong) for p in kept] == [(p.extractor, p.subset, p.wrong) for p in measured]
    assert all(len(point.measured_on) == 10 for point in kept)
    assert bytes_by_name()["race_points"] >= 800
    whole = points(races.run(setting))
    assert whole[:2] == list(kept) and all(point.measured_on == "" for point in whole[2:]) and len(whole) == 8


@pytest.mark.usefixtures("short")
def test_the_points_that_were_asked_for_last_stay_within_the_limit(races: service.FeatureRaces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.RACES_MB.variable, "0.0008")  # two points
    setting = service.parse_settings("digits", (1,), 1, 5)
    measured = points(races.run(setting))
    assert [p.extractor for p in races.cached(setting)] == [p.extractor for p in measured[-2:]]


def test_progress_comes_between_the_points(races: service.FeatureRaces) -> None:
    events = list(races.run(service.parse_settings("digits", (2,), 1, 1)))
    for runner in ("hog", "scratch"):
        shares = [event.fraction for event in events if isinstance(event, RaceProgress) and event.extractor == runner]
        assert len(shares) > 5 and shares == sorted(shares) and 0 <= shares[0] <= shares[-1] <= 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"counts": ()},
        {"counts": (2, 1)},
        {"counts": (1, 1)},
        {"counts": (0,)},
        {"counts": (111,)},
        {"subsets": 0},
        {"subsets": 11},
        {"seed": -1},
    ],
    ids=str,
)
def test_settings_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UserError):
        api.feature_race("digits", **{**QUICK, **wrong})  # type: ignore[arg-type]


def test_the_race_that_is_shipped_is_whole_and_true_of_this_code() -> None:
    """Everything of it is there; and the runners that only count give the same numbers here."""
    for key in KEYS:
        kept = api.measured_points(key)
        assert len(kept) == len(service.extractors_for(key)) * len(service.COUNTS) * service.SUBSETS
        assert all(point.measured_on and 0 <= point.wrong <= point.test_count and point.seconds > 0 for point in kept)
    mine = points(service.FeatureRaces(NetworkStore().get, Workers(), file=None).run(service.parse_settings("digits", (1,), 2, 0)))
    shipped = {(p.extractor, p.per_class, p.subset): p.wrong for p in api.measured_points("digits")}
    for point in mine:
        assert abs(shipped[point.extractor, point.per_class, point.subset] - point.wrong) <= 2, point


def test_every_runner_and_every_set_says_what_it_is() -> None:
    for extractor in all_extractors():
        assert extractor.picture_kinds and all(about.en != about.pt for about in extractor.about.values())
    for card in api.datasets():
        assert card.max_per_class >= 100 and str(card.test_count) in card.about.en and card.credit


def test_pictures_to_learn_from_can_be_seen() -> None:
    assert api.labelled_pictures("digits", 3).shape == (10, 3, 28, 28, 1)
    assert api.labelled_pictures("textures", 2).shape == (10, 2, 48, 48, 3)
    with pytest.raises(UserError):
        api.labelled_pictures("digits", 1000)
