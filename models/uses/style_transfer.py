"""A picture with another's style: what the maps show stays the content's, how they vary together becomes the style's.

Gatys, Ecker and Bethge, "Image Style Transfer Using Convolutional Neural Networks", CVPR 2016. The network is frozen; the pixels of the
content learn. Every layer's distance is measured against the distance that the content began at, so that each begins at 1 and none
outweighs another, and neighbouring pixels are kept alike, since strides leave a grid in them. Only the steps of the plan up to the last
stage that is compared run.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from models import limits
from models.activations.service import Activations
from models.engine.plan import Plan
from models.engine.stages import find_stages
from models.engine.workers import AcquireWorker
from models.errors import UserError
from models.inputs import pictures
from models.number_spec import whole_number
from models.store.store import LoadedNetwork
from models.text import Text
from models.types.activations import PictureSource
from models.types.uses import StyleProgress

STEPS = 120
SIDE = 128  # px: larger pictures are made smaller, or a step takes seconds
LEARNING_RATE = 0.05  # of Adam, for the logits of the pixels
SMOOTHNESS_WEIGHT = 10.0  # weight of the mean squared difference of neighbouring pixels
FRAME_STEPS, FRAME_SECONDS = 4, 0.25  # a picture after so many steps, or so many seconds
_MIN_DISTANCE = 1e-3  # a distance that a layer begins at is taken as at least this, where the two pictures vary alike from the start
_DARK, _BRIGHT = 0.02, 0.98  # of a pixel at the start: black and white would not move

_SHARE = Text("share: {given} is none from 0 to 1.", "share: {given} não é um número de 0 a 1.")
_PLAIN = Text("network: {key} has no layer with maps to compare.", "network: {key} não tem camada com mapas para comparar.")


@dataclass(frozen=True, slots=True)
class StyleLayers:
    """Where two pictures are compared, and how the network wants them."""

    plan: Plan
    styles: tuple[int, ...]  # slots whose Gram matrices are compared
    content: int  # the slot whose maps are compared
    mean: Tensor  # (C, 1, 1) of values from 0 to 1
    std: Tensor

    def maps(self, picture: Tensor) -> list[Tensor | None]:
        """All slots for (1, C, H, W) of values from 0 to 1."""
        values = self.plan.empty_values((picture - self.mean) / self.std)
        self.plan.run(values, 0, max(*self.styles, self.content))
        return values


class StyleTransferService:
    """Answers over the store's networks; nothing of a picture is kept."""

    def __init__(self, activations: Activations) -> None:
        self._activations = activations

    def transfer_style(
        self, key: str, content: PictureSource, style: PictureSource, share: object, steps: object, visitor: str
    ) -> Iterator[StyleProgress]:
        """The content's picture taking the manner's style, as it forms. What is wrong is refused now, not with the first picture."""
        loaded = self._activations.store.get(key, visitor)
        if not isinstance(share, int | float) or not 0 <= share <= 1:
            raise UserError(_SHARE.format(given=repr(share)))
        many = whole_number("steps", steps, 1, int(limits.ASCENT_STEPS.value))
        given = [_to_tensor(pictures.prepare(source, loaded.spec.preparation)) for source in (content, style)]
        return transfer_style(style_layers(loaded), *given, share=share, steps=many, acquire=self._activations.workers.acquire)


