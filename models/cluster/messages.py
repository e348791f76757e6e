"""What goes to a worker and what comes back: values as bytes, and errors as themselves."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from models.cluster.checkpoints import Change
from models.text import Language, Text
from models.types.code import Code


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to, or one part of a stream; and what the call has changed of its visitor's work since the last answer."""

    value: Any = None
    error: Exception | None = None
    change: Change | None = None
    last: bool = False  # the stream has ended: no part


CODE_FILE = "file of a code"
"""Not a function of `models.api`: the content of one file that a `Code` names, by (function, arguments, place, language)."""


@dataclass(frozen=True, slots=True)
class SentCode:
    """A `Code` on its way: its files are names, and their contents are made when somebody wants them, as in one process."""

    text: Text
    files: tuple[str, ...]
    called: str

    @classmethod
    def of(cls, code: Code) -> SentCode:
        return cls(Text(code.en, code.pt), tuple(name for name, _ in code.files), code.called)

    def code(self, content: Callable[[int, Language], bytes]) -> Code:
        """`content`: of the file at a place."""
        files = tuple((name, partial(content, i)) for i, name in enumerate(self.files))
        return Code(self.text.en, self.text.pt, files, self.called)


def pack(value: object) -> bytes:
    """As bytes: Ray hands over arrays that cannot be written to, and these come out as they went in."""
    return pickle.dumps(value, 5)


def unpack(data: bytes) -> Any:
    """What `pack` was given. Bytes of our own processes alone: whoever may write them may run code."""
    return pickle.loads(data)


def portable(error: Exception) -> Exception:
    """The error where it can travel, else one of its name; with the places in the code that it came through."""
    error.add_note("On a worker: " + " → ".join(f"{one.filename}:{one.lineno}" for one in traceback.extract_tb(error.__traceback__)))
    try:
        unpack(pack(error))
    except Exception:  # whatever an error holds, this one is told
        return RuntimeError(type(error).__name__)
    return error
