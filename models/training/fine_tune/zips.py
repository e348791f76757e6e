"""A zip of class folders, read in memory and in bounds: never extracted, nothing in it believed.

    flowers.zip
      roses/one.jpg        which folder is the class, `models.training.fine_tune.class_names` says
      tulips/two.png       folders around all classes do not matter
      tulips/notes.txt     what is no picture is left out by name

Sizes are counted while they are unpacked, since what a zip says of itself may be a lie. What is dangerous is refused with all the rest.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from models import limits
from models.errors import UserError
from models.inputs import picture_errors
from models.inputs.picture_errors import ACCEPTED, unsupported_name
from models.inputs.pictures import file_type
from models.text import LANGUAGES, Text, number
from models.training.fine_tune.class_names import class_folders, clean, unique_names
from models.training.fine_tune.zip_names import decoded_names
from models.types.fine_tune import SkippedFile

__all__ = [
    "ClassFolder",
    "ZipContents",
    "ZipPictures",
    "clean",
    "display_path",
    "read_classes",
    "read_files",
    "read_pictures",
    "skipped_text",
    "what",
]

_END, _END64 = b"PK\5\6", b"PK\6\7"
_TAIL = 65_557  # bytes at the end of a zip among which its last record begins
_ENTRY = 1024  # bytes of the list of contents that one file may take
_PIECE = 1 << 16
_MAX_NAMED = 3  # files that a sentence names
_SYSTEM_FILE = re.compile(r"(^|/)(__MACOSX|\.[^/]*|Thumbs\.db|desktop\.ini)(/|$)", re.IGNORECASE)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True, slots=True)
class ClassFolder:
    """One class of a zip: encoded pictures, each of an accepted type by its content, and the names of their files."""

    name: str
    pictures: tuple[bytes, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZipContents:
    """What there is to take of a zip, in the order of its folders, and which of its files are left out."""

    folders: tuple[ClassFolder, ...]
    skipped: tuple[SkippedFile, ...] = ()


@dataclass(slots=True)
class ZipPictures:
    """Pictures of a zip with their paths, in its order, and what is none."""

    pictures: list[tuple[PurePosixPath, bytes]]  # each of an accepted type by its content
    skipped: list[SkippedFile]
    nested: str = ""  # an archive inside the zip


def read_classes(data: bytes) -> ZipContents:
    """Two classes or more. UserError, with a sentence of its own, for whatever else a zip may be."""
    return _by_class(read_pictures(data))


def read_pictures(data: bytes) -> ZipPictures:
    """Every picture of a zip, in whatever folder. UserError as above, but for what the folders say."""
    if len(data) > limits.ZIP_MB.value * 1e6:
        raise _refused(_TOO_LARGE, size=_mb(len(data)), limit=_mb(limits.ZIP_MB.value * 1e6))
    _check_list_of_contents(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _sorted_entries(archive)
    except UserError:
        raise
    except Exception as problem:  # on damaged bytes zipfile fails in every way there is: BadZipFile, struct.error, ValueError, ...
        raise _refused(_DAMAGED) from problem


def read_files(data: bytes, largest: Callable[[str], int], damaged: Text) -> dict[str, bytes]:
    """Every file of a zip by its path, each with at most `largest(path)` bytes. UserError for whatever else a zip may be: `damaged` where
    it was cut off, or does not unpack."""
    if _END not in data[-_TAIL:]:
        raise _refused(damaged)
    _check_list_of_contents(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _files(archive, largest, damaged)
    except UserError:
        raise
    except Exception as problem:  # as above
        raise _refused(damaged) from problem


def _files(archive: zipfile.ZipFile, largest: Callable[[str], int], damaged: Text) -> dict[str, bytes]:
    left = int(limits.PROJECT_MB.value * 1e6)
    found: dict[str, bytes] = {}
    entries = _entries(archive)
    for entry, name in zip(entries, decoded_names(entries), strict=True):
        path = str(_path(name))
        if name.endswith("/") or _SYSTEM_FILE.search(name):
            continue
        found[path], problem = _unpacked(archive, entry, name, left, largest(path))
        if problem is not None:
            raise _refused(damaged)
        left -= len(found[path])
    return found


def _check_list_of_contents(data: bytes) -> None:
    """Its length is bounded before it is read: a hundred megabytes of it would be two million files."""
    tail = data[-_TAIL:]
    if not data.startswith(b"PK") or _END not in tail:
        raise _refused(_NO_ZIP, what=what(data))
    most = int(limits.ZIP_FILES.value)
    for found in re.finditer(re.escape(_END), tail):
        if len(tail) >= found.start() + 22:
            files, length = struct.unpack_from("<HI", tail, found.start() + 10)
            if files > most or length > most * _ENTRY:
                raise _refused(_TOO_MANY, limit=_count(most))
    if _END64 in tail:
        raise _refused(_TOO_MANY, limit=_count(most))


def _sorted_entries(archive: zipfile.ZipFile) -> ZipPictures:
    """Everything that is not one of a system's own files; sizes bounded one by one and together."""
    left, found, entries = int(limits.ZIP_UNPACKED_MB.value * 1e6), ZipPictures([], []), _entries(archive)
    largest = int(limits.PICTURE_MB.value * 1e6)
    for entry, name in zip(entries, decoded_names(entries), strict=True):
        path = _path(name)
        if name.endswith("/") or _SYSTEM_FILE.search(name):
            continue
        content, problem = _unpacked(archive, entry, name, left, largest)
        left -= len(content)
        if problem is None and file_type(content) is None:
            problem = picture_errors.unsupported_type(content).brief if content else picture_errors.empty().brief
            found.nested = found.nested or (name if content and unsupported_name(content) == "zip" else "")
        if problem is None:
            found.pictures.append((path, content))
        else:
            found.skipped.append(SkippedFile(display_path(name), problem))
    return found


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > limits.ZIP_FILES.value:
        raise _refused(_TOO_MANY, limit=_count(int(limits.ZIP_FILES.value)))
    return entries


