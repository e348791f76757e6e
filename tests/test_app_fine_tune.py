"""The routes of Transfer: classes filled in every way, what a place costs, a training as it streams, the way home and back."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import threading
import zipfile
from typing import Any

import numpy as np
import pytest
from PIL import Image
from scipy.stats import binomtest

from models.inputs import drawing
from tests import wire
from tests.class_zips import HOSTILE, zipped
from tests.fine_tune_page import PLAN, Page, bars, page, pages

__all__ = ["page", "pages"]


def test_the_menu_says_which_sets_are_here(page: Page) -> None:
    menu = page.ask("GET", "fine_tune_options", language="pt").json()
    here = {one["key"]: one["here"] for one in menu["sets"]}
    assert all(here[key] for key in ("digits", "textures", "shapes"))
    assert {"mnist_whole", "fashion_mnist", "cifar10", "flowers102", "imagenette"} <= set(here)
    assert [head["key"] for head in menu["heads"] if not head["stepwise"]] == ["svm", "nearest"]
    assert next(one for one in menu["sets"] if one["key"] == "shapes")["classes"][0] == "círculo"


def test_classes_are_added_renamed_left_out_and_removed(page: Page) -> None:
    one = page.ask("POST", "class_edit", b"", do="add", name="cats").json()["classes"][-1]["id"]
    other = page.ask("POST", "class_edit", b"", do="add", name="dogs").json()["classes"][-1]["id"]
    twice = page.ask("POST", "class_edit", b"", do="add", name="dogs", language="pt")
    assert twice.status_code == 422 and "Já existe" in twice.json()["error"]
    page.ask("POST", "class_edit", b"", do="change", which=one, name="big cats")
    page.ask("POST", "class_edit", b"", do="change", which=other, enabled=0)
    assert [(each["name"], each["enabled"]) for each in page.classes()] == [("big cats", True), ("dogs", False)]
    page.ask("POST", "class_edit", b"", do="remove", which=one)
    assert [each["name"] for each in page.classes()] == ["dogs"]
    assert page.ask("POST", "class_edit", b"", do="clear").json()["classes"] == []


def test_examples_are_drawn_and_brought_shown_small_and_removed(page: Page) -> None:
    which = page.ask("POST", "class_edit", b"", do="add", name="a").json()["classes"][0]["id"]
    strokes = drawing.encode([drawing.Stroke(30, np.array([[40, 40], [200, 200]]))])
    assert page.ask("POST", "example_add", strokes, which=which, form="strokes").status_code == 200
    Image.new("RGB", (300, 200), (250, 10, 10)).save(red := io.BytesIO(), "PNG")
    (one,) = page.ask("POST", "example_add", red.getvalue(), which=which, form="picture", burst="b").json()["classes"]
    assert len(one["examples"]) == 2 and one["own"]
    header, arrays = wire.read(page.ask("GET", "example_pictures", ids=",".join(map(str, one["examples"])), side=32).content)
    assert header["ids"] == one["examples"] and arrays["pictures"].shape == (2, 32, 32, 3)
    assert arrays["pictures"][0, 16, 16].max() < 40 and arrays["pictures"][0, 2, 28].min() > 215  # ink on paper, along the diagonal only
    assert abs(arrays["pictures"][1].astype(int) - [250, 10, 10]).max() <= 3
    wrong = page.ask("POST", "example_add", b"not a picture", which=which, form="picture")
    assert wrong.status_code == 422 and len(page.classes()[0]["examples"]) == 2
    left = page.ask("POST", "example_remove", b"", which=which, example=one["examples"][0]).json()["classes"]
    assert left[0]["examples"] == one["examples"][1:]


def test_many_pictures_travel_together_and_those_that_cannot_be_read_are_named(page: Page) -> None:
    which = page.ask("POST", "class_edit", b"", do="add", name="many").json()["classes"][-1]["id"]
    made = []
    for level in (20, 200):
        Image.new("RGB", (90, 80), (level, 10, 10)).save(file := io.BytesIO(), "PNG")
        made.append(file.getvalue())
    files = [made[0], b"no picture", made[1]]
    sizes = ",".join(str(len(one)) for one in files)
    state = page.ask("POST", "examples_add", b"".join(files), which=which, sizes=sizes, language="pt").json()
    (one,) = (each for each in state["classes"] if each["id"] == which)
    assert len(one["examples"]) == one["photographs"] == 2 and [left["at"] for left in state["left_out"]] == [1]
    for wrong in ("1,2", "-1,9", "a", ""):
        assert page.ask("POST", "examples_add", b"".join(files), which=which, sizes=wrong).status_code == 422
    assert page.ask("POST", "examples_add", b"", which=which, sizes=",".join(["0"] * 201)).status_code == 422


def test_a_set_makes_room_for_another_but_keeps_what_is_the_visitors_own(page: Page) -> None:
    first = page.ask("POST", "classes_dataset", b"", dataset="digits", each=6, language="pt").json()["classes"]
    assert len(first) == 10 and all((one["learned"], one["checked"], one["own"]) == (4, 2, False) for one in first)
    Image.new("L", (28, 28), 9).save(mine := io.BytesIO(), "PNG")
    page.ask("POST", "example_add", mine.getvalue(), which=first[3]["id"], form="picture")
    second = page.ask("POST", "classes_dataset", b"", dataset="shapes", each=6, language="pt").json()["classes"]
    assert [one["name"] for one in second] == ["3", "círculo", "quadrado", "triângulo", "pentágono", "estrela", "cruz", "seta", "coração",
                                               "lua crescente", "raio"]  # fmt: skip


def noise(seed: int) -> bytes:
    """A picture that is no near copy of another."""
    Image.fromarray(np.random.default_rng(seed).integers(0, 256, (16, 16, 3), np.uint8)).save(made := io.BytesIO(), "PNG")
    return made.getvalue()


def test_with_a_test_set_kept_the_parts_add_up_to_all_and_follow_the_seed(page: Page) -> None:
    """The seed is the largest that a plan takes."""
    kept = {"seed": 2**31 - 1, "untouched": 1}
    packed = zipped([(f"{name}/{i}.png", noise(i + 100 * k)) for k, name in enumerate("ab") for i in range(40)])
    changed = page.ask("POST", "classes_zip", packed, **kept).json()["classes"]
    asked, plain = (page.ask("GET", "classes", **query).json()["classes"] for query in (kept, {}))
    assert changed == asked and min(one["untouched"] for one in asked) > 0
    for classes in (asked, plain):
        assert all(one["learned"] + one["checked"] + one["untouched"] == len(one["examples"]) for one in classes)
    part = page.ask("GET", "example_split", example=asked[0]["examples"][0], **kept).json()["part"]
    assert part in ("train", "validation", "untouched") and {one["untouched"] for one in plain} == {0}


def test_every_change_is_undone_and_made_again_with_the_set_that_stood_there(pages: list[Page]) -> None:
    page, stranger, _ = pages
    first = page.ask("POST", "classes_dataset", b"", dataset="digits", each=6, chosen=0).json()
    assert (first["dataset"], first["chosen"], first["undo"], first["redo"]) == ("digits", False, 0, 0)
    one = first["classes"][3]
    few = page.ask("POST", "example_remove", b"", which=one["id"], example=",".join(map(str, one["examples"][:3]))).json()
    assert few["classes"][3]["examples"] == one["examples"][3:] and (few["undo"], few["redo"]) == (1, 0)
    none = page.ask("POST", "class_edit", b"", do="own").json()
    assert (none["classes"], none["dataset"], none["undo"]) == ([], None, 2)
    assert stranger.ask("POST", "classes_undo", b"").json() == {
        "classes": [],
        "dataset": None,
        "each": None,
        "chosen": False,
        "undo": 0,
        "redo": 0,
    }
    back = [page.ask("POST", "classes_undo", b"").json() for _ in range(3)]
    assert [(state["undo"], state["redo"]) for state in back] == [(1, 1), (0, 2), (0, 2)]
    assert back[0]["classes"] == few["classes"] and back[1]["classes"] == back[2]["classes"] == first["classes"]
    assert (back[1]["dataset"], back[1]["each"], back[1]["chosen"]) == ("digits", 6, False)
    again = page.ask("POST", "classes_redo", b"").json()
    assert again == few | {"redo": 1}


def test_uploads_of_one_gesture_are_one_step(page: Page) -> None:
    which = page.ask("POST", "class_edit", b"", do="add", name="a").json()["classes"][0]["id"]
    for level in range(4):
        Image.new("L", (9, 9), level).save(made := io.BytesIO(), "PNG")
        state = page.ask("POST", "example_add", made.getvalue(), which=which, form="picture", gesture="one").json()
    assert len(state["classes"][0]["examples"]) == 4 and state["undo"] == 1
    assert page.ask("POST", "classes_undo", b"").json()["classes"][0]["examples"] == []


def test_an_example_says_where_it_goes(page: Page) -> None:
    bars(page)
    (events,) = [page.parts("fine_tune", PLAN | {"seed": 5})]
    checked = {example for example, *_ in events[-1]["result"]["pictures"]}
    for example in [one for each in page.classes() for one in each["examples"]]:
        part = page.ask("GET", "example_split", example=example, seed=5).json()["part"]
        assert part == ("validation" if example in checked else "train")
    one = page.classes()[0]
    page.ask("POST", "class_edit", b"", do="change", which=one["id"], enabled=0)
    assert page.ask("GET", "example_split", example=one["examples"][0]).json() == {"part": ""}


def test_a_set_that_is_not_here_and_cannot_be_fetched_says_so(page: Page, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    from models.training.fine_tune import builtin

    monkeypatch.setattr(builtin, "dataset_dir", lambda: tmp_path / "nothing")
    monkeypatch.setattr(builtin, "urlopen", lambda *_, **__: (_ for _ in ()).throw(OSError("no route")))
    bars(page)
    answer = page.ask("POST", "classes_dataset", b"", dataset="cifar10", each=10)
    assert answer.status_code == 422 and "This server does not have CIFAR-10 (170 MB)" in answer.json()["error"]
    assert len(page.classes()) == 3


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_gets_a_sentence_and_the_classes_stay(page: Page, name: str) -> None:
    bars(page, 2, 5)
    before = page.classes()
    made, said = HOSTILE[name]
    answer = page.ask("POST", "classes_zip", made())
    assert answer.status_code == 422 and re.search(said, answer.json()["error"])
    assert page.classes() == before


def test_places_cost_less_the_further_right_the_line_stands(page: Page) -> None:
    bars(page)
    places = page.ask("POST", "freeze_points", json.dumps(PLAN).encode()).json()
    assert [place["layer"] for place in places] == ["conv1", "conv2", "fc1", "fc2", "fc3"]
    assert places[0]["learns"] == 61706 - 84 * 10 - 10 + 84 * 3 + 3 and places[-1]["learns"] == 84 * 3 + 3
    assert places[0]["seconds"] > places[-1]["seconds"] > 0
    none = page.ask("POST", "class_edit", b"", do="clear")
    assert none.status_code == 200
    assert {place["seconds"] for place in page.ask("POST", "freeze_points", json.dumps(PLAN).encode()).json()} == {None}


def test_a_training_streams_its_curves_and_ends_with_a_network(page: Page) -> None:
    bars(page)
    events = page.parts("fine_tune", PLAN | {"epochs": 30})
    last = events[-1]
    assert (last["state"], last["network"], last["over"]) == ("done", "mine/bars", True)
    assert next(event["epoch"] for event in events if event["train"] and event["state"] == "training") == 0
    result = last["result"]
    assert result["of"] == 6 and np.trace(np.array(result["confusion"])) == result["right"] == sum(
        k == j for _, k, j, _ in result["pictures"]
    )
    assert result["interval"] == pytest.approx(list(binomtest(result["right"], 6).proportion_ci(method="wilson")), abs=1e-6)
    assert last["carried"]["head"].shape == (3, 84)
    logits = wire.read(page.ask("POST", "logits", zipped_picture(), network="mine/bars", form="picture").content)[1]["values"]
    assert logits.shape == (3,)


def zipped_picture() -> bytes:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[4:24, 13:15] = 255
    Image.fromarray(pixels).save(made := io.BytesIO(), "PNG")
    return made.getvalue()


def test_too_few_is_refused_in_one_sentence(page: Page) -> None:
    bars(page, 2, 4)
    answer = page.ask("POST", "fine_tune", json.dumps(PLAN).encode(), language="pt")
    assert answer.status_code == 422 and "e bar 0 tem 4." in answer.json()["error"]
    assert page.ask("POST", "fine_tune", b"{").json()["error"] == "plan: that is no JSON."


def test_stop_keeps_what_was_learned(page: Page) -> None:
    bars(page)
    stopper = threading.Timer(1.5, lambda: page.ask("GET", "fine_tune_stop"))
    stopper.start()
    last = page.parts("fine_tune", PLAN | {"epochs": 1000, "freeze": "none", "batch": 1})[-1]
    stopper.join()
    assert last["state"] == "stopped" and last["network"] == "mine/bars" and 0 < last["epoch"] < 1000


def test_a_network_goes_home_and_comes_back(pages: list[Page]) -> None:
    page, stranger, _ = pages
    bars(page)
    page.parts("fine_tune", PLAN)
    answer = page.ask("GET", "network_download", network="mine/bars")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["bars.safetensors", "README.md", "predict.py"]
        weights = archive.read("bars.safetensors")
    assert stranger.ask("GET", "network_download", network="mine/bars").status_code == 422
    assert stranger.ask("POST", "network_upload", weights).json() == {"network": "mine/bars"}
    assert stranger.ask("POST", "network_upload", weights[:-4]).status_code == 422
    asked = [who.ask("POST", "logits", zipped_picture(), network="mine/bars", form="picture").content for who in (page, stranger)]
    assert asked[0] == asked[1]
    assert page.ask("GET", "network_remove", network="mine/bars").status_code == 200
    assert page.ask("GET", "network_download", network="mine/bars").status_code == 422


@pytest.mark.slow  # an export takes ten seconds; test_models_onnx runs its files
def test_a_network_goes_home_as_onnx_where_the_extra_is(pages: list[Page]) -> None:
    page, stranger, _ = pages
    bars(page)
    page.parts("fine_tune", PLAN)
    answer = page.ask("GET", "network_download_onnx", network="mine/bars", language="pt")
    if importlib.util.find_spec("onnxscript"):
        assert answer.headers["content-disposition"] == 'attachment; filename="bars.onnx"' and b"logits" in answer.content
    else:
        assert answer.status_code == 422 and "requirements-onnx.txt" in answer.json()["error"]
    assert stranger.ask("GET", "network_download_onnx", network="mine/bars").status_code == 422
    assert page.ask("GET", "network_download", network="mine/bars").status_code == 200  # everything else goes on


def test_both_arms_point_by_point(page: Page) -> None:
    bars(page, 2, 8)
    points = [part for part in page.parts("fine_tune_compare", PLAN | {"epochs": 5}) if "right" in part]
    assert [(point["lane"], point["count"]) for point in points] == [
        (arm, count) for count in (1, 2, 5, 6) for arm in ("transfer", "scratch")
    ]
    assert all(point["of"] == 4 and point["points"] == 8 for point in points) and points[-1]["done"] == 8
    own = page.ask("POST", "fine_tune_compare", json.dumps(PLAN | {"network": "lenet5@random"}).encode())
    assert own.status_code == 422 and "came here trained" in own.json()["error"]


def test_the_code_is_text(page: Page) -> None:
    code = page.ask("POST", "fine_tune_code", json.dumps(PLAN).encode()).text
    compile(code, "teach.py", "exec")
    assert "EPOCHS, RATE, BATCH, SEED = 4, 0.001, 16, 0" in code


def test_nobody_without_a_page_of_ours_trains(pages: list[Page]) -> None:
    page, stranger, _ = pages
    bars(page)
    assert stranger.classes() == []
    ids = page.classes()[0]["examples"]
    header, arrays = wire.read(stranger.ask("GET", "example_pictures", ids=str(ids[0])).content)
    assert header["ids"] == [] and arrays["pictures"].shape[0] == 0
    nobody = Page(page.client, "made up")
    for method, path in (("POST", "classes_zip"), ("POST", "fine_tune"), ("GET", "fine_tune_stop"), ("POST", "network_upload")):
        assert nobody.ask(method, path, b"{}" if method == "POST" else None).status_code == 422
