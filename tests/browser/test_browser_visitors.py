"""Two people at once, and one who leaves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from visit import Visit

from tests import hands, serving
from tests.serving import Server

NewVisit = Callable[..., Visit]
MINUTE = 60


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = serving.start(tmp_path_factory.mktemp("recording"), script=serving.ROOT / "tests" / "recording.py")
    yield running
    running.stop()


def freed(server: Server) -> int:
    return server.log.count("freed one")


def until_freed(server: Server, count: int) -> float:
    """Seconds until so many visitors' memory has been freed."""
    began = time.monotonic()
    while freed(server) < count and time.monotonic() - began < MINUTE:
        time.sleep(0.05)
    assert freed(server) >= count, server.log
    return time.monotonic() - began


@pytest.mark.slow  # two browsers; test_app_visitor and test_app_own ask every route as another
def test_two_visitors_never_see_each_others_picture(visit: NewVisit) -> None:
    """Both draw by turns, stroke by stroke; what each sees at the end is what it sees alone."""
    path = "/?network=lenet5@random&ink="
    drawings = [drawn.strokes for drawn in hands.digits() if len(drawn.strokes) == 1][:4]
    pair = [visit(path), visit(path)]
    for turn in range(2):
        for tab, strokes in zip(pair, drawings[2 * turn : 2 * turn + 2], strict=True):
            tab.draw(strokes)
    for which, tab in enumerate(pair):
        alone = visit(path)
        for turn in range(2):
            alone.draw(drawings[2 * turn + which])
        assert tab.settle().screen == alone.screen
    assert pair[0].screen["maps"] != pair[1].screen["maps"]
    assert len({tab.page.evaluate("window.cnnVisitor") for tab in pair}) == 2


def test_closing_the_tab_frees_what_was_its_own(visit: NewVisit, recording: Server) -> None:
    stays, goes = visit(url=recording.url), visit("/pt", url=recording.url)
    assert freed(recording) == 0
    goes.page.close()
    assert until_freed(recording, 1) < MINUTE
    assert "freed one; 1 left" in recording.log
    stays.page.locator("#cnn-strip [data-name=conv2]").click()
    assert stays.settle().bus("maps")["layer"] == "conv2"
    stays.page.close()
    until_freed(recording, 2)
    assert "freed one; 0 left" in recording.log


def test_loading_again_is_a_new_visitor_and_frees_the_old(visit: NewVisit, recording: Server) -> None:
    before = freed(recording)
    tab = visit(url=recording.url)
    first = tab.page.evaluate("window.cnnVisitor")
    tab.open("/pt")
    assert tab.page.evaluate("window.cnnVisitor") != first
    until_freed(recording, before + 1)
    tab.page.close()
    until_freed(recording, before + 2)


@pytest.mark.slow  # a server that is stopped and started; tests/js/connection goes through the same states
def test_the_page_goes_on_when_the_server_is_back(visit: NewVisit, recording: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A restart: the drawing is still there, a sentence says what is going on, and the next stroke is answered."""
    tab = visit("/?network=lenet5@random&ink=", url=recording.url)
    tab.draw(hands.digits()[1].strokes)
    drawn, token = tab.bus("strokes"), tab.page.evaluate("window.cnnVisitor")
    recording.stop()
    tab.page.locator("#cnn-strip [data-name=conv2]").click()
    tab.page.wait_for_function("() => window.cnn.get('connection').state === 'away'")
    assert tab.bus("strokes") == drawn and "Connection lost" in tab.text("#cnn-connection p")
    again = serving.start(tmp_path_factory.mktemp("restarted"), port=int(recording.url.rsplit(":", 1)[1]))
    try:
        tab.page.wait_for_function("() => window.cnn.get('maps').layer === 'conv2' && window.cnn.get('connection').state !== 'away'")
        assert tab.bus("strokes") == drawn and tab.page.evaluate("window.cnnVisitor") != token
        before = tab.settle().screen["input"]
        tab.draw(hands.digits()[0].strokes)
        assert tab.screen["input"] != before and not tab.bus("connection")["forgotten"]
    finally:
        again.stop()
