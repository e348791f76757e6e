"""Seen from the side: each corner moves inward by up to a share of half its side."""

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
    apply_each,
    apply_where,
    fill_argument,
    fill_setting,
    probability_setting,
    python_literal,
    single_value,
)
from models.number_spec import NumberSpec
from models.text import Text


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    if not rng.bernoulli(single_value(values, "p")):
        return {"corners": None}
    _, height, width = shape
    far, deep = (int(single_value(values, "distortion") * (side // 2)) + 1 for side in (width, height))
    corners = []
    for right, bottom in ((False, False), (True, False), (True, True), (False, True)):
        x = rng.randint(width, width - far) if right else rng.randint(far)
        corners.append([x, rng.randint(height, height - deep) if bottom else rng.randint(deep)])
    return {"corners": corners, "fill": single_value(values, "fill")}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    height, width = pictures.shape[2:]
    start = [[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]]

    def seen(some: Tensor, one: Drawn) -> Tensor:
        moved: Tensor = v2.functional.perspective(some, start, one["corners"], fill=one["fill"])
        return moved

    happened = [one for one in drawn if one["corners"]]
    return apply_where(pictures, [bool(one["corners"]) for one in drawn], lambda some: apply_each(some, happened, seen))


def _code(values: Values, shape: Shape) -> str:
    scale = f"distortion_scale={python_literal(values['distortion'])}"
    return f"v2.RandomPerspective({scale}, p={python_literal(values['p'])}{fill_argument(values)})"


TRANSFORM = Transform(
    key="perspective",
    order=70,
    title=Text("Perspective", "Perspectiva"),
    about=Text("As if seen from the side: every corner moves inward.", "Como vista de lado: cada canto anda para dentro."),
    settings=(NumberSpec("distortion", Text("Distortion", "Distorção"), 0.3, 0.0, 1.0, 0.05), probability_setting(0.5), fill_setting()),
    handle=("distortion",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: Text("▱", "▱") if drawn["corners"] else NO_TEXT,
    mark=("▱", Text("perspective", "perspectiva")),
)
