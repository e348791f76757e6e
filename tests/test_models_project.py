"""A project opens elsewhere bit for bit; whatever is wrong with one is one sentence, and nothing of the visitor's changes."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from models import api, service
from models.errors import UserError
from models.inputs import drawing, pictures
from models.project import document, names
from models.store.store import NetworkStore
from models.store.visitor_networks import VisitorNetworks
from models.training.fine_tune.examples import ExampleStore
from models.types.activations import PictureSource
from tests.class_zips import zipped
from tests.own_networks import give
from tests.taught_networks import taught

RUN = {
    "race": 3, "lane": 1, "settings": {"data": "mnist", "each": 10}, "epoch": 60, "how": "done",
    "train": [0.1, 0.99], "validation": [0.4, 0.88], "seeds": 5, "mean": 88.2, "sd": None, "kept": "2026-11-27",
}  # fmt: skip
LINK = "?tab=transfer&network=mine%2Fflowers&taught=-"


def photograph(seed: int, size: tuple[int, int] = (300, 210)) -> bytes:
    noise = np.random.default_rng(seed).integers(0, 255, (size[1] // 10, size[0] // 10, 3), np.uint8)
    Image.fromarray(noise).resize(size).save(made := io.BytesIO(), "JPEG", quality=90)
    return made.getvalue()


def strokes(seed: int) -> bytes:
    points = np.random.default_rng(seed).integers(0, 255, (9, 2), np.uint8)
    return drawing.encode([drawing.Stroke(20, points)])


@pytest.fixture
def ana() -> Iterator[str]:
    """A visitor with two classes of pictures and drawings, a burst, an exact copy, a class left out, and a network."""
    who = f"ana {random.random()}"
    roses, tulips = api.add_class(who, "roses/rosas"), api.add_class(who, "networks")
    api.add_examples(who, roses, [PictureSource("picture", photograph(i)) for i in range(4)])
    api.add_examples(who, roses, [PictureSource("picture", photograph(i, (60, 50))) for i in range(4, 7)], burst="burst 1")
    api.add_examples(who, tulips, [PictureSource("strokes", strokes(i)) for i in range(6)])
    api.add_examples(who, tulips, [PictureSource("strokes", strokes(0))])
    api.change_class(who, api.add_class(who, "Roses-rosas"), enabled=False)
    give(service.visitor_networks, who, taught("lenet5@random", "linear"))
    yield who
    api.forget_visitor(who)


@pytest.fixture
def bia() -> Iterator[str]:
    who = f"bia {random.random()}"
    yield who
    api.forget_visitor(who)


def without_ids(who: str) -> list[Any]:
    return [
        (one.name, one.enabled, [(e.source, e.digest, e.burst, e.fixed_split) for e in one.examples])
        for one in service.examples.classes(who)
    ]


def bits(who: str) -> dict[str, bytes]:
    return {info.key: api.export_files(who, info.key)[f"{info.key[5:]}.safetensors"] for info in service.visitor_networks.infos(who)}


def test_everything_comes_back_bit_for_bit(ana: str, bia: str) -> None:
    taught_run = {"network": "mine/flowers", "points": [{"epoch": 1, "train": None}]}
    saved = api.save_project(ana, link=LINK, runs=[RUN], taught=taught_run, picture=photograph(9))
    opened = api.open_project(bia, api.unzip_project(zipped(saved.items())))
    assert without_ids(bia) == without_ids(ana)
    assert bits(bia) == bits(ana) and len(bits(ana)) == 1
    assert (opened.needs_choice, opened.link, opened.classes, opened.pictures, opened.networks) == (False, LINK, 3, 14, ("mine/flowers",))
    assert (opened.runs, opened.taught, opened.picture) == ((RUN,), taught_run, photograph(9))
    again = api.save_project(bia, link=LINK, runs=[RUN], taught=taught_run, picture=photograph(9))
    assert again == saved


def test_a_packers_folder_around_it_does_not_matter(ana: str, bia: str) -> None:
    saved = api.save_project(ana)
    api.open_project(bia, api.unzip_project(zipped((f"my work/{path}", data) for path, data in saved.items())))
    assert without_ids(bia) == without_ids(ana)


def test_training_again_gives_the_same_score_and_the_same_bits(bia: str) -> None:
    """The split follows from what the project holds: order, bursts, copies, sides, whatever the ids are."""
    who = "carla"
    for level, name in ((40, "dark"), (200, "light"), (120, "middle")):
        which = api.add_class(who, name)
        for k in range(12):
            grey = np.random.default_rng(100 * level + k).normal(level, 60, (40, 40)).clip(0, 255).astype(np.uint8)
            Image.fromarray(grey).save(made := io.BytesIO(), "PNG")
            api.add_examples(who, which, [PictureSource("picture", made.getvalue())], burst=f"burst {k // 2}" if k < 6 else "")
    config = {"network": "lenet5", "epochs": 3, "name": "levels"}
    try:
        first = list(api.fine_tune(config, visitor=who))[-1]
        api.open_project(bia, api.save_project(who))
        before = bits(bia)
        service.visitor_networks.remove(bia, "mine/levels")
        second = list(api.fine_tune(config, visitor=bia))[-1]
        assert first.result is not None and second.result is not None
        assert np.array_equal(first.result.predictions, second.result.predictions) and len(first.result.predictions) > 5
        assert before == bits(bia)
    finally:
        api.forget_visitor(who)


def test_a_network_from_train_and_one_taught_on_top_of_it_open_too(bia: str) -> None:
    who, lane = "dora", {"data": "digits", "network": "residual", "width": 4, "depth": 6, "epochs": 1, "each": 2, "dropout": 0.3}
    try:
        list(api.run_pair([lane], visitor=who))
        key = api.open_run(lane, "from nothing", visitor=who)
        api.load_dataset(who, "shapes", 5)
        list(api.fine_tune({"network": key, "epochs": 1, "name": "on top"}, visitor=who))
        api.open_project(bia, api.save_project(who))
        assert bits(bia) == bits(who) and set(bits(bia)) == {"mine/from_nothing", "mine/on_top"}
        picture = PictureSource("picture", photograph(1))
        for own in bits(bia):
            theirs, ours = (service.visitor_networks.get(one, own) for one in (who, bia))
            x = torch.rand(2, 1, 28, 28, generator=torch.Generator().manual_seed(1))
            assert torch.equal(theirs.plan.logits(x[:1]), ours.plan.logits(x[:1])), own
            assert [c.pt for c in theirs.spec.classes()] == [c.pt for c in ours.spec.classes()]
        assert api.logits("mine/from_nothing", picture, visitor=bia) is not None
    finally:
        api.forget_visitor(who)


def test_names_that_are_taken_get_a_number_and_the_same_network_is_not_taken_twice(ana: str, bia: str) -> None:
    saved = api.save_project(ana, link=LINK)
    give(service.visitor_networks, bia, taught("lenet5@random", "mlp"))  # another one of the same name
    theirs = bits(bia)["mine/flowers"]
    opened = api.open_project(bia, saved)
    assert opened.networks == ("mine/flowers_2",) and opened.link == "?tab=transfer&network=mine%2Fflowers_2&taught=-"
    assert bits(bia)["mine/flowers"] == theirs
    assert api.open_project(bia, saved, classes="replace").networks == ("mine/flowers_2",) and len(bits(bia)) == 2


def test_opening_the_same_twice_changes_nothing(ana: str) -> None:
    before, weights = without_ids(ana), bits(ana)
    api.open_project(ana, api.save_project(ana), classes="add")
    assert (without_ids(ana), bits(ana)) == (before, weights)


def test_who_has_classes_of_their_own_is_asked(ana: str, bia: str) -> None:
    saved = api.save_project(ana)
    mine = api.add_class(bia, "daisies")
    api.add_examples(bia, mine, [PictureSource("picture", photograph(50))])
    before = without_ids(bia)
    opened = api.open_project(bia, saved)
    assert opened.needs_choice and (opened.classes, opened.pictures) == (3, 14) and without_ids(bia) == before and not bits(bia)
    api.open_project(bia, saved, classes="add")
    assert without_ids(bia) == [*before, *without_ids(ana)]
    api.open_project(bia, saved, classes="replace")
    assert without_ids(bia) == without_ids(ana)


def test_classes_of_a_set_make_room_without_a_question(ana: str, bia: str) -> None:
    api.load_dataset(bia, "shapes", 5)
    assert not api.open_project(bia, api.save_project(ana)).needs_choice
    assert without_ids(bia) == without_ids(ana)


def test_a_larger_picture_from_somebodys_own_hand_is_made_small(ana: str, bia: str) -> None:
    files = dict(api.save_project(ana))
    path = next(path for path in files if path.endswith(".jpg"))
    files[path] = photograph(77, (900, 800))
    api.open_project(bia, files)
    assert min(Image.open(io.BytesIO(service.examples.classes(bia)[0].examples[0].source.data)).size) == 256


# What is wrong


def changed(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], object]:
    def act(files: dict[str, bytes]) -> None:
        whole = json.loads(files["project.json"])
        change(whole)
        files["project.json"] = json.dumps(whole).encode()

    return act


def of(files: Mapping[str, bytes], ending: str) -> str:
    return next(path for path in files if path.endswith(ending))


WRONG: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "newer": (changed(lambda p: p.update(version=2)), "later version"),
    "another's": (changed(lambda p: p.update(format="teachable-machine")), "another program"),
    "no json": (lambda f: f.update({"project.json": b"{"}), "damaged"),
    "deep json": (lambda f: f.update({"project.json": b"[" * 100_000}), "damaged"),
    "a list": (lambda f: f.update({"project.json": b"[]"}), "damaged"),
    "not a number": (changed(lambda p: p.update(version="1")), "version"),
    "infinity": (
        lambda f: f.update({"project.json": f["project.json"].replace(b'"version": 1', b'"version": 1, "x": Infinity')}),
        "damaged",
    ),
    "no project.json": (lambda f: f.pop("project.json"), "no project.json"),
    "missing picture": (lambda f: f.pop(of(f, ".jpg")), "incomplete"),
    "missing network": (lambda f: f.pop(of(f, ".safetensors")), "incomplete"),
    "damaged picture": (lambda f: f.update({of(f, ".jpg"): f[of(f, ".jpg")][:400]}), "in the project"),
    "damaged drawing": (lambda f: f.update({of(f, ".ink"): b"\1\2"}), "in the project"),
    "damaged network": (lambda f: f.update({of(f, ".safetensors"): f[of(f, ".safetensors")][:-4]}), "in the project"),
    "name twice": (changed(lambda p: p["classes"][1].update(name=p["classes"][0]["name"])), "classes"),
    "no name": (changed(lambda p: p["classes"][0].update(name="\u200b")), "classes[0].name"),
    "wrong side": (changed(lambda p: p["classes"][0]["examples"][0].update(side="left")), "classes[0].examples[0].side"),
    "too many classes": (changed(lambda p: p.update(classes=p["classes"] * 20)), "classes"),
    "too many pictures": (changed(lambda p: p["classes"][0].update(examples=p["classes"][0]["examples"] * 400)), "more pictures"),
    "path out": (changed(lambda p: p["classes"][0]["examples"][0].update(file="../../etc/passwd")), "incomplete"),
    "odd network name": (changed(lambda p: p["networks"][0].update(name="../x")), "networks[0].name"),
    "odd link": (changed(lambda p: p.update(link="javascript:alert(1)")), "link"),
    "odd taught": (
        lambda f: f.update({"project.json": f["project.json"].replace(b'"taught": null', b'"taught": {"network": 1e999}')}),
        "damaged",  # no number at all, wherever it stands
    ),
    "deep taught": (changed(lambda p: p.update(taught={"network": "x", "a": [[[[[[[[[[[[[[1]]]]]]]]]]]]]]})), "taught"),
    "odd run": (changed(lambda p: p["runs"].append({"race": 1, "lane": 0, "settings": {"a": {}}})), "runs"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_one_sentence_and_nothing_changes(case: str, ana: str, bia: str) -> None:
    damage, says = WRONG[case]
    mine = api.add_class(bia, "daisies")
    api.add_examples(bia, mine, [PictureSource("picture", photograph(50))])
    before = without_ids(bia)
    files = dict(api.save_project(ana, runs=[RUN]))
    damage(files)
    with pytest.raises(UserError) as refused:
        api.open_project(bia, files, classes="replace")
    assert says in refused.value.text.en and refused.value.text.pt != refused.value.text.en
    assert without_ids(bia) == before and not bits(bia)


def test_too_large_a_project_is_refused_when_saved_and_when_opened(ana: str, bia: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = api.save_project(ana)
    monkeypatch.setenv("PLAYGROUND_PROJECT_MB", "0.1")
    for act in (lambda: api.save_project(ana), lambda: api.open_project(bia, files), lambda: api.unzip_project(zipped(files.items()))):
        with pytest.raises(UserError, match=r"MB and the limit is 0\.1"):
            act()


def test_no_room_for_its_networks_leaves_the_classes_too(ana: str, bia: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = api.save_project(ana)
    monkeypatch.setenv("PLAYGROUND_OWNED_NETWORKS", "0")
    with pytest.raises(UserError):
        api.open_project(bia, files)
    assert without_ids(bia) == [] and not service.visitor_networks._reservations


@pytest.fixture(scope="module")
def whole() -> Mapping[str, bytes]:
    networks, examples = VisitorNetworks(), ExampleStore()
    which = examples.add_class("eva", "bars")
    examples.add("eva", which, [PictureSource("strokes", strokes(1)), PictureSource("picture", photograph(1, (40, 30)))], "burst")
    from models.project import saving

    loaded = taught("lenet5@random", "linear")
    parts = saving.project_parts(examples.classes("eva"), [loaded], link=LINK, runs=[RUN], picture=photograph(2, (40, 30)))
    assert not networks.nbytes()
    return {path: saving.content(part) for path, part in parts.items()}


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4))


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, one in inside for place in places(one, (*at, key)))]


def put(value: Any, at: tuple[Any, ...], new: Any) -> Any:
    if not at:
        return new
    value[at[0]] = put(value[at[0]], at[1:], new)
    return value


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_project_never_breaks_anything(whole: Mapping[str, bytes], data: st.DataObject) -> None:
    """Any value of project.json replaced by any other, any byte of any file: it opens, or it is one sentence and nothing has changed."""
    files, who = dict(whole), "fred"
    if data.draw(st.booleans()):
        said = json.loads(files["project.json"])
        said = put(said, data.draw(st.sampled_from(places(said))), data.draw(JSON))
        files["project.json"] = json.dumps(said).encode("utf-8", "surrogatepass")
    else:
        path = data.draw(st.sampled_from(sorted(files)))
        content = bytearray(files[path])
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
        files[path] = bytes(content[: data.draw(st.integers(at, len(content)))])
    store = NetworkStore()
    networks, examples = VisitorNetworks(), ExampleStore()
    from models.project import opening

    taking = opening.ProjectOpener(store, networks, examples)
    try:
        taking.open(who, opening.read(files))
    except UserError as refused:
        assert refused.text.en and refused.text.pt
        assert examples.classes(who) == () and networks.infos(who) == () and not networks._reservations


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_damaged_zip_never_breaks_anything(whole: Mapping[str, bytes], data: st.DataObject) -> None:
    content = bytearray(zipped((path, part) for path, part in whole.items() if not path.endswith(".safetensors")))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        api.unzip_project(bytes(content[: data.draw(st.integers(0, len(content)))]))
    except UserError as refused:
        assert refused.text.en and refused.text.pt


# Names, class folders, and what a browser keeps


def test_folders_are_safe_and_no_two_are_alike() -> None:
    made = names.folders(["a/b", "A-B", "a:b", "..", "", "con", "networks", "rosa ", "ação", "project.json"])
    assert made == ["a-b", "A-B 2", "a-b 3", "class", "class 2", "con -", "networks 2", "rosa", "ação", "project.json 2"]


def test_all_classes_come_as_a_zip_that_transfer_takes(ana: str, bia: str) -> None:
    found = api.class_folders(ana)
    api.import_zip(bia, zipped(found.items()))
    assert {one.name: len(one.examples) for one in service.examples.classes(bia)} == {"roses-rosas": 7, "networks 2": 7}
    for path, data in found.items():
        assert pictures.file_type(data) in ("PNG", "JPEG"), path
    one = api.class_folders(ana, service.examples.classes(ana)[0].id)
    assert set(one) == {path for path in found if path.startswith("roses")}
    with pytest.raises(UserError):
        api.class_folders(ana, service.examples.classes(ana)[2].id)


def test_a_drawing_of_a_class_zip_is_black_on_white(ana: str) -> None:
    path, data = next((p, d) for p, d in api.class_folders(ana).items() if p.startswith("networks"))
    grey = np.asarray(Image.open(io.BytesIO(data)))
    assert path.endswith(".png") and grey[0, 0] > 240 and grey.min() < 60 and (grey > 200).mean() > 0.5


@pytest.mark.parametrize("kind", get_args(pictures.FileType))
def test_a_picture_of_any_type_that_is_read_is_saved_and_opened(kind: str) -> None:
    Image.new("RGB", (30, 20), "red").save(made := io.BytesIO(), kind)
    saved = api.save_project("nobody", picture=made.getvalue())
    assert api.open_project("nobody", saved).picture == made.getvalue()


def test_the_files_of_a_project_are_listed_and_had_by_their_digest(ana: str, bia: str) -> None:
    said, files = api.project_files(ana, link=LINK)
    saved = api.save_project(ana, link=LINK)
    assert said == saved[document.NAME] and {one.path for one in files} == set(saved) - {document.NAME}
    assert {one.path: one.nbytes for one in files} == {path: len(data) for path, data in saved.items() if path != document.NAME}
    found = api.project_contents(ana, [one.digest for one in files])
    assert {one.path: found[one.digest] for one in files} == {path: data for path, data in saved.items() if path != document.NAME}
    assert api.project_contents(bia, [one.digest for one in files]) == {}
