"""No notice lies over a control: in no tab, in neither language, on no window; and none moves the page under a pressed pointer."""

from __future__ import annotations

import pytest
from conftest import NewVisit
from visit import Visit

TABS = ("look", "convolve", "filters", "explain", "augment", "transfer", "train", "uses", "history")
STAYS = """() => {
  cnn.set('work.notice', { what: 'gone', work: { classes: 2, pictures: 16, networks: ['mine'], races: 1 } })
  cnn.set('error', 'A sentence that says what went wrong, why, and what can be done about it. '.repeat(4))
}"""
PASSES = """() => {
  for (const key of ['work.notice', 'error']) cnn.set(key, null)
  cnn.set('connection', { ...cnn.get('connection'), state: 'away', since: Date.now() })
}"""
QUIET = "() => cnn.set('connection', { ...cnn.get('connection'), state: 'here' })"
SCROLLED = """() => {
  const before = scrollY
  scrollBy({ top: innerHeight / 2, behavior: 'instant' })
  return scrollY === before
}"""
"""Half a window further down; whether that was the end."""
STUCK = "[...document.querySelectorAll('.docked.placed')].reduce((sum, one) => sum + one.offsetHeight, 0) / innerHeight"
WIDE, PHONE = (1280, 720), (390, 844)
WINDOW_SIZES = [WIDE, PHONE, (320, 640), (640, 360)]  # the last one: 1280 × 720 at 200 %
DRAWING_BOARD = "#cnn-draw canvas"


def over_nothing(tab: Visit, narrow: bool) -> None:
    """What stays has a place, also at the end of the page, and leaves room; what passes finds a place wherever the page is scrolled."""
    page = tab.page
    page.evaluate(STAYS)
    unfolds = narrow and tab.bus("tab") == "look"  # there the note unfolds
    tab.uncovered(lines=1 if unfolds else 2)
    first = page.locator(".docked.placed").first
    assert first.is_visible() and first.bounding_box()["y"] >= 48
    if narrow:
        page.evaluate("scrollTo(0, 1e6)")
        page.wait_for_function("() => document.querySelector('#cnn-work .notice').getBoundingClientRect().top >= 0")
        assert page.evaluate(STUCK) <= 0.6 and page.locator("#cnn-work .notice .out").bounding_box()["y"] >= 0
        page.evaluate("scrollTo(0, 0)")
    for _ in range(100):
        page.evaluate(PASSES)  # each time: a slow machine may really have lost its server, and found it again
        tab.uncovered()
        if page.evaluate(SCROLLED):
            break
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth && scrollY + innerHeight > document.body.scrollHeight - 2")
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(QUIET)


@pytest.mark.slow
@pytest.mark.parametrize("window", WINDOW_SIZES)
@pytest.mark.parametrize("path", ["/", "/pt"])
def test_no_notice_lies_over_a_control_in_any_tab(visit: NewVisit, path: str, window: tuple[int, int]) -> None:
    width, height = window
    tab = visit(path, phone=window == PHONE) if window in (WIDE, PHONE) else visit(path, viewport={"width": width, "height": height})
    tab.wait("bus.get('work.restoring') === false")
    for name in TABS:
        tab.page.evaluate("tab => cnn.set('navigate', `?tab=${tab}`)", name)
        tab.wait(f"bus.get('tab') === '{name}'")
        over_nothing(tab, width <= 900)


@pytest.mark.slow
def test_the_head_stays_on_the_narrowest_screen(visit: NewVisit) -> None:
    tab = visit("/pt", viewport={"width": 320, "height": 640}).wait("bus.get('work.restoring') === false")
    ends = tab.page.locator("#cnn-head header > :is(button, nav)").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().right)"
    )
    assert len(ends) >= 3 and max(ends) <= 320 and tab.page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.slow
def test_nothing_moves_while_the_pen_is_down(visit: NewVisit) -> None:
    tab = visit("/").wait("bus.get('work.restoring') === false")
    board = tab.page.locator(DRAWING_BOARD).bounding_box()
    tab.page.mouse.move(board["x"] + 60, board["y"] + 60)
    tab.page.mouse.down()
    tab.page.evaluate(STAYS)
    tab.page.mouse.move(board["x"] + 90, board["y"] + 90)
    assert tab.page.locator(DRAWING_BOARD).bounding_box() == board and not tab.page.locator("#cnn-work .notice").is_visible()
    tab.page.mouse.up()
    tab.page.wait_for_selector("#cnn-work .notice.placed")
    assert tab.page.locator(DRAWING_BOARD).bounding_box()["y"] > board["y"] + 30
    tab.page.click("#cnn-work .notice .out")
    tab.page.evaluate("cnn.set('error', null)")
    tab.page.wait_for_function("y => document.querySelector('#cnn-draw canvas').getBoundingClientRect().y === y", arg=board["y"])
