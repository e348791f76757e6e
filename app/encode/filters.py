"""Filters and their units as they travel: tiles, patches, pictures as they form, edits.

Edits go in front of whatever else a body holds: uint32 n, little end first | n bytes of JSON | the rest. The JSON is a list of
{"layer", "unit", "factor", "kernel"}; `kernel`, if there is one, is the painted weights [in, y, x], flat.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.encode.binary import Arrays, json_number, pack
from app.text import in_language
from models import api, json_reader
from models.errors import UserError
from models.text import Language, Text
from models.types.filters import CorrectCounts, Edit, EditedAnswer, FilterTiles, MaximizationProgress, TopPatches, UnitActivations

SIDE = 96  # px of a patch at most: it is shown in some 60
_NOT_EDITS = Text("The edits cannot be read.", "Não foi possível ler as edições.")
_NOT_PICTURES = Text("The pictures cannot be told apart.", "Não foi possível separar as imagens.")


def tiles(network: str, layer: str, found: FilterTiles) -> bytes:
    header = {"network": network, "layer": layer, "shape": found.shape, "slices": found.slices.tolist()}
    return pack(header, {"tiles": found.tiles, "norms": found.norms, "largest": found.largest})


def kernel(network: str, layer: str, unit: int, visitor: str) -> bytes:
    """One filter whole, [in, y, x], and its bias."""
    learned = api.filters(network, layer, visitor=visitor)
    if unit >= len(learned.kernels):
        raise UserError(
            Text("unit: {unit} is not in {layer}; the last is {last}.", "unit: {unit} não existe em {layer}; a última é {last}.").format(
                unit=unit, layer=layer, last=len(learned.kernels) - 1
            )
        )
    header = {"network": network, "layer": layer, "unit": unit, "bias": json_number(learned.bias[unit])}
    return pack(header, {"kernel": learned.kernels[unit]})


def unit_activations(network: str, unit: int, found: UnitActivations) -> bytes:
    header = {"network": network, "layer": found.layer, "unit": unit, "read": found.read_from, "cell": found.cells[unit].tolist()}
    return pack(header, {"map": found.map, "highest": found.highest})


def activation_maximization_frame(frame: MaximizationProgress) -> bytes:
    return pack({"step": frame.step, "steps": frame.steps, "score": json_number(frame.score)}, {"picture": frame.picture})


def top_patches(parts: Iterator[TopPatches], language: Language) -> Iterator[bytes]:
    """Every part; the patches travel only with those that changed them."""
    sent: list[int] | None = None
    for part in parts:
        now = part.pictures.tolist()
        fresh = now != sent or part.done == part.total
        sent = now
        yield _top_patches_part(part, language, with_patches=fresh)


def _top_patches_part(part: TopPatches, language: Language, *, with_patches: bool) -> bytes:
    header = {
        "done": part.done,
        "total": part.total,
        "scores": [json_number(score) for score in part.scores],
        "pictures": part.pictures.tolist(),
        "cells": part.cells.tolist(),
        "labels": in_language(part.labels, language),
        "sizes": [patch.shape[:2] for patch in part.patches],
    }
    arrays: Arrays = {f"patch:{i}": thumbnail(patch) for i, patch in enumerate(part.patches)} if with_patches else {}
    return pack(header, arrays)


def thumbnail(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """[height, width, channel] in at most SIDE px, as means of equal squares; the rest at the right and lower edge is left out."""
    factor = -(-max(picture.shape[:2]) // SIDE)
    if factor == 1:
        return picture
    height, width = (max(1, side // factor) for side in picture.shape[:2])
    squares = picture[: height * factor, : width * factor].reshape(height, -1, width, min(factor, picture.shape[1]), picture.shape[2])
    means: NDArray[np.uint8] = np.rint(squares.mean((1, 3))).astype(np.uint8)
    return means


def edited_answer(found: EditedAnswer) -> bytes:
    return pack({"milliseconds": json_number(found.milliseconds)}, {"before": found.before, "after": found.after})


def correct_counts(part: CorrectCounts) -> bytes:
    counts = {name: getattr(part, name).astype(np.float32) for name in ("pictures", "before", "after")}  # [class]
    return pack({"done": part.done, "total": part.total, "labelled": part.labelled, "stayed": part.unchanged}, counts)


def read_edits(network: str, body: bytes, visitor: str) -> tuple[list[Edit], bytes]:
    """The edits in front of a body, and the rest of it."""
    text, rest = _split(body)
    given = json_reader.read(text, "edits")
    if not isinstance(given, list):
        raise UserError(_NOT_EDITS)
    return [_edit(network, one, visitor) for one in given], rest


def _split(body: bytes) -> tuple[bytes, bytes]:
    if len(body) < 4:
        raise UserError(_NOT_EDITS)
    (length,) = struct.unpack_from("<I", body)
    if length > len(body) - 4:
        raise UserError(_NOT_EDITS)
    return body[4 : 4 + length], body[4 + length :]


def _edit(network: str, given: Any, visitor: str) -> Edit:
    if not isinstance(given, dict) or not isinstance(given.get("layer"), str):
        raise UserError(_NOT_EDITS)
    painted = given.get("kernel")
    layer, unit, factor = given["layer"], given.get("unit", -1), given.get("factor", 1.0)
    return Edit(layer, unit, factor, None if painted is None else _painted_kernel(network, layer, painted, visitor))


def _painted_kernel(network: str, layer: str, weights: Any, visitor: str) -> NDArray[np.float32]:
    shape = api.filters(network, layer, visitor=visitor).kernels.shape[1:]
    try:
        flat = np.array(weights, np.float32)
    except (TypeError, ValueError, OverflowError):
        raise UserError(_NOT_EDITS) from None
    return (
        flat.reshape(shape) if flat.ndim == 1 and flat.size == np.prod(shape) else flat
    )  # another shape is refused where shapes are known


def read_pictures(body: bytes) -> list[bytes]:
    """A visitor's files, one after the other, each behind its length as uint32; none in an empty body."""
    found = []
    while body:
        if len(body) < 4 or struct.unpack_from("<I", body)[0] > len(body) - 4:
            raise UserError(_NOT_PICTURES)
        (length,) = struct.unpack_from("<I", body)
        found.append(body[4 : 4 + length])
        body = body[4 + length :]
    return found
