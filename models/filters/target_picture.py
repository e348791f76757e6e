"""What a picture is made for, so that the code of it can be written."""

from __future__ import annotations

from dataclasses import dataclass

from models.filters.activation_maximization import Canvas
from models.filters.target import UnitTarget
from models.types.filters import Objective


@dataclass(frozen=True, slots=True)
class TargetPicture:
    """The picture that is made: for a unit of `target`, or for the class `unit` where there is none."""

    target: UnitTarget | None
    canvas: Canvas
    unit: int
    objective: Objective
    steps: int
    seed: int
