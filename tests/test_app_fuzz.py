"""Anything at all, sent to every route and endpoint: an answer or one sentence, no traceback, and nobody else's things change."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from typing import Any

import gradio as gr
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.endpoints import endpoints, train
from app.endpoints.base import in_callers_language, stream_in_callers_language
from app.http import requests as asking
from app.http.files import TemporaryFiles
from app.http.server import AppServer
from app.http.visitors import Visitors
from app.routes import mount_routes
from app.text import UNEXPECTED
from models import api
from models.export import weights_file
from models.text import LANGUAGES, Text
from tests.class_zips import zipped
from tests.hostile import GOOD_VALUES, RAW, TEACHING, anything, files, questions
from tests.serving import Server, http
from tests.taught_networks import taught

SMALL = {
    "PLAYGROUND_TRAINING_SECONDS": "1", "PLAYGROUND_ASCENT_STEPS": "4", "PLAYGROUND_GALLERY_PICTURES": "40", "PLAYGROUND_ONNX_SECONDS": "1",
    "PLAYGROUND_CONNECT_SECONDS": "0.2", "PLAYGROUND_CONVOLVE_PRODUCTS": "5", "PLAYGROUND_AUGMENT_COUNT": "8",
}  # fmt: skip
FEW, MANY = 60, 2000
WEIGHTS = weights_file.weights(taught("lenet5@random", "linear"))


class Watch(logging.Handler):
    """Counts what would be a traceback in the server's log, and keeps the last sentence that was said in both languages."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.tracebacks: list[str] = []
        self.sentence: Text | None = None

    def emit(self, record: logging.LogRecord) -> None:
        self.tracebacks.append(self.format(record))

    def check(self) -> None:
        """Fails on what was written since the last check, once: the questions that follow are not blamed for it."""
        written, self.tracebacks = self.tracebacks, []
        assert not written, written[-1]


def move_in(token: str) -> None:
    api.load_dataset(token, "digits", 8)
    api.import_network(token, WEIGHTS)


def things(token: str) -> Any:
    return api.classes(token), api.own_networks(token)


class House:
    """The app_server, a neighbour with classes and a network, and whoever asks."""

    def __init__(self, client: TestClient, visitors: Visitors, watch: Watch) -> None:
        self.client, self.watch = client, watch
        self.neighbour, self.guest = visitors.issue(), visitors.issue()
        for token in (self.neighbour, self.guest):
            visitors.visitor_of(token)
            move_in(token)
        self.before, self.guests = things(self.neighbour), things(self.guest)

    def ask(self, question: tuple[str, str, dict[str, str], dict[str, Any], bytes]) -> None:
        method, name, query, headers, body = question
        self.watch.sentence = None
        if things(self.guest) != self.guests:  # every question is asked by somebody who has as much
            api.forget_visitor(self.guest)
            move_in(self.guest)
            self.guests = things(self.guest)
        answer = self.client.request(method, f"/cnn/{name}", params=query, content=body, headers={"X-Visitor": self.guest} | headers)
        self.watch.check()
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
    told = asking.error_response

    def listening(error: Exception, where: str) -> tuple[int, Text]:
        found = told(error, where)
        watch.sentence = found[1]
        return found

    patch.setattr(asking, "error_response", listening)
    logging.getLogger().addHandler(watch)
    visitors = Visitors()
    try:
        with TestClient(Starlette(routes=mount_routes(AppServer(visitors))), raise_server_exceptions=True) as client:
            made = House(client, visitors, watch)
            yield made
            for token in (made.neighbour, made.guest):
                api.forget_visitor(token)
    finally:
        logging.getLogger().removeHandler(watch)
        patch.undo()


# Hypothesis draws from the constants of every module of ours that is imported: this file alone asks other questions than all together.
# What failed among all comes again with `pytest tests --ignore=tests/browser -k` and the test's name.
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


# Endpoints


