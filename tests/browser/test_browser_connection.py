"""A connection that breaks, by a proxy that cuts it: nothing is lost, trainings are rejoined, and the words on the screen are true."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from lecture_stage import AT, TEXT, now
from visit import Visit

from tests import hands, serving
from tests.proxy import Proxy
from tests.serving import Server

NewVisit = Callable[..., Visit]
CUTS = [1, 5, 20]  # seconds
LINE = "#cnn-connection [role=status]"
AWAY = "bus.get('connection').state === 'away'"
BACK = "bus.get('connection').state !== 'away'"
TRAIN = "/?tab=train&point=-&left=epochs:40&right=epochs:40*dropout:0.5"
RACED = "bus.get('train.race').state === 'ended'"
EPOCHS = "window.cnn.get('train.race').lanes.map(lane => Object.keys(lane.standings).map(Number))"
TEACH = (
    "async work => { const own = (await import(new URL('kit/transfer/controller.js', document.baseURI))).startTransfer(); "
    "return eval(work)(own) }"
)
LOST = {"/": ("Connection lost at", "30 minutes", "Trying again"), "/pt": ("Conexão perdida às", "30 minutos", "Tentando de novo")}
AGAIN = {"/": "Connected again. Nothing was lost.", "/pt": "Conexão restabelecida. Nada se perdeu."}


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = serving.start(tmp_path_factory.mktemp("behind"), script=serving.ROOT / "tests" / "recording.py")
    yield running
    running.stop()


@pytest.fixture
def wire(server: Server) -> Iterator[Proxy]:
    with Proxy(int(server.url.rsplit(":", 1)[1])) as made:
        yield made


def until(tab: Visit, condition: str) -> None:
    """As `Visit.wait`, without waiting for questions: a training's stays open."""
    tab.page.wait_for_function(f"() => {{ const bus = window.cnn; return !!({condition}) }}")


def cut(tab: Visit, wire: Proxy, seconds: float, meanwhile: Callable[[], object] = lambda: None, path: str = "/") -> None:
    """No connection for so long; what the page says of it is true before, during and afterwards."""
    assert not tab.page.locator(LINE).is_visible()
    wire.cut()
    began = time.monotonic()
    meanwhile()
    until(tab, AWAY)
    words = tab.text(LINE)
    assert all(part in words for part in LOST[path]), words
    tab.uncovered()
    tab.page.wait_for_timeout(max(0.0, 1000 * (seconds - (time.monotonic() - began))))
    assert tab.bus("connection")["state"] == "away" and tab.text(LINE) == words
    wire.mend()
    until(tab, BACK)
    assert tab.text(LINE) == AGAIN[path]


def only_the_line(tab: Visit) -> None:
    """Whatever went wrong is that the line was cut; nothing of Gradio's says so."""
    assert [trouble for trouble in tab.troubles if "net::ERR_" not in trouble] == []
    assert tab.page.locator(".toast-wrap .toast-body").count() == 0


def drawn(visit: NewVisit, wire: Proxy, seconds: float, path: str = "/") -> None:
    first, second = (one.strokes for one in [one for one in hands.digits() if len(one.strokes) == 1][:2])
    start = f"{path}?network=lenet5@random&ink="
    tab = visit(start, url=wire.url)
    tab.page.evaluate("window.mark = 'the same page'")
    tab.draw(first)
    tab.page.wait_for_function("questions.open === 0")  # nothing stands open
    answered = tab.screen
    cut(tab, wire, seconds, lambda: tab.draw(second), path)
    assert answered["answer"]
    tab.settle()
    alone = visit(start)
    alone.draw(first)
    alone.draw(second)
    assert tab.screen == alone.screen != answered and tab.page.evaluate("window.mark") == "the same page"
    only_the_line(tab)


def trained(visit: NewVisit, wire: Proxy, seconds: float) -> None:
    tab = visit(TRAIN, url=wire.url)
    until(tab, "bus.get('train.initial') && bus.get('train.race')")
    tab.page.locator("#cnn-trainpresets .go").click()
    until(tab, "bus.get('train.race').lanes[1]?.standings.length > 2")
    cut(tab, wire, seconds)
    until(tab, RACED)
    assert tab.page.evaluate(EPOCHS) == [list(range(41))] * 2
    only_the_line(tab)


def test_a_second_without_a_connection_loses_no_stroke(visit: NewVisit, wire: Proxy) -> None:
    drawn(visit, wire, 1, "/pt")


@pytest.mark.slow  # a long training; test_app_jobs joins a stream again
def test_a_training_goes_on_while_the_connection_is_lost(visit: NewVisit, wire: Proxy) -> None:
    trained(visit, wire, 1)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", CUTS[1:])
