"""Logs for machines: with PLAYGROUND_LOG=json every line is one JSON object, and every question is a line. Nothing of a visitor is in it.

    {"time": "…", "level": "INFO", "logger": "app.questions", "kind": "forward", "status": 200, "seconds": 0.021}

What nobody foresaw is written with the kind of the error and the places in the code. Its message is left out: it may quote what somebody
sent.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from datetime import UTC, datetime
from types import TracebackType

VARIABLE = "PLAYGROUND_LOG"
_questions = logging.getLogger("app.questions")


class JsonFormatter(logging.Formatter):
    """One record as one line."""

    def format(self, record: logging.LogRecord) -> str:
        said = getattr(record, "said", None)
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            **(said if isinstance(said, dict) else {"message": str(record.msg)}),  # the template: what is put into it may be a visitor's
        }
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "where": _places(record.exc_info[2])}
        return json.dumps(line)


def set_up() -> None:
    """Do what PLAYGROUND_LOG says: "json" for lines for machines, nothing for Python's own way. ValueError for anything else."""
    wanted = os.environ.get(VARIABLE, "")
    if wanted not in ("", "json"):
        raise ValueError(f'{VARIABLE} is {wanted!r}; it takes "json", or nothing')
    if wanted:
        handler = logging.StreamHandler()
        handler.setFormatter(JsonFormatter())
        logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
        _questions.setLevel(logging.INFO)


def log_question(kind: str, status: int, seconds: float) -> None:
    """One question that was answered."""
    _questions.info("question", extra={"said": {"kind": kind, "status": status, "seconds": round(seconds, 4)}})


def _places(stack: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(stack)]
