"""A car park and what three readers say of it, as it travels to the page."""

from __future__ import annotations

import numpy as np

from app.encode import binary
from models.types.uses import ParkingAnswers, ParkingDay, ParkingScore


def part(found: ParkingDay | ParkingAnswers | ParkingScore) -> bytes:
    """One part; `part` in its header says which it is."""
    match found:
        case ParkingDay():
            arrays: binary.Arrays = {"picture": found.picture, "corners": found.corners, "patches": found.patches}
            return binary.pack({"part": "day"}, arrays | {"taken": found.taken.astype(np.uint8)})
        case ParkingAnswers():
            head = {
                "part": "answers",
                "spaces_learned": found.spaces_learned,
                "learned_from": found.learned_from,
                "milliseconds": binary.json_number(found.milliseconds),
            }
            said = {reader: answers.astype(np.uint8) for reader, answers in found.taken.items()}
            return binary.pack(head, said | {"probabilities": found.probabilities})
        case ParkingScore():
            head = {"part": "score", "weather": found.weather, "asked": found.asked, "right": dict(found.right)}
            return binary.pack(head | {"intervals": dict(found.intervals)}, {})
