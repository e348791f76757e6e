"""Sharper above 1, softer below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor
from torchvision.transforms import v2

from models.augment.transform import (
    NO_TEXT,
    Drawn,
    Shape,
    TorchvisionRng,
    Transform,
    Values,
    apply_happened,
    probability_setting,
    python_literal,
    single_value,
)
from models.number_spec import NumberSpec
from models.text import Text


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    return {"happened": rng.bernoulli(single_value(values, "p")), "factor": single_value(values, "factor")}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    return apply_happened(pictures, drawn, lambda some, one: v2.functional.adjust_sharpness(some, one["factor"]))


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomAdjustSharpness(sharpness_factor={python_literal(values['factor'])}, p={python_literal(values['p'])})"


TRANSFORM = Transform(
    key="sharpness",
    order=120,
    title=Text("Sharpness", "Nitidez"),
    about=Text("Sharper above 1, softer below.", "Mais nítida acima de 1, mais suave abaixo."),
    settings=(
        NumberSpec("factor", Text("Factor", "Fator"), 2.0, 0.0, 5.0, 0.1),
        probability_setting(0.5),
    ),
    handle=("factor",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: Text("✦", "✦") if drawn["happened"] else NO_TEXT,
    mark=("✦", Text("sharpened", "nítida")),
)
