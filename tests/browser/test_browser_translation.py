"""Translation in Chromium: the picture in the hand, two networks beside each other, their answers against the networks themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import nn
from visit import IN_BOTH, IN_EACH, Visit

from models.networks.lenet5 import LeNet5
from models.networks.mlp import MLP

ROOT = Path(__file__).parents[2]
NewVisit = Callable[..., Visit]
DIGIT = "/?tab=convolve&sample=digit-3"
THERE = "document.querySelectorAll('#cnn-translation .answers li').length === 20 && bus.get('convolve.moved')"


@pytest.fixture
def translation(visit: NewVisit) -> Callable[..., Visit]:
    """`translation(path)` opens the view and waits until both networks have answered."""

    def new(path: str = DIGIT + "&moved=0_0", **more: Any) -> Visit:
        return visit(path, **more).wait(THERE)

    return new


def answers_of(built: nn.Module, file: str, down: int, right: int) -> torch.Tensor:
    """Probabilities of a network, its shipped numbers put in by hand, for the sample moved by numpy."""
    built.load_state_dict(load_file(ROOT / "assets/weights" / file))
    pixels = np.asarray(Image.open(ROOT / "assets/samples/digit-3.png").convert("L"))
    board = np.zeros((60, 60), np.uint8)
    board[16 + down : 44 + down, 16 + right : 44 + right] = pixels
    x = (torch.from_numpy(board[16:44, 16:44].astype(np.float32)) / 255 - 0.1307) / 0.3081
    with torch.no_grad():
        return built.eval()(x[None, None]).softmax(1)[0]  # type: ignore[no-any-return]


def shown(tab: Visit, which: int) -> list[float]:
    """The percentages beside the bars of one network."""
    rows = tab.page.locator(f"#cnn-translation .answers [data-of='{which}'] li span.now").all_inner_texts()
    return [float(text) for text in rows]


def assert_true(tab: Visit) -> None:
    down, right = tab.settle().bus("convolve.moved")
    for which, (built, file) in enumerate(((LeNet5(), "lenet5.safetensors"), (MLP(), "mlp.safetensors"))):
        true = 100 * answers_of(built, file, down, right)
        assert shown(tab, which) == pytest.approx(true.tolist(), abs=0.06), (which, down, right)


def middle(tab: Visit, selector: str) -> tuple[float, float]:
    box = tab.page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_picture_is_dragged_and_both_answer_without_being_asked_again(translation: NewVisit) -> None:
    tab = translation()
    assert_true(tab)
    asked, mouse = tab.asked, tab.page.mouse
    x, y = middle(tab, "#cnn-translation .digit canvas")
    pixel = tab.page.locator("#cnn-translation .digit canvas").bounding_box()["width"] / 28
    mouse.move(x, y)
    mouse.down()
    for step in range(1, 9):
        mouse.move(x - step / 2 * pixel, y + step / 2 * pixel)
    mouse.up()
    assert tab.bus("convolve.moved") == [4, -4]
    assert_true(tab)
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("ArrowDown")
    assert tab.bus("convolve.moved") == [5, -3]
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 400, y - 400)
    mouse.up()
    assert tab.bus("convolve.moved") == [-8, 8], "no farther than eight pixels"
    assert_true(tab)
    tab.page.keyboard.press("Home")
    assert tab.bus("convolve.moved") == [0, 0] and tab.asked == asked and tab.troubles == []


def test_a_place_is_pointed_at_pressed_or_set_by_sliders(translation: NewVisit) -> None:
    tab = translation()
    home, asked = shown(tab, 1), tab.asked
    box = tab.page.locator("#cnn-translation .planes figure canvas").nth(1).bounding_box()
    place = (box["x"] + box["width"] * 2.5 / 17, box["y"] + box["height"] * 12.5 / 17)  # right −6, down 4
    tab.page.mouse.move(*place)
    assert tab.settle().bus("convolve.moved") == [0, 0] and shown(tab, 1) != home, "pointing looks, and fixes nothing"
    tab.page.mouse.move(5, 5)
    assert shown(tab.settle(), 1) == home
    tab.page.mouse.click(*place)
    assert tab.bus("convolve.moved") == [4, -6]
    tab.page.mouse.move(5, 5)
    assert_true(tab)
    tab.page.locator("#cnn-translation [data-axis='1']").fill("7")
    assert tab.bus("convolve.moved") == [4, 7]
    assert_true(tab)
    assert tab.asked == asked


def test_the_figures_in_words_are_counted(translation: NewVisit) -> None:
    tab = translation()
    networks = {0: (LeNet5(), "lenet5.safetensors"), 1: (MLP(), "mlp.safetensors")}
    for which, (built, file) in networks.items():
        held = sum(int(answers_of(built, file, down, right).argmax()) == 3 for down in range(-8, 9) for right in range(-8, 9))
        assert tab.text(f"#cnn-translation .planes [data-of='{which}'] figcaption span") == f"says 3 at {held} of 289"
    assert tab.text("#cnn-translation .follows .tick") == "✓"
    alike = tab.page.locator("#cnn-translation b.alike").all_inner_texts()
    assert alike == ["1.00"] * 6, "nothing has moved"
    assert tab.page.locator("#cnn-translation b.follow").all_inner_texts() == ["1.00"] * 3 + ["–"] * 3, "units have no places"


@pytest.mark.slow  # many loads; tests/js/convolve reads the links
def test_it_opens_from_convolve_goes_back_and_is_in_the_link(translation: NewVisit, visit: NewVisit) -> None:
    tab = visit(DIGIT).wait("bus.get('convolve.done')")
    tab.page.locator("#cnn-kernels [data-do=translate]").click()
    tab.wait(THERE)
    assert not tab.page.locator("#cnn-kernels").is_visible() and not tab.page.locator("#cnn-cell").is_visible()
    tab.page.locator("#cnn-translation .digit canvas").focus()
    tab.page.keyboard.press("ArrowLeft")
    tab.page.wait_for_function("() => location.search.includes('moved=0_-1')")
    again = translation(str(tab.page.evaluate("location.pathname + location.search")))
    assert again.bus("convolve.moved") == [0, -1] and shown(again, 0) == shown(tab, 0)
    tab.page.locator("#cnn-translation [data-do=back]").click()
    assert tab.page.locator("#cnn-cell .patch canvas").is_visible() and not tab.page.locator("#cnn-translation").is_visible()
    tab.page.wait_for_function("() => !location.search.includes('moved')")


def test_a_sample_stands_in_for_a_photograph_and_it_says_so(translation: NewVisit) -> None:
    tab = translation("/?tab=convolve&network=resnet18@random&sample=cat&moved=1_1")
    assert_true(tab)
    assert "a sample instead of your picture" in tab.text("#cnn-translation .note")


@pytest.mark.parametrize("path", IN_EACH)
def test_nothing_scrolls_and_all_can_be_read(translation: NewVisit, path: str) -> None:
    tab = translation(path + DIGIT[1:] + "&moved=2_3")
    fits = "[document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]"
    assert tab.page.evaluate(fits) == [True, True]
    smallest = """Math.min(...[...document.querySelectorAll('#cnn-translation *')].filter(e => e.offsetParent && e.textContent.trim() &&
      ![...e.children].length).map(e => parseFloat(getComputedStyle(e).fontSize)))"""
    assert tab.page.evaluate(smallest) >= 14
    cut = """[...document.querySelectorAll('#cnn-translation *')].filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1 &&
      getComputedStyle(e).display !== 'inline' && e.textContent.trim()).map(e => e.className + ': ' + e.textContent.slice(0, 40))"""
    assert tab.page.evaluate(cut) == []


def test_a_phone_shows_hand_and_answers_at_once(translation: NewVisit) -> None:
    tab = translation("/pt" + DIGIT[1:] + "&moved=2_3", phone=True)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    for selector in ("#cnn-translation .digit canvas", "#cnn-translation .answers li:last-child >> nth=1"):
        box = tab.page.locator(selector).bounding_box()
        assert box["y"] + box["height"] <= 844, selector
    for selector in ("[data-do=back]", "[data-axis='0']", "[data-axis='1']"):
        assert tab.page.locator(f"#cnn-translation {selector}").bounding_box()["height"] >= 40


@pytest.mark.parametrize("theme", IN_BOTH)
def test_axe_finds_no_violation(translation: NewVisit, axe: str, theme: Any) -> None:
    tab = translation(DIGIT + "&moved=2_3", color_scheme=theme)
    tab.page.evaluate(axe)
    found = tab.page.evaluate("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    assert [f"{v['id']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])})" for v in found["violations"]] == []
