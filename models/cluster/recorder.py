"""A visitor's classes and networks on a worker: what a call has changed of them, and how they are brought back on another worker."""

from __future__ import annotations

import io
import logging
import pickle
import threading
import weakref
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import count

from torch import nn

from models import service
from models.cluster.checkpoints import Change, Checkpoint, Key, Manifest, Record
from models.errors import UserError
from models.export import weights_file
from models.store.store import LoadedNetwork, load
from models.training.fine_tune.undo import UndoHistory, examples_of
from models.types.fine_tune import ClassesSnapshot, Example

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Sent:
    """What the last answers to a visitor have told."""

    steps: tuple[int, int, str] | None = None  # back, forward, and the gesture of the last
    current: ClassesSnapshot = field(default_factory=ClassesSnapshot)
    networks: dict[str, weakref.ref[nn.Module]] = field(default_factory=dict)  # by key
    digests: dict[str, str] = field(default_factory=dict)  # by key
    examples: frozenset[int] = frozenset()


class Recorder:
    """What was told of each visitor of this process. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: dict[str, _Sent] = {}
        self._versions = count(1)

    def change(self, visitor: str) -> Change | None:
        """What has changed since the last call; None where nothing has."""
        with self._lock:
            history, networks = service.examples.history(visitor), service.visitor_networks.all(visitor)
            if history is None and not networks:
                return Change(Manifest(next(self._versions)), {}) if self._sent.pop(visitor, None) else None
            sent = self._sent.setdefault(visitor, _Sent())
            if _is_told(sent, history, networks):
                return None
            records: dict[Key, Record] = {}
            self._tell_networks(sent, networks, records)
            return Change(self._tell_classes(sent, history, records), records)

    def _tell_networks(self, sent: _Sent, networks: tuple[LoadedNetwork, ...], records: dict[Key, Record]) -> None:
        digests = {}
        for one in networks:
            key, known = one.spec.key, sent.networks.get(one.spec.key)
            if known is not None and known() is one.network:
                digests[key] = sent.digests[key]
                continue
            data = weights_file.weights(one)
            digests[key] = blake2b(data, digest_size=16).hexdigest()
            records[digests[key]] = Record(data, one.spec.title, one.spec.note, one.spec.year)
        sent.networks = {one.spec.key: weakref.ref(one.network) for one in networks}
        sent.digests = digests

    def _tell_classes(self, sent: _Sent, history: UndoHistory | None, records: dict[Key, Record]) -> Manifest:
        examples = {one.id: one for one in examples_of(history.snapshots)} if history else {}
        records.update({key: Record(pickle.dumps(one, 5)) for key, one in examples.items() if key not in sent.examples})
        sent.examples = frozenset(examples)
        sent.steps, sent.current = _steps(history), history.current if history else ClassesSnapshot()
        return Manifest(next(self._versions), _without_pictures(history) if history else b"", sent.examples, tuple(sent.digests.items()))

    def restore(self, visitor: str, checkpoint: Checkpoint) -> None:
        """The visitor has what the checkpoint holds, with the same ids, keys and bits, and nothing else.

        A network for which this worker has no room is left out, and that is logged.
        """
        contents = checkpoint.contents
        with self._lock:
            self._sent.pop(visitor, None)
            if contents.history:
                service.examples.restore(visitor, _with_pictures(contents.history, checkpoint))
            for key, digest in contents.networks:
                try:
                    _own(visitor, key, checkpoint.records[digest])
                except UserError as refused:
                    _log.warning("a network could not be brought back: %s", type(refused).__name__)
        self.change(visitor)  # the server has it

    def forget(self, visitor: str) -> None:
        """The visitor has left."""
        with self._lock:
            self._sent.pop(visitor, None)

    def visitors(self) -> tuple[str, ...]:
        """Everybody who has classes or networks here."""
        with self._lock:
            return tuple(self._sent)


def _is_told(sent: _Sent, history: UndoHistory | None, networks: tuple[LoadedNetwork, ...]) -> bool:
    current = history.current if history else None
    same = sent.steps == _steps(history) and (sent.current is current or current is None)
    known = [sent.networks.get(one.spec.key, lambda: None)() for one in networks]
    return same and len(sent.networks) == len(networks) and all(one is two.network for one, two in zip(known, networks, strict=True))


def _steps(history: UndoHistory | None) -> tuple[int, int, str] | None:
    return (len(history.past), len(history.future), history.gesture) if history else None


def _own(visitor: str, key: str, record: Record) -> None:
    """The network of a record is the visitor's."""
    spec = weights_file.parse_weights(record.data, service.store)
    spec = replace(spec, key=key, title=record.title or spec.title, note=record.note or spec.note, year=record.year)
    with service.visitor_networks.reserve(visitor, key, weights_file.nbytes_of(spec)) as reservation:
        reservation.put(load(spec))


class _Pickler(pickle.Pickler):
    """Examples stand for themselves by their ids; a tuple of them that two steps share is written once."""

    def persistent_id(self, thing: object) -> int | None:
        return thing.id if isinstance(thing, Example) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, checkpoint: Checkpoint) -> None:
        super().__init__(file)
        self._records = checkpoint.records
        self._made: dict[int, Example] = {}

    def persistent_load(self, key: int) -> Example:
        if key not in self._made:
            self._made[key] = pickle.loads(self._records[key].data)
        return self._made[key]


def _without_pictures(history: UndoHistory) -> bytes:
    _Pickler(made := io.BytesIO(), 5).dump(history)
    return made.getvalue()


def _with_pictures(data: bytes, checkpoint: Checkpoint) -> UndoHistory:
    history = _Unpickler(io.BytesIO(data), checkpoint).load()
    assert isinstance(history, UndoHistory)
    return history
