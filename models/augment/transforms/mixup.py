"""A weighted mean with another picture of the batch, the one before it; the label is mixed in the same way.

Zhang, Cisse, Dauphin and Lopez-Paz, "mixup: Beyond Empirical Risk Minimization", ICLR 2018. Here every picture draws a share of its
own, where torchvision draws one for the whole batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from models.augment.transform import Drawn, Shape, TorchvisionRng, Transform, Values, number_text, single_value
from models.number_spec import NumberSpec
from models.text import Text


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    return {"share": rng.dirichlet(single_value(values, "alpha"), 2)[0]}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    share = torch.tensor([one["share"] for one in drawn], dtype=torch.float32)[:, None, None, None]
    floats = pictures.float()  # (N, C, H, W)
    return (floats.roll(1, 0).mul_(1.0 - share) + floats.mul(share)).round_().to(torch.uint8)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.MixUp(alpha={single_value(values, 'alpha')})"


def mixup(pictures: Tensor, target: Tensor, seeds: Sequence[int], alpha: float) -> tuple[Tensor, Tensor]:
    shares = []
    for seed in seeds:
        torch.manual_seed(seed)
        shares.append(torch.distributions.Dirichlet(torch.tensor([alpha, alpha])).sample()[0])
    share = torch.stack(shares)[:, None]  # (N, 1), of the picture itself; the rest is of the one before it
    own, floats = share[:, :, None, None], pictures.float()
    mixed = floats.roll(1, 0) * (1 - own) + floats * own
    return mixed.round().to(torch.uint8), share * target + (1 - share) * target.roll(1, 0)


TRANSFORM = Transform(
    key="mixup",
    order=200,
    title=Text("MixUp", "MixUp"),
    about=Text("A weighted mean with another picture; the label is mixed too.", "Uma média com outra imagem; o rótulo se mistura também."),
    settings=(NumberSpec("alpha", Text("α of the share", "α da parte"), 0.4, 0.1, 5.0, 0.1),),
    handle=("alpha",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: number_text("λ {0}", round(drawn["share"], 2)),
    mark=("λ", Text("own share", "parte própria")),
    mix=mixup,
    own_label_share=lambda drawn: float(drawn["share"]),
)
