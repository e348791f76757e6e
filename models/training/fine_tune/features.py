"""What everything left of the freeze line answers to a picture: computed once for each view of it, and kept.

A view is the picture as it is (view 0), or augmented by a plan (1, 2, ...). What a view draws depends on the seed, the view and the
picture's own pixels: a class that grows by one example computes that one, and none of the others draws anew.
"""

from __future__ import annotations

import weakref
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import torch
from torch import Tensor

from models import limits
from models.augment.config import AugmentationConfig
from models.augment.transform import Shape
from models.byte_lru import ByteLru
from models.engine.batch_norm_folding import fold_batch_norm
from models.engine.channels_last import channels_last
from models.engine.plan import Plan
from models.engine.workers import AcquireWorker, in_threads
from models.inputs import pictures
from models.inputs.normalisation import normalise
from models.inputs.pictures import Preparation
from models.store.store import LoadedNetwork
from models.types.fine_tune import Example

_MAX_VALUES = 1_200_000  # of a forward pass: eight photographs of 224 px, 64 drawings
_MAX_PICTURES = 64


def pictures_per_forward(preparation: Preparation) -> int:
    """Pictures of one forward pass: few enough that Stop is heard soon."""
    return max(1, min(_MAX_PICTURES, _MAX_VALUES // (preparation.channels * preparation.height * preparation.width)))


@dataclass(frozen=True, slots=True)
class ViewConfig:
    """How pictures are seen: as they are, and `count` times augmented."""

    count: int = 0
    augmentation: AugmentationConfig = field(default_factory=AugmentationConfig)
    seed: int = 0


def prepare(example: Example, preparation: Preparation) -> Tensor:
    """uint8 (C, H, W), as the network wants it."""
    picture = pictures.prepare_or_blank(example.source, preparation)  # [h, w, c]
    return torch.from_numpy(picture.transpose(2, 0, 1).copy())


def render_view(picture: Tensor, digest: bytes, view: int, views: ViewConfig) -> Tensor:
    """One view of a prepared picture, uint8 (C, H, W)."""
    if view == 0:
        return picture
    channels, height, width = picture.shape
    shape: Shape = (channels, height, width)
    index = int.from_bytes(digest[:6], "little") + view
    return views.augmentation.apply(picture[None], [views.augmentation.draw(views.seed, index, shape)])[0]


def _render(examples: Sequence[Example], some: Sequence[int], views: ViewConfig, preparation: Preparation) -> Tensor:
    """Views i // N of examples i % N, uint8 (n, C, H, W); a picture is decoded once for all of its views."""
    plain = {i: prepare(examples[i], preparation) for i in {i % len(examples) for i in some}}
    seen = [(i % len(examples), i // len(examples)) for i in some]
    return torch.stack([render_view(plain[one], examples[one].digest, view, views) for one, view in seen])


class FeatureCache:
    """Cached per visitor, network and freeze point; PLAYGROUND_FEATURES_MB for all, the least recently used go. Thread-safe."""

    def __init__(self) -> None:
        self._entries: ByteLru[tuple[str, str, str], _CachedFeatures] = ByteLru(
            lambda one: one.nbytes, lambda: limits.FEATURES_MB.value * 1e6, name="features"
        )
        self._lock = self._entries.lock

    def compute(
        self,
        base: LoadedNetwork,
        plan: Plan,
        slot: int,
        place: str,
        examples: Sequence[Example],
        views: ViewConfig,
        visitor: str,
        acquire: AcquireWorker,
    ) -> Generator[tuple[int, int], None, Tensor]:
        """(done, total) while it computes; at the end (1 + views, N, ...), float32. Closing it keeps what was computed.

        `plan`: of a network whose layers up to the slot are the base's.
        """
        kept = self._entry(visitor, base, place)
        names = _cache_keys(examples, views)
        with self._lock:
            missing = [i for i, name in enumerate(names) if name not in kept.values]
        missing.sort(key=lambda i: (i % len(examples), i))  # all views of a picture together: it is decoded once
        total, done = len(names), len(names) - len(missing)
        found: dict[object, Tensor] = {}
        many = channels_last(fold_batch_norm(plan, slot)) if len(missing) > 1 else plan
        yield done, total

        def compute_chunk(some: list[int]) -> tuple[list[int], Tensor]:
            with acquire(), torch.no_grad():
                batch = _render(examples, some, views, base.spec.preparation)
                return some, many.value(normalise(batch, base.spec.preparation), slot)  # (n, ...)

        size = pictures_per_forward(base.spec.preparation)
        with closing(in_threads(compute_chunk, [missing[at : at + size] for at in range(0, len(missing), size)])) as computing:
            for some, values in computing:
                found.update((names[i], value.clone()) for i, value in zip(some, values, strict=True))
                self._store(visitor, base.spec.key, place, kept, {names[i]: found[names[i]] for i in some})
                done += len(some)
                yield done, total
        with self._lock:
            all_of = torch.stack([found[name] if name in found else kept.values[name] for name in names])
        return all_of.view(1 + views.count, -1, *all_of.shape[1:])  # (views, n, ...)

    def count_missing(self, base: LoadedNetwork, place: str, examples: Sequence[Example], views: ViewConfig, visitor: str) -> int:
        """How many views of these examples would have to be computed."""
        with self._lock:
            kept = self._entries.peek((visitor, base.spec.key, place))
            known = kept.values if kept is not None and kept.base() is base else {}
            return sum(name not in known for name in _cache_keys(examples, views))

    def _entry(self, visitor: str, base: LoadedNetwork, place: str) -> _CachedFeatures:
        """What is kept of this very network; of one that was replaced or loaded anew nothing is."""
        with self._lock:
            kept = self._entries.get((visitor, base.spec.key, place))
            if kept is None or kept.base() is not base:
                kept = _CachedFeatures(weakref.ref(base), {})
                self._entries.put((visitor, base.spec.key, place), kept)
            return kept

    def _store(self, visitor: str, key: str, place: str, kept: _CachedFeatures, found: dict[object, Tensor]) -> None:
        """Other places go first; a place that alone is too large is not kept."""
        with self._lock:
            if visitor and self._entries.peek((visitor, key, place)) is kept:
                kept.values.update(found)
                self._entries.put((visitor, key, place), kept)

    def forget(self, visitor: str) -> None:
        self._entries.drop(lambda place: place[0] == visitor)

    def nbytes(self) -> int:
        return self._entries.nbytes()


def _cache_keys(examples: Sequence[Example], views: ViewConfig) -> list[tuple[bytes, int, object]]:
    """What each view is kept under, view by view."""
    return [
        (example.digest, view, (views.augmentation, views.seed) if view else None)
        for view in range(1 + views.count)
        for example in examples
    ]


@dataclass(slots=True)
class _CachedFeatures:
    base: weakref.ref[LoadedNetwork]
    values: dict[object, Tensor]

    @property
    def nbytes(self) -> int:
        return sum(value.nbytes for value in self.values.values())
