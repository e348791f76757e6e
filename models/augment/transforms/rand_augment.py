"""A few operations in a row, drawn from fourteen, all of one strength.

Cubuk, Zoph, Shlens and Le, "RandAugment: Practical Automated Data Augmentation with a Reduced Search Space", 2019.
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

BINS = 31


def _space(shape: Shape) -> Space:
    _, height, width = shape
    return operation_space(BINS, shape, shear=0.3, move=(150.0 / 331.0 * width, 150.0 / 331.0 * height), turn=30.0, tone=0.9, bits=(8, 4))


def _draw(values: Values, rng: TorchvisionRng, shape: Shape) -> dict[str, Any]:
    among, level = _space(shape), int(single_value(values, "magnitude"))
    operations = []
    for _ in range(int(single_value(values, "operations"))):
        name = choose_operation(rng, among)
        operations.append([name, magnitude_at(rng, among[name], level)])
    return {"operations": operations}


def _apply(pictures: Tensor, drawn: Sequence[Drawn]) -> Tensor:
    def made(some: Tensor, one: Drawn) -> Tensor:
        for name, by in one["operations"]:
            some = apply_operation(some, (name, by), v2.InterpolationMode.NEAREST)
        return some

    return apply_each(pictures, drawn, made)


def _code(values: Values, shape: Shape) -> str:
    return f"v2.RandAugment(num_ops={python_literal(values['operations'])}, magnitude={python_literal(values['magnitude'])})"


TRANSFORM = Transform(
    key="rand_augment",
    order=170,
    title=Text("RandAugment", "RandAugment"),
    about=Text(
        "So many operations in a row, drawn from fourteen, all of one strength.",
        "Tantas operações seguidas, sorteadas entre catorze, todas com a mesma força.",
    ),
    settings=(
        NumberSpec("operations", Text("Operations", "Operações"), 2, 1, 6, 1),
        NumberSpec("magnitude", Text("Strength", "Força"), 9, 0, 30, 1),
    ),
    handle=("magnitude",),
    draw=_draw,
    apply=_apply,
    code=_code,
    summary=lambda drawn: operations_text(drawn["operations"]),
)
