"""Where a network looked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from models import service
from models.types.activations import Source
from models.types.attribution import Curves, Explanation, MethodCard, StageHeat, Stages
from models.types.code import Code


def explain_methods() -> tuple[MethodCard, ...]:
    """Every way to say where a network looked, in the order of the menu."""
    return service.explaining.methods()


def explain_stages(key: str, *, visitor: str = "") -> Stages:
    """The few layers among which a visitor chooses; the API takes any layer with maps."""
    return service.explaining.stages(key, visitor)


def explain(
    key: str,
    source: Source,
    method: str,
    *,
    targets: Sequence[object] | None = None,
    layer: str | None = None,
    points: object = None,
    visitor: str = "",
) -> Explanation:
    """How much each place of a picture speaks for each of the `targets` (classes; None: the most probable one).

    `layer`: for a method that looks at maps, None is the default stage. `points`: one of those that the method offers.
    Costs no forward pass up to the layer while the picture is remembered for the visitor.
    """
    return service.explaining.explain(key, source, method, targets, layer, points, visitor)


def explain_steps(
    key: str,
    source: Source,
    method: str,
    *,
    targets: Sequence[object] | None = None,
    layer: str | None = None,
    points: object = None,
    visitor: str = "",
) -> Iterator[Explanation]:
    """The same, with what is known after each turn; closing the iterator stops the work."""
    return service.explaining.steps(key, source, method, targets, layer, points, visitor)


def explain_along(key: str, source: Source, method: str, target: object, *, visitor: str = "") -> tuple[StageHeat, ...]:
    """The heat of one class at every stage, small; by Grad-CAM where the method itself takes many passes or looks at the input."""
    return service.explaining.along(key, source, method, target, visitor)


def explain_curves(key: str, source: Source, heat: NDArray[np.float32], target: object, *, visitor: str = "") -> Iterator[Curves]:
    """Deletion and insertion of the hottest pixels by `heat`, [y, x] of the prepared picture, as they are measured."""
    return service.explaining.curves(key, source, heat, target, visitor)


def explain_code(
    key: str, source: Source, method: str, target: object, *, layer: str | None = None, points: object = None, visitor: str = ""
) -> Code:
    """Lines of plain PyTorch that load the network and compute the heat of a class anew; they end with `heat`, [y, x]."""
    return service.explaining.code(key, source, method, target, layer, points, visitor)
