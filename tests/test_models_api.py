"""The app_server: what it answers is what the network computed, whoever asks; what it refuses, it refuses in a sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from models import api, service
from models.activations.service import whole_number
from models.engine.workers import Workers
from models.errors import UserError
from models.store import registry
from models.store.activation_cache import ActivationCache, CachedForward
from models.store.store import NetworkStore, to_batch
from models.types.activations import PictureSource
from tests import oracle
from tests.network_pictures import picture_for

LENET, RESNET = "lenet5@random", "resnet109@random"


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


def source_for(key: str, seed: int = 0) -> PictureSource:
    return PictureSource("pixels", picture_for(key, seed).tobytes())


def logits_of(key: str, seed: int = 0) -> torch.Tensor:
    spec = registry.specs()[key]
    with torch.no_grad():
        answer: torch.Tensor = registry.build_network(spec)(to_batch(picture_for(key, seed), spec.preparation))[0]
    return answer


@pytest.fixture
def forwards(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Counts forward passes that keep everything."""
    from models.activations import service as looking

    made: list[str] = []
    real = looking.capture

    def counting(plan: Any, picture: torch.Tensor) -> Any:
        made.append(threading.current_thread().name)
        return real(plan, picture)

    monkeypatch.setattr(looking, "capture", counting)
    return made


@pytest.mark.parametrize("key", [LENET, RESNET])
def test_a_look_shows_every_layer_and_the_networks_own_logits(key: str) -> None:
    layers = api.layers(key)
    look = api.forward_view(key, source_for(key), layers[1].name, side=20)
    assert look.network == key and np.array_equal(look.picture, picture_for(key))
    assert [summary.layer for summary in look.summaries] == [layer.name for layer in layers]
    assert np.array_equal(look.logits, logits_of(key).numpy())
    for layer, summary in zip(layers, look.summaries, strict=True):
        values = api.feature_maps(key, source_for(key), layer.name)
        assert values.shape == layer.shape and values.dtype == np.float32
        assert (summary.minimum, summary.maximum) == (values.min(), values.max())
        assert (summary.channel is None) == (values[0].size == 1)  # a vector, or one that lies in maps of a single cell
        shown = summary.thumbnail.low[0] + summary.thumbnail.codes[0] * summary.thumbnail.step[0]
        if summary.channel is not None and max(values.shape[1:]) <= 64:
            assert np.abs(shown - values[summary.channel]).max() <= 0.51 * summary.thumbnail.step[0] + 1e-6


def test_maps_are_the_layer_within_half_a_step_and_say_how_they_were_reduced() -> None:
    values = api.feature_maps(RESNET, source_for(RESNET), "conv1")
    whole_maps = api.layer_maps(RESNET, source_for(RESNET), "conv1", side=72)
    assert (whole_maps.factor, whole_maps.shape) == (1, (32, 72, 72))
    step = whole_maps.maps.step[:, None, None]
    assert (np.abs(whole_maps.maps.low[:, None, None] + whole_maps.maps.codes * step - values) <= 0.51 * step).all()
    reduced = api.layer_maps(RESNET, source_for(RESNET), "conv1", side=20)
    assert reduced.factor == 4 and reduced.maps.codes.shape == (32, 18, 18)
    means = values.reshape(32, 18, 4, 18, 4).mean(axis=(2, 4))
    assert (np.abs(reduced.maps.low[:, None, None] + reduced.maps.codes * reduced.maps.step[:, None, None] - means) <= 0.51 * step).all()
    assert (reduced.minimum, reduced.maximum) == (values.min(), values.max())  # the layer's own, not the means'


def test_the_thumbnail_of_a_layer_is_always_the_same_channel() -> None:
    chosen = [[summary.channel for summary in api.forward_view(RESNET, source_for(RESNET, seed), "conv1").summaries] for seed in range(3)]
    assert chosen[0] == chosen[1] == chosen[2]


def test_a_channel_is_exact_and_ones_own() -> None:
    values = api.feature_maps(LENET, source_for(LENET), "conv2")
    channel = api.channel_map(LENET, source_for(LENET), "conv2", 5, visitor="a")
    assert np.array_equal(channel, values[5])
    channel[:] = 0  # the caller's copy: nobody else's values change
    assert np.array_equal(api.channel_map(LENET, source_for(LENET), "conv2", 5, visitor="a"), values[5])
    assert np.array_equal(api.channel_map(LENET, source_for(LENET), "fc3", 99), logits_of(LENET).numpy())
    api.forget_visitor("a")


