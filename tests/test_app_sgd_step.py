"""One step of learning from outside: the server's routes against what the models say, refusals, and words in both languages."""

from __future__ import annotations

import re
from typing import Any

import httpx
import numpy as np
import pytest

from app.instruments import instrument_names, words_of
from models import api
from models.types.activations import PictureSource
from models.types.sgd_step import StepConfig
from tests import wire
from tests.network_pictures import picture_for
from tests.serving import ROOT, Server, http

KEY = "lenet5@random"
PIXELS = picture_for("lenet5")
SOURCE, CONFIG = PictureSource("pixels", PIXELS.tobytes()), StepConfig(label=8, learning_rate=0.05)
SAID = {"label": 8, "rate": 0.05}


def ask(server: Server, route: str, body: bytes = PIXELS.tobytes(), visitor: str = "", **query: Any) -> httpx.Response:
    query = {"network": KEY, "form": "pixels", **SAID, **query}
    return http.post(f"{server.url}/cnn/{route}", params=query, content=body, timeout=60, headers={"X-Visitor": visitor} if visitor else {})


def read(response: httpx.Response) -> tuple[dict[str, Any], dict[str, Any]]:
    assert response.status_code == 200, response.text
    return wire.read(response.content)


@pytest.fixture
def visitor(server: Server) -> str:
    """The token of a page that was loaded a moment ago."""
    found = re.search(r'window\.cnnVisitor = "([\w-]+)"', http.get(server.url).text)
    assert found
    return found[1]


def test_a_forward_and_backward_pass_travels_whole(server: Server) -> None:
    head, arrays = read(ask(server, "forward_backward"))
    true = api.forward_backward(KEY, SOURCE, CONFIG)
    assert (head["loss"], head["norm"]) == (pytest.approx(true.loss, rel=1e-5), pytest.approx(true.gradient_norm, rel=1e-5))
    assert [one["layer"] for one in head["columns"]] == [column.layer for column in true.columns]
    for i, column in enumerate(true.columns):
        np.testing.assert_allclose(arrays[f"values:{i}"], column.tensor.values, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(arrays[f"gradients:{i}"], column.tensor.gradients, rtol=1e-3, atol=1e-6)
        assert (f"weights:{i}" in arrays) == (column.weights is not None) == (head["columns"][i]["weights"] is not None)
    np.testing.assert_allclose(arrays["probabilities"].sum(), 1, rtol=1e-5)
    assert [name for name, _ in head["norms"]][:2] == ["input", "conv1"] and head["dropped"] == []


def test_dropout_and_the_units_that_are_out_travel_too(server: Server) -> None:
    head, arrays = read(ask(server, "forward_backward", dropout=0.5, maps=1, seed=3))
    true = api.forward_backward(KEY, SOURCE, StepConfig(8, 0.05, dropout=0.5, maps=True, seed=3))
    assert head["dropped"] == [place.layer for place in true.dropout_masks] == ["conv1", "conv2", "fc1", "fc2"]
    for i, place in enumerate(true.dropout_masks):
        np.testing.assert_array_equal(arrays[f"out:{i}"], place.dropped)


def test_an_update_says_before_change_and_after(server: Server) -> None:
    head, arrays = read(ask(server, "step_update", layer="conv2", unit=3, plane=1))
    assert (head["layer"], head["unit"], head["plane"], head["numbers"]) == ("conv2", 3, 1, 25)
    np.testing.assert_allclose(arrays["after"], arrays["before"] - 0.05 * arrays["gradient"], rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(arrays["delta"], -0.05 * arrays["gradient"], rtol=1e-5)
    assert arrays["probabilities"].shape == (2, 10)


def test_the_line_reaches_as_far_as_it_is_asked_to(server: Server) -> None:
    head, arrays = read(ask(server, "step_loss_line", reach=0.01))
    assert arrays["rates"][0] == pytest.approx(-0.01) and arrays["rates"][-1] == pytest.approx(0.05)
    assert len(arrays["losses"]) == len(arrays["others"]) == len(arrays["rates"])
    assert arrays["answers"].shape == (2, 100) and len(head["here"]) == 2


def test_steps_belong_to_the_page_that_takes_them(server: Server, visitor: str) -> None:
    before = read(ask(server, "forward_backward", visitor=visitor))[0]
    assert read(ask(server, "step_take", visitor=visitor))[0]["taken"] == 1
    after = read(ask(server, "forward_backward", visitor=visitor))[0]
    assert after["taken"] == 1 and after["loss"] < before["loss"]
    assert read(ask(server, "forward_backward"))[0]["loss"] == before["loss"], "nobody else's has learned"
    assert read(ask(server, "step_undo", b"", visitor=visitor))[0]["taken"] == 0
    assert read(ask(server, "forward_backward", visitor=visitor))[0]["loss"] == before["loss"]


def test_passes_and_code_travel(server: Server) -> None:
    head, arrays = read(ask(server, "dropout_passes", dropout=0.5, seed=2, count=7))
    true = api.dropout_samples(KEY, SOURCE, StepConfig(8, 0.05, dropout=0.5, seed=2), count=7)
    np.testing.assert_allclose(arrays["probabilities"], true.probabilities, rtol=1e-4)
    assert head["places"] == ["fc1", "fc2"] and arrays["out:0"].shape == (7, 120)
    for language in ("en", "pt"):
        assert (
            ask(server, "step_code", layer="fc1", unit=4, language=language).text
            == api.sgd_step_code(KEY, SOURCE, CONFIG, layer="fc1", unit=4)[language]
        )  # type: ignore[index]


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("forward_backward", {"label": 10}, "label"),
    ("forward_backward", {"rate": "fast"}, "rate"),
    ("forward_backward", {"dropout": 1}, "dropout"),
    ("forward_backward", {"maps": 2}, "maps"),
    ("step_update", {"layer": "conv3"}, "conv2"),
    ("step_update", {"unit": 10_000}, "unit"),
    ("step_loss_line", {"reach": -1}, "reach"),
    ("step_take", {"network": "lenet"}, "lenet5"),
    ("step_undo", {"all": 3}, "all"),
    ("dropout_passes", {"count": 101}, "count"),
]


@pytest.mark.parametrize(("route", "query", "says"), WRONG)
def test_wrong_questions_get_a_sentence(server: Server, route: str, query: dict[str, Any], says: str) -> None:
    response = ask(server, route, **query)
    assert response.status_code == 422 and says in response.json()["error"]


def test_a_network_that_is_too_large_is_refused_in_one_sentence(server: Server) -> None:
    photograph = (ROOT / "assets" / "samples" / "cat.jpg").read_bytes()
    response = ask(server, "forward_backward", photograph, network="alexnet@random", form="picture", language="pt")
    assert response.status_code == 422 and "milhões de pesos; um passo em câmera lenta aceita no máximo 5" in response.json()["error"]


def test_the_instruments_of_the_view_have_words_in_both_languages() -> None:
    mine = {"phases", "forward_backward", "weight_update", "update_rule", "loss_along_step"}
    assert mine <= set(instrument_names())
    assert all(word.en and word.pt for name in mine for word in words_of(name).values())
