"""Trainings that run on while their page is away: a generator of parts in a thread of its own, its parts numbered and kept for who reads.

    job = jobs.start(visitor, kind, key, parts, say)   a thread pulls the parts
    async for frame in job.read(after=0)               any number of readers, each from the part that it says
    jobs.find(visitor, key)                            the page that comes back, with the same token
    jobs.end(visitor, key), jobs.forget(visitor)       closed before its next part

A reader who is gone only stops reading, and none has to stay: one that says for how many seconds it reads gets the frame MORE where more
is to come, and reads on with another question. A browser has six connections to a host, for all its pages together.

Every part is a frame: its length as uint32, little end first, and its bytes; a frame of no bytes is a passing part that was dropped to stay
within PLAYGROUND_JOB_MB, so that its number still counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import struct
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator

import anyio

from app.encode.binary import TransientPart
from app.http.scheduler import QueueFull
from models import limits

_MB = 1e6
MORE = struct.pack("<I", 0xFFFFFFFF)
"""A frame that is none: the answer ends here, and what comes is read with another question."""


class Job:
    """One generator of parts and what has come of it. `say` makes a last part of an error; `ended` is called when it is over."""

    def __init__(
        self, visitor: str, kind: str, key: str, parts: Iterator[bytes], say: Callable[[Exception], bytes], ended: Callable[[Job], None]
    ) -> None:
        self.visitor, self.kind, self.key = visitor, kind, key
        self.nbytes = 0
        self.over = False
        self.refused: Exception | None = None  # an error before the first part
        self._source, self._say, self._ended = parts, say, ended
        self._parts: list[bytes] = []
        self._first = 0  # the parts before it are no longer here
        self._sent = 0  # the parts before it have been handed to a reader
        self._closed = False
        self._changed = threading.Condition()
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self._thread = threading.Thread(target=self._run, name=f"job {kind}", daemon=True)

    def start(self) -> Job:
        self._thread.start()
        return self

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def close(self) -> None:
        """The generator is closed before its next part; what has come stays."""
        with self._changed:
            self._closed = True
            self._tell()

    def has(self, after: int) -> bool:
        """Whether everything from part `after` on is still here."""
        with self._changed:
            return self._first <= after <= len(self._parts)

    async def begun(self) -> None:
        """Until the first part is there; what was refused before it is raised."""
        while True:
            with self._changed:
                if self._parts or self.over:
                    break
                event = self._event()
            await event.wait()
        if self.refused is not None:
            raise self.refused

    async def read(self, after: int, seconds: float = math.inf) -> AsyncIterator[bytes]:
        """Every part from number `after` on as a frame, until the last; or for so many seconds, and then MORE."""
        at, until = after, time.monotonic() + seconds
        while True:
            with self._changed:
                fresh, over = self._parts[at:], self.over
                event = self._event()
            for part in fresh:
                yield struct.pack("<I", len(part)) + part
                at += 1
                self._seen(at)
            if over and not fresh:
                return
            left = until - time.monotonic()
            if left <= 0 and not over:
                yield MORE
                return
            if not fresh:
                with anyio.move_on_after(left):
                    await event.wait()

    def _event(self) -> asyncio.Event:
        event = asyncio.Event()
        self._waiting.append((asyncio.get_running_loop(), event))
        return event

    def _seen(self, at: int) -> None:
        with self._changed:
            if at > self._sent:
                self._sent = at
                self._changed.notify_all()

    def _tell(self) -> None:
        """Wakes everybody who waits; the lock is held."""
        for loop, event in self._waiting:
            with contextlib.suppress(RuntimeError):  # a loop that is closed has no reader
                loop.call_soon_threadsafe(event.set)
        self._waiting.clear()
        self._changed.notify_all()

    def _run(self) -> None:
        try:
            while not self._closed:
                part = next(self._source, None)
                if part is None:
                    break
                self._put(part)
        except Exception as error:  # whatever it is, it is said: to who began it, or as the last part
            if self._parts:
                self._put(self._say(error))
            else:
                self.refused = error
        finally:
            if close := getattr(self._source, "close", None):
                with contextlib.suppress(Exception):
                    close()
            with self._changed:
                self.over = True
                self._tell()
            self._ended(self)

    def _put(self, part: bytes) -> None:
        """One part more, when there is room for it."""
        with self._changed:
            self._parts.append(part)
            self.nbytes += len(part)
            self._tell()
            while self.nbytes > limits.JOB_MB.value * _MB and not self._closed:
                if not self._thin() and not self._changed.wait(limits.TRAINING_SECONDS.value):
                    self._closed = True  # its turn is not held for longer than a training may take

    def _thin(self) -> bool:
        """Room is made: passing parts go first, then those that were read longest ago. Whether that was enough."""
        most = limits.JOB_MB.value * _MB
        for passing in (True, False):
            for at in range(self._first, len(self._parts) if passing else self._sent):
                if self.nbytes <= most:
                    return True
                if not passing:
                    self._first = at + 1
                if not passing or isinstance(self._parts[at], TransientPart):
                    self.nbytes -= len(self._parts[at])
                    self._parts[at] = b""
        return self.nbytes <= most


class Jobs:
    """The jobs of all visitors, at most one of each kind per visitor. Thread-safe. `ended` is called with every one that is over."""

    def __init__(self, ended: Callable[[str], None] = lambda visitor: None) -> None:
        self.ended = ended
        self.processes = 1  # that train, each with the limits of one
        self._jobs: OrderedDict[tuple[str, str], Job] = OrderedDict()  # by visitor and kind, the oldest first
        self._running = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._jobs)

    def nbytes(self) -> int:
        """Of the parts of all jobs."""
        with self._lock:
            return sum(job.nbytes for job in self._jobs.values())

    def start(self, visitor: str, kind: str, key: str, parts: Iterator[bytes], say: Callable[[Exception], bytes]) -> Job:
        """A job that runs, in place of the visitor's last of that kind. `QueueFull` where more run than may train and wait."""
        with self._lock:
            if self._running >= self.processes * (limits.TRAININGS.value + limits.TRAININGS_WAITING.value + limits.WAITING.value):
                raise QueueFull
            before = self._jobs.pop((visitor, kind), None)
            job = self._jobs[visitor, kind] = Job(visitor, kind, key, parts, say, self._over)
            self._running += 1
        if before is not None:
            before.close()
        return job.start()

    def find(self, visitor: str, key: str) -> Job | None:
        """The visitor's job of that key, None where there is none, or is none any more."""
        with self._lock:
            return next((job for (who, _), job in self._jobs.items() if who == visitor and job.key == key), None)

    def end(self, visitor: str, key: str) -> None:
        """The job is closed and nobody reads it any more."""
        self._drop([job for job in [self.find(visitor, key)] if job is not None])

    def forget(self, visitor: str) -> None:
        """The visitor has left."""
        with self._lock:
            gone = [job for (who, _), job in self._jobs.items() if who == visitor]
        self._drop(gone)

    def _drop(self, jobs: list[Job]) -> None:
        with self._lock:
            for job in jobs:
                if self._jobs.get((job.visitor, job.kind)) is job:
                    del self._jobs[job.visitor, job.kind]
        for job in jobs:
            job.close()

    def _over(self, job: Job) -> None:
        with self._lock:
            self._running -= 1
            if job.refused is not None and self._jobs.get((job.visitor, job.kind)) is job:
                del self._jobs[job.visitor, job.kind]
            self._trim()
        self.ended(job.visitor)

    def _trim(self) -> None:
        """The oldest that have ended go where all together are too many bytes."""
        total = sum(job.nbytes for job in self._jobs.values())  # the lock is held
        for place, job in list(self._jobs.items()):
            if total <= limits.JOBS_MB.value * _MB:
                return
            if job.over:
                total -= job.nbytes
                del self._jobs[place]
