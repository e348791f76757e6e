"""Its brightness alone, in all three colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor
from torchvision.transforms import v2

from models.augment.transform import NOTHING, Chance, Drawn, Shape, Transform, Values, changed, each, literal, probability, single
from models.text import Text


def _draw(values: Values, chance: Chance, shape: Shape) -> dict[str, Any]:
    return {"happened": chance.happens(single(values, "p"))}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    def made(some: Tensor, one: Drawn) -> Tensor:
        out: Tensor = v2.functional.rgb_to_grayscale(some, num_output_channels=some.shape[1])
        return out

    happened = [one for one in drawn if one["happened"]]
    return changed(pictures, [one["happened"] for one in drawn], lambda some: each(some, happened, made))


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomGrayscale(p={literal(values['p'])})"


TRANSFORM = Transform(
    key="greyscale",
    order=90,
    title=Text("Greyscale", "Cinza"),
    about=Text("Its brightness alone, in all three colours.", "Só o brilho, nas três cores."),
    settings=(probability(0.1),),
    handle=("p",),
    draw=_draw,
    apply=_apply,
    code=_code,
    sign=lambda drawn: Text("◐", "◐") if drawn["happened"] else NOTHING,
    mark=("◐", Text("grey", "cinza")),
)
