"""A visitor's work as files, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models import limits, service
from models.errors import UserError
from models.project import document, opening, saving
from models.store.store import Shelved
from models.text import Text
from models.types.projects import Opened, ProjectFile


def save_project(
    visitor: str, *, link: object = "", runs: object = (), taught: object = None, picture: bytes | None = None
) -> Mapping[str, bytes]:
    """The visitor's classes, own networks and what the page gives: path → content.

    `link`: a permalink's query; `runs`: rows of Train's table; `taught`: what the run of Transfer has told; `picture`: the one in Look.
    """
    made = {path: saving.content(part) for path, part in _parts(visitor, link, runs, taught, picture).items()}
    if (total := sum(map(len, made.values()))) > limits.PROJECT_MB.value * 1e6:
        raise document.too_large(total)
    return made


def project_files(visitor: str, *, link: object = "", runs: object = (), taught: object = None) -> tuple[bytes, tuple[ProjectFile, ...]]:
    """(project.json, the files of the same project without their content): for who has most of them already."""
    made = _parts(visitor, link, runs, taught, None)
    whole = made[document.NAME]
    assert isinstance(whole, bytes)
    return whole, tuple(one for one in saving.listed(made) if one.path != document.NAME)


def project_contents(visitor: str, digests: Sequence[str]) -> Mapping[str, bytes]:
    """digest → content of the visitor's own files, of those that are (still) there."""
    made = _parts(visitor, "", (), None, None)
    wanted = set(digests)
    return {one.digest: saving.content(made[one.path]) for one in saving.listed(made) if one.digest in wanted}


def unpack_project(data: bytes) -> Mapping[str, bytes]:
    """The files of a project's zip, read in memory and in bounds. UserError for one that is none."""
    return opening.unpacked(data)


def open_project(visitor: str, files: Mapping[str, bytes], *, classes: str = "") -> Opened:
    """What the files of a project hold becomes the visitor's, all or nothing; UserError in one sentence for what cannot be opened.

    A visitor who has classes of their own says what becomes of them, `replace` or `add`; else nothing is opened, and it asks.
    """
    return service.projects.take(visitor, opening.read(files), classes)


def class_pictures(visitor: str, which: int | None = None) -> Mapping[str, bytes]:
    """The pictures of one class, or of all, in a folder each: path → content."""
    chosen = tuple(one for one in service.examples.classes(visitor) if which in (None, one.id))
    if not any(one.examples for one in chosen):
        raise UserError(Text("There is no picture to put into a zip.", "Não há nenhuma imagem para pôr em um zip."))
    return saving.folders_of(chosen)


def _parts(visitor: str, link: object, runs: object, taught: object, picture: bytes | None) -> Mapping[str, bytes | Shelved]:
    own = [service.owned.get(visitor, card.key) for card in service.owned.cards(visitor)]
    return saving.parts(service.examples.classes(visitor), own, link=link, runs=runs, taught=taught, picture=picture)
