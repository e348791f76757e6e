"""One operation, drawn from fourteen, of a strength that is drawn too: wide ranges.

Müller and Hutter, "TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation", ICCV 2021.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor
from torchvision.transforms import v2

from models.augment.policies import Space, choose, named, perform, space, strength
from models.augment.transform import Chance, Drawn, Shape, Transform, Values, each, literal, single
from models.number_spec import NumberSpec
from models.text import Text


def _space(bins: int, shape: Shape) -> Space:
    return space(bins, shape, shear=0.99, move=(32.0, 32.0), turn=135.0, tone=0.99, bits=(8, 6))


def _draw(values: Values, chance: Chance, shape: Shape) -> dict[str, Any]:
    bins = int(single(values, "levels"))
    among = _space(bins, shape)
    name = choose(chance, among)
    level = chance.below(bins) if among[name][0] is not None else 0
    return {"operations": [[name, strength(chance, among[name], level)]]}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    def made(some: Tensor, one: Drawn) -> Tensor:
        for name, by in one["operations"]:
            some = perform(some, (name, by), v2.InterpolationMode.NEAREST)
        return some

    return each(pictures, drawn, made)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.TrivialAugmentWide(num_magnitude_bins={literal(values['levels'])})"


TRANSFORM = Transform(
    key="trivial_augment",
    order=180,
    title=Text("TrivialAugment", "TrivialAugment"),
    about=Text("One operation, drawn from fourteen, of any strength.", "Uma operação, sorteada entre catorze, de qualquer força."),
    settings=(NumberSpec("levels", Text("Levels of strength", "Níveis de força"), 31, 2, 31, 1),),
    handle=("levels",),
    draw=_draw,
    apply=_apply,
    code=_code,
    sign=lambda drawn: named(drawn["operations"]),
)
