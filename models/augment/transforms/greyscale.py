"""Its brightness alone, in all three colours."""

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
from models.text import Text


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    return {"happened": rng.bernoulli(single_value(values, "p"))}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    def made(some: Tensor, one: Drawn) -> Tensor:
        out: Tensor = v2.functional.rgb_to_grayscale(some, num_output_channels=some.shape[1])
        return out

    return apply_happened(pictures, drawn, made)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomGrayscale(p={python_literal(values['p'])})"


TRANSFORM = Transform(
    key="greyscale",
    order=90,
    title=Text("Greyscale", "Cinza"),
    about=Text("Its brightness alone, in all three colours.", "Só o brilho, nas três cores."),
    settings=(probability_setting(0.1),),
    handle=("p",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: Text("◐", "◐") if drawn["happened"] else NO_TEXT,
    mark=("◐", Text("grey", "cinza")),
)
