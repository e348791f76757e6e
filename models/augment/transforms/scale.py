"""Made larger or smaller about its middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor

from models.augment.transform import (
    BILINEAR,
    Drawn,
    Shape,
    TorchvisionRng,
    Transform,
    Values,
    fill_argument,
    fill_setting,
    number_text,
    pair_value,
    python_literal,
    single_value,
)
from models.augment.warping import affine, warp
from models.number_spec import NumberSpec
from models.text import Text


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    rng.uniform(0.0, 0.0)  # torchvision draws an angle first
    return {"scale": rng.uniform(*pair_value(values, "scale")), "fill": single_value(values, "fill")}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    return warp(pictures, [affine(scale=one["scale"]) for one in drawn], [one["fill"] for one in drawn])


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomAffine(degrees=0, scale={python_literal(values['scale'])}, {BILINEAR}{fill_argument(values)})"


TRANSFORM = Transform(
    key="scale",
    order=50,
    title=Text("Scale", "Escala"),
    about=Text("Larger or smaller, about the middle.", "Maior ou menor, em torno do meio."),
    settings=(NumberSpec("scale", Text("Times", "Vezes"), (0.8, 1.2), 0.2, 3.0, 0.05), fill_setting()),
    handle=("scale",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: number_text("×{0}", round(drawn["scale"], 1)),
)
