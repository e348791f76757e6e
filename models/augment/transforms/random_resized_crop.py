"""A part of the picture, enlarged to the whole.

Szegedy, Liu, Jia et al., "Going Deeper with Convolutions", CVPR 2015, section 6.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from torch import Tensor
from torchvision.transforms import v2

from models.augment.transform import Drawn, Shape, TorchvisionRng, Transform, Values, apply_each, number_text, pair_value, python_literal
from models.number_spec import NumberSpec
from models.text import Text

TRIES = 10  # for a part that fits, as in torchvision


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    _, height, width = shape
    for _ in range(TRIES):
        area = height * width * rng.uniform(*pair_value(values, "scale"))
        ratio = rng.log_uniform(*pair_value(values, "ratio"))
        w, h = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
        if 0 < w <= width and 0 < h <= height:
            top = rng.randint(height - h + 1)
            return _part(top, rng.randint(width - w + 1), h, w, shape)
    return _middle(pair_value(values, "ratio"), shape)


def _middle(ratio: tuple[float, float], shape: Shape) -> dict[str, Any]:
    """The largest part in the middle whose ratio is legal."""
    _, height, width = shape
    low, high = ratio
    w, h = width, height
    if width / height < low:
        h = round(w / low)
    elif width / height > high:
        w = round(h * high)
    return _part((height - h) // 2, (width - w) // 2, h, w, shape)


def _part(top: int, left: int, h: int, w: int, shape: Shape) -> dict[str, Any]:
    return {"top": top, "left": left, "height": h, "width": w, "area": h * w / (shape[1] * shape[2])}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    size = list(pictures.shape[2:])

    def cut(some: Tensor, one: Drawn) -> Tensor:
        part: Tensor = v2.functional.resized_crop_image(some, one["top"], one["left"], one["height"], one["width"], size, antialias=True)
        return part

    return apply_each(pictures, drawn, cut)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandomResizedCrop({shape[1:]}, scale={python_literal(values['scale'])}, ratio={python_literal(values['ratio'])})"


TRANSFORM = Transform(
    key="random_resized_crop",
    order=10,
    title=Text("Crop and resize", "Recorte"),
    about=Text("A part of the picture, enlarged to the whole.", "Uma parte da imagem, ampliada até ocupar tudo."),
    settings=(
        NumberSpec("scale", Text("Area", "Área"), (0.7, 1.0), 0.05, 1.0, 0.05),
        NumberSpec("ratio", Text("Width over height", "Largura por altura"), (0.9, 1.1), 0.5, 2.0, 0.05),
    ),
    handle=("scale",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: number_text("{0}%", round(100 * drawn["area"])),
    mark=("%", Text("area", "área")),
)
