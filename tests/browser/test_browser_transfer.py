"""Transfer as a person meets it: classes in every way, the freeze line by key and by hand, a run that is stopped, what it is worth."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from visit import IN_BOTH, IN_EACH, MENU, Visit

from models.types.fine_tune import wilson_interval

NewVisit = Callable[..., Visit]
OPEN = "/?tab=transfer&network=lenet5&sample=digit-3"
PT = OPEN.replace("/?", "/pt?")
THERE = "bus.get('transfer.run')?.over && !bus.get('transfer.run').stop && bus.get('transfer.freezePoints')?.of"


OF_CLASSES = """n => {
  const run = window.cnn.get('transfer.run')
  const classes = Array.from({ length: n }, (_, k) => (k ? `triângulo isósceles ${k}` : 'paralelogramo muito inclinado'))
  const confusion = classes.map((_, k) => classes.map((_, j) => (k ? (k === j ? 12 : (k + j) % 9 ? 0 : 10) : j ? 0 : 99)))
  const of = confusion.flat().reduce((a, b) => a + b, 0)
  window.cnn.set('transfer.run', { ...run, result: { ...run.result, classes, confusion, of, right: 1, balanced: 0.12 } })
}"""
"""A result of n classes, the first of which is by far the most frequent."""


@pytest.fixture
def transfer(visit: NewVisit) -> Callable[..., Visit]:
    """`transfer(path)` opens the tab and waits until the network has learned what stands there at first."""

    def new(path: str = OPEN, **more: Any) -> Visit:
        return visit(path, **more).wait(THERE)

    return new


def svg(tab: Visit, selector: str) -> str:
    return str(tab.page.locator(selector).text_content())


def again(tab: Visit) -> Visit:
    """Train, until it is over."""
    tab.page.evaluate("window.before = window.cnn.get('transfer.run')?.of")
    tab.page.locator("#cnn-settings .go").click()
    return tab.wait("bus.get('transfer.run').over && !bus.get('transfer.run').stop && bus.get('transfer.run').of !== window.before")


def pictures(folder: Path, count: int, level: int) -> list[str]:
    """Files of bars at one height, each a little different."""
    made = []
    for i in range(count):
        image = Image.new("L", (28, 28))
        ImageDraw.Draw(image).rectangle((4 + i % 4, level, 18 + i % 6, level + 5), fill=255 - 4 * i)
        made.append(str(folder / f"{level}-{i}.png"))
        image.save(made[-1])
    return made


@pytest.mark.slow  # two trainings; test_app_fine_tune leaves a class out
def test_an_unticked_class_is_left_out_and_three_classes_show_their_bars(transfer: Callable[..., Visit]) -> None:
    tab = transfer()
    ticks = tab.page.locator("#cnn-examples .class input[type=checkbox]")
    for i in range(out := ticks.count() - 3):
        ticks.nth(i).click()
        tab.wait(f"bus.get('transfer.classes').filter(one => !one.enabled).length === {i + 1}")
    again(tab)
    assert len(tab.bus("transfer.run")["result"]["classes"]) == 3 and not ticks.first.is_checked() and out > 0
    tab.wait("document.querySelectorAll('#cnn-try_it .bar').length === 3")
    assert min(tab.page.locator("#cnn-try_it .bar").evaluate_all("all => all.map(e => e.getBoundingClientRect().width)")) > 20
    few = "one.enabled && i === list.length - 1 ? { ...one, examples: one.examples.slice(0, 5) } : one"
    tab.page.evaluate(f"window.cnn.set('transfer.classes', window.cnn.get('transfer.classes').map((one, i, list) => {few}))")
    told = tab.page.locator("#cnn-examples .uneven")
    assert re.search(r"Uneven classes: \w+ has 30 pictures, \w+ 5", told.inner_text())
    told.locator("button").click()
    assert tab.bus("transfer.weigh") == 1 and told.locator("button").count() == 0
    tab.page.wait_for_function("location.search.includes('class_weights=1')")


def test_opens_having_learned_and_says_how_sure_that_is(transfer: Callable[..., Visit]) -> None:
    tab = transfer()
    result = tab.bus("transfer.run")["result"]
    assert result["of"] == 100 and tab.text("#cnn-confusion .rate") == f"{result['right']:.1f} %"
    low, high = (f"{100 * end:.1f}" for end in wilson_interval(result["right"], 100))
    assert f"95 % interval {low} – {high}" in svg(tab, "#cnn-confusion .interval")
    numbers = tab.page.locator("#cnn-confusion [role=gridcell]").all_inner_texts()
    assert [int(n) for n in numbers] == [n for row in result["confusion"] for n in row]
    assert f"{result['right']:.1f} ± " in tab.text("#cnn-freeze_line .cost.validation .here")
    assert tab.page.locator("#cnn-learning svg.accuracy .lane").count() == 2 and tab.troubles == []
    tab.page.locator("#cnn-learning svg.accuracy").press("End")
    last = tab.bus("transfer.run")["points"][-1]
    tab.page.wait_for_function(
        "said => document.querySelector('#cnn-learning .says').textContent.includes(said)", arg=f"{100 * last['train']['accuracy']:.1f} %"
    )


def test_the_camera_records_while_the_button_is_held(transfer: Callable[..., Visit]) -> None:
    """Chromium's fake camera shows a moving picture."""
    tab = transfer(permissions=["camera"])
    tab.page.locator("#cnn-examples .set").select_option("-")
    tab.wait("bus.get('transfer.classes').length === 2 && bus.get('transfer.set') === '-'")
    tab.page.locator("#cnn-examples .name", has_text="class 1").click()
    tab.page.locator("#cnn-examples [data-tool=camera]").click()
    record = tab.page.locator("#cnn-examples button.record")
    assert record.is_disabled()
    tab.page.locator("#cnn-examples button", has_text="Camera on").click()
    tab.page.wait_for_function("!document.querySelector('#cnn-examples button.record').disabled")
    record.hover()
    tab.page.mouse.down()
    held = "window.cnn.get('transfer.classes').find(c => c.name === 'class 1').examples.length >= 3"
    tab.page.wait_for_function(held)  # while it is held a question is always open: nothing to settle
    tab.page.mouse.up()
    tab.wait("!bus.get('transfer.loading')")
    tab.settle()
    first, second = tab.bus("transfer.classes")
    assert len(first["examples"]) >= 3 and second["examples"] == [] and tab.troubles == []
    tab.page.locator("#cnn-examples [data-tool=draw]").click()
    assert tab.page.evaluate("document.querySelector('#cnn-examples video') === null")


