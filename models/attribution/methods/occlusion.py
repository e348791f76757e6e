"""Occlusion: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014, section 4.2.

GRID × GRID windows that tile the picture are covered one after the other; the heat of a window is how far the logit falls.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from models.attribution.methods import AttributionInput, Method, Partial, growing_batches
from models.text import Text

GRID = 7


def windows(height: int, width: int, grid: int = GRID) -> Tensor:
    """Which window covers each pixel, 0 … grid² − 1, (H, W)."""
    rows, columns = (torch.arange(side) * grid // side for side in (height, width))
    return rows[:, None] * grid + columns


def steps(inputs: AttributionInput) -> Iterator[Partial]:
    """One forward pass for each window, for all classes together."""
    plan, targets = inputs.batched_plan(), list(inputs.targets)
    window = windows(*inputs.picture.shape[2:])  # (H, W)
    whole = plan.logits(inputs.picture)[0, targets]  # (targets)
    falls = torch.zeros(GRID * GRID, len(targets))
    for part in growing_batches(GRID * GRID, inputs.batch):
        covered = torch.arange(part.start, part.stop).view(-1, 1, 1, 1) == window  # (part, 1, H, W)
        falls[part] = whole - plan.logits(torch.where(covered, inputs.black, inputs.picture))[:, targets]
        yield Partial(falls[window].movedim(-1, 0), part.stop, GRID * GRID, tuple({"windows": GRID * GRID} for _ in targets))


CODE = f"""\
rows, columns = (torch.arange(side) * {GRID} // side for side in x.shape[2:])
window = rows[:, None] * {GRID} + columns  # (H, W): which window covers a pixel
heat = torch.zeros(x.shape[2:])
with torch.no_grad():
    whole = network(x)[0, target]
    for place in range({GRID} * {GRID}):
        covered = torch.where(window == place, black, x)  # (1, C, H, W)
        heat[window == place] = whole - network(covered)[0, target]"""

METHOD = Method(
    key="occlusion",
    order=80,
    title=Text("Occlusion", "Oclusão"),
    description=Text(
        f"Cover one of {GRID} × {GRID} windows at a time with black. Orange: the logit z falls; blue: it rises, the window spoke against.",
        f"Cubra de preto uma de {GRID} × {GRID} janelas por vez. Laranja: o logit z cai; azul: sobe, a janela falava contra.",
    ),
    formula=(Text("heat = z ( x ) − z ( x covered )", "calor = z ( x ) − z ( x coberta )"),),
    attributed_to="input",
    signed=True,
    passes=50,
    steps=steps,
    code=CODE,
)
