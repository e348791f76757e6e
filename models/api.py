"""The service's only door: typed functions over values. What is behind it can move to another process.

Every function takes and gives values (bytes, arrays, frozen dataclasses), raises `UserError` for what a visitor
did wrong, and leaves no trace: see rule 5 in CONTRIBUTING.md.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from models import convolve as convolving
from models import filters as learned
from models import registry
from models.accounts import Accounts
from models.looking import Looking
from models.memory import keep_freed_memory
from models.remembered import Remembered
from models.shelf import Shelf
from models.text import Text
from models.types import Felt, Filters, Guess, Layer, LayerMaps, Look, NetworkCard, Opening, Receipt, Sliding, Source, Station
from models.workers import Workers

__all__ = [
    "channel",
    "code",
    "convolve",
    "effective_field",
    "feature_maps",
    "felt",
    "filters",
    "forget",
    "layers",
    "look",
    "maps",
    "network",
    "networks",
    "open_network",
    "predict",
    "receipt",
    "start",
    "trail",
]

_remembered = Remembered()
_shelf = Shelf(on_leave=_remembered.forget_network)
_looking = Looking(_shelf, _remembered, Workers())
_accounts = Accounts(_looking)


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


def receipt(key: str, source: Source, layer: str, cell: object, *, visitor: str = "") -> Receipt:
    """The terms, bias and sum behind one cell, [channel, y, x] or [unit], of any layer, beside what PyTorch computed.

    Costs no forward pass while the picture is remembered for the visitor, else one that ends at the layer.
    """
    return _accounts.receipt(key, source, layer, cell, visitor)


def trail(key: str, source: Source, layer: str, cell: object, *, visitor: str = "") -> tuple[Station, ...]:
    """The receipt of a cell, that of its strongest term's cell, and so on back to a pixel, each with its map. Costs as much as one."""
    return _accounts.trail(key, source, layer, cell, visitor)


def code(key: str, source: Source, layer: str, cell: object, *, visitor: str = "") -> Text:
    """Lines of plain PyTorch that load the network and compute one cell anew; they end with `number`."""
    return _accounts.code(key, source, layer, cell, visitor)


def effective_field(key: str, source: Source, layer: str, cell: object) -> NDArray[np.float32]:
    """How much each pixel moves one cell, [y, x]: Σ over channels of |∂ cell / ∂ input|. One forward and one backward pass."""
    return _accounts.effective_field(key, source, layer, cell)


def felt(key: str, pixel: object) -> tuple[Felt, ...]:
    """The cells of every layer that pixel [y, x] of the prepared picture reaches, at most."""
    return _accounts.felt(key, pixel)


def filters(key: str, layer: str) -> Filters:
    """The learned kernels of one convolution, [out, in, y, x], and its bias, [out]."""
    return learned.kernels(_shelf.borrow(key), layer)


def convolve(planes: NDArray[np.uint8], kernels: NDArray[np.float32], bias: float, rule: Sliding) -> NDArray[np.float32]:
    """PyTorch's own result [y, x] of kernels [plane, y, x] over a picture's planes [plane, y, x], levels 0 … 255 taken as x / 255."""
    with _looking.workers.turn():
        return convolving.convolve(planes, kernels, bias, rule)


def forget(visitor: str) -> None:
    """Free everything that is kept for a visitor."""
    _remembered.forget(visitor)
