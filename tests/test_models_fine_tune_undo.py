"""Undo and redo of a visitor's classes: exact after any sequence of changes, within the same bounds in bytes, never refused."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from PIL import Image

from models.errors import UserError
from models.text import Text
from models.training.fine_tune import builtin
from models.training.fine_tune.examples import ExampleStore
from models.training.fine_tune.zips import ClassFolder, ZipContents
from models.types.activations import PictureSource

ANA = "ana"
NAMES = ("a", "b", "c", "round", "square", "")  # two of them name classes of a set too, and one is none


def picture(level: int) -> PictureSource:
    Image.new("L", (4, 4), level).save(made := io.BytesIO(), "PNG")
    return PictureSource("picture", made.getvalue())


PICTURES = [picture(level) for level in range(40)]
SETS = {"shapes": ("round", "square"), "dots": ("few", "many", "round")}


def tiny_set(key: str, each: int) -> list[tuple[Text, list[tuple[PictureSource, str]]]]:
    """Each class with a picture to learn from and the others to check with; every set has pictures of its own."""
    first = 20 if key == "shapes" else 30
    return [
        (Text(name, name), [(PICTURES[first + 3 * k + i], "validation" if i else "train") for i in range(each)])
        for k, name in enumerate(SETS[key])
    ]


@pytest.fixture
def sets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(builtin, "class_pictures", tiny_set)
    yield


def packed(name: str, data: bytes) -> ZipContents:
    """A zip of two classes."""
    return ZipContents((ClassFolder(name, (data,), ("a.png",)), ClassFolder("y", (PICTURES[1].data,), ("b.png",))))


# What a visitor has, written down by itself: plain values, nothing of the program's own.

Written = tuple[Any, ...]


def written(examples: ExampleStore, visitor: str = ANA) -> Written:
    now = examples.undo_state(visitor).current
    classes = tuple(
        (one.id, str(one.name), one.enabled, tuple((e.id, bytes(e.source.data), e.digest, e.burst, e.fixed_split) for e in one.examples))
        for one in now.classes
    )
    return classes, now.dataset, now.per_class, now.chosen, tuple(one.name for one in now.set_aside)


def own_pictures(said: Written) -> set[int]:
    return {example[0] for one in said[0] for example in one[3] if not example[4]}


def own_names(examples: ExampleStore) -> set[str]:
    """Of classes that the visitor has made or has put a picture into, also while they are put away."""
    now = examples.undo_state(ANA).current
    own = {one.name for one in now.classes if not one.dataset or any(not example.fixed_split for example in one.examples)}
    return own | {one.name for one in now.set_aside}


Act = tuple[str, int, int, str]
KEEPS = ("add class", "add", "rename", "enable", "set", "own", "zip", "many")
TAKES = ("remove class", "remove", "start over")
acts = some.tuples(
    some.sampled_from((*KEEPS, *TAKES, "undo", "undo", "undo", "redo", "redo")),
    some.integers(0, 7),
    some.integers(0, 19),
    some.sampled_from(NAMES),
)


def act(examples: ExampleStore, what: str, place: int, number: int, name: str, gesture: str) -> None:
    classes = examples.classes(ANA)
    one = classes[place % len(classes)] if classes else None
    which = one.id if one else 0
    doing: dict[str, Callable[[], object]] = {
        "add class": lambda: examples.add_class(ANA, name, gesture),
        "add": lambda: examples.add(ANA, which, [PICTURES[number]], gesture=gesture),
        "many": lambda: [examples.add(ANA, which, [PICTURES[(number + i) % 20]], gesture=gesture) for i in range(3)],
        "rename": lambda: examples.change_class(ANA, which, name=name, gesture=gesture),
        "enable": lambda: examples.change_class(ANA, which, enabled=bool(number % 2), gesture=gesture),
        "set": lambda: examples.load_dataset(ANA, ("shapes", "dots")[place % 2], 1 + number % 3, chosen=number % 5 > 0, gesture=gesture),
        "own": lambda: examples.keep_own(ANA, gesture),
        "zip": lambda: examples.import_zip(ANA, packed(name or "z", PICTURES[number].data), gesture),
        "remove class": lambda: examples.remove_class(ANA, which, gesture),
        "remove": lambda: examples.remove(ANA, which, [e.id for e in one.examples[: 1 + number % 2]] if one else [0], gesture),
        "start over": lambda: examples.clear(ANA, gesture),
    }
    doing[what]()


def follow(given: list[Act]) -> None:
    """Every act, beside a list of what was written down after each: undo and redo walk along that list."""
    examples, told = ExampleStore(), [written(ExampleStore())]
    at, steps = 0, 0
    for number, (what, place, n, name) in enumerate(given):
        before, names, begun = written(examples), own_names(examples), examples.undo_state(ANA)
        if what in ("undo", "redo"):
            state = examples.undo(ANA) if what == "undo" else examples.redo(ANA)
            at = max(at - 1, 0) if what == "undo" else min(at + 1, len(told) - 1)
            assert written(examples) == told[at]
            assert (state.undo_count, state.redo_count) == (at, len(told) - 1 - at)
            continue
        try:
            act(examples, what, place, n, name, f"gesture {number}")
        except UserError:
            if what != "many":
                assert written(examples) == before and examples.undo_state(ANA) == begun
                continue
        after = written(examples)
        if what in KEEPS:
            assert own_pictures(before) <= own_pictures(after)
            lost = names - own_names(examples)
            assert not lost or (what == "rename" and len(lost) == 1), lost
        if after == before:
            assert examples.undo_state(ANA).undo_count == begun.undo_count and examples.undo_state(ANA).redo_count == begun.redo_count
            continue
        steps += 1
        begins = not begun.undo_count and not begun.redo_count and (not before[0] or (what == "set" and not after[3]))
        told, at = ([after], 0) if begins else ([*told[: at + 1], after], at + 1)
        assert (examples.undo_state(ANA).undo_count, examples.undo_state(ANA).redo_count) == (at, 0)
    for back in range(at - 1, -1, -1):
        examples.undo(ANA)
        assert written(examples) == told[back]
    for forth in range(1, len(told)):
        examples.redo(ANA)
        assert written(examples) == told[forth]


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(some.lists(acts, min_size=5, max_size=30))
def test_undo_restores_exactly_and_nothing_of_ones_own_vanishes_unasked(sets: None, given: list[Act]) -> None:
    follow(given)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(some.lists(acts, min_size=5, max_size=30))
def test_the_bounds_hold_in_every_sequence_and_undo_is_never_refused(sets: None, monkeypatch: pytest.MonkeyPatch, given: list[Act]) -> None:
    """Few steps, few bytes, few classes: what cannot be kept is forgotten from its oldest end, and what is there can be had."""
    for variable, value in (("UNDO_STEPS", "4"), ("EXAMPLES_MB", "0.0008"), ("CLASSES", "5")):
        monkeypatch.setenv(f"PLAYGROUND_{variable}", value)
    examples, seen = ExampleStore(), []
    for number, (what, place, n, name) in enumerate(given):
        begun = examples.undo_state(ANA)
        try:
            if what == "undo":
                examples.undo(ANA)
                assert examples.undo_state(ANA).undo_count == max(0, begun.undo_count - 1)
                assert not begun.undo_count or written(examples) in seen
            elif what == "redo":
                examples.redo(ANA)
                assert examples.undo_state(ANA).redo_count == max(0, begun.redo_count - 1)
            else:
                act(examples, what, place, n, name, f"gesture {number}")
        except UserError:
            assert (
                what not in ("undo", "redo", "remove", "remove class", "start over") or not begun.current.classes or what == "remove class"
            )
        seen.append(written(examples))
        assert examples.undo_state(ANA).undo_count <= 4 and examples.nbytes(ANA) <= 800 and len(examples.classes(ANA)) <= 5


# What a person does


def with_class(examples: ExampleStore, name: str = "roses", pictures: int = 2) -> int:
    which = examples.add_class(ANA, name)
    examples.add(ANA, which, PICTURES[:pictures])
    return which


def test_one_gesture_is_one_step() -> None:
    examples = ExampleStore()
    which = with_class(examples, pictures=1)
    for i in range(5, 15):
        examples.add(ANA, which, [PICTURES[i]], gesture="upload 1")
    examples.undo(ANA)
    assert len(examples.classes(ANA)[0].examples) == 1
    examples.add(ANA, which, [PICTURES[3]], gesture="upload 1")  # what still came of it after it was undone is a step of its own
    examples.undo(ANA)
    assert len(examples.classes(ANA)[0].examples) == 1


def test_what_came_by_itself_is_no_step_until_something_was_done(sets: None) -> None:
    examples = ExampleStore()
    examples.load_dataset(ANA, "shapes", 2, chosen=False)
    examples.load_dataset(ANA, "dots", 2, chosen=False)
    assert examples.undo(ANA).current.dataset == "dots"
    examples.remove_class(ANA, examples.classes(ANA)[0].id)
    examples.load_dataset(ANA, "shapes", 2, chosen=False)
    assert [len(examples.undo(ANA).current.classes) for _ in range(2)] == [2, 3]


def test_ones_own_stay_while_sets_come_and_go(sets: None) -> None:
    examples = ExampleStore()
    which = with_class(examples)
    examples.add_class(ANA, "tulips")
    examples.add_class(ANA, "round")
    own = [(one.id, one.name, one.examples) for one in examples.classes(ANA)]
    for key in ("shapes", "dots", "shapes"):
        examples.load_dataset(ANA, key, 2)
        assert [one.name for one in examples.classes(ANA)] == ["roses", *SETS[key]]
        assert examples.undo_state(ANA).current.dataset == key
    examples.keep_own(ANA)
    assert [(one.id, one.name, one.examples) for one in examples.classes(ANA)] == own and examples.undo_state(ANA).current.dataset == ""
    examples.load_dataset(ANA, "shapes", 2)
    mixed = examples.classes(ANA)[1]
    examples.add(ANA, mixed.id, [PICTURES[9]])
    examples.keep_own(ANA)
    assert {one.name: len(one.examples) for one in examples.classes(ANA)} == {"roses": 2, "tulips": 0, "round": 3}
    assert examples.classes(ANA)[0].id == which


def test_a_set_that_comes_again_brings_no_picture_twice(sets: None) -> None:
    examples = ExampleStore()
    examples.load_dataset(ANA, "shapes", 2)
    examples.add(ANA, examples.classes(ANA)[0].id, [PICTURES[0]])
    examples.load_dataset(ANA, "shapes", 3)
    assert [len(one.examples) for one in examples.classes(ANA)] == [4, 3]


def test_pictures_that_only_undo_would_bring_back_count_and_the_oldest_step_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    most = sum(len(source.data) for source in (*PICTURES[:3], PICTURES[9])) - 1  # three of them, never four
    monkeypatch.setenv("PLAYGROUND_EXAMPLES_MB", str(most / 1e6))
    examples = ExampleStore()
    which = with_class(examples, pictures=3)
    for _ in range(3):  # each takes one away and puts another there: what is shown never grows beyond the bound
        examples.remove(ANA, which, [examples.classes(ANA)[0].examples[0].id])
        examples.add(ANA, which, [PICTURES[9]])
        assert examples.nbytes(ANA) <= most
    assert len(examples.classes(ANA)[0].examples) == 3
    assert examples.undo(ANA).undo_count == 0 and len(examples.classes(ANA)[0].examples) == 2


def test_the_history_of_another_gives_way_before_anybody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = ExampleStore()
    which = with_class(examples, pictures=3)
    examples.remove_class(ANA, which)
    kept = examples.nbytes(ANA)
    assert kept == sum(len(source.data) for source in PICTURES[:3])
    most = kept + len(PICTURES[0].data)
    monkeypatch.setenv("PLAYGROUND_ALL_EXAMPLES_MB", str(most / 1e6))
    other = examples.add_class("bia", "tulips")
    examples.add("bia", other, PICTURES[:2])
    assert examples.nbytes() <= most and len(examples.classes("bia")[0].examples) == 2
    assert examples.undo(ANA).current.classes == ()
    examples.forget(ANA)
    assert examples.nbytes() == sum(len(source.data) for source in PICTURES[:2])


def test_classes_of_a_project_stand_there_under_new_ids_as_one_step(sets: None) -> None:
    examples = ExampleStore()
    examples.load_dataset(ANA, "shapes", 2)
    with_class(examples)
    kept = examples.undo_state(ANA).current
    other = ExampleStore()
    with_class(other)
    other.import_classes(ANA, kept.classes)
    now = other.undo_state(ANA).current
    plain = [
        [(one.name, one.enabled, one.dataset, [(e.source, e.digest, e.fixed_split) for e in one.examples]) for one in s.classes]
        for s in (now, kept)
    ]
    assert plain[0] == plain[1] and now.dataset == "shapes"
    ids = [e.id for one in now.classes for e in one.examples] + [one.id for one in now.classes]
    assert len(set(ids)) == len(ids)
    assert [one.name for one in other.undo(ANA).current.classes] == ["roses"]
    with pytest.raises(UserError):
        other.import_classes(ANA, (kept.classes[0], kept.classes[0]))
