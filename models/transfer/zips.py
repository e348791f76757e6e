"""A zip of class folders, read in memory and in bounds: never extracted, nothing in it believed.

    flowers.zip
      roses/one.jpg        the folder that a picture lies in is its class
      tulips/two.png       folders around all classes do not matter

Sizes are counted while they are unpacked, since what a zip says of itself may be a lie.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from models import limits
from models.errors import UserError
from models.pictures import kind_of
from models.refusals import ACCEPTED, foreign_name
from models.text import LANGUAGES, Text, number

_LONGEST = 40  # letters of a class's name
_END, _END64 = b"PK\5\6", b"PK\6\7"
_TAIL = 65_557  # bytes at the end of a zip among which its last record begins
_ENTRY = 1024  # bytes of the list of contents that one file may take
_PIECE = 1 << 16
_UNSEEN = re.compile(r"(^|/)(__MACOSX|\.[^/]*|Thumbs\.db|desktop\.ini)(/|$)", re.IGNORECASE)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True, slots=True)
class Folder:
    """One class of a zip: encoded pictures, each of an accepted type by its content."""

    name: str
    pictures: tuple[bytes, ...]


def read(data: bytes) -> tuple[Folder, ...]:
    """The classes in the order of their names, two or more. UserError, with a sentence of its own, for whatever else a zip may be."""
    if len(data) > limits.ZIP_MB.value * 1e6:
        raise _refused(_TOO_LARGE, size=_mb(len(data)), limit=_mb(limits.ZIP_MB.value * 1e6))
    _check_list_of_contents(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _folders(_pictures(archive))
    except UserError:
        raise
    except Exception as problem:  # on damaged bytes zipfile fails in every way there is: BadZipFile, struct.error, ValueError, ...
        raise _refused(_DAMAGED) from problem


def files(data: bytes, largest: Callable[[str], int]) -> dict[str, bytes]:
    """Every file of a zip by its path, each with at most `largest(path)` bytes. UserError for whatever else a zip may be."""
    _check_list_of_contents(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _files(archive, largest)
    except UserError:
        raise
    except Exception as problem:  # as above
        raise _refused(_DAMAGED) from problem


def _files(archive: zipfile.ZipFile, largest: Callable[[str], int]) -> dict[str, bytes]:
    left = int(limits.PROJECT_MB.value * 1e6)
    found: dict[str, bytes] = {}
    for entry in _entries(archive):
        path = str(_path(entry.filename))
        if not entry.is_dir() and not _UNSEEN.search(entry.filename):
            found[path] = _unpacked(archive, entry, left, largest(path))
            left -= len(found[path])
    return found


def clean(name: str) -> str:
    """A class's name as it may be shown: one line, no signs that reorder or hide text, at most 40 letters."""
    plain = unicodedata.normalize("NFC", name)
    plain = "".join(" " if letter.isspace() or letter == "_" else letter for letter in plain)
    plain = "".join(letter for letter in plain if unicodedata.category(letter)[0] != "C")
    return " ".join(plain.split())[:_LONGEST].strip()


def _check_list_of_contents(data: bytes) -> None:
    """Its length is bounded before it is read: a hundred megabytes of it would be two million files."""
    tail = data[-_TAIL:]
    if not data.startswith(b"PK") or _END not in tail:
        raise _refused(_NO_ZIP, what=_what(data))
    most = int(limits.ZIP_FILES.value)
    for found in re.finditer(re.escape(_END), tail):
        if len(tail) >= found.start() + 22:
            files, length = struct.unpack_from("<HI", tail, found.start() + 10)
            if files > most or length > most * _ENTRY:
                raise _refused(_TOO_MANY, limit=_count(most))
    if _END64 in tail:
        raise _refused(_TOO_MANY, limit=_count(most))


