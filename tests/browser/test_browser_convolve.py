"""Convolve as a person meets it: the window dragged, the kernel edited, only legal sizes, learned kernels, PyTorch's own word."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image
from visit import IN_EACH, Visit

NewVisit = Callable[..., Visit]
PHOTOGRAPH = "/?tab=convolve&network=resnet18@random&sample=cat"
DIGIT = "/?tab=convolve&network=lenet5&sample=digit-3"
THERE = "bus.get('convolve.done') && bus.get('convolve.at') && bus.get('convolve.torch')?.of === bus.get('convolve.done')"


@pytest.fixture
def convolve(visit: NewVisit) -> Callable[..., Visit]:
    """`convolve(path)` opens the tab and waits until the result is there, and PyTorch's word on it."""

    def new(path: str = PHOTOGRAPH, **more: Any) -> Visit:
        return visit(path, **more).wait(THERE)

    return new


def box(tab: Visit, selector: str) -> dict[str, float]:
    tab.page.locator(selector).scroll_into_view_if_needed()
    found: dict[str, float] = tab.page.locator(selector).bounding_box()
    return found


def state(tab: Visit) -> dict[str, Any]:
    """What Convolve is set to, and its result, in values."""
    return dict(
        tab.read(
            """(({ size, bytes, meets, rule, read, kernel, pooling, result, pooled }) => ({
              size, bytes, meets, rule, read, kernel, pooling, result, pooled: pooled.values, at: window.cnn.get('convolve.at'),
            }))(window.cnn.get('convolve.done'))"""
        )
    )


def by_torch(now: dict[str, Any]) -> torch.Tensor:
    """The same result from the same bytes, [y, x]."""
    kernel, rule = now["kernel"], now["rule"]
    planes = torch.tensor(now["bytes"], dtype=torch.float32).reshape(1, -1, *now["size"]) / 255
    weight = torch.tensor([kernel["planes"][plane] for plane in now["meets"]], dtype=torch.float32).reshape(
        1, -1, kernel["rows"], kernel["columns"]
    )
    mode = {"zeros": "constant"}.get(rule["fill"], rule["fill"])
    planes = F.pad(planes, (rule["padding"],) * 4, mode=mode)
    return F.conv2d(planes, weight, torch.tensor([float(kernel["bias"])]), rule["stride"], 0, rule["dilation"])[0, 0]


def assert_true(tab: Visit) -> dict[str, Any]:
    """The result on the page is PyTorch's, and so is what stands beside the sum."""
    tab.wait(THERE)
    now = state(tab)
    says = by_torch(now)
    assert now["result"]["size"] == list(says.shape)
    torch.testing.assert_close(torch.tensor(now["result"]["values"]).reshape(says.shape), says, rtol=0, atol=1e-4)
    assert tab.text("#cnn-cell .torch .tick") == "✓"
    return now


def test_opens_with_something_to_see_and_every_number_true(convolve: NewVisit) -> None:
    tab = convolve()
    now = assert_true(tab)
    row, column = now["at"]
    value = now["result"]["values"][row * now["result"]["size"][1] + column]
    assert value == max(now["result"]["values"]) > 0
    assert tab.text("#cnn-cell .figures .total b") == f"{value:.3f}"
    assert tab.text("#cnn-pictures .equals b") == "222" and tab.text("#cnn-pictures .over") == "224 + 2·0 − 1·(3 − 1) − 1"
    assert [tab.text(f"#cnn-pictures .{part} figcaption b") for part in ("in", "result", "relu", "pooled")] == [
        "224 × 224",
        "222 × 222",
        "222 × 222",
        "111 × 111",
    ]
    assert tab.troubles == []


def test_the_window_is_dragged_and_snaps_to_the_stride(convolve: NewVisit) -> None:
    tab = convolve(PHOTOGRAPH + "&stride=4")
    place, mouse = box(tab, "#cnn-pictures .in canvas"), tab.page.mouse
    mouse.move(place["x"] + 40, place["y"] + 40)
    mouse.down()
    for step in range(1, 6):
        mouse.move(place["x"] + 40 + 20 * step, place["y"] + 40 + 10 * step)
    mouse.up()
    assert tab.settle().bus("convolve.window") == [22, 35]  # pixel (90, 140), its window from 88 and 140 − 1.5 … by fours
    assert tab.bus("convolve.at") == [22, 35]
    mouse.move(place["x"] + 10, place["y"] + 10)
    assert tab.settle().bus("convolve.at") == [22, 35], "only a pressed pointer moves it on the picture"
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("Shift+ArrowUp")
    assert tab.bus("convolve.at") == [12, 36]
    assert_true(tab)


