"""The Ray actor: one process that answers. What it does is in `answering.py`, which is read once the settings are in place."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.cluster.answering import Answering
    from models.cluster.checkpoints import Checkpoint


class Worker:
    """`settings`: the PLAYGROUND_… of the page's server; they hold here too, and are read when `models` is first imported."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        os.environ.update(settings)
        from models.cluster.answering import Answering

        self._answering: Answering = Answering()
        self._pulled: dict[str, Iterator[bytes]] = {}
        self._incarnation = secrets.token_hex(8)

    def incarnation(self) -> str:
        """Another after every restart."""
        return self._incarnation

    def process(self) -> int:
        return os.getpid()

    def value(self, name: str, given: bytes, visitor: str) -> bytes:
        return self._answering.value(name, given, visitor)

    def stream(self, call: str, name: str, given: bytes, visitor: str) -> Iterator[bytes]:
        """A streaming generator of Ray's."""
        yield from self._answering.parts(call, name, given, visitor)

    def pull(self, call: str, name: str, given: bytes, visitor: str) -> bytes:
        """The same stream, one part a call: Ray Client has no streaming generators. b"" at its end."""
        parts = self._pulled.setdefault(call, self._answering.parts(call, name, given, visitor))
        part = next(parts, b"")
        if not part:
            self._pulled.pop(call, None)
        return part

    def stop(self, call: str, visitor: str) -> bytes:
        """The stream ends within a part. A part that is being pulled ends first; then nobody waits for the next."""
        self._pulled.pop(call, None)
        return self._answering.stop(call, visitor)

    def restore(self, visitor: str, checkpoint: Checkpoint) -> None:
        self._answering.restore(visitor, checkpoint)

    def begin_afresh(self) -> None:
        self._answering.begin_afresh()
