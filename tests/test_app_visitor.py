"""Who is asking: tokens that nobody can guess, freed when the page leaves, when nobody says a word, when somebody stays away."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app import page_files
from app.document import PageMiddleware
from app.http.visitors import Visitors
from tests.serving import Server, http

MINUTE = 60.0


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def freed() -> list[str]:
    return []


@pytest.fixture
def rested() -> list[str]:
    return []


@pytest.fixture
def visitors(freed: list[str], rested: list[str], clock: Clock) -> Visitors:
    return Visitors(forget=freed.append, clock=clock, free_caches=rested.append)


def test_tokens_are_long_and_all_different(visitors: Visitors) -> None:
    tokens = {visitors.issue() for _ in range(500)}
    assert len(tokens) == 500
    assert all(re.fullmatch(r"[\w-]{32}", token) for token in tokens)  # 24 random bytes


def test_only_tokens_of_ours_are_recognised(visitors: Visitors) -> None:
    token = visitors.issue()
    assert visitors.visitor_of(token) == token
    for other in (None, "", "x" * 32, token + "x", token[:-1], "../" + token):
        assert visitors.visitor_of(other) == ""


def test_a_page_that_leaves_is_freed_at_once_and_its_token_worth_nothing(visitors: Visitors, freed: list[str]) -> None:
    mine, other = visitors.issue(), visitors.issue()
    visitors.visitor_of(mine)
    visitors.leave(mine)
    assert freed == [mine] and not visitors.is_open(mine)
    assert visitors.visitor_of(mine) == "" and not visitors.heartbeat(mine) and visitors.visitor_of(other) == other
    visitors.leave(mine)
    assert freed == [mine] and visitors.is_open(other)


def test_leaving_with_something_that_is_no_token_does_nothing(visitors: Visitors, freed: list[str]) -> None:
    token = visitors.issue()
    for nonsense in (None, 3, [], {}, "unknown", token[:-1], token + "x"):
        visitors.leave(nonsense)
        assert not visitors.heartbeat(nonsense)
    assert len(visitors) == 1 and freed == []


def test_who_never_says_a_word_is_dropped(visitors: Visitors, freed: list[str], clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_VISITOR_MINUTES", "10")
    monkeypatch.setenv("PLAYGROUND_AWAY_MINUTES", "30")
    silent, asking = visitors.issue(), visitors.issue()
    clock.now += 9 * MINUTE
    visitors.visitor_of(asking)
    clock.now += 2 * MINUTE
    visitors.sweep()
    assert not visitors.is_open(silent) and visitors.is_open(asking) and freed == []


def test_who_is_away_keeps_everything_until_the_clock_runs_out(
    visitors: Visitors, freed: list[str], rested: list[str], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is heard, as where a connection is lost: what can be computed again goes first, the rest when the away time is over."""
    monkeypatch.setenv("PLAYGROUND_VISITOR_MINUTES", "10")
    monkeypatch.setenv("PLAYGROUND_AWAY_MINUTES", "30")
    token = visitors.issue()
    visitors.visitor_of(token)
    clock.now += 29 * MINUTE
    visitors.sweep()
    visitors.sweep()
    assert (freed, rested) == ([], [token])
    assert visitors.visitor_of(token) == token  # it comes back, with the same token
    clock.now += 31 * MINUTE
    visitors.sweep()
    assert freed == [token] and visitors.visitor_of(token) == "" and len(visitors) == 0


def test_an_open_page_that_only_says_that_it_is_there_keeps_its_networks_and_not_its_memory(
    visitors: Visitors, freed: list[str], rested: list[str], clock: Clock
) -> None:
    token = visitors.issue()
    visitors.visitor_of(token)
    for _ in range(24 * 60):
        clock.now += MINUTE
        assert visitors.heartbeat(token)
        visitors.sweep()
    assert (freed, rested) == ([], [token])
    visitors.visitor_of(token)
    clock.now += 20 * MINUTE
    visitors.sweep()
    assert (freed, rested) == ([], [token, token])


