"""The challenge, its networks and the race as they travel to the page."""

from __future__ import annotations

from typing import Any

from app.encode import binary
from models.text import Language
from models.types.feature_race import DatasetInfo, ExtractorInfo, RacePoint, RaceProgress
from models.types.history import ChallengeEntry, HistoryNetwork, HogSteps, ParameterCount


def challenge_entry(given: ChallengeEntry, language: Language) -> dict[str, Any]:
    """One row of the challenge's history; errors in %."""
    return {
        "year": given.year,
        "role": given.role,
        "team": given.team,
        "institution": given.institution,
        "system": given.system,
        "error": given.error,
        "method": given.method,
        "error_without": given.error_without,
        "networks": given.networks,
        "about": given.about[language],
        "source": given.source,
        "url": given.url,
    }


def network_summary(given: HistoryNetwork, language: Language) -> dict[str, Any]:
    """A network of the staircase without its layers."""
    return {
        "key": given.key,
        "title": given.title[language],
        "year": given.year,
        "parameters": given.parameters,
        "macs": given.macs,
        "dense_parameters": given.dense_parameters,
        "dense_macs": given.dense_macs,
        "depth": given.depth,
        "look": given.key_in_look,
    }


def network_details(given: HistoryNetwork, language: Language) -> dict[str, Any]:
    """The same with its layers, in the order in which they run."""
    return network_summary(given, language) | {"layers": [binary.layer(layer, language) for layer in given.layers]}


def parameter_count(given: ParameterCount) -> dict[str, Any]:
    return {"name": given.name, "widths": given.widths, "parameters": given.parameters}


def dataset(given: DatasetInfo, runners: tuple[ExtractorInfo, ...], language: Language) -> dict[str, Any]:
    """A set of labelled pictures and who races on it."""
    return {
        "key": given.key,
        "title": given.title[language],
        "about": given.about[language],
        "kind": given.kind,
        "classes": [name[language] for name in given.classes],
        "credit": given.credit,
        "most": given.max_per_class,
        "tested": given.test_count,
        "runners": [extractor(one, language) for one in runners],
    }


def extractor(given: ExtractorInfo, language: Language) -> dict[str, Any]:
    words = {"title": given.title[language], "short": given.short[language], "about": given.about[language]}
    return {"key": given.key, "learned": given.learned, "mark": given.mark, "faint": given.faint, **words}


def race_event(given: RaceProgress | RacePoint) -> dict[str, Any]:
    """Progress or a measured point of a race."""
    where = {"runner": given.extractor, "count": given.per_class, "draw": given.subset}
    if isinstance(given, RaceProgress):
        return {**where, "share": binary.json_number(given.fraction)}
    return {
        **where,
        "wrong": given.wrong,
        "tested": given.test_count,
        "seconds": binary.json_number(given.seconds),
        "kept": given.measured_on,
    }


def orientations(given: HogSteps) -> bytes:
    """picture, magnitude, angle, cells and blocks, one after the other."""
    arrays: binary.Arrays = {"picture": given.picture, "magnitude": given.magnitude, "angle": given.angle}
    return binary.pack({"cell": given.cell}, arrays | {"cells": given.cells, "blocks": given.blocks})
