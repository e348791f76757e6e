"""One picture through one network: what the strip, the maps and the answer show of it."""

from __future__ import annotations

import time
from hashlib import blake2b

import numpy as np
import torch
from numpy.typing import NDArray

from models.activations.quantise import Floats, extent, thumbnail, tiles
from models.engine.capture import Capture, capture
from models.engine.layers import Stop
from models.engine.workers import Workers
from models.errors import UserError
from models.inputs import pictures
from models.number_spec import positive, whole
from models.store.activation_cache import Memory, Remembered
from models.store.store import Shelf, Shelved
from models.types.activations import Answer, Glance, Guess, LayerMaps, Look, Source
from models.types.filters import EDITED

THUMBNAIL = 64  # cells of a side at most: what a thumbnail of the strip can show
MOST_SIDE = 1024  # cells of a side of a tile
DEFAULT_TOP = 5
READER = "lenet5"
SURE = 9.0
"""Logit from which on a picture is taken for a digit on paper; chosen on photographs of Imagenette and on simulated paper."""
COLOURFUL = 115
"""Saturation, 0 to 255, of which paper has less at most of its places."""


class Looking:
    """Questions about a picture. Holds what visitors keep; the networks are the shelf's."""

    def __init__(self, shelf: Shelf, remembered: Remembered, workers: Workers) -> None:
        self.shelf, self.remembered, self.workers = shelf, remembered, workers

    def look(self, key: str, source: Source, layer: str, side: int, visitor: str) -> Look:
        """Every layer at a glance, one layer's maps, the logits."""
        side = whole("side", side, 1, MOST_SIDE)
        shelved = self.shelf.borrow(key, visitor)
        stop = shelved.stop(layer)
        prepared = pictures.told(source, shelved.spec.preparation)
        picture = prepared.pixels
        with self.workers.turn():
            remembered = self._memory(shelved, picture, visitor) is not None
            seen, milliseconds = self._seen(shelved, picture, visitor)
            glances = tuple(glance(stop, channel, seen) for stop, channel in zip(shelved.stops, shelved.channels, strict=True))
            maps = layer_maps(stop, stop.maps(seen[stop.slot]), side)
            empty = shelved.spec.preparation.kind == "drawing" and not picture.any()
            logits = seen.logits[0].numpy().copy()
            return Look(shelved.spec.key, picture, glances, maps, logits, milliseconds, remembered, prepared.found, empty)

    def maps(self, key: str, source: Source, layer: str, side: int, visitor: str) -> LayerMaps:
        side = whole("side", side, 1, MOST_SIDE)
        stop, value = self._value(key, source, layer, visitor)
        return layer_maps(stop, value, side)

    def channel(self, key: str, source: Source, layer: str, channel: int, visitor: str) -> NDArray[np.float32]:
        """[y, x] of one channel, or [unit]."""
        shape = self.shelf.borrow(key, visitor).stop(layer).layer.shape
        if len(shape) == 3:
            channel = whole("channel", channel, 0, shape[0] - 1)
        _, value = self._value(key, source, layer, visitor)
        return (value[channel] if len(shape) == 3 else value).copy(order="C")

    def feature_maps(self, key: str, source: Source, layer: str, visitor: str) -> NDArray[np.float32]:
        """[channel, y, x] or [unit]."""
        _, value = self._value(key, source, layer, visitor)
        return value.copy(order="C")

    def predict(self, key: str, source: Source, top: int, temperature: float, visitor: str) -> Answer:
        shelved = self.shelf.borrow(key, visitor)
        classes = shelved.spec.classes()
        top = whole("top", top, 1, max(len(classes), DEFAULT_TOP))
        temperature = positive("temperature", temperature)
        prepared = pictures.told(source, shelved.spec.preparation)
        picture = shelved.batch(prepared.pixels)
        with self.workers.turn():
            logits = shelved.plan.logits(picture)[0].double().numpy()  # (classes)
        odds = np.exp((logits - logits.max()) / temperature)
        order = np.argsort(-logits, kind="stable")[:top]
        guesses = tuple(Guess(int(i), classes[i], float(logits[i]), float(odds[i] / odds.sum())) for i in order)
        return Answer(guesses, prepared.found)

    def digit_on_paper(self, source: Source) -> bool:
        """Whether the network that reads digits is as sure of a picture as it is of digits on paper, and hardly ever of anything else."""
        try:
            if float(np.median(np.asarray(pictures.decode(source.data).convert("HSV").resize((64, 64)))[..., 1])) > COLOURFUL:
                return False
            return self.predict(READER, source, 1, 1.0, "").guesses[0].logit > SURE
        except UserError:  # no ink, or no picture at all
            return False

    def _value(self, key: str, source: Source, layer: str, visitor: str) -> tuple[Stop, Floats]:
        """One layer's exact value, [channel, y, x] or [unit], from memory where a visitor has one."""
        shelved = self.shelf.borrow(key, visitor)
        stop = shelved.stop(layer)
        picture = pictures.prepare(source, shelved.spec.preparation)
        with self.workers.turn(), torch.no_grad():
            if visitor:
                value = self._seen(shelved, picture, visitor)[0][stop.slot]
            else:
                value = shelved.plan.value(shelved.batch(picture), stop.slot)
        return stop, stop.maps(value)

    def _seen(self, shelved: Shelved, picture: NDArray[np.uint8], visitor: str) -> tuple[Capture, float]:
        """(every value, milliseconds of the forward pass); kept for a visitor without what is cheap to make again."""
        memory = self._memory(shelved, picture, visitor)
        if memory:
            return memory.capture, memory.milliseconds
        batch = shelved.batch(picture)
        start = time.perf_counter()
        seen = capture(shelved.plan, batch)
        milliseconds = 1e3 * (time.perf_counter() - start)
        if visitor:
            lean = seen.lean()
            self.remembered.put(visitor, _place(shelved), Memory(_digest(picture), lean, milliseconds, lean.nbytes()))
        return seen, milliseconds

    def up_to(self, shelved: Shelved, picture: NDArray[np.uint8], slot: int, visitor: str) -> Capture:
        """Every value up to a slot: what is remembered for the visitor, else from a forward pass that ends there."""
        memory = self._memory(shelved, picture, visitor)
        return memory.capture if memory else capture(shelved.plan, shelved.batch(picture), slot)

    def _memory(self, shelved: Shelved, picture: NDArray[np.uint8], visitor: str) -> Memory | None:
        """What this very picture did in this very network, if it is remembered for the visitor."""
        memory = self.remembered.get(visitor, _place(shelved), _digest(picture)) if visitor else None
        return memory if memory and memory.capture.plan is shelved.plan else None


def _place(shelved: Shelved) -> str:
    """Under which name a visitor's picture is remembered: a network and the same with edits are two."""
    return shelved.spec.key + (EDITED if shelved.edits else "")


def _digest(picture: NDArray[np.uint8]) -> bytes:
    return blake2b(picture.tobytes(), digest_size=16).digest()


def glance(stop: Stop, channel: int | None, seen: Capture) -> Glance:
    """A layer's range and thumbnail."""
    value = stop.maps(seen[stop.slot])
    return Glance(stop.layer.name, *extent(value), channel, thumbnail(value, channel, THUMBNAIL))


def layer_maps(stop: Stop, value: Floats, side: int) -> LayerMaps:
    """All channels of a layer, from its value [channel, y, x] or [unit]."""
    factor, maps = tiles(value, side)
    return LayerMaps(stop.layer.name, stop.layer.shape, factor, *extent(value), maps)
