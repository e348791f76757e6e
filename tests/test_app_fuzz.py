"""Anything at all, sent to every route and endpoint: an answer or one sentence, no traceback, and nobody else's things change."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app import asking
from app.door import Door
from app.visitor import Visitors
from models import api
from models.text import LANGUAGES, Text
from models.transfer import take_home
from tests.hostile import questions
from tests.test_models_transfer_home import taught

SMALL = {
    "PLAYGROUND_TRAINING_SECONDS": "1", "PLAYGROUND_ASCENT_STEPS": "4", "PLAYGROUND_GALLERY_PICTURES": "40", "PLAYGROUND_ONNX_SECONDS": "1",
    "PLAYGROUND_CONNECT_SECONDS": "0.2", "PLAYGROUND_CONVOLVE_PRODUCTS": "5", "PLAYGROUND_AUGMENT_COUNT": "8",
}  # fmt: skip
FEW, MANY = 60, 2000
WEIGHTS = take_home.weights(taught("lenet5@random", "linear"))


class Watch(logging.Handler):
    """Counts what would be a traceback in the server's log, and keeps the last sentence that was said in both languages."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.tracebacks: list[str] = []
        self.sentence: Text | None = None

    def emit(self, record: logging.LogRecord) -> None:
        self.tracebacks.append(self.format(record))


def move_in(token: str) -> None:
    api.bring_dataset(token, "digits", 8)
    api.bring_home(token, WEIGHTS)


def things(token: str) -> Any:
    return api.classes(token), api.own_networks(token)


class House:
    """The door, a neighbour with classes and a network, and whoever asks."""

    def __init__(self, client: TestClient, visitors: Visitors, watch: Watch) -> None:
        self.client, self.watch = client, watch
        self.neighbour, self.guest = visitors.issue(), visitors.issue()
        for token in (self.neighbour, self.guest):
            visitors.recognise(token)
            visitors.tie(token, token)
            move_in(token)
        self.before, self.guests = things(self.neighbour), things(self.guest)

    def ask(self, question: tuple[str, str, dict[str, str], dict[str, Any], bytes]) -> None:
        method, name, query, headers, body = question
        self.watch.sentence = None
        if things(self.guest) != self.guests:  # every question is asked by somebody who has as much
            api.forget(self.guest)
            move_in(self.guest)
            self.guests = things(self.guest)
        answer = self.client.request(method, f"/cnn/{name}", params=query, content=body, headers={"X-Visitor": self.guest} | headers)
        assert not self.watch.tracebacks, self.watch.tracebacks[-1]
        assert 200 <= answer.status_code < 500 or answer.status_code == 503, answer.text
        if answer.status_code >= 400:
            is_one_sentence(answer.json()["error"])
            told = self.watch.sentence
            spoken = query["language"] if query["language"] in LANGUAGES else "en"
            assert told and answer.json()["error"] == told[spoken]  # type: ignore[index]
        assert things(self.neighbour) == self.before


def is_one_sentence(said: Any) -> None:
    assert isinstance(said, str) and 8 < len(said) < 1500 and "\n" not in said and said.rstrip().endswith((".", ".”", ")")), said
    said.encode()


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    patch, watch = pytest.MonkeyPatch(), Watch()
    for name, value in SMALL.items():
        patch.setenv(name, value)
    told = asking.said

    def listening(error: Exception, where: str) -> tuple[int, Text]:
        found = told(error, where)
        watch.sentence = found[1]
        return found

    patch.setattr(asking, "said", listening)
    logging.getLogger().addHandler(watch)
    visitors = Visitors()
    with TestClient(Starlette(routes=Door(visitors).routes()), raise_server_exceptions=True) as client:
        made = House(client, visitors, watch)
        yield made
    for token in (made.neighbour, made.guest):
        api.forget(token)
    logging.getLogger().removeHandler(watch)
    patch.undo()


EASY = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": "FUZZ_ANEW" not in os.environ, "database": None}


@settings(max_examples=FEW, **EASY)  # type: ignore[arg-type]
@given(question=questions(WEIGHTS))
def test_any_request_gets_an_answer_or_one_sentence(house: House, question: Any) -> None:
    house.ask(question)


@pytest.mark.slow
@settings(max_examples=MANY, **EASY)  # type: ignore[arg-type]
@given(question=questions(WEIGHTS))
def test_two_thousand_requests_get_an_answer_or_one_sentence(house: House, question: Any) -> None:
    house.ask(question)
