"""The classes that visitors teach, with their examples: small pictures in memory, found under their visitor's key alone."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import count

from PIL import Image

from models import drawing, limits, pictures, refusals
from models.errors import UserError
from models.text import LANGUAGES, Language, Text, number
from models.transfer import builtin
from models.transfer.zips import Contents, Folder, clean, files_said
from models.types.looking import Source
from models.types.teaching import Brought, Classes, Example, LeftOut, TaughtClass

SIDE = 256  # px; the shorter side of a kept picture: what the networks here want, or more
FEW = 5  # pictures; a class of a zip with fewer is named: there is hardly anything to learn from
LOSSLESS = 128  # px; up to here a picture is kept as PNG


class Examples:
    """Every visitor's classes. What is refused changes nothing; what is given out never changes any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._classes: dict[str, Classes] = {}
        self._ids = count(1)

    def classes(self, visitor: str) -> Classes:
        with self._lock:
            return self._classes.get(visitor, ())

    def add_class(self, visitor: str, name: str) -> int:
        """A new class, empty. UserError for one name too many or twice."""
        made = TaughtClass(next(self._ids), _named(name))
        self._change(visitor, lambda classes: (*classes, made))
        return made.id

    def change_class(self, visitor: str, which: int, *, name: str | None = None, enabled: bool | None = None) -> None:
        def change(one: TaughtClass) -> TaughtClass:
            return replace(one, name=one.name if name is None else _named(name), enabled=one.enabled if enabled is None else enabled)

        self._change_one(visitor, which, change)

    def remove_class(self, visitor: str, which: int) -> None:
        self._change(visitor, lambda classes: tuple(one for one in classes if one is not _find(classes, which)))

    def add(self, visitor: str, which: int, sources: Sequence[Source], burst: str = "") -> tuple[int, ...]:
        """Examples of a class, made small. UserError for one that cannot be read: then none of them is taken."""
        self._room(visitor, len(sources))
        made = tuple(self._example(source, burst) for source in sources)
        self._change_one(visitor, which, lambda one: replace(one, examples=(*one.examples, *made)))
        return tuple(example.id for example in made)

    def remove(self, visitor: str, which: int, example: int) -> None:
        def change(one: TaughtClass) -> TaughtClass:
            return replace(one, examples=tuple(kept for kept in one.examples if kept.id != example))

        self._change_one(visitor, which, change)

    def bring(self, visitor: str, contents: Contents) -> Brought:
        """Classes of a zip, in place of those that came from a set; a class of the visitor's own of the same name gets more examples.

        Pictures that cannot be read are left out, and said. UserError where fewer than two classes are left, or a bound is passed: then
        nothing changes.
        """
        self._room(visitor, sum(len(folder.pictures) for folder in contents.folders))
        left_out = list(contents.left_out)
        found = [(folder.name, tuple(self._readable(folder, left_out))) for folder in contents.folders]
        if sum(bool(made) for _, made in found) < 2:
            raise _unreadable(left_out)
        self._merge(visitor, [(name, made) for name, made in found if made], self._own(visitor))
        return Brought(tuple(left_out), tuple((name, len(made)) for name, made in found if len(made) < FEW))

    def _readable(self, folder: Folder, left_out: list[LeftOut]) -> Iterator[Example]:
        for file, data in zip(folder.files, folder.pictures, strict=True):
            try:
                yield self._example(Source("picture", data))
            except UserError as problem:
                left_out.append(LeftOut(file, problem.brief or problem.text))

    def _own(self, visitor: str) -> Classes:
        """The classes that hold a picture of the visitor's own: what else there is makes room."""
        return tuple(one for one in self.classes(visitor) if any(not example.side for example in one.examples))

    def bring_set(self, visitor: str, key: str, each: int, language: Language = "en") -> None:
        """`each` pictures a class of a set that is on this machine: its own parts stay apart, so nothing learned is checked on.

        Classes that came whole from a set, and empty ones, make room for it; whoever has put a picture of their own keeps it.
        """
        given = builtin.pictures(key, each)
        made = [(name[language], tuple(replace(self._example(source), side=side) for source, side in sources)) for name, sources in given]
        self._merge(visitor, made, self._own(visitor))

    def start_over(self, visitor: str) -> None:
        """Every class goes."""
        self._change(visitor, lambda classes: ())

    def forget(self, visitor: str) -> None:
        with self._lock:
            self._classes.pop(visitor, None)

    def nbytes(self, visitor: str | None = None) -> int:
        """Of one visitor's examples, or of all."""
        with self._lock:
            chosen = self._classes.values() if visitor is None else [self._classes.get(visitor, ())]
            return sum(_size(classes) for classes in chosen)

    def _example(self, source: Source, burst: str = "") -> Example:
        small, digest = made_small(source)
        return Example(next(self._ids), small, digest, burst)

    def _merge(self, visitor: str, found: Sequence[tuple[str, tuple[Example, ...]]], stay: Classes | None = None) -> None:
        """`stay`: the classes that are left of those that are there; all where it is None."""

        def merge(classes: Classes) -> Classes:
            by_name = {one.name: one for one in classes if stay is None or one in stay}
            for name, made in found:
                one = by_name.get(name) or TaughtClass(next(self._ids), name)
                by_name[name] = replace(one, examples=(*one.examples, *made))
            return tuple(by_name.values())

        self._change(visitor, merge)

    def _change_one(self, visitor: str, which: int, change: Callable[[TaughtClass], TaughtClass]) -> None:
        def changed(classes: Classes) -> Classes:
            target = _find(classes, which)
            return tuple(change(one) if one is target else one for one in classes)

        self._change(visitor, changed)

    def _change(self, visitor: str, change: Callable[[Classes], Classes]) -> None:
        """All bounds are checked on what would be; only then it is."""
        if not visitor:
            raise ValueError("examples belong to somebody")
        with self._lock:
            before = self._classes.get(visitor, ())
            after = change(before)
            others = sum(_size(classes) for whose, classes in self._classes.items() if whose != visitor)
            if len(after) > len(before) or _size(after) > _size(before):
                _check(after, others)
            names = [one.name for one in after]
            if len(set(names)) < len(names):
                raise _twice(next(name for name in names if names.count(name) > 1))
            self._classes[visitor] = after

    def _room(self, visitor: str, more: int) -> None:
        """Refused before anything is decoded."""
        have = sum(len(one.examples) for one in self.classes(visitor))
        if have + more > limits.EXAMPLES.value:
            raise _too_many_examples(have + more)


