"""The workers: which of them live, and how one that was lost comes back."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from models.cluster.checkpoints import Checkpoint
from models.errors import UserError
from models.text import Text

_log = logging.getLogger(__name__)
_PAUSE = 0.25  # seconds between two looks at a worker that is lost
_PATIENCE = 20.0  # seconds that a question waits where no worker lives


class Stream(Protocol):
    def next(self) -> bytes: ...
    def stop(self) -> bytes: ...


class AnyWorker(Protocol):
    """What `remote.Remote` does."""

    def incarnation(self) -> str: ...
    def value(self, name: str, given: bytes, visitor: str, *, control: bool = False) -> bytes: ...
    def stream(self, name: str, given: bytes, visitor: str) -> Stream: ...
    def restore(self, visitor: str, checkpoint: Checkpoint) -> None: ...
    def begin_afresh(self) -> None: ...


class Pool:
    """Workers by name. Ray restarts one that dies; until it answers again, nobody is sent to it. Thread-safe."""

    def __init__(self, workers: Mapping[str, AnyWorker]) -> None:
        self._workers = dict(workers)
        self._changed = threading.Condition()
        self._incarnations: dict[str, str] = {}
        self._living: set[str] = set()
        self._running = dict.fromkeys(self._workers, 0)  # questions that each is answering
        self._closed = False
        self.prepare: Callable[[AnyWorker], None] = lambda worker: None  # what every worker is told, and one that comes back again

    def __len__(self) -> int:
        return len(self._workers)

    def start(self) -> None:
        """Whoever answers is sent questions from then on; call once `prepare` is set."""
        for name in self._workers:
            self._watch(name)

    def living(self, *, wait: bool = True, seconds: float = _PATIENCE) -> frozenset[str]:
        """The names of those that answer; waited for where there is none. UserError where none comes."""
        with self._changed:
            if wait and not self._changed.wait_for(lambda: self._living, seconds):
                raise UserError(_NOBODY)
            return frozenset(self._living)

    def wait_for(self, name: str, seconds: float) -> bool:
        """Whether the worker answers within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: name in self._living, seconds)

    def lives(self, name: str) -> bool:
        with self._changed:
            return name in self._living

    def idlest(self) -> str:
        """The living worker that answers the fewest questions."""
        living = self.living()
        with self._changed:
            return min(sorted(living), key=self._running.__getitem__)

    def worker(self, name: str) -> AnyWorker:
        return self._workers[name]

    def begin(self, name: str, step: int = 1) -> None:
        """The worker answers one question more, or one less."""
        with self._changed:
            self._running[name] += step

    def lost(self, name: str) -> None:
        """Nobody is sent to it any more, until it is back. Any number of times."""
        with self._changed:
            if name not in self._living or self._closed:
                return
            self._living.discard(name)
        _log.warning("%s was lost; its visitors move to others", name)
        self._watch(name)

    def _watch(self, name: str) -> None:
        threading.Thread(target=self._bring_back, args=(name,), name=f"awaits {name}", daemon=True).start()

    def close(self) -> None:
        with self._changed:
            self._closed = True

    def _bring_back(self, name: str) -> None:
        worker = self._workers[name]
        while not self._closed:
            try:
                now = worker.incarnation()
                if now == self._incarnations.get(name):
                    worker.begin_afresh()  # it could not be reached: what it holds is older than what others hold by now
                self.prepare(worker)
            except Exception as why:  # whatever it is: Ray itself may have ended meanwhile
                _log.debug("%s does not answer: %s", name, why)
                time.sleep(_PAUSE)
                continue
            with self._changed:
                self._incarnations[name] = now
                self._living.add(name)
                self._changed.notify_all()
            _log.info("%s answers", name)
            return


_NOBODY = Text(
    "No machine can compute at this moment; ask again in a minute.",
    "Nenhuma máquina pode calcular neste momento; pergunte de novo em um minuto.",
)
