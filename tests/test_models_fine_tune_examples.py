"""Examples: small, bounded, one visitor's alone; and how they are split: near copies never on both sides."""

from __future__ import annotations

import io
import threading
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from models.errors import UserError
from models.inputs import drawing, pictures
from models.training.core.splitting import SplitItem, split
from models.training.fine_tune.examples import ExampleStore
from models.training.fine_tune.stored_pictures import STORED_SIDE, picture_kind, shrink, shrink_all
from models.types.activations import PictureSource
from tests.class_zips import GOOD, picture, zipped


def png(level: int) -> PictureSource:
    return PictureSource("picture", picture(level))


def saved(image: Image.Image) -> bytes:
    image.save(made := io.BytesIO(), "PNG")
    return made.getvalue()


def photograph(width: int, height: int, **more: object) -> bytes:
    rows, columns = np.mgrid[0:height, 0:width]
    pixels = np.stack([rows % 256, columns % 256, rows * 0], 2).astype(np.uint8)
    Image.fromarray(pixels).save(made := io.BytesIO(), "JPEG", quality=95, **more)
    return made.getvalue()


def two_classes(examples: ExampleStore, visitor: str = "ana") -> tuple[int, int]:
    first, second = (examples.add_class(visitor, name) for name in ("roses", "tulips"))
    for which, levels in ((first, range(3)), (second, range(3, 5))):
        examples.add(visitor, which, [png(level) for level in levels])
    return first, second


def test_classes_are_made_named_disabled_and_removed() -> None:
    examples = ExampleStore()
    first, second = two_classes(examples)
    examples.change_class("ana", first, name=" red   roses ")
    examples.change_class("ana", second, enabled=False)
    assert [(one.name, one.enabled, len(one.examples)) for one in examples.classes("ana")] == [("red roses", True, 3), ("tulips", False, 2)]
    gone = examples.classes("ana")[0].examples[1].id
    examples.remove("ana", first, [gone])
    assert gone not in {example.id for one in examples.classes("ana") for example in one.examples}
    examples.remove_class("ana", second)
    assert [one.id for one in examples.classes("ana")] == [first]


def test_visitors_are_apart_and_what_was_given_out_stays() -> None:
    examples = ExampleStore()
    first, _ = two_classes(examples)
    before = examples.classes("ana")
    two_classes(examples, "bia")
    with pytest.raises(UserError, match="not there any more"):
        examples.add("bia", first, [png(9)])
    examples.forget("ana")
    assert examples.classes("ana") == () and len(examples.classes("bia")) == 2 and len(before[0].examples) == 3
    assert examples.nbytes() == examples.nbytes("bia") > examples.nbytes("ana") == 0


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "roses"])
def test_a_name_must_be_readable_and_new(name: str) -> None:
    examples = ExampleStore()
    two_classes(examples)
    with pytest.raises(UserError):
        examples.add_class("ana", name)
    assert len(examples.classes("ana")) == 2


def test_one_bad_picture_takes_none() -> None:
    examples = ExampleStore()
    first, _ = two_classes(examples)
    with pytest.raises(UserError):
        examples.add("ana", first, [png(7), PictureSource("picture", b"%PDF-1.7")])
    assert len(examples.classes("ana")[0].examples) == 3


def test_photographs_become_small_and_upright_and_lose_their_notes() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "a camera"
    examples = ExampleStore()
    first, _ = two_classes(examples)
    examples.add("ana", first, [PictureSource("picture", photograph(1200, 900, exif=exif))])
    data = examples.classes("ana")[0].examples[-1].source.data
    image = Image.open(io.BytesIO(data))
    assert image.size == (STORED_SIDE, 341) and not image.getexif() and b"camera" not in data and len(data) < 60_000


def test_small_pictures_keep_every_pixel() -> None:
    examples = ExampleStore()
    first, _ = two_classes(examples)
    original = np.random.default_rng(0).integers(0, 256, (28, 28), dtype=np.uint8)
    Image.fromarray(original).save(made := io.BytesIO(), "PNG")
    examples.add("ana", first, [PictureSource("picture", made.getvalue())])
    kept = pictures.decode(examples.classes("ana")[0].examples[-1].source.data)
    assert np.array_equal(np.asarray(kept), original)


