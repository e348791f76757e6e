"""Networks of one visitor: found by nobody else, bounded, shared with every part of the service, gone when they are forgotten."""

from __future__ import annotations

import copy

import pytest
import torch

from models.activations.service import Activations
from models.engine.workers import Workers
from models.errors import UserError
from models.store import registry
from models.store.activation_cache import ActivationCache
from models.store.store import NetworkStore
from models.store.visitor_networks import InMemoryWeights, VisitorNetworks, own_key
from models.types.activations import PictureSource
from tests.network_pictures import picture_for
from tests.own_networks import BASE, give, made

PICTURE = PictureSource("pixels", picture_for(BASE).tobytes())


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Minhas flores", "mine/minhas_flores"),
        ("Ação & reação!", "mine/acao_reacao"),
        ("../../etc", "mine/etc"),
        ("花", "mine/network"),
        ("", "mine/network"),
        ("x" * 99, "mine/" + "x" * 40),
    ],
)
def test_a_name_becomes_a_key_that_may_stand_in_an_address(name: str, key: str) -> None:
    assert own_key(name) == key


def test_only_its_visitor_finds_a_network() -> None:
    networks = VisitorNetworks()
    store = NetworkStore(own=networks.get)
    key = give(networks, "ana", made("flowers"))
    assert store.get(key, "ana").spec.key == key
    assert store.open(key, "ana").ready
    for visitor in ("", "bia"):
        with pytest.raises(UserError, match="trained no network yet"):
            store.get(key, visitor)
        with pytest.raises(UserError):
            store.open(key, visitor)
    with pytest.raises(UserError, match="mine/flowers"):
        store.get("mine/flower", "ana")
    assert key not in {one.spec.key for one in store.all()}


def test_two_visitors_with_the_same_name_have_two_networks() -> None:
    networks = VisitorNetworks()
    activations = Activations(NetworkStore(own=networks.get), ActivationCache(), Workers())
    give(networks, "ana", made("x", 1.0))
    give(networks, "bia", made("x", 2.0))
    answers = {who: activations.store.get("mine/x", who).plan.logits(torch.zeros(1, 1, 28, 28)) for who in ("ana", "bia")}
    assert torch.allclose(answers["bia"] - answers["ana"], torch.ones(10), atol=1e-5)


def test_the_card_counts_what_the_network_is() -> None:
    networks = VisitorNetworks()
    give(networks, "ana", made("flowers"))
    (info,) = networks.infos("ana")
    known = registry.info_of(registry.find_spec("lenet5"))
    assert (info.key, info.weights, info.title.en) == ("mine/flowers", "trained", "flowers")
    assert (info.parameters, info.macs, info.classes, info.drawing) == (known.parameters, known.macs, known.classes, True)
    assert networks.infos("bia") == () and networks.info("ana", "mine/flowers") == info
    assert networks.info("ana", "mine/flowers@random").weights == "random"
    with pytest.raises(UserError):
        networks.info("bia", "mine/flowers")


def test_its_untrained_twin_is_what_its_constructor_makes() -> None:
    networks = VisitorNetworks()
    key = give(networks, "ana", made("flowers", 3.0))
    twin = networks.get("ana", key + "@random")
    torch.manual_seed(0)
    expected = registry.find_spec("lenet5").build().state_dict()
    assert all(torch.equal(tensor, expected[name]) for name, tensor in twin.network.state_dict().items())
    assert networks.get("ana", key + "@random") is twin


def test_the_weights_are_in_memory_once() -> None:
    loaded = made("flowers")
    weights = loaded.spec.weights
    assert isinstance(weights, InMemoryWeights)
    places = {tensor.data_ptr() for tensor in weights.state.values()}
    assert {tensor.data_ptr() for tensor in loaded.network.state_dict().values()} == places
    assert not any(parameter.requires_grad for parameter in loaded.network.parameters())


def test_a_replaced_network_takes_its_captures_along() -> None:
    left: list[tuple[str, str]] = []
    networks = VisitorNetworks(on_evict=lambda visitor, key: left.append((visitor, key)))
    give(networks, "ana", made("x"))
    give(networks, "ana", made("x", 1.0))
    assert left.count(("ana", "mine/x")) == 2
    networks.remove("ana", "mine/x")
    assert left.count(("ana", "mine/x")) == 3 and networks.infos("ana") == () and networks.nbytes() == 0
    with pytest.raises(UserError):
        networks.remove("ana", "mine/x")


def test_captures_of_one_visitor_are_dropped_alone() -> None:
    cache, activations = ActivationCache(), None
    activations = Activations(NetworkStore(), cache, Workers())
    for visitor in ("ana", "bia"):
        activations.forward_view(BASE, PICTURE, "conv1", 56, visitor)
    both = cache.nbytes()
    cache.forget_own_network("ana", BASE)
    assert cache.nbytes() == both // 2
    cache.forget_own_network("bia", "mine/other")
    assert cache.nbytes() == both // 2


def test_one_too_many_is_refused_before_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_OWNED_NETWORKS", "2")
    networks = VisitorNetworks()
    give(networks, "ana", made("a"))
    with networks.reserve("ana", "mine/b", 10), pytest.raises(UserError, match="mine/a, mine/b"):
        networks.reserve("ana", "mine/c", 10)
    networks.reserve("ana", "mine/c", 10)  # b was given up
    networks.reserve("bia", "mine/c", 10)
    networks.reserve("ana", "mine/a", 10)  # replaces


def test_all_visitors_share_one_bound_in_mb_and_what_is_replaced_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    one = made("a")
    monkeypatch.setenv("PLAYGROUND_OWNED_MB", str(1.5 * one.nbytes / 1e6))
    networks = VisitorNetworks()
    give(networks, "ana", one)
    with pytest.raises(UserError, match=r"0\.247 MB and 0\.123 MB are left"):
        networks.reserve("bia", "mine/a", one.nbytes)
    give(networks, "ana", made("a", 1.0))
    with networks.reserve("bia", "mine/a", one.nbytes // 4), pytest.raises(UserError):
        networks.reserve("eva", "mine/a", one.nbytes // 2)  # what bia is promised counts
    networks.forget("ana")
    networks.reserve("eva", "mine/a", one.nbytes)


def test_who_left_during_the_training_keeps_nothing() -> None:
    networks = VisitorNetworks()
    loaded = made("a")
    with networks.reserve("ana", "mine/a", loaded.nbytes) as reservation:
        networks.forget("ana")
        assert not reservation.put(loaded)
    assert networks.nbytes() == 0 and networks.infos("ana") == ()


def test_a_network_outlives_the_copy_it_came_from() -> None:
    networks = VisitorNetworks()
    loaded = made("a")
    give(networks, "ana", loaded)
    before = copy.deepcopy(loaded.network.state_dict())
    networks.get("ana", "mine/a").plan.logits(torch.randn(2, 1, 28, 28))
    assert all(torch.equal(before[name], tensor) for name, tensor in loaded.network.state_dict().items())
