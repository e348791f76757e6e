"""The steps that led to a visitor's classes: a past and a future of snapshots, which share all that did not change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from models import limits
from models.types.fine_tune import ClassesSnapshot, Example, UndoState


@dataclass(slots=True)
class UndoHistory:
    """What stands there, what led to it, and what was undone."""

    current: ClassesSnapshot = field(default_factory=ClassesSnapshot)
    past: list[ClassesSnapshot] = field(default_factory=list)  # the oldest first
    future: list[ClassesSnapshot] = field(default_factory=list)  # the furthest first
    gesture: str = ""  # of the last change
    nbytes: int = 0  # of every picture in any of them, each counted once
    current_bytes: int = 0  # of those that stand there

    @property
    def state(self) -> UndoState:
        return UndoState(self.current, len(self.past), len(self.future))

    @property
    def snapshots(self) -> tuple[ClassesSnapshot, ...]:
        """All of them: what led here, what stands there, what was undone."""
        return *self.past, self.current, *self.future

    def copy(self) -> UndoHistory:
        """The same steps; a change of the one leaves the other."""
        return replace(self, past=list(self.past), future=list(self.future))

    def highest_id(self) -> int:
        """Of its classes and examples; 0 where it has none."""
        classes = [one.id for snapshot in self.snapshots for one in (*snapshot.classes, *snapshot.set_aside)]
        return max((*classes, *(one.id for one in examples_of(self.snapshots))), default=0)

    def push(self, after: ClassesSnapshot, gesture: str = "", *, by_itself: bool = False) -> None:
        """A change: a step, unless it goes on with the gesture of the one before, or is the very beginning.

        Where nothing was done yet, neither the first thing that stands there nor what came by itself is a step: nobody misses what
        was before.
        """
        if after == self.current:
            self.gesture = gesture
            return
        pristine = not self.past and not self.future
        begins = pristine and (by_itself or self.current == ClassesSnapshot())
        goes_on = gesture and gesture == self.gesture
        if not begins and not goes_on:
            self.past.append(self.current)
            del self.past[: -int(limits.UNDO_STEPS.value)]
        self.future.clear()
        self.current, self.gesture = after, gesture
        self._count()

    def undo(self) -> None:
        if self.past:
            self.future.append(self.current)
            self.current = self.past.pop()
            self.gesture = ""
            self._count()

    def redo(self) -> None:
        if self.future:
            self.past.append(self.current)
            self.current = self.future.pop()
            self.gesture = ""
            self._count()

    def drop_oldest(self) -> bool:
        """The step furthest away is forgotten; False where there is none."""
        steps = self.past or self.future
        if not steps:
            return False
        del steps[0]
        self._count()
        return True

    def _count(self) -> None:
        self.nbytes, self.current_bytes = picture_bytes(self.snapshots), picture_bytes([self.current])


def examples_of(snapshots: Iterable[ClassesSnapshot]) -> list[Example]:
    """Each of them once. Snapshots share whole tuples of examples, so that most are met once only."""
    groups = {id(one.examples): one.examples for snapshot in snapshots for one in (*snapshot.classes, *snapshot.set_aside)}
    return list({example.id: example for examples in groups.values() for example in examples}.values())


def picture_bytes(snapshots: Iterable[ClassesSnapshot]) -> int:
    """Bytes of all pictures, each counted once."""
    return sum(len(example.source.data) for example in examples_of(snapshots))
