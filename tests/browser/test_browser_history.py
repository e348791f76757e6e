"""History as a person meets it: the year dragged, the race read and run, the drawing opened, a guess judged, a link that keeps it all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torchvision
from visit import IN_EACH, Visit

NewVisit = Callable[..., Visit]
THERE = "document.querySelectorAll('#cnn-challenge tbody tr').length > 0"
DRAWN = "document.querySelectorAll('#cnn-race circle.point').length > 0"


@pytest.fixture
def challenge(visit: NewVisit) -> Callable[..., Visit]:
    """`challenge(more)` opens the staircase and waits until the layers of the year's network are there."""

    def new(more: str = "", **given: Any) -> Visit:
        return visit(f"/?tab=history{more}", **given).wait(THERE)

    return new


def figures(tab: Visit) -> list[str]:
    return [str(text) for text in tab.page.locator("#cnn-challenge svg text").all_text_contents()]


def test_opens_at_2012_with_every_error_and_its_source(challenge: Callable[..., Visit]) -> None:
    tab = challenge()
    assert {"28.2", "25.8", "15.3", "26.2", "11.7", "6.7", "3.6", "3.0", "2.3", "−10.9", "5.1 a person who practised"} <= set(figures(tab))
    assert tab.text("#cnn-challenge .name") == "2012: AlexNet"
    assert "ILSVRC2012" in tab.text("#cnn-challenge .sources") and "Russakovsky" in tab.text("#cnn-challenge .sources")
    count = sum(parameter.numel() for parameter in torchvision.models.alexnet().parameters())
    assert tab.text("#cnn-challenge .sum") == f"{count:,}".replace(",", "\u202f")
    assert tab.troubles == []


def test_the_year_is_walked_and_dragged_and_the_link_keeps_it(challenge: Callable[..., Visit]) -> None:
    tab = challenge()
    slider = tab.page.locator("#cnn-challenge .figure")
    slider.focus()
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == "2017: WMW, 2.3 %"
    assert tab.page.locator("#cnn-challenge .network").is_hidden()
    box = slider.bounding_box()
    column = (box["width"] - 2.4 * 14) / 9
    tab.page.mouse.move(box["x"] + 2.4 * 14 + 5.5 * column, box["y"] + 200)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + 2.4 * 14 + 6.5 * column, box["y"] + 200)
    tab.page.mouse.up()
    tab.wait("bus.get('history.year') === 2015 && location.search.includes('year=2015')")
    tab.page.locator("#cnn-challenge .built [data-value=resnet50]").click()
    tab.wait(
        "location.search.includes('built=resnet50') && document.querySelector('#cnn-challenge tfoot th').textContent.startsWith('50 ')"
    )
    again = challenge("&year=2015&built=resnet50")
    assert again.text("#cnn-challenge .name") == "2015: ResNet-50" and tab.troubles == []


def test_a_layer_says_its_formula_and_the_network_opens_in_look(challenge: Callable[..., Visit]) -> None:
    tab = challenge()
    tab.page.locator("#cnn-challenge tbody tr").first.hover()
    assert "(11·11·3 + 1)·64 = 23\u202f296" in tab.text("#cnn-challenge .formula")
    tab.page.locator("#cnn-challenge .sum span").hover()
    said = tab.text(".term-says")
    assert all(count in said for count in ("61\u202f100\u202f840", "60\u202f965\u202f224", "62\u202f378\u202f344"))
    tab.page.locator("#cnn-challenge [data-do=look]").click()
    tab.wait("bus.get('tab') === 'look' && bus.get('network').key.startsWith('alexnet')")


def test_the_race_that_is_kept_says_so_and_is_read_off(visit: NewVisit) -> None:
    tab = visit("/?tab=history&room=race").wait(DRAWN)
    assert tab.page.locator("#cnn-race circle.point").count() == 4 * 7
    assert "raced" in tab.text("#cnn-race li .state") and "✓" in tab.text("#cnn-race li .state")
    first = tab.text("#cnn-race li .error")
    tab.page.locator("#cnn-race .run .figure").press("End")
    tab.wait("bus.get('history.count') === 100")
    errors = [float(text) for text in tab.page.locator("#cnn-race li .error").all_text_contents()]
    assert errors == sorted(errors) and float(first) > errors[0]
    assert "1\u202f296" in tab.text("#cnn-race .says") and tab.troubles == []


