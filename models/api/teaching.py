"""Classes of a visitor's own, and a network that learns them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models import service
from models.transfer import zips
from models.transfer.examples import TaughtClass
from models.transfer.head import HeadCard
from models.transfer.head import cards as head_cards
from models.transfer.line import Place, places
from models.transfer.values import Teaching, TeachingPlan
from models.types.looking import Source


def classes(visitor: str) -> tuple[TaughtClass, ...]:
    """The classes that a visitor teaches, with their examples."""
    return service.examples.classes(visitor)


def add_class(visitor: str, name: str) -> int:
    """A new class without examples; its number."""
    return service.examples.add_class(visitor, name)


def change_class(visitor: str, which: int, *, name: str | None = None, enabled: bool | None = None) -> None:
    """Another name, or left out of the training."""
    service.examples.change_class(visitor, which, name=name, enabled=enabled)


def remove_class(visitor: str, which: int) -> None:
    """A class goes, with its examples."""
    service.examples.remove_class(visitor, which)


def add_examples(visitor: str, which: int, sources: Sequence[Source], *, burst: str = "") -> tuple[int, ...]:
    """Pictures or strokes for a class, all or none. `burst`: what pictures share that were taken one right after the other."""
    return service.examples.add(visitor, which, sources, burst)


def remove_example(visitor: str, which: int, example: int) -> None:
    """One example of a class goes."""
    service.examples.remove(visitor, which, example)


def bring_zip(visitor: str, data: bytes) -> None:
    """Classes from a zip of class folders, read in memory: all or nothing."""
    service.examples.bring(visitor, zips.read(data))


def bring_dataset(visitor: str, dataset: str, each: int) -> None:
    """Classes from a set that is on this machine, so many pictures of each."""
    service.examples.bring_set(visitor, dataset, each)


def heads() -> tuple[HeadCard, ...]:
    """Every head that a network can be given."""
    return head_cards()


def freeze_places(key: str, *, visitor: str = "") -> tuple[Place, ...]:
    """Where the freeze line can stand, from left to right: everything learns, …, the head alone."""
    return places(service.shelf.borrow(key, visitor))


def teach(plan: object, *, visitor: str) -> Iterator[Teaching]:
    """Teach a network the visitor's classes by a plan of training (`{"network": key, ...}`): queued, preparing, training, and how it ended.

    Another training of the same visitor stops this one. Closing it stops within a batch and keeps what has been learned.
    """
    return service.teacher.teach(TeachingPlan.read(plan), visitor)


def stop_teaching(visitor: str) -> None:
    """The visitor's training ends within a batch and keeps what it has learned; one that waits leaves the line."""
    service.turns.stop(visitor)