def test_drawings_stay_strokes() -> None:
    examples = ExampleStore()
    first, _ = two_classes(examples)
    strokes = drawing.encode([drawing.Stroke(20, np.array([[10, 10], [200, 200]], np.uint8))])
    examples.add("ana", first, [PictureSource("strokes", strokes)])
    assert examples.classes("ana")[0].examples[-1].source == PictureSource("strokes", strokes)
    with pytest.raises(UserError):
        examples.add("ana", first, [PictureSource("strokes", b"\1")])


def test_copies_have_one_digest_whatever_their_file() -> None:
    examples = ExampleStore()
    first, second = two_classes(examples)
    examples.add("ana", first, [PictureSource("picture", picture(77))])
    examples.add("ana", second, [PictureSource("picture", picture(77, "BMP"))])
    roses, tulips = (one.examples[-1] for one in examples.classes("ana"))
    assert roses.digest == tulips.digest and roses.id != tulips.id


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = ExampleStore()
    first, _ = two_classes(examples)
    for variable, value, said in (
        ("CLASSES", "2", "At most 2 classes"),
        ("EXAMPLES", "5", "6 examples, and the limit is 5"),
        ("EXAMPLES_MB", "0.0001", "MB, and the limit is"),
        ("ALL_EXAMPLES_MB", "0.0001", "memory for the examples of all visitors"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(f"PLAYGROUND_{variable}", value)
            before = examples.classes("ana")
            with pytest.raises(UserError, match=said):
                if variable == "CLASSES":
                    examples.add_class("ana", "daisies")
                else:
                    examples.add("ana", first, [png(9)])
            assert examples.classes("ana") == before
            examples.remove("ana", first, [-1])  # making it smaller is never refused


def test_a_zip_adds_to_classes_of_the_same_name() -> None:
    from models.training.fine_tune import zips

    examples = ExampleStore()
    two_classes(examples)
    examples.import_zip("ana", zips.read_classes(zipped([*GOOD, ("daisies/1.png", picture(9))])))
    assert {one.name: len(one.examples) for one in examples.classes("ana")} == {"roses": 5, "tulips": 3, "daisies": 1}


def test_a_built_in_set_keeps_its_own_parts_apart() -> None:
    examples = ExampleStore()
    examples.load_dataset("ana", "digits", 6)
    classes = examples.classes("ana")
    assert [one.name for one in classes] == [str(digit) for digit in range(10)]
    assert all(Counter(example.fixed_split for example in one.examples) == {"train": 4, "validation": 2} for one in classes)
    with pytest.raises(UserError, match="dataset"):
        examples.load_dataset("ana", "digit", 6)


def test_a_split_takes_its_share_of_every_class_and_depends_on_the_seed_alone() -> None:
    items = [SplitItem(label) for label in (0,) * 20 + (1,) * 10 + (2,) * 2]
    parts = split(items, 3)
    assert Counter(items[i].label for i in parts.validation) == {0: 6, 1: 3, 2: 1}
    assert sorted([*parts.train, *parts.validation]) == list(range(32)) and len(parts.test) == 0
    again, other = split(items, 3), split(items, 4)
    assert np.array_equal(again.validation, parts.validation) and not np.array_equal(other.validation, parts.validation)


@pytest.mark.parametrize("seed", range(8))
def test_bursts_and_copies_and_their_kin_stay_on_one_side(seed: int) -> None:
    rng = np.random.default_rng(seed)
    items = [
        SplitItem(i % 3, tuple(kin for kin in (f"burst {rng.integers(25)}", f"bytes {rng.integers(90)}") if rng.random() < 0.7))
        for i in range(90)
    ]
    parts = split(items, seed)
    sides = {kin: set() for item in items for kin in item.group_keys}  # type: dict[object, set[str]]
    for name, part in (("train", parts.train), ("validation", parts.validation)):
        for i in part:
            for kin in items[i].group_keys:
                sides[kin].add(name)
    assert all(len(side) == 1 for side in sides.values())
    assert sorted([*parts.train, *parts.validation]) == list(range(90))


def test_one_long_burst_is_not_checked_on_its_own_copies() -> None:
    items = [SplitItem(0, ("burst",)) for _ in range(20)] + [SplitItem(1) for _ in range(20)]
    parts = split(items, 0)
    assert {items[i].label for i in parts.validation} == {1} and set(range(20)) <= set(parts.train.tolist())


def test_of_two_long_bursts_one_is_kept_back() -> None:
    items = [SplitItem(0, (f"burst {i // 15}",)) for i in range(27)] + [SplitItem(1) for _ in range(20)]
    parts = split(items, 0)
    assert Counter(items[i].label for i in parts.validation)[0] == 12  # the shorter of the two


def test_a_third_part_only_where_there_are_enough() -> None:
    few, enough = ([SplitItem(i % 2) for i in range(count)] for count in (60, 62))
    assert len(split(few, 0, with_test=True).test) == 0
    parts = split(enough, 0, with_test=True)
    assert Counter(i % 2 for i in parts.test) == {0: 6, 1: 6} and not set(parts.test) & {*parts.train, *parts.validation}


def test_who_has_a_side_goes_there() -> None:
    items = [SplitItem(i % 2, fixed_split="train" if i < 10 else "validation") for i in range(14)]
    parts = split(items, 5)
    assert parts.train.tolist() == list(range(10)) and parts.validation.tolist() == [10, 11, 12, 13]
    copies = [*items, SplitItem(0, ("x",), "train"), SplitItem(0, ("x",), "validation")]
    assert {14, 15} <= set(split(copies, 5).train.tolist())  # a copy on both sides is learned from and not checked on


def test_strokes_and_small_grey_pictures_are_drawings_and_all_others_photographs() -> None:
    grey, digits = Image.new("L", (28, 28), 90), Image.new("RGB", (28, 28), (90, 90, 90))
    assert [picture_kind(one) for one in (grey, digits, Image.new("L", (64, 300)))] == ["drawing"] * 3
    assert [picture_kind(one) for one in (Image.new("RGB", (28, 28), (90, 91, 90)), Image.new("L", (65, 80)))] == ["photograph"] * 2


def test_many_are_taken_at_once_and_those_that_cannot_be_read_are_told_by_their_place() -> None:
    store = ExampleStore()
    which = store.add_class("ana", "a")
    good = [PictureSource("picture", saved(Image.new("RGB", (300 + i, 280), (i, 40, 9)))) for i in range(3)]
    before = store.undo_state("ana").undo_count
    refused = store.add_readable("ana", which, [good[0], PictureSource("picture", b"no"), *good[1:]])
    assert [at for at, _ in refused] == [1] and refused[0][1].en and refused[0][1].pt
    (one,) = store.classes("ana")
    assert [example.digest for example in one.examples] == [shrink(source).digest for source in good]
    assert {example.kind for example in one.examples} == {"photograph"} and store.undo_state("ana").undo_count == before + 1
    assert store.add_readable("ana", which, [PictureSource("picture", b"")])[0][0] == 0
    assert store.undo_state("ana").undo_count == before + 1


def test_a_large_jpeg_is_decoded_from_its_low_frequencies_to_nearly_the_same_picture() -> None:
    rng = np.random.default_rng(0)
    clouds = Image.fromarray(rng.integers(0, 255, (9, 12, 3), np.uint8)).resize((1600, 1200), Image.Resampling.BICUBIC)
    clouds.save(file := io.BytesIO(), "JPEG", quality=92)
    short, whole = (pictures.decode(file.getvalue(), least) for least in (512, 0))
    assert short.size == (800, 600) and whole.size == (1600, 1200)
    kept = pictures.decode(shrink(PictureSource("picture", file.getvalue())).source.data)
    plain = np.asarray(whole.resize(kept.size, Image.Resampling.BICUBIC), np.float32)
    assert np.abs(np.asarray(kept, np.float32) - plain).mean() < 2  # of 255


def test_threads_give_what_one_gives_and_leave_none() -> None:
    before = threading.active_count()
    files = [PictureSource("picture", saved(Image.new("RGB", (300, 260 + i)))) for i in range(9)]
    assert shrink_all(files) == [shrink(one) for one in files] and threading.active_count() == before
