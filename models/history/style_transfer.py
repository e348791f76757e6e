"""A picture with another's style: what the maps show stays the content's, how they vary together becomes the style's.

Gatys, Ecker and Bethge, "Image Style Transfer Using Convolutional Neural Networks", CVPR 2016. The network is frozen; the pixels of the
content learn. Every layer's distance is measured against the distance that the content began at, so that each begins at 1 and none
outweighs another, and neighbouring pixels are kept alike, since strides leave a grid in them. Only the steps of the plan up to the last
stage that is compared run.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from models import limits
from models.activations.service import Looking
from models.engine.plan import Plan
from models.engine.stages import stages
from models.errors import UserError
from models.inputs import pictures
from models.number_spec import whole
from models.store.store import Shelved
from models.text import Text
from models.types.activations import Source
from models.types.history import Styled

STEPS = 120
SIDE = 128  # px: larger pictures are made smaller, or a step takes seconds
RATE = 0.05  # of Adam, for the logits of the pixels
SMOOTH = 10.0  # weight of the mean squared difference of neighbouring pixels
EVERY, PATIENCE = 4, 0.25  # a picture after so many steps, or so many seconds
_LEAST = 1e-3  # a distance that a layer begins at is taken as at least this, where the two pictures vary alike from the start
_DARK, _BRIGHT = 0.02, 0.98  # of a pixel at the start: black and white would not move

_SHARE = Text("share: {given} is none from 0 to 1.", "share: {given} não é um número de 0 a 1.")
_PLAIN = Text("network: {key} has no layer with maps to compare.", "network: {key} não tem camada com mapas para comparar.")


class Turn(Protocol):
    def __call__(self) -> AbstractContextManager[None]: ...


@dataclass(frozen=True, slots=True)
class Look:
    """Where two pictures are compared, and how the network wants them."""

    plan: Plan
    styles: tuple[int, ...]  # slots whose Gram matrices are compared
    content: int  # the slot whose maps are compared
    mean: Tensor  # (C, 1, 1) of values from 0 to 1
    std: Tensor

    def maps(self, picture: Tensor) -> list[Tensor | None]:
        """All slots for (1, C, H, W) of values from 0 to 1."""
        values = self.plan.blank((picture - self.mean) / self.std)
        self.plan.run(values, 0, max(*self.styles, self.content))
        return values


class Styling:
    """Answers over the shelf's networks; nothing of a picture is kept."""

    def __init__(self, looking: Looking) -> None:
        self._looking = looking

    def style(self, key: str, content: Source, manner: Source, share: object, steps: object, visitor: str) -> Iterator[Styled]:
        """The content's picture taking the manner's style, as it forms. What is wrong is refused now, not with the first picture."""
        shelved = self._looking.shelf.borrow(key, visitor)
        if not isinstance(share, int | float) or not 0 <= share <= 1:
            raise UserError(_SHARE.format(given=repr(share)))
        many = whole("steps", steps, 1, int(limits.ASCENT_STEPS.value))
        given = [_fitted(pictures.prepare(source, shelved.spec.preparation)) for source in (content, manner)]
        return styled(look_of(shelved), *given, share=share, steps=many, turn=self._looking.workers.turn)


def look_of(shelved: Shelved) -> Look:
    """Styles at every stage but the last, which has hardly a place left; content at the one in the middle of them."""
    found = stages(shelved.plan, shelved.stops)
    slots = [stop.slot for stop in found[:-1] or found]
    if not slots:
        raise UserError(_PLAIN.format(key=shelved.spec.key))
    wants = shelved.spec.preparation
    mean, std = (torch.tensor(numbers)[:, None, None] for numbers in (wants.mean, wants.std))
    return Look(shelved.plan, tuple(slots), slots[len(slots) // 2], mean, std)


def styled(look: Look, content: Tensor, manner: Tensor, *, share: float, steps: int = STEPS, turn: Turn = nullcontext) -> Iterator[Styled]:
    """Pictures as they form, the content's first. `content`, `manner`: (1, C, H, W); `share`: of the style, from 0 to 1.

    `turn` is held while a step computes, never between two. Whoever stops asking has stopped it.
    """
    with turn(), torch.no_grad():
        wanted = look.maps(content)[look.content]
        grams = [gram(values) for values in _at(look.maps(manner), look.styles)]
        first = content.clamp(_DARK, _BRIGHT)
        begun = _distances(look.maps(first), look.styles, grams).clamp_min(_LEAST)  # (layers)
    assert wanted is not None
    pixels = first.logit().requires_grad_()  # (1, C, H, W)
    optimiser = torch.optim.Adam([pixels], lr=RATE)
    shown = time.monotonic()
    for step in range(steps + 1):
        with turn(), torch.enable_grad():
            picture = pixels.sigmoid()
            values = look.maps(picture)
            changed = apart(_at(values, (look.content,))[0], wanted)
            away = (_distances(values, look.styles, grams) / begun).mean()
            frame = None
            if step % EVERY == 0 or step == steps or time.monotonic() - shown > PATIENCE:
                frame, shown = Styled(step, steps, _pixels(picture), float(changed.detach()), float(away.detach())), time.monotonic()
            if step < steps:
                loss = (1 - share) * changed + share * away + SMOOTH * roughness(picture)
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
    return torch.stack([apart(gram(mine), theirs) for mine, theirs in zip(_at(values, slots), grams, strict=True)])


def apart(mine: Tensor, wanted: Tensor) -> Tensor:
    """Squared distance as a part of the squared length of what is wanted."""
    return (mine - wanted).square().sum() / wanted.square().sum().clamp_min(1e-12)


def roughness(picture: Tensor) -> Tensor:
    """Mean squared difference of pixels that lie beside and below one another."""
    return picture.diff(dim=2).square().mean() + picture.diff(dim=3).square().mean()


def _at(values: list[Tensor | None], slots: Sequence[int]) -> list[Tensor]:
    return [value for slot in slots if (value := values[slot]) is not None]


def _fitted(picture: NDArray[np.uint8]) -> Tensor:
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
