"""What a person waits for on the Look tab, in Chromium: from a file to the first answer to a photograph, from a click on a layer to its
maps painted, from the pen to the answer.

    python benchmarks/look_browser.py [--url http://127.0.0.1:7860] [--network lenet5] [--photographs resnet18@random]

Starts a playground of its own unless `--url` names one. Times are the browser's own: from the event's time stamp to the
frame that shows the result. The first answer is the first one in the life of the server, where it starts here: its network
opens too, and under a second is asked. Server and browser share this machine; a visitor far away waits a round trip longer.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.browsing import WIDE, opened

FIRST_MS = 1000  # asked of the first answer
PHOTOGRAPH = ROOT / "assets" / "samples" / "cat.jpg"
FIRST = """() => {
  const bus = window.cnn
  let from = null
  window.answered = null
  document.addEventListener('change', event => event.target.type === 'file' && (from = event.timeStamp), true)
  bus.on('forward', () => {
    if (from === null || window.answered || bus.get('network').drawing || bus.get('forward').network !== bus.get('network').key) return
    requestAnimationFrame(() => { window.answered ??= performance.now() - from })
  })
}"""
CLICKS, MOVES, PACE = 40, 240, 16  # times; pointer moves; ms between two moves, as a mouse reports them

WATCH = """() => {
  const bus = window.cnn, log = window.measured = { clicks: [], moves: [] }, moves = []
  let clicked = null
  const painted = then => requestAnimationFrame(() => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => then(performance.now())
    channel.port2.postMessage(0)
  })
  const board = document.querySelector('#cnn-draw canvas')
  document.querySelector('#cnn-strip').addEventListener('click', event => { clicked = event.timeStamp }, true)
  board.addEventListener('pointermove', event => { if (event.buttons) moves.push(event.timeStamp) }, true)
  bus.on('maps', maps => {
    if (clicked === null || maps.layer !== bus.get('layer')) return
    const from = clicked
    clicked = null
    painted(now => log.clicks.push(now - from))
  })
  bus.on('forward', seen => {
    const from = moves.filter(time => time <= seen.asked).at(-1)
    if (from !== undefined) painted(now => log.moves.push(now - from))
  })
}"""
READY = "key => window.cnn?.get('network')?.key === key && window.cnn.get('maps')?.network === key"


@contextmanager
def tab(browser: Any, url: str, network: str, query: str) -> Iterator[Any]:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{url}/?network={network}{query}")
    page.wait_for_function(READY, arg=network)
    page.wait_for_timeout(500)
    page.evaluate(WATCH)
    yield page
    page.close()


def first_answers(browser: Any, url: str) -> tuple[float, float]:
    """ms from a photograph of one's own to the answer painted, on a page that stands with its digit; and the same on a later page."""

    def once() -> float:
        page = browser.new_page(viewport=WIDE)
        page.goto(url)
        page.wait_for_function(READY, arg="lenet5")
        page.evaluate(FIRST)
        page.locator("#input-picture-button").click()
        page.locator("#cnn-picture input[type=file]").set_input_files(PHOTOGRAPH)
        page.wait_for_function("() => window.answered")
        taken = float(page.evaluate("answered"))
        page.close()
        return taken

    return once(), once()


def clicks(page: Any) -> list[float]:
    """ms from a click on a layer to its maps painted, over all layers in turn."""
    count = page.locator("#cnn-strip [role=option]").count()
    for i in range(CLICKS):
        before = page.evaluate("measured.clicks.length")
        page.locator("#cnn-strip [role=option]").nth((i * 3 + 2) % count).click()
        page.wait_for_function("before => measured.clicks.length > before", arg=before)
    return list(page.evaluate("measured.clicks"))


def strokes(page: Any) -> list[float]:
    """ms from a move of the pen to the answer painted that knows of it, while the pen keeps moving."""
    box = page.locator("#cnn-draw canvas").bounding_box()
    x, y = box["x"] + 40, box["y"] + 40
    page.mouse.move(x, y)
    page.mouse.down()
    for i in range(MOVES):
        page.mouse.move(x + 150 * abs((i / 40) % 2 - 1), y + i * 0.8)
        page.wait_for_timeout(PACE)
    page.mouse.up()
    page.wait_for_timeout(500)
    return list(page.evaluate("measured.moves"))


def row(what: str, times: list[float]) -> str:
    tenth = statistics.quantiles(times, n=10)[-1]
    return f"{what:58} {len(times):5} {statistics.median(times):8.1f} {tenth:8.1f}"


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--url")
    ask.add_argument("--network", default="lenet5")
    ask.add_argument("--photographs", default="resnet18@random")
    want = ask.parse_args()
    print(f"{'ms':58} {'n':>5} {'median':>8} {'p90':>8}")
    with opened(want.url) as (browser, url):
        for what, taken in zip(("first answer to a photograph", "the same on a later page"), first_answers(browser, url), strict=True):
            print(f"{what:58} {1:5} {taken:8.1f}  {taken / FIRST_MS:.2f} of the asked {FIRST_MS} ms")
        print("load of the machine", ", ".join(f"{one:.1f}" for one in os.getloadavg()))
        with tab(browser, url, want.network, "&ink=") as page:
            print(row(f"pen to answer, {want.network}", strokes(page)))
            print(row(f"click on a layer to maps painted, {want.network}", clicks(page)))
        with tab(browser, url, want.photographs, "&sample=cat") as page:
            print(row(f"click on a layer to maps painted, {want.photographs}", clicks(page)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
