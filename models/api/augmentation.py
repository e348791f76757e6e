"""What augmentation does to a picture, and to the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models import service
from models.augment import variants as augmented
from models.augment.config import AugmentationPlan
from models.types.activations import Source
from models.types.augment import Augmented, Sweep, SweepCard, TransformCard
from models.types.code import Code


def transforms() -> tuple[TransformCard, ...]:
    """Every transform of augmentation with its settings; cheap."""
    return augmented.cards()


def sweeps() -> tuple[SweepCard, ...]:
    """Every parameter that `sweep` can move."""
    return augmented.sweep_cards()


def variants(
    keys: Sequence[str],
    source: Source,
    plan: object,
    *,
    seed: int = 0,
    indices: Sequence[int] = range(12),
    locked: Mapping[int, int] | None = None,
    partner: Source | None = None,
    original: bool = False,
    visitor: str = "",
) -> Augmented:
    """Variants of a picture by a plan (`[{"transform": key, "parameters": {...}}]`), and each network's logits of them all at once.

    Variant `index` is the same however many are made; `locked` gives some indices a seed of their own. `partner`: who MixUp and CutMix
    mix with. `original`: the picture as it is comes first. Without a network (`keys` empty) the picture keeps its own size.
    """
    read = AugmentationPlan.read(plan)
    return service.variations.variants(keys, source, read, seed, indices, locked or {}, partner, original, visitor)


def sweep(keys: Sequence[str], source: Source, along: str, places: Sequence[int], *, visitor: str = "") -> Sweep:
    """What networks answer to a picture while one parameter moves: at those of its places, counted from 0."""
    return service.variations.sweep(keys, source, along, places, visitor)


def augment_code(
    key: str, source: Source, plan: object, *, seed: int = 0, index: int = 0, partner: Source | None = None, visitor: str = ""
) -> Code:
    """The plan as `torchvision.transforms.v2` writes it, the lines that make one variant again, and what a network answers to it."""
    return service.variations.code(key, source, AugmentationPlan.read(plan), seed, index, partner, visitor)
