"""Uses: its views in a browser, and the links of the time when style transfer was a room of History."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from visit import IN_EACH, Visit

NewVisit = Callable[..., Visit]


def test_a_style_is_taken_while_one_watches_and_can_be_stopped(visit: NewVisit) -> None:
    tab = visit("/?tab=history&room=after&manner=bricks&blend=0.8").wait(
        "document.querySelector('#cnn-style_transfer .content img').naturalWidth > 0"
    )
    assert tab.bus("tab") == "uses" and tab.bus("uses.view") == "style"
    assert tab.text("#cnn-style_transfer label b") == "80 %" and tab.text("#cnn-style_transfer .manner .name") == "A brick wall"
    assert tab.page.locator("#cnn-style_transfer .samples [aria-pressed=true]").get_attribute("data-key") == "bricks"
    go = tab.page.locator("#cnn-style_transfer .go")
    go.click()
    tab.page.wait_for_function("() => / [1-9]\\d* of 120/.test(document.querySelector('#cnn-style_transfer .said').textContent)")
    assert go.inner_text() == "Stop"
    go.click()
    tab.settle()
    stopped = tab.text("#cnn-style_transfer .said")
    assert go.inner_text() == "▶ Again" and "style error left" in tab.text("#cnn-style_transfer .far")
    tab.page.locator("#cnn-style_transfer .samples [data-key=coffee]").click()
    tab.wait("location.search.includes('manner=coffee') && document.querySelector('#cnn-style_transfer canvas').classList.contains('old')")
    assert tab.text("#cnn-style_transfer .said") == stopped and tab.troubles == []


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_nothing_overflows_in_any_view(visit: NewVisit, path: str, phone: bool) -> None:
    tab = visit(f"{path}?tab=uses", phone=phone)
    views = tab.page.locator("#cnn-use_views [role=tab]")
    for at in range(views.count()):
        views.nth(at).click()
        tab.settle()
        wide = tab.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1] + 1, at
    assert tab.troubles == []
