"""Explain as a person uses it: two classes, the slider, the square, the methods that take their time, the curves, the link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr
from visit import IN_BOTH, IN_EACH, Visit

from models import api
from models.types.activations import PictureSource
from models.types.attribution import Explanation

NewVisit = Callable[..., Visit]
DIGIT = "/?tab=explain&network=lenet5&sample=digit-3"
PHOTOGRAPH = "/?tab=explain&network=resnet109&sample=cat"
WHOLE = """(() => { const [h, u, a, q] = ['heats', 'untrained', 'along', 'question'].map(key => bus.get('explain.' + key))
  return h && q && h.q === q && h.done === h.of && a && (q.untrained || (u?.q === q && u.done === u.of)) })()"""
COVERED = "bus.get('explain.covered') && bus.get('explain.covered').square === bus.get('explain.square')"


@pytest.fixture
def explain(visit: NewVisit) -> Callable[..., Visit]:
    """`explain(path)` opens the tab and waits until both heat maps and those of the untrained network are there."""

    def new(path: str = DIGIT, **more: Any) -> Visit:
        return visit(path, **more).wait(WHOLE)

    return new


def pixels(tab: Visit) -> bytes:
    return bytes(tab.read("window.cnn.get('forward').picture.values"))


def by_service(tab: Visit, network: str | None = None) -> Explanation:
    """What the service says of the very picture and question on the screen."""
    q = tab.page.evaluate("(({ network, method, layer, a, b }) => ({ network, method, layer, a, b }))(window.cnn.get('explain.question'))")
    return api.explain(
        network or q["network"], PictureSource("pixels", pixels(tab)), q["method"], targets=[q["a"], q["b"]], layer=q["layer"]
    )


def shown(tab: Visit, key: str = "heats") -> list[Any]:
    """The maps on the screen, A and B."""
    return [np.array(one) for one in tab.read(f"window.cnn.get('explain.{key}').heats.map(heat => heat.map)")]


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("+", "").replace("\u202f", "").replace(",", "."))


def looked(tab: Visit) -> list[int]:
    return list(tab.page.evaluate("(({ a, b }) => [a, b])(window.cnn.get('explain.question'))"))


def test_two_heats_with_their_numbers_and_the_untrained_beneath(explain: NewVisit) -> None:
    tab = explain()
    truth, untrained = by_service(tab), by_service(tab, "lenet5@random")
    best = [prediction.index for prediction in api.predict("lenet5", PictureSource("pixels", pixels(tab)), top=2)]
    assert looked(tab) == best == [attribution.target for attribution in truth.maps]
    for i, which in enumerate((1, 2)):
        figure = f"#cnn-heatmaps figure:nth-child({which})"
        assert np.abs(shown(tab)[i] - truth.maps[i].map.ravel()).max() < 1e-5
        assert number(tab.text(f"{figure} .ends span:last-child")) == pytest.approx(truth.maps[i].map.max(), rel=0.006)
        assert truth.maps[i].before_relu is not None and untrained.maps[i].before_relu is not None
        alike = spearmanr(truth.maps[i].before_relu.ravel(), untrained.maps[i].before_relu.ravel()).statistic  # before the ReLU
        assert number(tab.text(f"{figure} .untrained p b")) == pytest.approx(alike, abs=0.006)
    assert tab.text("#cnn-heatmaps h2") == "Grad-CAM at relu2" and tab.troubles == []


def test_the_bars_are_the_control(explain: NewVisit) -> None:
    tab = explain()
    first, second = looked(tab)
    rows = tab.page.locator("#cnn-classes li")
    rows.nth(3).locator(".name").click()  # anywhere in a row: A
    tab.wait(f"bus.get('explain.question').a !== {first} && {WHOLE}")
    third = looked(tab)[0]
    assert third not in (first, second) and looked(tab)[1] == second
    rows.nth(0).locator("[data-which=b]").click()
    tab.wait(f"bus.get('explain.question').b !== {second} && {WHOLE}")
    assert looked(tab) == [third, first]
    rows.nth(0).locator("[data-which=a]").click()  # the other's: they exchange
    tab.wait(f"bus.get('explain.question').a !== {third} && {WHOLE}")
    assert looked(tab) == [first, third]
    assert np.abs(shown(tab)[1] - by_service(tab).maps[1].map.ravel()).max() < 1e-5
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Space")
    tab.wait(f"bus.get('explain.question').a !== {first} && {WHOLE}")
    assert looked(tab)[0] == second
    pressed = tab.page.locator("#cnn-classes [aria-pressed=true]").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert len(pressed) == 2 and tab.troubles == []


def test_the_slider_stands_on_stages_alone(explain: NewVisit) -> None:
    tab = explain()
    stages = list(api.explain_stages("lenet5").layers)
    slider = tab.page.locator("#cnn-stages [role=slider]")
    assert slider.get_attribute("aria-valuetext") == "relu2"
    tab.page.keyboard.press("Home")  # anywhere on the page
    tab.wait(f"{WHOLE} && bus.get('explain.question').layer === '{stages[0]}'")
    assert np.abs(shown(tab)[0] - by_service(tab).maps[0].map.ravel()).max() < 1e-5
    box = tab.page.locator("#cnn-stages .rail").bounding_box()
    knob = tab.page.locator("#cnn-stages .knob").bounding_box()
    tab.page.mouse.move(knob["x"] + 7, knob["y"] + 7)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + 0.62 * box["width"], box["y"], steps=6)
    assert slider.get_attribute("aria-valuetext") == "conv2"
    tab.page.mouse.move(box["x"] + 2 * box["width"], box["y"])
    tab.page.mouse.up()
    tab.wait(f"{WHOLE} && bus.get('explain.question').layer === '{stages[-1]}'")
    tab.page.mouse.click(box["x"] + 2, box["y"])  # the input is no stage: the nearest one is
    assert slider.get_attribute("aria-valuetext") == stages[0]
    assert tab.troubles == []


def test_the_square_is_dragged_and_the_bars_follow(explain: NewVisit) -> None:
    tab = explain()
    assert tab.page.locator("#cnn-occluder .square").is_hidden() and "single" in str(
        tab.page.locator("#cnn-classes .rows").evaluate("list => list.parentElement.className")
    )
    board = tab.page.locator("#cnn-occluder .board").bounding_box()
    tab.page.mouse.move(board["x"] + 140, board["y"] + 140)
    tab.page.mouse.down()
    tab.page.mouse.move(board["x"] + 120, board["y"] + 100, steps=8)
    tab.page.mouse.up()
    tab.wait(COVERED)
    square = tab.bus("explain.square")
    assert square["size"] == 7 and square["fill"] == "black"
    picture = np.frombuffer(pixels(tab), np.uint8).reshape(28, 28).copy()
    rows, columns = (slice(square[side], square[side] + 7) for side in ("top", "left"))
    hidden = picture[rows, columns].copy()
    picture[rows, columns] = 0
    assert hidden.any(), "the square lies on the digit"
    answer = api.predict("lenet5", PictureSource("pixels", picture.tobytes()), top=10)
    names = tab.page.locator("#cnn-classes .name").all_inner_texts()
    now = [number(text) for text in tab.page.locator("#cnn-classes .q").all_inner_texts()]
    for name, percent in zip(names, now, strict=True):
        assert percent == pytest.approx(
            100 * next(prediction.probability for prediction in answer if prediction.label.en == name), abs=0.051
        )
    heat = by_service(tab).maps[0].map.clip(0)
    share = 100 * heat[rows, columns].sum() / heat.sum()
    assert f"{share:.1f} %" in tab.text("#cnn-occluder .story")
    for key, moved in (("ArrowRight", ("left", 1)), ("ArrowUp", ("top", -1)), ("Shift+ArrowLeft", ("left", -8)), ("+", ("size", 1))):
        before = tab.bus("explain.square")
        tab.page.keyboard.press(key)
        after = tab.bus("explain.square")
        assert after[moved[0]] == max(0, before[moved[0]] + moved[1])
    tab.page.keyboard.press("Delete")
    tab.wait("bus.get('explain.square') === null")
    assert tab.page.locator("#cnn-occluder .square").is_hidden() and tab.troubles == []


def test_a_square_that_blurs_is_what_the_network_reads(explain: NewVisit) -> None:
    tab = explain(DIGIT + "&square=8_9_10_blur").wait(COVERED)
    sent, logits = tab.page.evaluate("(({ values, logits }) => [[...values], [...logits]])(window.cnn.get('explain.covered'))")
    picture, whole = (np.array(one, np.uint8).reshape(28, 28) for one in (sent, list(pixels(tab))))
    changed = picture != whole
    assert changed[8:18, 9:19].any() and not np.delete(np.delete(changed, slice(8, 18), 0), slice(9, 19), 1).any()
    assert np.abs(api.logits("lenet5", PictureSource("pixels", picture.tobytes())) - logits).max() < 1e-4
    canvas = tab.page.locator("#cnn-occluder canvas").evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0)"
    )
    assert canvas == picture.ravel().tolist()


@pytest.mark.parametrize("method", ["occlusion", "integrated_gradients"])
def test_a_method_that_takes_its_time_shows_what_it_has(explain: NewVisit, method: str) -> None:
    tab = explain(PHOTOGRAPH)
    tab.page.evaluate("""() => { window.parts = []; window.cnn.on('explain.heats', ({ done, of }) => window.parts.push([done, of])) }""")
    tab.page.locator("#cnn-methods .method").select_option(method)
    tab.wait(f"bus.get('explain.question').method === '{method}' && {WHOLE}")
    parts = tab.page.evaluate("window.parts.slice(1)")
    assert parts[0][0] == 1 and parts[-1][0] == parts[-1][1] and len(parts) > 3
    truth = by_service(tab)
    assert np.abs(shown(tab)[0] - truth.maps[0].map.ravel()).max() < 1e-4 * np.abs(truth.maps[0].map).max()
    ends = tab.page.locator("#cnn-heatmaps figure:first-child .ends span").all_inner_texts()
    assert number(ends[0]) == -number(ends[2]) and ends[1] == "0"  # signed, and so is its scale
    assert tab.page.locator("#cnn-stages [role=slider]").get_attribute("aria-valuetext") == "input"
    if method == "occlusion":
        assert "blue: it rises" in tab.text("#cnn-formula .says")
    if method == "integrated_gradients":
        facts = truth.maps[0].facts
        gap = 100 * abs(facts["completeness_gap"] / facts["logit_rise"])
        assert number(tab.text("#cnn-heatmaps figure:first-child .note b").removesuffix("%")) == pytest.approx(gap, abs=0.06)
        tab.page.locator("#cnn-formula .points [data-value='50']").click()
        tab.wait(f"bus.get('explain.question').points === 50 && bus.get('explain.heats').of === 50 && {WHOLE}")
    assert tab.troubles == []


def test_it_can_be_stopped_and_what_is_known_stays(explain: NewVisit) -> None:
    tab = explain(PHOTOGRAPH.replace("resnet109", "resnet18@random"))  # some seconds of work
    tab.page.locator("#cnn-methods .method").select_option("smoothgrad")
    stop = "document.querySelector('#cnn-heatmaps [data-do=stop]')"
    tab.page.wait_for_function(f"() => !{stop}.hidden && ({stop}.click(), true)")  # as soon as it is there
    tab.settle()
    assert tab.bus("explain.stopped") and "stopped" in tab.text("#cnn-heatmaps .where")
    done, of = tab.page.evaluate("(({ q, done, of }) => q.method === 'smoothgrad' ? [done, of] : [0, 24])(window.cnn.get('explain.heats'))")
    assert done < of == 24
    tab.page.locator("#cnn-methods .method").select_option("saliency")
    tab.wait(f"bus.get('explain.question').method === 'saliency' && {WHOLE}")
    assert tab.page.locator("#cnn-heatmaps [data-do=stop]").is_hidden() and tab.troubles == []


def test_the_curves_are_measured_on_demand_and_for_one_heat_only(explain: NewVisit) -> None:
    tab = explain()
    assert "136" in tab.text("#cnn-deletion .waits")
    tab.page.locator("#cnn-deletion [data-do=measure]").click()
    tab.wait("bus.get('explain.curves') && bus.get('explain.curves').done === bus.get('explain.curves').of")
    *_, truth = api.deletion_curves("lenet5", PictureSource("pixels", pixels(tab)), by_service(tab).maps[0].map, looked(tab)[0])
    assert number(tab.text("#cnn-deletion .deleted span").split()[-1]) == pytest.approx(truth.area(truth.deleted), abs=0.006)
    assert number(tab.text("#cnn-deletion .inserted span").split()[-1]) == pytest.approx(truth.area(truth.inserted), abs=0.006)
    tab.page.locator("#cnn-deletion svg").press("Home")
    assert number(tab.text("#cnn-deletion .deleted span").split()[0]) == pytest.approx(100 * truth.deleted[0], abs=0.06)
    tab.page.locator("#cnn-classes li").nth(2).click()
    tab.wait(WHOLE)
    assert tab.bus("explain.curves") is None and "136" in tab.text("#cnn-deletion .waits")
    assert tab.troubles == []


def test_the_code_is_one_click_away(explain: NewVisit) -> None:
    tab = explain(DIGIT + "&method=integrated_gradients")
    tab.page.locator("#cnn-formula [data-do=show]").click()
    tab.settle()
    truth = api.explain_code("lenet5", PictureSource("pixels", pixels(tab)), "integrated_gradients", looked(tab)[0])
    assert tab.page.locator("#cnn-formula code").text_content() == truth.en
    tab.page.keyboard.press("Escape")
    assert tab.page.locator("#cnn-formula dialog").is_hidden() and tab.troubles == []


def test_a_link_opens_what_it_was_taken_from(explain: NewVisit) -> None:
    query = "&method=grad_cam_pp&stage=pool1&classes=8_5&square=4_6_9_blur&heat_scale=both&opacity=0.4"
    tab = explain(DIGIT + query).wait(COVERED)
    assert looked(tab) == [8, 5] and tab.page.locator("#cnn-methods .method").input_value() == "grad_cam_pp"
    assert tab.text("#cnn-heatmaps h2") == "Grad-CAM++ at pool1"
    ends = tab.page.locator("#cnn-heatmaps .ends span:last-child").all_inner_texts()
    assert ends[0] == ends[1] and tab.page.locator("#cnn-heatmaps input").input_value() == "0.4"
    tab.page.keyboard.press("End")
    tab.wait(f"bus.get('explain.question').layer === 'pool2' && {WHOLE} && location.search.includes('stage=pool2')")
    again = explain("/" + tab.page.evaluate("location.search"))
    assert again.bus("explain.square") == {"top": 4, "left": 6, "size": 9, "fill": "blur"} and looked(again) == [8, 5]
    assert again.text("#cnn-heatmaps h2") == "Grad-CAM++ at pool2"


def test_a_network_without_maps_is_asked_at_its_input(explain: NewVisit) -> None:
    tab = explain("/?tab=explain&network=mlp@random&sample=digit-3")
    assert tab.page.locator("#cnn-methods .method").input_value() == "saliency"
    assert tab.page.locator("#cnn-methods option[value=grad_cam]").is_disabled()
    assert tab.page.locator("#cnn-heatmaps .untrained").first.is_hidden()  # it is untrained itself
    assert tab.troubles == []


def test_the_tab_speaks_portuguese(explain: NewVisit) -> None:
    tab = explain("/pt" + DIGIT[1:] + "&method=saliency&square=8_9_10").wait(COVERED)
    assert tab.text("#cnn-heatmaps h2 b") == "Saliência" and tab.text("#cnn-deletion .top b") == "Remoção, inserção"
    assert "esconde" in tab.text("#cnn-occluder .story") and "," in tab.text("#cnn-classes .q")
    assert tab.text("#cnn-stages .stop b") == "entrada" and tab.troubles == []
    assert tab.text("#cnn-occluder [data-do=camera]") == "Câmera"


SMALL = """() => Math.min(...[...document.querySelectorAll('#explain *')].filter(e => e.offsetParent && e.textContent.trim() &&
  ![...e.children].length && !e.closest('dialog')).map(e => parseFloat(getComputedStyle(e).fontSize)))"""


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize("projector", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_nothing_scrolls_and_nothing_is_small(explain: NewVisit, path: str, projector: bool) -> None:
    tab = explain(path + PHOTOGRAPH[1:] + "&square=30_40_32&method=guided_backpropagation").wait(COVERED)
    if projector:
        tab.page.keyboard.press("p")
    else:  # the method of which most is said
        tab.page.locator("#cnn-methods .method").select_option("score_cam")
        tab.wait(f"bus.get('explain.question').method === 'score_cam' && {WHOLE} && {COVERED}")
    tab.settle()
    fits = "[document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]"
    assert tab.page.evaluate(fits) == [True, True]
    out = """() => [...document.querySelectorAll('#explain *')].filter(e => e.offsetParent && e.textContent.trim() && !e.children.length
      && !e.closest('dialog') && e.getBoundingClientRect().bottom > innerHeight + 1).map(e => e.textContent)"""
    assert tab.page.evaluate(out) == [] and tab.page.evaluate(SMALL) >= 14


LIVE = """() => {
  window.live = []
  window.cnn.on('explain.heats', heats => {
    const file = window.cnn.get('source').file
    if (file && heats?.done === heats?.of) window.live.push(heats.heats[0].map.reduce((sum, v, i) => sum + v * (i % 97), 0))
  })
}"""
"""In the page: a number of each whole heat of a picture that the camera took."""


def test_a_phone_has_one_column_and_large_targets(explain: NewVisit) -> None:
    tab = explain("/pt" + PHOTOGRAPH[1:], phone=True, permissions=["camera"])
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    answer = tab.page.locator("#cnn-classes").bounding_box()
    heat = tab.page.locator("#cnn-heatmaps .box").first.bounding_box()
    assert answer["y"] + answer["height"] <= 844 and heat["y"] + heat["height"] <= 844
    for target in tab.page.locator("#explain button:visible, #explain select:visible").all():
        assert target.bounding_box()["height"] >= 40
    tab.page.evaluate(LIVE)
    camera = tab.page.locator("#cnn-occluder [data-do=camera]")
    camera.click()
    tab.page.wait_for_function("new Set(window.live).size > 2")  # Chromium's fake camera moves, and so do the heat maps
    assert camera.get_attribute("aria-pressed") == "true" and tab.bus("explain.question")["method"] == "grad_cam"
    camera.click()
    tab.page.wait_for_function("document.querySelector('#cnn-occluder [data-do=camera]').ariaPressed === 'false'")


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize("theme", IN_BOTH)
def test_axe_finds_no_violation(explain: NewVisit, axe: str, path: str, theme: Any) -> None:
    tab = explain(path + DIGIT[1:] + "&square=8_9_10", color_scheme=theme).wait(COVERED)
    tab.page.evaluate(axe)
    found = tab.page.evaluate("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    assert [f"{v['id']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])})" for v in found["violations"]] == []
