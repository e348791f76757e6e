"""One picture through one network: layers, channels, answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models import convolve as convolving
from models import service
from models.filters import kernels as learned
from models.history import orientations as edges
from models.inputs import pictures as prepared
from models.store import registry
from models.store.store import is_own
from models.types.activations import Answer, Guess, LayerMaps, Look, Source
from models.types.convolution import Filters, Sliding
from models.types.history import Orientations
from models.types.translation import Translations


def look(key: str, source: Source, layer: str, *, side: int = 56, visitor: str = "") -> Look:
    """One forward pass seen whole. `side`: largest useful tile, in cells; `visitor`: whose memory keeps the values."""
    return service.looking.look(key, source, layer, side, visitor)


def maps(key: str, source: Source, layer: str, *, side: int = 56, visitor: str = "") -> LayerMaps:
    """The maps of another layer of the same picture; no second forward pass while it is remembered."""
    return service.looking.maps(key, source, layer, side, visitor)


def channel(key: str, source: Source, layer: str, channel: int, *, visitor: str = "") -> NDArray[np.float32]:
    """Exact values of one channel [y, x]; of a vector layer all units [unit] whatever the channel."""
    return service.looking.channel(key, source, layer, channel, visitor)


def predict(key: str, source: Source, *, top: int = 5, temperature: float = 1.0, visitor: str = "") -> tuple[Guess, ...]:
    """The `top` classes, most probable first. Probabilities are softmax(logit / temperature) over all classes."""
    return service.looking.predict(key, source, top, temperature, visitor).guesses


def predict_told(key: str, source: Source, *, top: int = 5, temperature: float = 1.0, visitor: str = "") -> Answer:
    """The same with what was found in the picture and done to it."""
    return service.looking.predict(key, source, top, temperature, visitor)


def digit_on_paper(source: Source) -> bool:
    """Whether a picture is likely of a digit on paper; False where none is found. A guess to offer a network by, never to decide by."""
    return service.looking.digit_on_paper(source)


def feature_maps(key: str, source: Source, layer: str, *, visitor: str = "") -> NDArray[np.float32]:
    """Every exact value of a layer: [channel, y, x] or [unit]."""
    return service.looking.feature_maps(key, source, layer, visitor)


def answer(key: str, source: Source, *, visitor: str = "") -> NDArray[np.float32]:
    """The logits [class] of a picture, of which nothing is kept."""
    return service.explaining.answer(key, source, visitor)


def translations(key: str, source: Source, layers: Sequence[str] = (), *, reach: int = 8, visitor: str = "") -> Translations:
    """A network of drawings, asked at every place up to `reach` cells away (8 at most); with the values of up to four layers there."""
    return service.translating.translations(key, source, layers, reach, visitor)


def orientations(key: str, source: Source, *, visitor: str = "") -> Orientations:
    """Every step of the histogram of oriented gradients of a picture, prepared as network `key` wants it."""
    spec = service.owned.get(visitor, key).spec if is_own(key) else registry.find(key)
    return edges.oriented(source, spec.preparation)


def square(source: Source, *, side: int = 224) -> NDArray[np.uint8]:
    """The middle square of an encoded picture, for no network: uint8 [y, x, channel], `side` px at most, one channel of a grey one."""
    return prepared.square(source, side)


def convolve(planes: NDArray[np.uint8], kernels: NDArray[np.float32], bias: float, rule: Sliding) -> NDArray[np.float32]:
    """PyTorch's own result [y, x] of kernels [plane, y, x] over a picture's planes [plane, y, x], levels 0 … 255 taken as x / 255."""
    with service.looking.workers.turn():
        return convolving.convolve(planes, kernels, bias, rule)


def filters(key: str, layer: str, *, visitor: str = "") -> Filters:
    """The learned kernels of one convolution, [out, in, y, x], and its bias, [out]."""
    return learned.kernels(service.shelf.borrow(key, visitor), layer)
