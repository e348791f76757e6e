"""The page as a whole: both languages clicked through, keys, theme, phone, and what axe says."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from visit import IN_BOTH, IN_EACH, MENU, Visit

NewVisit = Callable[..., Visit]
LANGUAGES = {"/": "en", "/pt": "pt"}


def clicked_through(tab: Visit) -> None:
    """Every kind of control once, by its own handle."""
    page = tab.page
    for option in page.locator("#cnn-strip [role=option]").all():
        option.click()
        tab.settle()
    page.locator("#cnn-strip [data-name=conv1]").click()
    for scope in ("channel", "network", "layer"):
        page.locator(f"#cnn-maps [data-scope={scope}]").click()
    maps = page.locator("#cnn-maps canvas.grid")
    maps.hover(position={"x": 40, "y": 60})
    maps.click(position={"x": 40, "y": 60})
    tab.wait("bus.get('selectedChannel') !== null")
    page.keyboard.press("Escape")
    tab.wait("bus.get('selectedChannel') === null")
    page.locator("#cnn-answer li").nth(3).hover()
    page.locator("#cnn-answer input[type=range]").fill("1")
    page.locator("#cnn-answer input[type=range]").fill("0")
    for name in ("picture", "samples", "draw"):
        page.locator(f"#input-{name}-button").click()
        tab.settle()
    page.locator("#input-samples-button").click()
    for sample in page.locator("#cnn-samples button").all()[:3]:
        sample.click()
        tab.settle()
    for control in ("dark", "dark", "projector", "projector", "link"):
        page.locator(f"#cnn-head [data-do={control}]").click()
        tab.settle()
    page.locator("#cnn-head [data-do=help]").click()
    page.locator("#cnn-head [data-do=about]").click()
    page.locator("#cnn-head dialog.about button").click()
    page.locator("#cnn-maps .facts").click()
    page.locator("#cnn-maps .facts").click()
    page.locator("#cnn-note .open").click()
    page.locator("#cnn-class_choice dialog input").fill("3")
    page.locator("#cnn-class_choice dialog [role=option]").click()
    choose_network(tab, "resnet18@random")
    choose_network(tab, "lenet5@random")


def choose_network(tab: Visit, key: str) -> None:
    """Through Look's menu of networks."""
    tab.choose_network(key)
    tab.wait(f"bus.get('network').key === '{key}' && bus.get('forward').network === '{key}'")


@pytest.mark.parametrize("path", IN_EACH)
def test_a_full_click_through_leaves_the_console_clean(visit: NewVisit, path: str) -> None:
    tab = visit(path, permissions=["clipboard-read", "clipboard-write"], watched=True)
    clicked_through(tab)
    assert tab.troubles == []
    assert tab.page.evaluate("window.cnn.get('error') ?? null") is None


SAYS = [pytest.param("/", "en", "Convolutions", "Draw", marks=pytest.mark.slow), ("/pt", "pt-BR", "Convoluções", "Desenhar")]


@pytest.mark.parametrize(("path", "tongue", "title", "draw"), SAYS)
def test_the_address_settles_the_language_not_the_browser(visit: NewVisit, path: str, tongue: str, title: str, draw: str) -> None:
    tab = visit(path, locale="fr-FR")
    assert tab.page.evaluate("[document.documentElement.lang, navigator.language, document.title]") == [tongue, tongue, title]
    assert tab.text("#input-draw-button") == draw


def test_the_portuguese_page_is_in_portuguese(visit: NewVisit) -> None:
    """No word of the English page that the Portuguese has another word for; numbers with a comma."""
    english, portuguese = visit("/?network=lenet5@random"), visit("/pt?network=lenet5@random")
    for selector in ("#cnn-head header", "#area-network", "#input", "#cnn-network_input", "#cnn-answer", "#cnn-maps .scope"):
        assert english.text(selector) != portuguese.text(selector), selector
    assert "," in portuguese.text("#cnn-answer li .p") and "." not in portuguese.text("#cnn-answer li .p")
    seen = portuguese.page.locator("body").inner_text()
    for word in ("Network", "Draw", "Samples", "Answer", "Temperature", "Dark", "Projector", "channel", "layer", "parameters"):
        assert word not in seen.split(), word