@pytest.mark.parametrize("temperature", [0.01, 0.5, 1.0, 3, 1e6, 1e-300])
def test_probabilities_are_softmax_of_logits_over_temperature(temperature: float) -> None:
    predictions = api.predict(LENET, source_for(LENET), top=10, temperature=temperature)
    logits = logits_of(LENET).double()
    expected = torch.softmax((logits - logits.max()) / temperature, 0)
    order = torch.argsort(logits, descending=True).tolist()
    assert [prediction.index for prediction in predictions] == order
    assert [prediction.label.en for prediction in predictions] == [str(index) for index in order]
    assert np.allclose([prediction.probability for prediction in predictions], expected[order], atol=1e-9)
    assert [prediction.logit for prediction in predictions] == logits[order].tolist()


def test_top_is_how_many_classes_come_back() -> None:
    assert len(api.predict(LENET, source_for(LENET))) == 5
    assert len(api.predict(LENET, source_for(LENET), top=1)) == 1


def ask(**given: Any) -> Callable[[], object]:
    """A question with one argument wrong."""
    question = given.pop("question", api.forward_view)
    arguments = {"key": LENET, "source": source_for(LENET)} | ({"layer": "conv1"} if question is not api.predict else {})
    if question is api.channel_map:
        arguments["channel"] = 0
    return lambda: question(**(arguments | given))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (ask(key="lenet5@randm"), ["network: 'lenet5@randm'", "Did you mean lenet5@random?"]),
        (ask(key=None), ["network: None"]),
        (ask(key=["lenet5"]), ["network:"]),
        (ask(layer="con1"), ["layer: 'con1'", "Did you mean conv1?", "relu1"]),
        (ask(question=api.layer_maps, layer=""), ["layer: ''"]),
        (ask(question=api.feature_maps, layer="zzz"), ["layer: 'zzz'", "conv1"]),
        (ask(side=0), ["side: 0", "1 to 1,024"]),
        (ask(question=api.layer_maps, side=2.5), ["side: 2.5"]),
        (ask(question=api.channel_map, channel=6), ["channel: 6", "0 to 5"]),
        (ask(question=api.channel_map, channel=-1), ["channel: -1"]),
        (ask(question=api.predict, top=0), ["top: 0", "1 to 10"]),
        (ask(question=api.predict, top=11), ["top: 11"]),
        (ask(question=api.predict, top="5"), ["top: '5'"]),
        (ask(question=api.predict, top=True), ["top: True"]),
        (ask(question=api.predict, temperature=0), ["temperature: 0", "greater than 0"]),
        (ask(question=api.predict, temperature=-1.0), ["temperature: -1.0"]),
        (ask(question=api.predict, temperature=float("nan")), ["temperature: nan"]),
        (ask(question=api.predict, temperature=float("inf")), ["temperature: inf"]),
        (ask(question=api.predict, temperature="hot"), ["temperature: 'hot'"]),
        (ask(source=PictureSource("pixels", b"12")), ["28"]),
        (lambda: api.layers("lenet5@rand"), ["network: 'lenet5@rand'", "Did you mean lenet5@random?"]),
        (lambda: api.network("renset18"), ["Did you mean resnet18"]),
        (lambda: api.open_network("nothing"), ["network: 'nothing'"]),
    ],
)
def test_a_wrong_argument_gets_a_sentence_that_names_it(question: Callable[[], object], said: list[str]) -> None:
    with pytest.raises(UserError) as refused:
        question()
    english, portuguese = refused.value.say("en"), refused.value.say("pt")
    assert all(part in english for part in said), english
    assert portuguese and portuguese != english


def test_whole_numbers_may_come_as_floats() -> None:
    """JSON from a browser does not tell 5 from 5.0."""
    assert whole_number("top", 5.0, 1, 10) == 5 and isinstance(whole_number("top", 5.0, 1, 10), int)


def test_walking_the_layers_costs_no_second_forward_pass(forwards: list[str]) -> None:
    picture = source_for(RESNET)
    look = api.forward_view(RESNET, picture, "conv1", visitor="walker")
    for layer in ("layer1.0.relu", "layer4.1.add", "fc"):
        maps = api.layer_maps(RESNET, picture, layer, visitor="walker")
        assert (maps.minimum, maps.maximum) == next((g.minimum, g.maximum) for g in look.summaries if g.layer == layer)
    again = api.forward_view(RESNET, picture, "conv1", visitor="walker")
    assert np.array_equal(again.logits, look.logits) and again.milliseconds == look.milliseconds
    assert len(forwards) == 1
    api.forget_visitor("walker")
    api.layer_maps(RESNET, picture, "fc", visitor="walker")
    assert len(forwards) == 2
    api.forget_visitor("walker")


