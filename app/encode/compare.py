"""Two networks that learn side by side, as they travel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from app.encode import binary
from app.encode.binary import Arrays, TransientPart
from models.text import Language
from models.types.compare import (
    ArchitectureInfo,
    BatchProgress,
    EpochResult,
    InitialState,
    Preset,
    Queued,
    RunEnded,
    RunEvent,
    RunsAtStart,
    TrainingMenu,
    TrainingSetInfo,
)

_EVENTS_PER_PART = 64  # events of a part, of those that come at once


def options(given: TrainingMenu, language: Language) -> dict[str, Any]:
    return {
        "materials": [_training_set(one, language) for one in given.training_sets],
        "networks": [_architecture(one, language) for one in given.architectures],
        "ranges": {name: {"low": one.low, "high": one.high, "whole": one.whole} for name, one in given.ranges.items()},
        "presets": [_preset(one, language) for one in given.presets],
        "usual": given.defaults,
    }


def _training_set(given: TrainingSetInfo, language: Language) -> dict[str, Any]:
    words = {"title": given.title[language], "about": given.about[language], "credit": given.credit}
    numbers = {"most": given.max_per_class, "checked": given.validation_count}
    return {"key": given.key, **words, "kind": given.kind, "classes": [name[language] for name in given.classes], **numbers}


def _architecture(given: ArchitectureInfo, language: Language) -> dict[str, Any]:
    return {"key": given.key, "title": given.title[language], "about": given.about[language], "sized": given.sized}


def _preset(given: Preset, language: Language) -> dict[str, Any]:
    words = {"title": given.title[language], "point": given.point[language]}
    lanes = {"left": dict(given.left), "right": dict(given.right)}
    return {"key": given.key, **words, **lanes, "measure": given.measure, "lanes": given.lanes, "repeats": given.repeats}


def initial_state(given: RunsAtStart, language: Language) -> bytes:
    header = {
        "labels": given.labels.tolist(),
        "classes": [name[language] for name in given.classes],
        "checked": given.validation_count,
        "lanes": [_initial_lane(one) for one in given.runs],
    }
    arrays: Arrays = {"pictures": given.pictures}  # [picture, height, width, channel]
    return binary.pack(header, arrays | {f"filters:{i}": one.filters for i, one in enumerate(given.runs)})  # [filter, y, x]


def _initial_lane(given: InitialState) -> dict[str, Any]:
    numbers = {"parameters": given.parameters, "of": given.filter_count, "finer": given.filter_scale, "learned_from": given.train_count}
    return {"layer": given.layer, **numbers, "steps": given.steps}


def event_parts(events: Iterable[RunEvent]) -> Iterator[bytes]:
    """One part an event; what comes from memory comes many events at a time. The filters of event i are the array `filters:i`."""
    held: list[RunEvent] = []
    for event in events:
        held.append(event)
        if not getattr(event, "measured_at", "") or len(held) == _EVENTS_PER_PART:
            yield TransientPart(event_part(held)) if all(isinstance(one, Queued | BatchProgress) for one in held) else event_part(held)
            held = []
    if held:
        yield event_part(held)


def event_part(events: list[RunEvent]) -> bytes:
    epochs = {i: one for i, one in enumerate(events) if isinstance(one, EpochResult)}
    arrays: Arrays = {f"filters:{i}": one.filters.astype(np.float32) for i, one in epochs.items()}  # [filter, y, x]
    return binary.pack({"events": [_event(one) for one in events]}, arrays)


def _event(given: RunEvent) -> dict[str, Any]:
    if isinstance(given, Queued):
        return {"what": "queued", "before": given.ahead, "seconds": binary.json_number(given.seconds)}
    where = {"lane": given.run_index, "seed": given.seed, "epoch": given.epoch}
    if isinstance(given, BatchProgress):
        scores = {"loss": binary.json_number(given.loss), "accuracy": binary.json_number(given.accuracy)}
        out = ["".join(map(str, one.tolist())) for one in given.dropped]  # "0100…", 1: that unit sat out
        return {"what": "under", **where, "step": given.step, "steps": given.steps, **scores, "out": out}
    if isinstance(given, RunEnded):
        last = {"how": given.reason, "step": given.step, "seconds": binary.json_number(given.seconds), "kept": given.measured_at}
        return {"what": "ended", **where, **last, "exploded": given.exploded, "growth": binary.json_number(given.growth)}
    both = {"train": [binary.json_number(v) for v in given.train], "validation": [binary.json_number(v) for v in given.validation]}
    return {"what": "standing", **where, **both, "answers": given.predictions.tolist(), "kept": given.measured_at}
