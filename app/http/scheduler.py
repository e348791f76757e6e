"""Who may compute when: so many threads for everybody, one at a time for each visitor, a bound on those who wait.

Without the middle rule one visitor who asks quickly for a heavy network holds every thread and the light ones wait.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.to_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_T = TypeVar("_T")


class QueueFull(Exception):
    """More are waiting than may."""


class Scheduler:
    """Runs functions in threads: at most `workers` at once, one per client, at most `waiting` in the queue."""

    def __init__(self, workers: int, waiting: int) -> None:
        self._workers = anyio.CapacityLimiter(workers)
        self._waiting = waiting
        self._inside = 0  # running and waiting together
        self._locks: dict[str, tuple[anyio.Lock, int]] = {}  # client: its lock, and how many hold or want it

    @property
    def running(self) -> int:
        """Functions that run."""
        return int(self._workers.borrowed_tokens)

    @property
    def queued(self) -> int:
        """Functions that wait for a thread, or for another of the same client."""
        return max(0, self._inside - self.running)

    def check(self) -> None:
        """`QueueFull` where too many wait already: before somebody takes the trouble to send a picture."""
        if self._inside >= self._waiting + self._workers.total_tokens:
            raise QueueFull

    async def run(self, client: str, work: Callable[[], _T]) -> _T:
        """`work()` when it is the turn of its client and a thread is free. `QueueFull` at once where too many wait."""
        self.check()
        self._inside += 1
        try:
            async with self._lock_of(client):
                return await anyio.to_thread.run_sync(work, limiter=self._workers)
        finally:
            self._inside -= 1

    @asynccontextmanager
    async def _lock_of(self, client: str) -> AsyncIterator[None]:
        lock, wanted = self._locks.get(client) or (anyio.Lock(), 0)
        self._locks[client] = lock, wanted + 1
        try:
            async with lock:
                yield
        finally:
            lock, wanted = self._locks.pop(client)
            if wanted > 1:
                self._locks[client] = lock, wanted - 1
