"""The service's only door: typed functions over values. What is behind it can move to another process.

Every function takes and gives values (bytes, arrays, frozen dataclasses), raises `UserError` for what a visitor
did wrong, and leaves no trace: see rule 5 in CONTRIBUTING.md.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from models import registry
from models.looking import Looking
from models.memory import keep_freed_memory
from models.remembered import Remembered
from models.shelf import Shelf
from models.types import Guess, Layer, LayerMaps, Look, NetworkCard, Opening, Source
from models.workers import Workers

__all__ = ["channel", "feature_maps", "forget", "layers", "look", "maps", "network", "networks", "open_network", "predict", "start"]

_remembered = Remembered()
_shelf = Shelf(on_leave=_remembered.forget_network)
_looking = Looking(_shelf, _remembered, Workers())


def start() -> None:
    """Once per process, before the first picture: memory settings, threads."""
    keep_freed_memory()
    torch.set_num_threads(1)  # a worker a core: more answers a second than two threads on one picture
    networks()


def networks() -> tuple[NetworkCard, ...]:
    """Every network of the menu, `<key>@random` included, cheap: no weights are loaded."""
    return tuple(registry.card_of(spec) for spec in registry.listed())


def network(key: str) -> NetworkCard:
    """One card, or a UserError that names the nearest key."""
    return registry.card_of(registry.find(key))


def open_network(key: str) -> Opening:
    """Make a network ready; returns at once. Starts a download where one is needed; call again to see how far it is.

    UserError within PLAYGROUND_CONNECT_SECONDS where there is no network connection.
    """
    return _shelf.open(key)


def layers(key: str) -> tuple[Layer, ...]:
    """The layers in the order in which they run, `input` first, `softmax` last."""
    return _shelf.borrow(key).layers


def look(key: str, source: Source, layer: str, *, side: int = 56, visitor: str = "") -> Look:
    """One forward pass seen whole. `side`: largest useful tile, in cells; `visitor`: whose memory keeps the values."""
    return _looking.look(key, source, layer, side, visitor)


def maps(key: str, source: Source, layer: str, *, side: int = 56, visitor: str = "") -> LayerMaps:
    """The maps of another layer of the same picture; no second forward pass while it is remembered."""
    return _looking.maps(key, source, layer, side, visitor)


def channel(key: str, source: Source, layer: str, channel: int, *, visitor: str = "") -> NDArray[np.float32]:
    """Exact values of one channel [y, x]; of a vector layer all units [unit] whatever the channel."""
    return _looking.channel(key, source, layer, channel, visitor)


def predict(key: str, source: Source, *, top: int = 5, temperature: float = 1.0) -> tuple[Guess, ...]:
    """The `top` classes, most probable first. Probabilities are softmax(logit / temperature) over all classes."""
    return _looking.predict(key, source, top, temperature)


def feature_maps(key: str, source: Source, layer: str) -> NDArray[np.float32]:
    """Every exact value of a layer: [channel, y, x] or [unit]."""
    return _looking.feature_maps(key, source, layer)


def forget(visitor: str) -> None:
    """Free everything that is kept for a visitor."""
    _remembered.forget(visitor)
