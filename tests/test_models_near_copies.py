"""Near copies of photographs are found, different pictures are not taken for copies, and no copy is checked that was learned from."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image, ImageEnhance
from skimage import data

from models.training.core.near_copies import near_copy_groups, perceptual_hash
from models.training.fine_tune.examples import ExampleStore
from models.training.fine_tune.job import split_examples
from models.types.activations import PictureSource
from tests.serving import ROOT


def photographs() -> list[Image.Image]:
    """Windows of pictures that come with scikit-image, 200 px a side: each another motif, some from one photograph."""
    made = []
    for name in ("astronaut", "chelsea", "coffee", "rocket"):
        picture = Image.fromarray(getattr(data, name)())
        made += [picture.crop((x, 40, x + 200, 240)) for x in (0, 150)]
    return made


def copies(picture: Image.Image) -> Iterator[Image.Image]:
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=40)
    yield Image.open(stored)
    yield picture.resize((90, 90))
    yield ImageEnhance.Brightness(picture).enhance(1.15)
    yield picture.convert("L")


def test_copies_share_a_group_and_strangers_do_not() -> None:
    pictures = photographs()
    hashes = [perceptual_hash(one) for picture in pictures for one in (picture, *copies(picture))]
    numbers = near_copy_groups(hashes).reshape(len(pictures), -1)
    assert all(len(set(row)) == 1 for row in numbers.tolist()), "every copy is found"
    assert len({row[0] for row in numbers.tolist()}) == len(pictures), "no two pictures are one"


def test_different_digits_are_not_copies() -> None:
    sheet = Image.open(ROOT / "tests" / "data" / "mnist500.png")
    columns, rows = sheet.width // 28, sheet.height // 28
    digits = [sheet.crop((28 * x, 28 * y, 28 * x + 28, 28 * y + 28)) for y in range(rows) for x in range(columns)]
    assert len(digits) >= 500 and len(set(near_copy_groups([perceptual_hash(one) for one in digits]).tolist())) >= len(digits) - 2


def test_what_has_no_hash_is_alone() -> None:
    known = perceptual_hash(photographs()[0])
    assert len(set(near_copy_groups([b"", b"", known, known]).tolist())) == 3 and len(near_copy_groups([])) == 0


def saved(picture: Image.Image, kind: str, **more: int) -> PictureSource:
    file = io.BytesIO()
    picture.save(file, kind, **more)
    return PictureSource("picture", file.getvalue())


@pytest.mark.parametrize("seed", range(5))
def test_a_copy_in_another_class_stays_on_one_side(seed: int) -> None:
    """A zip that holds the same photograph twice, once smaller and in another class."""
    examples, pictures = ExampleStore(), photographs()
    first, second = (examples.add_class("ana", name) for name in ("a", "b"))
    examples.add("ana", first, [saved(one, "PNG") for one in pictures])
    examples.add("ana", second, [saved(one.resize((128, 128)), "JPEG", quality=60) for one in pictures])
    classes = examples.classes("ana")
    all_of_them = [example for one in classes for example in one.examples]
    parts = split_examples(all_of_them, [k for k, one in enumerate(classes) for _ in one.examples], seed)
    learned = {i % len(pictures) for i in parts.train}
    assert len(parts.validation) and not learned & {i % len(pictures) for i in parts.validation}
