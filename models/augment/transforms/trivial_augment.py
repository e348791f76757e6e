"""One operation, drawn from fourteen, of a strength that is drawn too: wide ranges.

Müller and Hutter, "TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation", ICCV 2021.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor
from torchvision.transforms import v2

from models.augment.policies import Space, apply_operation, choose_operation, magnitude_at, operation_space, operations_text
from models.augment.transform import Drawn, Shape, TorchvisionRng, Transform, Values, apply_each, python_literal, single_value
from models.number_spec import NumberSpec
from models.text import Text


def _space(bins: int, shape: Shape) -> Space:
    return operation_space(bins, shape, shear=0.99, move=(32.0, 32.0), turn=135.0, tone=0.99, bits=(8, 6))


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    bins = int(single_value(values, "levels"))
    among = _space(bins, shape)
    name = choose_operation(rng, among)
    level = rng.randint(bins) if among[name][0] is not None else 0
    return {"operations": [[name, magnitude_at(rng, among[name], level)]]}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    def made(some: Tensor, one: Drawn) -> Tensor:
        for name, by in one["operations"]:
            some = apply_operation(some, (name, by), v2.InterpolationMode.NEAREST)
        return some

    return apply_each(pictures, drawn, made)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.TrivialAugmentWide(num_magnitude_bins={python_literal(values['levels'])})"


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
    summary=lambda drawn: operations_text(drawn["operations"]),
)
