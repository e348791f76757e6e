"""What a person waits for in Transfer, in Chromium, after bringing 200 photographs of 2 megapixels: five classes of 40.

    python benchmarks/transfer_browser.py [--url http://127.0.0.1:7860] [--each 40]

Asked: a first head has answered 2 s after the first two classes stood ready, and a head on all 200 has learned after 8 s, on two cores
that do nothing else. Each time comes as a ratio to what is asked. Beside it stands the plain work, taken in the same run: the same files
decoded, made small, and their features computed, in this process, with two threads. The photographs are made up: a class has its own
colour and its own stripes. Starts a playground of its own unless `--url` names one; the server and the browser share this machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.browsing import WIDE, opened
from models import limits
from models.engine.malloc import keep_freed_memory
from models.engine.workers import Workers
from models.store.store import NetworkStore
from models.training.fine_tune.features import FeatureCache, ViewConfig
from models.training.fine_tune.stored_pictures import StoredPicture, shrink_all
from models.types.activations import PictureSource
from models.types.fine_tune import Example

NETWORK = "efficientnet_lite0"
CLASSES, SIZE = 5, (1632, 1224)
FIRST_SECONDS, ALL_SECONDS = 2.0, 8.0  # asked
READY = "() => window.cnn?.get('transfer.run')?.over && !window.cnn.get('transfer.run').stop && window.cnn.get('transfer.freezePoints')?.of"
OWN = "() => window.cnn.get('transfer.classes').length === 2 && window.cnn.get('transfer.set') === '-'"
ADDED = "at => window.cnn.get('transfer.place') === null && window.cnn.get('transfer.classes').length > at"
WATCH = """fewest => {
  const bus = window.cnn, log = window.measured = {}
  const size = classes => classes.reduce((n, { examples }) => n + examples.length, 0)
  const note = (key, more = {}) => (log[key] ??= { at: performance.now(), ...more })
  document.addEventListener('change', event => event.target.matches('#cnn-examples input[type=file]') && note('given'), true)
  bus.on('transfer.classes', classes => {
    if (classes.filter(({ examples }) => examples.length >= fewest).length > 1) note('pair', { pictures: size(classes) })
    if (size(classes) === window.total) note('taken')
  })
  bus.on('transfer.run', run => {
    if (!log.pair || !run?.over || !run.result) return
    const told = { pictures: size(run.classes), right: run.result.right, of: run.result.of }
    note('first', told)
    if (told.pictures === window.total && bus.get('network').key === 'efficientnet_lite0') note('all', told)
  })
}"""
NEEDED = 5  # pictures of a class, from which on a head can learn


def photograph(label: int, index: int) -> Image.Image:
    """Stripes of the class's direction, width and colour, with their own phase, light and grain."""
    rng = np.random.default_rng([label, index])
    x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    angle, width = np.pi * label / CLASSES + rng.normal(0, 0.1), 40 + 30 * label
    waves = np.sin((x * np.cos(angle) + y * np.sin(angle)) / width + rng.uniform(0, 6))[..., None]
    colour = 128 + 90 * np.cos(2 * np.pi * (label / CLASSES + np.arange(3) / 3)) + rng.normal(0, 15, 3)
    grain = rng.integers(-8, 9, (SIZE[1] // 2, SIZE[0] // 2, 1)).repeat(2, 0).repeat(2, 1)
    return Image.fromarray((colour + 40 * waves + grain).clip(0, 255).astype(np.uint8))


def photographs(folder: Path, each: int) -> list[list[str]]:
    """Their files, class by class."""

    def save(place: tuple[int, int]) -> str:
        label, index = place
        path = folder / f"{label}-{index}.jpg"
        photograph(label, index).save(path, "JPEG", quality=88)
        return str(path)

    with ThreadPoolExecutor(2) as pool:
        return [list(pool.map(save, [(label, index) for index in range(each)])) for label in range(CLASSES)]


def plain_work(files: list[str]) -> dict[str, float]:
    """Seconds for making all of them small, and for their features: what cannot be saved, without a page, a server or a head."""
    loaded, workers = NetworkStore().get(NETWORK), Workers()
    sources = [PictureSource("picture", Path(path).read_bytes()) for path in files]
    start = time.perf_counter()
    kept = [one for one in shrink_all(sources) if isinstance(one, StoredPicture)]
    small = time.perf_counter()
    examples = [Example(i, one.source, one.digest) for i, one in enumerate(kept)]
    last = next(step.layer for step in reversed(loaded.layer_steps) if step.layer.kind == "dense")
    slot = loaded.layer_step(last.inputs[0]).slot
    for _ in FeatureCache().compute(loaded, loaded.plan, slot, "head", examples, ViewConfig(), "", workers.acquire):
        pass
    return {"made small": small - start, "features": time.perf_counter() - small}


def bring(page: Any, classes: list[list[str]]) -> dict[str, Any]:
    """All files, class after class without waiting for the one before; what the page noted, once a head has learned from all."""
    page.locator("#cnn-examples [data-tool=builtin]").click()
    page.locator("#cnn-examples .set").select_option("-")
    page.wait_for_function(OWN)
    page.locator("#cnn-examples [data-tool=upload]").click()
    page.evaluate("total => { window.total = total }", sum(map(len, classes)))
    page.evaluate(WATCH, NEEDED)
    for at, files in enumerate(classes):
        if at > 1:  # a class that is added is chosen
            page.locator("#cnn-examples [data-do=add]").click()
            page.wait_for_function(ADDED, arg=at)
        else:
            page.locator("#cnn-examples .name").nth(at).click()
        page.locator("#cnn-examples .tool input[type=file]").set_input_files(files)
    page.wait_for_function("() => window.measured.all", timeout=300_000, polling=200)  # ms; in every frame it would be work of its own
    noted: dict[str, Any] = page.evaluate("measured")
    return noted


def of_asked(seconds: float, asked: float) -> str:
    return f"{seconds / asked:.2f} of the asked {asked:.0f} s"


def report(noted: dict[str, Any], plain: dict[str, float]) -> str:
    seconds = {key: (one["at"] - noted["given"]["at"]) / 1e3 for key, one in noted.items()}
    first, done, whole = seconds["first"] - seconds["pair"], seconds["all"], sum(plain.values())
    head, steps = noted["all"], ", ".join(f"{what} {taken:.2f}" for what, taken in plain.items())
    rows = {
        "two classes ready": f"{seconds['pair']:6.2f} s, {noted['pair']['pictures']} pictures",
        "a first head after that": f"{first:6.2f} s, on {noted['first']['pictures']} pictures: {of_asked(first, FIRST_SECONDS)}",
        "all taken": f"{seconds['taken']:6.2f} s",
        "a head on all": f"{done:6.2f} s, {head['right']} of {head['of']} right: {of_asked(done, ALL_SECONDS)}",
        "the plain work": f"{whole:6.2f} s ({steps}): the page takes {done / whole:.2f} times as long",
        "load of the machine": ", ".join(f"{one:.1f}" for one in os.getloadavg()),
    }
    return "\n".join(f"{what:24} {said}" for what, said in rows.items())


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--url")
    ask.add_argument("--each", type=int, default=40)
    want = ask.parse_args()
    keep_freed_memory()
    torch.set_num_threads(1)
    print(f"{limits.WORKERS.value:.0f} workers, {CLASSES} classes of {want.each}")
    with tempfile.TemporaryDirectory() as folder, opened(want.url) as (browser, url):
        classes = photographs(Path(folder), want.each)
        page = browser.new_page(viewport=WIDE)
        page.set_default_timeout(120_000)
        page.goto(f"{url}/?tab=transfer")
        page.wait_for_function(READY)
        noted = bring(page, classes)
        page.close()
        print(report(noted, plain_work([path for files in classes for path in files])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
