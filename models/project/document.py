"""project.json: what a project says of itself, written and read; nothing in it is believed before it is checked.

    {"format": "convolutions-project", "version": 1, "app": "0.1.0", "link": "?tab=transfer",
     "classes": [{"name": "roses", "enabled": true, "dataset": "", "folder": "roses",
                  "examples": [{"file": "001.jpg", "digest": "…", "burst": "", "side": ""}]}],
     "networks": [{"name": "flowers", "file": "networks/flowers.safetensors"}],
     "runs": [{"race": 1, "lane": 0, "settings": {"data": "mnist"}, "epoch": 60, "how": "done", "train": [0.1, 0.9], …}],
     "taught": {"network": "mine/flowers", …}, "picture": "picture.jpg"}

VERSION goes up when an older program could no longer read what is written; a program reads its own version and all before it. What a
version of the same number says beyond this is left alone; what may be missing has a default, so that a later program still reads this.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, get_args

from models import json_reader, limits
from models.errors import UserError
from models.text import LANGUAGES, Text, number
from models.training.fine_tune.zips import clean
from models.types.fine_tune import FixedSplit

FORMAT, VERSION = "convolutions-project", 1
NAME = "project.json"
_MOST_JSON = 8 << 20  # bytes
_MOST_LINK = 100_000  # characters; a drawing in it may have 60,000
_MOST_RUNS = 100
_MOST_SETTINGS = 60
_MOST_WORDS = 3000  # characters of a setting
_MOST_DEPTH, _MOST_VALUES = 12, 60_000
SIDES: tuple[FixedSplit, ...] = get_args(FixedSplit)

_Word = TypeVar("_Word", bound=str)


class JsonField:
    """One value of project.json and where it stands there; every reading of it is checked."""

    def __init__(self, value: object, where: str) -> None:
        self.value, self.where = value, where

    def wrong(self) -> UserError:
        return UserError(_WRONG.format(where=self.where or NAME))

    def get(self, name: str, default: object = None) -> JsonField:
        """A field of an object; `default` where it is missing."""
        if not isinstance(self.value, dict):
            raise self.wrong()
        return JsonField(self.value.get(name, default), f"{self.where}.{name}" if self.where else name)

    def items(self, most: int) -> list[JsonField]:
        if not isinstance(self.value, list) or len(self.value) > most:
            raise self.wrong()
        return [JsonField(one, f"{self.where}[{i}]") for i, one in enumerate(self.value)]

    def text(self, most: int) -> str:
        if not isinstance(self.value, str) or len(self.value) > most or any("\ud800" <= letter <= "\udfff" for letter in self.value):
            raise self.wrong()
        return self.value

    def one_of(self, accepted: Sequence[_Word]) -> _Word:
        for one in accepted:
            if one == self.value:
                return one
        raise self.wrong()

    def boolean(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.wrong()
        return self.value

    def integer(self, low: int, high: int) -> int:
        if type(self.value) is not int or not low <= self.value <= high:
            raise self.wrong()
        return self.value

    def number(self) -> float | None:
        """A finite number, or none at all."""
        if self.value is None:
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not abs(self.value) < 1e300:
            raise self.wrong()
        return float(self.value)


def read(data: bytes) -> JsonField:
    """The whole of project.json. UserError for what is none, and for one of a later version."""
    if len(data) > _MOST_JSON:
        raise UserError(_WRONG.format(where=NAME))
    try:
        given = json_reader.read(data, NAME, _MOST_JSON)
    except UserError:
        raise UserError(_WRONG.format(where=NAME)) from None
    whole = JsonField(given, "")
    if whole.get("format").value != FORMAT:
        raise UserError(_FOREIGN)
    version = whole.get("version").integer(1, 10**6)
    if version > VERSION:
        raise UserError(_NEWER.format(given=version, most=VERSION))
    return whole


def to_bytes(given: Mapping[str, Any]) -> bytes:
    """A project.json of this version."""
    return json.dumps({"format": FORMAT, "version": VERSION, **given}, ensure_ascii=False, indent=1, allow_nan=False).encode()


def read_link(field: JsonField) -> str:
    """A permalink's query, or nothing."""
    said = field.text(_MOST_LINK)
    if said and not said.startswith("?"):
        raise field.wrong()
    return said


