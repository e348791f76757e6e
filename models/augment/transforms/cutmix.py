"""A rectangle comes from another picture of the batch, the one before it; the label is mixed by the areas.

Yun, Han, Oh, Chun, Choe and Yoo, "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features", ICCV 2019.
Here every picture draws a rectangle of its own, where torchvision draws one for the whole batch.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from models.augment.transform import Drawn, Shape, TorchvisionRng, Transform, Values, number_text, single_value
from models.number_spec import NumberSpec
from models.text import Text


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    _, height, width = shape
    half = 0.5 * math.sqrt(1.0 - rng.dirichlet(single_value(values, "alpha"), 2)[0])
    x, y = rng.randint(width), rng.randint(height)
    across, down = int(half * width), int(half * height)
    left, top, right, bottom = max(0, x - across), max(0, y - down), min(width, x + across), min(height, y + down)
    return {"box": [left, top, right, bottom], "share": 1.0 - (right - left) * (bottom - top) / (width * height)}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    out, others = pictures.clone(), pictures.roll(1, 0)
    for picture, other, one in zip(out, others, drawn, strict=True):
        left, top, right, bottom = one["box"]
        picture[:, top:bottom, left:right] = other[:, top:bottom, left:right]
    return out


def _code(values: Values, shape: Shape) -> str:
    return f"v2.CutMix(alpha={single_value(values, 'alpha')})"


def cutmix(pictures: Tensor, target: Tensor, seeds: Sequence[int], alpha: float) -> tuple[Tensor, Tensor]:
    height, width = pictures.shape[2:]
    mixed, before, shares = pictures.clone(), pictures.roll(1, 0), []
    for picture, other, seed in zip(mixed, before, seeds, strict=True):
        torch.manual_seed(seed)
        half = 0.5 * math.sqrt(1 - torch.distributions.Dirichlet(torch.tensor([alpha, alpha])).sample()[0].item())
        x, y = int(torch.randint(width, (1,))), int(torch.randint(height, (1,)))
        left, right = max(0, x - int(half * width)), min(width, x + int(half * width))
        top, bottom = max(0, y - int(half * height)), min(height, y + int(half * height))
        picture[:, top:bottom, left:right] = other[:, top:bottom, left:right]
        shares.append(1 - (right - left) * (bottom - top) / (width * height))
    share = torch.tensor(shares)[:, None]  # (N, 1), of the picture itself; the rest is of the one before it
    return mixed, share * target + (1 - share) * target.roll(1, 0)


TRANSFORM = Transform(
    key="cutmix",
    order=210,
    title=Text("CutMix", "CutMix"),
    about=Text(
        "A rectangle comes from another picture; the label is mixed too.", "Um retângulo vem de outra imagem; o rótulo se mistura também."
    ),
    settings=(NumberSpec("alpha", Text("α of the share", "α da parte"), 1.0, 0.1, 5.0, 0.1),),
    handle=("alpha",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: number_text("λ {0}", round(drawn["share"], 2)),
    mark=("λ", Text("own share", "parte própria")),
    mix=cutmix,
    own_label_share=lambda drawn: float(drawn["share"]),
)
