"""One picture through one network: what the strip, the maps and the answer show of it."""

from __future__ import annotations

import time
from hashlib import blake2b

import numpy as np
import torch
from numpy.typing import NDArray

from models.activations.quantise import Floats, quantised_tiles, thumbnail, value_range
from models.engine.capture import Capture, capture
from models.engine.layers import LayerStep
from models.engine.workers import Workers
from models.errors import UserError
from models.inputs import pictures
from models.inputs.normalisation import to_pixels
from models.number_spec import positive_number, whole_number
from models.store.activation_cache import ActivationCache, CachedForward
from models.store.store import LoadedNetwork, NetworkStore
from models.types.activations import ForwardView, LayerMaps, LayerSummary, PictureSource, Prediction, PredictResult
from models.types.filters import EDITED_MARK

THUMBNAIL = 64  # cells of a side at most: what a thumbnail of the strip can show
MAX_TILE_SIDE = 1024  # cells of a side of a tile
DEFAULT_TOP = 5
DIGIT_NETWORK = "lenet5"
DIGIT_LOGIT = 9.0
"""Logit from which on a picture is taken for a digit on paper; chosen on photographs of Imagenette and on simulated paper."""
MAX_PAPER_SATURATION = 115
"""Saturation, 0 to 255, of which paper has less at most of its places."""


class Activations:
    """Questions about a picture. Holds what visitors keep; the networks are the store's."""

    def __init__(self, store: NetworkStore, cache: ActivationCache, workers: Workers) -> None:
        self.store, self.cache, self.workers = store, cache, workers

    def forward_view(self, key: str, source: PictureSource, layer: str, side: int, visitor: str) -> ForwardView:
        """Every layer at a glance, one layer's maps, the logits."""
        side = whole_number("side", side, 1, MAX_TILE_SIDE)
        loaded = self.store.get(key, visitor)
        layer_step = loaded.layer_step(layer)
        prepared = pictures.prepare_with_report(source, loaded.spec.preparation)
        picture = prepared.pixels
        with self.workers.acquire():
            remembered = self._cached(loaded, picture, visitor) is not None
            captured, milliseconds = self._captured(loaded, picture, visitor)
            summaries = tuple(
                layer_summary(layer_step, channel, captured)
                for layer_step, channel in zip(loaded.layer_steps, loaded.thumbnail_channels, strict=True)
            )
            maps = layer_maps(layer_step, layer_step.maps(captured[layer_step.slot]), side)
            empty = loaded.spec.preparation.kind == "drawing" and not picture.any()
            answered, logits = _answer_of(loaded, captured)
            return ForwardView(
                loaded.spec.key, picture, summaries, maps, logits, milliseconds, remembered, prepared.report, answered, empty
            )

    def layer_maps(self, key: str, source: PictureSource, layer: str, side: int, visitor: str) -> LayerMaps:
        side = whole_number("side", side, 1, MAX_TILE_SIDE)
        layer_step, value = self._layer_value(key, source, layer, visitor)
        return layer_maps(layer_step, value, side)

    def channel_map(self, key: str, source: PictureSource, layer: str, channel: int, visitor: str) -> NDArray[np.float32]:
        """[y, x] of one channel, or [unit]."""
        shape = self.store.get(key, visitor).layer_step(layer).layer.shape
        if len(shape) == 3:
            channel = whole_number("channel", channel, 0, shape[0] - 1)
        _, value = self._layer_value(key, source, layer, visitor)
        return (value[channel] if len(shape) == 3 else value).copy(order="C")

    def feature_maps(self, key: str, source: PictureSource, layer: str, visitor: str) -> NDArray[np.float32]:
        """[channel, y, x] or [unit]."""
        _, value = self._layer_value(key, source, layer, visitor)
        return value.copy(order="C")

    def predict(self, key: str, source: PictureSource, top: int, temperature: float, visitor: str) -> PredictResult:
        loaded = self.store.get_classifier(key, visitor)
        classes = loaded.spec.classes()
        top = whole_number("top", top, 1, max(len(classes), DEFAULT_TOP))
        temperature = positive_number("temperature", temperature)
        prepared = pictures.prepare_with_report(source, loaded.spec.preparation)
        picture = loaded.batch(prepared.pixels)
        with self.workers.acquire():
            logits = loaded.plan.logits(picture)[0].double().numpy()  # (classes)
        odds = np.exp((logits - logits.max()) / temperature)
        order = np.argsort(-logits, kind="stable")[:top]
        predictions = tuple(Prediction(int(i), classes[i], float(logits[i]), float(odds[i] / odds.sum())) for i in order)
        return PredictResult(predictions, prepared.report)

    def is_digit_on_paper(self, source: PictureSource) -> bool:
        """Whether the network that reads digits is as sure of a picture as it is of digits on paper, and hardly ever of anything else."""
        try:
            if float(np.median(np.asarray(pictures.decode(source.data).convert("HSV").resize((64, 64)))[..., 1])) > MAX_PAPER_SATURATION:
                return False
            return self.predict(DIGIT_NETWORK, source, 1, 1.0, "").predictions[0].logit > DIGIT_LOGIT
        except UserError:  # no ink, or no picture at all
            return False

    def _layer_value(self, key: str, source: PictureSource, layer: str, visitor: str) -> tuple[LayerStep, Floats]:
        """One layer's exact value, [channel, y, x] or [unit], from memory where a visitor has one."""
        loaded = self.store.get(key, visitor)
        layer_step = loaded.layer_step(layer)
        picture = pictures.prepare(source, loaded.spec.preparation)
        with self.workers.acquire(), torch.no_grad():
            if visitor:
                value = self._captured(loaded, picture, visitor)[0][layer_step.slot]
            else:
                value = loaded.plan.value(loaded.batch(picture), layer_step.slot)
        return layer_step, layer_step.maps(value)

    def _captured(self, loaded: LoadedNetwork, picture: NDArray[np.uint8], visitor: str) -> tuple[Capture, float]:
        """(every value, milliseconds of the forward pass); kept for a visitor without what is cheap to make again."""
        cached = self._cached(loaded, picture, visitor)
        if cached:
            return cached.capture, cached.milliseconds
        batch = loaded.batch(picture)
        start = time.perf_counter()
        captured = capture(loaded.plan, batch)
        milliseconds = 1e3 * (time.perf_counter() - start)
        if visitor:
            lean = captured.without_recomputable()
            self.cache.put(visitor, _cache_key(loaded), CachedForward(_digest(picture), lean, milliseconds, lean.nbytes()))
        return captured, milliseconds

    def captured_up_to(self, loaded: LoadedNetwork, picture: NDArray[np.uint8], slot: int, visitor: str) -> Capture:
        """Every value up to a slot: what is remembered for the visitor, else from a forward pass that ends there."""
        cached = self._cached(loaded, picture, visitor)
        return cached.capture if cached else capture(loaded.plan, loaded.batch(picture), slot)

    def _cached(self, loaded: LoadedNetwork, picture: NDArray[np.uint8], visitor: str) -> CachedForward | None:
        """What this very picture did in this very network, if it is remembered for the visitor."""
        cached = self.cache.get(visitor, _cache_key(loaded), _digest(picture)) if visitor else None
        return cached if cached and cached.capture.plan is loaded.plan else None


