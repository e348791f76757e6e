"""What stands for the functions of `models.api` in the page's server: the same arguments, results and errors, computed by a worker."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial, wraps
from typing import Any, get_origin, get_type_hints

from models import limits
from models.cluster.asking import LOST, Place, RemoteCall, RemoteParts
from models.cluster.checkpoints import Checkpoints
from models.cluster.messages import CODE_FILE, SentCode, pack, unpack
from models.cluster.placement import Seat, Seats, rendezvous
from models.cluster.pool import AnyWorker, Pool, Stream
from models.cluster.remote import Lost
from models.errors import UserError
from models.text import Language
from models.types.process import ProcessState

HERE = frozenset({"code_zip", "explain_methods", "heads", "sweeps", "transforms"})
"""Functions of the code alone: the server answers them itself, also where it may not wait."""
_TRIES = 2


class Dispatcher:
    """The workers as one. Thread-safe."""

    def __init__(self, pool: Pool) -> None:
        self._pool, self._seats, self.checkpoints = pool, Seats(), Checkpoints()
        self._told: list[RemoteCall] = []  # what every worker was told, in this order
        self._telling = threading.Lock()
        pool.prepare = self._tell_again

    def function(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """What stands for a function of `models.api`."""
        name = original.__name__
        if name in HERE:
            return original
        signature = inspect.signature(original)
        answer = self._answerer(name, get_origin(get_type_hints(original)["return"]) in (Generator, Iterator))

        @wraps(original)
        def asked(*args: Any, **kwargs: Any) -> Any:
            try:
                visitor = signature.bind(*args, **kwargs).arguments.get("visitor", "")
            except TypeError:
                return original(*args, **kwargs)  # which says what is wrong
            return answer(RemoteCall(name, pack((args, kwargs)), visitor if isinstance(visitor, str) else ""))

        return asked

    def _answerer(self, name: str, streams: bool) -> Callable[[RemoteCall], Any]:
        special: dict[str, Callable[[RemoteCall], Any]] = {
            "start": self._tell_all,
            "warm_up": self._tell_all,
            "add_local_network": self._tell_all,
            "return_freed_memory": lambda question: all(self._ask_living(question)),
            "process_state": self._process_state,
            "forget_visitor": self._forget,
            "free_caches": self._if_seated,
            "cached_runs": self._longest,
        }
        return special.get(name) or (self._stream if streams else self._value)

    def worker_of(self, visitor: str) -> str:
        """The name of the worker where the visitor sits; "" for nowhere."""
        seat = self._seats.find(visitor)
        return seat.worker if seat else ""

    # One visitor's questions

    def _value(self, question: RemoteCall) -> Any:
        for _ in range(_TRIES):
            try:
                value = self._value_at(self._place(question.visitor), question)
            except Lost:
                continue  # what it has changed was in the answer: nothing has changed, so it is asked once more
            return value.code(partial(self._code_file, question)) if isinstance(value, SentCode) else value
        raise UserError(LOST)

    def _code_file(self, question: RemoteCall, place: int, language: Language) -> Any:
        given = pack(((question.name, question.given, place, language), {}))
        return self._value(RemoteCall(CODE_FILE, given, question.visitor))

    def _value_at(self, at: Place, question: RemoteCall) -> Any:
        with at.asking():
            return at.take(unpack(at.worker.value(question.name, question.given, question.visitor)))

    def _stream(self, question: RemoteCall) -> RemoteParts:
        return RemoteParts(lambda: self._begin_stream(question))

    def _begin_stream(self, question: RemoteCall) -> tuple[Place, Stream]:
        for _ in range(_TRIES):
            try:
                at = self._place(question.visitor)
                return at, at.begin(question)
            except Lost:
                continue
        raise UserError(LOST)

    def _place(self, visitor: str) -> Place:
        """Where the visitor sits. Who sits nowhere, or at a worker that is lost, is seated, with everything that is kept for them."""
        if not visitor:
            return Place(self._pool, self._pool.idlest(), self.checkpoints, visitor, None)
        seat = self._seats.of(visitor)
        with seat.lock:
            while not seat.worker or not self._pool.lives(seat.worker):
                self._seat(visitor, seat)
            return Place(self._pool, seat.worker, self.checkpoints, visitor, seat)

    def _seat(self, visitor: str, seat: Seat) -> None:
        name = rendezvous(visitor, self._pool.living())
        checkpoint = self.checkpoints.take(visitor)
        try:
            if checkpoint is not None:
                self._pool.worker(name).restore(visitor, checkpoint)
            seat.worker = name
        except Lost:
            self._pool.lost(name)

    def _forget(self, question: RemoteCall) -> None:
        """The visitor has left: where nobody sits there is nothing to free."""
        self._if_seated(question)
        if seat := self._seats.forget(question.visitor):
            with seat.lock:
                seat.left = True
        self.checkpoints.forget(question.visitor)

    def _if_seated(self, question: RemoteCall) -> Any:
        seat = self._seats.find(question.visitor)
        if seat is None or not self._pool.lives(seat.worker):
            return None
        try:
            return self._value_at(Place(self._pool, seat.worker, self.checkpoints, question.visitor, seat), question)
        except Lost:
            return None

    # Questions to all

    def _ask_living(self, question: RemoteCall) -> list[Any]:
        """What each living worker answers, at the same time; one that is lost meanwhile is left out. UserError where none answers."""

        def ask(name: str) -> list[Any]:
            try:
                at = Place(self._pool, name, self.checkpoints, "", None)
                with at.asking():
                    return [at.take(unpack(at.worker.value(question.name, question.given, "", control=True)))]
            except Lost:
                return []

        names = sorted(self._pool.living())
        with ThreadPoolExecutor(len(names)) as threads:
            found = [one for answers in threads.map(ask, names) for one in answers]
        if not found:
            raise UserError(LOST)
        return found

    def _tell_all(self, question: RemoteCall) -> Any:
        """As `_ask_living`; a worker that comes back later is told as well."""
        with self._telling:
            found = self._ask_living(question)
            if question not in self._told:
                self._told.append(question)
        return found[0]

    def _tell_again(self, worker: AnyWorker) -> None:
        for question in list(self._told):
            worker.value(question.name, question.given, "", control=True)

    def _process_state(self, question: RemoteCall) -> ProcessState:
        states = self._ask_living(question) if self._pool.living(wait=False) else []
        memory = {"checkpoints": self.checkpoints.nbytes()}
        for state in states:
            for name, nbytes in state.memory.items():
                memory[name] = memory.get(name, 0) + nbytes
        return ProcessState(
            ready=any(state.ready for state in states),
            memory=memory,
            processes=len(self._pool),
            forwards_at_once=int(limits.WORKERS.value) * len(self._pool),
            **{name: sum(getattr(state, name) for state in states) for name in _SUMMED},
        )

    def _longest(self, question: RemoteCall) -> Iterator[Any]:
        """Runs are kept where they were trained: what the worker tells that knows most of them."""
        found: list[list[Any]] = []
        for name in sorted(self._pool.living()):
            at = Place(self._pool, name, self.checkpoints, "", None)
            try:
                stream = at.begin(question)
                found.append(list(RemoteParts(partial(_begun, at, stream))))
            except Lost:
                continue
        yield from max(found, key=len, default=[])


def _begun(at: Place, stream: Stream) -> tuple[Place, Stream]:
    return at, stream


_SUMMED = ("trainings_running", "trainings_waiting", "forwards_running", "forwards_waiting")
