"""The challenge, its networks and the race as they travel to the page."""

from __future__ import annotations

from typing import Any

from app.encode import binary
from models.text import Language
from models.types.feature_race import DataSetCard, Finish, RunnerCard, Running
from models.types.history import Count, Entry, Exhibit, Orientations, Styled


def entry(given: Entry, language: Language) -> dict[str, Any]:
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


def summary(given: Exhibit, language: Language) -> dict[str, Any]:
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
        "look": given.look,
    }


def exhibit(given: Exhibit, language: Language) -> dict[str, Any]:
    """The same with its layers, in the order in which they run."""
    return summary(given, language) | {"layers": [binary.layer(layer, language) for layer in given.layers]}


def count(given: Count) -> dict[str, Any]:
    return {"name": given.name, "widths": given.widths, "parameters": given.parameters}


def dataset(given: DataSetCard, runners: tuple[RunnerCard, ...], language: Language) -> dict[str, Any]:
    """A set of labelled pictures and who races on it."""
    return {
        "key": given.key,
        "title": given.title[language],
        "about": given.about[language],
        "kind": given.kind,
        "classes": [name[language] for name in given.classes],
        "credit": given.credit,
        "most": given.most,
        "tested": given.tested,
        "runners": [runner(one, language) for one in runners],
    }


def runner(given: RunnerCard, language: Language) -> dict[str, Any]:
    words = {"title": given.title[language], "short": given.short[language], "about": given.about[language]}
    return {"key": given.key, "learned": given.learned, **words}


def event(given: Running | Finish) -> dict[str, Any]:
    """A sign of life or a measured point of a race."""
    where = {"runner": given.runner, "count": given.count, "draw": given.draw}
    if isinstance(given, Running):
        return {**where, "share": binary.real(given.share)}
    return {**where, "wrong": given.wrong, "tested": given.tested, "seconds": binary.real(given.seconds), "kept": given.kept}


def orientations(given: Orientations) -> bytes:
    """picture, magnitude, angle, cells and blocks, one after the other."""
    arrays: binary.Arrays = {"picture": given.picture, "magnitude": given.magnitude, "angle": given.angle}
    return binary.pack({"cell": given.cell}, arrays | {"cells": given.cells, "blocks": given.blocks})


def styled(found: Styled) -> bytes:
    head = {"step": found.step, "steps": found.steps, "content": binary.real(found.content), "style": binary.real(found.style)}
    return binary.pack(head, {"picture": found.picture})
