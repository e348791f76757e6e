"""Trainings that continue while their page is away: a thread runs a generator of parts, and the job keeps the parts for its readers.

    job = jobs.start(visitor, kind, key, parts, error_part)   a thread pulls the parts
    async for frame in job.read(after=0)                      any number of readers, each from the part that it asks for
    jobs.find(visitor, key)                                   for a page that reconnects with the same token
    jobs.end(visitor, key), jobs.forget(visitor)              the job closes before its next part

A reader may leave at any time. A reader that gives a number of seconds gets the frame MORE if parts are still to come, and continues with
another request: a browser has six connections to a host, for all its pages together.

A frame is the length of a part as little-endian uint32, followed by its bytes. An empty frame stands for a transient part that was dropped
to stay within PLAYGROUND_JOB_MB, so that the numbers still count.
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
"""Not a part: the answer ends here, and the reader requests the following parts."""


class Job:
    """One generator and the parts that it has yielded. `error_part` turns an error into the last part; `on_end` is called at the end."""

    def __init__(
        self,
        visitor: str,
        kind: str,
        key: str,
        parts: Iterator[bytes],
        error_part: Callable[[Exception], bytes],
        on_end: Callable[[Job], None],
    ) -> None:
        self.visitor, self.kind, self.key = visitor, kind, key
        self.nbytes = 0
        self.over = False
        self.refused: Exception | None = None  # an error before the first part
        self._source, self._error_part, self._on_end = parts, error_part, on_end
        self._parts: list[bytes] = []
        self._first = 0  # the parts before it were dropped
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
        """Close the generator before its next part; the parts so far stay."""
        with self._changed:
            self._closed = True
            self._tell()

    def has_parts_from(self, after: int) -> bool:
        """Whether part `after` and all later ones are still kept."""
        with self._changed:
            return self._first <= after <= len(self._parts)

    async def wait_for_first_part(self) -> None:
        """Wait until the first part is there. Raises the error that came before it."""
        while True:
            with self._changed:
                if self._parts or self.over:
                    break
                event = self._event()
            await event.wait()
        if self.refused is not None:
            raise self.refused

    async def read(self, after: int, seconds: float = math.inf) -> AsyncIterator[bytes]:
        """Frames of the parts from number `after` to the last one; if `seconds` pass before that, MORE as the last frame."""
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
        """Wake all readers. The caller holds the lock."""
        for loop, event in self._waiting:
            with contextlib.suppress(RuntimeError):  # a closed loop has no reader
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
        except Exception as error:  # any error is reported: to the caller of `start`, or as the last part
            if self._parts:
                self._put(self._error_part(error))
            else:
                self.refused = error
        finally:
            if close := getattr(self._source, "close", None):
                with contextlib.suppress(Exception):
                    close()
            with self._changed:
                self.over = True
                self._tell()
            self._on_end(self)

    def _put(self, part: bytes) -> None:
        """Append a part, and wait while there is no room for the next one."""
        with self._changed:
            self._parts.append(part)
            self.nbytes += len(part)
            self._tell()
            while self.nbytes > limits.JOB_MB.value * _MB and not self._closed:
                if not self._thin() and not self._changed.wait(limits.TRAINING_SECONDS.value):
                    self._closed = True  # it must not wait for longer than a training may take

    def _thin(self) -> bool:
        """Drop transient parts first, then those that were read longest ago. Returns whether that was enough."""
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
    """The jobs of all visitors, at most one of each kind per visitor. Thread-safe. `on_end` gets the visitor of each finished job."""

    def __init__(self, on_end: Callable[[str], None] = lambda visitor: None) -> None:
        self.on_end = on_end
        self.processes = 1  # that train, each with the limits of one
        # A registry by visitor and kind, the oldest first. A job that runs is never dropped, however large it is.
        self._jobs: OrderedDict[tuple[str, str], Job] = OrderedDict()
        self._running = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._jobs)

    def nbytes(self) -> int:
        """Bytes of the parts of all jobs."""
        with self._lock:
            return sum(job.nbytes for job in self._jobs.values())

    def start(self, visitor: str, kind: str, key: str, parts: Iterator[bytes], error_part: Callable[[Exception], bytes]) -> Job:
        """Start a job in place of the visitor's last one of that kind. Raises `QueueFull` if too many jobs run already."""
        with self._lock:
            if self._running >= self.processes * (limits.TRAININGS.value + limits.TRAININGS_WAITING.value + limits.WAITING.value):
                raise QueueFull
            before = self._jobs.pop((visitor, kind), None)
            job = self._jobs[visitor, kind] = Job(visitor, kind, key, parts, error_part, self._over)
            self._running += 1
        if before is not None:
            before.close()
        return job.start()

    def find(self, visitor: str, key: str) -> Job | None:
        """The visitor's job with that key; None if there is none or it was dropped."""
        with self._lock:
            return next((job for (who, _), job in self._jobs.items() if who == visitor and job.key == key), None)

    def end(self, visitor: str, key: str) -> None:
        """Close the job and drop its parts."""
        self._drop([job for job in [self.find(visitor, key)] if job is not None])

    def forget(self, visitor: str) -> None:
        """Close and drop all jobs of a visitor who has left."""
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
        self.on_end(job.visitor)

    def _trim(self) -> None:
        """Drop the oldest finished jobs while all jobs together exceed PLAYGROUND_JOBS_MB."""
        total = sum(job.nbytes for job in self._jobs.values())  # the lock is held
        for place, job in list(self._jobs.items()):
            if total <= limits.JOBS_MB.value * _MB:
                return
            if job.over:
                total -= job.nbytes
                del self._jobs[place]
