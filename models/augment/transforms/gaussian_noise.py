"""Every level of every pixel moves by chance, by a normal distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from models.augment.transform import NO_TEXT, Drawn, Shape, TorchvisionRng, Transform, Values, python_literal, single_value
from models.number_spec import NumberSpec
from models.text import Text


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    return {"sigma": single_value(values, "sigma"), "noise_seed": rng.fork_seed()}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    noise = torch.stack([_noise(one, pictures[0]) for one in drawn])  # (N, C, H, W)
    return (pictures + noise).clamp_(0, 255).to(torch.uint8)


def _noise(one: Drawn, like: Tensor) -> Tensor:
    """In whole levels, cut towards zero as torchvision cuts it: int16 (C, H, W)."""
    generator = torch.Generator().manual_seed(one["noise_seed"])
    levels = 255 * float(one["sigma"])
    return (torch.randn(like.shape, generator=generator) * levels).to(torch.int16)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.GaussianNoise(sigma={python_literal(values['sigma'])})"


TRANSFORM = Transform(
    key="gaussian_noise",
    order=115,
    title=Text("Noise", "Ruído"),
    about=Text("Every level moves by chance, by a bell curve.", "Cada nível muda ao acaso, por uma curva de sino."),
    settings=(NumberSpec("sigma", Text("σ, of levels 0 to 1", "σ, de níveis 0 a 1"), 0.1, 0.0, 0.5, 0.01),),
    handle=("sigma",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: NO_TEXT,
)
