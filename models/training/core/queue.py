"""Whose turn it is to train: so many at a time on this server, one of each visitor, the others in a line with a place in it.

with turns.enter(visitor) as turn:
    while not turn.wait(0.2):
        ...  # turn.before trainings go first, in about turn.seconds seconds
    ...      # turn.stopped says when to stop
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

RACE, TEACH, COMPARE = "race", "teach", "compare"  # kinds of training
_GUESS = 20.0  # seconds of a training, before the first one was timed
_MEMORY = 0.7  # of the mean of how long trainings take, at every further one


class Turns:
    """First come, first served, and nobody twice: who begins another training of one kind while one is under way has stopped that one.

    One of another kind waits for its end: a race goes on while its visitor opens Transfer.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._line: list[Turn] = []  # who waits, the first one next
        self._running: list[Turn] = []
        self._taken = _GUESS  # seconds, the mean of late

    def enter(self, visitor: str = "", kind: str = "") -> Turn:
        """A place in the line. UserError where too many wait. "" is nobody: any number of them may train."""
        with self._changed:
            self._stop(visitor, kind)
            if len(self._line) >= limits.TRAININGS_WAITING.value and len(self._running) >= limits.TRAININGS.value:
                raise _full(len(self._line))
            turn = Turn(self, visitor, kind)
            self._line.append(turn)
            self._move_up()
            return turn

    def stop(self, visitor: str, kind: str | None = None) -> None:
        """The visitor's training ends within a batch, and keeps what it has learned; one that waits leaves the line. None: any kind."""
        with self._changed:
            self._stop(visitor, kind)

    def forget(self, visitor: str) -> None:
        """The visitor has left: their place is free for the next at once, while their last batch ends."""
        with self._changed:
            self._stop(visitor)
            for turn in [turn for turn in self._running if visitor and turn.visitor == visitor]:
                self._leave(turn)

    def __len__(self) -> int:
        """Trainings that run or wait."""
        with self._changed:
            return len(self._running) + len(self._line)

    def _stop(self, visitor: str, kind: str | None = None) -> None:
        for turn in [one for one in (*self._running, *self._line) if visitor and one.visitor == visitor and kind in (None, one.kind)]:
            turn._stopped.set()
            if turn in self._line:
                self._line.remove(turn)
        self._changed.notify_all()

    def _move_up(self) -> None:
        """Whoever is first begins where there is room, unless a training of the same visitor is still ending."""
        for turn in list(self._line):
            busy = turn.visitor and any(one.visitor == turn.visitor for one in self._running)
            if len(self._running) < limits.TRAININGS.value and not busy:
                self._line.remove(turn)
                self._running.append(turn)
                turn._since = self._clock()
        self._changed.notify_all()

    def _leave(self, turn: Turn) -> None:
        if turn in self._running:
            self._running.remove(turn)
            self._taken = _MEMORY * self._taken + (1 - _MEMORY) * (self._clock() - turn._since)
        elif turn in self._line:
            self._line.remove(turn)
        self._move_up()

    def _before(self, turn: Turn) -> int:
        return self._line.index(turn) if turn in self._line else 0


class Turn:
    """A training's place: in the line, then among those that run."""

    def __init__(self, turns: Turns, visitor: str, kind: str = "") -> None:
        self._turns, self.visitor, self.kind = turns, visitor, kind
        self._stopped = threading.Event()
        self._since = 0.0

    def wait(self, seconds: float) -> bool:
        """Whether it may begin, or was stopped: after `seconds` at the latest."""
        with self._turns._changed:
            return self._turns._changed.wait_for(lambda: self in self._turns._running or self._stopped.is_set(), seconds)

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    @property
    def before(self) -> int:
        """How many of those that wait go first."""
        with self._turns._changed:
            return self._turns._before(self)

    @property
    def seconds(self) -> float:
        """About how long it will wait, by how long the last trainings took: half of one for those that run, then one for each round."""
        with self._turns._changed:
            rounds = 0.5 + math.floor(self._turns._before(self) / max(1.0, limits.TRAININGS.value))
            return rounds * self._turns._taken

    def leave(self) -> None:
        """The place is free for the next. Any number of times."""
        with self._turns._changed:
            self._turns._leave(self)

    def __enter__(self) -> Turn:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.leave()


def _full(waiting: int) -> UserError:
    return UserError(
        Text(
            "{waiting} trainings are waiting already, the most that may; try again in a few minutes.",
            "Já há {waiting} treinos esperando, o máximo permitido; tente de novo em alguns minutos.",
        ).format(waiting=waiting)
    )