def made_small(source: Source) -> tuple[Source, bytes]:
    """(what is kept of it, digest of the same). UserError for what cannot be read. Nothing of a file but its pixels goes on."""
    if source.form == "strokes":
        drawing.decode(source.data)
        return source, blake2b(source.data, digest_size=16).digest()
    if source.form != "picture":
        raise ValueError(f"an example is a picture or strokes, not {source.form}")
    image = pictures.decode(source.data)
    short, long = sorted(image.size)
    if long > short * limits.PICTURE_ASPECT.value:
        raise refusals.too_narrow(image.width, image.height)
    if short > SIDE:
        image = image.resize(
            (round(image.width * SIDE / short), round(image.height * SIDE / short)), Image.Resampling.BICUBIC, reducing_gap=3
        )
    digest = blake2b(image.mode.encode() + image.tobytes(), digest_size=16).digest()
    kept = io.BytesIO()
    if short <= LOSSLESS:
        image.save(kept, "PNG")
    else:
        image.save(kept, "JPEG", quality=95)
    return Source("picture", kept.getvalue()), digest


def _named(name: str) -> str:
    cleaned = clean(name)
    if not cleaned:
        raise UserError(Text("A class needs a name that can be read.", "Uma classe precisa de um nome que se possa ler."))
    return cleaned


def _find(classes: Classes, which: object) -> TaughtClass:
    for one in classes:
        if one.id == which:
            return one
    raise UserError(Text("This class is not there any more.", "Esta classe não existe mais."))


def _size(classes: Classes) -> int:
    return sum(len(example.source.data) for one in classes for example in one.examples)


def _check(classes: Classes, others: int) -> None:
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
    if _size(classes) > limits.EXAMPLES_MB.value * 1e6:
        raise UserError(
            Text(
                "Your examples would take {size} MB, and the limit is {most} MB; remove some, or bring fewer.",
                "Seus exemplos ocupariam {size} MB, e o limite é {most} MB; remova alguns, ou traga menos.",
            ).format(size=_said(_size(classes) / 1e6), most=_said(limits.EXAMPLES_MB.value))
        )
    if others + _size(classes) > limits.ALL_EXAMPLES_MB.value * 1e6:
        raise UserError(
            Text(
                "The memory for the examples of all visitors is full; try again later.",
                "A memória para os exemplos de todos os visitantes está cheia; tente de novo mais tarde.",
            )
        )


def _said(value: float) -> Text:
    return Text(*(number(value, language) for language in LANGUAGES))


def _too_many_examples(given: int) -> UserError:
    return UserError(
        Text(
            "These would make {given} examples, and the limit is {most}; remove some, or bring fewer.",
            "Com esses seriam {given} exemplos, e o limite é {most}; remova alguns, ou traga menos.",
        ).format(given=_said(given), most=_said(limits.EXAMPLES.value))
    )


def _unreadable(left_out: Sequence[LeftOut]) -> UserError:
    return UserError(
        Text(
            "Fewer than two folders of the zip hold pictures that can be read, and a network needs two classes. Left out:{files}",
            "Menos de duas pastas do zip têm imagens que se conseguem ler, e uma rede precisa de duas classes. Ficaram de fora:{files}",
        ).format(files=files_said(left_out))
    )


def _twice(name: str) -> UserError:
    return UserError(
        Text("There is a class {name} already; choose another name.", "Já existe uma classe {name}; escolha outro nome.").format(name=name)
    )
