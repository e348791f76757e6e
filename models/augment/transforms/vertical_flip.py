"""Top and bottom change places."""

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
    apply_where,
    probability_setting,
    python_literal,
    single_value,
)
from models.text import Text


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    return {"flipped": rng.bernoulli(single_value(values, "p"))}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    return apply_where(pictures, [one["flipped"] for one in drawn], v2.functional.vertical_flip)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomVerticalFlip(p={python_literal(values['p'])})"


TRANSFORM = Transform(
    key="vertical_flip",
    order=100,
    title=Text("Upside down", "De cabeça para baixo"),
    about=Text("Top and bottom change places.", "Em cima e embaixo trocam de lugar."),
    settings=(probability_setting(0.5),),
    handle=("p",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: Text("⇅", "⇅") if drawn["flipped"] else NO_TEXT,
    mark=("⇅", Text("upside down", "invertida")),
)