def test_the_menu_opens_a_network_and_shows_it(visit: NewVisit) -> None:
    tab = visit("/?network=lenet5@random")
    before = tab.screen
    choose_network(tab, "resnet18@random")
    assert tab.screen["maps"] != before["maps"]
    assert tab.page.locator(MENU).input_value() == tab.bus("network")["title"]
    assert "11" in tab.text("#cnn-note .say") and "memory" not in tab.text("#cnn-answer .time")
    choose_network(tab, "lenet5@random")
    assert tab.bus("forward")["remembered"] and tab.text("#cnn-answer .time").startswith(
        "from memory, "
    )  # no forward pass longer than its way


CHEAPEST = """[...window.cnn.get('networks').values()].filter(c => c.download_mb)
  .sort((a, b) => a.download_mb - b.download_mb).map(c => [c.key, c.title])[0]"""


def test_weights_that_cannot_be_had_change_nothing(visit: NewVisit) -> None:
    """The menu lists what would be downloaded; without a network connection a sentence says so and the rest stays."""
    tab = visit("/?network=lenet5@random")
    before = tab.screen
    key, title = tab.page.evaluate(CHEAPEST)
    tab.choose_network(key)
    tab.page.wait_for_function("title => window.cnn.get('error') || window.cnn.get('network').title === title", arg=title)
    if tab.page.evaluate("!window.cnn.get('error')"):
        pytest.skip("there is a network connection here")
    assert tab.settle().screen == before
    assert tab.refusal == tab.bus("error")
    tab.page.wait_for_function("menu => document.querySelector(menu).value === window.cnn.get('network').title", arg=MENU)


def test_keys(visit: NewVisit) -> None:
    tab = visit("/?network=lenet5@random")
    page = tab.page
    layers = [layer["name"] for layer in tab.bus("network")["layers"]]
    page.locator("body").press("End")
    assert tab.settle().bus("layer") == layers[-1]
    page.keyboard.press("ArrowLeft")
    assert tab.settle().bus("layer") == layers[-2]
    page.keyboard.press("Home")
    assert tab.settle().bus("layer") == layers[0]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert tab.settle().bus("layer") == layers[2]
    page.locator("#cnn-maps canvas.grid").focus()
    page.keyboard.press("ArrowRight")
    assert tab.settle().bus("hover")["channel"] == 0
    page.keyboard.press("Enter")
    assert tab.settle().bus("selectedChannel") == 0
    page.keyboard.press("Escape")
    assert tab.settle().bus("selectedChannel") is None
    page.keyboard.press("?")
    assert page.locator("#cnn-head dialog.help").evaluate("dialog => dialog.open")
    page.keyboard.press("Escape")
    assert not page.locator("#cnn-head dialog.help").evaluate("dialog => dialog.open")
    page.keyboard.press("p")
    assert page.evaluate("document.body.classList.contains('projector')")
    assert tab.troubles == []


@pytest.mark.parametrize("path", IN_EACH)
def test_a_projector_shows_every_tab_and_what_stands_beside_them(visit: NewVisit, path: str) -> None:
    tab = visit(path)
    shown = "one => one.checkVisibility({ visibilityProperty: true })"
    tabs = f"[...document.querySelectorAll('#main > .tab-wrapper [role=tab]')].filter({shown})"
    folded = "document.querySelectorAll('#main > .tab-wrapper .overflow-dropdown button').length"
    tab.page.keyboard.press("p")
    tab.wait(f"{tabs}.length > 8 && {folded} === 0")
    ends = tab.page.evaluate(f"""() => {{
      const [title, ...tools] = document.querySelectorAll('#cnn-head .title, #cnn-head nav a, #cnn-head header > button')
      return [title, ...{tabs}, ...tools].map(one => [one.getBoundingClientRect().left, one.getBoundingClientRect().right])
    }}""")
    assert all(right <= left + 1 for (_, right), (left, _) in pairwise(ends)) and ends[-1][1] <= 1280, ends
    assert tab.page.evaluate(f"parseFloat(getComputedStyle({tabs}[0]).fontSize)") >= 20


def test_keys_keep_out_of_the_way_of_who_is_typing(visit: NewVisit) -> None:
    tab = visit("/?network=lenet5@random")
    tab.page.locator(MENU).focus()
    tab.page.keyboard.press("d")
    assert not tab.page.evaluate("document.documentElement.classList.contains('dark')")


