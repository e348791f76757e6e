"""Names of classes as they may be shown, and the folders of a zip that give them.

cats/2023/1.jpg, dogs/1.jpg      the class is the first folder in which the paths of the pictures differ; what lies deeper is part of it
set/train/cats, set/val/cats     folders named as parts of a set, or by years and dates, are passed over where each of them holds
2023/cats, 2024/cats             only folders with other names: the class is the folder below
1987/1.png, 2001/1.png           elsewhere such a name is a class like any other
set/cover.jpg                    a picture that lies beside the folders of the classes is of none
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

MAX_LENGTH = 40  # letters of a class's name
_SPLIT_FOLDER = re.compile(
    r"train(ing)?|val(id(ation)?)?|test(ing)?|dev|eval|treino|treinamento|valida[cç][aã]o|testes?"
    r"|(19|20)\d\d([-_. ]?\d\d?){0,2}",  # a year, a month, a day
    re.IGNORECASE,
)
_JOINER, _NON_JOINER = "\u200d", "\u200c"
_BEFORE_JOINERS = {"So", "Sk", "Mn", "Mc", "Me", "Cn"}  # categories: pictures, and what changes them
_MODIFIERS = range(0x1F3FB, 0x1F400)  # tones of skin
_FLAGS = range(0x1F1E6, 0x1F200)  # two of these letters are one flag
_TAGS = range(0xE0020, 0xE0080)  # the flag of a region: a black flag, then its name in these
_PICTURES = range(0x1F000, 0x1FB00)  # kept also where this Python's Unicode does not know them yet


def clean(name: str) -> str:
    """A class's name as it may be shown: one line, no signs that reorder or hide text, at most 40 letters, none of them cut."""
    plain = unicodedata.normalize("NFC", name)
    plain = "".join(" " if letter.isspace() or letter == "_" else letter for letter in plain)
    plain = "".join(_visible(plain))
    return truncate(" ".join(plain.split()), MAX_LENGTH)


def truncate(name: str, most: int) -> str:
    """Its first letters, `most` code points at most; a letter with its accents, or an emoji of several signs, stays or goes whole."""
    kept = ""
    for letter in graphemes(name):
        if len(kept) + len(letter) > most:
            break
        kept += letter
    return kept.strip()


def graphemes(text: str) -> Iterator[str]:
    """What a person takes for one letter each: extended grapheme clusters (UAX #29) as far as names need them."""
    held = ""
    for sign in text:
        joined = held and (held[-1] == _JOINER or sign in (_JOINER, _NON_JOINER) or _extends_grapheme(held, sign))
        if held and not joined:
            yield held
            held = ""
        held += sign
    if held:
        yield held


def _extends_grapheme(held: str, sign: str) -> bool:
    code = ord(sign)
    if code in _FLAGS:
        return len(held) == 1 and ord(held) in _FLAGS
    return unicodedata.category(sign) in ("Mn", "Mc", "Me") or code in _MODIFIERS or code in _TAGS


def _visible(name: str) -> Iterator[str]:
    """Without what cannot be seen, but for signs that join what is beside them into one."""
    before = ""
    for sign in name:
        kept = unicodedata.category(sign)[0] != "C" or ord(sign) in _PICTURES
        if sign in (_JOINER, _NON_JOINER):  # of emoji, and of scripts that write with them
            kept = bool(before) and (unicodedata.category(before) in _BEFORE_JOINERS or ord(before) >= 0x600)
        elif ord(sign) in _TAGS:
            kept = before == "\U0001f3f4" or (bool(before) and ord(before) in _TAGS)
        if kept:
            yield sign
            before = sign


def unique_names(folders: Iterable[str]) -> Mapping[str, str]:
    """A shown name for every folder, in their order: those that would be shown alike get a number behind."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for folder in folders:
        plain = name = clean(folder)
        n = 1
        while name in taken or not name:
            n += 1
            ending = f" {n}" if plain else f"{n - 1}"  # nothing of the folder's name can be shown
            name = truncate(plain, MAX_LENGTH - len(ending)) + ending
        found[folder] = name
        taken.add(name)
    return found


def class_folders(paths: Sequence[Sequence[str]]) -> list[str | None]:
    """The folder that is the class of every picture, by the folders that lead to it; None for one that is of no class."""
    inside = [tuple(path) for path in paths]
    shared = _common_depth([path for path in inside if path])
    deepest = max((len(path) for path in inside), default=0)
    if deepest == shared:  # all lie in one folder
        shared = max(0, shared - 1)
    rest = [path[shared:] for path in inside]
    while (below := _without_split_folder(rest)) is not None:
        rest = below
    return [path[0] if path else None for path in rest]


def _common_depth(paths: Sequence[tuple[str, ...]]) -> int:
    """How many folders at the beginning all paths have."""
    first, last = (min(paths), max(paths)) if paths else ((), ())
    return next((i for i, (one, other) in enumerate(zip(first, last)) if one != other), min(len(first), len(last)))


def _without_split_folder(rest: list[tuple[str, ...]]) -> list[tuple[str, ...]] | None:
    """The paths without their first folder, where that says only which part of the set a picture is in."""
    held = [path for path in rest if path]
    if not held or not all(_SPLIT_FOLDER.fullmatch(path[0]) for path in held):
        return None
    if any(len(path) < 2 or _SPLIT_FOLDER.fullmatch(path[1]) for path in held):
        return None
    return [path[1:] for path in rest]