def _answer_of(loaded: LoadedNetwork, captured: Capture) -> tuple[NDArray[np.uint8] | None, NDArray[np.float32]]:
    """(the picture that a network answered, uint8 [height, width, 3], or None; its logits, none where it is a picture)."""
    if loaded.spec.answer == "classes":
        return None, captured.logits[0].numpy().copy()
    return to_pixels(captured.logits[0]), np.empty(0, np.float32)


def _cache_key(loaded: LoadedNetwork) -> str:
    """Under which name a visitor's picture is remembered: a network and the same with edits are two."""
    return loaded.spec.key + (EDITED_MARK if loaded.edits else "")


def _digest(picture: NDArray[np.uint8]) -> bytes:
    return blake2b(picture.tobytes(), digest_size=16).digest()


def layer_summary(layer_step: LayerStep, channel: int | None, captured: Capture) -> LayerSummary:
    """A layer's range and thumbnail."""
    value = layer_step.maps(captured[layer_step.slot])
    return LayerSummary(layer_step.layer.name, *value_range(value), channel, thumbnail(value, channel, THUMBNAIL))


def layer_maps(layer_step: LayerStep, value: Floats, side: int) -> LayerMaps:
    """All channels of a layer, from its value [channel, y, x] or [unit]."""
    factor, maps = quantised_tiles(value, side)
    return LayerMaps(layer_step.layer.name, layer_step.layer.shape, factor, *value_range(value), maps)
