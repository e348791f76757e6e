"""Its brightness alone, in all three colours."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor
from torchvision.transforms import v2

from models.augment.transform import (
    NO_TEXT,
    Drawn,
    Shape,
    Transform,
    Values,
    apply_happened,
    draw_happened,
    probability_setting,
    python_literal,
)
from models.text import Text


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    return apply_happened(pictures, drawn, lambda some, one: v2.functional.rgb_to_grayscale(some, num_output_channels=some.shape[1]))


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomGrayscale(p={python_literal(values['p'])})"


TRANSFORM = Transform(
    key="greyscale",
    order=90,
    title=Text("Greyscale", "Cinza"),
    about=Text("Its brightness alone, in all three colours.", "Só o brilho, nas três cores."),
    settings=(probability_setting(0.1),),
    handle=("p",),
    draw=draw_happened,
    apply=_apply,
    code=_code,
    summary=lambda drawn: Text("◐", "◐") if drawn["happened"] else NO_TEXT,
    mark=("◐", Text("grey", "cinza")),
)
