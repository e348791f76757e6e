"""Logs for machines: with PLAYGROUND_LOG=json every line is one JSON object, and every question is a line. Nothing of a visitor is in it.

    {"time": "…", "level": "INFO", "logger": "app.questions", "kind": "forward", "status": 200, "seconds": 0.021}

What nobody foresaw is written with the kind of the error and the places in the code. Its message is left out: it may quote what somebody
sent. So is what a library writes, whose place in the code is said instead.
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
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            **_said(record),
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
    _questions.info("question", extra={"question": {"kind": kind, "status": status, "seconds": round(seconds, 4)}})


def _said(record: logging.LogRecord) -> dict[str, object]:
    """Our own words are templates: what is put into them may be a visitor's. A library's may be put together already."""
    question = getattr(record, "question", None)
    if isinstance(question, dict):
        return question
    ours = record.name.partition(".")[0] in ("app", "models")
    return {"message": str(record.msg)} if ours else {"at": f"{record.pathname}:{record.lineno}"}


def _places(stack: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(stack)]