def _on_lenet(plan: dict[str, Any]) -> dict[str, Any]:
    """A caller of the API has no network of their own."""
    return {**plan, "network": "lenet5@random"} if str(plan.get("network")).startswith("mine/") else plan


@some.composite
def calls(draw: Any) -> tuple[str, list[Any], str]:
    """(endpoint, its arguments, language): mostly what it takes, with one argument or two that may be anything."""
    endpoint = draw(some.sampled_from(endpoints()))
    good: dict[str, some.SearchStrategy[Any]] = {
        "picture": some.sampled_from(["picture", "digit"]).map(lambda kind: files()[kind]),
        "examples": some.just(files()["set"]),
        "network": some.sampled_from(["lenet5@random", "mlp@random"]),
        "layer": some.sampled_from([None, *GOOD_VALUES["layer"]]),
        "method": some.sampled_from(GOOD_VALUES["method"]),
        "cell": some.sampled_from([[0, 1, 1], [3], [0, 0, 0]]),
        "plan": TEACHING.map(_on_lenet) if endpoint.name == "train" else some.just([{"transform": "rotation"}]),
        "count": some.just(2),
        "top": some.just(3),
        "target": some.sampled_from([None, 0]),
    }
    wanted = [(name, draw(good[name]) if name in good else default) for name, _, _, default in endpoint.takes]
    arguments = [value for _, value in wanted]
    for _ in range(draw(some.sampled_from([0, 0, 0, 1, 1, 2]))):
        at = draw(some.integers(0, len(arguments) - 1))
        arguments[at] = draw(some.one_of(anything, some.sampled_from([b"", b"hello", b"\x89PNG\r\n\x1a\n"])))
    language = draw(some.sampled_from(LANGUAGES))
    if arguments[-1] in ("en", "pt", None):
        arguments[-1] = language
    return endpoint.name, arguments, arguments[-1] if arguments[-1] == "pt" else "en"


STORE = TemporaryFiles()


def as_sent(value: Any) -> Any:
    """Bytes as a file that came with the call."""
    if not isinstance(value, bytes):
        return value
    return {"path": STORE.store(value, "picture", fetchable=False), "orig_name": "a.png", "meta": {"_type": "gradio.FileData"}}


def called(house: House, call: tuple[str, list[Any], str]) -> None:
    name, arguments, language = call
    (endpoint,) = (one for one in endpoints() if one.name == name)
    sent = [as_sent(one) for one in arguments]
    try:
        for answer in (
            stream_in_callers_language(endpoint, STORE)(*sent) if endpoint.streams else [in_callers_language(endpoint, STORE)(*sent)]
        ):
            json.dumps(answer, allow_nan=False)
    except gr.Error as refused:
        is_one_sentence(refused.message)
        if refused.message in (UNEXPECTED["en"], UNEXPECTED["pt"]):
            house.watch.check()
        assert refused.message not in (UNEXPECTED["en"], UNEXPECTED["pt"])
        assert language in LANGUAGES
    house.watch.check()
    assert things(house.neighbour) == house.before


