"""Turned about its middle, by an angle that is drawn evenly."""

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
    return {"angle": rng.uniform(*pair_value(values, "degrees")), "fill": single_value(values, "fill")}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    # torchvision turns anticlockwise
    return warp(pictures, [affine(angle=-(one["angle"] % 360)) for one in drawn], [one["fill"] for one in drawn])


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomRotation(degrees={python_literal(values['degrees'])}, {BILINEAR}{fill_argument(values)})"


TRANSFORM = Transform(
    key="rotation",
    order=30,
    title=Text("Rotation", "Rotação"),
    about=Text("Turned about the middle, anticlockwise.", "Girada em torno do meio, no sentido anti-horário."),
    settings=(NumberSpec("degrees", Text("Angle", "Ângulo"), (-15.0, 15.0), -180.0, 180.0, 1, "°"), fill_setting()),
    handle=("degrees",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: number_text("{0}°", round(drawn["angle"])),
)
