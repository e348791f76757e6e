"""No notice lies over a control: in no tab, in neither language, on no window; and none moves the page under a pressed pointer."""

from __future__ import annotations

import pytest
from conftest import NewVisit
from visit import Visit

TABS = ("look", "convolve", "filters", "explain", "augment", "transfer", "train", "history")
STAYS = """() => {
  cnn.set('work.notice', { what: 'gone', work: { classes: 2, pictures: 16, networks: ['mine'], races: 1 } })
  cnn.set('error', 'A sentence that says what went wrong, why, and what can be done about it. '.repeat(4))
}"""
PASSES = """() => {
  for (const key of ['work.notice', 'error']) cnn.set(key, null)
  cnn.set('connection', { ...cnn.get('connection'), state: 'away', since: Date.now() })
}"""
QUIET = "() => cnn.set('connection', { ...cnn.get('connection'), state: 'here' })"
DRAWING_BOARD = "#cnn-draw canvas"


def over_nothing(tab: Visit, phone: bool) -> None:
    """What stays has a place, also where the page is scrolled to its end; what passes finds one."""
    tab.page.evaluate(STAYS)
    unfolds = phone and tab.bus("tab") == "look"  # there the note unfolds
    tab.uncovered(lines=1 if unfolds else 2)
    first = tab.page.locator(".docked.placed").first
    assert first.is_visible() and first.bounding_box()["y"] >= 48
    if phone:
        tab.page.evaluate("scrollTo(0, 1e6)")
        tab.page.wait_for_function("() => document.querySelector('#cnn-work .notice').getBoundingClientRect().top >= 0")
        tab.page.evaluate("scrollTo(0, 0)")
    tab.page.evaluate(PASSES)
    tab.uncovered()
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.page.evaluate(QUIET)


@pytest.mark.slow
@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("path", ["/", "/pt"])
def test_no_notice_lies_over_a_control_in_any_tab(visit: NewVisit, path: str, phone: bool) -> None:
    tab = visit(path, phone=phone)
    tab.wait("bus.get('work.restoring') === false")
    for name in TABS:
        tab.page.evaluate("tab => cnn.set('navigate', `?tab=${tab}`)", name)
        tab.wait(f"bus.get('tab') === '{name}'")
        over_nothing(tab, phone)


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
