"""What happens when something breaks behind the app_server: a status, one honest sentence, and the traceback in the log alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.http.server import AppServer
from app.http.visitors import Visitors
from app.routes import mount_routes
from app.text import BUSY, UNEXPECTED
from models import api
from models.errors import UserError
from models.text import Text

LOOK = "/cnn/forward?network=n&layer=l&form=pixels"


def client_of(visitors: Visitors | None = None) -> TestClient:
    app_server = AppServer(visitors or Visitors(forget=lambda token: None))
    return TestClient(Starlette(routes=mount_routes(app_server)), raise_server_exceptions=False)


def raising(error: Exception) -> Callable[..., NoReturn]:
    def call(*arguments: Any, **more: Any) -> NoReturn:
        raise error

    return call


@pytest.mark.parametrize("language", ["en", "pt"])
def test_an_unexpected_error_is_one_sentence_and_a_traceback_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, language: Any
) -> None:
    monkeypatch.setattr(api, "forward_view", raising(ZeroDivisionError("secret detail")))
    answer = client_of().post(f"{LOOK}&language={language}", content=b"the picture")
    assert answer.status_code == 500 and answer.json() == {"error": UNEXPECTED[language]}
    assert "ZeroDivisionError" in caplog.text and "test_app_errors.py" in caplog.text
    assert "the picture" not in caplog.text


def test_a_visitors_mistake_is_said_and_not_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(api, "forward_view", raising(UserError(Text("Not so.", "Assim não."))))
    assert client_of().post(LOOK).json() == {"error": "Not so."}
    assert client_of().post(f"{LOOK}&language=pt").json() == {"error": "Assim não."}
    assert caplog.text == ""


@pytest.mark.parametrize("path", ["/cnn/networks", "/cnn/network?network=n"])
def test_listing_and_opening_fail_as_politely(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    for name in ("networks", "open_network"):
        monkeypatch.setattr(api, name, raising(OSError("disk")))
    answer = client_of().get(path)
    assert answer.status_code == 500 and answer.json() == {"error": UNEXPECTED["en"]}


def test_a_full_house_says_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_WORKERS", "1")
    monkeypatch.setenv("PLAYGROUND_WAITING", "0")
    started, go = threading.Event(), threading.Event()

    def slow(*arguments: Any, **more: Any) -> NoReturn:
        started.set()
        assert go.wait(20)
        raise UserError(Text("late", "tarde"))

    monkeypatch.setattr(api, "forward_view", slow)
    with client_of() as client, ThreadPoolExecutor(1) as other:
        first = other.submit(client.post, LOOK)
        assert started.wait(20)
        answer = client.post(f"{LOOK}&language=pt", content=b"x")
        assert answer.status_code == 503 and answer.json() == {"error": BUSY["pt"]}
        go.set()
        assert first.result().status_code == 422


def test_an_answer_on_its_way_when_the_tab_closes_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The capture is made for a visitor who leaves during it: whatever was kept meanwhile is freed again."""
    kept: set[str] = set()
    visitors = Visitors(forget=kept.discard)
    token = visitors.issue()

    def look(*arguments: Any, visitor: str, **more: Any) -> NoReturn:
        visitors.leave(token)
        kept.add(visitor)
        raise UserError(Text("x", "x"))

    monkeypatch.setattr(api, "forward_view", look)
    monkeypatch.setattr(api, "forget_visitor", kept.discard)
    assert client_of(visitors).post(LOOK, headers={"X-Visitor": token}).status_code == 422
    assert kept == set()


def test_a_stranger_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def look(*arguments: Any, visitor: str, **more: Any) -> NoReturn:
        seen.append(visitor)
        raise UserError(Text("x", "x"))

    monkeypatch.setattr(api, "forward_view", look)
    client_of().post(LOOK, headers={"X-Visitor": "made up"})
    client_of().post(LOOK)
    assert seen == ["", ""]


def test_weights_on_their_way_are_202(monkeypatch: pytest.MonkeyPatch) -> None:
    from models.types.networks import LoadProgress

    monkeypatch.setattr(api, "open_network", lambda key, visitor: LoadProgress(key, ready=False, done_mb=3.5, total_mb=44.7))
    answer = client_of().get("/cnn/network?network=resnet18")
    assert answer.status_code == 202 and answer.json() == {"loading": {"done_mb": 3.5, "total_mb": 44.7}}