def style_layers(loaded: LoadedNetwork) -> StyleLayers:
    """Styles at every stage but the last, which has hardly a place left; content at the one in the middle of them."""
    found = find_stages(loaded.plan, loaded.layer_steps)
    slots = [layer_step.slot for layer_step in found[:-1] or found]
    if not slots:
        raise UserError(_PLAIN.format(key=loaded.spec.key))
    wants = loaded.spec.preparation
    mean, std = (torch.tensor(numbers)[:, None, None] for numbers in (wants.mean, wants.std))
    return StyleLayers(loaded.plan, tuple(slots), slots[len(slots) // 2], mean, std)


def transfer_style(
    layers: StyleLayers, content: Tensor, style: Tensor, *, share: float, steps: int = STEPS, acquire: AcquireWorker = nullcontext
) -> Iterator[StyleProgress]:
    """Pictures as they form, the content's first. `content`, `style`: (1, C, H, W), 0 to 1; `share`: weight of the style, 0 to 1.

    `acquire` is held while a step computes, never between two steps. A caller that stops iterating stops the transfer.
    """
    with acquire(), torch.no_grad():
        wanted = layers.maps(content)[layers.content]
        grams = [gram(values) for values in _at(layers.maps(style), layers.styles)]
        first = content.clamp(_DARK, _BRIGHT)
        begun = _distances(layers.maps(first), layers.styles, grams).clamp_min(_MIN_DISTANCE)  # (layers)
    assert wanted is not None
    pixels = first.logit().requires_grad_()  # (1, C, H, W)
    optimiser = torch.optim.Adam([pixels], lr=LEARNING_RATE)
    shown = time.monotonic()
    for step in range(steps + 1):
        with acquire(), torch.enable_grad():
            picture = pixels.sigmoid()
            values = layers.maps(picture)
            changed = relative_distance(_at(values, (layers.content,))[0], wanted)
            away = (_distances(values, layers.styles, grams) / begun).mean()
            frame = None
            if step % FRAME_STEPS == 0 or step == steps or time.monotonic() - shown > FRAME_SECONDS:
                frame, shown = StyleProgress(step, steps, _pixels(picture), float(changed.detach()), float(away.detach())), time.monotonic()
            if step < steps:
                loss = (1 - share) * changed + share * away + SMOOTHNESS_WEIGHT * roughness(picture)
                (pixels.grad,) = torch.autograd.grad(loss, pixels)
                optimiser.step()
        if frame is not None:
            yield frame


def gram(maps: Tensor) -> Tensor:
    """How (1, channels, y, x) maps vary together, (channels, channels): mean over the cells of each product of two."""
    flat = maps[0].flatten(1)
    return flat @ flat.T / flat.shape[1]


def _distances(values: list[Tensor | None], slots: Sequence[int], grams: Sequence[Tensor]) -> Tensor:
    """How far the Gram matrix of each layer is from the one that is wanted, (layers)."""
    return torch.stack([relative_distance(gram(mine), theirs) for mine, theirs in zip(_at(values, slots), grams, strict=True)])


def relative_distance(actual: Tensor, target: Tensor) -> Tensor:
    """Squared distance divided by the squared norm of `target`."""
    return (actual - target).square().sum() / target.square().sum().clamp_min(1e-12)


def roughness(picture: Tensor) -> Tensor:
    """Mean squared difference of pixels that lie beside and below one another."""
    return picture.diff(dim=2).square().mean() + picture.diff(dim=3).square().mean()


def _at(values: list[Tensor | None], slots: Sequence[int]) -> list[Tensor]:
    return [value for slot in slots if (value := values[slot]) is not None]


def _to_tensor(picture: NDArray[np.uint8]) -> Tensor:
    """uint8 [H, W, C] → (1, C, h, w) of values from 0 to 1, the longer side SIDE px at most."""
    values = torch.from_numpy(picture.copy()).permute(2, 0, 1)[None].float() / 255
    longer = max(picture.shape[:2])
    if longer <= SIDE:
        return values
    small = [round(side * SIDE / longer) for side in picture.shape[:2]]
    return F.interpolate(values, size=small, mode="bilinear", antialias=True)


def _pixels(picture: Tensor) -> NDArray[np.uint8]:
    """(1, C, H, W) of values from 0 to 1 → uint8 [H, W, C]."""
    return picture.detach()[0].mul(255).round().to(torch.uint8).permute(1, 2, 0).contiguous().numpy()
