"""What augmentation does to a picture, and to the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models import service
from models.augment import variants as augmented
from models.augment.config import AugmentationConfig
from models.export.augment_code import script
from models.types.activations import PictureSource
from models.types.augment import AugmentedVariants, Sweep, SweepInfo, TransformInfo
from models.types.code import Code


def transforms() -> tuple[TransformInfo, ...]:
    """Returns every transform of augmentation with its settings.

    Returns:
        One card per transform: key, title, the settings with default, range, step and unit, and whether it mixes two pictures.

    Source:
        As torchvision.transforms.v2. The modules of `models.augment.transforms` cite the paper of each published one: mixup, cutmix,
        rand_augment, trivial_augment, augmix, random_erasing, random_resized_crop, elastic.
    """
    return augmented.transform_infos()


def sweeps() -> tuple[SweepInfo, ...]:
    """Returns every parameter along which `sweep` can draw a curve.

    Returns:
        One card per parameter: key, title, unit, lowest and highest value, and the number of even steps between them.
    """
    return augmented.sweep_infos()


def variants(
    keys: Sequence[str],
    source: PictureSource,
    config: object,
    *,
    seed: int = 0,
    indices: Sequence[int] = range(12),
    locked: Mapping[int, int] | None = None,
    partner: PictureSource | None = None,
    original: bool = False,
    visitor: str = "",
) -> AugmentedVariants:
    """Returns augmented variants of a picture, and each network's logits of them, from batched forward passes.

    A variant depends on seed and index alone, not on how many are made.

    Args:
        keys: Keys of the networks; () for none: then the picture keeps its own size, PLAYGROUND_AUGMENT_SIDE px at most.
        source: The picture.
        config: `[{"transform": key, "parameters": {name: value}}]` or its JSON, at most PLAYGROUND_AUGMENT_STEPS steps; a parameter
            that is left out takes its default, each one has the range and unit of `transforms`.
        seed: Seed of all variants, 0 to 2^32 - 1.
        indices: Which variants, at most PLAYGROUND_AUGMENT_COUNT, each 0 to 2^31 - 1.
        locked: Index to a seed of its own, 0 to 2^32 - 1; None for none.
        partner: Picture that MixUp and CutMix mix with; None for the picture itself.
        original: Whether the unchanged picture comes first, as index -1.

    Returns:
        uint8 pictures [variant, y, x, channel] as the first network gets them, the parameters that each variant drew, and per network
        float32 logits [variant, class].

    Raises:
        UserError: When a network cannot be opened, a picture cannot be read, the plan is not accepted, `seed`, an index or a locked
            seed is out of range, there are too many indices, or the service is busy.

    Source:
        The papers of `transforms`.
    """
    read = AugmentationConfig.from_json(config)
    return service.augmentation_variants.variants(keys, source, read, seed, indices, locked or {}, partner, original, visitor)


def sweep(keys: Sequence[str], source: PictureSource, along: str, places: Sequence[int], *, visitor: str = "") -> Sweep:
    """Returns how networks answer to a picture while one parameter moves (an invariance curve).

    Args:
        keys: Keys of the networks, one or more.
        source: The picture.
        along: Key of the parameter, as in `sweeps`.
        places: Places on its range, each 0 to points - 1; place i is low + (high - low) * i / (points - 1).

    Returns:
        float32 values of the parameter [place] in the unit of its card; per network the class that is followed, its float32
        probability [place], and the int64 most probable class [place]; uint8 pictures [place, y, x, channel] as the first network
        gets them.

    Raises:
        UserError: When a network cannot be opened, the picture cannot be read, the parameter is not known, a place is out of range,
            or the service is busy.
    """
    return service.augmentation_variants.sweep(keys, source, along, places, visitor)


def augment_code(
    key: str,
    source: PictureSource,
    config: object,
    *,
    seed: int = 0,
    index: int = 0,
    partner: PictureSource | None = None,
    visitor: str = "",
) -> Code:
    """Returns the plan in `torchvision.transforms.v2`, with the lines that make one variant again and print the network's answer.

    Args:
        key: Key of the network.
        source: The picture.
        config: The steps, as in `variants`.
        seed: Seed of the variant, 0 to 2^32 - 1.
        index: Index of the variant, 0 to 2^31 - 1.
        partner: Picture that MixUp and CutMix mix with; None for the picture itself.

    Returns:
        The code in both languages, and the files that it reads.

    Raises:
        UserError: When the network cannot be opened, a picture cannot be read, the plan is not accepted, or `seed` or `index` is out of
            range.

    Source:
        The papers of `transforms`.
    """
    return service.augmentation_variants.code(script, key, source, AugmentationConfig.from_json(config), seed, index, partner, visitor)
