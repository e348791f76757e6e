"""Bent by a smooth field of displacements.

Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis", ICDAR 2003.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Generator, Tensor
from torchvision.transforms import v2

from models.augment.transform import (
    Drawn,
    Shape,
    TorchvisionRng,
    Transform,
    Values,
    apply_each,
    fill_argument,
    fill_setting,
    python_literal,
    single_value,
)
from models.number_spec import NumberSpec
from models.text import Text


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    return {name: single_value(values, name) for name in ("alpha", "sigma", "fill")} | {"field_seed": rng.fork_seed()}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    def bent(some: Tensor, one: Drawn) -> Tensor:
        height, width = some.shape[2:]
        generator = Generator().manual_seed(one["field_seed"])
        across, down = (_field(one, height, width, generator) for _ in range(2))
        shift = torch.cat([across / width, down / height], 1).permute(0, 2, 3, 1)  # (1, H, W, 2), in half widths
        out: Tensor = v2.functional.elastic(some, shift, fill=one["fill"])
        return out

    return apply_each(pictures, drawn, bent)


def _field(one: Drawn, height: int, width: int, generator: Generator) -> Tensor:
    """Noise from −1 to 1, blurred, times alpha: (1, 1, H, W)."""
    noise = torch.rand(1, 1, height, width, generator=generator) * 2 - 1
    side = int(8 * one["sigma"] + 1) | 1
    blurred: Tensor = v2.functional.gaussian_blur(noise, [side, side], [one["sigma"]] * 2)
    return blurred * float(one["alpha"])


def _code(values: Values, shape: Shape) -> str:
    return f"v2.ElasticTransform(alpha={python_literal(values['alpha'])}, sigma={python_literal(values['sigma'])}{fill_argument(values)})"


TRANSFORM = Transform(
    key="elastic",
    order=75,
    title=Text("Elastic", "Elástica"),
    about=Text("Bent, as rubber would be.", "Torcida, como se fosse de borracha."),
    settings=(
        NumberSpec("alpha", Text("How far", "Quanto"), 40.0, 0.0, 200.0, 5),
        NumberSpec("sigma", Text("How smooth", "Suavidade"), 4.0, 1.0, 6.0, 0.5, " px"),
        fill_setting(),
    ),
    handle=("alpha",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: Text("≈", "≈") if drawn["alpha"] else Text("", ""),
    mark=("≈", Text("bent", "torcida")),
)