def test_drawing(visit: NewVisit, wire: Proxy, seconds: float) -> None:
    drawn(visit, wire, seconds)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", CUTS[1:])
def test_training(visit: NewVisit, wire: Proxy, seconds: float) -> None:
    trained(visit, wire, seconds)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", CUTS)
def test_fine_tuning(visit: NewVisit, wire: Proxy, seconds: float) -> None:
    """Examples are on their way, then a network learns: each example is there once, each epoch is there once."""
    tab = visit("/?tab=transfer&network=lenet5&sample=digit-3", url=wire.url)
    until(tab, "bus.get('transfer.run')?.over && !bus.get('transfer.run').stop")
    before = len(tab.bus("transfer.classes")[0]["examples"])
    bring = """own => { const strokes = Array.from({ length: 30 }, (_, i) => Uint8Array.from([9, 2, 0, 50 + i, 50, 200, 120 + i]))
      window.bringing = Promise.all(strokes.map(one => own.edits.bring(own.classes[0].id, [one], { form: 'strokes' }))) }"""
    cut(tab, wire, seconds, lambda: tab.page.evaluate(TEACH, bring))
    tab.page.evaluate("() => window.bringing")
    assert len(tab.bus("transfer.classes")[0]["examples"]) == before + 30
    until(tab, "!bus.get('transfer.run').stop && bus.get('connection').state === 'here'")
    tab.page.evaluate(TEACH, "own => { own.choose({ line: null, epochs: 300 }); own.run.train() }")
    until(tab, "bus.get('transfer.run').points.length > 2 && bus.get('transfer.run').stop")
    cut(tab, wire, seconds)
    until(tab, "bus.get('transfer.run').over && !bus.get('transfer.run').stop")
    run = tab.bus("transfer.run")
    epochs = [point["epoch"] for point in run["points"]]
    assert epochs == list(range(epochs[0], run["now"]["epoch"] + 1)) and run["now"]["state"] == "done" and run["now"]["network"]
    until(tab, "bus.get('networks').has(bus.get('transfer.run').now.network)")
    assert len(tab.bus("transfer.classes")[0]["examples"]) == before + 30
    only_the_line(tab)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", CUTS)
def test_the_lecture(visit: NewVisit, wire: Proxy, seconds: float) -> None:
    """`PageDown` twice while the connection is lost: the stop is there when it is back, and everything on it."""
    tab = visit("/?lecture=course&stop=looked", url=wire.url).wait(AT)
    cut(tab, wire, seconds, lambda: [tab.page.keyboard.press("PageDown") for _ in range(2)])
    tab.wait(f"{AT} && bus.get('lecture.stops')[bus.get('lecture.at')].id === 'lenet' && document.querySelector('#cnn-layers .box')")
    assert now(tab) == ("lenet", "plain") and not tab.bus("lecture.away")
    alone = visit("/?lecture=course&stop=lenet").wait(f"{AT} && document.querySelector('#cnn-layers .box')")
    read = [one.page.evaluate(TEXT, "#cnn-layers :is(.facts, .box, .name, .formula)") for one in (tab, alone)]
    assert read[0] == read[1] and "120" in read[0]
    tab.page.wait_for_selector("iframe[data-ready]", state="attached")  # the next stop is rehearsed again, by a page that loaded whole
    assert tab.page.locator(".toast-wrap .toast-body").count() == 0


@pytest.mark.slow
def test_ten_pages_of_one_browser_side_by_side_all_fill(browser: Any, server: Server) -> None:
    """Over HTTP/1.1, where a browser allows six connections to a host."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    tabs = [Visit(context.new_page(), server.url).open("/" if i % 2 else "/pt") for i in range(10)]
    for tab in tabs:
        tab.page.locator("#cnn-strip [data-name=conv2]").click()
    for tab in tabs:
        assert tab.settle().bus("maps")["layer"] == "conv2" and tab.troubles == []
    assert len({tab.page.evaluate("window.cnnVisitor") for tab in tabs}) == 10
    context.close()


@pytest.mark.slow
def test_a_seventh_page_fills_while_six_train(browser: Any, server: Server) -> None:
    """Or wait for their turn to: no page keeps one of the six connections for as long as it trains."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    lanes = "/?tab=train&point=-&left=epochs:200*each:50*seed:{i}&right=epochs:200*each:50*seed:{i}*dropout:0.5"
    tabs = [Visit(context.new_page(), server.url).open(lanes.format(i=i)) for i in range(6)]
    under_way = (
        "bus.get('train.race').state === 'running' && (bus.get('train.race').queued || bus.get('train.race').lanes[0].standings.length)"
    )
    for tab in tabs:
        until(tab, "bus.get('train.initial') && bus.get('train.race')")
        tab.page.locator("#cnn-trainpresets .go").click()
    for tab in tabs:
        until(tab, under_way)
    seventh = Visit(context.new_page(), server.url).open("/")
    seventh.page.locator("#cnn-strip [data-name=conv2]").click()
    seventh.wait("bus.get('maps').layer === 'conv2'")
    for tab in tabs:
        until(tab, under_way)
        assert tab.bus("connection")["state"] == "here" and tab.troubles == []
    for tab in tabs:  # their trainings end, or the next test waits for its turn
        tab.page.request.post(f"{server.url}/cnn/leave", data=tab.page.evaluate("window.cnnVisitor"))
    context.close()


