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
from models.datasets.torchvision import SplitName, TorchvisionDataset, dataset_dir, torchvision_datasets
from models.errors import UserError, unknown
from models.text import LANGUAGES, Text, number
from models.types.activations import PictureSource
from models.types.feature_race import PictureKind
from models.types.fine_tune import BuiltInDataset, FixedSplit

VALIDATION_SHARE = 1 / 3  # of the pictures of a class come from the set's own part for checking
LabelledSources = Sequence[tuple[Text, Sequence[tuple[PictureSource, FixedSplit]]]]
"""Classes with their pictures, each with the side that it must stay on."""

_downloads: dict[str, _Download] = {}
_lock = threading.Lock()


def dataset_infos() -> tuple[BuiltInDataset, ...]:
    """Every set, first those that are always here. ValueError for a key that is in both lists."""
    if twice := set(bundled.datasets()) & set(torchvision_datasets()):
        raise ValueError(f"sets of one key: {twice}")
    own = [
        BuiltInDataset(one.key, one.title, one.about, one.classes, one.credit, one.kind, True, 0, one.first_in_transfer)
        for one in bundled.datasets().values()
    ]
    fetched = [
        BuiltInDataset(one.key, one.title, one.about, one.classes, one.credit, one.kind, _is_available(one), one.megabytes)
        for one in torchvision_datasets().values()
    ]
    return (*own, *fetched)


def ensure_available(key: object) -> bool:
    """Whether the pictures are here; starts to fetch them where they are not. UserError where there is no network, or it failed."""
    if key in bundled.datasets():
        return True
    if not isinstance(key, str) or key not in torchvision_datasets():
        raise unknown("dataset", key, [*bundled.datasets(), *torchvision_datasets()])
    one = torchvision_datasets()[key]
    if _is_available(one):
        return True
    with _lock:
        fetch = _downloads.get(key) or _start_download(one)
    fetch.answered.wait(limits.CONNECT_SECONDS.value + 1)
    if not fetch.answered.is_set() or fetch.problem is not None:
        with _lock:
            _downloads.pop(key, None)
        raise _not_available(one) from fetch.problem
    return False


def class_pictures(key: str, each: int) -> LabelledSources:
    """`each` pictures a class, from the set's own parts. UserError for a set that is not here."""
    if not ensure_available(key):
        raise _still_downloading(torchvision_datasets()[key])
    held = max(1, round(each * VALIDATION_SHARE))
    if key in bundled.datasets():
        parts = bundled.load_splits(key)
        sides: list[tuple[Any, int, FixedSplit]] = [(parts.train, each - held, "train"), (parts.validation, held, "validation")]
        return [
            (name, [(_array_source(one), side) for part, most, side in sides for one in part.pictures[part.labels == label][:most]])
            for label, name in enumerate(bundled.find(key).classes)
        ]
    found = torchvision_datasets()[key]
    wanted: list[tuple[SplitName, int]] = [("train", each - held), ("validation", held)]
    opened = [(found.open_split(dataset_dir(), part, False), most, part) for part, most in wanted]
    return [
        (name, [(_png_source(data[i][0]), part) for data, most, part in opened for i in _first_of_class(found, data, label, most)])
        for label, name in enumerate(found.classes)
    ]


def kind_of(key: str) -> PictureKind | None:
    """What the pictures of a set are; None of a set that is not listed."""
    found = bundled.datasets().get(key) or torchvision_datasets().get(key)
    return found.kind if found else None


def _first_of_class(one: TorchvisionDataset, data: Any, label: int, most: int) -> list[int]:
    return [i for i, given in enumerate(one.labels_of(data)) if given == label][:most]


def _is_available(one: TorchvisionDataset) -> bool:
    """Remembered once it is so: torchvision sums up every file before it believes in it."""
    try:
        return _can_open(one.key)
    except (RuntimeError, OSError):
        return False


@cache
def _can_open(key: str) -> bool:
    one = torchvision_datasets()[key]
    if not dataset_dir().is_dir():
        raise RuntimeError(f"there is no {dataset_dir()}")
    for part in ("train", "validation"):
        one.open_split(dataset_dir(), part, False)
    return True


class _Download:
    """A set on its way. `answered` is set when its host has, or when it failed."""

    def __init__(self) -> None:
        self.answered = threading.Event()
        self.problem: Exception | None = None


def _start_download(one: TorchvisionDataset) -> _Download:
    fetch = _downloads[one.key] = _Download()

    def run() -> None:
        try:
            with closing(urlopen(Request(one.host, method="HEAD"), timeout=limits.CONNECT_SECONDS.value)):
                fetch.answered.set()
            dataset_dir().mkdir(parents=True, exist_ok=True)
            for part in ("train", "validation"):
                one.open_split(dataset_dir(), part, True)
            with _lock:
                _downloads.pop(one.key, None)
        except Exception as problem:  # no route, no answer, a broken transfer, a full disk: told when somebody asks
            fetch.problem = problem
        finally:
            fetch.answered.set()

    threading.Thread(target=run, name=f"fetch {one.key}", daemon=True).start()
    return fetch


def _array_source(pixels: NDArray[np.uint8]) -> PictureSource:
    """[h, w, c] uint8 as a file."""
    return _png_source(Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels))


def _png_source(image: Image.Image) -> PictureSource:
    image.save(made := io.BytesIO(), "PNG")
    return PictureSource("picture", made.getvalue())


def _message_fields(one: TorchvisionDataset) -> Mapping[str, Any]:
    return {"title": one.title, "megabytes": Text(*(number(one.megabytes, language) for language in LANGUAGES))}


def _not_available(one: TorchvisionDataset) -> UserError:
    return UserError(
        Text(
            "This server does not have {title} ({megabytes} MB), and cannot fetch it now; choose another set.",
            "Este servidor não tem {title} ({megabytes} MB) e não pode baixá-lo agora; escolha outro conjunto.",
        ).format(**_message_fields(one))
    )


def _still_downloading(one: TorchvisionDataset) -> UserError:
    return UserError(
        Text("{title} is still on its way ({megabytes} MB).", "{title} ainda está a caminho ({megabytes} MB).").format(
            **_message_fields(one)
        )
    )
