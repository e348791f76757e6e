"""Digits on paper at the page: found, framed and told step by step; the network that reads them is kept, offered, and come back to."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from visit import IN_BOTH, IN_EACH, Visit

from tests import paper
from tests.serving import ROOT

NewVisit = Callable[..., Visit]
BOXES = "#cnn-picture .boxes rect"


def bring(tab: Visit, data: bytes, name: str = "paper.png") -> None:
    tab.page.locator("#input-picture-button").click()
    tab.page.locator("#cnn-picture input[type=file]").set_input_files({"name": name, "mimeType": "image/png", "buffer": data})
    tab.wait(f"bus.get('source').name === '{name}'")


def photograph() -> bytes:
    return (ROOT / "assets" / "samples" / "coffee.jpg").read_bytes()


def two() -> bytes:
    sheet = Image.new("RGB", (1280, 480), (240, 238, 230))
    for x, (digit, seed) in ((0, (4, 1)), (640, (8, 2))):
        one = Image.open(io.BytesIO(paper.picture("pen", "pen", (seed,), digit)[1]))
        sheet.paste(one.resize((640, 480)), (x, 0))
    sheet.save(out := io.BytesIO(), "PNG")
    return out.getvalue()


def test_a_picture_of_a_digit_stays_with_the_network_that_reads_it(visit: NewVisit) -> None:
    tab = visit("/pt")
    digit, data = paper.picture("squared", "pen", (7,), 0)
    bring(tab, data)
    assert tab.bus("wantedNetwork") == "lenet5" and tab.best == str(digit) and tab.page.locator(BOXES).count() == 1
    steps = tab.page.locator("#cnn-network_input .prepared")
    steps.click()
    told = tab.page.locator("#cnn-network_input .steps li")
    assert told.count() >= 4 and steps.get_attribute("aria-expanded") == "true"
    assert "linhas impressas" in tab.text("#cnn-network_input .steps") and told.last.locator("canvas").evaluate("c => c.width") == 28
    tab.page.keyboard.press("Escape")
    assert tab.page.locator("#cnn-network_input .steps").is_hidden() and not tab.troubles


def test_of_two_digits_each_can_be_read(visit: NewVisit) -> None:
    tab = visit()
    bring(tab, two())
    assert tab.page.locator(BOXES).count() == 2 and tab.page.locator("#cnn-picture .found").is_visible()
    read = [tab.best]
    for which in (0, 1):
        tab.page.locator(BOXES).nth(which).click()
        tab.wait(f"bus.get('forward').found.digit === {which}")
        read.append(tab.best)
    assert read[1:] == ["4", "8"] and read[0] in read[1:]
    tab.page.locator(f"{BOXES}.read").focus()
    for key, which, says in (("ArrowLeft", 0, "4"), ("ArrowLeft", 1, "8"), ("ArrowRight", 0, "4")):
        tab.page.keyboard.press(key)
        tab.wait(f"bus.get('forward').found.digit === {which} && document.activeElement.classList.contains('read')")
        assert tab.best == says and tab.page.evaluate("document.activeElement.getAttribute('aria-checked')") == "true"
    way = tab.page.locator("#cnn-picture [data-do=read]")
    assert way.inner_text() == "Look at it as a photograph"
    way.click()
    tab.wait("bus.get('forward').network === 'efficientnet_lite0'")
    assert tab.page.locator(BOXES).count() == 0 and way.inner_text() == "Read the digit"
    way.click()
    tab.wait("bus.get('forward').network === 'lenet5'")
    assert tab.page.locator(BOXES).count() == 2


COVERED = """() => {
  const [words, frame] = ['.found', '.frame'].map(part => document.querySelector(`#cnn-picture ${part}`).getBoundingClientRect())
  return words.top < frame.bottom - 1 && words.bottom > frame.top + 1
}"""


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize("theme", IN_BOTH)
def test_boxes_offer_and_steps_break_no_rule_and_cover_nothing_on_a_narrow_phone(visit: NewVisit, axe: str, path: str, theme: Any) -> None:
    tab = visit(path, color_scheme=theme, viewport={"width": 320, "height": 640})
    bring(tab, two())
    assert tab.page.locator("#cnn-picture .found").is_visible() and not tab.page.evaluate(COVERED)
    assert tab.page.evaluate("document.documentElement.scrollWidth") == 320
    tab.page.locator("#cnn-network_input .prepared").click()
    tab.page.evaluate(axe)
    for part in ("#cnn-picture", "#cnn-network_input"):
        found = tab.page.evaluate("part => axe.run(part, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })", part)
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]] == [], part
    steps = tab.page.locator("#cnn-network_input .steps").bounding_box()
    assert steps["x"] >= 0 and steps["x"] + steps["width"] <= 320 and steps["y"] + tab.page.evaluate("scrollY") >= 0


def test_a_network_for_digits_is_offered_to_who_chose_another(visit: NewVisit) -> None:
    tab = visit("/?network=resnet109&sample=cat")
    bring(tab, photograph(), "coffee.jpg")
    assert tab.page.locator("#cnn-picture .found").is_hidden()
    bring(tab, paper.picture("pen", "pen", (3,), 3)[1])
    tab.wait("bus.get('networkOffer')")
    assert tab.bus("wantedNetwork") == "resnet109"
    tab.page.locator("#cnn-picture input[type=file]").set_input_files(
        {"name": "notes.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    tab.wait("bus.get('error')")
    tab.settle()
    assert "notes.png" in tab.bus("error") and tab.page.locator("#cnn-picture [data-do=read]").is_visible()
    tab.troubles.clear()
    tab.page.locator("#cnn-picture [data-do=read]").click()
    tab.wait("bus.get('forward').network === 'lenet5'")
    assert tab.best == "3"


def test_a_network_for_digits_that_a_photograph_put_aside_is_come_back_to(visit: NewVisit) -> None:
    tab = visit()
    bring(tab, photograph(), "coffee.jpg")
    assert tab.bus("wantedNetwork") == "efficientnet_lite0" and tab.text("#cnn-picture .found span") == "Looked at as a photograph."
    bring(tab, paper.picture("pen", "pen", (3,), 3)[1])
    assert tab.bus("wantedNetwork") == "lenet5" and tab.best == "3" and tab.text("#cnn-picture .found span") == "Read as a digit on paper."
    bring(tab, photograph(), "coffee.jpg")
    assert tab.bus("wantedNetwork") == "efficientnet_lite0"
    tab.page.locator("#input-draw-button").click()
    assert "aside" in tab.page.locator("#cnn-draw .place").get_attribute("class")  # the drawing of before is not what is looked at
    board = tab.page.locator("#cnn-draw canvas").bounding_box()
    tab.page.mouse.move(board["x"] + 130, board["y"] + 40)
    tab.page.mouse.down()
    tab.page.mouse.move(board["x"] + 130, board["y"] + 220, steps=8)
    tab.page.mouse.up()
    tab.settle()
    assert tab.bus("wantedNetwork") == "lenet5" and tab.best == "1"  # and does not lie beneath the new one


def test_without_ink_there_is_a_sentence_and_no_answer(visit: NewVisit) -> None:
    tab = visit()
    tab.clear()
    assert tab.page.locator("#cnn-answer li").count() == 0 and "Nothing is drawn" in tab.text("#cnn-answer")


@pytest.fixture
def camera(filmed: Callable[[Image.Image], Visit]) -> tuple[Visit, str]:
    """A tab of a browser whose camera sees a digit on squared paper, and the digit."""
    digit, data = paper.picture("squared", "pen", (11,), 5)
    return filmed(Image.open(io.BytesIO(data)).convert("RGB").resize((640, 480))), str(digit)


def test_the_camera_reads_a_digit_on_paper_and_stays_with_its_network(camera: Any) -> None:
    tab, digit = camera
    tab.open()
    tab.page.locator("#input-picture-button").click()
    tab.page.evaluate("() => { window.answers = 0; cnn.on('forward', () => { window.answers++ }) }")
    tab.page.locator("#cnn-picture [data-do=camera]").click()
    tab.page.wait_for_function("window.answers >= 12")  # no settling: while the camera is on, the next picture is always due
    assert tab.bus("wantedNetwork") == "lenet5" and tab.page.locator("#cnn-picture video").is_visible()
    assert tab.best == digit and tab.page.locator(f"{BOXES}.read").count() == 1
    tab.page.locator("#cnn-picture [data-mode=photograph]").click()
    tab.page.wait_for_function("cnn.get('forward').network === 'efficientnet_lite0'")
    assert tab.page.locator("#cnn-picture video").is_visible() and tab.page.locator(BOXES).count() == 0
    tab.page.locator("#cnn-picture [data-do=stop]").click()
    tab.settle()
    assert not tab.troubles