@pytest.mark.slow
def test_three_hundred_pages_leave_nothing_behind(browser: Any, behind: Server) -> None:
    """Most of them by their questions alone: each looks and trains, and leaves while it trains; tokens, jobs, threads, streams, memory."""
    last = "freed one; 0 left, 0 jobs, 0 of them run"
    with httpx.Client(base_url=behind.url, timeout=60) as client:
        streams = [_stay(client) for _ in range(20)]
        _leave(client, streams)
        before = _megabytes(behind)
        for _ in range(14):
            _leave(client, [_stay(client) for _ in range(20)])
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    for path in ("/", "/pt", "/?tab=train&point=random_labels"):
        Visit(context.new_page(), behind.url).open(path).page.close()
    context.close()
    deadline = time.monotonic() + 60
    while not behind.log.strip().endswith(last) or behind.log.count("freed one") < 303:
        assert time.monotonic() < deadline, behind.log[-1000:]
        time.sleep(0.1)
    assert _megabytes(behind) - before < 40
    sockets = list(Path(f"/proc/{behind.process.pid}/fd").iterdir())
    assert len(sockets) < 60


def _stay(client: httpx.Client) -> str:
    """A page that looks, and begins to train; its token."""
    token = re.findall(r'cnnVisitor = "(.+?)"', client.get("/").text)[0]
    who = {"X-Visitor": token}
    assert client.post("/cnn/forward?network=lenet5@random&layer=conv1&form=pixels", content=bytes(784), headers=who).status_code == 200
    lanes = json.dumps([{"each": 2, "epochs": 200, "seed": int(token.encode().hex()[:6], 16)}])
    with client.stream("GET", "/cnn/train_run", params={"lanes": lanes, "fresh": 1, "job": "j"}, headers=who) as stream:
        assert stream.status_code == 200
        next(stream.iter_raw())  # and its connection breaks
    return token


def _leave(client: httpx.Client, tokens: list[str]) -> None:
    for token in tokens:
        assert client.post("/cnn/leave", content=token).status_code == 204


def _megabytes(server: Server) -> float:
    """Of memory that the server holds."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{server.process.pid}/status").read_text())
    assert found
    return int(found[1]) / 1000


@pytest.mark.slow
def test_a_server_that_starts_anew_is_met_with_a_new_token_and_a_true_sentence(
    visit: NewVisit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = serving.start(tmp_path_factory.mktemp("first"))
    tab = visit("/?tab=transfer&network=lenet5&sample=digit-3", url=first.url)
    until(
        tab,
        "bus.get('transfer.run')?.over && !bus.get('transfer.run').stop && bus.get('networks').has(bus.get('transfer.run').now.network)",
    )
    mine = tab.bus("transfer.run")["now"]["network"]
    token = tab.page.evaluate("window.cnnVisitor")
    first.stop()
    tab.page.evaluate("window.dispatchEvent(new Event('online'))")
    until(tab, AWAY)
    again = serving.start(tmp_path_factory.mktemp("again"), port=int(first.url.rsplit(":", 1)[1]))
    try:
        until(tab, f"{BACK} && bus.get('connection').forgotten === true && !bus.get('networks').has('{mine}')")
        assert tab.page.evaluate("window.cnnVisitor") != token and tab.bus("visitor")["lost"] is True
        assert tab.text(LINE) == "The server no longer knows this page: your classes, networks and trainings are gone from it."
        until(tab, "bus.get('transfer.run')?.over && !bus.get('transfer.run').stop")  # its own set again, taught again
        ids = {example for one in tab.bus("transfer.classes") for example in one["examples"]}
        found = tab.page.evaluate(
            "async () => { const m = await import(new URL('kit/transfer/example_pictures.js', document.baseURI)); "
            "return [...(await m.examplePictures(window.cnn.get('transfer.classes').flatMap(c => c.examples), 16)).keys()] }"
        )
        assert set(found) == ids
        tab.page.locator("#cnn-connection .close").click()
        assert not tab.page.locator(LINE).is_visible()
        only_the_line(tab)
    finally:
        again.stop()