def test_a_cell_of_the_matrix_opens_its_pictures_by_hand_and_by_key(transfer: Callable[..., Visit]) -> None:
    tab = transfer()
    result = tab.bus("transfer.run")["result"]
    k, j = next((k, j) for k, row in enumerate(result["confusion"]) for j, n in enumerate(row) if k != j and n >= 2)
    tab.page.locator(f'#cnn-confusion [data-at="{k} {j}"]').click()
    tab.settle()
    n = result["confusion"][k][j]
    assert tab.text("#cnn-confusion .cell").startswith(f"{result['classes'][k]} taken for {result['classes'][j]} {n} of 10")
    assert tab.page.locator("#cnn-confusion .wrong canvas").count() == min(n, 6)
    sure = [
        float(re.findall(r"[\d.]+", title)[0])
        for title in tab.page.locator("#cnn-confusion .wrong canvas").evaluate_all("c => c.map(e => e.title)")
    ]
    assert sure == sorted(sure, reverse=True)
    tab.page.wait_for_function("[...document.querySelectorAll('#cnn-confusion .wrong canvas')].every(c => c.width > 1)")
    tab.page.locator(f'#cnn-confusion [data-at="{k} {j}"]').focus()
    tab.page.keyboard.press("Home")
    tab.page.keyboard.press("Enter")
    tab.wait(f"String(bus.get('transfer.cell')) === '{k},0'")


