"""Answers in parts: they come as they are computed, an error on the way is a last part, and who closes the stream stops the work."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app.http.requests import with_errors
from app.http.server import AppServer
from app.http.visitors import Visitors
from app.text import UNEXPECTED
from models.errors import UserError
from models.text import Text
from tests.stream_parts import header_of, parts_of

SAID = UserError(Text("Not so.", "Assim não."))


def app_of(work: Callable[[str], Iterator[bytes]]) -> Starlette:
    app_server = AppServer(Visitors(forget=lambda token: None))

    async def answer(request: Request) -> Response:
        return await app_server.stream(request, work)

    return Starlette(routes=[Route("/parts", with_errors(answer), methods=["POST"])])


def test_every_part_arrives_whole_and_in_order() -> None:
    with TestClient(app_of(lambda visitor: iter([b"one", b"", b"three" * 40_000]))) as client:
        assert parts_of(client.post("/parts").content) == [b"one", b"", b"three" * 40_000]


def test_what_is_refused_at_the_beginning_is_an_error_like_any_other() -> None:
    def work(visitor: str) -> Iterator[bytes]:
        raise SAID
        yield b""

    with TestClient(app_of(work)) as client:
        answer = client.post("/parts?language=pt")
        assert answer.status_code == 422 and answer.json() == {"error": "Assim não."}


@pytest.mark.parametrize(("error", "sentence"), [(SAID, "Not so."), (ZeroDivisionError("secret"), UNEXPECTED["en"])])
def test_an_error_on_the_way_is_the_last_part(error: Exception, sentence: str, caplog: pytest.LogCaptureFixture) -> None:
    def work(visitor: str) -> Iterator[bytes]:
        yield b"one"
        raise error

    with TestClient(app_of(work)) as client:
        first, last = parts_of(client.post("/parts").content)
        assert first == b"one" and header_of(last)["error"] == sentence
        assert ("secret" in caplog.text) is (error is not SAID)


def test_a_closed_stream_stops_the_work_before_the_next_part() -> None:
    """The client hangs up after the first part, while the second is being computed."""
    computing, hung_up, ended = threading.Event(), threading.Event(), threading.Event()
    made: list[int] = []

    def work(visitor: str) -> Iterator[bytes]:
        try:
            for i in range(1000):
                made.append(i)
                if i == 1:
                    computing.set()
                    assert hung_up.wait(20)
                yield b"part"
        finally:
            ended.set()

    async def visit() -> None:
        first = asyncio.Event()

        async def receive() -> dict[str, object]:
            if not first.is_set():
                first.set()
                return {"type": "http.request", "body": b"", "more_body": False}
            await asyncio.to_thread(computing.wait, 20)
            hung_up.set()
            return {"type": "http.disconnect"}

        async def send(message: object) -> None:
            pass

        scope = {
            "type": "http", "method": "POST", "path": "/parts", "query_string": b"", "headers": [], "asgi": {"spec_version": "2.3"},
            "client": ("test", 1), "http_version": "1.1", "scheme": "http", "root_path": "", "server": ("test", 80),
        }  # fmt: skip
        await app_of(work)(scope, receive, send)  # type: ignore[arg-type]

    asyncio.run(visit())
    assert ended.is_set() and made == [0, 1]
