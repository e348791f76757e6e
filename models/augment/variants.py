"""A picture in many variants, and what networks answer to each: one batched forward through the plan for all of them.

What is seen here is what training would see: the same prepared picture in uint8, the same `AugmentationConfig.apply`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageOps
from torch import Tensor

from models import limits
from models.activations.service import Activations
from models.augment import sweeps
from models.augment.config import SEED_LIMIT, AugmentationConfig, DrawnParameters, transforms
from models.augment.transform import PARTNER_OFFSET, Shape
from models.engine.channels_last import channels_last
from models.errors import UserError, unknown
from models.inputs import drawing, pictures
from models.inputs.normalisation import normalise
from models.inputs.pictures import Preparation
from models.number_spec import NumberSpec, whole_number
from models.store.store import LoadedNetwork
from models.text import Text
from models.types.activations import PictureSource
from models.types.augment import AugmentedVariants, NumberSpecInfo, Sweep, SweepInfo, TransformInfo, Variant
from models.types.code import Code

Script = Callable[[LoadedNetwork, AugmentationConfig, int, int, NDArray[np.uint8], NDArray[np.uint8]], Code]
"""What writes the code of a variant: models/export/augment_code.py."""

BATCH = 25  # pictures of a forward pass: what a worker keeps in memory at once
Pixels = NDArray[np.uint8]

_NO_NETWORK = Text(
    "keys: a curve takes one network or more, and none was named.",
    "keys: uma curva precisa de uma rede ou mais, e nenhuma foi indicada.",
)


class VariantService:
    """Questions about variants. The networks are the store's; nothing is kept."""

    def __init__(self, activations: Activations) -> None:
        self._activations = activations

    def variants(
        self,
        keys: Sequence[str],
        source: PictureSource,
        augmentation: AugmentationConfig,
        seed: int,
        indices: Sequence[int],
        locked: Mapping[int, int],
        partner: PictureSource | None,
        original: bool,
        visitor: str,
    ) -> AugmentedVariants:
        """The variants of some indices; with `original` the picture as it is comes first, as index −1."""
        _check(seed, indices, locked)
        loaded = [self._activations.store.get_classifier(key, visitor) for key in keys]
        seeds = [locked.get(index, seed) for index in indices]
        with self._activations.workers.acquire(), torch.no_grad():
            made: dict[Preparation | None, tuple[Tensor, list[DrawnParameters]]] = {}
            others: dict[Preparation | None, Tensor] = {}
            preparations: list[Preparation | None] = [one.spec.preparation for one in loaded]
            for wants in dict.fromkeys(preparations or [None]):
                own, others[wants] = _prepared(source, partner, wants, augmentation)
                made[wants] = _render(augmentation, own, others[wants], list(zip(seeds, indices, strict=True)), original)
            logits = tuple(_logits(one, made[one.spec.preparation][0]) for one in loaded)
            mixed = augmentation.mixes and partner is not None and original
            labels = tuple(int(_logits(one, others[one.spec.preparation][None])[0].argmax()) for one in loaded) if mixed else ()
        shown, drawn = next(iter(made.values()))
        first = (Variant(-1, 0, (), ()),) if original else ()
        rest = (_variant(augmentation, index, of, one) for index, of, one in zip(indices, seeds, drawn, strict=True))
        return AugmentedVariants(tuple(keys), _to_hwc(shown), (*first, *rest), logits, labels)

    def sweep(self, keys: Sequence[str], source: PictureSource, along: str, places: Sequence[int], visitor: str) -> Sweep:
        """What networks answer while one parameter moves, at some of its places."""
        spec = sweeps.SWEEPS.get(along)
        if spec is None:
            raise unknown("along", along, sweeps.SWEEPS)
        if not keys:
            raise UserError(_NO_NETWORK)
        loaded = [self._activations.store.get_classifier(key, visitor) for key in keys]
        places = [whole_number("place", place, 0, spec.points - 1) for place in places]
        values = [spec.value_at(place) for place in places]
        with self._activations.workers.acquire(), torch.no_grad():
            swept = {}
            for wants in dict.fromkeys(one.spec.preparation for one in loaded):
                picture = _to_chw(pictures.prepare(source, wants))  # (C, H, W)
                swept[wants] = picture[None], spec.apply(picture.expand(len(values), *picture.shape).contiguous(), values)
            unswept = [_logits(one, swept[one.spec.preparation][0])[0] for one in loaded]
            logits = [_logits(one, swept[one.spec.preparation][1]) for one in loaded]
        top = [int(one.argmax()) for one in unswept]
        asked = [top[0] if one.spec.classes() == loaded[0].spec.classes() else own for one, own in zip(loaded, top, strict=True)]
        return Sweep(
            tuple(keys),
            np.array(values, np.float32),
            tuple(asked),
            tuple(_softmax(one)[:, k].astype(np.float32) for one, k in zip(logits, asked, strict=True)),
            tuple(one.argmax(1).astype(np.int64) for one in logits),
            _to_hwc(next(iter(swept.values()))[1]),
        )

    def code(
        self,
        script: Script,
        key: str,
        source: PictureSource,
        augmentation: AugmentationConfig,
        seed: int,
        index: int,
        partner: PictureSource | None,
        visitor: str,
    ) -> Code:
        """The plan as torchvision writes it, and the lines that make variant `index` again and ask the network."""
        _check(seed, [index], {})
        loaded = self._activations.store.get_classifier(key, visitor)
        wants = loaded.spec.preparation
        own = pictures.prepare(source, wants)
        other = pictures.prepare(partner, wants) if partner and augmentation.mixes else own
        return script(loaded, augmentation, seed, index, own, other)


