"""Brightness, contrast, saturation and hue, each by a factor of its own, in an order that is drawn too."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from models.augment.transform import NO_TEXT, Drawn, Shape, TorchvisionRng, Transform, Values, copy_to_uint8, python_literal, single_value
from models.number_spec import NumberSpec
from models.text import Text

PARTS = ("brightness", "contrast", "saturation", "hue")
CHUNK = 65_536  # pixels that are worked on at once: enough of them for each call, few enough for the cache
LEVEL = 1.0 / 255.0
NO_LEVEL = 1.0 / 512.0  # less than any difference between two levels: a divisor that cannot be 0
FAR = 4096.0  # even one level times it is far from any hue


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    order = rng.randperm(len(PARTS))
    factors: dict[str, float | None] = {}
    for part in PARTS:
        by, middle = single_value(values, part), 0.0 if part == "hue" else 1.0
        low = middle - by if part == "hue" else max(0.0, middle - by)
        factors[part] = rng.uniform(low, middle + by) if by else None
    return {"order": [PARTS[i] for i in order], **factors}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    out = torch.empty_like(pictures)
    size = max(1, CHUNK // math.prod(pictures.shape[2:]))
    for start in range(0, len(pictures), size):
        # whole numbers from 0 to 255 until the end: torchvision cuts off the fraction after each part by going back to uint8
        levels = pictures[start : start + size].float()
        _jitter(levels, drawn[start : start + size])
        copy_to_uint8(levels, out[start : start + size])
    return out


def _jitter(levels: Tensor, drawn: Sequence[Drawn]) -> None:
    """In place, (N, C, H, W): the hue, which is the dear part, for all pictures at once; what comes before and after it one by one."""
    places = [one["order"].index("hue") for one in drawn]
    for picture, one, hue in zip(levels, drawn, places, strict=True):
        _adjust(picture, one, one["order"][:hue])
    turned = [i for i, one in enumerate(drawn) if one["hue"] is not None]
    if turned and levels.shape[1] == 3:
        some = levels if len(turned) == len(levels) else levels[turned]
        _turn(some, torch.tensor([drawn[i]["hue"] for i in turned])[:, None, None])
        if some is not levels:
            levels[turned] = some
    for picture, one, hue in zip(levels, drawn, places, strict=True):
        _adjust(picture, one, one["order"][hue + 1 :])


def _adjust(levels: Tensor, one: Drawn, parts: Sequence[str]) -> None:
    for part in parts:
        if one[part] is not None:
            BY_NAME[part](levels, one[part])


def _brighten(levels: Tensor, by: float) -> None:
    levels.mul_(by).clamp_(0, 255).floor_()


def _contrast(levels: Tensor, by: float) -> None:
    grey = _grey(levels) if len(levels) == 3 else levels
    _blend(levels, grey.mean(dim=(-3, -2, -1), keepdim=True), by)


def _saturate(levels: Tensor, by: float) -> None:
    if len(levels) == 3:
        _blend(levels, _grey(levels), by)


def _blend(levels: Tensor, other: Tensor, share: float) -> None:
    levels.mul_(share).add_(other, alpha=1.0 - share).clamp_(0, 255).floor_()


def _grey(levels: Tensor) -> Tensor:
    """Its brightness, (1, H, W): whole numbers as floats."""
    red, green, blue = levels.split(1)
    grey: Tensor = red.mul(0.2989).add_(green, alpha=0.587).add_(blue, alpha=0.114).floor_()
    return grey


BY_NAME = {"brightness": _brighten, "contrast": _contrast, "saturation": _saturate}


def _turn(levels: Tensor, by: Tensor) -> None:
    """The hue turned by a share of the circle: torchvision's own numbers in a quarter of the time.

    The largest of the three colours and the smallest stay as they are and only change places. Nothing is chosen by masks, which are slow:
    the wrong one is moved out of reach, so that `minimum` and `clamp` leave the right one as it is.
    """
    planes = levels.unbind(1)  # (N, H, W) each
    low, high = _least(*planes), _most(*planes)
    value = high.mul(LEVEL)
    spread = value - low.mul(LEVEL)
    saturation = spread / value.clamp(min=NO_LEVEL)
    turn = _hue(levels, value, spread).add_(by)
    turn = turn.sub_(turn.floor()).mul_(6)  # floor and not remainder: the same bits, and quick
    sector = turn.floor()
    middle = _middle(saturation, value, sector, turn.frac_())
    for plane, centre, sign in zip(planes, (2.5, 1.5, 3.5), (256, -256, -256), strict=True):
        away = (sector - centre).abs_().sub_(1.5)  # 0 in the two sectors where this colour is the middle one
        torch.add(middle, away, alpha=sign, out=plane).clamp_(low, high)


def _hue(levels: Tensor, value: Tensor, spread: Tensor) -> Tensor:
    """As a share of the circle, (N, H, W), 0 … 1; anything where there is none."""
    colours = levels.mul(LEVEL)
    away = torch.sub(value[:, None], colours, out=colours).div_(spread.clamp(min=NO_LEVEL)[:, None])
    r, g, b = away.unbind(1)  # 0 for the largest colour, 1 for the smallest
    from_red = (b - g).add_(r, alpha=FAR)
    from_green = (r + 2.0).sub_(b).add_(g, alpha=FAR)
    from_blue = (g + 4.0).sub_(r).add_(b, alpha=FAR)
    return _least(from_red, from_green, from_blue).mul_(1.0 / 6.0).add_(1.0).frac_()


def _middle(saturation: Tensor, value: Tensor, sector: Tensor, rest: Tensor) -> Tensor:
    """The level of the colour between the two others: it rises through an even sector and falls through an odd one."""
    signed = sector.mul(0.5).frac_().mul_(-4.0).add_(1.0).mul_(saturation)  # the saturation; negative in odd sectors
    risen = rest.mul_(signed)
    return torch.sub(1.0, signed.clamp_(min=0.0)).add_(risen).mul_(value).mul_(255.999).floor_()


def _least(a: Tensor, b: Tensor, c: Tensor) -> Tensor:
    return torch.minimum(torch.minimum(a, b), c)


def _most(a: Tensor, b: Tensor, c: Tensor) -> Tensor:
    return torch.maximum(torch.maximum(a, b), c)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.ColorJitter({', '.join(f'{part}={python_literal(values[part])}' for part in PARTS)})"


TRANSFORM = Transform(
    key="color_jitter",
    order=80,
    title=Text("Colour jitter", "Cores"),
    about=Text(
        "Brightness, contrast, saturation and hue change, in an order that is drawn too.",
        "Brilho, contraste, saturação e matiz mudam, numa ordem também sorteada.",
    ),
    settings=(
        NumberSpec("brightness", Text("Brightness ±", "Brilho ±"), 0.3, 0.0, 1.0, 0.05),
        NumberSpec("contrast", Text("Contrast ±", "Contraste ±"), 0.3, 0.0, 1.0, 0.05),
        NumberSpec("saturation", Text("Saturation ±", "Saturação ±"), 0.3, 0.0, 1.0, 0.05),
        NumberSpec("hue", Text("Hue ±", "Matiz ±"), 0.05, 0.0, 0.5, 0.01),
    ),
    handle=("brightness", "contrast", "saturation"),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: NO_TEXT,
)