def _pictures(archive: zipfile.ZipFile) -> Iterable[tuple[PurePosixPath, bytes]]:
    """(path, content) of every picture; sizes bounded one by one and together."""
    left = int(limits.ZIP_UNPACKED_MB.value * 1e6)
    for entry in _entries(archive):
        path = _path(entry.filename)
        if entry.is_dir() or _UNSEEN.search(entry.filename):
            continue
        content = _unpacked(archive, entry, left, int(limits.PICTURE_MB.value * 1e6))
        left -= len(content)
        if kind_of(content) is not None:
            yield path, content
        elif len(path.parts) > 1 or foreign_name(content) == "zip":
            raise _not_a_picture(path, content)


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > limits.ZIP_FILES.value:
        raise _refused(_TOO_MANY, limit=_count(int(limits.ZIP_FILES.value)))
    return entries


def _path(name: str) -> PurePosixPath:
    """Nothing is written anywhere; a path that would lead out of a folder is still no mistake of an honest program."""
    path = PurePosixPath(name)
    if "\\" in name or "\0" in name or path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name):
        raise _refused(_SLIP, name=_shown(name))
    return path


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, largest: int) -> bytes:
    if entry.flag_bits & 1:
        raise _refused(_LOCKED, name=_shown(entry.filename))
    if entry.compress_type not in _METHODS:
        raise _refused(_PACKED_OTHERWISE, name=_shown(entry.filename))
    most = int(min(left, max(_PIECE, limits.ZIP_RATIO.value * entry.compress_size)))
    found = bytearray()
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(_PIECE):
                found += piece
                if len(found) > most:
                    raise _refused(_BOMB, name=_shown(entry.filename), limit=_mb(limits.ZIP_UNPACKED_MB.value * 1e6))
                if len(found) > largest:
                    raise _refused(_LARGE_FILE, name=_shown(entry.filename), limit=_mb(largest))
    except (zipfile.BadZipFile, zlib.error, EOFError) as problem:
        raise _refused(_DAMAGED_FILE, name=_shown(entry.filename)) from problem
    return bytes(found)


def _folders(pictures: Iterable[tuple[PurePosixPath, bytes]]) -> tuple[Folder, ...]:
    found: dict[str, list[bytes]] = {}
    loose = 0
    for path, content in pictures:
        name = clean(path.parent.name)
        if name:
            found.setdefault(name, []).append(content)
        else:
            loose += 1
    if not found:
        raise _refused(_NO_FOLDERS if loose else _NO_PICTURES)
    if len(found) < 2:
        raise _refused(_ONE_CLASS, name=next(iter(found)))
    if len(found) > limits.CLASSES.value:
        raise _refused(_MANY_CLASSES, count=_count(len(found)), limit=_count(int(limits.CLASSES.value)))
    return tuple(Folder(name, tuple(found[name])) for name in sorted(found))


def _not_a_picture(path: PurePosixPath, content: bytes) -> UserError:
    what = foreign_name(content) if content else "empty"
    if what == "zip":
        return _refused(_NESTED, name=_shown(str(path)))
    return _refused(_WRONG_TYPE, name=_shown(str(path)), what=_KINDS.get(what, Text(what, what)))


def _what(data: bytes) -> Text:
    name = kind_of(data) or (foreign_name(data) if data else "empty")
    return _KINDS.get(name, Text(name, name))


def _shown(name: str) -> str:
    """A path as it may be shown: short, and nothing that hides or reorders."""
    plain = "".join(letter if unicodedata.category(letter)[0] != "C" else "·" for letter in name)
    return plain if len(plain) <= 60 else "…" + plain[-59:]


def _mb(size: float) -> Text:
    return Text(*(number(size / 1e6, language) for language in LANGUAGES))


def _count(count: int) -> Text:
    return Text(*(number(count, language, 9) for language in LANGUAGES))


def _refused(text: Text, **fields: object) -> UserError:
    return UserError(text.format(accepted=ACCEPTED, **fields))


