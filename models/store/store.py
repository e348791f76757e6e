"""The networks in memory: each loaded once, proven, then shared by all visitors and threads, read only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models import limits
from models.byte_lru import ByteLru
from models.engine.capture import capture
from models.engine.layers import LayerStep, describe_layers, highest_variance_channel
from models.engine.plan import Plan
from models.engine.tracing import TRACING_LOCK, trace_verified
from models.errors import UserError, unknown
from models.inputs.normalisation import normalise
from models.inputs.pictures import Preparation
from models.store import registry
from models.store.costs import too_large
from models.store.registry import NetworkSpec
from models.text import Text, number
from models.types.filters import EDITED_MARK, Edit
from models.types.networks import Layer, LoadProgress

OWN_PREFIX = "mine/"
"""How the key of a network begins that belongs to one visitor."""


@dataclass(frozen=True)
class LoadedNetwork:
    """A network ready to look through. Borrow, never change: it belongs to everybody."""

    spec: NetworkSpec
    network: nn.Module  # for tests and for who copies it; the service runs the plan
    plan: Plan
    layer_steps: tuple[LayerStep, ...]
    thumbnail_channels: tuple[int | None, ...]  # per stop the one channel of its thumbnail; None for vectors
    edits: tuple[Edit, ...] = ()  # what a visitor has changed of its weights: see models/filters/edited_networks.py

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        return tuple(layer_step.layer for layer_step in self.layer_steps)

    @cached_property
    def nbytes(self) -> int:
        """Bytes of its weights."""
        return sum(tensor.nbytes for tensor in (*self.network.parameters(), *self.network.buffers()))

    def layer_step(self, name: str) -> LayerStep:
        """UserError with the nearest name for a layer that it does not have."""
        for layer_step in self.layer_steps:
            if layer_step.layer.name == name:
                return layer_step
        raise unknown("layer", name, [layer.name for layer in self.layers])

    def batch(self, picture: NDArray[np.uint8]) -> Tensor:
        """A prepared picture [height, width, channel] as the network reads it, (1, C, H, W)."""
        return to_batch(picture, self.spec.preparation)


def to_batch(picture: NDArray[np.uint8], preparation: Preparation) -> Tensor:
    """uint8 [height, width, channel] → float32 (1, C, H, W), (x / 255 − mean) / std: the bits of torchvision's presets."""
    return normalise(torch.from_numpy(picture.transpose(2, 0, 1)[None].copy()), preparation)


class NetworkStore:
    """Least recently used networks go when all weights together exceed PLAYGROUND_SHELF_MB; `on_evict` is called with their keys."""

    def __init__(
        self,
        on_evict: Callable[[str], None] = lambda key: None,
        own: Callable[[str, str], LoadedNetwork] | None = None,
        edited: Callable[[str, str], LoadedNetwork] | None = None,
    ) -> None:
        """`own`: (visitor, key) → a network that belongs to one visitor, for keys that begin with `mine/`; `edited`: for those with `~`."""
        self._get_own, self._get_edited = own, edited
        self._loaded: ByteLru[str, LoadedNetwork] = ByteLru(
            lambda one: one.nbytes, lambda: limits.SHELF_MB.value * 1e6, keep_latest=1, on_evict=on_evict, name="networks"
        )

    def open(self, key: str, visitor: str = "") -> LoadProgress:
        """Make a network ready; where that takes a download, start it and say how far it is."""
        if self._get_own and is_own(key):
            size = self._get_own(visitor, key).nbytes / 1e6
            return LoadProgress(key, ready=True, done_mb=size, total_mb=size)
        spec = registry.find_spec(key)
        _refuse_too_large(spec)
        if self._get_if_loaded(key) is None and spec.weights and spec.weights_location == "download":
            progress = spec.weights.fetch()
            if spec.weights_location == "download":
                return LoadProgress(key, ready=False, done_mb=progress.done, total_mb=progress.total)
        size = self.get(key).nbytes / 1e6
        return LoadProgress(key, ready=True, done_mb=size, total_mb=size)

    def get(self, key: str, visitor: str = "") -> LoadedNetwork:
        """The shared network, or one of the visitor's own; loaded now where it is not.

        UserError for an unknown key, another's network, or weights that are not here.
        """
        if self._get_edited and isinstance(key, str) and EDITED_MARK in key:
            return self._get_edited(visitor, key)
        if self._get_own and is_own(key):
            return self._get_own(visitor, key)
        loaded = self._get_if_loaded(key)
        if loaded:
            return loaded
        spec = registry.find_spec(key)
        _refuse_too_large(spec)
        if spec.weights and spec.weights_location == "download":
            progress = spec.weights.fetch()
            if spec.weights_location == "download":
                raise _still_downloading(key, progress.done, progress.total)
        with TRACING_LOCK:  # one at a time: loading traces, and the second to ask finds it done
            loaded = self._get_if_loaded(key)
            if loaded is None:
                loaded = load(spec)
                self._loaded.put(key, loaded)
        return loaded

    def get_classifier(self, key: str, visitor: str = "") -> LoadedNetwork:
        """The same, of a network that answers classes; UserError for one whose answer is a picture."""
        loaded = self.get(key, visitor)
        if loaded.spec.answer != "classes":
            raise UserError(ANSWERS_PICTURE.format(title=loaded.spec.title))
        return loaded

    def all(self) -> tuple[LoadedNetwork, ...]:
        """What is in the store now, least recently used first."""
        return tuple(loaded for _, loaded in self._loaded.items())

    def _get_if_loaded(self, key: str) -> LoadedNetwork | None:
        return self._loaded.get(key) if isinstance(key, str) else None


