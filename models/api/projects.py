"""A visitor's work as files, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models import limits, service
from models.errors import UserError
from models.project import document, opening, saving
from models.store.store import LoadedNetwork
from models.text import Text
from models.types.projects import OpenedProject, ProjectFile


def save_project(
    visitor: str, *, link: object = "", runs: object = (), taught: object = None, picture: bytes | None = None
) -> Mapping[str, bytes]:
    """Returns the visitor's work as the files of a project: classes, own networks, and what the page adds.

    Args:
        link: Query of a permalink, "" or at most 100,000 characters that start with "?".
        runs: Rows of Train's table, at most 100 mappings of names to numbers and short texts.
        taught: What the last run of Transfer reported, a mapping of plain JSON with the key of its `network`; None for no run.
        picture: The encoded picture file in Look; None for none.

    Returns:
        Path to content, `project.json` first; together at most PLAYGROUND_PROJECT_MB.

    Raises:
        UserError: When an argument is not what a page sends, or the project is too large.
    """
    made = {path: saving.content(part) for path, part in _parts(visitor, link, runs, taught, picture).items()}
    if (total := sum(map(len, made.values()))) > limits.PROJECT_MB.value * 1e6:
        raise document.too_large(total)
    return made


def project_files(visitor: str, *, link: object = "", runs: object = (), taught: object = None) -> tuple[bytes, tuple[ProjectFile, ...]]:
    """Returns project.json and the list of the other files, for a page that has most of their contents already.

    Args:
        link: Query of a permalink, as in `save_project`.
        runs: Rows of Train's table, as in `save_project`.
        taught: What the last run of Transfer reported, as in `save_project`.

    Returns:
        The content of project.json, and path, digest (BLAKE2b, 128 bits, hexadecimal) and bytes of each other file.

    Raises:
        UserError: When an argument is not what a page sends.
    """
    made = _parts(visitor, link, runs, taught, None)
    whole = made[document.NAME]
    assert isinstance(whole, bytes)
    return whole, tuple(one for one in saving.file_list(made) if one.path != document.NAME)


def project_contents(visitor: str, digests: Sequence[str]) -> Mapping[str, bytes]:
    """Returns the contents of the visitor's project files by their digests.

    Args:
        digests: Digests, as in `project_files`.

    Returns:
        Digest to content, of those files that still exist.

    Raises:
        UserError: When one of the visitor's networks is removed during the call.
    """
    made = _parts(visitor, "", (), None, None)
    wanted = set(digests)
    return {one.digest: saving.content(made[one.path]) for one in saving.file_list(made) if one.digest in wanted}


def unzip_project(data: bytes) -> Mapping[str, bytes]:
    """Unpacks the zip of a project in memory.

    Args:
        data: The zip, at most PLAYGROUND_PROJECT_MB packed and unpacked.

    Returns:
        Path to content; a folder around all files is left off.

    Raises:
        UserError: When it is no zip, is damaged, too large or unsafe, or holds no project.json.
    """
    return opening.unzip(data)


def open_project(visitor: str, files: Mapping[str, bytes], *, classes: str = "") -> OpenedProject:
    """Makes the contents of a project the visitor's, all or nothing.

    Args:
        files: Path to content, as `save_project` and `unzip_project` return it.
        classes: What becomes of the visitor's classes where they hold own pictures and the project has classes too: "replace" or
            "add"; anything else opens nothing and asks.

    Returns:
        Whether it asks; else the link, the numbers of classes and pictures, the keys that the networks have here, the runs, and the
        picture.

    Raises:
        UserError: When the files are no project, are damaged, incomplete or of a later version, or there is no room for the classes or
            networks.
        ValueError: When `visitor` is "" and the project holds classes or networks.
    """
    return service.project_opener.open(visitor, opening.read(files), classes)


def class_folders(visitor: str, which: int | None = None) -> Mapping[str, bytes]:
    """Returns the visitor's pictures, a folder per class, with drawings as PNG files.

    Args:
        which: Id of one class; None for all.

    Returns:
        Path to encoded picture file.

    Raises:
        UserError: When there is no such class, or no picture in it.
    """
    chosen = tuple(one for one in service.examples.classes(visitor) if which in (None, one.id))
    if not any(one.examples for one in chosen):
        raise UserError(Text("There is no picture to put into a zip.", "Não há nenhuma imagem para pôr em um zip."))
    return saving.class_folders(chosen)


def _parts(visitor: str, link: object, runs: object, taught: object, picture: bytes | None) -> Mapping[str, bytes | LoadedNetwork]:
    own = [service.visitor_networks.get(visitor, info.key) for info in service.visitor_networks.infos(visitor)]
    return saving.project_parts(service.examples.classes(visitor), own, link=link, runs=runs, taught=taught, picture=picture)
