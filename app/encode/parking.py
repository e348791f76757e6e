"""A car park and what three readers say of it, as it travels to the page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from app.encode import binary
from models.text import Language
from models.types.uses import ParkingAnswers, ParkingDay, ParkingScore, PklotAnswers, PklotContents


def part(found: ParkingDay | ParkingAnswers | ParkingScore | PklotContents | PklotAnswers, language: Language) -> bytes:
    """One part; `part` in its header says which it is."""
    match found:
        case ParkingDay():
            return binary.pack({"part": "day"}, _day(found))
        case ParkingAnswers():
            return binary.pack({"part": "answers"} | _facts(found), _said(found))
        case ParkingScore():
            head = {"part": "score", "weather": found.weather, "asked": found.asked, "right": dict(found.right)}
            return binary.pack(head | {"intervals": dict(found.intervals)}, {})
        case PklotContents():
            weathers = [asdict(one) for one in found.weathers]
            head = {"part": "contents", "weathers": weathers, "training": found.training, "left_out": found.left_out[language]}
            return binary.pack(head, {})
        case PklotAnswers():
            head = {"part": "weather", "weather": found.weather} | _facts(found.answers)
            return binary.pack(head, _day(found.day) | _said(found.answers))


def _day(found: ParkingDay) -> binary.Arrays:
    return {"picture": found.picture, "corners": found.corners, "patches": found.patches, "taken": found.taken.astype(np.uint8)}


def _facts(found: ParkingAnswers) -> dict[str, Any]:
    return {
        "spaces_learned": found.spaces_learned,
        "learned_from": found.learned_from,
        "milliseconds": binary.json_number(found.milliseconds),
    }


def _said(found: ParkingAnswers) -> binary.Arrays:
    said = {reader: answers.astype(np.uint8) for reader, answers in found.taken.items()}
    return said | {"probabilities": found.probabilities}
