"""What was found in a picture, as it travels: facts in JSON, the steps' pictures as arrays `step:<i>`."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from models.text import Language, Text
from models.types.found_ink import Found

NOTHING_DRAWN = Text(
    "Nothing is drawn yet: a network answers a blank picture too, but its answer means nothing.",
    "Nada foi desenhado ainda: a rede responde até a uma imagem em branco, mas essa resposta não quer dizer nada.",
)


def facts(found: Found | None, language: Language) -> dict[str, Any] | None:
    """For the public API and the page; None where there was nothing to find: strokes and prepared pixels."""
    if found is None:
        return None
    return {
        "size": found.size,
        "box": found.box,
        "inverted": found.inverted,
        "steps": [{"key": step.key, "text": step.text[language]} for step in found.steps],
        "digits": len(found.boxes),
        "boxes": found.boxes,
        "digit": found.digit,
    }


def pictures(found: Found | None) -> dict[str, NDArray[Any]]:
    """uint8 [y, x] or [y, x, 3] of each step, in their order."""
    return {f"step:{i}": step.picture for i, step in enumerate(found.steps)} if found else {}
