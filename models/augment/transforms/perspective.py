"""Seen from the side: each corner moves inward by up to a share of half its side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor
from torchvision.transforms import v2

from models.augment.transform import (
    NOTHING,
    Chance,
    Drawn,
    Shape,
    Transform,
    Values,
    changed,
    each,
    fill,
    filled,
    literal,
    probability,
    single,
)
from models.number_spec import NumberSpec
from models.text import Text


def _draw(values: Values, chance: Chance, shape: Shape) -> dict[str, Any]:
    if not chance.happens(single(values, "p")):
        return {"corners": None}
    _, height, width = shape
    far, deep = (int(single(values, "distortion") * (side // 2)) + 1 for side in (width, height))
    corners = []
    for right, bottom in ((False, False), (True, False), (True, True), (False, True)):
        x = chance.below(width, width - far) if right else chance.below(far)
        corners.append([x, chance.below(height, height - deep) if bottom else chance.below(deep)])
    return {"corners": corners, "fill": single(values, "fill")}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    height, width = pictures.shape[2:]
    start = [[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]]

    def seen(some: Tensor, one: Drawn) -> Tensor:
        moved: Tensor = v2.functional.perspective(some, start, one["corners"], fill=one["fill"])
        return moved

    happened = [one for one in drawn if one["corners"]]
    return changed(pictures, [bool(one["corners"]) for one in drawn], lambda some: each(some, happened, seen))


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomPerspective(distortion_scale={literal(values['distortion'])}, p={literal(values['p'])}{filled(values)})"


TRANSFORM = Transform(
    key="perspective",
    order=70,
    title=Text("Perspective", "Perspectiva"),
    about=Text("As if seen from the side: every corner moves inward.", "Como vista de lado: cada canto anda para dentro."),
    settings=(NumberSpec("distortion", Text("Distortion", "Distorção"), 0.3, 0.0, 1.0, 0.05), probability(0.5), fill()),
    handle=("distortion",),
    draw=_draw,
    apply=_apply,
    code=_code,
    sign=lambda drawn: Text("▱", "▱") if drawn["corners"] else NOTHING,
    mark=("▱", Text("perspective", "perspectiva")),
)
