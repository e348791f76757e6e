"""The one reader of every JSON that somebody sends: bodies, queries, arguments of the API, headers of files.

What it gives out is small enough, no deeper than `PLAYGROUND_JSON_LEVELS`, all its numbers are finite and fit a computer's own, no name
comes twice, and every text can be written. Who reads further need only ask which types there are.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from models import limits
from models.errors import UserError
from models.text import LANGUAGES, Text, number

_WHOLE = 2**63  # whole numbers reach up to here


def read(data: bytes | str, name: str, most: float | None = None) -> Any:
    """JSON text → dicts, lists, texts, numbers, booleans, None. UserError that names `name` for anything else.

    `most`: bytes; PLAYGROUND_JSON_MB where it is None.
    """
    limit = limits.JSON_MB.value * 1e6 if most is None else most
    if len(data) > limit:
        raise _refused(_LARGE, name, most=Text(*(number(limit / 1e6, language) for language in LANGUAGES)))
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        found = json.loads(text, object_pairs_hook=lambda pairs: _object(name, pairs), parse_constant=lambda _: _endless(name))
    except RecursionError:  # Python's parser calls itself for every level
        raise _deep(name) from None
    except ValueError:  # a number of more digits than Python reads is one too
        raise _refused(_NO_JSON, name) from None
    check(found, name)
    return found


def check(value: object, name: str) -> None:
    """The same of values that somebody else has parsed. UserError names `name`."""
    most, at = int(limits.JSON_LEVELS.value), [(value, 1)]
    while at:
        one, level = at.pop()
        if isinstance(one, Mapping | list | tuple):
            if level > most:
                raise _deep(name)
            inside = [*one.keys(), *one.values()] if isinstance(one, Mapping) else one
            at.extend((each, level + 1) for each in inside)
        elif isinstance(one, str):
            if not one.isascii() and any("\ud800" <= letter <= "\udfff" for letter in one):
                raise _refused(_HALF, name)
        elif isinstance(one, float):
            if not math.isfinite(one):
                _endless(name)
        elif isinstance(one, int) and abs(one) >= _WHOLE:
            _endless(name)


def _object(name: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _refused(_TWICE, name, key=repr(key[:40]))
        found[key] = value
    return found


def _endless(name: str) -> NoReturn:
    raise _refused(_NUMBER, name)


def _deep(name: str) -> UserError:
    return _refused(_DEEP, name, most=int(limits.JSON_LEVELS.value))


def _refused(text: Text, name: str, **fields: object) -> UserError:
    return UserError(text.format(name=name, **fields))


_NO_JSON = Text("{name}: that is no JSON.", "{name}: isso não é JSON.")
_LARGE = Text("{name}: this JSON has more than {most} MB, the limit.", "{name}: este JSON tem mais de {most} MB, o limite.")
_DEEP = Text(
    "{name}: lists and objects lie more than {most} deep in each other, the limit.",
    "{name}: há listas e objetos com mais de {most} níveis, um dentro do outro; esse é o limite.",
)
_NUMBER = Text(
    "{name}: one of its numbers is infinite, none at all, or too large to compute with.",
    "{name}: um dos números é infinito, não é um número ou é grande demais para se calcular com ele.",
)
_TWICE = Text("{name}: {key} comes twice; say it once.", "{name}: {key} aparece duas vezes; diga uma só.")
_HALF = Text(
    "{name}: one of its texts holds half a letter (a lone surrogate), which cannot be written.",
    "{name}: um dos textos contém meia letra (um substituto sem par), que não se pode escrever.",
)
