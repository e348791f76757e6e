"""One parameter moved through its range: what an invariance curve is drawn along."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torchvision.transforms import v2

from models.augment.warping import affine, warp
from models.text import Text


@dataclass(frozen=True, slots=True)
class SweepSpec:
    """A parameter at `points` even steps from `low` to `high`.

    `transform`, `setting`: where a plan says how far it goes; `middle`: what that setting is a distance from, None where it is a range.
    """

    title: Text
    unit: str
    low: float
    high: float
    points: int
    transform: str
    setting: str
    middle: float | None
    apply: Callable[[Tensor, Sequence[float]], Tensor]  # uint8 (N, C, H, W), N values → the same

    def value_at(self, place: int) -> float:
        return self.low + (self.high - self.low) * place / (self.points - 1)


def _rotate(pictures: Tensor, values: Sequence[float]) -> Tensor:
    return warp(pictures, [affine(angle=-v) for v in values], [0.0] * len(values))


def _translate(pictures: Tensor, values: Sequence[float]) -> Tensor:
    return warp(pictures, [affine(translate=(v * pictures.shape[3], 0.0)) for v in values], [0.0] * len(values))


def _scale(pictures: Tensor, values: Sequence[float]) -> Tensor:
    return warp(pictures, [affine(scale=v) for v in values], [0.0] * len(values))


def _brightness(pictures: Tensor, values: Sequence[float]) -> Tensor:
    return torch.stack([v2.functional.adjust_brightness(one, v) for one, v in zip(pictures, values, strict=True)])


def _blur(pictures: Tensor, values: Sequence[float]) -> Tensor:
    return torch.stack([_blur_one(one, v) for one, v in zip(pictures, values, strict=True)])


def _blur_one(picture: Tensor, sigma: float) -> Tensor:
    if not sigma:
        return picture
    soft: Tensor = v2.functional.gaussian_blur(picture, [2 * math.ceil(3 * sigma) + 1] * 2, [sigma] * 2)
    return soft


SWEEPS = {
    "angle": SweepSpec(Text("rotation", "rotação"), "°", -180.0, 180.0, 73, "rotation", "degrees", None, _rotate),
    "shift": SweepSpec(Text("shift", "deslocamento"), "", -0.5, 0.5, 41, "translation", "share", 0.0, _translate),
    "scale": SweepSpec(Text("scale", "escala"), "×", 0.2, 2.0, 37, "scale", "scale", None, _scale),
    "brightness": SweepSpec(Text("brightness", "brilho"), "×", 0.0, 2.0, 41, "color_jitter", "brightness", 1.0, _brightness),
    "blur": SweepSpec(Text("blur", "desfoque"), "σ", 0.0, 4.0, 33, "gaussian_blur", "sigma", None, _blur),
}
