"""A cluster of two workers on this machine: the answers of one process, and nobody loses anything when a worker dies."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from models import api
from models.cluster import connect
from models.cluster.placement import rendezvous
from models.errors import UserError
from models.types.activations import PictureSource
from models.types.fine_tune import FineTuneProgress
from tests.class_zips import picture
from tests.clusters import Cluster, differences, functions, joined
from tests.network_pictures import picture_for
from tests.serving import ROOT

KEY = "lenet5@random"
SOURCE = PictureSource("pixels", picture_for(KEY).tobytes())
QUESTIONS: dict[str, Callable[[], Any]] = {
    "networks": lambda: [(card.key, card.title, card.macs) for card in api.networks()],
    "forward_view": lambda: api.forward_view(KEY, SOURCE, "relu2", visitor="v"),
    "layer_maps": lambda: api.layer_maps(KEY, SOURCE, "conv1", visitor="v"),
    "predict": lambda: api.predict(KEY, SOURCE),
    "explain_steps": lambda: list(api.explain_steps(KEY, SOURCE, "smoothgrad", targets=[1], visitor="v")),
    "receipt_code": lambda: api.receipt_code(KEY, SOURCE, "conv1", (1, 2, 3)).en,
    "code file": lambda: [content("en") for _, content in api.receipt_code(KEY, SOURCE, "conv1", (1, 2, 3)).files],
    "add_class": lambda: (api.add_class("x", "um") > 0, api.classes("x"), api.forget_visitor("x")),
}
MISTAKES: dict[str, Callable[[], Any]] = {
    "network": lambda: api.predict("lenet6", SOURCE),
    "visitor": lambda: api.network("mine/none", visitor="v"),
    "picture": lambda: api.predict(KEY, PictureSource("picture", b"nothing")),
    "stream": lambda: list(api.explain_steps(KEY, SOURCE, "saliency", targets=[10**5])),
    "call of a stream": lambda: api.run_pair([{"each": 0}]),
    "type": lambda: api.predict(KEY, "a picture"),  # type: ignore[arg-type]
    "argument": lambda: api.predict(KEY),  # type: ignore[call-arg]
    "value": lambda: api.add_class("", "a name"),
}


def refused(call: Callable[[], Any]) -> tuple[str, str, object]:
    with pytest.raises((UserError, TypeError, ValueError)) as raised:
        call()
    return type(raised.value).__name__, str(raised.value), getattr(raised.value, "text", None)


@pytest.fixture(scope="module")
def here() -> Mapping[str, Any]:
    """What this process answers, before a cluster does."""
    return {name: ask() for name, ask in QUESTIONS.items()} | {f"not {name}": refused(ask) for name, ask in MISTAKES.items()}


@pytest.fixture(scope="module")
def cluster(here: Mapping[str, Any]) -> Iterator[Cluster]:
    with joined() as cluster:
        yield cluster


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_cluster_answers_bit_for_bit_as_one_process(name: str, here: Mapping[str, Any], cluster: Cluster) -> None:
    assert differences(here[name], QUESTIONS[name]()) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_as_by_one_process(name: str, here: Mapping[str, Any], cluster: Cluster) -> None:
    assert refused(MISTAKES[name]) == here[f"not {name}"]


def test_the_state_is_that_of_all_workers(cluster: Cluster) -> None:
    state = api.process_state()
    assert (state.processes, state.forwards_at_once) == (2, 2)
    assert state.memory["networks"] > 0 and "checkpoints" in state.memory
    assert api.return_freed_memory() is True


def test_two_visitors_are_apart_wherever_they_sit(cluster: Cluster) -> None:
    people = [f"person {i}" for i in range(16)]
    for who in people:
        api.add_class(who, f"of {who}")
    assert {cluster.worker_of(who) for who in people} == {"worker 1", "worker 2"}
    assert [[one.name for one in api.classes(who)] for who in people] == [[f"of {who}"] for who in people]
    for who in people:
        api.forget_visitor(who)
    assert [api.classes(who) for who in people] == [()] * len(people)


def test_who_closes_a_stream_stops_the_worker_within_a_part(cluster: Cluster) -> None:
    bars("stops")
    training = api.fine_tune({"network": KEY, "name": "long", "epochs": 1000}, visitor="stops")
    assert isinstance(next(training), FineTuneProgress)
    while next(training).step < 2:
        pass
    assert api.process_state().trainings_running == 1
    training.close()
    assert api.process_state().trainings_running == 0
    assert [card.key for card in api.own_networks("stops")] == ["mine/long"], "what it has learned is kept"
    assert next(training, None) is None
    api.forget_visitor("stops")


def test_a_stream_that_nobody_reads_is_computed_one_part_ahead_at_most(cluster: Cluster) -> None:
    bars("slow")
    training = api.fine_tune({"network": KEY, "epochs": 3}, visitor="slow")
    assert next(training).state in ("queued", "preparing")
    assert api.own_networks("slow") == (), "nobody has taken a second part, so the third is not there"
    assert [list(training)[-1].network] == [card.key for card in api.own_networks("slow")]
    api.forget_visitor("slow")


def bars(visitor: str) -> None:
    """Two classes of six pictures each."""
    for kind in ("PNG", "BMP"):
        which = api.add_class(visitor, kind)
        api.add_examples(visitor, which, [PictureSource("picture", picture(20 * i, kind)) for i in range(6)])


def test_a_worker_that_dies_takes_nothing_along(cluster: Cluster) -> None:
    """Classes with their ids and undo, a network with its bits: on another worker, at the next question."""
    who = cluster.somebody_at("worker 1")
    bars(who)
    *_, taught = api.fine_tune({"network": KEY, "name": "bars", "epochs": 2}, visitor=who)
    assert taught.network
    api.remove_class(who, api.classes(who)[1].id)
    questions = [
        lambda: api.class_undo_state(who),
        lambda: api.own_networks(who, with_untrained=True),
        lambda: api.export_files(who, taught.network),
        lambda: api.predict(taught.network, SOURCE, visitor=who),
    ]
    before = [ask() for ask in questions]
    ids = [one.id for one in api.classes(who)]
    cluster.kill("worker 1")
    assert [found for one, ask in zip(before, questions, strict=True) for found in differences(one, ask())] == []
    assert cluster.worker_of(who) == "worker 2"
    assert [one.id for one in api.classes(who)] == ids
    assert len(api.undo_classes(who).current.classes) == 2, "and what was removed comes back"
    assert api.add_class(who, "later") > max(one.id for one in api.classes(who)[:-1])
    api.forget_visitor(who)
    cluster.wait_for("worker 1")


def test_a_training_whose_worker_dies_says_so_and_the_page_goes_on(cluster: Cluster) -> None:
    who = cluster.somebody_at("worker 2")
    bars(who)
    training = api.fine_tune({"network": KEY, "name": "lost", "epochs": 1000}, visitor=who)
    while next(training).state != "training":
        pass
    cluster.kill("worker 2")
    with pytest.raises(UserError, match="stopped before the end"):
        list(training)
    assert [len(one.examples) for one in api.classes(who)] == [6, 6]
    *_, taught = api.fine_tune({"network": KEY, "name": "again", "epochs": 1}, visitor=who)
    assert taught.network == "mine/again"
    api.forget_visitor(who)
    cluster.wait_for("worker 2")


def test_without_the_setting_no_ray_is_loaded() -> None:
    code = "import sys, app.page, app.command_line; app.command_line.join_cluster(); print('ray' in sys.modules)"
    quiet = {name: value for name, value in os.environ.items() if name != connect.VARIABLE}
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=quiet, capture_output=True, text=True, check=True).stdout
    assert said.split()[-1] == "False"


def test_a_cluster_that_is_none_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(connect.VARIABLE, "yes")
    with pytest.raises(UserError, match="takes local, auto or ray://"):
        connect.connect()


def test_where_a_worker_goes_only_its_own_visitors_move() -> None:
    workers, people = [f"worker {i}" for i in range(5)], [f"person {i}" for i in range(500)]
    before = {who: rendezvous(who, workers) for who in people}
    after = {who: rendezvous(who, workers[1:]) for who in people}
    assert {who for who in people if before[who] != after[who]} == {who for who in people if before[who] == "worker 0"}
    shares = [list(before.values()).count(worker) for worker in workers]
    assert min(shares) > 70 and max(shares) < 130


def test_the_page_asks_the_functions_by_name_so_that_they_can_be_replaced(cluster: Cluster) -> None:
    """Whoever holds a function from before would ask this process: none is a default argument or a name of a module of `app`."""
    import app.command_line
    import app.page  # noqa: F401

    originals = {id(function) for name, function in cluster.before.items() if function is not functions()[name]}
    held = [
        f"{name}.{key}"
        for name, module in sys.modules.items()
        if name.split(".")[0] == "app"
        for key, value in vars(module).items()
        for thing in (value, *(getattr(value, "__defaults__", None) or ()), *defaults_of_methods(value))
        if id(thing) in originals
    ]
    assert originals and held == []


def defaults_of_methods(value: object) -> list[object]:
    if not isinstance(value, type):
        return []
    return [default for method in vars(value).values() for default in (getattr(method, "__defaults__", None) or ())]
