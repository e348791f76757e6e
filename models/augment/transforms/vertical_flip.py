"""Top and bottom change places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor
from torchvision.transforms import v2

from models.augment.transform import NOTHING, Chance, Drawn, Shape, Transform, Values, changed, literal, probability, single
from models.text import Text


def _draw(values: Values, chance: Chance, shape: Shape) -> dict[str, Any]:
    return {"flipped": chance.happens(single(values, "p"))}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    return changed(pictures, [one["flipped"] for one in drawn], v2.functional.vertical_flip)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomVerticalFlip(p={literal(values['p'])})"


TRANSFORM = Transform(
    key="vertical_flip",
    order=100,
    title=Text("Upside down", "De cabeça para baixo"),
    about=Text("Top and bottom change places.", "Em cima e embaixo trocam de lugar."),
    settings=(probability(0.5),),
    handle=("p",),
    draw=_draw,
    apply=_apply,
    code=_code,
    sign=lambda drawn: Text("⇅", "⇅") if drawn["flipped"] else NOTHING,
    mark=("⇅", Text("upside down", "invertida")),
)
