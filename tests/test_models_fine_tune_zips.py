"""Zips of class folders: read in memory, in bounds; each kind of hostile one is refused with a sentence of its own."""

from __future__ import annotations

import re
import unicodedata
import zipfile

import pytest

from models.errors import UserError
from models.training.fine_tune import zips
from models.training.fine_tune.class_names import clean, graphemes, unique_names
from models.training.fine_tune.examples import ExampleStore
from models.types.activations import PictureSource
from tests.class_zips import GOOD, HOSTILE, NOTHING, lying, picture, zipped
from tests.picture_files import box


def test_folders_are_classes() -> None:
    folders = zips.read_classes(zipped(GOOD)).folders
    assert [(folder.name, len(folder.pictures)) for folder in folders] == [("roses", 2), ("tulips", 1)]
    assert folders[0].pictures == (GOOD[0][1], GOOD[1][1]) and folders[0].files == ("roses/1.png", "roses/2.jpg")


def test_what_packers_add_and_folders_around_do_not_matter() -> None:
    extra = [
        ("__MACOSX/set/roses/._1.png", b"\0\5\x16\7"),
        ("set/.DS_Store", b"x"),
        ("set/Thumbs.db", b"y"),
        ("README.txt", b"flowers"),
        ("set/", b""),
    ]
    found = zips.read_classes(zipped([*((f"set/train/{name}", data) for name, data in GOOD), *extra]))
    assert [folder.name for folder in found.folders] == ["roses", "tulips"]
    assert [one.name for one in found.skipped] == ["README.txt"]  # what a system adds by itself is not even named


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


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_zips_are_refused_and_what_is_there_survives(name: str) -> None:
    made, said = HOSTILE[name]
    examples = ExampleStore()
    examples.import_zip("ana", zips.read_classes(zipped(GOOD)))
    before = examples.classes("ana")
    with pytest.raises(UserError, match=said) as refused:
        examples.import_zip("ana", zips.read_classes(made()))
    assert examples.classes("ana") == before
    assert refused.value.say("pt") != refused.value.say("en") and "{" not in refused.value.say("pt") + refused.value.say("en")


def test_every_sentence_is_its_own() -> None:
    said = set()
    for name in ("slip", "bomb", "nested", "no pictures but files", "one class"):
        with pytest.raises(UserError) as refused:
            examples = ExampleStore()
            examples.import_zip("ana", zips.read_classes(HOSTILE[name][0]()))
        said.add(refused.value.say("en"))
    assert len(said) == 5


def test_what_is_no_good_among_the_good_is_left_out_by_name() -> None:
    """A broken picture, one that the zip itself holds damaged, a text, HEIC, an archive, an empty file, one beside the folders."""
    broken = zipped([*GOOD, ("roses/stored.png", picture(9))], zipfile.ZIP_STORED).replace(picture(9)[40:50], b"0123456789", 1)
    liar = lying(zipped([*GOOD, ("roses/stored.png", NOTHING)]))
    for made in (broken, liar):
        assert [(one.name, one.reason.en) for one in zips.read_classes(made).skipped] == [("roses/stored.png", "damaged inside the zip")]
    bad = {
        "roses/broken.png": (picture()[:60], "(cut off|damaged)"),
        "roses/.DS_Store": (b"x", ""),
        "roses/notes.txt": (b"hello", "not a picture"),
        "tulips/IMG_1.heic": (box(b"heic"), "HEIC, which is not read here"),
        "tulips/more.zip": (zipped(GOOD), "an archive"),
        "tulips/empty.jpg": (b"", "empty"),
        "cover.png": (picture(4), "in no class folder"),
    }
    examples = ExampleStore()
    brought = examples.import_zip("ana", zips.read_classes(zipped([*GOOD, *((name, data) for name, (data, _) in bad.items())])))
    said = {one.name: one.reason.en for one in brought.skipped}
    assert set(said) == {name for name, (_, why) in bad.items() if why}
    assert all(re.fullmatch(why, said[name]) for name, (_, why) in bad.items() if why)
    assert all(one.reason.pt != one.reason.en for one in brought.skipped)
    assert [(one.name, len(one.examples)) for one in examples.classes("ana")] == [("roses", 2), ("tulips", 1)]
    assert brought.small_classes == (("roses", 2), ("tulips", 1))


def test_a_zip_takes_the_place_of_a_set_and_never_of_ones_own() -> None:
    examples = ExampleStore()
    examples.load_dataset("ana", "shapes", 6)
    own = examples.add_class("ana", "mine")
    examples.add("ana", own, [PictureSource("picture", picture(5))])
    examples.import_zip("ana", zips.read_classes(zipped(GOOD)))
    assert [one.name for one in examples.classes("ana")] == ["mine", "roses", "tulips"]