def test_the_line_moves_by_key_and_by_hand_and_nothing_is_trained_until_train(transfer: Callable[..., Visit]) -> None:
    tab = transfer()
    line = tab.page.locator("#cnn-freeze_line .freeze")
    assert line.get_attribute("aria-valuetext").startswith("learns from head: 850 weights")
    line.press("ArrowLeft")
    tab.wait("bus.get('transfer.line') === 'fc2'")
    assert "11\u202f014 weights will learn" in tab.text("#cnn-freeze_line .says")
    assert tab.page.locator("#cnn-confusion .matrix.stale").count() == 1
    assert tab.page.locator("#cnn-try_it .answer.stale").count() == 1 and "train again" in tab.text("#cnn-try_it .whose")
    assert tab.text("#cnn-learning .says") == "from the run with the line at the head" and tab.text("#cnn-settings .go") == "Train"
    assert tab.page.locator("#cnn-settings .epochs").input_value() == "10", "further left other defaults hold"
    again(tab)
    assert tab.page.locator("#cnn-confusion .stale").count() == 0
    assert tab.page.locator("#cnn-try_it .answer.stale").count() == 0 and tab.text("#cnn-try_it .whose") == ""
    assert all("±" in text for text in tab.page.locator("#cnn-freeze_line .cost.validation .at").all_inner_texts()[3:])
    ghosts = [box["x"] for box in (tab.page.locator("#cnn-freeze_line .ghosts i").nth(i).bounding_box() for i in range(5))]
    grip = tab.page.locator("#cnn-freeze_line .grip").bounding_box()
    tab.page.mouse.move(grip["x"] + 15, grip["y"] + 15)
    tab.page.mouse.down()
    tab.page.mouse.move(ghosts[1] + 20, grip["y"] + 30, steps=6)
    assert "61\u202f550 weights will learn" in tab.text("#cnn-freeze_line .says") and tab.bus("transfer.line") == "fc2"
    tab.page.mouse.up()
    tab.wait("bus.get('transfer.line') === 'conv2'")
    tab.page.wait_for_function("location.search.includes('freeze=conv2')")


@pytest.mark.slow  # three trainings; test_app_fine_tune and tests/js/transfer
def test_other_heads_stand_at_the_head_and_show_their_scores(transfer: Callable[..., Visit]) -> None:
    tab = transfer(OPEN + "&freeze=fc2")
    tab.page.locator("#cnn-settings [data-value=svm]").click()
    tab.wait("bus.get('transfer.head') === 'svm' && bus.get('transfer.line') === null")
    again(tab)
    result = tab.bus("transfer.run")["result"]
    assert tab.text("#cnn-settings [data-value=svm] .score") == f"{result['right']:.1f}"
    assert "No curves" in tab.text("#cnn-learning .found .about") and not tab.page.locator("#cnn-learning svg.accuracy").is_visible()
    assert tab.text("#cnn-learning .found .check b") == f"{result['right']:.1f} %"
    assert "Found at once" in tab.text("#cnn-learning .says") and tab.page.locator("#cnn-settings .epochs").is_disabled()
    tab.page.locator("#cnn-freeze_line .freeze").press("ArrowLeft")
    tab.wait("bus.get('transfer.head') === 'net'")


