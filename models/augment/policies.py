"""The operations that RandAugment, TrivialAugment and AugMix choose from, and how strong each is; as torchvision.transforms.v2 has them."""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor
from torchvision.transforms import v2

from models.augment.transform import Shape, TorchvisionRng
from models.text import Text

Magnitudes = tuple[list[float] | None, bool]
"""Strengths from the weakest to the strongest (None: it has none), and whether it may go the other way."""
Space = Mapping[str, Magnitudes]
Operation = tuple[str, float]

NAMES = {
    "Identity": Text("as it is", "sem mudar"),
    "ShearX": Text("sheared", "cisalhada"),
    "ShearY": Text("sheared", "cisalhada"),
    "TranslateX": Text("shifted", "deslocada"),
    "TranslateY": Text("shifted", "deslocada"),
    "Rotate": Text("turned", "girada"),
    "Brightness": Text("brightness", "brilho"),
    "Color": Text("saturation", "saturação"),
    "Contrast": Text("contrast", "contraste"),
    "Sharpness": Text("sharpness", "nitidez"),
    "Posterize": Text("posterised", "posterizada"),
    "Solarize": Text("solarised", "solarizada"),
    "AutoContrast": Text("stretched", "esticada"),
    "Equalize": Text("equalised", "equalizada"),
}


def operation_space(
    bins: int, shape: Shape, *, shear: float, move: tuple[float, float], turn: float, tone: float, bits: tuple[int, int]
) -> Space:
    """Every operation with `bins` strengths; `move`: px along x and y; `bits`: of the weakest posterising, and how many fewer at most."""
    most, fewer = bits
    kept = (most - (torch.arange(bins) / ((bins - 1) / fewer))).round().int()
    signed = {"ShearX": shear, "ShearY": shear, "TranslateX": move[0], "TranslateY": move[1], "Rotate": turn}
    tones = dict.fromkeys(("Brightness", "Color", "Contrast", "Sharpness"), tone)
    return {
        "Identity": (None, False),
        **{name: (torch.linspace(0.0, end, bins).tolist(), True) for name, end in (signed | tones).items()},
        "Posterize": ([float(one) for one in kept], False),
        "Solarize": (torch.linspace(1.0, 0.0, bins).tolist(), False),
        "AutoContrast": (None, False),
        "Equalize": (None, False),
    }


def choose_operation(rng: TorchvisionRng, among: Space) -> str:
    return list(among)[rng.randint(len(among))]


def magnitude_at(rng: TorchvisionRng, magnitudes: Magnitudes, level: int) -> float:
    """The strength of a level, turned round half of the times where it can be."""
    strengths, signed = magnitudes
    if strengths is None:
        return 0.0
    return -strengths[level] if signed and rng.coin_flip() else strengths[level]


def apply_operation(pictures: Tensor, operation: Operation, interpolation: v2.InterpolationMode) -> Tensor:
    """One operation on uint8 (N, C, H, W)."""
    name, by = operation
    f = v2.functional
    geometry = {
        "ShearX": ([0, 0], [math.degrees(math.atan(by)), 0.0], [0, 0]),
        "ShearY": ([0, 0], [0.0, math.degrees(math.atan(by))], [0, 0]),
        "TranslateX": ([int(by), 0], [0.0, 0.0], None),
        "TranslateY": ([0, int(by)], [0.0, 0.0], None),
    }
    if name in geometry:
        move, shear, center = geometry[name]
        moved: Tensor = f.affine(pictures, angle=0.0, translate=move, scale=1.0, shear=shear, interpolation=interpolation, center=center)
        return moved
    others = {
        "Identity": lambda: pictures,
        "Rotate": lambda: f.rotate(pictures, by, interpolation=interpolation),
        "Brightness": lambda: f.adjust_brightness(pictures, 1.0 + by),
        "Color": lambda: f.adjust_saturation(pictures, 1.0 + by),
        "Contrast": lambda: f.adjust_contrast(pictures, 1.0 + by),
        "Sharpness": lambda: f.adjust_sharpness(pictures, 1.0 + by),
        "Posterize": lambda: f.posterize(pictures, int(by)),
        "Solarize": lambda: f.solarize(pictures, 255 * by),
        "AutoContrast": lambda: f.autocontrast(pictures),
        "Equalize": lambda: f.equalize(pictures),
    }
    done: Tensor = others[name]()
    return done


def operations_text(operations: list[Operation]) -> Text:
    """Operations in words: "sheared, contrast"."""
    words = [NAMES[name] for name, _ in operations if name != "Identity"]
    return Text(", ".join(word.en for word in words), ", ".join(word.pt for word in words))
