"""What holds in every tab and every view: axe's rules, and on a projector of 1280 × 720 no small words and nothing to scroll."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from every_view import every_view
from visit import IN_BOTH, IN_EACH, Visit

NewVisit = Callable[..., Visit]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })
  .then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} (${nodes.length})`))"""
SIZES = {"wide": (1280, 720), "phone": (390, 844), "narrow": (320, 640)}


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize("theme", IN_BOTH)
@pytest.mark.parametrize("size", [pytest.param("wide", marks=pytest.mark.slow), pytest.param("phone", marks=pytest.mark.slow), "narrow"])
def test_axe_finds_no_violation_in_any_view(visit: NewVisit, axe: str, path: str, theme: Any, size: str) -> None:
    tab, found = visit(path, color_scheme=theme), {}
    width, height = SIZES[size]
    tab.page.set_viewport_size({"width": width, "height": height})
    tab.page.evaluate(axe)
    for view in every_view(tab):
        if told := tab.page.evaluate(AXE, RULES):
            found[view] = told
    assert found == {} and tab.troubles == []


SEEN = "e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getClientRects().length"
SMALL = f"""() => [...document.querySelectorAll('body *')].filter(e => {{
  const words = [...e.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim())
  if (!words || !({SEEN}) || e.closest('sub, sup, msub, msup, option, .unseen, script, style')) return false
  const box = e.getBoundingClientRect()
  return box.width > 1 && box.height > 1 && parseFloat(getComputedStyle(e).fontSize) < 19.5
}}).map(e => `${{e.textContent.trim().slice(0, 40)}} (${{getComputedStyle(e).fontSize}})`)"""
SCROLLS = f"""() => [...document.querySelectorAll('#uses *, #history *, #explain *')].filter(e => {{
  const {{ overflowY }} = getComputedStyle(e)
  return ({SEEN}) && ['auto', 'scroll'].includes(overflowY) && e.clientHeight && e.scrollHeight > e.clientHeight + 1
}}).map(e => `${{e.className}} ${{e.scrollHeight}} > ${{e.clientHeight}}`)"""


@pytest.mark.parametrize("path", IN_EACH)
def test_on_a_small_projector_words_are_large_and_nothing_scrolls(visit: NewVisit, path: str) -> None:
    tab, found = visit(path), {}
    tab.page.locator("[data-do=projector]").click()
    for view in every_view(tab):
        told = [*tab.page.evaluate(SMALL), *tab.page.evaluate(SCROLLS)]
        if told:
            found[view] = told
    tab.page.locator("[data-do=projector]").click()
    assert found == {} and tab.troubles == []


RACE_OVERLAP = """() => {
  const end = one => one.getBoundingClientRect().bottom
  const lanes = [...document.querySelectorAll('#cnn-trainlanes :is(canvas, svg)')].filter(one => one.checkVisibility())
  return [lanes.length, Math.max(...lanes.map(end)) - document.querySelector('#cnn-trainseeds').getBoundingClientRect().top]
}"""


@pytest.mark.parametrize("path", IN_EACH)
def test_on_a_small_projector_the_lanes_of_a_race_end_above_its_seeds(visit: NewVisit, path: str) -> None:
    tab = visit(f"{path}?tab=train").wait("bus.get('train.race')?.lanes.every(lane => lane.ended)")
    tab.page.locator("[data-do=projector]").click()
    tab.page.wait_for_function("() => document.querySelector('#cnn-trainseeds .dots.narrow svg')")
    count, over = tab.settle().page.evaluate(RACE_OVERLAP)
    assert count > 20 and over <= 1


def test_keys_open_their_tabs_also_where_tabs_are_folded(visit: NewVisit) -> None:
    tab = visit("/pt?tab=uses", phone=True)
    for key, name in (("6", "transfer"), ("9", "history"), ("4", "explain"), ("8", "uses"), ("1", "look")):
        tab.page.keyboard.press(key)
        tab.wait(f"bus.get('tab') === {name!r}")
    assert tab.troubles == []
