"""A link opens exactly what it was copied from; a mangled one opens the page as it starts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from visit import Visit

from tests import hands

NewVisit = Callable[..., Visit]


def address(tab: Visit, has: str) -> str:
    """The tab's own address below the root, once it says `has`."""
    tab.page.wait_for_function("has => location.search.includes(has)", arg=has)
    return str(tab.page.evaluate("location.pathname + location.search"))


def test_a_link_restores_network_layer_channel_scope_and_drawing(visit: NewVisit) -> None:
    tab = visit("/?network=lenet5@random&ink=")
    tab.draw(hands.digits()[5].strokes)
    tab.page.locator("#cnn-strip [data-name=conv2]").click()
    tab.settle()
    tab.page.locator("#cnn-maps [data-scope=network]").click()
    tab.page.locator("#cnn-maps canvas.grid").focus()
    tab.page.keyboard.press("PageDown")
    tab.page.keyboard.press("PageDown")
    tab.page.keyboard.press("Enter")
    tab.wait("bus.get('selectedChannel') !== null")
    link = address(tab, "channel=")
    tab.page.mouse.move(2, 2)
    tab.page.evaluate("window.cnn.set('hover', null)")
    other = visit(link)
    other.wait("bus.get('selectedChannel') !== null")
    state = "['network', 'layer', 'selectedChannel', 'scope', 'strokes'].map(key => window.cnn.get(key)?.key ?? window.cnn.get(key))"
    assert other.page.evaluate(state) == tab.page.evaluate(state)
    assert other.bus("layer") == "conv2" and other.bus("scope") == "network"
    assert other.settle().screen == tab.settle().screen
    assert other.troubles == []


def test_a_link_to_a_sample(visit: NewVisit) -> None:
    tab = visit("/?network=resnet18@random&sample=cat&layer=bn1")
    assert tab.bus("layer") == "bn1" and tab.bus("source")["sample"] == "cat"
    assert visit("/pt?network=resnet18@random&sample=cat&layer=bn1").screen["input"] == tab.screen["input"]
    assert visit("/pt?network=resnet18@random&sample=coffee&layer=bn1").screen["input"] != tab.screen["input"]


def test_a_link_to_a_sample_opens_where_the_samples_are(visit: NewVisit) -> None:
    chosen = "#input [role=tab][aria-selected=true]"
    visit("/pt?sample=coffee&network=resnet18@random").page.locator(chosen, has_text="Exemplos").wait_for()
    assert visit("/").page.locator(chosen).inner_text() == "Draw"


def test_the_other_language_keeps_everything(visit: NewVisit) -> None:
    tab = visit("/?network=lenet5@random&ink=")
    tab.draw(hands.digits()[2].strokes)
    tab.page.locator("#cnn-strip [data-name=pool1]").click()
    address(tab, "layer=pool1")
    before = tab.settle().screen
    tab.page.locator("#cnn-head [data-language=pt]").click()
    tab.page.wait_for_url("**/pt?**")
    tab.wait("bus.get('forward') && bus.get('maps')?.layer === 'pool1'")
    assert tab.page.evaluate("document.documentElement.lang") == "pt-BR"
    after = tab.screen
    assert (after["maps"], after["input"]) == (before["maps"], before["input"])


HOSTILE = [
    "?network=nobody&layer=nowhere&channel=-1&scope=galaxy&temperature=-3&sample=../../etc/passwd&ink=%00%ff",
    "?network=<script>alert(1)</script>&layer=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
    "?ink=" + "A" * 5000,
    "?channel=999999&layer=conv1",
    "?tab=unknown&network=__proto__&layer=constructor&scope=toString",
    "?ink=%F0%9F%92%A9&sample=-&temperature=NaN&channel=1e309",
]


@pytest.mark.parametrize("queries", [HOSTILE[:2], pytest.param(HOSTILE[2:], marks=pytest.mark.slow)], ids=["two", "the others"])
def test_a_hostile_link_opens_the_page_as_it_starts(visit: NewVisit, queries: list[str]) -> None:
    tab = visit("/")
    state = "['network', 'layer', 'scope', 'temperature'].map(key => window.cnn.get(key)?.key ?? window.cnn.get(key))"
    plain = tab.page.evaluate(state)
    for query in queries:
        tab.open("/" + query)
        assert tab.page.evaluate(state) == plain, query
        assert tab.page.evaluate("window.cnn.get('selectedChannel') ?? null") is None
        assert [line for line in tab.troubles if "alert" in line or "exception" in line] == []
        assert tab.page.locator("img[src=x]").count() == 0
