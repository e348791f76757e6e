"""A visitor's work outlives its server, and moves between servers and browsers; nobody else sees it."""

from __future__ import annotations

import base64
import io
import json
import os
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import WIDE, NewVisit
from own_work import BACK, COUNT, DROP, KEPT, LEARNED, OWN_CLASSES, downloaded, drop, keep, reload, saved, state, teach
from safetensors.numpy import load
from visit import Visit

from tests import chromium, firefox, serving
from tests.serving import Server


@pytest.fixture
def own_server() -> Iterator[list[Server]]:
    """Servers that a test starts, kills, and starts again; they end with it."""
    started: list[Server] = []
    yield started
    for one in started:
        if one.process.poll() is None:
            one.stop()


def start(folder: Path, started: list[Server], port: int | None = None) -> Server:
    folder.mkdir()
    started.append(serving.start(folder, port=port))
    return started[-1]


@pytest.mark.slow
def test_a_killed_and_restarted_server_brings_it_all_back(visit: NewVisit, tmp_path: Path, own_server: list[Server]) -> None:
    first = start(tmp_path / "first", own_server)
    page = keep(teach(visit(OWN_CLASSES, url=first.url)))
    before = state(page)
    os.kill(first.process.pid, signal.SIGKILL)
    first.process.wait()
    port = int(first.url.rpartition(":")[2])
    second = start(tmp_path / "second", own_server, port)
    reload(page).wait(BACK)
    assert state(page) == before
    page.wait(KEPT)
    os.kill(second.process.pid, signal.SIGKILL)
    second.process.wait()
    start(tmp_path / "third", own_server, port)
    token = page.page.evaluate("cnnVisitor")
    page.page.evaluate("import(new URL(cnnFiles + 'kit/ask.js', document.baseURI)).then(({ askJson }) => askJson('classes'))")
    page.wait(f"cnnVisitor !== '{token}' && {BACK} && {LEARNED}")
    assert state(page) == before


DOWNLOAD = """fetch(`cnn/network_download?network=${cnn.get('transfer.run').now.network}`, { headers: { 'X-Visitor': cnnVisitor } })
  .then(answer => answer.blob()).then(blob => new Promise(done => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result.split(',')[1])
    reader.readAsDataURL(blob)
  }))"""


