"""Wherever a class of many is chosen, it is found by name in the one list: the two heat maps, the picture that Filters makes, one step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from visit import Visit

NewVisit = Callable[..., Visit]
LIST = "#cnn-class_choice dialog[open]"
PHOTOGRAPH = "network=resnet109@random&sample=cat"  # 109 classes


def find(tab: Visit, name: str) -> int:
    """Types the beginning of a name into the list and takes the first; its place among the classes."""
    tab.page.locator(f"{LIST} input").fill(name)
    tab.page.keyboard.press("Enter")
    assert tab.page.locator(LIST).count() == 0
    return int(tab.page.evaluate("name => cnn.get('network').classes.findIndex(one => one.startsWith(name))", name))


@pytest.mark.parametrize(("which", "place"), [("a", 0), ("b", 1)])
def test_explain_looks_at_a_class_that_is_not_listed(visit: NewVisit, which: str, place: int) -> None:
    tab = visit(f"/pt?tab=explain&{PHOTOGRAPH}").wait("bus.get('explain.heats')")
    rest = tab.page.locator("#cnn-classes .rest")
    assert rest.locator(".others").inner_text() == "mais 103 classes"
    rest.locator(f"[data-which={which}]").click()
    name = tab.page.locator(f"{LIST} [role=option] span").nth(40).inner_text()
    index = find(tab, name)
    tab.wait(f"bus.get('explain.classes')?.[{place}] === {index}")
    assert tab.page.locator("#cnn-classes li.looked .name", has_text=name).count() == 1 and tab.troubles == []


@pytest.mark.slow
def test_filters_makes_a_picture_for_a_class_that_is_not_listed(visit: NewVisit) -> None:
    tab = visit(f"/pt?tab=filters&{PHOTOGRAPH}").wait("bus.get('filters.made')")
    menu = tab.page.locator("#cnn-unit select.aim")
    assert menu.locator("option").count() == 2 + 8 + 1
    menu.select_option("search")
    assert menu.input_value() == "channel", "nothing is chosen yet"
    index = find(tab, tab.page.locator(f"{LIST} [role=option] span").nth(40).inner_text())
    tab.wait(f"bus.get('filters.aim') === 'class_{index}'")
    assert menu.input_value() == f"class_{index}" and tab.troubles == []


def test_one_step_is_told_a_class_that_is_not_listed(visit: NewVisit) -> None:
    tab = visit(f"/pt?tab=train&view=step&{PHOTOGRAPH}").wait("bus.get('step.forwardBackward')")
    menu = tab.page.locator("#cnn-forward_backward .taught")
    menu.select_option("search")
    tab.page.keyboard.press("Escape")
    assert tab.page.locator(LIST).count() == 0 and menu.input_value().isdigit()
    menu.select_option("search")
    index = find(tab, tab.page.locator(f"{LIST} [role=option] span").nth(40).inner_text())
    tab.wait(f"bus.get('step.taught') === {index}")
    assert menu.input_value() == str(index) and tab.troubles == []