@pytest.mark.slow  # a long training; test_app_fine_tune stops one
def test_stop_keeps_what_was_learned_and_the_network_stands_in_every_menu(transfer: Callable[..., Visit]) -> None:
    tab = transfer()
    tab.page.locator("#cnn-freeze_line .freeze").press("Home")
    tab.wait("bus.get('transfer.line') === 'none'")
    tab.page.locator("#cnn-settings .epochs").fill("4000")
    tab.page.locator("#cnn-settings .epochs").press("Tab")
    assert (
        tab.page.locator("#cnn-settings .epochs").input_value() in (note := tab.text("#cnn-settings .note"))
        and "1\u202f000 at most" in note
    )
    tab.page.locator("#cnn-settings .epochs").fill("900")
    tab.page.locator("#cnn-settings .epochs").press("Tab")
    tab.wait("bus.get('transfer.epochs') === 900")
    assert not tab.page.locator("#cnn-settings .note").is_visible()
    tab.page.locator("#cnn-settings .go").click()
    tab.page.wait_for_function("window.cnn.get('transfer.run').now.step > 3")
    assert tab.text("#cnn-settings .go") == "■ Stop"
    tab.page.locator("#cnn-settings .go").click()
    tab.wait(THERE)
    assert re.match(r"Stopped at epoch \d+ of 900", tab.text("#cnn-learning .says"))
    tab.page.evaluate("window.cnn.set('error', 'These weights cannot be fetched.')")
    tab.page.locator("#cnn-connection p", has_text="cannot be fetched").wait_for()
    tab.page.locator("#cnn-connection .close").click()
    assert tab.bus("error") is None and not tab.page.locator("#cnn-connection .line").is_visible()
    tab.wait("[...bus.get('networks').keys()].includes('mine/my_classes')")
    tab.choose_network("mine/my_classes", "#cnn-freeze_line")
    tab.wait("bus.get('network').key === 'mine/my_classes' && bus.get('forward').network === 'mine/my_classes'")
    tab.page.keyboard.press("Escape")
    tab.page.locator("#tab-look-button").click()
    tab.wait("bus.get('tab') === 'look'")
    assert tab.best in tab.bus("transfer.run")["result"]["classes"] and "my classes" in tab.page.locator(MENU).input_value()


def test_own_classes_are_drawn_brought_and_learned_by_themselves(transfer: Callable[..., Visit], tmp_path: Path) -> None:
    tab = transfer()
    tab.page.locator("#cnn-examples .set").select_option("-")
    tab.wait("bus.get('transfer.classes').length === 2 && bus.get('transfer.set') === '-'")
    assert "two" not in tab.text("#cnn-learning .says") and "class 1 has 0 pictures" in tab.text("#cnn-learning .says")
    assert tab.page.locator("#cnn-settings .go").is_disabled()
    tab.page.locator("#cnn-examples [data-tool=upload]").click()
    for name, level in (("class 1", 3), ("class 2", 18)):
        tab.page.locator("#cnn-examples .name", has_text=name).click()
        tab.page.locator("#cnn-examples .tool input[type=file]").set_input_files(pictures(tmp_path, 8, level))
        tab.wait(f"bus.get('transfer.classes').find(c => c.name === '{name}').examples.length === 8 && !bus.get('transfer.loading')")
    tab.wait("bus.get('transfer.run')?.classes.length === 2 && bus.get('transfer.run').over")  # nobody has pressed Train
    assert tab.bus("transfer.run")["result"]["classes"] == ["class 1", "class 2"]
    tab.page.locator("#cnn-examples [data-tool=draw]").click()
    board = tab.page.locator("#cnn-examples .board").bounding_box()
    tab.page.mouse.move(board["x"] + 30, board["y"] + 100)
    tab.page.mouse.down()
    tab.page.mouse.move(board["x"] + 110, board["y"] + 104, steps=5)
    tab.page.mouse.up()
    tab.page.locator("#cnn-examples .board").press("Enter")
    tab.wait("bus.get('transfer.classes')[1].examples.length === 9")
    tab.page.locator("#cnn-examples .chosen .name").press("F2")
    tab.page.keyboard.type("low bars")
    tab.page.keyboard.press("Enter")
    tab.wait("bus.get('transfer.classes')[1].name === 'low bars'")
    for part in ("#cnn-confusion [role=rowheader]", "#cnn-try_it .answer li .name"):
        tab.page.wait_for_function("part => document.querySelector(part) && document.querySelectorAll(part)[1]?.textContent", arg=part)
        assert tab.page.locator(part).all_inner_texts() == ["class 1", "low bars"], part
    assert tab.text("#cnn-examples .done").startswith("class 2 is now low bars. The trained network keeps the old name in the menu")
    assert tab.bus("transfer.run")["result"]["classes"] == ["class 1", "class 2"], "what it says is what the network has learned"
    tab.page.locator("#cnn-examples .chosen .example").first.press("Delete")
    tab.wait("bus.get('transfer.classes')[1].examples.length === 8")


