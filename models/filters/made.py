"""What a picture is made for, so that the code of it can be written."""

from __future__ import annotations

from dataclasses import dataclass

from models.filters.activation_maximization import Canvas
from models.filters.target import Aim
from models.types.filters import Aimed


@dataclass(frozen=True, slots=True)
class Made:
    """The picture that is made: for a unit of `target`, or for the class `unit` where there is none."""

    target: Aim | None
    canvas: Canvas
    unit: int
    aimed: Aimed
    steps: int
    seed: int
