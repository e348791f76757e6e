"""A rectangle comes from another picture of the batch, the one before it; the label is mixed by the areas.

Yun, Han, Oh, Chun, Choe and Yoo, "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features", ICCV 2019.
Here every picture draws a rectangle of its own, where torchvision draws one for the whole batch.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

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
    own_label_share=lambda drawn: float(drawn["share"]),
)
