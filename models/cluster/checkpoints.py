"""What comes back when a worker dies: each visitor's classes and networks as the last answer left them, in the memory of the page's server.

A checkpoint is a list of contents (`Manifest`) and the records that it names: pictures by their ids, networks by their digests. So a
change of one picture sends one picture. An answer that did not arrive has changed nothing here: its call can be made again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models import limits
from models.byte_lru import ByteLru
from models.text import Text

Key = int | str  # id of a picture, digest of a network


@dataclass(frozen=True, slots=True)
class Record:
    """One picture as pickled `Example`, or one network as .safetensors with what its file does not say."""

    data: bytes
    title: Text | None = None
    note: Text | None = None
    year: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a visitor has at one moment."""

    version: int = 0  # counts up on one worker
    history: bytes = b""  # steps of the classes, with ids in place of pictures; b"" for none
    examples: frozenset[int] = frozenset()
    networks: tuple[tuple[str, str], ...] = ()  # (key, digest), the oldest first

    def names(self) -> set[Key]:
        """The records that it needs."""
        return {*self.examples, *(digest for _, digest in self.networks)}


@dataclass(frozen=True, slots=True)
class Change:
    """New contents, and the records that the worker has not sent before."""

    contents: Manifest
    records: Mapping[Key, Record]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Manifest with all their records."""

    contents: Manifest
    records: Mapping[Key, Record]


@dataclass(slots=True)
class _Kept:
    whole: Manifest = field(default_factory=Manifest)
    newest: Manifest = field(default_factory=Manifest)  # of which a record may still be on its way, in another answer
    records: dict[Key, Record] = field(default_factory=dict)
    nbytes: int = 0

    def add(self, change: Change) -> None:
        if change.contents.version > self.newest.version:
            self.newest = change.contents
        self.records.update(change.records)
        if self.newest.names() <= self.records.keys():
            self.whole = self.newest
        needed = self.whole.names() | self.newest.names()
        self.records = {key: record for key, record in self.records.items() if key in needed}
        self.nbytes = len(self.whole.history) + sum(len(record.data) for record in self.records.values())


class Checkpoints:
    """Every visitor's, PLAYGROUND_CHECKPOINTS_MB for all; the longest unused go first. Thread-safe."""

    def __init__(self) -> None:
        self._kept: ByteLru[str, _Kept] = ByteLru(lambda kept: kept.nbytes, lambda: limits.CHECKPOINTS_MB.value * 1e6)
        self._lock = self._kept.lock

    def nbytes(self) -> int:
        return self._kept.nbytes()

    def add(self, visitor: str, change: Change) -> None:
        """What an answer has brought along; in any order."""
        with self._lock:
            kept = self._kept.peek(visitor) or _Kept()
            kept.add(change)
            self._kept.put(visitor, kept)

    def take(self, visitor: str) -> Checkpoint | None:
        """For another worker, whose changes count anew; None where there is nothing to bring back."""
        with self._lock:
            kept = self._kept.peek(visitor)
            if kept is None:
                return None
            kept.newest = kept.whole = Manifest(0, kept.whole.history, kept.whole.examples, kept.whole.networks)
            needed = kept.whole.names()
            return Checkpoint(kept.whole, {key: record for key, record in kept.records.items() if key in needed})

    def forget(self, visitor: str) -> None:
        self._kept.pop(visitor)
