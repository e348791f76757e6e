"""What a person waits for on the Augment tab, in Chromium: from a handle's move to the variants painted, while the handle keeps moving.

    python benchmarks/augment_browser.py [--url http://127.0.0.1:7860] [--moves 120]

Starts a playground of its own unless `--url` names one. Times are the browser's own: from the event's time stamp to the frame that shows
twelve variants of that very plan, each with the network's verdict. The limit is 150 ms for LeNet and 600 ms for the ResNet.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.browsing import WIDE, opened
from benchmarks.look_browser import row

PACE = 16  # ms between two moves, as a mouse reports them
CASES = (
    ("lenet5, rotation", "network=lenet5&sample=digit-3", "rotation"),
    ("resnet109, crop and five more", "network=resnet109&sample=coffee", "random_resized_crop"),
)
READY = "() => window.cnn?.get('tab') === 'augment' && window.cnn.get('augment.shown')?.tiles.size > 12"
WATCH = """() => {
  const bus = window.cnn, log = window.measured = [], moved = new Map()
  let event = null
  addEventListener('pointermove', now => { if (now.buttons) event = now.timeStamp }, true)
  bus.on('augmentation', plan => event && moved.set(JSON.stringify(plan), event))
  bus.on('augment.shown', made => {
    const from = moved.get(JSON.stringify(made.of.plan))
    if (!made.of.held || from === undefined || made.tiles.size < 13) return
    moved.delete(JSON.stringify(made.of.plan))
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => log.push(performance.now() - from)
      channel.port2.postMessage(0)
    })
  })
}"""


def drags(page: Any, key: str, moves: int) -> list[float]:
    """ms from each move that was answered to its variants."""
    rail = page.locator(f"#cnn-plan [data-key={key}] .rail").bounding_box()
    y = rail["y"] + rail["height"] / 2
    page.mouse.move(rail["x"] + rail["width"] * 0.9, y)
    page.mouse.down()
    for i in range(moves):
        page.mouse.move(rail["x"] + rail["width"] * (0.6 + 0.3 * abs((i / 40) % 2 - 1)), y)
        page.wait_for_timeout(PACE)
    page.wait_for_timeout(1500)
    page.mouse.up()
    return list(page.evaluate("measured"))


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--url")
    ask.add_argument("--moves", type=int, default=120)
    want = ask.parse_args()
    with opened(want.url) as (browser, url):
        print(f"{'ms from the handle to twelve variants':58} {'times':>5} {'median':>8} {'p90':>8}")
        for what, query, key in CASES:
            page = browser.new_page(viewport=WIDE)
            page.goto(f"{url}/?tab=augment&{query}")
            page.wait_for_function(READY)
            page.evaluate(WATCH)
            print(row(what, drags(page, key, want.moves)), flush=True)
            page.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