def tensors(archive: bytes) -> dict[str, bytes]:
    """Of a downloaded network: name, shape and type of each tensor, and its numbers."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        [name] = [name for name in files.namelist() if name.endswith(".safetensors")]
        return {f"{name} {tensor.shape} {tensor.dtype}": tensor.tobytes() for name, tensor in load(files.read(name)).items()}


@pytest.mark.slow
def test_a_project_of_one_server_opens_on_another_in_another_browser(
    browser: Any, chrome: str, tmp_path: Path, own_server: list[Server]
) -> None:
    """Two processes of the server, each with its own port and folders, and two of the browser, each with its own profile."""
    first, second = (start(tmp_path / name, own_server) for name in ("first", "second"))
    assert first.process.pid != second.process.pid and first.url != second.url and first.temporary != second.temporary
    context = browser.new_context(viewport=WIDE)
    here = teach(Visit(context.new_page(), first.url).open(OWN_CLASSES))
    before, rate = state(here), here.text("#cnn-confusion .rate")
    weights, project = tensors(downloaded(here, "#cnn-try_it [data-do=home]")), saved(here)
    assert here.troubles == [] and rate.endswith("%") and len(weights) > 4
    context.close()
    first.stop()
    other = browser.browser_type.launch_persistent_context(
        str(tmp_path / "profile"), executable_path=chrome, args=chromium.ARGUMENTS, viewport=WIDE
    )
    there = Visit(other.new_page(), second.url).open("/")
    assert there.page.evaluate(COUNT) == 0 and there.bus("work.notice") is None
    drop(there, project)
    there.wait(f"{LEARNED} && !bus.get('work.busy') && bus.get('tab') === 'transfer'")
    assert state(there) == before and there.text("#cnn-confusion .rate") == rate
    assert tensors(downloaded(there, "#cnn-try_it [data-do=home]")) == weights and there.troubles == []
    other.close()


@pytest.mark.slow
def test_a_project_saved_in_chromium_opens_in_firefox(visit: NewVisit, tmp_path: Path, own_server: list[Server], firefox_path: str) -> None:
    here = teach(visit(OWN_CLASSES))
    rate, weights = here.text("#cnn-confusion .rate"), tensors(downloaded(here, "#cnn-try_it [data-do=home]"))
    project = base64.b64encode(saved(here)).decode()
    fresh = start(tmp_path / "fresh", own_server)
    with firefox.opened(firefox_path, tmp_path / "firefox") as tab:
        tab.open(fresh.url)
        tab.wait("bus?.get('forward') && bus.get('work.restoring') === false")
        assert "Firefox" in tab.read("navigator.userAgent")
        tab.read(f"({DROP})({json.dumps(['work.zip', project])})")
        tab.wait(f"{LEARNED} && !bus.get('work.busy') && bus.get('tab') === 'transfer'")
        tab.wait(f"document.querySelector('#cnn-confusion .rate').textContent === {json.dumps(rate)}")
        tab.wait("bus.get('transfer.freezePoints')")
        assert tab.read("cnn.get('transfer.run').itself") is False, "what the project brought along stays: nothing is trained unasked"
        assert tensors(base64.b64decode(tab.read(DOWNLOAD))) == weights


@pytest.mark.slow
def test_a_new_page_offers_it_and_one_click_brings_it_back(browser: Any, server: Server) -> None:
    context = browser.new_context(viewport=WIDE)
    page = keep(teach(Visit(context.new_page(), server.url).open(OWN_CLASSES)))
    before = state(page)
    beside = Visit(context.new_page(), server.url).open("/")
    beside.wait("bus.get('work.restoring') === false")
    assert beside.bus("work.notice") is None, "the tab that holds it is open"
    page.page.close()
    later = Visit(context.new_page(), server.url).open("/pt")
    later.wait("bus.get('work.notice')?.what === 'offer'")
    assert "2 classes, 16 imagens, 1 rede" in later.text("#cnn-work .notice p")
    later.uncovered()
    later.page.click("#cnn-work .notice .out")
    later.page.click("#cnn-head [data-do=help]")
    later.page.click("#cnn-head [data-do=work]")
    assert "2 classes, 16 imagens, 1 rede" in later.text("#cnn-work .earlier"), "the line is closed, and nothing of it is lost"
    later.page.click("#cnn-work [data-do=bring]")
    later.wait(f"{BACK} && {LEARNED} && bus.get('tab') === 'transfer'")
    assert state(later) == before
    context.close()


@pytest.mark.slow
def test_two_servers_two_paths_and_two_browsers_share_nothing(
    browser: Any, tmp_path: Path, own_server: list[Server], server: Server
) -> None:
    other = start(tmp_path / "other", own_server)
    context = browser.new_context(viewport=WIDE)
    keep(teach(Visit(context.new_page(), server.url).open(OWN_CLASSES))).page.close()
    here = Visit(context.new_page(), server.url).open("/")
    here.wait("bus.get('work.notice')?.what === 'offer'")
    for strange in (Visit(context.new_page(), other.url), Visit(browser.new_context(viewport=WIDE).new_page(), server.url)):
        strange.open("/").wait("bus.get('work.restoring') === false")
        assert strange.bus("work.notice") is None and strange.page.evaluate(COUNT) == 0
        strange.page.close()
    apart = """async () => {
      const store = await import(`/${cnnFiles}kit/idb.js`)
      const [mine, theirs] = [await store.records('/'), await store.records('/other/')]
      await store.deleteAll('/other/')
      return [mine.length, theirs.length, (await store.records('/')).length]
    }"""
    assert here.page.evaluate(apart) == [1, 0, 1]
    context.close()
