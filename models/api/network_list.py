"""Which networks there are, and those that a visitor owns."""

from __future__ import annotations

from collections.abc import Mapping

from models import service
from models.export import onnx
from models.export import weights_file as home
from models.store import registry
from models.store.store import is_own
from models.text import Language
from models.types.networks import Layer, NetworkCard, Opening


def networks() -> tuple[NetworkCard, ...]:
    """Every network of the menu, `<key>@random` included, cheap: no weights are loaded."""
    return tuple(registry.card_of(spec) for spec in registry.listed())


def network(key: str, *, visitor: str = "") -> NetworkCard:
    """One card, or a UserError that names the nearest key."""
    return service.owned.card(visitor, key) if is_own(key) else registry.card_of(registry.find(key))


def open_network(key: str, *, visitor: str = "") -> Opening:
    """Make a network ready; returns at once. Starts a download where one is needed; call again to see how far it is.

    UserError within PLAYGROUND_CONNECT_SECONDS where there is no network connection.
    """
    return service.shelf.open(key, visitor)


def layers(key: str, *, visitor: str = "") -> tuple[Layer, ...]:
    """The layers in the order in which they run, `input` first, `softmax` last."""
    return service.shelf.borrow(key, visitor).layers


def own_networks(visitor: str, *, twins: bool = False) -> tuple[NetworkCard, ...]:
    """The networks that only this visitor has, `mine/<name>`, the oldest first; `twins`: each followed by its untrained twin."""
    return service.owned.cards(visitor, twins=twins)


def remove_network(visitor: str, key: str) -> None:
    """A visitor's own network goes, with what is remembered of it."""
    service.owned.remove(visitor, key)


def take_home(visitor: str, key: str, language: Language = "en") -> Mapping[str, bytes]:
    """A visitor's own network as files: weights, a card, and predict.py, which runs without this package."""
    return home.files(service.owned.get(visitor, key), language)


def take_home_onnx(visitor: str, key: str) -> bytes:
    """A visitor's own network as an ONNX file; takes seconds. UserError where that extra is not installed."""
    return onnx.onnx_file(service.owned.get(visitor, key))


def bring_home(visitor: str, data: bytes) -> str:
    """A .safetensors file that was taken home, as a network of the visitor's own again; its key."""
    return home.bring(data, service.shelf, service.owned, visitor)
