"""The colouring network's plan, run with hints, with skip connections cut, with another temperature. The network stays as it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from models.cielab import lab_of_srgb
from models.engine.plan import Step, Values
from models.networks.colouring import COLOUR_LEVEL, HINT_SCALE, LEVELS, TEMPERATURE, pooled_hints
from models.store.store import LoadedNetwork
from models.types.colouring import ColourHint

_LEVEL_OF_CONCATENATION = {"cat": 4, "cat:2": 3, "cat:3": 2, "cat:4": 1}
_LEVEL_OF_HINTS = {f"narrow{level}": level for level in LEVELS if level >= COLOUR_LEVEL}
_DIVIDES_BY_TEMPERATURE = "truediv"


@torch.no_grad()
def run(loaded: LoadedNetwork, picture: Tensor, hints: Tensor | None, cut: Collection[int], temperature: float) -> Values:
    """Every value of the plan for `picture` (1, 3, H, W), sRGB from 0 to 1.

    `hints` (1, 3, H, W): a / 110, b / 110 and 1 where a colour is given. `cut`: levels whose skip connection brings zeros.
    """
    values = loaded.plan.empty_values(picture)
    for step in loaded.plan.steps:
        values[step.slot] = _value(step, [values[slot] for slot in step.inputs], cut, temperature)
        level = _LEVEL_OF_HINTS.get(step.name)
        if hints is not None and level:
            weight = loaded.network.get_submodule(f"hint{level}").get_parameter("weight")
            values[step.slot] = values[step.slot] + F.conv2d(pooled_hints(hints, level), weight, padding=1)
    return values


def _value(step: Step, read: list[Any], cut: Collection[int], temperature: float) -> Any:
    if step.name == _DIVIDES_BY_TEMPERATURE:
        return step.call(*read) * (TEMPERATURE / temperature)
    if _LEVEL_OF_CONCATENATION.get(step.name) in cut:
        below, skip = read
        return step.call(below, torch.zeros_like(skip))
    return step.call(*read)


def hint_maps(hints: Collection[ColourHint], height: int, width: int) -> Tensor | None:
    """(1, 3, height, width) as `run` takes them; later hints lie over earlier ones. None without any."""
    if not hints:
        return None
    maps = torch.zeros(1, 3, height, width)
    longer = max(height, width)
    rows, columns = torch.arange(height)[:, None] + 0.5, torch.arange(width) + 0.5
    for hint in hints:
        reach = max(hint.radius * longer, 0.75)  # px: at least the pixel that it lies on
        inside = (rows - hint.y * longer) ** 2 + (columns - hint.x * longer) ** 2 <= reach**2  # (height, width)
        colour = torch.tensor(hint.rgb, dtype=torch.float32).view(3, 1, 1) / 255
        a, b = lab_of_srgb(colour)[1:, 0, 0] / HINT_SCALE
        maps[0, :, inside] = torch.stack((a, b, torch.ones(()))).view(3, 1)
    return maps
