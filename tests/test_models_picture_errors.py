"""What is brought and cannot be read: one sentence each, before there is memory for it, and never anything but a sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageFile

from models.errors import UserError
from models.inputs import pictures
from models.inputs.pictures import Preparation, decode, prepare
from models.types.activations import PictureSource
from tests.picture_files import TYPES, box, file_of, header_only, png, scene

PHOTOGRAPH = Preparation("photograph", 3, 224, 224, resize=256)

FOREIGN = {
    "HEIC": box(b"heic"),
    "SVG": b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a drawing -->\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    "PDF": b"%PDF-1.7\n%\xe2\xe3",
    "TIFF": file_of(scene(9, 9), "TIFF"),
    "packed archive": b"PK\x03\x04" + bytes(30),
    "video": box(b"isom").replace(b"mif1", b"mp42"),
    "web page": b"<!DOCTYPE html>\n<html><body>ola</body></html>",
    "text": b"uma fotografia de um gato, em palavras",
    "whatever its name": bytes(range(256)),
    "empty": b"",
    "begins as PNG": b"\x89PNG\r\n\x1a\n" + bytes(60),
    "begins as AVIF": box(b"avif"),
    "begins as JPEG": b"\xff\xd8\xff\xe0\0\x04ab" + bytes(200) + b"\xff\xd9",
}


@pytest.mark.parametrize("word", FOREIGN)
def test_what_is_not_read_is_refused_by_what_it_is(word: str) -> None:
    with pytest.raises(UserError) as refusal:
        decode(FOREIGN[word])
    sentence = refusal.value.say("en")
    assert word in sentence and "20 MB" in sentence
    assert sentence.count(".") == 1 and sentence.endswith(".")


def test_every_refusal_has_its_own_sentence_in_both_languages() -> None:
    said: list[tuple[str, str]] = []
    for data in FOREIGN.values():
        with pytest.raises(UserError) as refusal:
            decode(data)
        said.append((refusal.value.say("en"), refusal.value.say("pt")))
    assert all(en != pt and "{" not in en + pt and "!" not in en + pt for en, pt in said)
    assert len({en for en, _ in said}) == len({pt for _, pt in said}) == len(FOREIGN)


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8])
def test_a_file_that_broke_off_is_refused(name: str, kept: float) -> None:
    data = TYPES[name]()
    with pytest.raises(UserError) as refusal:
        decode(data[: int(len(data) * kept)])
    assert "ends before" in refusal.value.say("en") and "termina antes" in refusal.value.say("pt")


def test_a_file_of_too_many_bytes_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_PICTURE_MB", "0.25")
    monkeypatch.setattr(pictures, "file_type", lambda data: pytest.fail("it was looked into"))
    with pytest.raises(UserError) as refusal:
        decode(b"\x89PNG\r\n\x1a\n" + bytes(500_000))
    assert "0.5 MB" in refusal.value.say("en") and "0,25 MB" in refusal.value.say("pt")


@pytest.mark.parametrize("size", [(16_000, 16_000), (9_000, 5_000)], ids=str)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP", "AVIF", "GIF", "BMP"])
def test_a_bomb_is_refused_before_there_is_memory_for_it(kind: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("it was unpacked"))
    with pytest.raises(UserError) as refusal:
        decode(header_only(kind, *size))
    assert f"{size[0]:,} × {size[1]:,}" in refusal.value.say("en") and "is 40" in refusal.value.say("en")


def test_a_jpeg_of_endless_passes_is_refused() -> None:
    data = TYPES["progressive JPEG"]()
    at = data.rindex(b"\xff\xda")
    assert np.asarray(decode(data)).any()
    with pytest.raises(UserError, match="more than 100 passes"):
        decode(data[:at] + data[at:-2] * 120 + data[-2:])


def test_a_ribbon_is_refused() -> None:
    with pytest.raises(UserError, match="5,100 × 100 pixels"):
        prepare(PictureSource("picture", file_of(np.zeros((100, 5100), np.uint8), "PNG")), PHOTOGRAPH)


# Anything at all

SEEDS = [*(make() for make in TYPES.values()), png(scene(31, 22, 1), 0, 8, tRNS=b"\0\x05"), file_of(Image.new("CMYK", (40, 30)), "JPEG")]
STARTS = [data[:40] for data in SEEDS] + [box(b"heic"), b"BM", b"<svg", b"RIFF\0\0\0\0WEBPVP8L", b"GIF89a"]


def is_refused_or_read(data: bytes) -> None:
    try:
        found = decode(data)
    except UserError as refusal:
        assert refusal.say("en") and refusal.say("pt")
        return
    assert found.mode in ("RGB", "L") and min(found.size) > 0 and np.asarray(found).dtype == np.uint8


@settings(max_examples=400, deadline=None)
@given(start=some.sampled_from([b"", *STARTS]), rest=some.binary(max_size=400))
def test_any_bytes_are_a_picture_or_one_sentence(start: bytes, rest: bytes) -> None:
    is_refused_or_read(start + rest)


@settings(max_examples=600, deadline=None)
@given(
    data=some.sampled_from(SEEDS),
    flips=some.lists(some.tuples(some.floats(0, 1, exclude_max=True), some.integers(0, 255)), max_size=12),
    kept=some.one_of(some.just(1.0), some.floats(0, 1)),
)
def test_damaged_files_are_a_picture_or_one_sentence(data: bytes, flips: list[tuple[float, int]], kept: float) -> None:
    changed = bytearray(data)
    for place, value in flips:
        changed[int(place**2 * len(changed))] = value  # more often in the header
    is_refused_or_read(bytes(changed[: int(kept * len(changed))]))


def test_many_threads_at_once_give_the_same() -> None:
    jobs = [(data, np.asarray(decode(data))) for data in (make() for make in TYPES.values())] * 12
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda job: bool((np.asarray(decode(job[0])) == job[1]).all()), jobs))
    assert not ImageFile.LOAD_TRUNCATED_IMAGES and Image.MAX_IMAGE_PIXELS == 1024**3 // 4 // 3


def test_nothing_touches_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [make() for make in TYPES.values()]
    monkeypatch.setattr("builtins.open", lambda *a, **k: pytest.fail(f"{a} was opened"))
    for data in files:
        prepare(PictureSource("picture", data), PHOTOGRAPH)
