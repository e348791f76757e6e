"""The classes that visitors teach, with their examples: small pictures in memory, found under their visitor's key alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import count

from models import limits
from models.errors import UserError
from models.text import LANGUAGES, Language, Text, number
from models.training.fine_tune import builtin
from models.training.fine_tune.stored_pictures import StoredPicture, shrink, shrink_all
from models.training.fine_tune.undo import UndoHistory, picture_bytes
from models.training.fine_tune.zips import ClassFolder, ZipContents, clean, skipped_text
from models.types.activations import PictureSource
from models.types.feature_race import PictureKind
from models.types.fine_tune import Classes, ClassesSnapshot, Example, FixedSplit, ImportReport, SkippedFile, UndoState, VisitorClass

RefusedPictures = tuple[tuple[int, Text], ...]  # places of sources that could not be read, and why
FEW_PICTURES = 5  # pictures; a class of a zip with fewer is named: there is hardly anything to learn from


class ExampleStore:
    """Every visitor's classes, and the steps that led to them. What is refused changes nothing; what is given out never changes any more.

    Every change is a step that can be undone. Changes with one `gesture`, one right after the other, are one step; "" is none.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._histories: dict[str, UndoHistory] = {}
        self._ids = count(1)

    def classes(self, visitor: str) -> Classes:
        return self.undo_state(visitor).current.classes

    def undo_state(self, visitor: str) -> UndoState:
        with self._lock:
            history = self._histories.get(visitor)
            return history.state if history else UndoState()

    def undo(self, visitor: str) -> UndoState:
        """One step back, exactly: ids, order, names, pictures and the built-in set as they were. Nothing where no step leads back."""
        return self._step(visitor, UndoHistory.undo)

    def redo(self, visitor: str) -> UndoState:
        """The step that was undone last, made again."""
        return self._step(visitor, UndoHistory.redo)

    def add_class(self, visitor: str, name: str, gesture: str = "") -> int:
        """A new class, empty. UserError for one name too many or twice."""
        made = VisitorClass(next(self._ids), _checked_name(name))
        self._change_classes(visitor, lambda classes: (*classes, made), gesture)
        return made.id

    def change_class(self, visitor: str, which: int, *, name: str | None = None, enabled: bool | None = None, gesture: str = "") -> None:
        def change(one: VisitorClass) -> VisitorClass:
            return replace(one, name=one.name if name is None else _checked_name(name), enabled=one.enabled if enabled is None else enabled)

        self._change_one(visitor, which, change, gesture)

    def remove_class(self, visitor: str, which: int, gesture: str = "") -> None:
        self._change_classes(visitor, lambda classes: tuple(one for one in classes if one is not _find(classes, which)), gesture)

    def add(self, visitor: str, which: int, sources: Sequence[PictureSource], burst: str = "", gesture: str = "") -> tuple[int, ...]:
        """Examples of a class, made small. UserError for one that cannot be read: then none of them is taken."""
        self._check_count(visitor, len(sources))
        made = tuple(self._make_example(source, burst) for source in sources)
        self._append(visitor, which, made, gesture)
        return tuple(example.id for example in made)

    def add_readable(
        self, visitor: str, which: int, sources: Sequence[PictureSource], burst: str = "", gesture: str = ""
    ) -> RefusedPictures:
        """The same of many, in as many threads as compute: those that cannot be read are left out, each with its place and why."""
        self._check_count(visitor, len(sources))
        stored = shrink_all(sources)
        made = tuple(self._example(one, burst) for one in stored if not isinstance(one, UserError))
        if made:
            self._append(visitor, which, made, gesture)
        return tuple((i, one.brief or one.text) for i, one in enumerate(stored) if isinstance(one, UserError))

    def _append(self, visitor: str, which: int, made: tuple[Example, ...], gesture: str) -> None:
        self._change_one(visitor, which, lambda one: replace(one, examples=(*one.examples, *made)), gesture)

    def remove(self, visitor: str, which: int, examples: Collection[int], gesture: str = "") -> None:
        def change(one: VisitorClass) -> VisitorClass:
            return replace(one, examples=tuple(kept for kept in one.examples if kept.id not in examples))

        self._change_one(visitor, which, change, gesture)

    def import_zip(self, visitor: str, contents: ZipContents, gesture: str = "") -> ImportReport:
        """Classes of a zip, in place of those that came from a set; a class of the visitor's own of the same name gets more examples.

        Pictures that cannot be read are left out, and said. UserError where fewer than two classes are left, or a bound is passed: then
        nothing changes.
        """
        self._check_count(visitor, sum(len(folder.pictures) for folder in contents.folders))
        left_out = list(contents.skipped)
        found = [(folder.name, tuple(self._decode_folder(folder, left_out))) for folder in contents.folders]
        if sum(bool(made) for _, made in found) < 2:
            raise _unreadable(left_out)
        taken = [(name, made) for name, made in found if made]

        def change(now: ClassesSnapshot) -> ClassesSnapshot:
            own, aside = _own_classes(now)
            stay, empty = (tuple(one for one in own if bool(one.examples) is full) for full in (True, False))
            return ClassesSnapshot(self._merged(stay, taken), set_aside=_by_creation(empty, aside))

        self._change(visitor, change, gesture)
        return ImportReport(tuple(left_out), tuple((name, len(made)) for name, made in found if len(made) < FEW_PICTURES))

    def _decode_folder(self, folder: ClassFolder, left_out: list[SkippedFile]) -> Iterator[Example]:
        stored = shrink_all([PictureSource("picture", data) for data in folder.pictures])
        for file, one in zip(folder.files, stored, strict=True):
            if isinstance(one, UserError):
                left_out.append(SkippedFile(file, one.brief or one.text))
            else:
                yield self._example(one)

    def load_dataset(self, visitor: str, key: str, each: int, language: Language = "en", *, chosen: bool = True, gesture: str = "") -> None:
        """`each` pictures a class of a set that is on this machine: its own parts stay apart, so nothing learned is checked on.

        What came whole from another set makes room for it; whoever has put a picture of their own keeps it, and their empty classes
        come back with `own`. Not `chosen`: it came by itself, and is no step where nothing was done before.
        """
        given, kind = builtin.class_pictures(key, each), builtin.kind_of(key)
        made = [
            (name[language], tuple(self._example(shrink(source), fixed_split=side, kind=kind) for source, side in sources))
            for name, sources in given
        ]

        def change(now: ClassesSnapshot) -> ClassesSnapshot:
            own, aside = _own_classes(now)
            stay, empty = (tuple(one for one in own if bool(one.examples) is full) for full in (True, False))
            return ClassesSnapshot(self._merged(stay, made, key), key, each, chosen, _by_creation(empty, aside))

        self._change(visitor, change, gesture, by_itself=not chosen)

    def keep_own(self, visitor: str, gesture: str = "") -> None:
        """The visitor's own classes alone: what came whole from a set goes, their own empty classes are there again."""

        def change(now: ClassesSnapshot) -> ClassesSnapshot:
            own, aside = _own_classes(now)
            room = max(0, int(limits.CLASSES.value) - len(own))
            return ClassesSnapshot(_by_creation(own, aside[:room]), set_aside=aside[room:]) if now.dataset or aside else now

        self._change(visitor, change, gesture)

    def import_classes(self, visitor: str, found: Classes, *, add: bool = False) -> None:
        """Classes that a project holds, in its order, with ids of their own here; in place of all that are there, or added to them.

        Added to a class of the same name, pictures that it has already are left out. All or nothing, and one step of undo.
        """
        made = tuple(
            replace(one, id=next(self._ids), examples=tuple(replace(example, id=next(self._ids)) for example in one.examples))
            for one in found
        )
        self._check_count(visitor, sum(len(one.examples) for one in made) if add else 0)
        if add:
            self._change_classes(visitor, lambda classes: _merged_by_name(classes, made), "")
        else:
            dataset = next((one.dataset for one in made if one.dataset), "")
            self._change(visitor, lambda now: ClassesSnapshot(made, dataset, chosen=bool(dataset)), "")

    def clear(self, visitor: str, gesture: str = "") -> None:
        """Every class goes."""
        self._change(visitor, lambda now: ClassesSnapshot(), gesture)

    def forget(self, visitor: str) -> None:
        with self._lock:
            self._histories.pop(visitor, None)

    def history(self, visitor: str) -> UndoHistory | None:
        """A copy of the visitor's steps, None where there is none; what they share with the store never changes."""
        with self._lock:
            history = self._histories.get(visitor)
            return history.copy() if history else None

    def restore(self, visitor: str, history: UndoHistory) -> None:
        """The steps of `history`, with the ids that it has, in place of the visitor's own; no id of it is given to anything else."""
        with self._lock:
            self._histories[visitor] = history
        while next(self._ids) < history.highest_id():
            pass

    def nbytes(self, visitor: str | None = None) -> int:
        """Of one visitor's examples, or of all, with those that only undo would bring back."""
        with self._lock:
            return sum(one.nbytes for whose, one in self._histories.items() if visitor in (None, whose))

    def _make_example(self, source: PictureSource, burst: str = "") -> Example:
        return self._example(shrink(source), burst)

    def _example(self, kept: StoredPicture, burst: str = "", fixed_split: FixedSplit = "", kind: PictureKind | None = None) -> Example:
        return Example(next(self._ids), kept.source, kept.digest, burst, fixed_split, kept.hash, kind or kept.kind)

    def _merged(self, classes: Classes, found: Sequence[tuple[str, tuple[Example, ...]]], dataset: str = "") -> Classes:
        """A picture of a set that its class already has is not put there twice."""
        by_name = {one.name: one for one in classes}
        for name, made in found:
            one = by_name.get(name) or VisitorClass(next(self._ids), name, dataset=dataset)
            there = {example.digest for example in one.examples if example.fixed_split}
            by_name[name] = replace(
                one, examples=(*one.examples, *(example for example in made if not there or example.digest not in there))
            )
        return tuple(by_name.values())

    def _change_one(self, visitor: str, which: int, change: Callable[[VisitorClass], VisitorClass], gesture: str) -> None:
        def changed(classes: Classes) -> Classes:
            target = _find(classes, which)
            return tuple(change(one) if one is target else one for one in classes)

        self._change_classes(visitor, changed, gesture)

    def _change_classes(self, visitor: str, change: Callable[[Classes], Classes], gesture: str) -> None:
        self._change(visitor, lambda now: _without_empty_dataset(replace(now, classes=change(now.classes))), gesture)

    def _change(self, visitor: str, change: Callable[[ClassesSnapshot], ClassesSnapshot], gesture: str, *, by_itself: bool = False) -> None:
        """All bounds are checked on what would be; only then it is."""
        if not visitor:
            raise ValueError("examples belong to somebody")
        with self._lock:
            history = self._histories.get(visitor) or UndoHistory()
            after = change(history.current)
            before, classes = history.current.classes, after.classes
            others = sum(one.current_bytes for one in self._histories.values() if one is not history)
            if len(classes) > len(before) or picture_bytes([after]) > history.current_bytes:
                _check_limits(classes, others)
            names = [one.name for one in classes]
            if len(set(names)) < len(names):
                raise _duplicate_name(next(name for name in names if names.count(name) > 1))
            history.push(after, gesture, by_itself=by_itself)
            self._histories[visitor] = history
            self._trim_history(history)

    def _trim_history(self, history: UndoHistory) -> None:
        """The oldest steps give way to what stands there: first this visitor's, then anybody's."""
        while history.nbytes > limits.EXAMPLES_MB.value * 1e6 and history.drop_oldest():
            pass
        over = sum(one.nbytes for one in self._histories.values()) - limits.ALL_EXAMPLES_MB.value * 1e6
        for one in (history, *self._histories.values()):
            while over > 0:
                had = one.nbytes
                if not one.drop_oldest():
                    break
                over -= had - one.nbytes

    def _step(self, visitor: str, step: Callable[[UndoHistory], None]) -> UndoState:
        with self._lock:
            history = self._histories.get(visitor)
            if history is None:
                return UndoState()
            step(history)
            return history.state

    def _check_count(self, visitor: str, more: int) -> None:
        """Refused before anything is decoded."""
        have = sum(len(one.examples) for one in self.classes(visitor))
        if have + more > limits.EXAMPLES.value:
            raise _too_many_examples(have + more)


