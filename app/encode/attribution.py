"""Where a network looked, as it travels: heat maps in parts, small heat maps along the layers, curves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.encode.binary import Arrays, json_number, pack
from app.text import in_language
from models.errors import UserError
from models.text import Language, Text
from models.types.activations import PictureSource
from models.types.attribution import AttributionMap, DeletionCurves, Explanation, MethodInfo, StageAttribution

_CURVES = ("deleted", "inserted", "random_deleted", "random_inserted")


def method_info(method: MethodInfo, language: Language) -> dict[str, object]:
    words = {"title": method.title, "says": method.description, "formula": method.formula, "unit": method.unit}
    return {
        "key": method.key,
        "at": method.attributed_to,
        "signed": method.signed,
        "passes": method.passes,
        "points": method.point_choices,
        "per_layer": method.per_layer,
        **in_language(words, language),
    }


def attribution_part(answer: Explanation) -> bytes:
    """What is known so far: bytes while it goes on, the exact numbers at the end, there also at the size of the picture."""
    header = {
        "network": answer.network,
        "method": answer.method,
        "layer": answer.layer,
        "done": answer.done,
        "of": answer.total,
        "milliseconds": json_number(answer.milliseconds),
        "heats": [_heat(attribution) for attribution in answer.maps],
    }
    whole = answer.done == answer.total
    arrays: Arrays = {}
    for i, attribution in enumerate(answer.maps):
        arrays |= {} if attribution.before_relu is None else {f"sums:{i}": attribution.before_relu}
        arrays |= {f"cells:{i}": attribution.cells, f"map:{i}": attribution.map} if whole else {f"codes:{i}": _codes(attribution.cells)}
    return pack(header, arrays)


def _heat(attribution: AttributionMap) -> dict[str, object]:
    bounds = {"minimum": json_number(attribution.cells.min()), "maximum": json_number(attribution.cells.max())}
    return {"target": attribution.target, **bounds, "facts": {name: json_number(number) for name, number in attribution.facts.items()}}


def _codes(cells: NDArray[np.float32]) -> NDArray[np.uint8]:
    """0 … 255 between the least and the greatest value."""
    low, high = float(cells.min()), float(cells.max())
    codes: NDArray[np.uint8] = np.rint((cells - low) * (255 / (high - low) if high > low else 0)).astype(np.uint8)
    return codes


def per_layer(network: str, target: int, stages: tuple[StageAttribution, ...]) -> bytes:
    header = {
        "network": network,
        "target": target,
        "stages": [
            {
                "layer": stage.layer,
                "minimum": json_number(stage.minimum),
                "maximum": json_number(stage.maximum),
                "low": json_number(stage.thumbnail.low[0]),
                "step": json_number(stage.thumbnail.step[0]),
            }
            for stage in stages
        ],
    }
    return pack(header, {f"thumbnail:{i}": stage.thumbnail.codes[0] for i, stage in enumerate(stages)})  # [h, w]


def deletion_curves(found: DeletionCurves) -> bytes:
    lines = {name: getattr(found, name) for name in _CURVES}  # [point]
    areas = {name: json_number(DeletionCurves.area(line)) for name, line in lines.items()}
    return pack({"target": found.target, "done": found.done, "of": found.total, "areas": areas}, {"fractions": found.fractions, **lines})


def deletion_request(source: PictureSource, height: int, width: int) -> tuple[NDArray[np.float32], PictureSource]:
    """What `cnn/deletion_curves` is sent: the heat of every pixel [height, width], float32, little end first, then the picture."""
    length = 4 * height * width
    if len(source.data) <= length:
        raise UserError(
            Text(
                "The heat takes {length} bytes, and a picture must follow.", "O calor ocupa {length} bytes, e depois vem uma imagem."
            ).format(length=length)
        )
    heat = np.frombuffer(source.data, "<f4", height * width).reshape(height, width).astype(np.float32)
    return heat, PictureSource(source.form, source.data[length:])
