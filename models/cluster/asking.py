"""One question at one worker: its answer taken apart, its stream read part by part."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from models.cluster.checkpoints import Checkpoints
from models.cluster.messages import Answer, unpack
from models.cluster.placement import Seat
from models.cluster.pool import AnyWorker, Pool, Stream
from models.cluster.remote import Lost
from models.errors import UserError
from models.text import Text


@dataclass(frozen=True, slots=True)
class RemoteCall:
    """A call of `models.api`. `given`: its arguments as `messages.pack` writes them."""

    name: str
    given: bytes
    visitor: str


class Place:
    """A worker as one visitor's; `seat` is None for nobody's."""

    def __init__(self, pool: Pool, name: str, checkpoints: Checkpoints, visitor: str, seat: Seat | None) -> None:
        self._pool, self._name, self._checkpoints, self._visitor, self._seat = pool, name, checkpoints, visitor, seat

    @property
    def worker(self) -> AnyWorker:
        return self._pool.worker(self._name)

    def begin(self, question: RemoteCall) -> Stream:
        """The stream of a question, once the call itself was answered."""
        with self.asking():
            stream = self.worker.stream(question.name, question.given, question.visitor)
            self.take(unpack(stream.next()))
            return stream

    @contextlib.contextmanager
    def asking(self) -> Iterator[None]:
        """While the worker answers. One that is lost is given no more questions."""
        self._pool.begin(self._name)
        try:
            yield
        except Lost:
            self._pool.lost(self._name)
            raise
        finally:
            self._pool.begin(self._name, -1)

    def take(self, answer: Answer) -> Any:
        """The value of an answer, or its error; what it changed is kept. `Lost` where the visitor has moved meanwhile."""
        if answer.change is not None and self._seat is not None:
            with self._seat.lock:
                if self._seat.worker != self._name:
                    raise Lost
                if not self._seat.left:
                    self._checkpoints.add(self._visitor, answer.change)
        if answer.error is not None:
            raise answer.error
        return answer.value


class RemoteParts:
    """The parts of a stream, as a generator gives them. `begin` asks for it, and once more where the worker is lost before the first."""

    def __init__(self, begin: Callable[[], tuple[Place, Stream]]) -> None:
        self._ended = True  # until it has begun
        self._begin, self._first = begin, True
        self._at, self._stream = begin()
        self._ended = False

    def __iter__(self) -> RemoteParts:
        return self

    def __next__(self) -> Any:
        if self._ended:
            raise StopIteration
        try:
            return self._next()
        except Lost:
            self._ended = True
            raise UserError(_STREAM_LOST) from None
        except BaseException:
            self._ended = True
            raise

    def _next(self) -> Any:
        try:
            answer = self._read()
        except Lost:
            if not self._first:
                raise
            self._at, self._stream = self._begin()
            answer = self._read()
        self._first = False
        value = self._at.take(answer)
        if answer.last:
            raise StopIteration
        return value

    def _read(self) -> Answer:
        with self._at.asking():
            part = self._stream.next()
        answer = unpack(part) if part else Answer(last=True)
        assert isinstance(answer, Answer)
        return answer

    def close(self) -> None:
        """The worker stops before the next part; when this returns it has, and what it keeps of the work is kept."""
        if self._ended:
            return
        self._ended = True
        with contextlib.suppress(Lost), self._at.asking():
            self._at.take(unpack(self._stream.stop()))

    def __del__(self) -> None:
        with contextlib.suppress(Exception):  # whatever is left of a process that ends
            self.close()


LOST = Text(
    "The machines that should have answered this have stopped, one after the other; ask again in a minute.",
    "As máquinas que deviam responder isto pararam, uma depois da outra; pergunte de novo em um minuto.",
)
_STREAM_LOST = Text(
    "The machine that computed this has stopped before the end. Your classes and finished networks are there; start it again.",
    "A máquina que calculava isto parou antes do fim. Suas classes e as redes prontas estão guardadas; comece de novo.",
)
