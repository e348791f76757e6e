"""The functions of `models.api` on a worker: a call's arguments come as bytes, and so does what they come to."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from models import api
from models.cluster.checkpoints import Checkpoint
from models.cluster.messages import CODE_FILE, Answer, SentCode, pack, portable, unpack
from models.cluster.recorder import Recorder
from models.text import Language
from models.types.code import Code

_LONGEST_STOP = 30.0  # seconds that whoever stops a stream waits for its last batch
_REMEMBERED = 1000  # streams that were stopped before they began


class _Stream:
    """One stream that is being answered."""

    def __init__(self) -> None:
        self.stopped, self.ended = threading.Event(), threading.Event()


class Answering:
    """What one worker does. Thread-safe."""

    def __init__(self) -> None:
        api.start()
        self._recorder = Recorder()
        self._lock = threading.Lock()
        self._streams: dict[str, _Stream] = {}
        self._stopped_before: deque[str] = deque(maxlen=_REMEMBERED)

    def value(self, name: str, given: bytes, visitor: str) -> bytes:
        """What a function returns, or the error that it raises, as an `Answer`."""
        return pack(self._answer(lambda: _call(name, given), visitor))

    def parts(self, call: str, name: str, given: bytes, visitor: str) -> Iterator[bytes]:
        """What a function that yields comes to: an `Answer` to the call itself, then one a part; an error is the last."""
        stream = self._begin(call)
        try:
            with contextlib.ExitStack() as closing:
                made = self._answer(lambda: _call(name, given), visitor)
                yield pack(replace(made, value=None))
                if made.error is not None:
                    return
                closing.callback(getattr(made.value, "close", lambda: None))
                while not stream.stopped.is_set():
                    part = self._answer(lambda: next(made.value, _END), visitor)
                    if part.value is _END:
                        part = replace(part, value=None, last=True)
                    yield pack(part)
                    if part.last or part.error is not None:
                        return
        finally:
            with self._lock:
                self._streams.pop(call, None)
            stream.ended.set()

    def stop(self, call: str, visitor: str) -> bytes:
        """The stream ends before its next part. An `Answer` when it has ended, with what is kept of it."""
        with self._lock:
            stream = self._streams.get(call)
            if stream is None:
                self._stopped_before.append(call)  # it has ended, or is still to begin
        if stream is not None:
            stream.stopped.set()
            stream.ended.wait(_LONGEST_STOP)
        return pack(self._answer(lambda: None, visitor))

    def restore(self, visitor: str, checkpoint: Checkpoint) -> None:
        """The visitor moves in, with what the checkpoint holds."""
        api.forget_visitor(visitor)
        self._recorder.restore(visitor, checkpoint)

    def begin_afresh(self) -> None:
        """Everybody who was here has moved to another worker meanwhile."""
        for visitor in self._recorder.visitors():
            api.forget_visitor(visitor)
            self._recorder.forget(visitor)

    def _begin(self, call: str) -> _Stream:
        stream = _Stream()
        with self._lock:
            self._streams[call] = stream
            if call in self._stopped_before:
                stream.stopped.set()
        return stream

    def _answer(self, work: Callable[[], Any], visitor: str) -> Answer:
        """What `work` comes to, whatever that is."""
        try:
            value, error = work(), None
        except Exception as raised:  # it is told where it was asked
            value, error = None, portable(raised)
        return Answer(value, error, self._recorder.change(visitor) if visitor else None)


_END = object()


def _call(name: str, given: bytes) -> Any:
    args, kwargs = unpack(given)
    if name == CODE_FILE:
        return _code_file(*args)
    value = getattr(api, name)(*args, **kwargs)
    return SentCode.of(value) if isinstance(value, Code) else value


def _code_file(name: str, given: bytes, place: int, language: Language) -> bytes:
    args, kwargs = unpack(given)
    code: Code = getattr(api, name)(*args, **kwargs)
    return code.files[place][1](language)
