"""Classes of a visitor's own and their examples, with undo and redo."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from models import limits, service
from models.number_spec import whole_number
from models.text import Language, Text
from models.training.fine_tune import builtin, zips
from models.training.fine_tune import costs as costing
from models.training.fine_tune import thumbnails as small
from models.types.activations import PictureSource
from models.types.fine_tune import AssignedSplit, BuiltInDataset, ImportReport, SplitCounts, UndoState, VisitorClass


def classes(visitor: str) -> tuple[VisitorClass, ...]:
    """Returns the visitor's classes with their examples.

    Returns:
        One `VisitorClass` each: id, name, whether it is enabled, and its examples as small encoded pictures or strokes.
    """
    return service.examples.classes(visitor)


def class_undo_state(visitor: str) -> UndoState:
    """Returns the visitor's classes, the built-in set among them, and how many changes can be undone and redone.

    Returns:
        The snapshot of now, and the numbers of steps back (PLAYGROUND_UNDO_STEPS at most) and forward.
    """
    return service.examples.undo_state(visitor)


def undo_classes(visitor: str) -> UndoState:
    """Undoes the last change of the visitor's classes; does nothing where no step leads back.

    Returns:
        The state after it, as in `class_undo_state`.
    """
    return service.examples.undo(visitor)


def redo_classes(visitor: str) -> UndoState:
    """Redoes the change that was undone last; does nothing where there is none.

    Returns:
        The state after it, as in `class_undo_state`.
    """
    return service.examples.redo(visitor)


def add_class(visitor: str, name: str, *, gesture: str = "") -> int:
    """Adds a class without examples.

    Args:
        name: Its name, of which 40 letters that can be seen are kept; no other class may have it.
        gesture: Changes in a row with one gesture are undone as one step; "" makes a step of each.

    Returns:
        The id of the class.

    Raises:
        UserError: When nothing of the name can be read, another class has it, or there are PLAYGROUND_CLASSES classes already.
        ValueError: When `visitor` is "".
    """
    return service.examples.add_class(visitor, name, gesture)


def change_class(visitor: str, which: int, *, name: str | None = None, enabled: bool | None = None, gesture: str = "") -> None:
    """Renames a class, or leaves it out of the training.

    Args:
        which: Id of the class.
        name: New name, as in `add_class`; None keeps the old one.
        enabled: Whether a training learns the class; None keeps it as it is.
        gesture: Changes in a row with one gesture are undone as one step; "" makes a step of each.

    Returns:
        None.

    Raises:
        UserError: When there is no such class, nothing of the name can be read, or another class has it.
        ValueError: When `visitor` is "".
    """
    service.examples.change_class(visitor, which, name=name, enabled=enabled, gesture=gesture)


def remove_class(visitor: str, which: int, *, gesture: str = "") -> None:
    """Removes a class with its examples.

    Args:
        which: Id of the class.
        gesture: Changes in a row with one gesture are undone as one step; "" makes a step of each.

    Returns:
        None.

    Raises:
        UserError: When the visitor has classes, and this is none of them.
        ValueError: When `visitor` is "".
    """
    service.examples.remove_class(visitor, which, gesture)


def add_examples(visitor: str, which: int, sources: Sequence[PictureSource], *, burst: str = "", gesture: str = "") -> tuple[int, ...]:
    """Adds pictures or drawings to a class, all or none; the shorter side of a picture becomes 256 px at most.

    Args:
        which: Id of the class.
        sources: Encoded pictures or strokes.
        burst: Name that pictures taken one right after the other share, so that a split keeps them together; "" for none.
        gesture: Changes in a row with one gesture are undone as one step; "" makes a step of each.

    Returns:
        The ids of the examples, in the order of `sources`.

    Raises:
        UserError: When there is no such class, one source cannot be read, or the examples would pass PLAYGROUND_EXAMPLES or
            PLAYGROUND_EXAMPLES_MB, or those of all visitors PLAYGROUND_ALL_EXAMPLES_MB.
        ValueError: When `visitor` is "", or a source holds prepared pixels.
    """
    return service.examples.add(visitor, which, sources, burst, gesture)


def add_readable_examples(
    visitor: str, which: int, sources: Sequence[PictureSource], *, burst: str = "", gesture: str = ""
) -> tuple[tuple[int, Text], ...]:
    """Adds many pictures to a class at once; those that cannot be read are left out. The shorter side becomes 256 px at most.

    Args:
        which: Id of the class.
        sources: Encoded pictures.
        burst: As for `add_examples`.
        gesture: As for `add_examples`.

    Returns:
        (place in `sources`, why) of each picture that was left out.

    Raises:
        UserError: As for `add_examples`, but for what cannot be read.
        ValueError: When `visitor` is "", or a source holds prepared pixels.
    """
    return service.examples.add_readable(visitor, which, sources, burst, gesture)


def remove_examples(visitor: str, which: int, examples: Collection[int], *, gesture: str = "") -> None:
    """Removes examples from a class.

    Args:
        which: Id of the class.
        examples: Ids of the examples; those that are not there are passed over.
        gesture: Changes in a row with one gesture are undone as one step; "" makes a step of each.

    Returns:
        None.

    Raises:
        UserError: When there is no such class.
        ValueError: When `visitor` is "".
    """
    service.examples.remove(visitor, which, examples, gesture)


def import_zip(visitor: str, data: bytes, *, gesture: str = "") -> ImportReport:
    """Adds classes from a zip of class folders, read in memory, in place of those of a built-in set.

    Args:
        data: The zip, at most PLAYGROUND_ZIP_MB packed and PLAYGROUND_ZIP_UNPACKED_MB unpacked; one folder of pictures per class.
        gesture: Changes in a row with one gesture are undone as one step; "" makes a step of each.

    Returns:
        Which files are left out and why, and which classes have fewer than 5 pictures.

    Raises:
        UserError: When it is no zip, is damaged, too large or unsafe, holds fewer than two classes of pictures that can be read, or
            passes PLAYGROUND_CLASSES or a bound of `add_examples`.
        ValueError: When `visitor` is "".
    """
    return service.examples.import_zip(visitor, zips.read_classes(data), gesture)


def load_dataset(visitor: str, dataset: str, each: int, language: Language = "en", *, chosen: bool = True, gesture: str = "") -> bool:
    """Adds the classes of a built-in set in place of those of another set; the visitor's own stay.

    Returns at once while the pictures are being downloaded; ask again.

    Args:
        dataset: Key of the set, as in `built_in_datasets`.
        each: Pictures per class, 2 to PLAYGROUND_EXAMPLES, as far as the set has them; a third of them come from its validation part.
        chosen: False where the page loads the set by itself, which is then no step to undo at the very beginning.
        gesture: Changes in a row with one gesture are undone as one step; "" makes a step of each.

    Returns:
        True, or False while the pictures are being downloaded.

    Raises:
        UserError: When the set is not known or cannot be downloaded, `each` is out of range, or the classes would pass
            PLAYGROUND_CLASSES or a bound of `add_examples`.
        ValueError: When `visitor` is "".
    """
    each = whole_number("each", each, 2, int(limits.EXAMPLES.value))
    if not builtin.ensure_available(dataset):
        return False
    service.examples.load_dataset(visitor, dataset, each, language, chosen=chosen, gesture=gesture)
    return True


def keep_own_classes(visitor: str, *, gesture: str = "") -> None:
    """Removes the classes of a built-in set; the visitor's own remain, and own empty classes that it replaced come back.

    Args:
        gesture: Changes in a row with one gesture are undone as one step; "" makes a step of each.

    Returns:
        None.

    Raises:
        UserError: When the empty classes that come back would pass a bound of `add_examples`.
        ValueError: When `visitor` is "".
    """
    service.examples.keep_own(visitor, gesture)


def clear_classes(visitor: str, *, gesture: str = "") -> None:
    """Removes all of the visitor's classes with their examples.

    Args:
        gesture: Changes in a row with one gesture are undone as one step; "" makes a step of each.

    Returns:
        None.

    Raises:
        ValueError: When `visitor` is "".
    """
    service.examples.clear(visitor, gesture)


def built_in_datasets() -> tuple[BuiltInDataset, ...]:
    """Returns the sets of labelled pictures that classes can be filled from, the bundled ones first.

    Returns:
        One `BuiltInDataset` per set: key, title, classes, kind, whether it is on this machine, the size of its download in
        MB, and whether the page begins with it.
    """
    return builtin.dataset_infos()


def example_thumbnails(visitor: str, ids: Sequence[int], side: int) -> tuple[list[int], NDArray[np.uint8]]:
    """Returns thumbnails of examples, in the order of their classes.

    Args:
        ids: Ids of examples; those that are not there are left out.
        side: Side of a thumbnail in px, 1 to 512.

    Returns:
        The ids that are there, and uint8 centre squares [example, side, side, 3], 0 to 255.

    Raises:
        UserError: When `side` is out of range.
    """
    return small.thumbnails(service.examples.classes(visitor), ids, side)


def split_counts(visitor: str, *, seed: int = 0, with_test: bool = False) -> Mapping[int, SplitCounts]:
    """Returns how the pictures of each enabled class are split into training, validation and test.

    Args:
        seed: Seed of the split, 0 to 2^31 - 1.
        with_test: Whether a fifth is kept for the test, where each class has more than 30 pictures.

    Returns:
        Id of a class to its numbers of pictures: learned from, checked (30 % or so), and untouched.

    Raises:
        UserError: When `seed` is out of range.
    """
    return costing.split_counts(service.examples.classes(visitor), _seed(seed), with_test=with_test)


def example_split(visitor: str, example: int, *, seed: int = 0, with_test: bool = False) -> AssignedSplit:
    """Returns the part of the split that an example falls into.

    Args:
        example: Id of the example.
        seed: Seed of the split, 0 to 2^31 - 1.
        with_test: Whether a fifth is kept for the test, as in `split_counts`.

    Returns:
        "train", "validation" or "untouched"; "" where its class is disabled, or it is not there.

    Raises:
        UserError: When `seed` is out of range.
    """
    return costing.split_of_example(service.examples.classes(visitor), example, _seed(seed), with_test=with_test)


def _seed(given: int) -> int:
    return whole_number("seed", given, 0, 2**31 - 1)