def _path(name: str) -> PurePosixPath:
    """Nothing is written anywhere; a path that would lead out of a folder is still no mistake of an honest program."""
    path = PurePosixPath(name)
    if "\0" in name or path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name):
        raise _refused(_SLIP, name=display_path(name))
    return path


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, left: int, largest: int) -> tuple[bytes, Text | None]:
    """(content, None), or what there is of it and why it is left out. UserError for what nobody packs by mistake."""
    if entry.flag_bits & 1:
        raise _refused(_LOCKED, name=display_path(name))
    if entry.compress_type not in _METHODS:
        raise _refused(_PACKED_OTHERWISE, name=display_path(name))
    most = int(min(left, max(_PIECE, limits.ZIP_RATIO.value * entry.compress_size)))
    found = bytearray()
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(_PIECE):
                found += piece
                if len(found) > most:
                    raise _refused(_BOMB, name=display_path(name), limit=_mb(limits.ZIP_UNPACKED_MB.value * 1e6))
                if len(found) > largest:
                    return bytes(found), picture_errors.too_many_bytes(len(found)).brief
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return bytes(found), _DOES_NOT_UNPACK
    return bytes(found), None


def _by_class(found: ZipPictures) -> ZipContents:
    """The pictures by class. A picture beside the folders of the classes is left out as well."""
    owners = class_folders([path.parent.parts for path, _ in found.pictures])
    folders: dict[str, list[tuple[str, bytes]]] = {}
    left_out = list(found.skipped)
    for owner, (path, content) in zip(owners, found.pictures, strict=True):
        if owner is None:
            left_out.append(SkippedFile(display_path(str(path)), _BESIDE))
        else:
            folders.setdefault(owner, []).append((display_path(str(path)), content))
    if not folders:
        raise _no_pictures(found)
    shown = unique_names(sorted(folders))
    if len(folders) < 2:
        raise _refused(_ONE_CLASS, name=next(iter(shown.values())))
    if len(folders) > limits.CLASSES.value:
        raise _refused(_MANY_CLASSES, count=_count(len(folders)), limit=_count(int(limits.CLASSES.value)))
    made = (
        ClassFolder(name, tuple(content for _, content in folders[owner]), tuple(file for file, _ in folders[owner]))
        for owner, name in shown.items()
    )
    return ZipContents(tuple(made), tuple(left_out))


