"""A worker as the server sees it: what is asked of it, in Ray's words."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from models.cluster.checkpoints import Checkpoint

_STREAMS, _CONTROL = "streams", "control"  # threads of a worker that long and short calls have to themselves
_ALIVE_SECONDS = 5.0


class Lost(Exception):
    """The worker died, or cannot be reached, before it answered."""


class Remote:
    """The calls of one actor (`worker.Worker`). `Lost` where Ray has lost it; nothing of Ray's leaves this file."""

    def __init__(self, ray: ModuleType, actor: Any) -> None:
        self._ray, self._actor = ray, actor
        self._pulls = bool(ray.util.client.ray.is_connected())  # Ray Client has no streaming generators

    def incarnation(self) -> str:
        return str(self._get(self._control("incarnation"), _ALIVE_SECONDS))

    def process(self) -> int:
        """The number of its process, on the machine where it runs."""
        return int(self._get(self._control("process"), _ALIVE_SECONDS))

    def value(self, name: str, given: bytes, visitor: str, *, control: bool = False) -> bytes:
        """`control`: for a question that is answered at once, in threads of its own."""
        method = self._control("value") if control else self._actor.value
        return bytes(self._get_call(method, name, given, visitor))

    def stream(self, name: str, given: bytes, visitor: str) -> RemoteStream:
        return RemoteStream(self, name, given, visitor)

    def restore(self, visitor: str, checkpoint: Checkpoint) -> None:
        self._get_call(self._control("restore"), visitor, checkpoint)

    def begin_afresh(self) -> None:
        self._get_call(self._control("begin_afresh"))

    def _parts(self, call: str, name: str, given: bytes, visitor: str) -> Iterator[bytes]:
        if self._pulls:
            method = self._actor.pull.options(concurrency_group=_STREAMS)
            while part := self._get_call(method, call, name, given, visitor):
                yield part
            return
        method = self._actor.stream.options(
            concurrency_group=_STREAMS,
            num_returns="streaming",
            _generator_backpressure_num_objects=1,  # the next part is computed when the one before was taken
        )
        refs = self._call(method, call, name, given, visitor)
        with self._loss():
            for ref in refs:
                yield self._ray.get(ref)

    def _control(self, name: str) -> Any:
        return getattr(self._actor, name).options(concurrency_group=_CONTROL)

    def _get_call(self, method: Any, *args: object) -> Any:
        return self._get(self._call(method, *args), None)

    def _call(self, method: Any, *args: object) -> Any:
        with self._loss():
            return method.remote(*args)

    def _get(self, asked: Any, seconds: float | None) -> Any:
        with self._loss():
            return self._ray.get(asked if seconds is None else asked.remote(), timeout=seconds)

    @contextlib.contextmanager
    def _loss(self) -> Iterator[None]:
        """Ray's errors become ours: what it says of a worker's inside is in no error of ours."""
        try:
            yield
        except self._ray.exceptions.RayTaskError as error:  # in our own code around the call
            raise RuntimeError(f"a worker failed: {type(error.cause).__name__}") from None
        except (self._ray.exceptions.RayError, ConnectionError) as error:
            raise Lost(f"{type(error).__name__}: {error}") from None


class RemoteStream:
    """One stream: its answers as they come, until it is stopped."""

    def __init__(self, worker: Remote, name: str, given: bytes, visitor: str) -> None:
        self._worker, self._visitor = worker, visitor
        self._call = secrets.token_hex(8)
        self._parts: Iterator[bytes] | None = worker._parts(self._call, name, given, visitor)

    def next(self) -> bytes:
        """The next answer; b"" at the end."""
        return next(self._parts, b"") if self._parts else b""

    def stop(self) -> bytes:
        """Ends within a part, and waits for that: the last answer."""
        stopping = self._worker._call(self._worker._control("stop"), self._call, self._visitor)
        if close := getattr(self._parts, "close", None):
            close()
        self._parts = None  # Ray lets go of a generator that nobody holds, and the worker goes on to see that it is stopped
        return bytes(self._worker._get(stopping, None))
