"""Networks of one visitor: found by nobody else, bounded, shared with every part of the service, gone when they are forgotten."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
import torch

from models.activations.service import Looking
from models.engine.workers import Workers
from models.errors import UserError
from models.store import registry
from models.store.activation_cache import Remembered
from models.store.store import Shelf, Shelved, load
from models.store.visitor_networks import Owned, Trained, key_of
from models.text import Text
from models.types.activations import Source
from tests.test_models_capture import picture_for

BASE = "lenet5@random"
PICTURE = Source("pixels", picture_for(BASE).tobytes())


def made(name: str, shift: float = 0.0) -> Shelved:
    """A network of a visitor's own: the untrained LeNet-5 with its last bias moved."""
    base = registry.find(BASE)
    network = registry.construct(base)
    state = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    state["fc3.bias"] += shift
    return load(replace(base, key=key_of(name), title=Text(name, name), weights=Trained(state)))


def give(owned: Owned, visitor: str, shelved: Shelved) -> str:
    with owned.claim(visitor, shelved.spec.key, shelved.nbytes) as claim:
        assert claim.put(shelved)
    return shelved.spec.key


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
    assert key_of(name) == key


def test_only_its_visitor_finds_a_network() -> None:
    owned = Owned()
    shelf = Shelf(own=owned.get)
    key = give(owned, "ana", made("flowers"))
    assert shelf.borrow(key, "ana").spec.key == key
    assert shelf.open(key, "ana").ready
    for visitor in ("", "bia"):
        with pytest.raises(UserError, match="trained no network yet"):
            shelf.borrow(key, visitor)
        with pytest.raises(UserError):
            shelf.open(key, visitor)
    with pytest.raises(UserError, match="mine/flowers"):
        shelf.borrow("mine/flower", "ana")
    assert key not in {one.spec.key for one in shelf.all()}


def test_two_visitors_with_the_same_name_have_two_networks() -> None:
    owned = Owned()
    looking = Looking(Shelf(own=owned.get), Remembered(), Workers())
    give(owned, "ana", made("x", 1.0))
    give(owned, "bia", made("x", 2.0))
    answers = {who: looking.shelf.borrow("mine/x", who).plan.logits(torch.zeros(1, 1, 28, 28)) for who in ("ana", "bia")}
    assert torch.allclose(answers["bia"] - answers["ana"], torch.ones(10), atol=1e-5)


def test_the_card_counts_what_the_network_is() -> None:
    owned = Owned()
    give(owned, "ana", made("flowers"))
    (card,) = owned.cards("ana")
    known = registry.card_of(registry.find("lenet5"))
    assert (card.key, card.weights, card.title.en) == ("mine/flowers", "trained", "flowers")
    assert (card.parameters, card.macs, card.classes, card.drawing) == (known.parameters, known.macs, known.classes, True)
    assert owned.cards("bia") == () and owned.card("ana", "mine/flowers") == card
    assert owned.card("ana", "mine/flowers@random").weights == "random"
    with pytest.raises(UserError):
        owned.card("bia", "mine/flowers")


def test_its_untrained_twin_is_what_its_constructor_makes() -> None:
    owned = Owned()
    key = give(owned, "ana", made("flowers", 3.0))
    twin = owned.get("ana", key + "@random")
    torch.manual_seed(0)
    expected = registry.find("lenet5").build().state_dict()
    assert all(torch.equal(tensor, expected[name]) for name, tensor in twin.network.state_dict().items())
    assert owned.get("ana", key + "@random") is twin


def test_the_weights_are_in_memory_once() -> None:
    shelved = made("flowers")
    weights = shelved.spec.weights
    assert isinstance(weights, Trained)
    places = {tensor.data_ptr() for tensor in weights.state.values()}
    assert {tensor.data_ptr() for tensor in shelved.network.state_dict().values()} == places
    assert not any(parameter.requires_grad for parameter in shelved.network.parameters())


def test_a_replaced_network_takes_its_captures_along() -> None:
    left: list[tuple[str, str]] = []
    owned = Owned(on_leave=lambda visitor, key: left.append((visitor, key)))
    give(owned, "ana", made("x"))
    give(owned, "ana", made("x", 1.0))
    assert left.count(("ana", "mine/x")) == 2
    owned.remove("ana", "mine/x")
    assert left.count(("ana", "mine/x")) == 3 and owned.cards("ana") == () and owned.nbytes() == 0
    with pytest.raises(UserError):
        owned.remove("ana", "mine/x")


def test_captures_of_one_visitor_are_dropped_alone() -> None:
    remembered, looking = Remembered(), None
    looking = Looking(Shelf(), remembered, Workers())
    for visitor in ("ana", "bia"):
        looking.look(BASE, PICTURE, "conv1", 56, visitor)
    both = remembered.nbytes()
    remembered.forget_one("ana", BASE)
    assert remembered.nbytes() == both // 2
    remembered.forget_one("bia", "mine/other")
    assert remembered.nbytes() == both // 2


def test_one_too_many_is_refused_before_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_OWNED_NETWORKS", "2")
    owned = Owned()
    give(owned, "ana", made("a"))
    with owned.claim("ana", "mine/b", 10), pytest.raises(UserError, match="mine/a, mine/b"):
        owned.claim("ana", "mine/c", 10)
    owned.claim("ana", "mine/c", 10)  # b was given up
    owned.claim("bia", "mine/c", 10)
    owned.claim("ana", "mine/a", 10)  # replaces


def test_all_visitors_share_one_bound_in_mb_and_what_is_replaced_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    one = made("a")
    monkeypatch.setenv("PLAYGROUND_OWNED_MB", str(1.5 * one.nbytes / 1e6))
    owned = Owned()
    give(owned, "ana", one)
    with pytest.raises(UserError, match=r"0\.247 MB and 0\.123 MB are left"):
        owned.claim("bia", "mine/a", one.nbytes)
    give(owned, "ana", made("a", 1.0))
    with owned.claim("bia", "mine/a", one.nbytes // 4), pytest.raises(UserError):
        owned.claim("eva", "mine/a", one.nbytes // 2)  # what bia is promised counts
    owned.forget("ana")
    owned.claim("eva", "mine/a", one.nbytes)


def test_who_left_during_the_training_keeps_nothing() -> None:
    owned = Owned()
    shelved = made("a")
    with owned.claim("ana", "mine/a", shelved.nbytes) as claim:
        owned.forget("ana")
        assert not claim.put(shelved)
    assert owned.nbytes() == 0 and owned.cards("ana") == ()


def test_a_network_outlives_the_copy_it_came_from() -> None:
    owned = Owned()
    shelved = made("a")
    give(owned, "ana", shelved)
    before = copy.deepcopy(shelved.network.state_dict())
    owned.get("ana", "mine/a").plan.logits(torch.randn(2, 1, 28, 28))
    assert all(torch.equal(before[name], tensor) for name, tensor in shelved.network.state_dict().items())
