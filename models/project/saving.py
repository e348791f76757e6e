"""A visitor's work written down as files."""

from __future__ import annotations

import io
import tomllib
import weakref
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any

from PIL import Image
from torch import nn

from models.errors import UserError
from models.export import weights_file
from models.inputs import pictures
from models.inputs.pictures import Preparation
from models.project import document, names
from models.project.document import JsonField
from models.store.store import LoadedNetwork
from models.text import Text
from models.types.activations import PictureSource
from models.types.fine_tune import Classes, Example, VisitorClass
from models.types.projects import ProjectFile

_DRAWING_SIZE = Preparation("drawing", channels=1, height=112, width=112, resize=112)
"""How a drawing becomes a picture, where a picture is wanted."""
_KINDS = {"PNG": "png", "JPEG": "jpg", "WebP": "webp", "AVIF": "avif", "GIF": "gif", "BMP": "bmp"}


def project_parts(
    classes: Classes,
    networks: Sequence[LoadedNetwork],
    *,
    link: object = "",
    runs: object = (),
    taught: object = None,
    picture: bytes | None = None,
) -> Mapping[str, bytes | LoadedNetwork]:
    """path → content, project.json first; a network stands for its file. UserError where what the page gave is not what a page gives."""
    folders = names.folders([one.name for one in classes])
    own = {f"picture.{_kind(picture)}": picture} if picture else {}
    weights = {f"networks/{_name(one)}.safetensors": one for one in networks}
    about = {
        "app": _app_version(),
        "link": document.read_link(JsonField(link, "link")),
        "classes": [_class(one, folder) for one, folder in zip(classes, folders, strict=True)],
        "networks": [{"name": _name(one), "file": file} for file, one in weights.items()],
        "runs": document.read_runs(JsonField(list(runs) if isinstance(runs, tuple) else runs, "runs")),
        "taught": document.read_taught(JsonField(taught, "taught")),
        "picture": next(iter(own), None),
    }
    held = {path: example.source.data for path, example in _examples(classes, folders)}
    return {document.NAME: document.to_bytes(about), **held, **weights, **own}


def content(part: bytes | LoadedNetwork) -> bytes:
    """A part as it stands in its file."""
    return part if isinstance(part, bytes) else weights_file.weights(part)


def file_list(made: Mapping[str, bytes | LoadedNetwork]) -> tuple[ProjectFile, ...]:
    """The files of a project without their content."""
    return tuple(ProjectFile(path, *_digest_and_size(part)) for path, part in made.items())


def digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def class_folders(classes: Classes) -> Mapping[str, bytes]:
    """The pictures of classes in a folder each, drawings as pictures: what a zip of class folders holds."""
    found = {}
    for path, example in _examples(classes, names.folders([one.name for one in classes])):
        if example.source.form == "strokes":
            found[str(PurePosixPath(path).with_suffix(".png"))] = _drawing_png(example.source)
        else:
            found[path] = example.source.data
    return found


def _examples(classes: Classes, folders: Sequence[str]) -> list[tuple[str, Example]]:
    """(path, example) in their order."""
    pairs = zip(classes, folders, strict=True)
    return [(f"{folder}/{_file(i, example)}", example) for one, folder in pairs for i, example in enumerate(one.examples)]


def _class(one: VisitorClass, folder: str) -> dict[str, Any]:
    examples = [_example_entry(i, example) for i, example in enumerate(one.examples)]
    return {"name": one.name, "enabled": one.enabled, "dataset": one.dataset, "folder": folder, "examples": examples}


def _example_entry(i: int, example: Example) -> dict[str, str]:
    return {"file": _file(i, example), "digest": example.digest.hex(), "burst": example.burst, "side": example.fixed_split}


def _file(i: int, example: Example) -> str:
    strokes = example.source.form == "strokes"
    return f"{i + 1:03d}.{'ink' if strokes else _kind(example.source.data)}"


def _kind(data: bytes) -> str:
    kind = pictures.file_type(data)
    if kind is None:
        raise UserError(Text("The picture is of no type that is read here.", "A imagem não é de um tipo que se leia aqui."))
    return _KINDS[kind]


def _name(loaded: LoadedNetwork) -> str:
    return loaded.spec.key.partition("/")[2]


def _drawing_png(source: PictureSource) -> bytes:
    """Black ink on white paper, as PNG."""
    ink = pictures.prepare(source, _DRAWING_SIZE)[:, :, 0]  # [112, 112]
    Image.fromarray(255 - ink).save(made := io.BytesIO(), "PNG")
    return made.getvalue()


@cache
def _app_version() -> str:
    """Version of this program, for who wonders where a file comes from."""
    try:
        said = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return str(said["project"]["version"])


_lock = Lock()
_known_digests: weakref.WeakKeyDictionary[nn.Module, tuple[str, int]] = weakref.WeakKeyDictionary()


def _digest_and_size(part: bytes | LoadedNetwork) -> tuple[str, int]:
    """(digest, bytes) of a part. A network's are counted once in its life: a page asks after every change."""
    if isinstance(part, bytes):
        return digest(part), len(part)
    with _lock:
        known = _known_digests.get(part.network)
    if known is None:
        data = content(part)
        known = digest(data), len(data)
        with _lock:
            _known_digests[part.network] = known
    return known
