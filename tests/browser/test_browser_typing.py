"""What a person is typing stays theirs, however slowly the server answers meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from visit import IN_EACH, Visit

NewVisit = Callable[..., Visit]
READY = "bus.get('transfer.run')?.over && !bus.get('transfer.run').stop && bus.get('transfer.freezePoints')?.of"


@pytest.mark.parametrize("path", IN_EACH)
def test_the_name_of_a_class_is_kept_when_an_answer_comes_while_it_is_typed(visit: NewVisit, path: str) -> None:
    tab = visit(f"{path}?tab=transfer&network=lenet5").wait(READY)
    held: list[Any] = []
    tab.page.route("**/cnn/class_edit?*", lambda route: held.append(route))  # not the list's own method: Playwright marks what it calls
    classes = tab.page.locator("#cnn-examples .class")
    classes.nth(1).locator("input[type=checkbox]").click()
    classes.nth(0).locator(".name").press("F2")
    field = tab.page.locator("#cnn-examples .rename")
    field.press_sequentially("pencil")
    held.pop().continue_()
    tab.page.unroute("**/cnn/class_edit?*")
    tab.wait("!bus.get('transfer.classes')[1].enabled")
    assert field.input_value() == "pencil" and field.evaluate("field => field === document.activeElement")
    assert "off" in (classes.nth(1).get_attribute("class") or ""), "the other classes are shown as they are now"
    field.press("End")
    field.press_sequentially("s")
    field.press("Enter")
    assert classes.nth(0).locator(".name").inner_text() == "pencils", "it stands there before the server has answered"
    tab.wait("bus.get('transfer.classes')[0].name === 'pencils'")


def test_a_name_that_is_refused_goes_and_what_came_meanwhile_is_shown(visit: NewVisit) -> None:
    tab = visit("/?tab=transfer&network=lenet5").wait(READY)
    names = [one["name"] for one in tab.bus("transfer.classes")]
    tab.page.locator("#cnn-examples .name").nth(0).press("F2")
    field = tab.page.locator("#cnn-examples .rename")
    field.fill(names[1])
    field.press("Enter")
    tab.wait("bus.get('transfer.error')")
    tab.page.wait_for_function("name => document.querySelector('#cnn-examples .name').textContent === name", arg=names[0])


def test_a_seed_and_a_search_are_not_painted_over(visit: NewVisit) -> None:
    tab = visit("/?tab=augment&network=lenet5")
    seed = tab.page.locator("#cnn-plan .seed")
    seed.press("ControlOrMeta+a")
    seed.press_sequentially("12")
    tab.page.evaluate("window.cnn.set('augment.seed', 7)")
    assert seed.input_value() == "12"
    seed.press("Enter")
    tab.wait("bus.get('augment.seed') === 12")


def test_what_is_wrong_with_a_number_stands_above_what_follows(visit: NewVisit) -> None:
    tab = visit("/?tab=transfer&network=lenet5").wait(READY)
    epochs = tab.page.locator("#cnn-settings .epochs")
    epochs.fill("4000")
    epochs.press("Tab")
    note, below = tab.page.locator("#cnn-settings .note"), tab.page.locator("#cnn-learning")
    said, next_part = note.bounding_box(), below.bounding_box()
    assert said["y"] + said["height"] <= next_part["y"], "it lies over nothing"
    epochs.fill("12")
    epochs.press("Tab")
    note.wait_for(state="hidden")
