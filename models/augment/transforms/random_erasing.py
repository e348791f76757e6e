"""A rectangle of the picture is painted over.

Zhong, Zheng, Kang, Li and Yang, "Random Erasing Data Augmentation", AAAI 2020; a square of one size is the cutout of DeVries and
Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from torch import Tensor

from models.augment.transform import (
    NO_TEXT,
    Drawn,
    Shape,
    TorchvisionRng,
    Transform,
    Values,
    pair_value,
    probability_setting,
    python_literal,
    single_value,
)
from models.number_spec import NumberSpec
from models.text import Text

TRIES = 10  # for a rectangle that fits, as in torchvision


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    _, height, width = shape
    if not rng.bernoulli(single_value(values, "p")):
        return {"box": None}
    for _ in range(TRIES):
        area = height * width * rng.uniform(*pair_value(values, "scale"))
        ratio = rng.log_uniform(*pair_value(values, "ratio"))
        h, w = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
        if h < height and w < width:
            top = rng.randint(height - h + 1)
            return {"box": [top, rng.randint(width - w + 1), h, w], "value": single_value(values, "value")}
    return {"box": None}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    if not any(one["box"] for one in drawn):
        return pictures
    out = pictures.clone()
    for picture, one in zip(out, drawn, strict=True):
        if one["box"]:
            top, left, h, w = one["box"]
            picture[:, top : top + h, left : left + w] = one["value"]
    return out


def _code(values: Values, shape: Shape) -> str:
    scale, ratio, value = (python_literal(values[name]) for name in ("scale", "ratio", "value"))
    painted = f", value={value}" if values["value"] else ""
    return f"v2.RandomErasing(p={python_literal(values['p'])}, scale={scale}, ratio={ratio}{painted})"


TRANSFORM = Transform(
    key="random_erasing",
    order=160,
    title=Text("Erasing", "Apagamento"),
    about=Text("A rectangle is painted over: cutout.", "Um retângulo é coberto: cutout."),
    settings=(
        probability_setting(0.3),
        NumberSpec("scale", Text("Area", "Área"), (0.03, 0.1), 0.01, 0.6, 0.01),
        NumberSpec("ratio", Text("Height over width", "Altura por largura"), (0.6, 1.6), 0.2, 5.0, 0.1),
        NumberSpec("value", Text("Level", "Nível"), 0, 0, 255, 1),
    ),
    handle=("p",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: Text("▪", "▪") if drawn["box"] else NO_TEXT,
    mark=("▪", Text("erased", "apagada")),
)