def named(*names: bytes) -> bytes:
    """A zip whose names are these very bytes, without a word on which letters they are."""
    stand_in = [chr(65 + i) * len(name) for i, name in enumerate(names)]
    data = zipped((name, picture(i)) for i, name in enumerate(stand_in))
    for plain, name in zip(stand_in, names, strict=True):
        assert data.count(plain.encode()) >= 2
        data = data.replace(plain.encode(), name)
    return data


@pytest.mark.parametrize("page", ["utf-8", "cp850", "cp437"])
@pytest.mark.parametrize("words", [("maçãs", "limões"), ("Ágata", "coração"), ("naïve", "Größe"), ("ñandú", "über")], ids=" ".join)
def test_names_are_read_in_the_letters_that_they_were_written_in(page: str, words: tuple[str, str]) -> None:
    try:
        data = named(*(f"{word}/picture-{i}.png".encode(page) for i, word in enumerate(words)))
    except UnicodeEncodeError:
        return  # 437 has no such letter
    assert {folder.name for folder in zips.read_classes(data).folders} == set(words)


def test_backslashes_are_folders_and_letters_of_two_signs_are_one_name() -> None:
    files = [
        ("set\\cats\\1.png", picture()),
        ("set\\dogs\\1.png", picture()),
        ("set\\e\u0301/1.png", picture()),
        ("set/é/2.png", picture()),
    ]
    assert [(one.name, len(one.pictures)) for one in zips.read_classes(zipped(files)).folders] == [("cats", 1), ("dogs", 1), ("é", 2)]


FAMILY, FLAG = "👨‍👩‍👧‍👦", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


def test_names_that_would_look_alike_stay_apart() -> None:
    long = "photographs from my summer holiday 2024: "
    names = [long + "beach", long + "mountain", long + "sea", "red_rose", "red rose", "\u200b", "\u200c"]
    found = unique_names(names)
    assert len(set(found.values())) == len(names) and all(0 < len(name) <= 40 for name in found.values())
    assert [found[name] for name in names[1:5]] == [long[:38].strip() + " 2", long[:38].strip() + " 3", "red rose", "red rose 2"]


@pytest.mark.parametrize("name", [FAMILY, FLAG, "👍🏽", "🇧🇷", "❤️", "e\u0323\u0301", "क्षि", "می‌خواهم", "🏳️‍🌈"])
def test_a_letter_of_many_signs_stays_whole(name: str) -> None:
    whole = unicodedata.normalize("NFC", name)
    assert clean(name) == whole
    for before in range(30, 42):
        cut = clean("x" * before + name)
        assert cut in ("x" * min(before, 40), "x" * before + whole) or len(list(graphemes(whole))) > 1


NESTED: dict[str, tuple[list[str], list[str]]] = {
    "years under classes": (["cats/2023/1", "cats/2024/1", "dogs/2023/1"], ["cats", "dogs"]),
    "classes under years": (["2023/cats/1", "2024/cats/1", "2023-05/dogs/1"], ["cats", "dogs"]),
    "parts of a set": (["s/train/cats/1", "s/train/dogs/1", "s/val/cats/1"], ["cats", "dogs"]),
    "years as classes": (["1987/1", "2001/1"], ["1987", "2001"]),
    "numbers as classes": (["0/ana/1", "1/ana/1"], ["0", "1"]),
    "deeper in some": (["cats/1", "dogs/small/1", "dogs/large/1"], ["cats", "dogs"]),
    "beside the folders": (["s/1", "s/cats/1", "s/dogs/1"], ["cats", "dogs"]),
}


@pytest.mark.parametrize("name", NESTED)
def test_the_class_is_the_folder_that_tells_pictures_apart(name: str) -> None:
    paths, classes = NESTED[name]
    found = zips.read_classes(zipped((f"{path}.png", picture(i)) for i, path in enumerate(paths)))
    assert [folder.name for folder in found.folders] == classes
    assert sum(len(folder.pictures) for folder in found.folders) + len(found.skipped) == len(paths)


def test_bounds_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(GOOD)
    monkeypatch.setenv("PLAYGROUND_ZIP_MB", str(len(data) / 2e6))
    with pytest.raises(UserError, match="The zip has"):
        zips.read_classes(data)
    monkeypatch.setenv("PLAYGROUND_ZIP_MB", "1")
    monkeypatch.setenv("PLAYGROUND_ZIP_UNPACKED_MB", str(1.5 * len(GOOD[0][1]) / 1e6))
    with pytest.raises(UserError, match="the zip to more than"):
        zips.read_classes(data)
    monkeypatch.setenv("PLAYGROUND_ZIP_UNPACKED_MB", "1")
    monkeypatch.setenv("PLAYGROUND_PICTURE_MB", "0.00001")
    with pytest.raises(UserError, match=r"no picture; .*roses/1.png \(larger than"):
        zips.read_classes(data)
