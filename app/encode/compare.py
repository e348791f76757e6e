"""Two networks that learn side by side, as they travel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from app.encode import binary
from app.encode.binary import Arrays, Passing
from models.text import Language
from models.types.compare import Ended, Event, Line, Material, Menu, Preset, Queued, Standing, Trainable, Under, Untrained

_TOGETHER = 64  # events of a part, of those that come at once


def menu(given: Menu, language: Language) -> dict[str, Any]:
    return {
        "materials": [_material(one, language) for one in given.materials],
        "networks": [_trainable(one, language) for one in given.networks],
        "ranges": {name: {"low": one.low, "high": one.high, "whole": one.whole} for name, one in given.ranges.items()},
        "presets": [_preset(one, language) for one in given.presets],
        "usual": given.usual,
    }


def _material(given: Material, language: Language) -> dict[str, Any]:
    words = {"title": given.title[language], "about": given.about[language], "credit": given.credit}
    numbers = {"most": given.most, "checked": given.checked}
    return {"key": given.key, **words, "kind": given.kind, "classes": [name[language] for name in given.classes], **numbers}


def _trainable(given: Trainable, language: Language) -> dict[str, Any]:
    return {"key": given.key, "title": given.title[language], "about": given.about[language], "sized": given.sized}


def _preset(given: Preset, language: Language) -> dict[str, Any]:
    words = {"title": given.title[language], "point": given.point[language]}
    lanes = {"left": dict(given.left), "right": dict(given.right)}
    return {"key": given.key, **words, **lanes, "measure": given.measure, "lanes": given.lanes, "repeats": given.repeats}


def line(given: Line, language: Language) -> bytes:
    header = {
        "labels": given.labels.tolist(),
        "classes": [name[language] for name in given.classes],
        "checked": given.checked,
        "lanes": [_untrained(one) for one in given.lanes],
    }
    arrays: Arrays = {"pictures": given.pictures}  # [picture, height, width, channel]
    return binary.pack(header, arrays | {f"filters:{i}": one.filters for i, one in enumerate(given.lanes)})  # [filter, y, x]


def _untrained(given: Untrained) -> dict[str, Any]:
    numbers = {"parameters": given.parameters, "of": given.of, "finer": given.finer, "learned_from": given.learned_from}
    return {"layer": given.layer, **numbers, "steps": given.steps}


def parts(events: Iterable[Event]) -> Iterator[bytes]:
    """One part an event; what comes from memory comes many events at a time. The filters of event i are the array `filters:i`."""
    held: list[Event] = []
    for event in events:
        held.append(event)
        if not getattr(event, "kept", "") or len(held) == _TOGETHER:
            yield Passing(part(held)) if all(isinstance(one, Queued | Under) for one in held) else part(held)
            held = []
    if held:
        yield part(held)


def part(events: list[Event]) -> bytes:
    standings = {i: one for i, one in enumerate(events) if isinstance(one, Standing)}
    arrays: Arrays = {f"filters:{i}": one.filters.astype(np.float32) for i, one in standings.items()}  # [filter, y, x]
    return binary.pack({"events": [_event(one) for one in events]}, arrays)


def _event(given: Event) -> dict[str, Any]:
    if isinstance(given, Queued):
        return {"what": "queued", "before": given.before, "seconds": binary.real(given.seconds)}
    where = {"lane": given.lane, "seed": given.seed, "epoch": given.epoch}
    if isinstance(given, Under):
        scores = {"loss": binary.real(given.loss), "accuracy": binary.real(given.accuracy)}
        out = ["".join(map(str, one.tolist())) for one in given.out]  # "0100…", 1: that unit sat out
        return {"what": "under", **where, "step": given.step, "steps": given.steps, **scores, "out": out}
    if isinstance(given, Ended):
        last = {"how": given.how, "step": given.step, "seconds": binary.real(given.seconds), "kept": given.kept}
        return {"what": "ended", **where, **last, "exploded": given.exploded, "growth": binary.real(given.growth)}
    both = {"train": [binary.real(v) for v in given.train], "validation": [binary.real(v) for v in given.validation]}
    return {"what": "standing", **where, **both, "answers": given.answers.tolist(), "kept": given.kept}