@settings(max_examples=FEW // 2, **EASY)  # type: ignore[arg-type]
@given(call=calls())
def test_any_call_gets_an_answer_or_one_sentence(house: House, call: Any) -> None:
    called(house, call)


@pytest.mark.slow
@settings(max_examples=MANY // 4, **EASY)  # type: ignore[arg-type]
@given(call=calls())
def test_five_hundred_calls_get_an_answer_or_one_sentence(house: House, call: Any) -> None:
    called(house, call)


# Through Gradio, over HTTP


def named_file(path: str, more: Any) -> dict[str, Any]:
    """What Gradio takes for a file."""
    return {"path": path, "orig_name": more, "size": more, "meta": {"_type": "gradio.FileData"}}


@some.composite
def requests(draw: Any) -> tuple[str, bytes, dict[str, str]]:
    """(address, body, headers) of a call as nobody's client makes it."""
    kind = draw(some.sampled_from(["call", "call/v2", "run", "api", "queue/join", "cancel", "reset"]))
    name = draw(some.sampled_from([*(endpoint.name for endpoint in endpoints()), "predicts", "x", "%00", "ção"]))
    data = some.lists(anything, max_size=6)
    data |= some.lists(
        some.builds(named_file, some.sampled_from(["/etc/passwd", "app.py", "", "\0", "../x", "https://x/y"]), anything), max_size=3
    )
    body = draw(
        some.one_of(
            some.fixed_dictionaries(
                {"data": data | anything}, optional={"session_hash": anything, "fn_index": anything, "event_id": anything}
            ),
            some.dictionaries(some.sampled_from(["network", "language", "picture", "x"]), anything, max_size=3),
            anything,
        ).map(json.dumps)
        | some.sampled_from(RAW)
    )
    headers = draw(some.sampled_from([{"content-type": "application/json"}, {}, {"content-type": "text/plain"}]))
    path = f"{kind}/{name}" if kind in ("call", "call/v2", "run", "api") else kind
    return path, body.encode(), headers


def through_gradio(server: Server, asked: tuple[str, bytes, dict[str, str]]) -> None:
    path, body, headers = asked
    before = len(server.log)  # other tests share the server
    answer = http.post(f"{server.url}/gradio_api/{path}", content=body, headers=headers, timeout=60)
    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    if answer.status_code >= 400:
        is_one_sentence(answer.json()["error"])
    elif path.startswith("call/"):
        told = http.get(f"{server.url}/gradio_api/call/x/{answer.json()['event_id']}", timeout=60)
        assert told.status_code == 404 and "/x" in told.json()["error"]  # no endpoint: one that is must be named
        name = path.rpartition("/")[2]
        said = http.get(f"{server.url}/gradio_api/call/{name}/{answer.json()['event_id']}", timeout=60).text
        assert "event: complete" in said or "event: error" in said or "event: generating" in said
    assert "Traceback" not in server.log[before:], server.log[-3000:]


@settings(max_examples=12, **EASY)  # type: ignore[arg-type]
@given(asked=requests())
def test_any_request_to_gradio_gets_an_answer_or_one_sentence(server: Server, asked: Any) -> None:
    through_gradio(server, asked)


@pytest.mark.slow
@settings(max_examples=MANY // 8, **EASY)  # type: ignore[arg-type]
@given(asked=requests())
def test_many_requests_to_gradio_get_an_answer_or_one_sentence(server: Server, asked: Any) -> None:
    through_gradio(server, asked)


# What it has found


@pytest.mark.parametrize("head", ["linear", "svm"])
def test_a_training_that_diverged_is_an_answer_too(house: House, head: str) -> None:
    """Its weights come to infinity and NaN: they are kept, shown, and taught from without a traceback."""
    config = {
        "network": "mlp@random",
        "freeze": "none",
        "epochs": 2,
        "learning_rate": 10,
        "optimiser": "sgd",
        "momentum": 0.999,
        "name": "wild",
    }

    def ask(name: str, body: Any) -> None:
        house.ask(("POST", name, {"language": "pt"}, {}, json.dumps(body).encode()))

    ask("fine_tune", config)
    *_, last = api.fine_tune(config, visitor=house.guest)
    assert last.exploded == 1 and train.progress_json(last, "pt")["says"].startswith(
        "A perda explodiu na época 1: a taxa está alta demais;"
    )
    key = next(info.key for info in api.own_networks(house.guest) if info.key.endswith("wild"))
    house.guests = things(house.guest)
    ask("fine_tune", {"network": key, "head": head, "epochs": 1})


def test_copies_of_one_picture_are_no_trouble_for_trains_menu(house: House) -> None:
    api.forget_visitor(house.guest)
    one = files()["digit"]
    api.import_zip(house.guest, zipped([(f"{name}/{i}.png", one) for name in "ab" for i in range(6)]))
    house.guests = things(house.guest)
    house.ask(("GET", "train_options", {"language": "en"}, {}, b""))