def test_a_new_picture_is_answered_as_it_is_drawn_and_the_network_goes_home(transfer: Callable[..., Visit], tmp_path: Path) -> None:
    tab = transfer()
    tab.wait("document.querySelector('#cnn-try_it li.best')")
    first = tab.page.locator("#cnn-try_it .p").all_inner_texts()
    board = tab.page.locator("#cnn-try_it .board").bounding_box()
    tab.page.mouse.move(board["x"] + 20, board["y"] + 20)
    tab.page.mouse.down()
    tab.page.mouse.move(board["x"] + 90, board["y"] + 90, steps=6)
    tab.page.mouse.up()
    tab.page.wait_for_function(
        "first => [...document.querySelectorAll('#cnn-try_it .p')].map(e => e.innerText).join() !== first", arg=",".join(first)
    )
    assert sum(float(text) for text in tab.page.locator("#cnn-try_it .p").all_inner_texts()) == pytest.approx(100, abs=0.6)
    with tab.page.expect_download() as caught:
        tab.page.locator("#cnn-try_it [data-do=home]").click()
    with zipfile.ZipFile(io.BytesIO(Path(caught.value.path()).read_bytes())) as archive:
        assert "predict.py" in archive.namelist()
        archive.extract("my_classes.safetensors", tmp_path)
    other = transfer()
    other.page.locator("#cnn-try_it .weights").set_input_files(str(tmp_path / "my_classes.safetensors"))
    other.page.wait_for_function(
        "document.querySelector('#cnn-try_it .said').textContent.includes('in the network menu as my_classes_2')"
    )  # beside the one that it has taught itself
    tab.page.locator("#cnn-try_it [data-do=code]").click()
    tab.page.wait_for_function("document.querySelector('#cnn-try_it code').textContent.includes('def teach(')")


@pytest.mark.slow  # a training; tests/js/transfer puts them in order
def test_filters_that_learned_are_shown_before_and_after(transfer: Callable[..., Visit]) -> None:
    tab = transfer(OPEN + "&taught=digits&taught_each=10&teach_view=changed&freeze=layer4.0.conv1")
    assert tab.bus("transfer.line") is None and "layer4.0.conv1: the line now stands at the head" in tab.text("#cnn-freeze_line .says")
    assert "no filter has changed" in tab.text("#cnn-changed_filters .says")
    tab.page.locator("#cnn-freeze_line .freeze").press("Home")
    tab.wait("bus.get('transfer.line') === 'none'")
    again(tab)
    tab.page.wait_for_function("document.querySelectorAll('#cnn-changed_filters .pairs canvas').length === 12")  # six filters, each twice
    shares = [float(text) for text in tab.page.locator("#cnn-changed_filters .pairs .quiet").all_inner_texts()]
    assert shares == sorted(shares, reverse=True) and shares[-1] > 0 and tab.text("#cnn-changed_filters .layer") == "conv1"


@pytest.mark.slow  # twelve trainings; test_models_fine_tune_compare and tests/js/transfer
def test_from_scratch_against_transfer(transfer: Callable[..., Visit]) -> None:
    tab = transfer(PT + "&taught=digits&taught_each=10&teach_epochs=2")
    tab.page.locator("#cnn-learning [data-view=scratch]").click()
    tab.page.locator("#cnn-scratch [data-do=go]").click()
    tab.page.wait_for_function("/Com 7 por classe/.test(document.querySelector('#cnn-scratch .says').textContent)", timeout=120_000)
    assert tab.page.locator("#cnn-scratch .dot").count() == 8
    says = tab.text("#cnn-scratch .says")
    assert re.search(
        r"nas mesmas 30 imagens. Só a transferência acerta: \d+; só a do zero acerta: \d+. Teste de McNemar: p [=<] 0,\d+", says
    )
    names = tab.page.locator("#cnn-scratch .end").all_text_contents()
    assert names == ["transferência", "do zero"]
    inside = "all => all.every(e => e.getBoundingClientRect().right <= e.ownerSVGElement.getBoundingClientRect().right)"
    assert tab.page.locator("#cnn-scratch .end").evaluate_all(inside), "no name is cut"


