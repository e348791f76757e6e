"""What a visitor's state dict leaves open, as JSON."""

from __future__ import annotations

from typing import Any

from models.text import Language
from models.types.state_dicts import StateDictQuestion


def state_dict_question(asked: StateDictQuestion, language: Language) -> dict[str, Any]:
    """{network, title, classes, names, size, resize, mean, std, drawing, complete}; sizes in px."""
    return {
        "network": asked.network,
        "title": asked.title[language],
        "classes": asked.classes,
        "names": [one[language] for one in asked.names],
        "size": asked.size,
        "resize": asked.resize,
        "mean": asked.mean,
        "std": asked.std,
        "drawing": asked.drawing,
        "complete": asked.complete,
    }
