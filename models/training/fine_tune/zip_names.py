"""Names of the files of a zip, whatever program wrote them: UTF-8 with the flag or without, or the code page of an old Windows.

A zip says only of a name in UTF-8 in which letters it is (APPNOTE.TXT, section 4.4.4, bit 11), and many programs do not even say that:
macOS writes UTF-8 without the flag, Windows the code page of its console, 850 in Western Europe and Brazil, 437 in the United States.
"""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence

_UTF8 = 0x800  # bit 11 of a file's flags
_UNICODE_PATH = 0x7075  # of the extra field: a name in UTF-8 beside the other one (APPNOTE.TXT, section 4.6.9)
_CODE_PAGES = ("cp437", "cp850")


def decoded_names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Every file's name as it was meant, in NFC, with / between folders."""
    raw = [_raw_name(entry) for entry in entries]
    page = _code_page([name for name in raw if isinstance(name, bytes) and not _is_utf8(name)])
    found = (name if isinstance(name, str) else name.decode("utf-8" if _is_utf8(name) else page) for name in raw)
    return [unicodedata.normalize("NFC", name.replace("\\", "/")) for name in found]


def _raw_name(entry: zipfile.ZipInfo) -> str | bytes:
    """The name where it is certain, else its bytes. (zipfile takes those for code page 437, which has a letter for every byte.)"""
    if entry.flag_bits & _UTF8:
        return entry.orig_filename
    data = entry.orig_filename.encode("cp437")
    return _unicode_path(entry.extra, data) or data


def _unicode_path(extra: bytes, name: bytes) -> str:
    """The name in UTF-8 from the extra field, if it is of this name; "" where there is none."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        part, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(part) > 5 and part[:1] == b"\1" and part[1:5] == struct.pack("<I", zlib.crc32(name)):
            return part[5:].decode("utf-8", "ignore")
    return ""


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _code_page(names: Sequence[bytes]) -> str:
    """The code page in which all these names together hold the fewest signs that are no Latin letters; 437 where both are as good."""
    return min(_CODE_PAGES, key=lambda page: sum(_is_strange(letter) for name in names for letter in name.decode(page)))


def _is_strange(letter: str) -> bool:
    return not letter.isascii() and not unicodedata.name(letter, "").startswith(("LATIN", "FEMININE", "MASCULINE"))
