"""Left and right change places."""

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
    return changed(pictures, [one["flipped"] for one in drawn], v2.functional.horizontal_flip)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomHorizontalFlip(p={literal(values['p'])})"


TRANSFORM = Transform(
    key="horizontal_flip",
    order=20,
    title=Text("Mirror", "Espelho"),
    about=Text("Left and right change places.", "Esquerda e direita trocam de lugar."),
    settings=(probability(0.5),),
    handle=("p",),
    draw=_draw,
    apply=_apply,
    code=_code,
    sign=lambda drawn: Text("⇄", "⇄") if drawn["flipped"] else NOTHING,
    mark=("⇄", Text("mirrored", "espelhada")),
)
