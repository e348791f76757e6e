"""Slanted along its rows."""

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
    return {"shear": rng.uniform(*pair_value(values, "degrees")), "fill": single_value(values, "fill")}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    return warp(pictures, [affine(shear=one["shear"]) for one in drawn], [one["fill"] for one in drawn])


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomAffine(degrees=0, shear={python_literal(values['degrees'])}, {BILINEAR}{fill_argument(values)})"


TRANSFORM = Transform(
    key="shear",
    order=60,
    title=Text("Shear", "Cisalhamento"),
    about=Text("Slanted: each row moves farther than the one before.", "Inclinada: cada linha anda mais que a anterior."),
    settings=(NumberSpec("degrees", Text("Slant", "Inclinação"), (-15.0, 15.0), -45.0, 45.0, 1, "°"), fill_setting()),
    handle=("degrees",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: number_text("∠ {0}°", round(drawn["shear"])),
)
