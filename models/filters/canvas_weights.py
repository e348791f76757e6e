"""How a channel's maps are climbed on a canvas: by how much of a picture one of its cells sees."""

from __future__ import annotations

from dataclasses import replace

from models.filters.activation_maximization import Canvas, CellSelection, all_cells
from models.filters.target import UnitTarget

MAX_FIELD_TO_WRAP = 0.4  # of a side: units that see no more are shown the picture moved round; for the others too little of it would stay
CROP_SHARE, MIN_SIDE_TO_CROP = (
    5 / 8,
    96,
)  # of a side, px: a step looks at so much of a picture that is so wide and wholly holds what a cell sees


def with_wrapping(canvas: Canvas, target: UnitTarget) -> Canvas:
    """The same canvas, moved round and looked at in parts where the cells of `target` allow it."""
    sees, side = max(target.layer_step.layer.receptive_field.size), min(canvas.height, canvas.width)
    wide = side >= MIN_SIDE_TO_CROP and sees <= side
    window = (round(CROP_SHARE * canvas.height), round(CROP_SHARE * canvas.width)) if wide else None
    return replace(canvas, wraps=sees <= MAX_FIELD_TO_WRAP * side, window=window)


def cell_selection(canvas: Canvas, target: UnitTarget) -> CellSelection:
    """Which cells count: those that see no padding, or all of them where a window is too small to hold many of those."""
    return all_cells if canvas.window and not canvas.wraps else target.cells_inside