def test_a_link_brings_all_of_it_back_also_in_portuguese(transfer: Callable[..., Visit]) -> None:
    path = "/pt?tab=transfer&network=lenet5&taught=digits&taught_each=15&freeze=fc2&hidden=8&teach_epochs=3&teach_rate=0.005&teach_seed=4"
    path += "&class_weights=1&untouched=1"
    tab = transfer(path)
    plan = tab.bus("transfer.run")["plan"]
    assert (plan["freeze"], plan["head"], plan["hidden"], plan["epochs"], plan["learning_rate"], plan["seed"]) == (
        "fc2",
        "mlp",
        8,
        3,
        0.005,
        4,
    )
    assert plan["class_weights"] is plan["untouched"] is True and tab.text("#cnn-settings .more") == "Mais (4)"
    assert "Nenhum conjunto de teste" in tab.text("#cnn-examples .uneven"), "pictures of a set are on one side already"
    assert [one["learned"] for one in tab.bus("transfer.classes")] == [10] * 10
    assert (
        tab.text("#cnn-examples h2") == "Classes"
        and "treino" in tab.text("#cnn-examples .count")
        and "certas:" in tab.text("#cnn-confusion .right")
    )
    assert "intervalo de 95 %" in svg(tab, "#cnn-confusion .interval") and tab.text("#cnn-settings .go") == "Retreinar"
    assert tab.page.locator("#cnn-settings .rate").input_value() == "0,005" and tab.troubles == []


@pytest.mark.parametrize("path", IN_EACH)
def test_nothing_is_cut_off_at_1280_and_on_a_phone(transfer: Callable[..., Visit], path: str) -> None:
    tab = transfer(f"{path}?tab=transfer&network=lenet5&sample=digit-3")
    size = tab.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [1280, 720]
    for part in ("#cnn-settings .go", "#cnn-examples .bottom", "#cnn-try_it .buttons", "#cnn-confusion .wrong", "#cnn-learning .says"):
        box = tab.page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 720 and box["x"] + box["width"] <= 1256.5, part
    matrices_fit(tab, 720)
    phone = transfer(f"{path}?tab=transfer&network=lenet5&sample=digit-3", phone=True)
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
    assert phone.page.locator("#cnn-confusion .rate").bounding_box()["y"] < 844
    matrices_fit(phone, None)


def matrices_fit(tab: Visit, most: int | None) -> None:
    """Of few classes and of many, with long names: nothing lies on the caption below, no number is cut, nothing ends below `most`."""
    for n in (2, 3, 5, 11, 12, 20):
        tab.page.evaluate(OF_CLASSES, n)
        tab.page.wait_for_function("n => document.querySelectorAll('#cnn-confusion [role=gridcell]').length === n * n", arg=n)
        matrix, caption, wrong = (tab.page.locator(f"#cnn-confusion {part}").bounding_box() for part in (".matrix", ".cell", ".wrong"))
        assert matrix["height"] > 60 and matrix["y"] + matrix["height"] <= caption["y"] + 1, n
        assert most is None or wrong["y"] + wrong["height"] <= most, n
        cut = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).length"
        assert tab.page.locator("#cnn-confusion [role=gridcell]").evaluate_all(cut) == 0, n
    assert any(word in tab.text("#cnn-confusion .right") for word in ("balanced accuracy 12", "acurácia balanceada 12"))
    assert "paralelogramo muito inclinado" in tab.text("#cnn-confusion .weak")


@pytest.mark.parametrize("theme", IN_BOTH)
def test_has_no_accessibility_violation(transfer: Callable[..., Visit], axe: str, theme: str) -> None:
    tab = transfer(color_scheme=theme)
    tab.page.evaluate(axe)
    found = tab.page.evaluate("axe.run('#transfer', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    assert json.dumps([(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found["violations"]]) == "[]"
