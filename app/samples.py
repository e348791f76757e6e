"""What there is to try without bringing anything: drawings as strokes, photographs as files, with who made them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from models.text import Language

FOLDER = Path(__file__).parents[1] / "assets" / "samples"
SUFFIXES = frozenset({".png", ".jpg"})


@cache
def _index() -> list[dict[str, Any]]:
    file = FOLDER / "samples.json"
    return list(json.loads(file.read_text("utf-8"))) if file.exists() else []


def list_samples(language: Language) -> list[dict[str, Any]]:
    """[{key, title, drawing, url | ink, credit}], as `cnn/samples` says them; `url` is below the app's root."""
    return [{**sample, "title": sample["title"][language]} for sample in _index()]
