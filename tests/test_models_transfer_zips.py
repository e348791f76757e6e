"""Zips of class folders: read in memory, in bounds; each kind of hostile one is refused with a sentence of its own."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable

import pytest
from PIL import Image

from models.errors import UserError
from models.transfer import zips
from models.transfer.examples import Examples


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


def test_folders_are_classes() -> None:
    folders = zips.read(zipped(GOOD))
    assert [(folder.name, len(folder.pictures)) for folder in folders] == [("roses", 2), ("tulips", 1)]
    assert folders[0].pictures == (GOOD[0][1], GOOD[1][1])


def test_what_packers_add_and_folders_around_do_not_matter() -> None:
    extra = [
        ("__MACOSX/set/roses/._1.png", b"\0\5\x16\7"),
        ("set/.DS_Store", b"x"),
        ("set/Thumbs.db", b"y"),
        ("README.txt", b"flowers"),
        ("set/", b""),
    ]
    folders = zips.read(zipped([*((f"set/train/{name}", data) for name, data in GOOD), *extra]))
    assert [folder.name for folder in folders] == ["roses", "tulips"]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("red_roses", "red roses"),
        ("  rosas\t vermelhas \n", "rosas vermelhas"),
        ("a\u202egnp", "agnp"),
        ("zero\u200bwidth", "zerowidth"),
        ("e\u0301", "é"),
        ("x" * 90, "x" * 40),
        ("\x00\x1b[31m", "[31m"),
    ],
)
def test_names_are_cleaned(given: str, name: str) -> None:
    assert zips.clean(given) == name


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
    "bomb that lies": (lambda: lying(zipped([*GOOD, ("roses/3.png", NOTHING)])), "does not unpack to what the zip says|far more than"),
    "nested": (lambda: zipped([*GOOD, ("roses/more.zip", zipped(GOOD))]), "an archive inside the zip"),
    "nested, beside the folders": (lambda: zipped([*GOOD, ("more.zip", zipped(GOOD))]), "an archive inside the zip"),
    "wrong type": (lambda: zipped([*GOOD, ("roses/3.jpg", b"%PDF-1.7 ...")]), "roses/3.jpg in the zip is no picture .* it is PDF"),
    "wrong type, text": (lambda: zipped([*GOOD, ("roses/notes.txt", b"hello")]), "it is text"),
    "an empty file": (lambda: zipped([*GOOD, ("roses/3.jpg", b"")]), "it is empty"),
    "one class": (lambda: zipped(GOOD[:2]), "All pictures of the zip lie in one folder, roses"),
    "no folders": (lambda: zipped([("1.png", picture()), ("2.png", picture(1))]), "lie in no folder"),
    "no pictures": (lambda: zipped([("roses/", b""), ("README", b"x")]), "holds no picture"),
    "no zip": (lambda: picture(), "no zip: it is PNG"),
    "nothing": (lambda: b"", "no zip: it is empty"),
    "cut off": (lambda: zipped(GOOD)[:-30], "no zip"),
    "damaged": (lambda: zipped(GOOD, zipfile.ZIP_STORED).replace(GOOD[0][1][40:50], b"0123456789", 1), "roses/1.png in the zip is damaged"),
    "locked": (lambda: locked(zipped(GOOD)), "locked with a password"),
    "packed otherwise": (lambda: zipped(GOOD, zipfile.ZIP_LZMA), "an ordinary zip"),
    "too many files": (lambda: many(zipped(GOOD)), "lists more than 5,000 files"),
    "a list without end": (lambda: long_list(zipped(GOOD)), "lists more than 5,000 files"),
    "too many classes": (lambda: zipped((f"c{i}/1.png", picture(i)) for i in range(21)), "21 folders of pictures, and at most 20"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_zips_are_refused_and_what_is_there_survives(name: str) -> None:
    made, said = HOSTILE[name]
    examples = Examples()
    examples.bring("ana", zips.read(zipped(GOOD)))
    before = examples.classes("ana")
    with pytest.raises(UserError, match=said) as refused:
        examples.bring("ana", zips.read(made()))
    assert examples.classes("ana") == before
    assert refused.value.say("pt") != refused.value.say("en") and "{" not in refused.value.say("pt") + refused.value.say("en")


def test_every_sentence_is_its_own() -> None:
    said = set()
    for name in ("slip", "bomb", "nested", "wrong type", "one class"):
        with pytest.raises(UserError) as refused:
            zips.read(HOSTILE[name][0]())
        said.add(refused.value.say("en"))
    assert len(said) == 5


def test_a_damaged_picture_in_a_whole_zip_takes_nothing() -> None:
    examples = Examples()
    with pytest.raises(UserError, match=r"ends before its picture does|damaged"):
        examples.bring("ana", zips.read(zipped([*GOOD, ("tulips/2.png", picture()[:60])])))
    assert examples.classes("ana") == ()


def test_bounds_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(GOOD)
    monkeypatch.setenv("PLAYGROUND_ZIP_MB", str(len(data) / 2e6))
    with pytest.raises(UserError, match="The zip has"):
        zips.read(data)
    monkeypatch.setenv("PLAYGROUND_ZIP_MB", "1")
    monkeypatch.setenv("PLAYGROUND_ZIP_UNPACKED_MB", str(1.5 * len(GOOD[0][1]) / 1e6))
    with pytest.raises(UserError, match="the zip to more than"):
        zips.read(data)
    monkeypatch.setenv("PLAYGROUND_ZIP_UNPACKED_MB", "1")
    monkeypatch.setenv("PLAYGROUND_PICTURE_MB", "0.00001")
    with pytest.raises(UserError, match="the limit of a picture"):
        zips.read(data)
