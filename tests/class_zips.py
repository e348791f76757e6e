"""Zips of class folders: a good one, and each kind of hostile one with what is said of it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable

from PIL import Image


def picture(level: int = 0, kind: str = "PNG") -> bytes:
    Image.new("RGB", (20, 16), (level % 256, 30, 90)).save(made := io.BytesIO(), kind)
    return made.getvalue()


def zipped(files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


GOOD = [("roses/1.png", picture(1)), ("roses/2.jpg", picture(2, "JPEG")), ("tulips/1.gif", picture(3, "GIF"))]


def lying(data: bytes) -> bytes:
    """A zip whose list says that a file of nothing is small, though it unpacks to 8 MB."""
    at = data.rindex(b"PK\1\2", 0, data.rindex(b"PK\5\6"))
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


def locked(data: bytes) -> bytes:
    at = data.index(b"PK\1\2")
    return data[: at + 8] + b"\1\0" + data[at + 10 :]


def many(data: bytes) -> bytes:
    at = data.rindex(b"PK\5\6")
    return data[: at + 8] + struct.pack("<HH", 60_000, 60_000) + data[at + 12 :]


def long_list(data: bytes) -> bytes:
    at = data.rindex(b"PK\5\6")
    return data[: at + 12] + struct.pack("<I", 2_000_000_000) + data[at + 16 :]


NOTHING = bytes(8_000_000)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "slip": (lambda: zipped([*GOOD, ("../../roses/3.png", picture())]), "leads out of its own folder"),
    "slip, absolute": (lambda: zipped([*GOOD, ("/etc/roses/3.png", picture())]), "leads out of its own folder"),
    "slip, Windows": (lambda: zipped([*GOOD, ("C:/roses/3.png", picture())]), "leads out of its own folder"),
    "bomb": (lambda: zipped([*GOOD, ("roses/3.png", NOTHING)]), "far more than a picture"),
    "slip, backslashes": (lambda: zipped([*GOOD, ("..\\..\\roses\\3.png", picture())]), "leads out of its own folder"),
    "nested": (lambda: zipped([("roses/more.zip", zipped(GOOD))]), "roses/more.zip is an archive inside the zip"),
    "nested, beside the folders": (lambda: zipped([("more.zip", zipped(GOOD))]), "an archive inside the zip"),
    "no pictures but files": (lambda: zipped([("roses/3.jpg", b"%PDF-1.7 ...")]), r"no picture; .* roses/3.jpg \(PDF, which is not read"),
    "nothing to be read": (
        lambda: zipped([("roses/1.png", picture()[:40]), ("tulips/1.png", picture()[:40])]),
        r"Fewer than two folders .* roses/1.png \((damaged|cut off)\), tulips/1.png",
    ),
    "one class": (lambda: zipped(GOOD[:2]), "All pictures of the zip lie in one folder, roses"),
    "no folders": (lambda: zipped([("1.png", picture()), ("2.png", picture(1))]), "lie in no folder"),
    "no pictures": (lambda: zipped([("roses/", b""), ("README", b"x")]), "holds no picture"),
    "no zip": (lambda: picture(), "no zip: it is PNG"),
    "nothing": (lambda: b"", "no zip: it is empty"),
    "cut off": (lambda: zipped(GOOD)[:-30], "no zip"),
    "locked": (lambda: locked(zipped(GOOD)), "locked with a password"),
    "packed otherwise": (lambda: zipped(GOOD, zipfile.ZIP_LZMA), "an ordinary zip"),
    "too many files": (lambda: many(zipped(GOOD)), "lists more than 5,000 files"),
    "a list without end": (lambda: long_list(zipped(GOOD)), "lists more than 5,000 files"),
    "too many classes": (lambda: zipped((f"c{i}/1.png", picture(i)) for i in range(21)), "21 folders of pictures, and at most 20"),
}
