"""Filters as a person meets it: tiles, the chosen unit on one screen, surgery with its bars, undo, the link; numbers by PyTorch."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn
from visit import IN_BOTH, Visit

from tests.serving import http

NewVisit = Callable[..., Visit]
DIGIT = "/?tab=filters&network=lenet5&sample=digit-3"
THERE = """bus.get('filters.patches')?.done === bus.get('filters.patches')?.total
  && bus.get('filters.made') && !bus.get('filters.made').running
  && bus.get('filters.kernel')?.unit === bus.get('filters.unit') && bus.get('filters.patches').unit === bus.get('filters.unit')
  && bus.get('filters.made').unit === bus.get('filters.unit')
  && bus.get('filters.tally')?.edits === bus.get('filters.edits') && bus.get('filters.tally').done === bus.get('filters.tally').total
  && bus.get('filters.answer')?.edits === bus.get('filters.edits') && bus.get('filters.strengths')?.unit === bus.get('filters.unit')"""


@pytest.fixture
def filters(visit: NewVisit) -> Callable[..., Visit]:
    """`filters(path)` opens the tab and waits until everything that it shows has come."""

    def new(path: str = DIGIT, **more: Any) -> Visit:
        return visit(path, **more).wait(THERE)

    return new


@pytest.fixture(scope="module")
def lenet() -> Any:
    from models import service

    return service.store.get("lenet5")


def prepared(tab: Visit) -> np.ndarray:
    values = tab.read("window.cnn.get('forward').picture.values")
    return np.array(values, np.uint8).reshape(28, 28, 1)


def changed(lenet: Any, tab: Visit) -> nn.Module:
    """The network with the weights that the page says it has now."""
    edits = tab.page.evaluate("window.cnn.get('filters.edits').map(e => ({ ...e, kernel: e.kernel && [...e.kernel] }))")
    network: nn.Module = copy.deepcopy(lenet.network)
    with torch.no_grad():
        for edit in edits:
            module: Any = network.get_submodule(edit["layer"])
            if edit["kernel"]:
                module.weight[edit["unit"]] = torch.tensor(edit["kernel"]).reshape(module.weight.shape[1:])
            module.weight[edit["unit"]] *= edit["factor"]
            module.bias[edit["unit"]] *= edit["factor"]
    return network


def percents(network: nn.Module, lenet: Any, tab: Visit) -> list[str]:
    with torch.no_grad():
        odds = network(lenet.batch(prepared(tab)))[0].double().softmax(0)
    return [f"{100 * float(p):.1f}" for p in odds]


def column(tab: Visit, name: str) -> list[str]:
    return [str(text) for text in tab.page.locator(f"#cnn-surgery li .{name}").all_inner_texts()]


def assert_true(tab: Visit, lenet: Any) -> None:
    """Both columns are what PyTorch answers with the weights as they were and as they are."""
    tab.wait(THERE)
    assert column(tab, "before") == percents(lenet.network, lenet, tab)
    assert column(tab, "after") == percents(changed(lenet, tab), lenet, tab)


def test_one_screen_shows_the_unit_and_every_number_is_true(filters: NewVisit, lenet: Any) -> None:
    tab = filters()
    assert_true(tab, lenet)
    with torch.no_grad():
        value = lenet.network.conv1(lenet.batch(prepared(tab)))[0]
    highest = value[:, 2:-2, 2:-2].flatten(1).max(1).values
    unit = tab.bus("filters.unit")
    assert unit == int(highest.argmax())  # the strongest is chosen first
    norm = float(lenet.network.conv1.weight[unit].double().norm())
    assert tab.text("#cnn-tiles .read") == f"{unit}: norm {norm:#.3g}, here {float(highest[unit]):#.3g}"
    assert tab.text("#cnn-activation_map .name") == f"Filter {unit}"
    assert tab.page.locator("#cnn-unit .nine > div:visible").count() == 9
    assert tab.text("#cnn-unit .patches .said") == "of 1\u202f000"
    assert tab.text("#cnn-surgery .right .what") == "Right answers on 1\u202f000 digits"
    assert tab.text("#cnn-surgery .right .sum").endswith("%") and "→" not in tab.text("#cnn-surgery .right .sum")
    box = tab.page.evaluate("[document.documentElement.scrollHeight, innerHeight, document.documentElement.scrollWidth, innerWidth]")
    assert box[0] <= box[1] and box[2] <= box[3]
    assert tab.troubles == []


def test_surgery_moves_the_answers_and_can_be_undone(filters: NewVisit, lenet: Any) -> None:
    tab = filters()
    for name in ("off", "flipped"):
        tab.page.locator("#cnn-surgery .presets button", has_text=name).click()
        assert_true(tab, lenet)
        assert "→" in tab.text("#cnn-surgery .right .sum")
    digits, labels = _digits(lenet)
    with torch.no_grad():
        right = (changed(lenet, tab)(digits).argmax(1) == labels).float().mean()
    assert tab.text("#cnn-surgery .right .sum").split(" · ")[0].endswith(f"→ {100 * float(right):.1f} %")
    before, after = (tab.page.evaluate(f"[...window.cnn.get('filters.answer').{name}]") for name in ("before", "after"))
    assert before != after
    tab.page.keyboard.press("Control+z")
    assert tab.page.evaluate("window.cnn.get('filters.edits')[0].factor") == 0
    tab.page.locator("#cnn-surgery [data-do=undo]").click()
    assert tab.bus("filters.edits") == [] and tab.page.locator("#cnn-surgery [data-do=undo]").is_disabled()
    assert_true(tab, lenet)
    assert column(tab, "after") == column(tab, "before")


def _digits(lenet: Any) -> tuple[torch.Tensor, torch.Tensor]:
    from models.filters import gallery

    among = gallery.bundled_gallery(lenet.spec.preparation)
    assert among.labels is not None
    return torch.cat([lenet.batch(picture) for picture in among.pictures]), torch.from_numpy(among.labels)


@pytest.mark.slow  # three pages; test_app_own asks every route for it
def test_the_change_is_one_visitors_alone(filters: NewVisit, lenet: Any) -> None:
    one, other = filters(), filters()
    one.page.locator("#cnn-surgery .presets button", has_text="off").click()
    one.wait(THERE)
    other.page.reload()
    other.wait(THERE)
    assert other.bus("filters.edits") == [] and column(other, "after") == column(other, "before")
    one.page.locator("#main [role=tab]", has_text="Look").click()
    assert one.text("#cnn-answer li.best .class") == "3"  # Look still shows the network that everybody has


def test_the_lever_is_one_gesture_and_keys_do_the_same(filters: NewVisit, lenet: Any) -> None:
    tab = filters()
    lever = tab.page.locator("#cnn-surgery .factor input")
    lever.fill("1.5")
    assert tab.text("#cnn-surgery .factor b") == "× 1.50"
    assert_true(tab, lenet)
    grid = tab.page.locator("#cnn-tiles .stage canvas")
    for key, factor in (("0", 0), ("-", -1)):
        grid.press(key)
        assert tab.page.evaluate("window.cnn.get('filters.edits').map(e => e.factor)") == [factor]
    grid.press("Backspace")
    assert tab.bus("filters.edits") == []
    before = tab.bus("filters.unit")
    grid.press("ArrowRight")
    tab.wait(THERE)
    assert tab.bus("filters.unit") != before and tab.bus("selectedChannel") == tab.bus("filters.unit")
    grid.press("0")
    assert_true(tab, lenet)
    tab.page.locator("#cnn-surgery [data-do=restore]").click()
    assert tab.bus("filters.edits") == []


def test_the_answer_to_an_edit_that_was_taken_back_changes_nothing(filters: NewVisit) -> None:
    tab = filters()
    held: list[Any] = []
    late: list[Any] = []  # once it holds something, nothing is held back any more

    def hold(route: Any) -> None:
        if late:
            route.continue_()
        else:
            held.append(route)

    tab.page.route("**/cnn/weight_edits*", hold)
    grid = tab.page.locator("#cnn-tiles .stage canvas")
    with tab.page.expect_request("**/cnn/weight_edits*"):
        grid.press("0")
    grid.press("Backspace")
    assert tab.bus("filters.edits") == []
    with tab.page.expect_event("requestfinished", lambda request: "/weight_edits" in request.url):
        held[0].continue_()
    late.append(True)
    for route in held[1:]:
        route.continue_()
    tab.page.evaluate("fetch('cnn/networks').then(r => r.text())")  # a later answer has been read
    tab.wait(THERE)
    before, after = (tab.page.evaluate(f"Array.from(window.cnn.get('filters.answer').{name})") for name in ("before", "after"))
    assert before == after


def test_a_weight_is_painted(filters: NewVisit, lenet: Any) -> None:
    tab = filters()
    box = tab.page.locator("#cnn-unit .weights canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5  # the middle of 5 × 5
    mouse = tab.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y - 30, steps=4)
    mouse.up()
    unit = tab.bus("filters.unit")
    (edit,) = tab.page.evaluate("window.cnn.get('filters.edits').map(e => ({ ...e, kernel: [...e.kernel] }))")
    own = lenet.network.conv1.weight[unit].flatten().double().numpy()
    moved = np.array(edit["kernel"]) - own
    assert edit["factor"] == 1 and np.flatnonzero(np.abs(moved) > 1e-9).tolist() == [12]
    assert moved[12] == pytest.approx(30 / 40 * np.abs(own).max(), rel=1e-3)
    assert_true(tab, lenet)
    tab.page.keyboard.press("Control+z")
    assert tab.bus("filters.edits") == []


@pytest.mark.slow  # a second network; tests/js/filters
def test_the_same_filter_untrained(filters: NewVisit) -> None:
    from models import api

    tab = filters()
    unit = tab.bus("filters.unit")
    tab.page.locator("#cnn-convolutions .twin button", has_text="untrained").click()
    tab.wait("bus.get('network').key === 'lenet5@random' && bus.get('filters.kernel')?.network === 'lenet5@random'")
    tab.wait(THERE)
    assert tab.bus("filters.unit") == unit and tab.bus("filters.layer") == "conv1"
    shown = tab.read("window.cnn.get('filters.kernel').values")
    np.testing.assert_array_equal(np.array(shown, np.float32), api.filters("lenet5@random", "conv1").kernels[unit].ravel())
    tab.page.locator("#cnn-convolutions .twin button").first.click()
    tab.wait("bus.get('network').key === 'lenet5'")


STOP_AT_A_THIRD_STEP = """() => {
  window.stopped = false
  window.cnn.on('filters.made', made => {
    if (!made.running || made.step < 3 || window.stopped) return
    window.stopped = true
    document.querySelector('#cnn-unit .again').click()
  })
}"""
"""In the page: from outside, a quick picture would be there before the click."""


def test_a_picture_forms_can_be_stopped_and_comes_again(filters: NewVisit) -> None:
    tab = filters()
    first = tab.read("window.cnn.get('filters.made').picture.values")
    button = tab.page.locator("#cnn-unit .again")
    tab.page.evaluate(STOP_AT_A_THIRD_STEP)
    button.click()
    tab.page.wait_for_function("window.stopped && !window.cnn.get('filters.made').running")
    stopped = tab.page.evaluate("window.cnn.get('filters.made').step")
    assert stopped < 128 and tab.text("#cnn-unit .made .said") == f"step {stopped} of 128" and button.inner_text() == "another"
    tab.page.evaluate("window.cnn.set('filters.seed', 0)")
    tab.page.wait_for_function("window.cnn.get('filters.made').seed === 0 && window.cnn.get('filters.made').step === 128")
    assert tab.read("window.cnn.get('filters.made').picture.values") == first
    small = tab.page.locator("#cnn-unit .made > canvas").bounding_box()
    tab.page.set_viewport_size({"width": 1920, "height": 1080})
    grown = "was => document.querySelector('#cnn-unit .made > canvas').getBoundingClientRect().width > 1.3 * was"
    tab.page.wait_for_function(grown, arg=small["width"])
    tab.page.set_viewport_size({"width": 1280, "height": 720})
    tab.page.wait_for_function(grown.replace("> 1.3 *", "<"), arg=small["width"] + 1)
    tab.page.locator("#cnn-unit .made > canvas").click()
    large = tab.page.locator("#cnn-unit .made dialog canvas").bounding_box()
    assert large["width"] > 1.5 * small["width"] and large["width"] == pytest.approx(large["height"], abs=1)


def test_own_pictures_are_searched(filters: NewVisit) -> None:
    tab = filters()
    files = []
    for level in (90, 200):
        bar = np.zeros((28, 28), np.uint8)
        bar[4:24, 13:16] = level
        Image.fromarray(bar).save(stored := io.BytesIO(), "PNG")
        files.append({"name": f"{level}.png", "mimeType": "image/png", "buffer": stored.getvalue()})
    tab.page.locator("#cnn-unit input[type=file]").set_input_files(files)
    tab.wait("bus.get('filters.patches').own === 2 && bus.get('filters.patches').done === 2")
    assert tab.page.locator("#cnn-unit .nine > div:visible").count() == 2
    tab.page.locator("#cnn-unit .own").click()
    tab.wait("bus.get('filters.patches').total === 1000")


def test_a_link_opens_the_same_state(filters: NewVisit, visit: NewVisit, lenet: Any) -> None:
    tab = filters()
    tab.page.locator("#cnn-tiles .sort button", has_text="number").click()
    tab.page.locator("#cnn-tiles .stage canvas").press("Home")
    tab.page.locator("#cnn-surgery .presets button", has_text="flipped").click()
    tab.wait("new URLSearchParams(location.search).get('surgery') && bus.get('link')?.includes('sort=number')")
    query = tab.page.evaluate("location.search")
    again = visit("/" + query).wait(THERE)
    assert again.bus("filters.unit") == 0 and again.bus("filters.sort") == "number"
    assert again.page.evaluate("window.cnn.get('filters.edits')") == [{"layer": "conv1", "unit": 0, "factor": -1, "kernel": None}]
    assert column(again, "after") == column(tab.wait(THERE), "after")


def test_the_code_is_one_click_away(filters: NewVisit) -> None:
    tab = filters()
    tab.page.locator("#cnn-surgery .presets button", has_text="off").click()
    tab.wait(THERE)
    tab.page.locator("#cnn-surgery [data-do=code]").click()
    tab.page.wait_for_function("document.querySelector('#cnn-surgery code').textContent.includes('topk')")
    lines = str(tab.page.locator("#cnn-surgery code").text_content())
    compile(lines, "shown", "exec")
    assert f"layer.weight[{tab.bus('filters.unit')}] *= 0" in lines


@pytest.mark.slow  # a large network; the same tab on a small one above
def test_deeper_layers_of_a_photograph_network_in_portuguese(filters: NewVisit) -> None:
    tab = filters("/pt?tab=filters&network=resnet109&sample=cat&layer=layer1.0.conv1")
    assert tab.text("#cnn-tiles .name") == "layer1.0.conv1" and "32 filtros 32 × 3 × 3" in tab.text("#cnn-tiles .about")
    assert tab.text("#cnn-activation_map .sees").startswith("Uma célula deste mapa vê 19 × 19 pixels.")
    assert "Acertos em 120 recortes" in tab.text("#cnn-surgery .right .what")
    assert tab.troubles == []


def test_a_phone_scrolls_only_down(filters: NewVisit) -> None:
    tab = filters(phone=True)
    wide = tab.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    small = "[...document.querySelectorAll('#filters button, #filters select')].filter(b => b.offsetWidth && b.offsetHeight < 40).length"
    assert tab.page.evaluate(small) == 0


@pytest.mark.parametrize("theme", IN_BOTH)
def test_accessible(filters: NewVisit, axe: str, theme: str) -> None:
    tab = filters(color_scheme=theme)
    tab.page.evaluate(axe)
    found = tab.page.evaluate("axe.run('#filters', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == [], json.dumps(found["violations"])[
        :2000
    ]


def test_the_map_the_patches_and_look_are_the_edited_filters(filters: Callable[..., Visit], lenet: Any) -> None:
    tab = filters()
    tab.page.locator("#cnn-surgery [data-value='-1']").click()
    tab.wait(f"bus.get('edited') && bus.get('forward').edited === bus.get('edited').wire && {THERE}")
    tab.wait("bus.get('filters.strengths').seen === bus.get('forward')")
    unit = tab.bus("filters.unit")
    with torch.no_grad():
        batch = lenet.batch(prepared(tab))
        map_of = changed(lenet, tab).conv1(batch)[0, unit]
        logits = changed(lenet, tab)(batch)[0]
    np.testing.assert_allclose(tab.read("window.cnn.get('filters.strengths').map.values"), map_of.flatten().numpy(), atol=1e-6)
    np.testing.assert_allclose(tab.read("window.cnn.get('forward').logits"), logits.numpy(), atol=1e-6)
    tab.page.locator("[role=tab]", has_text="Look").click()
    assert f"conv1 {unit} × −1" in tab.text("#cnn-note .edits")
    http.post(f"{tab.url}/cnn/leave", content=tab.page.evaluate("window.cnnVisitor"))  # as a server that starts anew, it has forgotten
    tab.page.locator("#cnn-strip [data-name=conv2]").click()
    tab.wait("bus.get('maps').layer === 'conv2'")
    with torch.no_grad():
        after = nn.Sequential(*list(changed(lenet, tab).children())[:4])(batch)
    assert tab.bus("maps")["maximum"] == pytest.approx(float(after.max()), rel=1e-5) and tab.bus("error") is None
    assert tab.troubles and all("status of 422" in trouble for trouble in tab.troubles)  # the one that told that it had forgotten
    tab.troubles.clear()
    tab.page.locator("[role=tab]", has_text="Augment").click()
    tab.wait(f"document.querySelector('#cnn-plan .edits')?.innerText.includes('conv1 {unit} × −1')")
    tab.page.locator("[role=tab]", has_text="Look").click()
    tab.page.locator("#cnn-note .edits button").click()
    tab.wait("bus.get('forward').edited === 'lenet5'")
    assert not tab.page.locator("#cnn-note .edits").is_visible()
    assert tab.troubles == []


def test_a_filter_that_is_off_is_excited_by_nothing(filters: Callable[..., Visit]) -> None:
    tab = filters()
    tab.page.locator("#cnn-surgery [data-value='0']").click()
    tab.wait("bus.get('filters.made').off && bus.get('filters.patches').scores.every(score => score === 0)")
    tab.wait(f"bus.get('filters.strengths').seen === bus.get('forward') && bus.get('forward').edited !== 'lenet5' && {THERE}")
    assert tab.text("#cnn-unit .made .said") == "nothing excites it"
    assert tab.page.locator("#cnn-unit .nine [role=listitem]").first.is_hidden()
    assert not tab.page.locator("#cnn-activation_map .field").is_visible()
