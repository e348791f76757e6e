"""Classes of a visitor's own, and a network that learns them."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from torch import nn

from models import service
from models.errors import UserError
from models.export.bundle import zipped
from models.export.fine_tune_code import files, lesson
from models.text import Language
from models.training.core.queue import TEACH
from models.training.fine_tune import builtin, zips
from models.training.fine_tune import compare as comparing
from models.training.fine_tune import costs as costing
from models.training.fine_tune import thumbnails as small
from models.training.fine_tune.config import TeachingPlan
from models.training.fine_tune.freeze_points import head_of
from models.training.fine_tune.head import cards as head_cards
from models.training.fine_tune.job import job_of
from models.types.activations import Source
from models.types.code import Code
from models.types.fine_tune import (
    Brought,
    BuiltIn,
    Compared,
    Comparing,
    HeadCard,
    Part,
    PlaceCost,
    Share,
    TaughtClass,
    Teaching,
    Undoable,
)


def classes(visitor: str) -> tuple[TaughtClass, ...]:
    """The classes that a visitor teaches, with their examples."""
    return service.examples.classes(visitor)


def class_state(visitor: str) -> Undoable:
    """The same with the built-in set that stands there, and how many steps can be undone and made again."""
    return service.examples.state(visitor)


def undo_classes(visitor: str) -> Undoable:
    """The last change of the visitor's classes taken back, exactly; what stands there then."""
    return service.examples.undo(visitor)


def redo_classes(visitor: str) -> Undoable:
    """The change that was taken back last made again; what stands there then."""
    return service.examples.redo(visitor)


def add_class(visitor: str, name: str, *, gesture: str = "") -> int:
    """A new class without examples; its number. Here and below: changes with one `gesture` in a row are undone as one."""
    return service.examples.add_class(visitor, name, gesture)


def change_class(visitor: str, which: int, *, name: str | None = None, enabled: bool | None = None, gesture: str = "") -> None:
    """Another name, or left out of the training."""
    service.examples.change_class(visitor, which, name=name, enabled=enabled, gesture=gesture)


def remove_class(visitor: str, which: int, *, gesture: str = "") -> None:
    """A class goes, with its examples."""
    service.examples.remove_class(visitor, which, gesture)


def add_examples(visitor: str, which: int, sources: Sequence[Source], *, burst: str = "", gesture: str = "") -> tuple[int, ...]:
    """Pictures or strokes for a class, all or none. `burst`: what pictures share that were taken one right after the other."""
    return service.examples.add(visitor, which, sources, burst, gesture)


def remove_examples(visitor: str, which: int, examples: Collection[int], *, gesture: str = "") -> None:
    """Examples of a class go."""
    service.examples.remove(visitor, which, examples, gesture)


def bring_zip(visitor: str, data: bytes, *, gesture: str = "") -> Brought:
    """Classes from a zip of class folders, read in memory; which of its files are left out, and which classes hardly have a picture."""
    return service.examples.bring(visitor, zips.read(data), gesture)


def bring_dataset(visitor: str, dataset: str, each: int, language: Language = "en", *, chosen: bool = True, gesture: str = "") -> bool:
    """Classes from a set, so many pictures of each, in place of those that came from another; False while its pictures are on their way.

    The visitor's own stay. Not `chosen`: it came by itself.
    """
    if not builtin.make_ready(dataset):
        return False
    service.examples.bring_set(visitor, dataset, each, language, chosen=chosen, gesture=gesture)
    return True


def own_classes(visitor: str, *, gesture: str = "") -> None:
    """The visitor's own classes alone, without those of a set."""
    service.examples.own(visitor, gesture)


def start_over(visitor: str, *, gesture: str = "") -> None:
    """Every class of the visitor goes, with its examples."""
    service.examples.start_over(visitor, gesture)


def built_in_sets() -> tuple[BuiltIn, ...]:
    """The sets of labelled pictures that classes can be filled from, those that are always here first."""
    return builtin.cards()


def example_pictures(visitor: str, ids: Sequence[int], side: int) -> tuple[list[int], NDArray[np.uint8]]:
    """(ids that are there, small squares of them [id, side, side, 3]), in the order of the classes."""
    return small.thumbnails(service.examples.classes(visitor), ids, side)


def shares(visitor: str, *, seed: int = 0, untouched: bool = False) -> Mapping[int, Share]:
    """By class, how many of its pictures are learned from with a seed, checked and left for the test; of all that are enabled."""
    return costing.shares(service.examples.classes(visitor), seed, untouched=untouched)


def example_part(visitor: str, example: int, *, seed: int = 0, untouched: bool = False) -> Part:
    """Whether a training with this seed learns from an example, checks with it or leaves it untouched; "" where it takes no part."""
    return costing.part_of(service.examples.classes(visitor), example, seed, untouched=untouched)


def heads() -> tuple[HeadCard, ...]:
    """Every head that a network can be given."""
    return head_cards()


def place_costs(plan: object, *, visitor: str) -> tuple[PlaceCost, ...]:
    """For the few places of the line that are shown: weights that learn, and about how long it takes with the visitor's classes."""
    read = TeachingPlan.read(plan)
    base = service.shelf.borrow(read.network, visitor)
    with service.looking.workers.turn():
        return costing.costs(base, read, service.examples.classes(visitor), service.features, visitor)


def teach_code(plan: object, *, visitor: str, language: Language = "en") -> str:
    """teach.py: the training of a plan as plain PyTorch, which needs nothing of this package."""
    read = TeachingPlan.read(plan)
    return lesson(service.shelf.borrow(read.network, visitor), read, language)


def teach(plan: object, *, visitor: str) -> Generator[Teaching, None, None]:
    """Teach a network the visitor's classes by a plan of training (`{"network": key, ...}`): queued, preparing, training, and how it ended.

    Another training of the same visitor stops this one. Closing it stops within a batch and keeps what has been learned.
    """
    return service.teacher.teach(TeachingPlan.read(plan), visitor)


def compare(plan: object, *, visitor: str) -> Generator[Comparing | Compared, None, None]:
    """The same network taught, and trained from scratch, on the first few of the visitor's pictures, more and more of each class."""
    return comparing.compare(service.teacher, TeachingPlan.read(plan), visitor)


def stop_teaching(visitor: str) -> None:
    """The visitor's training ends within a batch and keeps what it has learned; one that waits leaves the line."""
    service.turns.stop(visitor, TEACH)


def head_weights(visitor: str, key: str) -> NDArray[np.float32] | None:
    """The last dense layer of a visitor's own network, [class, feature]; None where it has none: a head that remembers examples."""
    last = head_of(service.owned.get(visitor, key).plan).origin
    return last.weight.detach().numpy() if isinstance(last, nn.Linear) else None


def teach_folder(plan: object, *, visitor: str, language: Language = "en") -> bytes:
    """A zip of teach.py, the weights of its base and the visitor's pictures, on the sides where the page has them."""
    read = TeachingPlan.read(plan)
    base = service.shelf.borrow(read.network, visitor)
    try:
        job = job_of(base, read, service.examples.classes(visitor))
    except UserError:  # too few classes yet: the program takes a folder of any
        job = None
    text = lesson(base, read, language)
    called = "teach.py pictures" if job else "teach.py FOLDER"
    return zipped(Code(text, text, files(base, job), called), language)
