"""How a channel's maps are climbed on a canvas: by how much of a picture one of its cells sees."""

from __future__ import annotations

from dataclasses import replace

from models.filters.activation_maximization import Canvas, Counted, everywhere
from models.filters.target import Aim

ENDLESS = 0.4  # of a side: units that see no more are shown the picture moved round; for the others too little of it would stay
WINDOW, WIDE = 5 / 8, 96  # of a side, px: a step looks at so much of a picture that is so wide and wholly holds what a cell sees


def spread(canvas: Canvas, target: Aim) -> Canvas:
    """The same canvas, moved round and looked at in parts where the cells of `target` allow it."""
    sees, side = max(target.stop.layer.receptive_field.size), min(canvas.height, canvas.width)
    wide = side >= WIDE and sees <= side
    window = (round(WINDOW * canvas.height), round(WINDOW * canvas.width)) if wide else None
    return replace(canvas, endless=sees <= ENDLESS * side, window=window)


def counted(canvas: Canvas, target: Aim) -> Counted:
    """Which cells count: those that see no padding, or all of them where a window is too small to hold many of those."""
    return everywhere if canvas.window and not canvas.endless else target.inside
