"""What the models return, as it travels: JSON for cards and layers, bytes for maps.

    uint32 n, little end first | n bytes of JSON, padded with spaces | arrays

4 + n and the length of every array are padded to multiples of 4, so that a browser can lay typed arrays over the answer
without copying. The JSON names the arrays in their order: {"version": 1, ..., "arrays": [{"name", "type", "shape"}]}.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.encode import found_ink
from app.text import in_language
from models.errors import UserError
from models.text import LANGUAGES, Language, Text
from models.types.activations import ForwardView, LayerMaps, LayerSummary
from models.types.convolution import ConvolutionWeights
from models.types.filters import EDITED_MARK
from models.types.networks import ClassGroups, Layer, NetworkInfo

VERSION = 1
_LITTLE = {"uint8": "<u1", "float32": "<f4"}

Arrays = dict[str, NDArray[Any]]


def pack(header: dict[str, Any], arrays: Arrays) -> bytes:
    """One binary answer. `arrays` travel in their order and must be uint8 or float32. A network is named without its edits."""
    if isinstance(network := header.get("network"), str):
        header = {**header, "network": network.partition(EDITED_MARK)[0]}
    named = [{"name": name, "type": values.dtype.name, "shape": values.shape} for name, values in arrays.items()]
    text = json.dumps({"version": VERSION, **header, "arrays": named}, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-(4 + len(text)) % 4)
    return b"".join([struct.pack("<I", len(text)), text, *(_padded(values) for values in arrays.values())])


def _padded(values: NDArray[Any]) -> bytes:
    data = np.ascontiguousarray(values, dtype=_LITTLE[values.dtype.name]).tobytes()
    return data + bytes(-len(data) % 4)


def json_number(value: float) -> float | str | None:
    """A number as JSON can carry it: "Infinity", "-Infinity", and null for what is no number."""
    value = float(value)
    if math.isfinite(value):
        return value
    return None if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")


def forward_view(answer: ForwardView, language: Language) -> bytes:
    header = {
        "network": answer.network,
        "milliseconds": json_number(answer.milliseconds),
        "remembered": answer.cached,
        "layers": [_layer_summary(summary) for summary in answer.summaries],
        "maps": _map_header(answer.maps),
        "found": found_ink.facts(answer.report, language),
        "nothing": found_ink.NOTHING_DRAWN[language] if answer.empty else None,
    }
    arrays: Arrays = {"picture": answer.picture}  # [h, w, c]
    arrays |= {f"thumbnail:{i}": summary.thumbnail.codes[0] for i, summary in enumerate(answer.summaries)}  # [h, w]
    if answer.answered is not None:
        arrays["answered"] = answer.answered  # [h, w, c]
    return pack(header, arrays | _map_arrays(answer.maps) | {"logits": answer.logits} | found_ink.pictures(answer.report))


def maps(network: str, answer: LayerMaps) -> bytes:
    return pack({"network": network, "maps": _map_header(answer)}, _map_arrays(answer))


def channel(network: str, layer: str, index: int, values: NDArray[np.float32]) -> bytes:
    return pack({"network": network, "layer": layer, "channel": index}, {"values": values})


MAX_PLANES = 4  # input channels that travel together: those of a picture, and a few


def filters(network: str, layer: str, at: int, learned: ConvolutionWeights) -> bytes:
    """The kernels of input channel `at`, [out, 1, y, x]; of all input channels where there are few, [out, in, y, x]."""
    kernels = learned.kernels
    first = 0 if kernels.shape[1] <= MAX_PLANES else min(at, kernels.shape[1] - 1)
    part = kernels if kernels.shape[1] <= MAX_PLANES else kernels[:, first : first + 1]
    header = {"network": network, "layer": layer, "shape": kernels.shape, "input": first}
    return pack(header, {"kernels": part, "bias": learned.bias})


def values(numbers: NDArray[np.float32]) -> bytes:
    return pack({}, {"values": numbers})


def convolve_request(
    body: bytes, height: int, width: int, planes: int, rows: int, columns: int
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """What `cnn/convolve` is sent: float32 [plane, row, column], little end first, then the picture's bytes [plane, y, x]."""
    weights, pixels = planes * rows * columns, planes * height * width
    if len(body) != 4 * weights + pixels:
        raise UserError(
            Text(
                "The kernels and the picture have {wanted} bytes together, not {given}.",
                "Os núcleos e a imagem têm {wanted} bytes juntos, não {given}.",
            ).format(wanted=4 * weights + pixels, given=len(body))
        )
    kernels = np.frombuffer(body, "<f4", weights).reshape(planes, rows, columns)
    if not np.isfinite(kernels).all():
        raise UserError(Text("A weight of the kernel is not a number.", "Um peso do núcleo não é um número."))
    return np.frombuffer(body, np.uint8, pixels, 4 * weights).reshape(planes, height, width), kernels


