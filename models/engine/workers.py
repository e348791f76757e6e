"""Workers limit how many forward passes run at a time, and how many requests wait for one."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from models import limits
from models.engine.threads import apply_thread_count
from models.errors import UserError
from models.text import Text

Given = TypeVar("Given")
Made = TypeVar("Made")


def in_threads(work: Callable[[Given], Made], given: Sequence[Given]) -> Generator[Made, None, None]:
    """Yields `work` of each, in order, from as many threads as there are workers. Closing it waits only for those that have begun."""
    with ThreadPoolExecutor(max(1, min(int(limits.WORKERS.value), len(given)))) as pool:
        waiting = [pool.submit(work, one) for one in given]
        try:
            for one in waiting:
                yield one.result()
        finally:
            for one in waiting:
                one.cancel()


class _FairSemaphore:
    """A semaphore that serves callers in order: one that acquires again right after a release waits behind the others."""

    def __init__(self, slots: int) -> None:
        self._lock, self._slots, self._free = threading.Lock(), slots, slots
        self._waiting: deque[threading.Lock] = deque()

    @property
    def taken(self) -> int:
        with self._lock:
            return self._slots - self._free

    def acquire(self, blocking: bool = True) -> bool:
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if not blocking:
                return False
            waiter = threading.Lock()
            waiter.acquire()
            self._waiting.append(waiter)
        waiter.acquire()  # released by the caller that hands over its slot, which nobody else can take
        return True

    def release(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


AcquireWorker = Callable[[], AbstractContextManager[None]]
"""`Workers.acquire` or a replacement: its context holds a worker."""


class Workers:
    """PLAYGROUND_WORKERS run at a time; PLAYGROUND_WAITING may wait, and more are refused at once."""

    def __init__(self) -> None:
        self._slots = _FairSemaphore(int(limits.WORKERS.value))
        self._lock = threading.Lock()
        self._waiting = 0

    @contextmanager
    def acquire(self, *, unbounded: bool = False) -> Iterator[None]:
        """Wait for a worker and hold it. UserError if too many already wait, unless `unbounded`, which trainings use."""
        if unbounded:
            self._slots.acquire()
        elif not self._slots.acquire(blocking=False):
            self._wait()
        try:
            apply_thread_count()
            yield
        finally:
            self._slots.release()

    @property
    def running(self) -> int:
        """Number of workers that compute."""
        return self._slots.taken

    @property
    def waiting(self) -> int:
        """Number of waiting requests, without trainings."""
        with self._lock:
            return self._waiting

    def _wait(self) -> None:
        with self._lock:
            if self._waiting >= limits.WAITING.value:
                raise UserError(
                    Text(
                        "{waiting} questions are waiting already; ask again in a moment.",
                        "{waiting} perguntas já estão esperando; pergunte de novo daqui a pouco.",
                    ).format(waiting=self._waiting)
                )
            self._waiting += 1
        try:
            self._slots.acquire()
        finally:
            with self._lock:
                self._waiting -= 1
