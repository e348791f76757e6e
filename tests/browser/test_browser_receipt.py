"""Every number on the screen can be taken apart: by click, by key, by link, on a phone, in both languages; pointing asks nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from visit import IN_EACH, Visit

from models import api
from models.types.activations import PictureSource

NewVisit = Callable[..., Visit]
OPEN = "!document.querySelector('#cnn-receipt .sheet').hidden"
OF = "#cnn-receipt .of"


def opened(tab: Visit, says: str) -> Visit:
    """Until the receipt that is shown is that of `says`."""
    tab.page.wait_for_function("says => document.querySelector('#cnn-receipt .of')?.textContent.includes(says)", arg=says)
    return tab.settle()


def receipt_of(tab: Visit, layer: str, cell: tuple[int, ...]) -> Any:
    """What the service says of the very picture on the screen."""
    pixels = bytes(tab.read("window.cnn.get('forward').picture.values"))
    return api.receipt(tab.bus("network")["key"], PictureSource("pixels", pixels), layer, cell)


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("+", "").replace(" ", "").replace(",", "."))


def test_a_click_on_a_cell_takes_it_apart(visit: NewVisit) -> None:
    tab = visit("/?layer=conv2&channel=11")
    box = tab.page.locator("#cnn-maps canvas.grid").bounding_box()
    tab.page.mouse.click(box["x"] + 150, box["y"] + 170)
    tab.wait(OPEN)
    opened(tab, "conv2, channel 11")
    hover = tab.bus("receipt")[0]
    made = receipt_of(tab, "conv2", tuple(hover["cell"]))
    assert hover["layer"] == "conv2" and hover["cell"][0] == 11
    assert number(tab.text("#cnn-receipt .ours > b")) == pytest.approx(made.sum, abs=1e-5)
    assert number(tab.text("#cnn-receipt .theirs > span:last-child > b")) == pytest.approx(made.torch_value, abs=1e-5)
    assert tab.text("#cnn-receipt .verdict .tick") == "✓"
    sums = [number(text) for text in tab.page.locator("#cnn-receipt .made b.sum:visible").all_inner_texts()]
    assert len(sums) == 6 and [abs(s) for s in sums] == sorted((abs(s) for s in sums), reverse=True)
    assert sum(sums) + made.bias == pytest.approx(made.sum, abs=0.005)
    assert tab.page.locator("#cnn-receipt .back .trace-step").count() == 5
    assert tab.text("#cnn-receipt .back li:last-child b") == "input"
    tab.page.keyboard.press("Escape")
    tab.wait(f"!({OPEN})")
    assert tab.bus("selectedChannel") == 11 and tab.page.locator("#cnn-answer").is_visible()
    assert tab.troubles == []


def test_a_cell_of_the_map_in_filters_has_its_receipt_too(visit: NewVisit) -> None:
    tab = visit("/?tab=filters").wait("bus.get('filters.strengths')")
    found = tab.page.evaluate("(({ read, unit }) => [read, unit])(window.cnn.get('filters.strengths'))")
    box = tab.page.locator("#cnn-activation_map .stage canvas").bounding_box()
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
    tab.wait(f"bus.get('tab') === 'look' && {OPEN}")
    opened(tab, f"{found[0]}, channel {found[1]}")
    layer, cell = tab.bus("receipt")[0]["layer"], tab.bus("receipt")[0]["cell"]
    assert [layer, cell[0]] == found
    made = receipt_of(tab, layer, tuple(cell))
    assert number(tab.text("#cnn-receipt .theirs > span:last-child > b")) == pytest.approx(made.torch_value, abs=1e-5)
    assert tab.troubles == []


def test_pointing_at_terms_and_pixels_asks_nothing(visit: NewVisit) -> None:
    tab = visit("/?layer=conv2&channel=11&receipt=conv2@11.4.4")
    opened(tab, "conv2, channel 11")
    asked = tab.asked
    frames = []
    for place in (0, 5, 9):
        tab.page.locator("#cnn-receipt .terms [role=option]").nth(place).hover()
        frames.append(tab.page.locator("#cnn-network_input .field").bounding_box())
    for place in (2, 4):
        tab.page.locator("#cnn-receipt .made [role=option]").nth(place).hover()
    assert len({(frame["x"], frame["y"]) for frame in frames}) > 1  # each term's own field in the picture
    tab.page.keyboard.press("Escape")
    strip = "() => document.querySelector('#cnn-strip [data-name=pool1] canvas').toDataURL()"
    before = tab.page.evaluate(strip)
    tab.page.locator("#cnn-network_input canvas").hover()
    assert "felt in rows" in tab.text("#cnn-network_input .sees")
    tab.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert tab.page.evaluate(strip) != before  # framed on every thumbnail
    assert tab.settle().asked == asked


def test_walking_by_keys_and_back(visit: NewVisit) -> None:
    tab = visit("/?layer=conv2&channel=11")
    tab.page.locator("#cnn-maps canvas.grid").focus()
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("r")
    opened(tab, "conv2, channel 11")
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("ArrowRight")
    opened(tab, "pool1, channel")
    first, second = tab.bus("receipt")
    assert (first["layer"], second["layer"]) == ("conv2", "pool1")
    tab.page.keyboard.press("Enter")
    opened(tab, "relu1, channel")
    tab.page.keyboard.press("ArrowRight")
    opened(tab, "conv1, channel")
    tab.page.keyboard.press("ArrowRight")
    opened(tab, "input, channel 0")
    assert "of 255" in tab.text("#cnn-receipt .made")
    assert tab.bus("layer") == "conv2"
    tab.page.keyboard.press("ArrowLeft")
    opened(tab, "conv1, channel")
    tab.page.locator("#cnn-receipt .back .trace-step").first.click()
    opened(tab, "conv2, channel 11")
    tab.page.locator("#cnn-receipt [data-do=close]").click()
    tab.wait(f"!({OPEN})")
    tab.page.keyboard.press("Escape")  # to the overview of all channels
    tab.wait("bus.get('selectedChannel') === null")
    tab.page.evaluate("window.cnn.set('hover', null)")
    tab.page.keyboard.press("r")
    opened(tab, "conv2, channel")
    values = api.feature_maps("lenet5", PictureSource("pixels", bytes(tab.read("window.cnn.get('forward').picture.values"))), "conv2")
    strongest = abs(values[tuple(tab.bus("receipt")[0]["cell"])])
    assert strongest == pytest.approx(abs(values).max(), rel=0.01), "the maps on the screen are one byte a value"
    assert tab.troubles == []


def test_a_link_carries_the_walk_into_the_other_language(visit: NewVisit) -> None:
    tab = visit("/?layer=conv2&channel=11&receipt=conv2@11.4.4~pool1@0.7.8")
    opened(tab, "pool1, channel 0, row 7, column 8")
    assert [one["layer"] for one in tab.bus("receipt")] == ["conv2", "pool1"]
    tab.page.wait_for_function("() => document.querySelectorAll('#cnn-receipt .trace-step').length === 5")
    tab.page.wait_for_function("() => location.search.includes('receipt=')")
    tab.page.locator("#cnn-head [data-language=pt]").click()
    tab.page.wait_for_url("**/pt?**")
    opened(tab, "pool1, canal 0, linha 7, coluna 8")
    assert "," in tab.text("#cnn-receipt .ours > b")
    assert tab.troubles == []


MANGLED = ["conv2@99.4.4", "nowhere@1.2.3", "conv2@11.4", "conv1@0.1.1", "<script>@1", "conv2@11.4.4~pool1@0.99.8"]


@pytest.mark.slow  # six loads; tests/js/permalink and tests/js/receipt read such walks
def test_a_mangled_walk_opens_nothing(visit: NewVisit) -> None:
    tab = visit()
    for link in MANGLED:
        tab.open(f"/?layer=conv2&channel=11&receipt={link}")
        assert not tab.page.evaluate(OPEN) and tab.bus("selectedChannel") == 11 and tab.troubles == [], link


def test_it_follows_the_pen_and_the_choice_of_layer(visit: NewVisit) -> None:
    tab = visit("/?layer=fc3&channel=3&receipt=fc3@3")
    opened(tab, "fc3, unit 3")
    before = tab.text("#cnn-receipt .ours > b")
    board = tab.page.locator("#cnn-draw canvas").bounding_box()
    tab.page.mouse.move(board["x"] + 60, board["y"] + 60)
    tab.page.mouse.down()
    tab.page.mouse.move(board["x"] + 200, board["y"] + 220)
    tab.page.mouse.up()
    tab.settle()
    tab.page.wait_for_function("was => document.querySelector('#cnn-receipt .ours > b')?.textContent !== was", arg=before)
    assert number(tab.settle().text("#cnn-receipt .ours > b")) == pytest.approx(receipt_of(tab, "fc3", (3,)).sum, abs=1e-4)
    tab.page.locator("#cnn-strip [data-name=pool2]").click()
    tab.wait(f"!({OPEN})")
    assert tab.settle().troubles == []


KINDS = [  # a sum, a batch norm, an addition and a product; tests/js/receipt tells the others too
    ("/?layer=softmax&channel=3&receipt=softmax@3", "p(3)"),
    pytest.param("/?layer=relu3&channel=5&receipt=relu3@5", "max(0,", marks=pytest.mark.slow),
    pytest.param("/?layer=flatten&channel=5&receipt=flatten@5", "in a row", marks=pytest.mark.slow),
    ("/?network=resnet18@random&sample=cat&layer=bn1&channel=2&receipt=bn1@2.9.9", "σ²"),
    ("/?network=resnet18@random&sample=cat&layer=layer1.0.add&channel=2&receipt=layer1.0.add@2.9.9", "comes along"),
    pytest.param("/?network=resnet18@random&sample=cat&layer=avgpool&channel=2&receipt=avgpool@2.0.0", "49", marks=pytest.mark.slow),
    (
        "/?network=mobilenet_v3_small@random&sample=cat&layer=features.1.block.1.mul&channel=2&receipt=features.1.block.1.mul@2.9.9",
        "scales",
    ),
]


@pytest.mark.parametrize(("path", "says"), KINDS)
def test_every_kind_has_its_own_way_of_showing(visit: NewVisit, path: str, says: str) -> None:
    tab = visit(path)
    tab.wait(OPEN)
    tab.page.locator("#cnn-receipt .verdict .tick").wait_for()
    shown = tab.text("#cnn-receipt .made") + tab.text("#cnn-receipt .sheet")
    assert says in shown and "✓" in shown and "✗" not in shown
    assert tab.troubles == []


def test_the_code_and_the_effective_field_come_on_a_click(visit: NewVisit) -> None:
    tab = visit("/?layer=conv2&channel=11&receipt=conv2@11.4.4", permissions=["clipboard-read", "clipboard-write"])
    opened(tab, "conv2, channel 11")
    tab.page.locator("#cnn-receipt [data-do=field]").click()
    tab.page.locator("#cnn-receipt .effect").wait_for()
    assert number(tab.text("#cnn-receipt .effect .most")) > 0
    tab.page.locator("#cnn-receipt [data-do=code]").click()
    tab.page.locator("#cnn-receipt dialog[open]").wait_for()
    text = tab.page.locator("#cnn-receipt pre code").text_content()
    assert "class LeNet5" not in tab.text("#cnn-receipt pre code")  # folded
    assert "layer.weight[11]" in text and "number = " in text
    tab.page.locator("#cnn-receipt [data-do=copy]").click()
    assert tab.page.evaluate("navigator.clipboard.readText()") == text and "class LeNet5" in text
    with tab.page.expect_download() as taken:
        tab.page.locator("#cnn-receipt [data-do=take]").click()
    with zipfile.ZipFile(taken.value.path()) as folder:
        assert folder.read("run.py").decode() == text and "lenet5.safetensors" in folder.namelist()
    assert tab.troubles == []


@pytest.mark.parametrize("path", IN_EACH)
def test_on_a_phone_it_is_one_column(visit: NewVisit, path: str) -> None:
    tab = visit(f"{path}?layer=conv2&channel=11&receipt=conv2@11.4.4", phone=True)
    opened(tab, "conv2, ")
    assert not tab.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    assert not tab.page.locator("#cnn-maps").is_visible()
    for selector in ("#cnn-receipt .made", "#cnn-receipt .terms", "#cnn-receipt .back"):
        box = tab.page.locator(selector).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    rows = tab.page.locator("#cnn-receipt .terms [role=option]")
    assert rows.first.bounding_box()["height"] >= 40
    rows.nth(1).tap()
    opened(tab, "pool1, ")
    assert tab.troubles == []


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize("dark", [pytest.param(False, marks=pytest.mark.slow), True])
def test_axe_finds_nothing(visit: NewVisit, axe: str, path: str, dark: bool) -> None:
    for query in ("layer=conv2&channel=11&receipt=conv2@11.4.4", "layer=softmax&channel=3&receipt=softmax@3"):
        tab = visit(f"{path}?{query}", color_scheme="dark" if dark else "light")
        tab.wait(OPEN)
        tab.page.locator("#cnn-receipt .verdict .tick").wait_for()
        tab.page.evaluate(axe)
        found = tab.page.evaluate(
            "axe.run('#cnn-receipt', { runOnly: ['wcag2a', 'wcag2aa'] }).then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))"
        )
        assert found == []
