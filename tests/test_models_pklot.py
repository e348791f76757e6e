"""Spaces of one's own in PKLot's layout: what is read, what is left out by name, what is learned from and what is asked about."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
import torch

from models import api, limits
from models.errors import UserError
from models.types.uses import ParkingScore, PklotAnswers, PklotContents
from models.uses.parking import classifiers, pklot
from models.uses.parking.camera import PATCH
from models.uses.parking.pklot_service import SEED
from tests.class_zips import HOSTILE, picture, zipped
from tests.pklot import files, small


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("PKLotSegmented/PUC/Sunny/2012-09-11/Empty/a.jpg", ("PUC", "sun", "2012-09-11", False)),
        ("x/y/UFPR04/RAINY/2013-01-02/occupied/a.jpg", ("UFPR04", "rain", "2013-01-02", True)),
        ("Cloudy/Occupied/a.jpg", ("", "cloud", "", True)),
    ],
)
def test_folders_say_what_a_space_is(path: str, wanted: tuple[str, str, str, bool]) -> None:
    found = pklot.parse_path(PurePosixPath(path), b"")
    assert isinstance(found, pklot.Space) and (found.parking, found.weather, found.day, found.taken) == wanted


def test_what_is_no_space_is_left_out_by_name() -> None:
    extra = [("PUC/Sunny/2012-09-11/2012-09-11_15.jpg", picture()), ("PUC/Empty/a.png", picture()), ("PUC/Sunny/1/Empty/a.xml", b"<a/>")]
    damaged = ("PUC/Sunny/2012-09-01/Empty/torn.png", picture()[:60])
    contents = next(iter(api.pklot(zipped([*files({"sun": (1,)}), *extra, damaged]))))
    assert isinstance(contents, PklotContents)
    for name, why in (
        ("2012-09-11_15.jpg", "in no folder Empty or Occupied"),
        ("PUC/Empty/a.png", "below no folder Sunny, Cloudy or Rainy"),
    ):
        assert name in contents.left_out.en and why in contents.left_out.en
    assert " and 1 more" in contents.left_out.en and "De fora:" in contents.left_out.pt
    assert [(one.weather, one.free + one.taken, one.days) for one in contents.weathers] == [("sun", 40, 1)]


def test_the_limit_takes_spaces_evenly_and_says_how_many_are_beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.PKLOT_SPACES.variable, "7")
    found = pklot.read(small())
    assert {weather: len(spaces) for weather, spaces in found.spaces.items()} == {"sun": 14, "rain": 14} and found.beyond == 160 - 28
    assert {stall.day for stall in found.spaces["sun"]} == {"2012-09-01", "2012-09-02", "2012-09-03"}
    assert "132" in pklot.skipped_text(found).en and "132" in pklot.skipped_text(found).pt


def test_no_day_is_both_learned_from_and_asked_about() -> None:
    held = pklot.read(small())
    spaces = pklot.concatenate(list(pklot.decode(held.spaces["sun"], [])))
    lessons, between = pklot.split_by_days(spaces)
    assert between is not None and {one.day for one in lessons.spaces} == {"2012-09-01", "2012-09-03"}
    assert {one.day for one in between.spaces} == {"2012-09-02"} and len(lessons.spaces) + len(between.spaces) == 120
    one_day = pklot.split_by_days(between)
    assert one_day[1] is None and len(one_day[0].spaces) == 40
    assert spaces.patches.shape == (120, PATCH, PATCH, 3)


def test_answers_are_those_of_readers_that_learned_from_these_days_alone() -> None:
    before = torch.random.get_rng_state()
    contents, rain, rain_score, sun, sun_score = api.pklot(small(), training="sun")
    assert (torch.random.get_rng_state() == before).all()
    assert isinstance(contents, PklotContents) and isinstance(rain, PklotAnswers) and isinstance(sun, PklotAnswers)
    assert (contents.training, contents.left_out.en, rain.weather, sun.weather) == ("sun", "", "rain", "sun")
    held = pklot.read(small())
    lessons, between = pklot.split_by_days(pklot.concatenate(list(pklot.decode(held.spaces["sun"], []))))
    taught = classifiers.fit_patches(lessons.patches, lessons.taken, augment=False, seed=SEED)
    assert rain.answers.learned_from == 80 and rain.answers.spaces_learned == sun.answers.spaces_learned == ()
    for one in (rain, sun):
        assert one.day.picture.shape == (540, 960, 3) and one.day.corners.shape == (40, 4, 2)
        for reader, said in taught.answers(one.day.patches).items():
            assert (one.answers.taken[reader] == said).all()
    assert rain.day.taken.sum() == contents.weathers[1].taken
    assert between is not None and isinstance(sun_score, ParkingScore) and isinstance(rain_score, ParkingScore)
    assert (sun_score.weather, sun_score.asked, rain_score.weather, rain_score.asked) == ("sun", 40, "rain", 40)
    own = (taught.answers(between.patches)["network"] == between.taken).sum()
    assert sun_score.right["network"] == own > rain_score.right["network"]


def test_a_weather_of_one_day_has_no_score_of_its_own() -> None:
    _, sun, score, rain = api.pklot(small(), training="rain")
    assert isinstance(rain, PklotAnswers) and rain.weather == "rain" and rain.answers.spaces_learned == tuple(range(40))
    assert isinstance(sun, PklotAnswers) and isinstance(score, ParkingScore) and sun.weather == score.weather == "sun"


ONE_STATE = [one for one in files({"sun": (1,)}) if "Empty" in one[0]]


@pytest.mark.parametrize(
    ("data", "asked", "sentence"),
    [
        (b"", {}, "no zip: it is empty"),
        (picture(), {}, "no zip: it is PNG"),
        (zipped([("PUC/Sunny/1/whole.jpg", picture())]), {}, "no space in PKLot's layout"),
        (zipped([("notes.txt", b"hello")]), {}, "no space in PKLot's layout"),
        (zipped(ONE_STATE), {}, "All spaces to learn from are in folders Empty"),
        (small(), {"training": "cloud"}, "no spaces below a folder Cloudy; those that are there: Sunny, Rainy"),
        (zipped([("Sunny/1/Empty/a.png", picture()[:60])]), {}, "Not one picture of a space"),
        (small(), {"training": "hail"}, "hail"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(data: bytes, asked: dict[str, str], sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        list(api.pklot(data, **asked))
    assert sentence in refused.value.text.en and refused.value.text.pt != refused.value.text.en


TAKEN_ALIKE = ("slip", "bomb", "locked", "packed otherwise", "too many files", "a list without end")


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind.split(",")[0] in TAKEN_ALIKE])
def test_a_hostile_zip_is_refused_as_in_transfer(kind: str) -> None:
    make, sentence = HOSTILE[kind]
    with pytest.raises(UserError) as refused:
        list(api.pklot(make()))
    assert sentence in refused.value.text.en


def test_what_is_shown_is_the_space_itself() -> None:
    patches, _ = classifiers.photograph(1, "sun", "roof")
    held = pklot.read(zipped(files({"sun": (1,)}, "PNG")))
    spaces = pklot.concatenate(list(pklot.decode(held.spaces["sun"], [])))
    order = [int(one.file.split("#")[1][:3]) for one in spaces.spaces]
    assert sorted(order) == list(range(40)) and (spaces.patches == patches[order]).all()
