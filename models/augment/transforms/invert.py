"""A negative: each level becomes 255 less itself."""

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
    return apply_happened(pictures, drawn, lambda some, one: v2.functional.invert(some))


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomInvert(p={python_literal(values['p'])})"


TRANSFORM = Transform(
    key="invert",
    order=150,
    title=Text("Invert", "Negativo"),
    about=Text("A negative: each level becomes 255 less itself.", "Um negativo: cada nível vira 255 menos ele mesmo."),
    settings=(probability_setting(0.5),),
    handle=("p",),
    draw=draw_happened,
    apply=_apply,
    code=_code,
    summary=lambda drawn: Text("⊖", "⊖") if drawn["happened"] else NO_TEXT,
    mark=("⊖", Text("negative", "negativo")),
)
