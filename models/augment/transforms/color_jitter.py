"""Brightness, contrast, saturation and hue, each by a factor of its own, in an order that is drawn too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torchvision.transforms import v2

from models.augment.augmenting import NOTHING, Chance, Drawn, Setting, Shape, Transform, Values, each, literal, single
from models.text import Text

PARTS = ("brightness", "contrast", "saturation", "hue")


def _draw(values: Values, chance: Chance, shape: Shape) -> dict[str, Any]:
    order = chance.order(len(PARTS))
    factors: dict[str, float | None] = {}
    for part in PARTS:
        by, middle = single(values, part), 0.0 if part == "hue" else 1.0
        low = middle - by if part == "hue" else max(0.0, middle - by)
        factors[part] = chance.uniform(low, middle + by) if by else None
    return {"order": [PARTS[i] for i in order], **factors}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    f = v2.functional
    by_name = dict(zip(PARTS, (f.adjust_brightness, f.adjust_contrast, f.adjust_saturation, _turned), strict=True))

    def coloured(some: Tensor, one: Drawn) -> Tensor:
        for part in one["order"]:
            if one[part] is not None:
                some = by_name[part](some, one[part])
        return some

    return each(pictures, drawn, coloured)


def _turned(pictures: Tensor, by: float) -> Tensor:
    """The hue turned by a share of the circle: torchvision's own numbers, in half the time, as planes are chosen and not gathered."""
    if pictures.shape[-3] == 1:
        return pictures
    h, s, v = _hue_saturation_value(v2.functional.to_dtype(pictures, torch.float32, scale=True))  # (N, H, W) each
    h = h.add_(by)
    turn = h.sub_(h.floor()).mul_(6)  # floor and not remainder: the same bits, and quick
    sector = turn.floor()
    rest = turn.sub_(sector)
    sector = sector.to(torch.uint8)
    least, part = 1.0 - s, s.mul_(rest)
    q, t = (1.0 - part).mul_(v).clamp_(0.0, 1.0), (part + least).mul_(v).clamp_(0.0, 1.0)
    p = least.mul_(v).clamp_(0.0, 1.0)
    at = [sector == k for k in range(6)]
    red = torch.where(at[0] | at[5], v, torch.where(at[1], q, torch.where(at[4], t, p)))
    green = torch.where(at[1] | at[2], v, torch.where(at[3], q, torch.where(at[0], t, p)))
    blue = torch.where(at[3] | at[4], v, torch.where(at[5], q, torch.where(at[2], t, p)))
    out: Tensor = v2.functional.to_dtype(torch.stack((red, green, blue), -3), torch.uint8, scale=True)
    return out


def _hue_saturation_value(colours: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """(N, 3, H, W) from 0 to 1 → three times (N, H, W); the hue as a share of the circle, 0 where there is none."""
    red, green, blue = colours.unbind(-3)
    low, high = torch.aminmax(colours, dim=-3)
    spread, grey = high - low, high == low
    saturation = spread / high.masked_fill(grey, 1.0)
    spread = spread.masked_fill_(grey, 1.0)
    r, g, b = ((high - plane).div_(spread) for plane in (red, green, blue))
    first, second = high == red, high == green
    hue = torch.where(first, b - g, torch.where(second, r + 2.0 - b, g + 4.0 - r))
    hue = hue.mul_(1.0 / 6.0).add_(1.0)
    return hue.sub_(hue.floor()), saturation, high


def _code(values: Values, shape: Shape) -> str:
    return f"v2.ColorJitter({', '.join(f'{part}={literal(values[part])}' for part in PARTS)})"


TRANSFORM = Transform(
    key="color_jitter",
    order=80,
    title=Text("Colour jitter", "Cores"),
    about=Text(
        "Brightness, contrast, saturation and hue change, in an order that is drawn too.",
        "Brilho, contraste, saturação e matiz mudam, numa ordem também sorteada.",
    ),
    settings=(
        Setting("brightness", Text("Brightness ±", "Brilho ±"), 0.3, 0.0, 1.0, 0.05),
        Setting("contrast", Text("Contrast ±", "Contraste ±"), 0.3, 0.0, 1.0, 0.05),
        Setting("saturation", Text("Saturation ±", "Saturação ±"), 0.3, 0.0, 1.0, 0.05),
        Setting("hue", Text("Hue ±", "Matiz ±"), 0.05, 0.0, 0.5, 0.01),
    ),
    handle=("brightness", "contrast", "saturation"),
    draw=_draw,
    apply=_apply,
    code=_code,
    sign=lambda drawn: NOTHING,
)
