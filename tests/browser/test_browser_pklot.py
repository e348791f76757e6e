"""Parking with spaces of one's own in PKLot's layout: a zip, a folder, and the way back to the drawn car park."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from visit import Visit

from tests.class_zips import zipped
from tests.pklot import files

NewVisit = Callable[..., Visit]
SCORED = "document.querySelectorAll('#cnn-parking table tbody tr').length === 2"
DROP = """async ({ data, name }) => {
  const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0))
  const transfer = new DataTransfer()
  transfer.items.add(new File([bytes], name, { type: 'application/zip' }))
  document.querySelector('#cnn-parking .picture').dispatchEvent(
    new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
}"""


@pytest.fixture(scope="module")
def spaces() -> list[tuple[str, bytes]]:
    return files({"sun": (1, 2), "rain": (3,)})


@pytest.mark.slow
def test_a_folder_is_read_answered_and_left_again(visit: NewVisit, spaces: list[tuple[str, bytes]], tmp_path: Path, axe: str) -> None:
    for name, data in [*spaces, ("PKLotSegmented/PUC/readme.txt", b"not a space")]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    tab = visit("/?tab=uses&use=parking").wait("/ ms/.test(document.querySelector('#cnn-parking .count').textContent)")
    tab.page.locator("#cnn-parking [data-picks=folder]").set_input_files(tmp_path / "PKLotSegmented")
    tab.wait(SCORED).settle()
    assert "120 of the folder’s 121 files" in tab.text("#cnn-parking .own .files")
    assert tab.text("#cnn-parking .contents").splitlines()[0].startswith("Sun: 2 days, ")
    weathers = tab.page.locator("#cnn-parking [data-chooses=weather] [role=radio]:visible")
    assert weathers.all_inner_texts() == ["Sun", "Rain"] and tab.page.locator("#cnn-parking .spaces .space").count() == 40
    rain = tab.text("#cnn-parking .count")
    weathers.first.click()
    tab.wait(f"document.querySelector('#cnn-parking .count').textContent !== {rain!r}")
    assert tab.text("#cnn-parking table tbody tr:first-child").split()[:2] == ["Sun", "40"]
    tab.page.evaluate(axe)
    told = tab.page.evaluate("axe.run('#cnn-parking', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] })")
    assert not told["violations"], [(one["id"], [node["html"] for node in one["nodes"]]) for one in told["violations"]]
    tab.page.locator("#cnn-parking [data-chooses=lessons] [data-value=rain]").click()
    tab.wait("document.querySelectorAll('#cnn-parking table tbody tr').length === 1")
    tab.page.locator("#cnn-parking [data-do=drawn]").click()
    tab.wait("/ ms/.test(document.querySelector('#cnn-parking .count').textContent)").settle()
    assert weathers.count() == 5 and not tab.page.locator("#cnn-parking .own:visible").count()
    assert tab.troubles == []


def test_a_zip_that_is_dropped_is_read_and_one_without_spaces_gets_a_sentence(visit: NewVisit, spaces: list[tuple[str, bytes]]) -> None:
    tab = visit("/pt?tab=uses&use=parking").settle()
    tab.page.evaluate(DROP, {"data": b64encode(zipped(spaces)).decode(), "name": "pklot.zip"})
    tab.wait(SCORED).settle()
    wide = tab.page.evaluate("[...document.querySelectorAll('#cnn-parking section')].map(one => one.scrollWidth - one.clientWidth)")
    assert max(wide) <= 1, "nothing overflows its column"
    other = zipped([("a/1.png", spaces[0][1]), ("b/2.png", spaces[0][1])])
    tab.page.evaluate(DROP, {"data": b64encode(other).decode(), "name": "roses.zip"})
    tab.wait("document.querySelector('#cnn-parking .trouble').textContent.includes('disposição do PKLot')")


DROP_FOLDER = """([name, files]) => {
  const path = `/${name}`
  const bytes = data => Uint8Array.from(atob(data), c => c.charCodeAt(0))
  const leaf = ([at, data]) => ({
    isFile: true,
    fullPath: `${path}/${at}`,
    file: (done, failed) => (data ? done(new File([bytes(data)], at)) : failed(new DOMException('moved', 'NotFoundError'))),
  })
  let rest = files.map(leaf)
  const reader = { readEntries: done => done(rest.splice(0, 50)) }
  const entry = { isDirectory: true, name, createReader: () => reader }
  const event = new DragEvent('drop', { bubbles: true, cancelable: true })
  Object.defineProperty(event, 'dataTransfer', { value: { files: [], types: ['Files'], items: [{ webkitGetAsEntry: () => entry }] } })
  document.querySelector('#cnn-parking .picture').dispatchEvent(event)
}"""
"""A folder is dropped as a browser hands it over, some entries at a time; a file without data cannot be read."""


def test_a_folder_that_is_dropped_is_read_and_one_that_moved_away_says_so(visit: NewVisit, spaces: list[tuple[str, bytes]]) -> None:
    tab = visit("/?tab=uses&use=parking").wait("/ ms/.test(document.querySelector('#cnn-parking .count').textContent)").settle()
    drawn = tab.text("#cnn-parking .count")
    tab.page.evaluate(DROP_FOLDER, ["PUC", [[name, ""] for name, _ in spaces[:3]]])
    tab.wait("document.querySelector('#cnn-parking .coming').textContent.includes('The folder PUC cannot be read')")
    assert tab.text("#cnn-parking .count") == drawn and not tab.page.locator("#cnn-parking .own:visible").count()
    tab.page.evaluate(DROP_FOLDER, ["PUC", [[name, b64encode(data).decode()] for name, data in spaces]])
    tab.wait(SCORED).settle()
    assert "120 of the folder’s 120 files" in tab.text("#cnn-parking .own .files") and not tab.text("#cnn-parking .coming")
    assert tab.troubles == []