def test_a_race_runs_and_pauses(visit: NewVisit) -> None:
    tab = visit("/?tab=history&room=race").wait(DRAWN)
    tab.page.locator("#cnn-race .go").click()
    tab.page.wait_for_function("() => document.querySelectorAll('#cnn-race li.running').length === 1", timeout=60_000)
    tab.page.wait_for_function("() => document.querySelectorAll('#cnn-race circle.point').length > 0", timeout=60_000)
    assert "Pause" in tab.text("#cnn-race .go")
    tab.page.locator("#cnn-race .go").click()
    tab.page.wait_for_function("() => document.querySelector('#cnn-race .go').textContent.includes('Go on')", timeout=60_000)
    assert "points are measured" in tab.text("#cnn-race .verdict")


def test_a_box_of_the_drawing_opens_its_maps(visit: NewVisit) -> None:
    tab = visit("/?tab=history&room=layers").wait("document.querySelectorAll('#cnn-layers .box').length > 0")
    assert [str(text) for text in tab.page.locator("#cnn-layers .box b").all_text_contents()] == [
        "input", "c1", "s2", "c3", "s4", "c5", "f6", "output",
    ]  # fmt: skip
    assert "60\u202f000 parameters, 340\u202f908 connections" in tab.text("#cnn-layers .facts")
    tab.page.locator("#cnn-layers .box[data-name=c3]").click()
    tab.settle()
    assert tab.text("#cnn-layers .name") == "c3" and "5·5·60 + 16 = 1\u202f516" in tab.text("#cnn-layers .formula")
    tab.page.locator("#cnn-layers [data-do=look]").click()
    tab.wait("bus.get('tab') === 'look' && bus.get('network').key === 'lenet5_1998' && bus.get('layer') === 'c3'")
    assert tab.troubles == []


def test_a_guess_is_judged_by_one_and_by_five(visit: NewVisit) -> None:
    tab = visit("/?tab=history&room=five")  # the page's own drawing gives way to a photograph: five of ten guesses say little
    tab.wait("bus.get('network').key === 'efficientnet_lite0' && bus.get('forward').network === 'efficientnet_lite0'")
    assert tab.page.locator("#cnn-topfive .which [role=combobox]").input_value() == tab.bus("network")["title"]
    assert tab.page.locator("#cnn-topfive li").count() == 5 and not tab.page.locator("#cnn-topfive .few").is_visible()
    guesses = [str(text) for text in tab.page.locator("#cnn-topfive .label").all_text_contents()]
    tab.page.locator("#cnn-topfive li button").nth(1).click()
    assert tab.text("#cnn-topfive dd.one") == "✗ wrong" and tab.text("#cnn-topfive dd.five") == "✓ right"
    assert f"{guesses[1]} is guess number 2 of 1\u202f000." == tab.text("#cnn-topfive .rank")
    assert tab.text("#cnn-topfive .tally") == "Judged: 1. Top-1 error 100 %, top-5 error 0 %."
    classes = tab.page.evaluate("window.cnn.get('network').classes")
    tab.page.locator("#cnn-topfive .find input").fill(next(name for name in classes if name not in guesses))
    tab.page.locator("#cnn-topfive .find input").press("Enter")
    assert tab.text("#cnn-topfive dd.five") == "✗ wrong"
    tab.choose_network("lenet5", "#cnn-topfive")
    tab.wait("bus.get('network').key === 'lenet5' && bus.get('forward').network === 'lenet5'")
    assert "10 classes" in tab.text("#cnn-topfive .few")


def test_the_1998_network_is_shown_a_digit_where_the_picture_is_a_photograph(visit: NewVisit) -> None:
    tab = visit("/?tab=history&room=layers&network=resnet109&sample=cathedral")
    tab.wait("document.querySelector('#cnn-layers .said').textContent.includes('sample instead')")
    tab.page.locator("#cnn-layers .plans [data-value=alexnet]").click()
    tab.wait("document.querySelector('#cnn-layers .which').textContent")
    which = tab.text("#cnn-layers .which")
    count = sum(parameter.numel() for parameter in torchvision.models.alexnet().parameters())
    assert f"{count:,}".replace(",", "\u202f") in tab.text("#cnn-layers .facts")
    assert "60\u202f965\u202f224" in which and "96, 256, 384, 384, 256" in which and "64, 192, 384, 256, 256" in which
    assert "2012" not in tab.text("#cnn-layers .plans") and tab.troubles == []


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_nothing_overflows_in_any_room(visit: NewVisit, path: str, phone: bool) -> None:
    tab = visit(f"{path}?tab=history", phone=phone).wait(THERE)
    for room in ("challenge", "race", "five", "layers"):
        tab.page.evaluate("room => window.cnn.set('history.view', room)", room)
        tab.settle()
        wide = tab.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1] + 1, room
    assert tab.troubles == []
