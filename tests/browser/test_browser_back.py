"""Back and Forward go from view to view inside the page, a lecture's stops too, and the visitor's own picture is still there."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pytest
from conftest import NewVisit
from PIL import Image
from visit import Visit

OPEN = "key => document.querySelector(`#tab-${key}`)?.style.display !== 'none' && window.cnn.get('tab') === key"

DROP = """data => {
  const held = new DataTransfer()
  held.items.add(new File([Uint8Array.from(atob(data), c => c.charCodeAt(0))], 'own.jpg', { type: 'image/jpeg' }))
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: held, bubbles: true, cancelable: true }))
}"""


def photograph() -> bytes:
    noise = np.random.default_rng(3).integers(0, 255, (12, 12, 3), np.uint8)
    Image.fromarray(noise).resize((240, 240)).save(made := io.BytesIO(), "JPEG")
    return made.getvalue()


def step(visit: Visit, by: str) -> None:
    visit.page.evaluate(f"history.{by}()")


def opened(visit: Visit, tab: str, condition: str = "true") -> Visit:
    visit.page.wait_for_function(
        f"key => ({OPEN})(key) && new URLSearchParams(location.search).get('tab') === (key === 'look' ? null : key)", arg=tab
    )
    return visit.wait(condition)


def entries(visit: Visit) -> int:
    return int(visit.page.evaluate("history.length"))


@pytest.mark.slow  # many pages; tests/js/permalink and the two tests below go the same ways
def test_back_and_forward_stay_inside_the_page(visit: NewVisit) -> None:
    page = visit("/pt")
    page.page.evaluate("window.same = true")
    began = entries(page)
    page.page.evaluate(DROP, base64.b64encode(photograph()).decode())
    page.wait("bus.get('source')?.file && bus.get('forward').network === bus.get('network').key && location.search.includes('sample=-')")
    own = page.text("#cnn-answer .rows")
    assert entries(page) == began, "a picture and a network are no views"
    page.page.click("#tab-train-button")
    opened(page, "train", "bus.get('train.menu') && location.search.includes('tab=train')")
    page.page.click("#cnn-trainview [data-view=runs]")
    opened(page, "train", "location.search.includes('view=runs')")
    page.page.click("#tab-filters-button")
    opened(page, "filters")
    page.page.click("#tab-look-button")
    opened(page, "look")
    page.page.click("#input-samples-button")
    page.page.locator("#cnn-samples button").first.click()
    page.wait("bus.get('source').sample && location.search.includes('sample=') && !location.search.includes('sample=-')")
    assert entries(page) == began + 4
    step(page, "back")
    opened(page, "filters", "bus.get('source').file && !bus.get('source').sample")
    step(page, "back")
    opened(page, "train", "bus.get('train.view') === 'runs'")
    step(page, "back")
    opened(page, "train", "bus.get('train.view') === 'race'")
    step(page, "back")
    opened(page, "look", "!bus.get('error')")
    assert page.text("#cnn-answer .rows") == own
    step(page, "forward")
    opened(page, "train", "bus.get('train.view') === 'race'")
    assert entries(page) == began + 4 and page.page.evaluate("window.same"), "nothing was pushed on the way, and it is the same page"
    page.page.click("#tab-augment-button")
    opened(page, "augment")
    assert entries(page) == began + 2, "another way from here leaves the old one"
    assert page.troubles == []


def test_back_out_of_the_page_is_possible_after_its_first_view(visit: NewVisit, server: Any) -> None:
    page = visit("/")
    page.page.goto(f"{server.url}/?network=mlp")
    page.page.wait_for_function("() => location.search === '?network=mlp' && window.cnn?.get('forward')")
    page.settle()
    page.page.click("#tab-history-button")
    opened(page, "history")
    step(page, "back")
    opened(page, "look")
    with page.page.expect_navigation():
        step(page, "back")
    assert "network=mlp" not in page.page.url


@pytest.mark.slow
def test_a_lectures_stops_are_entries(visit: NewVisit) -> None:
    page = visit("/?lecture=course")
    page.wait("bus.get('lecture.stops') && !bus.get('lecture.navigating')")
    stops = [one["id"] for one in page.read("window.cnn.get('lecture.stops').map(({ id }) => ({ id }))")]
    began = entries(page)
    at = (
        "bus.get('lecture.at') === {} && !bus.get('lecture.navigating') && "
        "location.search.includes(`stop=${{bus.get('lecture.stops')[{}].id}}`)"
    )
    seen = [0]
    for _ in range(4):
        page.page.keyboard.press("PageDown")
        page.wait("!bus.get('lecture.navigating')")
        now = int(page.bus("lecture.at"))
        if now != seen[-1]:
            seen.append(now)
    assert len(seen) >= 3 and entries(page) == began + len(seen) - 1 and len(stops) > 10
    for wanted in reversed(seen[:-1]):
        step(page, "back")
        page.wait(at.format(wanted, wanted))
    assert entries(page) == began + len(seen) - 1
    step(page, "forward")
    page.wait(at.format(seen[1], seen[1]))
    page.page.keyboard.press("PageUp")
    page.page.keyboard.press("PageUp")
    page.wait(at.format(0, 0))
    assert page.troubles == []
