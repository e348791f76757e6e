"""How often Convolve repaints while a weight of the kernel is dragged, in Chromium: a photograph of 224 × 224, whole result every time.

    python benchmarks/convolve_browser.py [--url http://127.0.0.1:7860] [--network resnet18@random]

Starts a playground of its own unless `--url` names one. A weight is dragged up and down for three seconds, its place reported every
8 ms; a repaint is a frame whose result is another than that of the frame before. The last column is the processor time of the page's main
thread for each of them, which says what a machine could do that has nothing else to do.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.browsing import WIDE, opened

LONG, PACE, STEP = 3000, 8, 7  # ms of a drag, ms between two moves, px of one: more than a step of the weight

WATCH = """() => {
  const log = window.measured = []
  let shown = null
  window.cnn.on('convolve.done', done => requestAnimationFrame(now => {
    if (done !== shown) log.push(now)
    shown = done
  }))
}"""
READY = (
    "() => { const bus = window.cnn; return bus?.get('convolve.torch')?.of && bus.get('convolve.torch').of === bus.get('convolve.done') }"
)
CASES = {
    "3 × 3, grey": "",
    "5 × 5, grey": "&kernel=gaussian&size=5",
    "3 × 3, R + G + B": "&read=rgb",
    "11 × 11, grey": "&kernel=sharpen&size=11",
    "11 × 11, R + G + B": "&kernel=sharpen&size=11&read=rgb",
}


DRAG = """([x, y]) => new Promise(done => {
  const grid = document.querySelector('#cnn-cell [role=grid]')
  let moves = 0
  measured.length = 0
  const timer = setInterval(() => {
    const clientY = y + STEP * (1 + Math.abs((moves % 40) - 20))
    grid.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: x, clientY, buttons: 1, pointerType: 'mouse' }))
    if (++moves * PACE < LONG) return
    clearInterval(timer)
    done([...measured])
  }, PACE)
})"""


def drag(page: Any) -> list[float]:
    """ms between repaints while the first weight is dragged: pressed by a mouse, moved inside the page, whose pace no driver slows."""
    box = page.locator("#cnn-cell [role=spinbutton]").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    script = DRAG.replace("STEP", str(STEP)).replace("PACE", str(PACE)).replace("LONG", str(LONG))
    frames = page.evaluate(script, [x, y])
    page.mouse.up()
    return [after - before for before, after in itertools.pairwise(frames)]


def busy(trace: bytes) -> float:
    """ms of processor time that the page's main thread took, from a trace of Chromium."""
    events = json.loads(trace)["traceEvents"]
    names = {(e["pid"], e["tid"]): e["args"]["name"] for e in events if e.get("name") == "thread_name"}
    tasks = (e.get("tdur", 0) for e in events if e.get("name") == "RunTask" and names.get((e["pid"], e["tid"])) == "CrRendererMain")
    return sum(tasks) / 1000


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--url")
    ask.add_argument("--network", default="resnet18@random")
    want = ask.parse_args()
    print(f"{'a weight dragged on 224 × 224':32} {'repaints':>9} {'a second':>9} {'p90 ms apart':>13} {'CPU ms each':>12}")
    with opened(want.url) as (browser, url):
        for name, query in CASES.items():
            page = browser.new_page(viewport=WIDE)
            page.goto(f"{url}/?tab=convolve&network={want.network}&sample=cat{query}")
            page.wait_for_function(READY)
            page.wait_for_timeout(500)
            page.evaluate(WATCH)
            browser.start_tracing(page=page, categories=["disabled-by-default-devtools.timeline"])
            apart = drag(page)
            cost = busy(browser.stop_tracing()) / (len(apart) + 1)
            rate, late = 1000 / statistics.mean(apart), statistics.quantiles(apart, n=10)[-1]
            print(f"{name:32} {len(apart) + 1:9} {rate:9.0f} {late:13.0f} {cost:12.1f}", flush=True)
            page.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
