"""What everything left of the freeze line answers to a picture: computed once for each view of it, and kept.

A view is the picture as it is (view 0), or augmented by a plan (1, 2, ...). What a view draws depends on the seed, the view and the
picture's own pixels: a class that grows by one example computes that one, and none of the others draws anew.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import torch
from torch import Tensor

from models import limits
from models.augment.config import AugmentationPlan
from models.augment.transform import Shape
from models.byte_lru import ByteLru
from models.engine.channels_last import channels_last
from models.engine.plan import Plan
from models.inputs import pictures
from models.inputs.pictures import Preparation
from models.store.store import Shelved
from models.types.fine_tune import Example

Turn = Callable[[], AbstractContextManager[None]]
_PIXELS = 1_200_000  # of a forward pass: eight photographs of 224 px, 64 drawings
_MOST = 64


def each(preparation: Preparation) -> int:
    """Pictures of one forward pass: few enough that Stop is heard soon."""
    return max(1, min(_MOST, _PIXELS // (preparation.channels * preparation.height * preparation.width)))


@dataclass(frozen=True, slots=True)
class Views:
    """How pictures are seen: as they are, and `count` times augmented."""

    count: int = 0
    plan: AugmentationPlan = field(default_factory=AugmentationPlan)
    seed: int = 0


def prepared(example: Example, preparation: Preparation) -> Tensor:
    """uint8 (C, H, W), as the network wants it."""
    picture = pictures.prepare_or_blank(example.source, preparation)  # [h, w, c]
    return torch.from_numpy(picture.transpose(2, 0, 1).copy())


def normalised(batch: Tensor, preparation: Preparation) -> Tensor:
    """uint8 (N, C, H, W) → float32 as the network reads it: the bits of torchvision's presets."""
    mean, std = (torch.tensor(numbers)[:, None, None] for numbers in (preparation.mean, preparation.std))
    return batch.float().div_(255).sub_(mean).div_(std)


def view_of(picture: Tensor, digest: bytes, view: int, views: Views) -> Tensor:
    """One view of a prepared picture, uint8 (C, H, W)."""
    if view == 0:
        return picture
    channels, height, width = picture.shape
    shape: Shape = (channels, height, width)
    index = int.from_bytes(digest[:6], "little") + view
    return views.plan.apply(picture[None], [views.plan.draw(views.seed, index, shape)])[0]


class Features:
    """Kept per visitor, network and place of the line; PLAYGROUND_FEATURES_MB for all, least recently used places go. Thread-safe."""

    def __init__(self) -> None:
        self._kept: ByteLru[tuple[str, str, str], _Kept] = ByteLru(lambda one: one.nbytes, lambda: limits.FEATURES_MB.value * 1e6)
        self._lock = self._kept.lock

    def compute(
        self,
        base: Shelved,
        plan: Plan,
        slot: int,
        place: str,
        examples: Sequence[Example],
        views: Views,
        visitor: str,
        turn: Turn,
    ) -> Generator[tuple[int, int], None, Tensor]:
        """(done, total) while it computes; at the end (1 + views, N, ...), float32. Closing it keeps what was computed.

        `plan`: of a network whose layers up to the slot are the base's.
        """
        kept = self._of(visitor, base, place)
        names = _names(examples, views)
        with self._lock:
            missing = [i for i, name in enumerate(names) if name not in kept.values]
        missing.sort(key=lambda i: (i % len(examples), i))  # all views of a picture together: it is decoded once
        total, done = len(names), len(names) - len(missing)
        found: dict[object, Tensor] = {}
        many = channels_last(plan) if len(missing) > 1 else plan
        yield done, total
        for start in range(0, len(missing), each(base.spec.preparation)):
            some = missing[start : start + each(base.spec.preparation)]
            with turn(), torch.no_grad():
                plain = {i: prepared(examples[i], base.spec.preparation) for i in {i % len(examples) for i in some}}
                seen = [(i % len(examples), i // len(examples)) for i in some]
                batch = torch.stack([view_of(plain[one], examples[one].digest, view, views) for one, view in seen])
                values = many.value(normalised(batch, base.spec.preparation), slot)  # (n, ...)
            found.update((names[i], value.clone()) for i, value in zip(some, values, strict=True))
            self._keep(visitor, base.spec.key, place, kept, {names[i]: found[names[i]] for i in some})
            done += len(some)
            yield done, total
        with self._lock:
            all_of = torch.stack([found[name] if name in found else kept.values[name] for name in names])
        return all_of.view(1 + views.count, -1, *all_of.shape[1:])  # (views, n, ...)

    def missing(self, base: Shelved, place: str, examples: Sequence[Example], views: Views, visitor: str) -> int:
        """How many views of these examples would have to be computed."""
        with self._lock:
            kept = self._kept.peek((visitor, base.spec.key, place))
            known = kept.values if kept is not None and kept.base() is base else {}
            return sum(name not in known for name in _names(examples, views))

    def _of(self, visitor: str, base: Shelved, place: str) -> _Kept:
        """What is kept of this very network; of one that was replaced or loaded anew nothing is."""
        with self._lock:
            kept = self._kept.get((visitor, base.spec.key, place))
            if kept is None or kept.base() is not base:
                kept = _Kept(weakref.ref(base), {})
                self._kept.put((visitor, base.spec.key, place), kept)
            return kept

    def _keep(self, visitor: str, key: str, place: str, kept: _Kept, found: dict[object, Tensor]) -> None:
        """Other places go first; a place that alone is too large is not kept."""
        with self._lock:
            if visitor and self._kept.peek((visitor, key, place)) is kept:
                kept.values.update(found)
                self._kept.put((visitor, key, place), kept)

    def forget(self, visitor: str) -> None:
        self._kept.drop(lambda place: place[0] == visitor)

    def nbytes(self) -> int:
        return self._kept.nbytes()


def _names(examples: Sequence[Example], views: Views) -> list[tuple[bytes, int, object]]:
    """What each view is kept under, view by view."""
    return [(example.digest, view, (views.plan, views.seed) if view else None) for view in range(1 + views.count) for example in examples]


@dataclass(slots=True)
class _Kept:
    base: weakref.ref[Shelved]
    values: dict[object, Tensor]

    @property
    def nbytes(self) -> int:
        return sum(value.nbytes for value in self.values.values())
