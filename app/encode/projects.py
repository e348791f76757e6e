"""Projects as they travel: a zip for people, and for the page one body of files behind one another, which needs no zip in a browser.

uint32 n, little end first | n bytes of JSON: {"files": [[path, bytes], …]} | the files, one after another
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.encode import binary
from models import json_reader
from models.errors import UserError
from models.text import Text
from models.types.projects import OpenedProject, ProjectFile

_MOST_HEADER = 4 << 20  # bytes; a zip begins with PK\x03\x04, which would be a header of 67 MB
_MOST_FILES = 5000


def is_framed(data: bytes) -> bool:
    """Whether a page sends what it keeps of a project; anything else is a file of somebody's, and should be a zip."""
    length = struct.unpack_from("<I", data)[0] if len(data) >= 4 else 0
    return data[4:5] == b"{" and 2 <= length <= min(_MOST_HEADER, len(data) - 4)


def pack_files(files: Mapping[str, bytes]) -> bytes:
    """Files as one body, under whatever they are called."""
    head = json.dumps({"files": [[name, len(data)] for name, data in files.items()]}).encode()
    return b"".join([struct.pack("<I", len(head)), head, *files.values()])


def unpack_files(data: bytes) -> dict[str, bytes]:
    """And back. UserError for what is none."""
    if not is_framed(data):
        raise UserError(_NO_PROJECT)
    length = struct.unpack_from("<I", data)[0]
    try:
        listed = json_reader.read(data[4 : 4 + length], "project", _MOST_HEADER)["files"]
        pairs = [(path, size) for path, size in listed]
    except (UserError, ValueError, TypeError, KeyError):
        raise UserError(_NO_PROJECT) from None
    if len(pairs) > _MOST_FILES or not all(isinstance(path, str) and type(size) is int and size >= 0 for path, size in pairs):
        raise UserError(_NO_PROJECT)
    found, at = {}, 4 + length
    for path, size in pairs:
        found[path] = data[at : at + size]
        at += size
    if at != len(data):
        raise UserError(_NO_PROJECT)
    return found


def project_opened(given: OpenedProject) -> bytes:
    """What came of opening one, with the visitor's own picture as bytes."""
    header = {
        "asks": given.needs_choice,
        "link": given.link,
        "classes": given.classes,
        "pictures": given.pictures,
        "networks": given.networks,
        "runs": given.runs,
        "taught": given.taught,
    }
    return binary.pack(header, {} if given.picture is None else {"picture": np.frombuffer(given.picture, np.uint8)})


def project_listing(document: bytes, files: Sequence[ProjectFile]) -> dict[str, Any]:
    return {"document": document.decode(), "files": [[one.path, one.digest, one.nbytes] for one in files]}


_NO_PROJECT = Text(
    "What this browser kept of the project is damaged; nothing of it was opened.",
    "O que este navegador guardava do projeto está danificado; nada dele foi aberto.",
)
