"""Several chains of operations, mixed with each other and with the picture as it was.

Hendrycks, Mu, Cubuk, Zoph, Gilmer and Lakshminarayanan, "AugMix: A Simple Data Processing Method to Improve Robustness and
Uncertainty", ICLR 2020.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torchvision.transforms import v2

from models.augment.policies import Space, apply_operation, choose_operation, magnitude_at, operation_space
from models.augment.transform import Drawn, Shape, TorchvisionRng, Transform, Values, apply_each, number_text, python_literal, single_value
from models.number_spec import NumberSpec
from models.text import Text

BINS = 10
ORDER = ("ShearX", "ShearY", "TranslateX", "TranslateY", "Rotate", "Posterize", "Solarize", "AutoContrast", "Equalize", "Brightness",
         "Color", "Contrast", "Sharpness")  # fmt: skip
"""The operations in the order in which torchvision draws from them."""


def _space(shape: Shape) -> Space:
    _, height, width = shape
    every = operation_space(BINS, shape, shear=0.3, move=(width / 3.0, height / 3.0), turn=30.0, tone=0.9, bits=(4, 4))
    return {name: every[name] for name in ORDER}


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    among, alpha, severity = _space(shape), single_value(values, "alpha"), int(single_value(values, "severity"))
    kept, changed = rng.dirichlet(alpha, 2)
    shares = torch.tensor(rng.dirichlet(alpha, int(single_value(values, "width")))) * changed
    chains = []
    for _ in shares:
        chain = []
        for _ in range(rng.randint(4, 1)):
            name = choose_operation(rng, among)
            level = rng.randint(severity) if among[name][0] is not None else 0
            chain.append([name, magnitude_at(rng, among[name], level)])
        chains.append(chain)
    return {"kept": kept, "shares": shares.tolist(), "chains": chains}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    def mixed(some: Tensor, one: Drawn) -> Tensor:
        mix = some * float(one["kept"])  # (N, C, H, W), float32
        for share, chain in zip(one["shares"], one["chains"], strict=True):
            end = some
            for name, by in chain:
                end = apply_operation(end, (name, by), v2.InterpolationMode.BILINEAR)
            mix.add_(share * end)
        return mix.to(torch.uint8)

    return apply_each(pictures, drawn, mixed)


def _code(values: Values, shape: Shape) -> str:
    severity, width = (python_literal(values[name]) for name in ("severity", "width"))
    return f"v2.AugMix(severity={severity}, mixture_width={width}, alpha={single_value(values, 'alpha')})"


TRANSFORM = Transform(
    key="augmix",
    order=190,
    title=Text("AugMix", "AugMix"),
    about=Text(
        "Several chains of operations, mixed with each other and with the picture as it was.",
        "Várias cadeias de operações, misturadas entre si e com a imagem como era.",
    ),
    settings=(
        NumberSpec("severity", Text("Strength", "Força"), 3, 1, 10, 1),
        NumberSpec("width", Text("Chains", "Cadeias"), 3, 1, 5, 1),
        NumberSpec("alpha", Text("α of the mixture", "α da mistura"), 1.0, 0.1, 5.0, 0.1),
    ),
    handle=("severity",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: number_text("{0}%", round(100 * (1 - drawn["kept"]))),
)
