"""Each pixel becomes a mean of its neighbours, weighted by a bell curve."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from torch import Tensor
from torchvision.transforms import v2

from models.augment.transform import Drawn, Shape, TorchvisionRng, Transform, Values, apply_each, number_text, pair_value, python_literal
from models.number_spec import NumberSpec
from models.text import Text


def _kernel(values: Values) -> int:
    """Side of the window, px: three deviations of the widest bell on each side."""
    return 2 * math.ceil(3 * pair_value(values, "sigma")[1]) + 1


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    return {"sigma": rng.uniform(*pair_value(values, "sigma")), "kernel": _kernel(values)}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    def blurred(some: Tensor, one: Drawn) -> Tensor:
        soft: Tensor = v2.functional.gaussian_blur(some, [one["kernel"]] * 2, [one["sigma"]] * 2)
        return soft

    return apply_each(pictures, drawn, blurred)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.GaussianBlur(kernel_size={_kernel(values)}, sigma={python_literal(values['sigma'])})"


TRANSFORM = Transform(
    key="gaussian_blur",
    order=110,
    title=Text("Blur", "Desfoque"),
    about=Text("Each pixel becomes a mean of its neighbours.", "Cada pixel vira uma média dos vizinhos."),
    settings=(NumberSpec("sigma", Text("σ of the bell curve", "σ da curva de sino"), (0.1, 1.0), 0.1, 4.0, 0.1, " px"),),
    handle=("sigma",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: number_text("σ {0}", drawn["sigma"]),
)