def test_pages_that_never_say_a_word_cannot_pile_up(visitors: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_VISITORS", "5")
    there = visitors.issue()
    visitors.heartbeat(there)
    late = [visitors.issue() for _ in range(50)]
    assert len(visitors) == 5
    assert visitors.is_open(there) and visitors.is_open(late[-1])


def test_one_failure_does_not_keep_the_others_memory(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    freed: list[str] = []

    def forget(token: str) -> None:
        freed.append(token)
        if len(freed) == 1:
            raise RuntimeError("broken")

    visitors = Visitors(forget=forget, clock=clock, free_caches=lambda token: None)
    for _ in range(2):
        visitors.visitor_of(visitors.issue())
    clock.now += 24 * 60 * MINUTE
    visitors.sweep()
    assert len(freed) == 2
    assert not any(token in caplog.text for token in freed)


PAGE = '<!doctype html><html\n\tlang="en"><head><base href="./"/><script type="module" src="./assets/x.js"></script></head></html>'


@pytest.fixture
def pages() -> TestClient:
    def page(request: object) -> HTMLResponse:
        return HTMLResponse(PAGE, headers={"Cache-Control": "max-age=9"})

    routes = [
        Route("/", page, methods=["GET", "HEAD"]),
        Route("/pt", page),
        Route("/other", page),
        Route("/pt/x", lambda request: PlainTextResponse("x")),
    ]
    made = iter(f"token-{i}" for i in range(100))
    return TestClient(Starlette(routes=routes, middleware=[Middleware(PageMiddleware, issue=lambda: next(made), files=page_files.folder)]))


def test_every_load_of_a_page_has_its_own_token(pages: TestClient) -> None:
    bodies = [pages.get(path).text for path in ("/", "/", "/pt")]
    assert [re.findall(r'cnnVisitor = "(.+?)"', body) for body in bodies] == [["token-0"], ["token-1"], ["token-2"]]
    assert pages.get("/").headers["cache-control"] == "no-store"
    assert int(pages.get("/").headers["content-length"]) == len(pages.get("/").content)


def test_the_browser_is_told_to_ask_nobody_else(pages: TestClient) -> None:
    told = pages.get("/pt").headers
    allowed = told["content-security-policy"].removeprefix("default-src ").split()
    assert told["content-security-policy"].startswith("default-src ") and ";" not in told["content-security-policy"]
    assert set(allowed) <= {"'self'", "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'"}
    assert (told["referrer-policy"], told["x-content-type-options"]) == ("same-origin", "nosniff")


def test_what_is_no_page_goes_through_untouched(pages: TestClient) -> None:
    assert pages.get("/other").text == PAGE
    assert pages.get("/pt/x").text == "x"
    assert pages.head("/").status_code == 200
    assert pages.get("/missing").status_code == 404
    dressing = Middleware(PageMiddleware, issue=str, files=str)
    redirecting = Starlette(routes=[Route("/", lambda request: RedirectResponse("/x"))], middleware=[dressing])
    assert TestClient(redirecting).get("/", follow_redirects=False).status_code == 307


@pytest.mark.parametrize(("path", "tongue"), [("/", "en"), ("/pt", "pt-BR")])
def test_the_document_says_its_language_before_any_script(server: Server, path: str, tongue: str) -> None:
    page = http.get(server.url + path, headers={"Accept-Language": "de"}).text
    assert re.search(r"<html\s+lang=\"([\w-]+)\"", page) is not None
    assert re.findall(r"<html\s+lang=\"([\w-]+)\"", page) == [tongue]
    ours, gradios = page.index("cnnVisitor"), page.index("./assets/index-")
    for file in ("style.css", "page.js"):
        assert page.index(f"./{page_files.folder()}{file}") < gradios
    assert ours < gradios
    assert f"'language', \"{tongue}\"" in page


def test_the_document_names_no_other_host(server: Server) -> None:
    for path in ("/", "/pt"):
        page = http.get(server.url + path).text
        assert [a for a in re.findall(r'(?:src|href|content)="(https?://[^"]+)"', page) if not a.startswith(server.url)] == []
        assert re.findall(r"<title>(.*?)</title>", page) == [{"/": "Convolutions", "/pt": "Convoluções"}[path]]


def test_no_page_holds_a_stream_of_gradios_nor_asks_it_anything(server: Server) -> None:
    """A browser allows six connections to a host; and Gradio reloads a page whose event it could not send."""
    config = http.get(f"{server.url}/config").json()
    assert config["connect_heartbeat"] is False
    own = [one for one in config["dependencies"] if one["api_visibility"] != "public"]
    assert len(own) == 2 and not any(one["backend_fn"] for one in own)


def test_tokens_are_in_no_log(server: Server) -> None:
    token = re.findall(r'cnnVisitor = "(.+?)"', http.get(server.url).text)[0]
    headers = {"X-Visitor": token}
    http.post(f"{server.url}/cnn/forward?network=lenet5@random&layer=conv1&form=pixels", content=bytes(784), headers=headers)
    http.post(f"{server.url}/cnn/forward?network=lenet5@random&layer=conv9&form=pixels", content=bytes(784), headers=headers)
    assert token not in server.log
