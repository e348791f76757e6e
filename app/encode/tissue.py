"""Sections of tissue as they travel, and the strokes that come from the page.

A body is uint32 n, little end first | n bytes of JSON | the picture's file, nothing where the address names a sample. The JSON is
{"kinds": 3, "strokes": [{"kind": 0, "width": 0.03, "points": [x, y, x, y, ...]}]}, places as parts of the picture's width and height.
"""

from __future__ import annotations

import struct
from dataclasses import asdict
from typing import Any

from app.encode import binary
from models import json_reader
from models.errors import UserError
from models.text import Language, Text
from models.types.tissue import TissueColouring, TissuePatches, TissueProgress, TissueSample, TissueSection, TissueStroke

_UNREADABLE = Text("The strokes cannot be read.", "Não foi possível ler os traços.")


def samples(found: tuple[TissueSample, ...], language: Language) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "title": one.title[language],
            "credit": one.credit[language],
            "kinds": [kind[language] for kind in one.kinds],
            "stained": one.stained,
            "strokes": [
                {"kind": stroke.kind, "width": stroke.width, "points": [part for point in stroke.points for part in point]}
                for stroke in one.strokes
            ],
        }
        for one in found
    ]


def section(found: TissueSection) -> bytes:
    head = {"size": found.size, "threshold": binary.json_number(found.threshold)}
    return binary.pack(head, {"picture": found.picture, "brown": found.brown})


def progress(found: TissueProgress) -> bytes:
    head = {"done": found.done, "tiles": found.tiles}
    return binary.pack(head, {}) if found.colouring is None else _colouring(head, found.colouring)


def _colouring(head: dict[str, Any], found: TissueColouring) -> bytes:
    facts = {name: value for name, value in asdict(found).items() if name != "probabilities"}
    return binary.pack(head | facts, {"probabilities": found.probabilities})


def patches(found: TissuePatches) -> bytes:
    arrays: binary.Arrays = {"rows": found.rows, "columns": found.columns, "probabilities": found.probabilities}
    facts = {name: getattr(found, name) for name in ("first", "total", "largest_difference", "seconds", "one_pass_seconds")}
    return binary.pack(facts, arrays)


def read_strokes(body: bytes) -> tuple[list[TissueStroke], int, bytes]:
    """(strokes, kinds, the rest of the body)."""
    if len(body) < 4 or struct.unpack_from("<I", body)[0] > len(body) - 4:
        raise UserError(_UNREADABLE)
    (length,) = struct.unpack_from("<I", body)
    given = json_reader.read(body[4 : 4 + length], "strokes")
    if not isinstance(given, dict) or type(given.get("kinds")) is not int or not isinstance(given.get("strokes"), list):
        raise UserError(_UNREADABLE)
    return [_stroke(one) for one in given["strokes"]], given["kinds"], body[4 + length :]


def _stroke(given: Any) -> TissueStroke:
    if not isinstance(given, dict) or type(given.get("kind")) is not int or not isinstance(given.get("points"), list):
        raise UserError(_UNREADABLE)
    numbers = [*given["points"], given.get("width")]
    if len(numbers) % 2 == 0 or not all(type(one) in (int, float) for one in numbers):
        raise UserError(_UNREADABLE)
    *points, width = map(float, numbers)
    return TissueStroke(given["kind"], width, tuple(zip(points[::2], points[1::2], strict=True)))