_KINDS: Mapping[str, Text] = {
    "text": Text("text", "texto"),
    "video": Text("a video or a sound", "vídeo ou som"),
    "other": Text("of a type that is not read here", "de um tipo que não se lê aqui"),
    "empty": Text("empty", "vazio"),
    "zip": Text("a damaged or unfinished archive", "um arquivo compactado danificado ou incompleto"),
    "HTML": Text("a web page", "uma página da web"),
}
_TOO_LARGE = Text(
    "The zip has {size} MB and the limit is {limit} MB; make its pictures smaller or bring fewer.",
    "O zip tem {size} MB e o limite é {limit} MB; diminua as imagens ou traga menos delas.",
)
_NO_ZIP = Text(
    "The file is no zip: it is {what}. Put one folder of pictures for each class into a zip and bring that.",
    "O arquivo não é um zip: é {what}. Ponha uma pasta de imagens para cada classe em um zip e traga-o.",
)
_DAMAGED = Text(
    "The zip is damaged or cut off, as after a download that broke off; make it again and bring it whole.",
    "O zip está danificado ou cortado, como em um download interrompido; faça-o de novo e traga-o inteiro.",
)
_DAMAGED_FILE = Text(
    "{name} in the zip is damaged: it does not unpack to what the zip says. Make the zip again.",
    "{name}, dentro do zip, está danificado: não descompacta no que o zip diz. Faça o zip de novo.",
)
_TOO_MANY = Text(
    "The zip lists more than {limit} files, the limit; bring fewer pictures.",
    "O zip lista mais de {limit} arquivos, o limite; traga menos imagens.",
)
_SLIP = Text(
    "The zip names a file {name}, a path that leads out of its own folder; make the zip anew from folders of pictures.",
    "O zip traz um arquivo {name}, um caminho que sai da própria pasta; faça o zip de novo a partir de pastas de imagens.",
)
_LOCKED = Text(
    "{name} in the zip is locked with a password; make the zip without one.",
    "{name}, dentro do zip, está protegido por senha; faça o zip sem senha.",
)
_PACKED_OTHERWISE = Text(
    "{name} is packed in a way that is not read here; make an ordinary zip (deflate).",
    "{name} está compactado de um modo que não se lê aqui; faça um zip comum (deflate).",
)
_BOMB = Text(
    "{name} unpacks to far more than a picture would, or the zip to more than {limit} MB; nothing of it was taken.",
    "{name} descompacta em muito mais do que uma imagem, ou o zip em mais de {limit} MB; nada dele foi aceito.",
)
_LARGE_FILE = Text(
    "{name} in the zip has more than {limit} MB, the limit of a picture; save it smaller.",
    "{name}, dentro do zip, tem mais de {limit} MB, o limite de uma imagem; salve-a em tamanho menor.",
)
_NESTED = Text(
    "{name} is an archive inside the zip, and those are not opened; unpack it and put its folders into one zip.",
    "{name} é um arquivo compactado dentro do zip, e esses não são abertos; descompacte-o e ponha as pastas em um só zip.",
)
_WRONG_TYPE = Text(
    "{name} in the zip is no picture that is read here: it is {what}. Class folders may hold {accepted} only.",
    "{name}, dentro do zip, não é uma imagem que se leia aqui: é {what}. As pastas das classes só podem ter {accepted}.",
)
_NO_FOLDERS = Text(
    "The pictures of the zip lie in no folder; put those of each class into a folder with its name.",
    "As imagens do zip não estão em pastas; ponha as de cada classe em uma pasta com o nome dela.",
)
_NO_PICTURES = Text(
    "The zip holds no picture; it takes one folder for each class, with {accepted} inside.",
    "O zip não tem nenhuma imagem; ele precisa de uma pasta para cada classe, com {accepted} dentro.",
)
_ONE_CLASS = Text(
    "All pictures of the zip lie in one folder, {name}; a network learns to tell classes apart, so there must be two or more.",
    "Todas as imagens do zip estão em uma pasta só, {name}; uma rede aprende a distinguir classes, então é preciso haver duas ou mais.",
)
_MANY_CLASSES = Text(
    "The zip has {count} folders of pictures, and at most {limit} classes can be taught; bring fewer.",
    "O zip tem {count} pastas de imagens, e no máximo {limit} classes podem ser ensinadas; traga menos.",
)
