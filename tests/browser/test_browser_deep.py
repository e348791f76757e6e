"""A network of 151 layers in the strip: folded, unfolded in place, walked by keys, searched, and linked to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from visit import IN_EACH, Visit

NewVisit = Callable[..., Visit]
LITE = "network=efficientnet_lite0&sample=cat"
CARDS = "#cnn-strip [role=option]"


def card_names(tab: Visit) -> list[str]:
    return [str(text).splitlines()[0] for text in tab.page.locator(CARDS).all_inner_texts()]


def chosen(tab: Visit) -> str:
    return str(tab.page.locator("#cnn-strip [aria-selected=true]").get_attribute("data-name"))


def bracket(tab: Visit) -> dict[str, float]:
    """Where the one bracket ends, and the middles of the cards beside it, px."""
    measured: dict[str, float] = tab.page.evaluate(
        """() => {
          const middle = e => { const b = e.getBoundingClientRect(); return b.left + b.width / 2 }
          const drawn = document.querySelector('#cnn-strip .bracket').getBoundingClientRect()
          return { end: drawn.right, sum: middle(document.querySelector('[data-name="stage4.1.add"]')) }
        }"""
    )
    return measured


def test_a_deep_network_is_walked_by_keys_and_searched(visit: NewVisit) -> None:
    tab = visit().open(f"/?{LITE}")
    page = tab.page
    stages = [f"stage {n} ▸" for n in range(1, 8)]
    assert card_names(tab) == [
        "input",
        "pad",
        "conv",
        "norm",
        "act",
        *stages,
        "head ▸",
        "pool",
        "flatten",
        "dropout",
        "classifier",
        "softmax",
    ]
    assert re.fullmatch(r"(\w+ [\d.]+ › )+cat 9\d(\.\d)? %", tab.text("#cnn-answer .above"))  # three kinds of cat share what a cat has
    page.locator("#cnn-strip [aria-selected=true]").focus()
    for _ in range(6):  # norm, act, and the first four stages
        page.keyboard.press("ArrowRight")
    assert tab.bus("layer") == chosen(tab) == "stage4.2.add"
    page.keyboard.press("Enter")
    assert card_names(tab)[8:13] == ["block 1 ▸", "block 2 ▸", "block 3 ▸", "stage 5 ▸", "stage 6 ▸"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    inside = "expand.conv expand.norm expand.act depthwise.conv depthwise.norm depthwise.act project.conv project.norm add"
    assert card_names(tab)[9:18] == inside.split()
    assert tab.settle().text("#cnn-maps .name") == "stage4.1.expand.conv"
    assert page.evaluate("document.activeElement.dataset.name") == "stage4.1.expand.conv"
    found = bracket(tab)
    assert abs(found["end"] - found["sum"]) < 2
    page.keyboard.press("Backspace")
    assert card_names(tab)[9] == "block 2 ▸" and chosen(tab) == "stage4.1.add"
    search = page.locator("#cnn-strip .finder input")
    search.fill("depthwise 5×5")
    names = page.locator(CARDS).evaluate_all("all => all.map(one => one.dataset.name)")
    assert len(names) == 9 and all(name.endswith("depthwise.conv") for name in names)
    search.press("Enter")
    assert tab.settle().bus("layer") == names[0] == "stage3.0.depthwise.conv"
    search.press("Escape")
    assert "depthwise.conv" in card_names(tab) and chosen(tab) == names[0]
    page.locator("#cnn-strip [data-do=fold]").click()
    assert card_names(tab)[2] == "stage 1 ▸"
    assert not tab.troubles


def test_a_link_to_a_layer_opens_what_hides_it_and_a_click_on_the_frame_closes_it(visit: NewVisit) -> None:
    tab = visit().open(f"/pt?{LITE}&layer=stage4.1.depthwise.conv")
    page = tab.page
    assert tab.bus("layer") == chosen(tab) == "stage4.1.depthwise.conv"
    labels: Any = page.locator("#cnn-strip [role=group]").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert labels == ["estágio 4", "estágio 4 · bloco 2"]
    page.locator("#cnn-strip .head span").first.click()
    assert page.locator("#cnn-strip [role=group]").count() == 0 and chosen(tab) == "stage4.2.add"
    page.locator("#cnn-strip [data-group=stage2]").click()
    assert tab.settle().bus("layer") == chosen(tab) == "stage2.0.project.norm"  # the first block adds nothing: its shape changes
    assert not tab.troubles


FOCUSED = "[document.activeElement.ariaLabel, document.activeElement.role, getComputedStyle(document.activeElement).outlineStyle]"


def test_a_frame_is_reached_by_keys_says_what_they_do_and_folds(visit: NewVisit, axe: str) -> None:
    tab = visit().open(f"/?{LITE}&layer=stage4.1.depthwise.conv")
    page = tab.page
    page.locator("#cnn-strip [aria-selected=true]").focus()
    page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUSED) == ["stage 4 · block 2", "group", "solid"]
    page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUSED) == ["stage 4", "group", "solid"]
    page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUSED)[0] == "stage 4", "there is no frame around it"
    assert "Enter" in page.evaluate("document.activeElement.ariaDescription")
    page.evaluate(axe)
    found = page.evaluate("axe.run('#cnn-strip', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    assert [one["id"] for one in found["violations"]] == []
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.name") == chosen(tab) == "stage4.1.depthwise.conv"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert "block 2 ▸" in card_names(tab) and page.evaluate("document.activeElement.dataset.name") == chosen(tab) == "stage4.1.add"
    assert not tab.troubles


@pytest.mark.parametrize(("path", "said"), [("/", "stage 4 · block 2"), ("/pt", "estágio 4 · bloco 2")])
@pytest.mark.parametrize("phone", [False, True])
def test_the_maps_say_the_stage_and_the_block_of_the_layer(visit: NewVisit, path: str, said: str, phone: bool) -> None:
    tab = visit(f"{path}?{LITE}&layer=stage4.1.depthwise.conv", phone=phone)
    assert tab.text("#cnn-maps .name") == "stage4.1.depthwise.conv" and tab.text("#cnn-maps .place") == said
    fits = "h2 => [h2, ...h2.children].every(one => one.scrollWidth <= one.clientWidth || one.matches('.facts'))"
    assert tab.page.locator("#cnn-maps h2").evaluate(fits)
    tab.page.evaluate("window.cnn.set('layer', 'classifier')")
    tab.wait("bus.get('maps').layer === 'classifier'")
    assert not tab.page.locator("#cnn-maps .place").is_visible()


def test_a_narrow_window_and_the_systems_own_colours_show_what_is_chosen(visit: NewVisit) -> None:
    tab = visit().open(f"/?{LITE}&layer=stage4.1.depthwise.conv")
    tab.page.set_viewport_size({"width": 320, "height": 640})
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 320
    boxes = tab.page.locator("#cnn-strip .finder > :is(input, button)").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().toJSON())"
    )
    assert boxes[0]["right"] <= boxes[1]["left"] and boxes[1]["right"] <= 320 and boxes[0]["width"] > 120
    tab.page.emulate_media(forced_colors="active")
    colours = "all => all.map(one => [getComputedStyle(one).outlineStyle, getComputedStyle(one).borderTopColor])"
    marked, plain = (tab.page.locator(f"#cnn-strip [aria-selected={is_chosen}]").evaluate_all(colours) for is_chosen in ("true", "false"))
    ground = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert [outline for outline, _ in marked] == ["solid"]
    assert {outline for outline, _ in plain} == {"none"} and {line for _, line in plain} == {ground}
    assert not tab.troubles


def test_a_network_with_branches_shows_them_below_each_other(visit: NewVisit) -> None:
    tab = visit().open("/?network=googlenet@random&sample=cat&layer=inception4b.branch2.0.conv")
    tops = tab.page.locator("#cnn-strip .branches > .row").evaluate_all("rows => rows.map(row => row.getBoundingClientRect().top)")
    assert len(tops) == 4 and tops == sorted(set(tops))
    assert len(card_names(tab)) < 60


def test_a_shallow_network_has_neither_frames_nor_a_search(visit: NewVisit) -> None:
    tab = visit().open("/")
    assert not tab.page.locator("#cnn-strip .finder").is_visible()
    assert tab.page.locator("#cnn-strip .group, #cnn-strip .folded").count() == 0


CUT = """() => ['.name', '.place'].filter(part => {
  const { scrollWidth, clientWidth } = document.querySelector(`#cnn-maps ${part}`)
  return !clientWidth || scrollWidth > clientWidth
})"""


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("language", IN_EACH)
def test_the_longest_name_of_a_layer_and_its_place_stand_whole(visit: NewVisit, language: str, phone: bool) -> None:
    """Of DenseNet-121 both together are longer than the line beside the scales."""
    tab = visit(phone=phone).open(f"{language}?network=densenet121@random&sample=cat&layer=features.denseblock1.denselayer1.relu2")
    assert tab.text("#cnn-maps .name") == "features.denseblock1.denselayer1.relu2"
    assert tab.page.evaluate(CUT) == []
    tab.page.locator("#cnn-maps .facts").click(timeout=20_000)  # ms; its table does not lie over it
    assert tab.page.locator("#cnn-maps .table").is_visible()