def read_runs(field: JsonField) -> tuple[Mapping[str, Any], ...]:
    """Rows of Train's table: names, numbers and short texts, and nothing else."""
    return tuple(_run(one) for one in field.items(_MOST_RUNS))


def _run(field: JsonField) -> Mapping[str, Any]:
    numbers: dict[str, Callable[[JsonField], object]] = {
        "race": lambda one: one.integer(1, 10**6),
        "lane": lambda one: one.integer(0, 1),
        "epoch": lambda one: one.integer(0, 10**6),
        "seeds": lambda one: one.integer(0, 1000),
        "mean": JsonField.number,
        "sd": JsonField.number,
        "how": lambda one: one.text(40),
        "kept": lambda one: one.text(40),
        "train": _pair,
        "validation": _pair,
        "settings": _settings,
    }
    defaults = {"seeds": 1, "how": "done", "kept": ""}
    return {name: read_one(field.get(name, defaults.get(name))) for name, read_one in numbers.items()}


def _pair(field: JsonField) -> list[float | None]:
    found = [one.number() for one in field.items(2)]
    if len(found) != 2:
        raise field.wrong()
    return found


def _settings(field: JsonField) -> dict[str, str | float]:
    if not isinstance(field.value, dict) or len(field.value) > _MOST_SETTINGS:
        raise field.wrong()
    found: dict[str, str | float] = {}
    for name, value in field.value.items():
        one = JsonField(value, f"{field.where}.{name[:40]}")
        if isinstance(value, str):
            found[name[:40]] = one.text(_MOST_WORDS)
        elif type(value) in (int, float) and math.isfinite(value):
            found[name[:40]] = value
        else:
            raise one.wrong()
    return found


def read_taught(field: JsonField) -> Mapping[str, Any] | None:
    """What a run of Transfer has told: plain JSON of bounded size, which the page that shows it checks once more."""
    if field.value is None:
        return None
    if not isinstance(field.value, dict) or _count_values(field, field.value, _MOST_DEPTH) > _MOST_VALUES:
        raise field.wrong()
    field.get("network").text(80)
    return field.value


def _count_values(field: JsonField, value: object, depth: int) -> int:
    """How many values there are, each of them one that JSON can say again."""
    if depth == 0:
        raise field.wrong()
    if isinstance(value, dict):
        return sum(
            1 + _count_values(JsonField(key, field.where), key, depth - 1) + _count_values(field, one, depth - 1)
            for key, one in value.items()
        )
    if isinstance(value, list):
        return 1 + sum(_count_values(field, one, depth - 1) for one in value)
    if isinstance(value, str):
        JsonField(value, field.where).text(_MOST_WORDS)
    elif (type(value) is float and not math.isfinite(value)) or (type(value) is int and abs(value) > 2**53):
        raise field.wrong()
    return 1


def class_name(field: JsonField) -> str:
    """As it is shown."""
    name = clean(field.text(200))
    if not name:
        raise field.wrong()
    return name


def megabytes_text(size: float) -> Text:
    return Text(*(number(size / 1e6, language) for language in LANGUAGES))


def too_large(size: float) -> UserError:
    return UserError(_TOO_LARGE.format(size=megabytes_text(size), limit=megabytes_text(limits.PROJECT_MB.value * 1e6)))


_WRONG = Text(
    "The project is damaged: {where} in its project.json is not what was saved. Nothing of it was opened; take another copy of the file.",
    "O projeto está danificado: {where}, no project.json, não é o que foi salvo. Nada dele foi aberto; use outra cópia do arquivo.",
)
_FOREIGN = Text(
    "The project.json in this zip is another program's; open a project that was saved here.",
    "O project.json deste zip é de outro programa; abra um projeto que tenha sido salvo aqui.",
)
_NEWER = Text(
    "The project was saved by a later version of this program (format {given}; this one reads up to {most}). Open it there, or bring this "
    "server up to date.",
    "O projeto foi salvo por uma versão posterior deste programa (formato {given}; esta lê até {most}). Abra-o lá, ou atualize este "
    "servidor.",
)
_TOO_LARGE = Text(
    "The project has {size} MB and the limit is {limit} MB; remove a network (it can be taken home by itself) or some pictures.",
    "O projeto tem {size} MB e o limite é {limit} MB; remova uma rede (ela pode ser levada para casa sozinha) ou algumas imagens.",
)
