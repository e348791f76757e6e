"""Thirty digits drawn with a real mouse by three hands, and the answer read off the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from visit import Visit

from tests import hands


@pytest.mark.slow
@pytest.mark.parametrize(("hands_many", "most_wrong"), [(1, 0), (3, 2)])
def test_digits_drawn_with_the_mouse_are_read(visit: Callable[..., Visit], hands_many: int, most_wrong: int) -> None:
    tab = visit("/?ink=")
    assert tab.bus("network")["key"] == "lenet5"
    wrong = []
    drawings = hands.digits()[: 10 * hands_many]
    assert len({drawn.hand for drawn in drawings}) == hands_many and len(drawings) == 10 * hands_many
    for drawn in drawings:
        tab.clear()
        tab.draw(drawn.strokes)
        if tab.best != str(drawn.digit):
            wrong.append(f"{drawn.hand} {drawn.digit} read as {tab.best}")
    assert len(wrong) <= most_wrong, wrong
    assert tab.troubles == []


def test_the_answer_follows_the_pen(visit: Callable[..., Visit]) -> None:
    """While the button is still down, half a stroke has its own answer."""
    tab = visit("/?ink=")
    before = tab.screen
    board = tab.page.locator("#cnn-draw canvas").bounding_box()
    tab.page.mouse.move(board["x"] + 100, board["y"] + 60)
    tab.page.mouse.down()
    for y in range(60, 200, 10):
        tab.page.mouse.move(board["x"] + 100, board["y"] + y)
    tab.settle()
    during = tab.screen
    for x in range(100, 200, 10):
        tab.page.mouse.move(board["x"] + x, board["y"] + 200)
    tab.settle()
    later = tab.screen
    tab.page.mouse.up()
    assert len({shot["maps"] for shot in (before, during, later)}) == 3
    assert len({shot["answer"] for shot in (before, during, later)}) == 3


def test_undo_and_clear(visit: Callable[..., Visit]) -> None:
    tab = visit("/?ink=")
    empty = tab.screen
    one, other = [drawn.strokes for drawn in hands.digits() if len(drawn.strokes) == 1][:2]
    tab.draw(one)
    first = tab.screen
    tab.draw(other)
    assert tab.screen["maps"] != first["maps"]
    tab.page.locator("#cnn-draw [data-do=undo]").click()
    assert tab.settle().screen == first
    tab.page.keyboard.press("Control+z")
    assert tab.settle().screen == empty
    tab.draw(one)
    tab.draw(other)
    tab.page.keyboard.press("Delete")
    assert tab.settle().screen == empty
    tab.page.keyboard.press("Control+z")
    assert tab.settle().screen["input"] != empty["input"]


def test_a_finger_draws_and_the_page_stays(visit: Callable[..., Visit]) -> None:
    tab = visit("/?ink=", phone=True)
    before = tab.screen["input"]
    box = tab.page.locator("#cnn-draw canvas").bounding_box()
    touch = tab.page.context.new_cdp_session(tab.page)
    x, y = box["x"] + box["width"] / 2, box["y"] + 40
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 12):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y + step * 12}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    tab.wait("bus.get('strokes')")
    assert tab.page.evaluate("scrollY") == 0
    assert tab.screen["input"] != before