ANSWERS_PICTURE = Text(
    "{title} answers with a picture and names no class; this is asked of a network that does.",
    "{title} responde com uma imagem e não diz nenhuma classe; isto se pergunta a uma rede que diga.",
)


def is_own(key: object) -> bool:
    """Whether a key names a network of one visitor's."""
    return isinstance(key, str) and key.startswith(OWN_PREFIX)


def load(spec: NetworkSpec) -> LoadedNetwork:
    """Build, fill with weights, trace, prove, describe. UserError for damaged weights, NotTraceable for what cannot be a plan."""
    with TRACING_LOCK:
        network = registry.build_network(spec)
        if spec.weights:
            spec.weights.load_into(network)
        plan = trace_verified(network, random_input(spec.preparation), spec.answer)
    return loaded_network(spec, network, plan)


def loaded_network(spec: NetworkSpec, network: nn.Module, plan: Plan) -> LoadedNetwork:
    """A network with its proven plan, ready to look through; it belongs to everybody from then on. Its weights are those of now."""
    captured = capture(plan, to_batch(probe_picture(spec.preparation), spec.preparation))
    layer_steps = describe_layers(plan, captured)
    channels = tuple(_thumbnail_channel(layer_step.maps(captured[layer_step.slot])) for layer_step in layer_steps)
    return LoadedNetwork(spec, network, plan, layer_steps, channels)


def _thumbnail_channel(maps: NDArray[np.float32]) -> int | None:
    """The one channel of a thumbnail; None for a vector, also one that lies in maps of a single cell."""
    return highest_variance_channel(maps) if maps.ndim == 3 and maps[0].size > 1 else None


def random_input(preparation: Preparation) -> Tensor:
    """A random picture (1, C, H, W) to prove a plan on."""
    shape = (1, preparation.channels, preparation.height, preparation.width)
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


def probe_picture(preparation: Preparation) -> NDArray[np.uint8]:
    """A made-up picture [height, width, channel] on which to choose the channels of thumbnails: a ring, on waves of colour
    for photographs, on nothing for drawings."""
    rows = np.linspace(-1, 1, preparation.height)[:, None, None]
    columns = np.linspace(-1, 1, preparation.width)[None, :, None]
    ring = np.clip(1.5 - np.abs(np.hypot(rows, 1.3 * columns) - 0.5) * 12, 0, 1)  # [h, w, 1]
    if preparation.kind == "drawing":
        return np.broadcast_to(np.rint(255 * ring), (preparation.height, preparation.width, preparation.channels)).astype(np.uint8)
    hue = np.arange(preparation.channels)
    waves = 0.5 + 0.25 * np.sin(9 * rows + 2 * hue) + 0.25 * np.sin(13 * columns * rows - hue)  # [h, w, c]
    return np.rint(255 * (0.25 * ring + 0.75 * waves)).astype(np.uint8)


def _refuse_too_large(spec: NetworkSpec) -> None:
    """UserError before anything is fetched or built of a network that takes over PLAYGROUND_NETWORK_MB."""
    sentence = too_large(spec.title, registry.counts_of(spec.key.removesuffix(registry.RANDOM_SUFFIX)))
    if sentence:
        raise UserError(sentence)


def _still_downloading(key: str, done: float, total: float) -> UserError:
    sizes = [Text(number(size, "en"), number(size, "pt")) for size in (done, total)]
    return UserError(
        Text(
            "network: the weights of {key} are on their way here, {done} of {total} MB. Ask again in a moment.",
            "network: os pesos de {key} estão chegando, {done} de {total} MB. Pergunte de novo daqui a pouco.",
        ).format(key=key, done=sizes[0], total=sizes[1])
    )