def _no_pictures(found: ZipPictures) -> UserError:
    if found.pictures:
        return _refused(_NO_FOLDERS)
    if found.nested:
        return _refused(_NESTED, name=display_path(found.nested))
    return _refused(_NO_PICTURES, files=skipped_text(found.skipped))


def skipped_text(files: Sequence[SkippedFile]) -> Text:
    """Up to three files with what is wrong with them, and how many more there are; "" where there are none."""
    if not files:
        return Text("", "")
    named = [Text("{name} ({why})", "{name} ({why})").format(name=one.name, why=one.reason) for one in files[:_MAX_NAMED]]
    more = len(files) - _MAX_NAMED
    and_more = Text(" and {n} more", " e mais {n}").format(n=_count(more)) if more > 0 else Text("", "")
    return Text(*(" " + ", ".join(one[language] for one in named) + and_more[language] + "." for language in LANGUAGES))


def what(data: bytes) -> Text:
    """What a file is that is no zip, as its content says."""
    name = file_type(data) or (unsupported_name(data) if data else "empty")
    return _KINDS.get(name, Text(name, name))


def display_path(name: str) -> str:
    """A path as it may be shown: short, and nothing that hides or reorders."""
    plain = "".join(letter if unicodedata.category(letter)[0] != "C" else "·" for letter in name)
    return plain if len(plain) <= 60 else "…" + plain[-59:]


def _mb(size: float) -> Text:
    return Text(*(number(size / 1e6, language) for language in LANGUAGES))


def _count(count: int) -> Text:
    return Text(*(number(count, language, 9) for language in LANGUAGES))


def _refused(text: Text, **fields: object) -> UserError:
    return UserError(text.format(accepted=ACCEPTED, **fields), _NOT_TAKEN)


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
_NOT_TAKEN = Text("a zip that is not taken", "um zip que não se aceita")
_DOES_NOT_UNPACK = Text("damaged inside the zip", "danificado dentro do zip")
_BESIDE = Text("in no class folder", "fora das pastas das classes")
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
_NESTED = Text(
    "{name} is an archive inside the zip, and those are not opened; unpack it and put its folders into one zip.",
    "{name} é um arquivo compactado dentro do zip, e esses não são abertos; descompacte-o e ponha as pastas em um só zip.",
)
_NO_FOLDERS = Text(
    "The pictures of the zip lie in no folder; put those of each class into a folder with its name.",
    "As imagens do zip não estão em pastas; ponha as de cada classe em uma pasta com o nome dela.",
)
_NO_PICTURES = Text(
    "The zip holds no picture; it takes one folder for each class, with {accepted} inside.{files}",
    "O zip não tem nenhuma imagem; ele precisa de uma pasta para cada classe, com {accepted} dentro.{files}",
)
_ONE_CLASS = Text(
    "All pictures of the zip lie in one folder, {name}; a network learns to tell classes apart, so there must be two or more.",
    "Todas as imagens do zip estão em uma pasta só, {name}; uma rede aprende a distinguir classes, então é preciso haver duas ou mais.",
)
_MANY_CLASSES = Text(
    "The zip has {count} folders of pictures, and at most {limit} classes can be taught; bring fewer.",
    "O zip tem {count} pastas de imagens, e no máximo {limit} classes podem ser ensinadas; traga menos.",
)