def test_nobody_gets_what_another_visitor_asked(forwards: list[str]) -> None:
    """The same question by two visitors is two forward passes: nothing is found but under one's own key."""
    kept = service.activation_cache.nbytes()
    for visitor in ("ana", "bruno"):
        api.forward_view(LENET, source_for(LENET), "conv1", visitor=visitor)
    assert len(forwards) == 2
    api.forget_visitor("ana")
    api.layer_maps(LENET, source_for(LENET), "conv2", visitor="bruno")
    assert len(forwards) == 2
    api.forward_view(LENET, source_for(LENET), "conv1")  # nobody in particular: not kept
    api.forward_view(LENET, source_for(LENET), "conv1")
    assert len(forwards) == 4
    api.forget_visitor("bruno")
    assert service.activation_cache.nbytes() == kept


def test_another_picture_never_gets_the_old_values() -> None:
    for seed in range(4):
        values = api.feature_maps(LENET, source_for(LENET, seed), "conv2")
        assert np.array_equal(api.channel_map(LENET, source_for(LENET, seed), "conv2", 3, visitor="one"), values[3])
    api.forget_visitor("one")


def memory(size: int) -> CachedForward:
    return CachedForward(b"d", None, 0.0, size)  # type: ignore[arg-type]


def test_what_is_kept_has_a_bound_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_CAPTURE_CACHE_MB", "1")
    kept = ActivationCache()
    kept.put("a", "x", memory(400_000))
    kept.put("b", "x", memory(400_000))
    assert kept.get("a", "x", b"d")  # now b is the least recently used
    kept.put("c", "x", memory(400_000))
    assert [bool(kept.get(visitor, "x", b"d")) for visitor in "abc"] == [True, False, True]
    assert kept.get("a", "x", b"another picture") is None
    kept.put("d", "x", memory(2_000_000))
    assert kept.get("d", "x", b"d") is None and kept.nbytes() <= 1_000_000


def test_networks_leave_the_store_when_it_is_full_and_take_their_captures_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_SHELF_MB", "12")
    kept = ActivationCache()
    kept.put("a", LENET, memory(10))
    store = NetworkStore(on_evict=kept.forget_network)
    for key in (LENET, "squeezenet1_1@random", RESNET):  # 0.2, 5 and 11 MB
        store.open(key)
    assert [loaded.spec.key for loaded in store.all()] == [RESNET]
    assert kept.nbytes() == 0


def test_a_network_is_loaded_once_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []
    real = registry.build_network
    monkeypatch.setattr(registry, "build_network", lambda spec: built.append(spec.key) or real(spec))
    store = NetworkStore()
    threads = [threading.Thread(target=store.get, args=(RESNET,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [RESNET]


def test_too_many_waiting_are_sent_away_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_WORKERS", "1")
    monkeypatch.setenv("PLAYGROUND_WAITING", "0")
    workers = Workers()
    with workers.acquire(), pytest.raises(UserError, match="waiting"), workers.acquire():
        raise AssertionError("two at once")
    with workers.acquire():
        pass  # free again


def test_as_many_compute_at_once_as_there_are_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_WORKERS", "2")
    workers, together, lock = Workers(), [0, 0], threading.Lock()

    def work() -> None:
        for _ in range(50):
            with workers.acquire():
                with lock:
                    together[0] += 1
                    together[1] = max(together)
                api.predict(LENET, source_for(LENET))
                with lock:
                    together[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together[0] == 0 and together[1] <= 2


def test_opening_is_ready_at_once_where_nothing_must_come() -> None:
    opening = api.open_network(LENET)
    assert opening.ready and opening.done_mb == opening.total_mb


def test_the_oracle_itself_copies_at_once() -> None:
    """A hook that kept the tensor would see it after the in-place ReLU wrote over it."""
    spec = registry.specs()["resnet109"]
    returned = oracle.modules(registry.build_network(spec), to_batch(picture_for("resnet109"), spec.preparation))
    assert returned["bn1"][0].min() < 0