def _own_classes(now: ClassesSnapshot) -> tuple[Classes, Classes]:
    """What is a visitor's own, and what of it was put away.

    Own are the classes that they made, without pictures of a set, and those of a set that have a picture of theirs.
    """
    own = tuple(
        one if one.dataset else replace(one, examples=tuple(example for example in one.examples if not example.fixed_split))
        for one in now.classes
        if not one.dataset or any(not example.fixed_split for example in one.examples)
    )
    names = {one.name for one in own}
    return own, tuple(one for one in now.set_aside if one.name not in names)


def _by_creation(classes: Classes, more: Classes) -> Classes:
    """In the order in which they were made, where there are more."""
    return tuple(sorted((*classes, *more), key=lambda one: one.id)) if more else classes


def _without_empty_dataset(now: ClassesSnapshot) -> ClassesSnapshot:
    """A set of which no class and no picture is left does not stand there any more."""
    left = any(one.dataset or any(example.fixed_split for example in one.examples) for one in now.classes)
    return now if left or not now.dataset else replace(now, dataset="", per_class=0, chosen=False)


def _checked_name(name: str) -> str:
    cleaned = clean(name)
    if not cleaned:
        raise UserError(Text("A class needs a name that can be read.", "Uma classe precisa de um nome que se possa ler."))
    return cleaned


