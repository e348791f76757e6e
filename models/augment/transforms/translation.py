"""Moved by whole pixels, each way by up to a share of its side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor

from models.augment.transform import (
    BILINEAR,
    Drawn,
    Shape,
    TorchvisionRng,
    Transform,
    Values,
    fill_argument,
    fill_setting,
    python_literal,
    single_value,
)
from models.augment.warping import affine, warp
from models.number_spec import NumberSpec
from models.text import Text


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    share = single_value(values, "share")
    rng.uniform(0.0, 0.0)  # torchvision draws an angle first
    across, down = (round(rng.uniform(-share * side, share * side)) for side in (shape[2], shape[1]))
    return {"translate": [across, down], "fill": single_value(values, "fill")}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    return warp(pictures, [affine(translate=tuple(one["translate"])) for one in drawn], [one["fill"] for one in drawn])


def _code(values: Values, shape: Shape) -> str:
    share = python_literal(values["share"])
    return f"v2.RandomAffine(degrees=0, translate=({share}, {share}), {BILINEAR}{fill_argument(values)})"


def _sign(drawn: Drawn) -> Text:
    """Arrows with how many pixels: "←1↓2"."""
    across, down = drawn["translate"]
    arrows = [("→" if across > 0 else "←", abs(across)), ("↓" if down > 0 else "↑", abs(down))]
    said = "".join(f"{arrow}{pixels}" for arrow, pixels in arrows if pixels)
    return Text(said, said)


TRANSFORM = Transform(
    key="translation",
    order=40,
    title=Text("Shift", "Deslocamento"),
    about=Text("Moved by whole pixels along both axes.", "Deslocada em pixels inteiros nos dois eixos."),
    settings=(NumberSpec("share", Text("Share of the side", "Parte do lado"), 0.1, 0.0, 0.5, 0.01), fill_setting()),
    handle=("share",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=_sign,
)
