"""What the tests of a visitor's work share: classes of one's own, a network that has learned them, and what would be missed."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from visit import Visit

DROP = """([name, data]) => {
  const held = new DataTransfer()
  held.items.add(new File([Uint8Array.from(atob(data), c => c.charCodeAt(0))], name, { type: 'application/zip' }))
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: held, bubbles: true, cancelable: true }))
}"""
COUNT = """async () => {
  const names = (await indexedDB.databases()).map(({ name }) => name)
  if (!names.includes('cnn-work')) return 0
  const db = await new Promise(done => (indexedDB.open('cnn-work').onsuccess = event => done(event.target.result)))
  const asked = request => new Promise(done => (request.onsuccess = event => done(event.target.result)))
  let all = 0
  for (const name of ['works', 'blobs']) all += await asked(db.transaction(name).objectStore(name).count())
  db.close()
  return all
}"""
LEARNED = "bus.get('transfer.run')?.over && !bus.get('transfer.run').stop"
BACK = "bus.get('work.restoring') === false && bus.get('transfer.classes')?.some(one => one.own) && !bus.get('work.busy')"
KEPT = "bus.get('work.kept')?.work.classes === 2 && bus.get('work.kept').work.networks.length === 1"


def folders() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for level, name in ((60, "dark"), (190, "light")):
            for i in range(8):
                grey = np.random.default_rng(100 * level + i).normal(level, 60, (40, 40)).clip(0, 255).astype(np.uint8)
                Image.fromarray(grey).save(picture := io.BytesIO(), "PNG")
                archive.writestr(f"{name}/{i}.png", picture.getvalue())
    return made.getvalue()


def drop(visit: Visit, data: bytes, name: str = "work.zip") -> None:
    visit.page.evaluate(DROP, [name, base64.b64encode(data).decode()])


def teach(visit: Visit) -> Visit:
    """Two classes of one's own, and a network that has learned them because somebody asked for it."""
    visit.wait("bus.get('transfer.menu') && bus.get('transfer.classes')?.length === 2")
    token = visit.page.evaluate("cnnVisitor")
    visit.page.request.post(f"{visit.url}/cnn/class_edit?do=clear", headers={"X-Visitor": token}, data=b"")
    drop(visit, folders(), "folders.zip")
    visit.wait("bus.get('transfer.classes').length === 2 && bus.get('transfer.classes').every(one => one.own)")
    visit.wait("!document.querySelector('#cnn-settings .go').disabled")
    visit.page.click("#cnn-settings .go")
    return visit.wait(f"{LEARNED} && bus.get('networks').has(bus.get('transfer.run').now.network)")


def state(visit: Visit) -> dict[str, Any]:
    """What somebody would miss: classes, what the network is worth, and the very bits of its weights."""
    token, key = visit.page.evaluate("[cnnVisitor, cnn.get('transfer.run').now.network]")
    answer = visit.page.request.get(f"{visit.url}/cnn/network_download?network={key}", headers={"X-Visitor": token})
    with zipfile.ZipFile(io.BytesIO(answer.body())) as archive:
        file = archive.read(f"{key[5:]}.safetensors")
    weights = file[8 + int.from_bytes(file[:8], "little") :]  # the numbers, without what the file says of itself
    classes = visit.read("window.cnn.get('transfer.classes').map(c => [c.name, c.enabled, c.examples.length, c.learned, c.checked])")
    result = visit.read("window.cnn.get('transfer.run').result")
    worth = {name: result[name] for name in ("right", "of", "confusion", "learned_from")}
    return {"classes": classes, "worth": worth, "weights": weights, "link": visit.page.evaluate("location.search")}


def keep(visit: Visit) -> Visit:
    visit.page.click("#cnn-try_it .project")
    visit.page.check("#cnn-work .tick")
    visit.wait(KEPT)
    visit.page.keyboard.press("Escape")
    return visit


def reload(visit: Visit) -> Visit:
    visit.page.reload()
    visit.page.wait_for_function("() => window.cnn?.get('forward')")
    return visit


OWN_CLASSES = "/?tab=transfer&taught=-"


def downloaded(visit: Visit, button: str) -> bytes:
    """The file that a click on it gives."""
    with visit.page.expect_download() as caught:
        visit.page.click(button)
    return Path(caught.value.path()).read_bytes()


def saved(visit: Visit) -> bytes:
    visit.page.click("#cnn-try_it .project")
    return downloaded(visit, "#cnn-work [data-do=save]")
