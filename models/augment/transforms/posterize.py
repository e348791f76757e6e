"""Fewer levels: only the upper bits of each are kept."""

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
    number_text,
    probability_setting,
    python_literal,
    single_value,
)
from models.number_spec import NumberSpec
from models.text import Text


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    return {"happened": rng.bernoulli(single_value(values, "p")), "bits": int(single_value(values, "bits"))}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    return apply_happened(pictures, drawn, lambda some, one: v2.functional.posterize(some, one["bits"]))


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomPosterize(bits={python_literal(values['bits'])}, p={python_literal(values['p'])})"


TRANSFORM = Transform(
    key="posterize",
    order=130,
    title=Text("Posterise", "Posterizar"),
    about=Text("Fewer levels: only the upper bits of each are kept.", "Menos níveis: só os bits de cima de cada um ficam."),
    settings=(
        NumberSpec("bits", Text("Bits kept", "Bits mantidos"), 3, 1, 8, 1),
        probability_setting(0.5),
    ),
    handle=("bits",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: number_text("{0} bit", drawn["bits"]) if drawn["happened"] else NO_TEXT,
)
