"""Where a network looked, as it travels: heats in parts, small heats along the layers, curves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.encode.binary import Arrays, pack, real
from app.text import spoken
from models.errors import UserError
from models.text import Language, Text
from models.types.activations import Source
from models.types.attribution import Curves, Explanation, Heat, MethodCard, StageHeat

_CURVES = ("deleted", "inserted", "random_deleted", "random_inserted")


def card(method: MethodCard, language: Language) -> dict[str, object]:
    words = {"title": method.title, "says": method.says, "formula": method.formula, "unit": method.unit}
    return {
        "key": method.key,
        "at": method.at,
        "signed": method.signed,
        "passes": method.passes,
        "points": method.points,
        **spoken(words, language),
    }


def part(answer: Explanation) -> bytes:
    """What is known so far: bytes while it goes on, the exact numbers at the end, there also at the size of the picture."""
    header = {
        "network": answer.network,
        "method": answer.method,
        "layer": answer.layer,
        "done": answer.done,
        "of": answer.of,
        "milliseconds": real(answer.milliseconds),
        "heats": [_heat(heat) for heat in answer.heats],
    }
    whole = answer.done == answer.of
    arrays: Arrays = {}
    for i, heat in enumerate(answer.heats):
        arrays |= {} if heat.sums is None else {f"sums:{i}": heat.sums}
        arrays |= {f"cells:{i}": heat.cells, f"map:{i}": heat.map} if whole else {f"codes:{i}": _codes(heat.cells)}
    return pack(header, arrays)


def _heat(heat: Heat) -> dict[str, object]:
    bounds = {"minimum": real(heat.cells.min()), "maximum": real(heat.cells.max())}
    return {"target": heat.target, **bounds, "facts": {name: real(number) for name, number in heat.facts.items()}}


def _codes(cells: NDArray[np.float32]) -> NDArray[np.uint8]:
    """0 … 255 between the least and the greatest value."""
    low, high = float(cells.min()), float(cells.max())
    codes: NDArray[np.uint8] = np.rint((cells - low) * (255 / (high - low) if high > low else 0)).astype(np.uint8)
    return codes


def along(network: str, target: int, stages: tuple[StageHeat, ...]) -> bytes:
    header = {
        "network": network,
        "target": target,
        "stages": [
            {
                "layer": stage.layer,
                "minimum": real(stage.minimum),
                "maximum": real(stage.maximum),
                "low": real(stage.thumbnail.low[0]),
                "step": real(stage.thumbnail.step[0]),
            }
            for stage in stages
        ],
    }
    return pack(header, {f"thumbnail:{i}": stage.thumbnail.codes[0] for i, stage in enumerate(stages)})  # [h, w]


def curves(found: Curves) -> bytes:
    lines = {name: getattr(found, name) for name in _CURVES}  # [point]
    areas = {name: real(Curves.area(line)) for name, line in lines.items()}
    return pack({"target": found.target, "done": found.done, "of": found.of, "areas": areas}, {"fractions": found.fractions, **lines})


def question(source: Source, height: int, width: int) -> tuple[NDArray[np.float32], Source]:
    """What `cnn/curves` is sent: the heat of every pixel [height, width], float32, little end first, then the picture."""
    length = 4 * height * width
    if len(source.data) <= length:
        raise UserError(
            Text(
                "The heat takes {length} bytes, and a picture must follow.", "O calor ocupa {length} bytes, e depois vem uma imagem."
            ).format(length=length)
        )
    heat = np.frombuffer(source.data, "<f4", height * width).reshape(height, width).astype(np.float32)
    return heat, Source(source.form, source.data[length:])