def _find(classes: Classes, which: object) -> VisitorClass:
    for one in classes:
        if one.id == which:
            return one
    raise UserError(Text("This class is not there any more.", "Esta classe não existe mais."))


def _merged_by_name(classes: Classes, more: Classes) -> Classes:
    by_name = {one.name: one for one in classes}
    for one in more:
        have = by_name.get(one.name)
        known = {example.digest for example in have.examples} if have else set()
        new = tuple(example for example in one.examples if example.digest not in known)
        by_name[one.name] = replace(have, examples=(*have.examples, *new)) if have else one
    return tuple(by_name.values())


def _check_limits(classes: Classes, others: int) -> None:
    most = int(limits.CLASSES.value)
    if len(classes) > most:
        raise UserError(
            Text(
                "At most {most} classes can be taught at once; remove one first.",
                "No máximo {most} classes podem ser ensinadas de uma vez; remova uma antes.",
            ).format(most=most)
        )
    examples = sum(len(one.examples) for one in classes)
    if examples > limits.EXAMPLES.value:
        raise _too_many_examples(examples)
    mine = picture_bytes([ClassesSnapshot(classes)])
    if mine > limits.EXAMPLES_MB.value * 1e6:
        raise UserError(
            Text(
                "Your examples would take {size} MB, and the limit is {most} MB; remove some, or bring fewer.",
                "Seus exemplos ocupariam {size} MB, e o limite é {most} MB; remova alguns, ou traga menos.",
            ).format(size=_number_text(mine / 1e6), most=_number_text(limits.EXAMPLES_MB.value))
        )
    if others + mine > limits.ALL_EXAMPLES_MB.value * 1e6:
        raise UserError(
            Text(
                "The memory for the examples of all visitors is full; try again later.",
                "A memória para os exemplos de todos os visitantes está cheia; tente de novo mais tarde.",
            )
        )


def _number_text(value: float) -> Text:
    return Text(*(number(value, language) for language in LANGUAGES))


def _too_many_examples(given: int) -> UserError:
    return UserError(
        Text(
            "These would make {given} examples, and the limit is {most}; remove some, or bring fewer.",
            "Com esses seriam {given} exemplos, e o limite é {most}; remova alguns, ou traga menos.",
        ).format(given=_number_text(given), most=_number_text(limits.EXAMPLES.value))
    )


def _unreadable(left_out: Sequence[SkippedFile]) -> UserError:
    return UserError(
        Text(
            "Fewer than two folders of the zip hold pictures that can be read, and a network needs two classes. Left out:{files}",
            "Menos de duas pastas do zip têm imagens que se conseguem ler, e uma rede precisa de duas classes. Ficaram de fora:{files}",
        ).format(files=skipped_text(left_out))
    )


def _duplicate_name(name: str) -> UserError:
    return UserError(
        Text("There is a class {name} already; choose another name.", "Já existe uma classe {name}; escolha outro nome.").format(name=name)
    )