def test_dark_is_kept_and_never_flashes(visit: NewVisit) -> None:
    """Once chosen it is there before the first paint of the next load, whatever the system prefers."""
    tab = visit("/")
    light = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.page.locator("body").press("d")
    dark = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (light, dark) == ("rgb(251, 250, 247)", "rgb(19, 20, 22)")
    tab.page.add_init_script(
        """addEventListener('DOMContentLoaded', () => { window.seenThemes = []
          const look = () => {
            seenThemes.push(getComputedStyle(document.documentElement).backgroundColor)
            if (seenThemes.length < 90) requestAnimationFrame(look)
          }
          requestAnimationFrame(look) })"""
    )
    tab.open("/pt")
    tab.page.wait_for_function("() => window.seenThemes.length > 30")
    assert set(tab.page.evaluate("window.seenThemes")) == {dark}
    assert tab.page.evaluate("document.body.classList.contains('dark')")


@pytest.mark.slow  # two windows; every test in the dark begins so
def test_the_systems_theme_is_the_first(visit: NewVisit) -> None:
    assert visit("/", color_scheme="dark").page.evaluate("document.body.classList.contains('dark')")
    assert not visit("/", color_scheme="light").page.evaluate("document.body.classList.contains('dark')")


@pytest.mark.parametrize("path", IN_EACH)
def test_a_phone_shows_what_one_does_and_the_answer_at_once(visit: NewVisit, path: str) -> None:
    tab = visit(path, phone=True)
    page = tab.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    board, rows = page.locator("#cnn-draw canvas").bounding_box(), page.locator("#cnn-answer li").all()
    assert board["y"] >= 0 and len(rows) == 10
    last = rows[-1].bounding_box()
    assert last["y"] + last["height"] <= 844
    for button in page.locator("#cnn-draw button, #cnn-head header button:visible").all():
        assert button.bounding_box()["height"] >= 40


@pytest.mark.parametrize("path", IN_EACH)
def test_at_720p_nothing_scrolls_but_the_strip(visit: NewVisit, path: str) -> None:
    page = visit(path).page
    assert page.evaluate("[document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]") == [
        True,
        True,
    ]


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize("theme", IN_BOTH)
def test_axe_finds_no_violation(visit: NewVisit, axe: str, path: str, theme: Any) -> None:
    tab = visit(path, color_scheme=theme)
    tab.page.evaluate(axe)
    found = tab.page.evaluate("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]} ({len(v['nodes'])})" for v in found["violations"]] == []


def test_a_request_to_another_host_is_stopped_and_said_in_the_console(visit: NewVisit) -> None:
    """By which every test of the page sees one."""
    tab = visit("/?network=lenet5@random")
    assert tab.page.evaluate("fetch('http://127.0.0.2:9/').catch(error => error.name)") == "TypeError"
    assert len(tab.troubles) and all("Content Security Policy" in trouble for trouble in tab.troubles)
    tab.troubles.clear()


def test_the_api_page_documents_the_endpoints_and_asks_nobody_else(visit: NewVisit) -> None:
    tab = visit("/?view=api", watched=True)
    docs = tab.page.locator(".api-docs")
    docs.get_by_text("/feature_maps").first.wait_for()
    said = docs.inner_text()
    for word in ("/networks", "/predict", "/feature_maps", "softmax(logit / temperature)", "multiply-accumulates"):
        assert word in said
    assert [line for line in tab.troubles if line.startswith("asks")] == []


COUNT_FRAMES = """{
  const ask = window.requestAnimationFrame.bind(window)
  window.painting = { ask, others: 0 }
  window.requestAnimationFrame = then => {
    painting.others += 1
    return ask(then)
  }
}"""
COMES_TO_REST = """() => new Promise(done => {
  let [frames, quiet, before] = [0, 0, -1]
  const next = () => {
    frames += 1
    quiet = painting.others === before ? quiet + 1 : 0
    before = painting.others
    if (frames < 1000 && quiet < 20) return painting.ask(next)
    done(quiet === 20)
  }
  painting.ask(next)
})"""
"""Whether there are twenty frames in a row for which nobody else asks, among the next thousand."""


def test_a_page_on_which_nothing_happens_does_not_wake_in_every_frame(visit: NewVisit) -> None:
    """Gradio's sign that a page loads goes on counting seconds when it is gone."""
    tab = visit("/")
    tab.page.add_init_script(COUNT_FRAMES)
    assert tab.open("/").page.evaluate(COMES_TO_REST)
