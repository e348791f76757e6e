"""What was found in a picture, as it travels: facts in JSON, the steps' pictures as arrays `step:<i>`."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from models.text import Language, Text
from models.types.found_ink import PreparationReport

NOTHING_DRAWN = Text(
    "Nothing is drawn yet: a network answers a blank picture too, but its answer means nothing.",
    "Nada foi desenhado ainda: a rede responde até a uma imagem em branco, mas essa resposta não quer dizer nada.",
)


def facts(report: PreparationReport | None, language: Language) -> dict[str, Any] | None:
    """For the public API and the page; None where there was nothing to find: strokes and prepared pixels."""
    if report is None:
        return None
    return {
        "size": report.size,
        "box": report.box,
        "inverted": report.inverted,
        "steps": [{"key": step.key, "text": step.text[language]} for step in report.steps],
        "digits": len(report.boxes),
        "boxes": report.boxes,
        "digit": report.digit,
    }


def pictures(report: PreparationReport | None) -> dict[str, NDArray[Any]]:
    """uint8 [y, x] or [y, x, 3] of each step, in their order."""
    return {f"step:{i}": step.picture for i, step in enumerate(report.steps)} if report else {}
