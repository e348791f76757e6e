"""What the models return, as it travels: JSON for cards and layers, bytes for maps.

    uint32 n, little end first | n bytes of JSON, padded with spaces | arrays

4 + n and the length of every array are padded to multiples of 4, so that a browser can lay typed arrays over the answer
without copying. The JSON names the arrays in their order: {"version": 1, ..., "arrays": [{"name", "type", "shape"}]}.
"""

from __future__ import annotations

import json
import math
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.text import spoken
from models.text import Language
from models.types import Glance, Layer, LayerMaps, Look, NetworkCard

VERSION = 1
_LITTLE = {"uint8": "<u1", "float32": "<f4"}

Arrays = dict[str, NDArray[Any]]


def pack(header: dict[str, Any], arrays: Arrays) -> bytes:
    """One binary answer. `arrays` travel in their order and must be uint8 or float32."""
    named = [{"name": name, "type": values.dtype.name, "shape": values.shape} for name, values in arrays.items()]
    text = json.dumps({"version": VERSION, **header, "arrays": named}, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-(4 + len(text)) % 4)
    return b"".join([struct.pack("<I", len(text)), text, *(_padded(values) for values in arrays.values())])


def _padded(values: NDArray[Any]) -> bytes:
    data = np.ascontiguousarray(values, dtype=_LITTLE[values.dtype.name]).tobytes()
    return data + bytes(-len(data) % 4)


def real(value: float) -> float | str | None:
    """A number as JSON can carry it: "Infinity", "-Infinity", and null for what is no number."""
    value = float(value)
    if math.isfinite(value):
        return value
    return None if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")


def look(answer: Look) -> bytes:
    header = {
        "network": answer.network,
        "milliseconds": real(answer.milliseconds),
        "layers": [_glance(glance) for glance in answer.glances],
        "maps": _maps(answer.maps),
    }
    arrays: Arrays = {"picture": answer.picture}  # [h, w, c]
    arrays |= {f"thumbnail:{i}": glance.thumbnail.codes[0] for i, glance in enumerate(answer.glances)}  # [h, w]
    return pack(header, arrays | _of_maps(answer.maps) | {"logits": answer.logits})


def maps(network: str, answer: LayerMaps) -> bytes:
    return pack({"network": network, "maps": _maps(answer)}, _of_maps(answer))


def channel(network: str, layer: str, index: int, values: NDArray[np.float32]) -> bytes:
    return pack({"network": network, "layer": layer, "channel": index}, {"values": values})


def _glance(glance: Glance) -> dict[str, Any]:
    low, step = glance.thumbnail.low[0], glance.thumbnail.step[0]
    bounds = {"minimum": real(glance.minimum), "maximum": real(glance.maximum), "low": real(low), "step": real(step)}
    return {"name": glance.layer, "channel": glance.channel, **bounds}


def _maps(answer: LayerMaps) -> dict[str, Any]:
    bounds = {"minimum": real(answer.minimum), "maximum": real(answer.maximum)}
    return {"layer": answer.layer, "shape": answer.shape, "factor": answer.factor, **bounds}


def _of_maps(answer: LayerMaps) -> Arrays:
    return {"codes": answer.maps.codes, "low": answer.maps.low, "step": answer.maps.step}  # [c, h, w], [c], [c]


def card(network: NetworkCard, language: Language) -> dict[str, Any]:
    """One network as the public API and the page know it."""
    size = network.input
    return {
        "key": network.key,
        "title": network.title[language],
        "note": network.note[language],
        "year": network.year,
        "parameters": network.parameters,
        "macs": network.macs,
        "input": {"channels": size.channels, "height": size.height, "width": size.width},
        "classes": spoken(network.classes, language),
        "weights": network.weights,
        "download_mb": network.download_mb,
        "drawing": network.drawing,
    }


def layer(one: Layer, language: Language) -> dict[str, Any]:
    """One stop of the strip, as the public API and the page know it."""
    field = one.receptive_field
    return {
        "name": one.name,
        "kind": one.kind,
        "title": one.title[language],
        "inputs": one.inputs,
        "shape": one.shape,
        "parameters": one.parameters,
        "formula": one.formula,
        "macs": one.macs,
        "receptive_field": {"size": field.size, "stride": field.stride, "offset": field.offset, "whole": field.whole},
    }
