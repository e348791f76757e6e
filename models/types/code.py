"""Code that the page shows, with what it reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.text import Language, Text

File = tuple[str, Callable[[Language], bytes]]
"""The name that the lines open, and its content, which is made when somebody wants it."""


@dataclass(frozen=True, slots=True)
class Code(Text):
    """A text that runs in an empty folder where `files` lie, as `python <called>`."""

    files: tuple[File, ...] = ()
    called: str = "run.py"
