"""The whole lecture by PageDown, in Chromium: from the key to the stage, stop by stop, and the page's memory round by round.

    python benchmarks/lecture_browser.py [--url http://127.0.0.1:7860] [--rounds 3] [--pause 2] [--thumbnails assets/lecture]

Starts a playground of its own unless `--url` names one. `there` is the first frame that shows the stop's own layer, heat, variants or year;
`whole` the last one that changes, when also what forms slowly has formed. `--pause`: seconds at each stop, as a lecturer talks, in which
the page makes the next one ready. With `--thumbnails` the pictures of the overview are made anew instead.
"""

from __future__ import annotations

import argparse
import base64
import statistics
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from visit import COUNT

from benchmarks.browsing import WIDE, opened

QUIET = 400  # ms without a question until a stop is whole
MOST = 30_000  # ms

WATCH = """() => {
  const bus = window.cnn, get = key => bus.get(key)
  const pictures = { challenge: '#cnn-challenge svg *', race: '#cnn-race .run svg *', layers: '#cnn-layers .boxes *',
    five: '#cnn-topfive ol *' }
  const seen = selector => [...document.querySelectorAll(selector)].some(part => part.getClientRects().length)
  const same = (a, b) => a !== undefined && a === b
  const own = {
    look: () => same(get('maps')?.layer, get('layer')) && same(get('maps')?.network, get('network')?.key),
    convolve: () => get('convolve.moved')
      ? document.querySelector('#cnn-translation .answers b')?.textContent
      : same(get('convolve.done')?.picture, get('convolve.picture')),
    filters: () => same(get('filters.tiles')?.layer, get('filters.layer')) && same(get('filters.strengths')?.seen, get('forward')),
    explain: () => same(get('explain.heats')?.q, get('explain.question')) && same(get('explain.question').picture, get('forward').picture),
    augment: () => same(get('augment.shown')?.of.seen, get('forward')),
    history: () => seen(pictures[get('history.view')]),
    uses: () => seen('#cnn-faces .box'),
  }
  window.timing = (key, shiftKey = false) => new Promise(done => {
    const from = performance.now(), times = { there: null, whole: null }
    dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }))
    const look = () => {
      const now = performance.now(), tab = get('tab')
      const there = tab && !get('lecture.navigating') && (own[tab]?.() ?? true)
      if (there) times.there ??= now - from
      if (!there || questions.due) times.whole = null
      else times.whole ??= now - from
      if ((times.whole !== null && now - from - times.whole > QUIET) || now - from > MOST) return done(times)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}""".replace("QUIET", str(QUIET)).replace("MOST", str(MOST))
WHERE = "() => [window.cnn.get('lecture.stops')[window.cnn.get('lecture.at')].id, window.cnn.get('lecture.phase'), window.cnn.get('tab')]"
SMALL = "async () => (await import(new URL('kit/lecture/stops/thumbnails.js', document.baseURI))).thumbnailOfStage(window.cnn.get('tab'))"


def begin(browser: Any, url: str) -> Any:
    page = browser.new_page(viewport=WIDE)
    page.add_init_script(COUNT)
    page.goto(f"{url}/?lecture=course&stop=")
    page.wait_for_function("() => window.cnn?.get('lecture.stops') && !window.cnn.get('lecture.navigating')")
    page.evaluate(WATCH)
    return page


def walk(page: Any, pause: float) -> list[tuple[str, str, str, float, float]]:
    """One round, from the first stop to the last: (stop, phase, tab, ms until it is there, ms until it is whole)."""
    page.evaluate("timing('Home', true)")
    page.evaluate("() => { localStorage.clear() }")
    rows = []
    before = page.evaluate(WHERE)
    while True:
        page.wait_for_timeout(1000 * pause)
        times = page.evaluate("timing('PageDown')")
        after = page.evaluate(WHERE)
        if after == before:
            return rows
        rows.append((*after, times["there"] or float("nan"), times["whole"] or float("nan")))
        before = after


def memory(page: Any) -> float:
    """MB of JavaScript that are still reachable."""
    client = page.context.new_cdp_session(page)
    client.send("HeapProfiler.collectGarbage")
    size = float(client.send("Runtime.getHeapUsage")["usedSize"])
    client.detach()
    return size / 1e6


def thumbnails(page: Any, folder: Path) -> None:
    """The middle of every stage as a small picture, veiled where the stop is; one file a stop."""
    folder.mkdir(parents=True, exist_ok=True)
    before = None
    while (now := page.evaluate(WHERE)) != before:
        if before is None or now[0] != before[0]:
            page.wait_for_timeout(1500)
            data = page.evaluate(SMALL).split(",", 1)[1]
            (folder / f"{now[0]}.webp").write_bytes(base64.b64decode(data))
            print(now[0], len(data) * 3 // 4, "bytes", flush=True)
        before = now
        page.evaluate("timing('PageDown')")


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--url")
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--pause", type=float, default=2)
    ask.add_argument("--thumbnails", type=Path)
    want = ask.parse_args()
    with opened(want.url) as (browser, url):
        page = begin(browser, url)
        if want.thumbnails:
            thumbnails(page, want.thumbnails)
            return 0
        print(f"{'ms from PageDown':34} {'there':>8} {'whole':>8}")
        for k in range(want.rounds):
            rows = walk(page, want.pause)
            if k == 0:
                for stop, phase, tab, there, whole in rows:
                    print(f"{stop + ' ' + (phase if phase != 'plain' else ''):24} {tab:9} {there:8.0f} {whole:8.0f}", flush=True)
            times = [row[3] for row in rows if row[3] == row[3]]
            worst = max((row for row in rows if row[3] == row[3]), key=lambda row: row[3])
            print(f"round {k + 1}: median {statistics.median(times):.0f}, worst {worst[3]:.0f} ({worst[0]}); {memory(page):.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