def _layer_summary(summary: LayerSummary) -> dict[str, Any]:
    low, step = summary.thumbnail.low[0], summary.thumbnail.step[0]
    bounds = {
        "minimum": json_number(summary.minimum),
        "maximum": json_number(summary.maximum),
        "low": json_number(low),
        "step": json_number(step),
    }
    return {"name": summary.layer, "channel": summary.channel, **bounds}


def _map_header(answer: LayerMaps) -> dict[str, Any]:
    bounds = {"minimum": json_number(answer.minimum), "maximum": json_number(answer.maximum)}
    return {"layer": answer.layer, "shape": answer.shape, "factor": answer.factor, **bounds}


def _map_arrays(answer: LayerMaps) -> Arrays:
    return {"codes": answer.maps.codes, "low": answer.maps.low, "step": answer.maps.step}  # [c, h, w], [c], [c]


def network_info(network: NetworkInfo, language: Language) -> dict[str, Any]:
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
        "classes": in_language(network.classes, language),
        "weights": network.weights,
        "download_mb": network.download_mb,
        "drawing": network.drawing,
        "usual": network.usual,
        "least_logit": network.least_logit,
        "answer": network.answer,
        "task": network.task,
        "requirement": network.requirement,
        "counterpart": network.counterpart,
        "family": network.family,
        "paper": network.paper,
        "accuracy": network.accuracy,
        "memory_mb": network.memory_mb,
        "opening_seconds": network.opening_seconds,
        "seconds": network.seconds,
        "refused": network.refused and network.refused[language],
    }


def network_details(network: NetworkInfo, layers: Sequence[Layer], groups: ClassGroups | None, language: Language) -> dict[str, Any]:
    """A network as the page opens it: its card, its classes in the other language too (people search in either), its layers."""
    (other,) = (each for each in LANGUAGES if each != language)
    return {
        **network_info(network, language),
        "classes_other": in_language(network.classes, other),
        "layers": [layer(one, language) for one in layers],
        "groups": groups and class_groups(groups, language, other),
    }


def class_groups(groups: ClassGroups, language: Language, other: Language) -> dict[str, Any]:
    """The tree above the classes, its names in the page's language and in the other."""
    names = {"names": in_language(groups.names, language), "names_other": in_language(groups.names, other)}
    return names | {"parents": groups.parents, "of": groups.of}


def layer(one: Layer, language: Language) -> dict[str, Any]:
    """One stop of the strip, as the public API and the page know it."""
    field = one.receptive_field
    flattened = {"flattened": field.flattened} if field.flattened else {}
    return {
        "name": one.name,
        "kind": one.kind,
        "title": one.title[language],
        "inputs": one.inputs,
        "shape": one.shape,
        "parameters": one.parameters,
        "formula": one.formula[language],
        "macs": one.macs,
        "connections": one.connections,
        "receptive_field": {"size": field.size, "stride": field.stride, "offset": field.offset, "whole": field.whole, **flattened},
    }


class TransientPart(bytes):
    """A part that its successors make worthless, such as how far an epoch is: the first to go where there are too many bytes."""
