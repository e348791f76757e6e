"""What there is to try without bringing anything: drawings as strokes, photographs as files, with who made them."""

from __future__ import annotations

import json
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from models.text import LANGUAGES, Language

FOLDER = Path(__file__).parents[1] / "assets" / "samples"
SUFFIXES = frozenset({".png", ".jpg"})


@cache
def _index() -> list[dict[str, Any]]:
    file = FOLDER / "samples.json"
    return list(json.loads(file.read_text("utf-8"))) if file.exists() else []


OWN = "own_picture"
"""Key of the picture that the command line names."""
_own: list[tuple[dict[str, Any], bytes]] = []


def add_own(title: str, data: bytes) -> None:
    """A picture of whoever runs the playground, before all others; its bytes stay in memory."""
    _own[:] = [({"key": OWN, "title": dict.fromkeys(LANGUAGES, title), "drawing": False, "url": "cnn/own_picture", "credit": ""}, data)]


def own_picture() -> tuple[bytes, str] | None:
    """Its bytes and their media type by its name, None where the command line names none."""
    if not _own:
        return None
    sample, data = _own[0]
    return data, mimetypes.guess_type(sample["title"]["en"])[0] or "application/octet-stream"


def first_photograph() -> str:
    """Key of the first picture to try that is a photograph, "" where there is none."""
    return next((str(one["key"]) for one in (*(one for one, _ in _own), *_index()) if not one["drawing"]), "")


def list_samples(language: Language) -> list[dict[str, Any]]:
    """[{key, title, drawing, url | ink, credit}], as `cnn/samples` says them; `url` is below the app's root."""
    return [{**sample, "title": sample["title"][language]} for sample in (*(own for own, _ in _own), *_index())]
