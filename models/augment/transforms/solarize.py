"""Levels at or above the threshold become their negative."""

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
    return {"happened": rng.bernoulli(single_value(values, "p")), "threshold": single_value(values, "threshold")}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    return apply_happened(pictures, drawn, lambda some, one: v2.functional.solarize(some, one["threshold"]))


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomSolarize(threshold={python_literal(values['threshold'])}, p={python_literal(values['p'])})"


TRANSFORM = Transform(
    key="solarize",
    order=140,
    title=Text("Solarise", "Solarizar"),
    about=Text("Levels at or above the threshold become their negative.", "Níveis a partir do limiar viram o seu negativo."),
    settings=(
        NumberSpec("threshold", Text("From level", "A partir do nível"), 128, 0, 255, 1),
        probability_setting(0.5),
    ),
    handle=("threshold",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: Text("◑", "◑") if drawn["happened"] else NO_TEXT,
    mark=("◑", Text("solarised", "solarizada")),
)
