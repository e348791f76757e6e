"""Slanted along its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor

from models.augment.transform import BILINEAR, Chance, Drawn, Shape, Transform, Values, fill, filled, literal, pair, single, spelled
from models.augment.warping import affine, warp
from models.number_spec import NumberSpec
from models.text import Text


def _draw(values: Values, chance: Chance, shape: Shape) -> dict[str, Any]:
    chance.uniform(0.0, 0.0)  # torchvision draws an angle first
    return {"shear": chance.uniform(*pair(values, "degrees")), "fill": single(values, "fill")}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    return warp(pictures, [affine(shear=one["shear"]) for one in drawn], [one["fill"] for one in drawn])


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomAffine(degrees=0, shear={literal(values['degrees'])}, {BILINEAR}{filled(values)})"


TRANSFORM = Transform(
    key="shear",
    order=60,
    title=Text("Shear", "Cisalhamento"),
    about=Text("Slanted: each row moves farther than the one before.", "Inclinada: cada linha anda mais que a anterior."),
    settings=(NumberSpec("degrees", Text("Slant", "Inclinação"), (-15.0, 15.0), -45.0, 45.0, 1, "°"), fill()),
    handle=("degrees",),
    draw=_draw,
    apply=_apply,
    code=_code,
    sign=lambda drawn: spelled("∠ {0}°", round(drawn["shear"])),
)