def test_hovering_over_the_result_moves_the_window_and_asks_nobody(convolve: NewVisit) -> None:
    tab = convolve()
    home, asked = tab.bus("convolve.at"), tab.asked
    place = box(tab, "#cnn-pictures .result canvas")
    for step in range(8):
        tab.page.mouse.move(place["x"] + 20.5 + 10 * step, place["y"] + 100.5)
    assert tab.settle().bus("convolve.at") == [100, 90]
    now = state(tab)
    assert tab.text("#cnn-cell .figures .total b").replace("−", "-") == f"{now['result']['values'][100 * 222 + 90]:.3f}"
    assert tab.text("#cnn-cell .torch .tick") == "✓"
    pooled = box(tab, "#cnn-pictures .pooled canvas")
    tab.page.mouse.move(pooled["x"] + 50.5, pooled["y"] + 30.5)
    row, column = tab.settle().bus("convolve.at")
    assert (row // 2, column // 2) == (30, 50)
    assert max(0, now["result"]["values"][row * 222 + column]) == now["pooled"][30 * 111 + 50]
    tab.page.mouse.move(5, 5)
    assert tab.settle().bus("convolve.at") == home
    assert tab.asked == asked


def cell(at: int) -> str:
    return f"#cnn-cell [role=spinbutton] >> nth={at}"


def test_a_weight_is_dragged_typed_and_undone(convolve: NewVisit) -> None:
    tab = convolve()
    place, mouse = box(tab, cell(4)), tab.page.mouse
    x, y = place["x"] + 30, place["y"] + 30
    mouse.move(x, y)
    mouse.down()
    for up in range(0, 43, 6):
        mouse.move(x, y - up)
    mouse.up()
    assert assert_true(tab)["kernel"]["planes"][0][4] == pytest.approx(0.7)
    tab.page.locator(cell(0)).dblclick()
    tab.page.keyboard.type("−2,25")
    tab.page.keyboard.press("Enter")
    now = assert_true(tab)
    assert (now["kernel"]["planes"][0][0], now["kernel"]["key"]) == (-2.25, "yours")
    tab.page.keyboard.type("hello")  # no number: nothing changes
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Escape")
    assert state(tab)["kernel"]["planes"][0][0] == -2.25
    tab.page.locator("#cnn-cell .undo").click()
    tab.page.locator("#cnn-cell .undo").click()
    assert assert_true(tab)["kernel"]["planes"][0] == [-1, 0, 1, -2, 0, 2, -1, 0, 1]
    assert not tab.page.locator("#cnn-cell .undo").is_visible()


def test_the_kernel_is_edited_by_keys_alone(convolve: NewVisit) -> None:
    tab = convolve()
    tab.page.locator(cell(0)).focus()
    for key in ("ArrowRight", "ArrowDown", "PageUp", "Shift+PageUp"):
        tab.page.keyboard.press(key)
    assert assert_true(tab)["kernel"]["planes"][0][4] == pytest.approx(0.11)
    tab.page.keyboard.press("3")
    tab.page.keyboard.press("Enter")
    assert assert_true(tab)["kernel"]["planes"][0][4] == 3
    assert tab.bus("tab") == "convolve", "a digit typed into the kernel opens no tab"
    tab.page.keyboard.press("Control+z")
    assert state(tab.settle())["kernel"]["planes"][0][4] == pytest.approx(0.11)


def choose(tab: Visit, group: str, value: str) -> Any:
    return tab.page.get_by_role("radiogroup", name=group, exact=True).locator(f"[data-value='{value}']")


def test_only_legal_sizes_can_be_reached(convolve: NewVisit) -> None:
    tab = convolve(DIGIT + "&dilation=3&size=9&kernel=box")
    eleven = choose(tab, "size", "11")
    assert eleven.get_attribute("aria-disabled") == "true" and eleven.get_attribute("title")
    eleven.click(force=True)  # as a pointer does that does not look
    choose(tab, "size", "9").focus()
    tab.page.keyboard.press("ArrowRight")  # past the disabled one, back to the first
    assert assert_true(tab)["kernel"]["rows"] == 1
    choose(tab, "padding", "5").click()
    choose(tab, "filled with", "reflect").click()
    choose(tab, "size", "11").click()
    now = assert_true(tab)
    assert (now["kernel"]["rows"], now["rule"], now["result"]["size"]) == (
        11,
        {"stride": 1, "padding": 5, "fill": "reflect", "dilation": 3},
        [8, 8],
    )
    assert choose(tab, "padding", "0").get_attribute("aria-disabled") == "true"


def test_learned_kernels_of_any_convolution(convolve: NewVisit) -> None:
    tab = convolve()
    tab.page.locator("#cnn-kernels .layer").select_option("layer2.0.conv1")
    tab.page.locator("#cnn-kernels .filters [data-value='5']").click()
    tab.page.locator("#cnn-kernels .input input").fill("17")
    tab.page.keyboard.press("Tab")
    tab.wait("bus.get('convolve.kernel').filter?.in === 17 && bus.get('convolve.kernel').planes")
    now = assert_true(tab)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        import torchvision

        weight: torch.Tensor = torchvision.models.resnet18(weights=None).get_parameter("layer2.0.conv1.weight")
    assert now["kernel"]["planes"][0] == weight[5, 17].flatten().tolist()
    tab.page.wait_for_function("() => location.search.includes('filter=layer2.0.conv1_5_17')")


def test_the_three_colours_of_a_first_convolution(convolve: NewVisit) -> None:
    tab = convolve(PHOTOGRAPH + "&kernel=learned&filter=conv1_7_0&stride=2&padding=3&read=rgb")
    now = assert_true(tab)
    assert len(now["bytes"]) == len(now["kernel"]["planes"]) == 3 and now["result"]["size"] == [112, 112]
    front = tab.page.get_by_role("radiogroup", name="Channel in front")
    front.locator("[data-value='2']").click()
    box(tab, cell(24))
    tab.page.locator(cell(24)).dblclick()
    tab.page.keyboard.type("1")
    tab.page.keyboard.press("Enter")
    after = assert_true(tab)
    assert [a == b for a, b in zip(after["kernel"]["planes"], now["kernel"]["planes"], strict=True)] == [True, True, False]


@pytest.mark.slow  # four pages; tests/js/convolve reads the same links
def test_a_link_opens_the_same_and_a_hostile_one_the_start(convolve: NewVisit) -> None:
    tab = convolve(DIGIT)
    tab.page.locator("#cnn-kernels [data-value=emboss]").click()
    choose(tab, "stride", "2").click()
    choose(tab, "Kind of pooling", "average").click()
    tab.page.locator("#cnn-pictures .in canvas").focus()
    tab.page.keyboard.press("ArrowLeft")
    tab.settle()
    row, column = tab.bus("convolve.at")
    tab.page.wait_for_function("said => said.every(one => location.search.includes(one))", arg=[f"window={row}_{column}", "pool=average"])
    link = str(tab.page.evaluate("location.pathname + location.search"))
    assert state(convolve(link)) == state(tab)
    hostile = convolve(DIGIT + "&kernel=9x9_1&size=1e9&stride=-1&fill=x&read=%3Cb%3E&pool=max0&window=a_b&filter=__proto__&bias=NaN")
    assert state(hostile) == state(convolve(DIGIT)) and hostile.troubles == []


def test_space_steps_and_holding_it_sweeps(convolve: NewVisit) -> None:
    tab = convolve(DIGIT + "&window=3_4")
    tab.page.locator("body").press(" ")
    assert tab.settle().bus("convolve.at") == [3, 5]
    tab.page.keyboard.down(" ")
    tab.page.wait_for_function("() => { const [row, col] = window.cnn.get('convolve.at'); return row > 3 || col > 9 }")
    tab.page.keyboard.up(" ")
    stopped = tab.settle().bus("convolve.at")
    assert tab.settle().bus("convolve.at") == stopped


def test_a_camera_goes_through_the_same_kernel(convolve: NewVisit) -> None:
    """Chromium's own test pattern: it moves, so the result does."""
    tab = convolve(permissions=["camera"])
    button = tab.page.locator("#cnn-kernels [data-do=camera]")
    button.click()
    tab.page.wait_for_function("() => window.cnn.get('convolve.done').picture.live")
    seen = "window.cnn.get('convolve.done').result.values.reduce((sum, v, i) => sum + v * (i % 97), 0)"
    first = tab.page.evaluate(seen)
    tab.page.wait_for_function(f"first => {seen} !== first", arg=first)
    asked = tab.asked
    assert tab.text("#cnn-cell .torch").startswith("PyTorch is asked")
    button.click()
    tab.wait(THERE)
    assert tab.asked == asked + 1
    assert_true(tab)


def test_the_code_is_there_and_its_picture_is_the_one_on_the_screen(convolve: NewVisit) -> None:
    tab = convolve(permissions=["clipboard-read", "clipboard-write"])
    tab.page.locator("#cnn-code [data-do=show]").click()
    shown = tab.page.locator("#cnn-code code").inner_text()
    assert "F.conv2d(x, kernel, bias=None, stride=1, padding=0, dilation=1)  # (1, 1, 222, 222)" in shown
    tab.page.locator("#cnn-code [data-do=copy]").click()
    tab.page.get_by_role("button", name="Copied").wait_for()
    assert tab.page.evaluate("navigator.clipboard.readText()").strip() == shown.strip()
    with tab.page.expect_download() as download:
        tab.page.locator("#cnn-code [data-do=save]").click()
    with Image.open(io.BytesIO(download.value.path().read_bytes())) as picture:
        assert np.asarray(picture.convert("L")).ravel().tolist() == state(tab)["bytes"][0]


@pytest.mark.parametrize("path", IN_EACH)
def test_figures_can_be_read_and_nothing_scrolls(convolve: NewVisit, path: str) -> None:
    """At 720p: cells of 60 px with figures of 20 px at 5 × 5, and the page as large as the screen."""
    tab = convolve(path + DIGIT[1:] + "&kernel=learned&filter=conv1_0_0")
    place = box(tab, cell(12))
    assert place["width"] >= 60 and place["height"] >= 36
    assert tab.page.locator(cell(12)).evaluate("cell => parseFloat(getComputedStyle(cell).fontSize)") >= 20
    fits = "[document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]"
    assert tab.page.evaluate(fits) == [True, True]
    smallest = """Math.min(...[...document.querySelectorAll('#convolve *')].filter(e => e.offsetParent && e.textContent.trim() &&
      ![...e.children].length && !e.closest('dialog')).map(e => parseFloat(getComputedStyle(e).fontSize)))"""
    assert tab.page.evaluate(smallest) >= 14


def test_a_phone_has_one_column_and_large_targets(convolve: NewVisit) -> None:
    tab = convolve("/pt" + PHOTOGRAPH[1:], phone=True)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    result = tab.page.locator("#cnn-pictures .result canvas").bounding_box()
    assert result["y"] + result["height"] <= 844, "the picture and its result without scrolling"
    assert box(tab, cell(0))["width"] >= 60
    for button in tab.page.locator("#cnn-kernels button:visible, #cnn-pictures button:visible, #cnn-cell .play").all():
        assert button.bounding_box()["height"] >= 40


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize(
    ("theme", "set_to"),
    [pytest.param("light", "", marks=pytest.mark.slow), ("dark", "&kernel=learned&filter=conv1_7_0&read=rgb&padding=1")],
)
def test_axe_finds_no_violation(convolve: NewVisit, axe: str, path: str, theme: Any, set_to: str) -> None:
    tab = convolve(path + PHOTOGRAPH[1:] + set_to, color_scheme=theme)
    tab.page.evaluate(axe)
    found = tab.page.evaluate("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    assert [f"{v['id']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])})" for v in found["violations"]] == []