def transform_infos() -> tuple[TransformInfo, ...]:
    """Every transform as a menu shows it."""
    return tuple(
        TransformInfo(
            one.key,
            one.title,
            one.about,
            tuple(_number_spec_info(s) for s in one.settings),
            one.handle,
            one.mark,
            one.own_label_share is not None,
        )
        for one in transforms().values()
    )


def _number_spec_info(one: NumberSpec) -> NumberSpecInfo:
    return NumberSpecInfo(one.name, one.title, one.default, one.low, one.high, one.step, one.unit)


def sweep_infos() -> tuple[SweepInfo, ...]:
    """Every parameter that a curve can be drawn along."""
    return tuple(
        SweepInfo(key, one.title, one.unit, one.low, one.high, one.points, one.transform, one.setting, one.middle)
        for key, one in sweeps.SWEEPS.items()
    )


def _check(seed: int, indices: Sequence[int], locked: Mapping[int, int]) -> None:
    whole_number("count", len(indices), 0, int(limits.AUGMENT_COUNT.value))
    for given in (seed, *locked.values()):
        whole_number("seed", given, 0, SEED_LIMIT - 1)
    for index in indices:
        whole_number("index", index, 0, PARTNER_OFFSET - 1)


def _prepared(
    source: PictureSource, partner: PictureSource | None, wants: Preparation | None, augmentation: AugmentationConfig
) -> tuple[Tensor, Tensor]:
    """The picture and who it is mixed with, (C, H, W) each; without a partner that is the picture itself."""
    if wants is None:
        own = _without_network(source)
        other = _fit_to(partner, own) if partner and augmentation.mixes else own
        return _to_chw(own), _to_chw(other)
    own = pictures.prepare(source, wants)
    other = pictures.prepare(partner, wants) if partner and augmentation.mixes else own
    return _to_chw(own), _to_chw(other)


def _without_network(source: PictureSource) -> Pixels:
    """A picture for no network: all of it, at most PLAYGROUND_AUGMENT_SIDE long; [h, w, 3]."""
    side = int(limits.AUGMENT_SIDE.value)
    image = _image(source)
    image.thumbnail((side, side), Image.Resampling.BICUBIC)
    return np.array(image)


def _fit_to(source: PictureSource, like: Pixels) -> Pixels:
    return np.array(ImageOps.fit(_image(source), (like.shape[1], like.shape[0]), Image.Resampling.BICUBIC))


def _image(source: PictureSource) -> Image.Image:
    if source.form == "picture":
        return pictures.decode(source.data).convert("RGB")
    return Image.fromarray(255 - drawing.rasterise(drawing.decode(source.data), 224)).convert("RGB")


def _render(
    augmentation: AugmentationConfig, own: Tensor, other: Tensor, wanted: Sequence[tuple[int, int]], original: bool
) -> tuple[Tensor, list[DrawnParameters]]:
    """The variants (N, C, H, W), after the picture itself where that is wanted; and what each drew."""
    channels, height, width = own.shape
    shape: Shape = (channels, height, width)
    drawn = [augmentation.draw(seed, index, shape) for seed, index in wanted]
    if augmentation.mixes:  # each stands behind a partner of its own, which goes through the same steps with draws of its own
        pairs = [
            one
            for (seed, index), mine in zip(wanted, drawn, strict=True)
            for one in (augmentation.draw(seed, PARTNER_OFFSET + index, shape), mine)
        ]
        batch = torch.stack([other, own]).repeat(len(wanted), 1, 1, 1)  # (2 N, C, H, W)
        made = augmentation.apply(batch, pairs)[1::2] if wanted else batch
    else:
        made = augmentation.apply(own.expand(len(wanted), *shape).contiguous(), drawn) if wanted else own.expand(0, *shape)
    return (torch.cat([own[None], made]) if original else made), drawn


def _to_chw(pixels: Pixels) -> Tensor:
    """[h, w, c] → (C, H, W)."""
    return torch.from_numpy(pixels.transpose(2, 0, 1).copy())


def _to_hwc(batch: Tensor) -> Pixels:
    """(N, C, H, W) → [n, h, w, c]."""
    return np.ascontiguousarray(batch.permute(0, 2, 3, 1).numpy())


def _logits(loaded: LoadedNetwork, batch: Tensor) -> NDArray[np.float32]:
    """[n, class], BATCH pictures at a time."""
    if not len(batch):
        return np.zeros((0, len(loaded.spec.classes())), np.float32)
    plan = channels_last(loaded.plan) if len(batch) > 1 else loaded.plan
    return torch.cat([plan.logits(normalise(part, loaded.spec.preparation)) for part in batch.split(BATCH)]).numpy()


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    odds = np.exp(logits.astype(np.float64) - logits.max(1, keepdims=True))
    shares: NDArray[np.float64] = odds / odds.sum(1, keepdims=True)
    return shares


def _variant(augmentation: AugmentationConfig, index: int, seed: int, drawn: DrawnParameters) -> Variant:
    signs = tuple(step.transform.summary(one) for step, one in zip(augmentation.steps, drawn, strict=True))
    return Variant(index, seed, tuple((step.key, one) for step, one in zip(augmentation.steps, drawn, strict=True)), signs)
