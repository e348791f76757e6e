"""The queue of trainings: a few run at a time on this server, one per visitor; the others wait and know their place.

with queue.enqueue(visitor) as ticket:
    while not ticket.wait(0.2):
        ...  # ticket.ahead trainings go first, in about ticket.wait_seconds seconds
    ...      # ticket.stopped says when to stop
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from types import TracebackType

from models import limits
from models.errors import UserError
from models.text import Text

PAIRED_RUNS, FINE_TUNE, TRANSFER_VS_SCRATCH = "paired_runs", "fine_tune", "transfer_vs_scratch"  # kinds of training
_FIRST_ESTIMATE = 20.0  # seconds; the estimate before the first training was timed
_EMA_DECAY = 0.7  # of the exponential moving average of training times


class TrainingQueue:
    """First come, first served, one training per visitor: a new training stops the visitor's last one of the same kind.

    A training of another kind waits until that one ends: a race continues while its visitor opens Transfer.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._waiting: list[Ticket] = []  # in the order of their turns
        self._running: list[Ticket] = []
        self._mean_seconds = _FIRST_ESTIMATE  # seconds; exponential moving average

    def enqueue(self, visitor: str = "", kind: str = "") -> Ticket:
        """A ticket. UserError if too many trainings wait. The visitor "" may run any number of trainings."""
        with self._changed:
            self._stop(visitor, kind)
            if len(self._waiting) >= limits.TRAININGS_WAITING.value and len(self._running) >= limits.TRAININGS.value:
                raise _queue_full(len(self._waiting))
            ticket = Ticket(self, visitor, kind)
            self._waiting.append(ticket)
            self._start_next()
            return ticket

    def stop(self, visitor: str, kind: str | None = None) -> None:
        """End the visitor's training of that kind (None: any) within a batch, with the weights so far; a waiting one leaves the queue."""
        with self._changed:
            self._stop(visitor, kind)

    def forget(self, visitor: str) -> None:
        """The visitor has left: the next training may start at once, while the visitor's last batch ends."""
        with self._changed:
            self._stop(visitor)
            for ticket in [ticket for ticket in self._running if visitor and ticket.visitor == visitor]:
                self._leave(ticket)

    def __len__(self) -> int:
        """Trainings that run or wait."""
        with self._changed:
            return len(self._running) + len(self._waiting)

    @property
    def running(self) -> int:
        """Trainings that run."""
        with self._changed:
            return len(self._running)

    @property
    def waiting(self) -> int:
        """Trainings that wait for their turn."""
        with self._changed:
            return len(self._waiting)

    def _stop(self, visitor: str, kind: str | None = None) -> None:
        for ticket in [one for one in (*self._running, *self._waiting) if visitor and one.visitor == visitor and kind in (None, one.kind)]:
            ticket._stopped.set()
            if ticket in self._waiting:
                self._waiting.remove(ticket)
        self._changed.notify_all()

    def _start_next(self) -> None:
        """Start the first waiting training if there is room, unless the same visitor's previous training is still ending."""
        for ticket in list(self._waiting):
            busy = ticket.visitor and any(one.visitor == ticket.visitor for one in self._running)
            if len(self._running) < limits.TRAININGS.value and not busy:
                self._waiting.remove(ticket)
                self._running.append(ticket)
                ticket._started = self._clock()
        self._changed.notify_all()

    def _leave(self, ticket: Ticket) -> None:
        if ticket in self._running:
            self._running.remove(ticket)
            self._mean_seconds = _EMA_DECAY * self._mean_seconds + (1 - _EMA_DECAY) * (self._clock() - ticket._started)
        elif ticket in self._waiting:
            self._waiting.remove(ticket)
        self._start_next()

    def _position(self, ticket: Ticket) -> int:
        return self._waiting.index(ticket) if ticket in self._waiting else 0


class Ticket:
    """The place of a training: in the queue, then among the running ones."""

    def __init__(self, queue: TrainingQueue, visitor: str, kind: str = "") -> None:
        self._queue, self.visitor, self.kind = queue, visitor, kind
        self._stopped = threading.Event()
        self._started = 0.0

    def wait(self, seconds: float) -> bool:
        """Wait for up to `seconds`. Returns whether the training may begin or was stopped."""
        with self._queue._changed:
            return self._queue._changed.wait_for(lambda: self in self._queue._running or self._stopped.is_set(), seconds)

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    @property
    def ahead(self) -> int:
        """Number of waiting trainings that start before this one."""
        with self._queue._changed:
            return self._queue._position(self)

    @property
    def wait_seconds(self) -> float:
        """Estimated waiting time, from recent training times: half a training for those that run, then a whole one for each round."""
        with self._queue._changed:
            rounds = 0.5 + math.floor(self._queue._position(self) / max(1.0, limits.TRAININGS.value))
            return rounds * self._queue._mean_seconds

    def leave(self) -> None:
        """Free the place for the next training. May be called more than once."""
        with self._queue._changed:
            self._queue._leave(self)

    def __enter__(self) -> Ticket:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.leave()


def _queue_full(waiting: int) -> UserError:
    return UserError(
        Text(
            "{waiting} trainings are waiting already, the most that may; try again in a few minutes.",
            "Já há {waiting} treinos esperando, o máximo permitido; tente de novo em alguns minutos.",
        ).format(waiting=waiting)
    )
