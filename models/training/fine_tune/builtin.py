"""The sets of labelled pictures that classes can be filled from: those that are made here, and those that torchvision fetches."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models import limits
from models.datasets import bundled
from models.datasets.torchvision import Collection, Part, collections, folder
from models.errors import UserError, unknown
from models.text import LANGUAGES, Text, number
from models.types.activations import Source
from models.types.fine_tune import BuiltIn, Side

CHECKED = 1 / 3  # of the pictures of a class come from the set's own part for checking
Found = Sequence[tuple[Text, Sequence[tuple[Source, Side]]]]
"""Classes with their pictures, each with the side that it must stay on."""

_fetching: dict[str, _Fetch] = {}
_lock = threading.Lock()


def cards() -> tuple[BuiltIn, ...]:
    """Every set, first those that are always here. ValueError for a key that is in both lists."""
    if twice := set(bundled.datasets()) & set(collections()):
        raise ValueError(f"sets of one key: {twice}")
    own = [BuiltIn(one.key, one.title, one.about, one.classes, one.credit, one.kind, True, 0) for one in bundled.datasets().values()]
    fetched = [
        BuiltIn(one.key, one.title, one.about, one.classes, one.credit, one.kind, _here(one), one.megabytes)
        for one in collections().values()
    ]
    return (*own, *fetched)


def make_ready(key: object) -> bool:
    """Whether the pictures are here; starts to fetch them where they are not. UserError where there is no network, or it failed."""
    if key in bundled.datasets():
        return True
    if not isinstance(key, str) or key not in collections():
        raise unknown("dataset", key, [*bundled.datasets(), *collections()])
    one = collections()[key]
    if _here(one):
        return True
    with _lock:
        fetch = _fetching.get(key) or _begin(one)
    fetch.answered.wait(limits.CONNECT_SECONDS.value + 1)
    if not fetch.answered.is_set() or fetch.problem is not None:
        with _lock:
            _fetching.pop(key, None)
        raise _not_here(one) from fetch.problem
    return False


def pictures(key: str, each: int) -> Found:
    """`each` pictures a class, from the set's own parts. UserError for a set that is not here."""
    if not make_ready(key):
        raise _on_its_way(collections()[key])
    held = max(1, round(each * CHECKED))
    if key in bundled.datasets():
        parts = bundled.parts_of(key)
        sides: list[tuple[Any, int, Side]] = [(parts.train, each - held, "train"), (parts.validation, held, "validation")]
        return [
            (name, [(_png(one), side) for part, most, side in sides for one in part.pictures[part.labels == label][:most]])
            for label, name in enumerate(bundled.find(key).classes)
        ]
    found = collections()[key]
    wanted: list[tuple[Part, int]] = [("train", each - held), ("validation", held)]
    opened = [(found.open(folder(), part, False), most, part) for part, most in wanted]
    return [
        (name, [(_file(data[i][0]), part) for data, most, part in opened for i in _first(found, data, label, most)])
        for label, name in enumerate(found.classes)
    ]


def _first(one: Collection, data: Any, label: int, most: int) -> list[int]:
    return [i for i, given in enumerate(one.labels(data)) if given == label][:most]


def _here(one: Collection) -> bool:
    """Remembered once it is so: torchvision sums up every file before it believes in it."""
    try:
        return _opens(one.key)
    except (RuntimeError, OSError):
        return False


@cache
def _opens(key: str) -> bool:
    one = collections()[key]
    if not folder().is_dir():
        raise RuntimeError(f"there is no {folder()}")
    for part in ("train", "validation"):
        one.open(folder(), part, False)
    return True


class _Fetch:
    """A set on its way. `answered` is set when its host has, or when it failed."""

    def __init__(self) -> None:
        self.answered = threading.Event()
        self.problem: Exception | None = None


def _begin(one: Collection) -> _Fetch:
    fetch = _fetching[one.key] = _Fetch()

    def run() -> None:
        try:
            with closing(urlopen(Request(one.host, method="HEAD"), timeout=limits.CONNECT_SECONDS.value)):
                fetch.answered.set()
            folder().mkdir(parents=True, exist_ok=True)
            for part in ("train", "validation"):
                one.open(folder(), part, True)
            with _lock:
                _fetching.pop(one.key, None)
        except Exception as problem:  # no route, no answer, a broken transfer, a full disk: told when somebody asks
            fetch.problem = problem
        finally:
            fetch.answered.set()

    threading.Thread(target=run, name=f"fetch {one.key}", daemon=True).start()
    return fetch


def _png(pixels: NDArray[np.uint8]) -> Source:
    """[h, w, c] uint8 as a file."""
    return _file(Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels))


def _file(image: Image.Image) -> Source:
    image.save(made := io.BytesIO(), "PNG")
    return Source("picture", made.getvalue())


def _said(one: Collection) -> Mapping[str, Any]:
    return {"title": one.title, "megabytes": Text(*(number(one.megabytes, language) for language in LANGUAGES))}


def _not_here(one: Collection) -> UserError:
    return UserError(
        Text(
            "This server does not have {title} ({megabytes} MB), and cannot fetch it now; choose another set.",
            "Este servidor não tem {title} ({megabytes} MB) e não pode baixá-lo agora; escolha outro conjunto.",
        ).format(**_said(one))
    )


def _on_its_way(one: Collection) -> UserError:
    return UserError(
        Text("{title} is still on its way ({megabytes} MB).", "{title} ainda está a caminho ({megabytes} MB).").format(**_said(one))
    )
