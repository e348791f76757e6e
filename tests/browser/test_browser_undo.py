"""Nothing of a visitor's goes unasked: a click selects, what is removed comes back, a run goes on while other settings are chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from visit import Visit

NewVisit = Callable[..., Visit]
TRANSFER = "/?tab=transfer&network=lenet5&sample=digit-3&taught=digits&taught_each=10"
LONG = "/?tab=transfer&network=lenet5&taught=digits&taught_each=120&freeze=none&teach_epochs=900"  # too long to be learned by itself
TRAIN = "/?tab=train&point=-&left=epochs:200&right=epochs:200*dropout:0.5"
LEARNED = "bus.get('transfer.run')?.over && !bus.get('transfer.run').stop && bus.get('transfer.freezePoints')?.of"
BEFORE = "bus.get('train.initial') && bus.get('train.race') && document.querySelectorAll('#cnn-trainlanes svg .rule').length > 0"
COUNTS = "window.cnn.get('transfer.classes').map(one => one.examples.length)"
SAID = "window.cnn.get('transfer.classes').map(({ id, name, enabled, examples }) => ({ id, name, enabled, examples }))"
EXAMPLE = "#cnn-examples .class:nth-child(2) .example"
ENLARGED = "#cnn-examples .enlarged"
DROPOUT = "#cnn-trainlanes .lane:nth-child(2) [data-name=dropout] select"
GO = "#cnn-trainpresets .go"
SMALL = """(all, least) => all.filter(one => one.offsetParent).map(one => (one.closest('label') ?? one).getBoundingClientRect())
  .filter(({ width, height }) => Math.min(width, height) < least - 0.5).map(({ width, height }) => [width, height])"""
"""Ticks whose target, the label around them, is smaller than it may be."""


def test_a_click_selects_delete_removes_and_undo_brings_back(visit: NewVisit) -> None:
    tab = visit(TRANSFER).wait(LEARNED)
    begun = tab.page.evaluate(SAID)
    tab.page.locator(EXAMPLE).nth(1).click()
    tab.page.locator(EXAMPLE).nth(1).dblclick()
    tab.page.keyboard.press("Enter")
    tab.settle()
    assert tab.page.evaluate(SAID) == begun and tab.page.locator(f"{ENLARGED}:popover-open").count() == 1
    assert tab.text(f"{ENLARGED} .about").startswith("1 · picture 6 of 10") and tab.text(f"{ENLARGED} .part") in (
        "learned from",
        "kept back to check",
    )
    assert tab.page.locator(f"{ENLARGED} canvas").evaluate("c => c.width") == 256
    tab.page.keyboard.press("Shift+ArrowRight")
    tab.page.keyboard.press("Shift+ArrowRight")
    assert tab.page.locator(f"{EXAMPLE}[aria-selected=true]").count() == 3
    tab.page.keyboard.press("Delete")
    tab.wait("bus.get('transfer.classes')[1].examples.length === 7 && bus.get('transfer.steps').undo === 1")
    assert begun[1]["examples"][5:8] == [one for one in begun[1]["examples"] if one not in tab.page.evaluate(SAID)[1]["examples"]]
    assert tab.text("#cnn-examples .done").startswith("3 pictures removed") and tab.page.locator(f"{ENLARGED}:popover-open").count() == 0
    assert tab.page.evaluate("document.activeElement.dataset.example") == str(begun[1]["examples"][8])
    assert tab.page.locator("#cnn-confusion .matrix.stale").count() == 1
    tab.page.locator("#cnn-examples .done button").click()
    tab.wait("bus.get('transfer.steps').redo === 1")
    assert tab.page.evaluate(SAID) == begun and tab.page.locator("#cnn-confusion .stale").count() == 0
    tab.page.keyboard.press("Control+Shift+Z")
    tab.wait("bus.get('transfer.classes')[1].examples.length === 7")
    tab.page.locator("#cnn-examples .set").select_option("-")
    tab.wait("bus.get('transfer.classes').length === 2 && bus.get('transfer.set') === '-' && bus.get('transfer.dataset') === null")
    for _ in range(2):
        tab.page.locator("body").press("Control+z")
    tab.wait("bus.get('transfer.steps').undo === 0 && bus.get('transfer.dataset') === 'digits' && bus.get('transfer.set') === 'digits'")
    assert tab.page.evaluate(SAID) == begun and tab.page.locator("#cnn-examples [data-do=undo]").is_disabled() and tab.troubles == []


@pytest.mark.slow  # a long race; tests/js/train decides what is queued
def test_a_race_goes_on_while_other_settings_are_chosen(visit: NewVisit) -> None:
    tab = visit(TRAIN).wait(BEFORE)
    tab.page.locator(GO).click()
    tab.page.wait_for_function("window.cnn.get('train.race').lanes[1]?.standings.length > 1")
    tab.page.locator(DROPOUT).select_option("0.2")
    tab.page.wait_for_function("window.cnn.get('train.pending') && window.cnn.get('train.race').lanes[1].standings.length > 4")
    race = tab.page.evaluate("(({ state, now }) => [state, now.right.dropout])(window.cnn.get('train.race'))")
    assert race == ["running", 0.5] and tab.text("#cnn-trainsettings .next").startswith("This race goes on; these settings run next.")
    tab.page.locator(GO).click()
    tab.wait("bus.get('train.race').state === 'ended'")
    n, other = tab.page.evaluate("window.cnn.get('train.race').lanes.map(lane => lane.standings.length - 1)")
    assert tab.text("#cnn-trainseeds .epoch") == f"Stopped at epoch {min(n, other)} of 200"  # one lane may be a step ahead
    assert tab.page.locator("#cnn-trainlanes .cut-words").first.text_content() == f"stopped at epoch {n} of 200"
    assert tab.page.locator("#cnn-trainseeds .dots text", has_text="% at").text_content() in (
        f"% at epoch {n}",
        f"% at epoch {n - 1} / {n}",
    )
    tab.page.locator("#cnn-trainsettings [data-act=back]").click()
    tab.wait("bus.get('train.settings').right.dropout === 0.5 && !bus.get('train.pending')")
    assert tab.page.evaluate("window.cnn.get('train.race').lanes[0].standings.length - 1") == n
    tab.page.locator("#cnn-trainview [data-view=runs]").click()
    assert tab.page.locator("#cnn-trainruns td.epoch").first.inner_text() == f"{n} of 200, stopped" and tab.troubles == []


@pytest.mark.slow
def test_what_is_queued_starts_after_the_race_and_a_stopped_race_is_shown_again(visit: NewVisit) -> None:
    tab = visit(TRAIN).wait(BEFORE)
    tab.page.locator(GO).click()
    tab.page.wait_for_function("window.cnn.get('train.race').lanes[1]?.standings.length > 3")
    tab.page.locator(DROPOUT).select_option("0.2")
    tab.page.locator("#cnn-trainsettings [data-act=queue]").click()
    tab.page.wait_for_function("window.cnn.get('train.pending')?.queued")
    tab.page.locator("#cnn-trainsettings [data-act=instead]").click()
    tab.page.wait_for_function(
        "window.cnn.get('train.race').now.right.dropout === 0.2 && window.cnn.get('train.race').lanes[1].standings.length > 1"
    )
    tab.page.locator(GO).click()
    tab.wait("bus.get('train.race').state === 'ended' && !bus.get('train.pending') && bus.get('train.runs').length === 4")
    first = tab.bus("train.runs")[2]
    tab.page.locator("#cnn-trainview [data-view=runs]").click()
    tab.page.locator("#cnn-trainruns td.do button", has_text="Show").nth(2).click()
    tab.wait("bus.get('train.race').now.right.dropout === 0.5 && bus.get('train.race').state === 'ended'")
    assert tab.page.evaluate("window.cnn.get('train.race').lanes[0].standings.length - 1") == first["epoch"]


@pytest.mark.slow
def test_who_leaves_the_line_waits_no_more(visit: NewVisit) -> None:
    """Two others train; the third waits, leaves, and what it had on the screen is there again."""
    others = [visit(TRAIN).wait(BEFORE) for _ in range(2)]
    tab = visit("/?tab=train&point=augment").wait("bus.get('train.race')?.state === 'ended'")
    shown = tab.page.evaluate("window.cnn.get('train.race').lanes[0].standings.length")
    for other in others:
        other.page.locator(GO).click()
        other.page.wait_for_function("window.cnn.get('train.race').lanes[1]?.standings.length > 0")
    tab.page.locator(GO).click()
    tab.page.wait_for_function("document.querySelector('#cnn-trainseeds .epoch').textContent.startsWith('Queued')")
    assert tab.text(GO) == "Leave the line"
    tab.page.locator(GO).click()
    tab.wait("!['running', 'stopping'].includes(bus.get('train.race').state)")
    assert "Queued" not in tab.text("#cnn-trainseeds .epoch") and tab.text(GO) == "Train again"
    assert tab.page.evaluate("window.cnn.get('train.race').lanes[0].standings.length") == shown
    run = visit(LONG).wait("bus.get('transfer.freezePoints')?.of")
    run.page.locator("#cnn-settings .go").click()
    run.page.wait_for_function("document.querySelector('#cnn-settings .go').textContent.includes('Queued')")
    run.page.locator("#cnn-settings .go").click()
    run.wait("!bus.get('transfer.run')")
    assert run.text("#cnn-settings .go") == "Train" and "Waiting" not in run.text("#cnn-learning .says")
    for other in others:
        other.page.locator(GO).click()
        other.wait("bus.get('train.race').state === 'ended'")


@pytest.mark.slow
def test_a_run_goes_on_while_other_settings_are_chosen_and_waits_for_a_race(visit: NewVisit) -> None:
    tab = visit(LONG).wait("bus.get('transfer.freezePoints')?.of")
    tab.page.locator("#cnn-settings .go").click()
    tab.page.wait_for_function("window.cnn.get('transfer.run')?.now.epoch > 0")
    epochs = tab.page.locator("#cnn-settings .epochs")
    epochs.fill("3")
    epochs.press("Tab")
    tab.page.wait_for_function("window.cnn.get('transfer.pending') === 'chosen' && window.cnn.get('transfer.run').stop")
    assert "This run goes on" in tab.text("#cnn-learning .next")
    tab.page.locator("#cnn-learning .next button").nth(1).click()
    tab.wait(LEARNED + " && bus.get('transfer.run').plan.epochs === 3")
    assert tab.text("#cnn-learning .says").startswith("3 epochs in") and not tab.page.locator("#cnn-learning .next").is_visible()
    tab.page.evaluate("for (const lane of ['left', 'right']) window.cnn.set(`train.${lane}`, 'epochs:200')")
    tab.page.locator("#tab-train-button").click()
    tab.wait("bus.get('train.settings')?.left.epochs === 200 && bus.get('train.race')")
    tab.page.locator(GO).click()
    tab.page.wait_for_function("window.cnn.get('train.race').lanes[1]?.standings.length > 0")
    tab.page.locator("#tab-transfer-button").click()
    tab.page.locator("#cnn-settings .go").click()
    tab.page.wait_for_function("document.querySelector('#cnn-settings .go').textContent.includes('Queued')")
    assert tab.page.evaluate("window.cnn.get('train.race').state") == "running"
    tab.page.evaluate("window.cnn.get('train.actions').stop()")
    tab.wait(LEARNED + " && bus.get('train.race').state === 'ended'")
    assert [run["how"] for run in tab.bus("train.runs")] == ["stopped", "stopped"]


@pytest.mark.slow
def test_ones_own_pictures_stay_while_sets_come_and_go(visit: NewVisit, tmp_path: Path) -> None:
    tab = visit(TRANSFER + "&teach_tool=upload").wait(LEARNED)
    tab.page.locator("#cnn-examples [data-tool=builtin]").click()
    tab.page.locator("#cnn-examples .set").select_option("-")
    tab.wait("bus.get('transfer.classes').length === 2 && bus.get('transfer.set') === '-'")
    tab.page.locator("#cnn-examples [data-tool=upload]").click()
    for name, level in (("class 1", 0), ("class 2", 60)):
        files = []
        for i in range(30):
            files.append(str(tmp_path / f"{level + i}.png"))
            Image.new("L", (12, 12), level + i).save(files[-1])
        tab.page.locator("#cnn-examples .name", has_text=name).click()
        tab.page.locator("#cnn-examples .tool input[type=file]").set_input_files(files)
        tab.wait(f"bus.get('transfer.classes').find(c => c.name === '{name}').examples.length === 30 && !bus.get('transfer.loading')")
    own = tab.page.evaluate(SAID)
    tab.page.locator("#cnn-examples [data-tool=builtin]").click()
    for key, count, says in (
        ("shapes", 12, "Added to your classes: shapes, 10 classes, 100 pictures · Undo"),
        ("digits", 12, "Added to your classes: digits, 10 classes, 100 pictures. The set before was replaced: 10 classes · Undo"),
        ("-", 2, "The set before was replaced: 10 classes · Undo"),
    ):
        tab.page.locator("#cnn-examples .set").select_option(key)
        tab.wait(f"bus.get('transfer.classes').length === {count} && bus.get('transfer.dataset') === {'null' if key == '-' else repr(key)}")
        assert tab.page.evaluate(SAID)[:2] == own
        assert says in tab.text("#cnn-examples .done"), key
    for _ in range(3):
        tab.page.locator("#cnn-examples [data-do=undo]").click()
        tab.settle()
    assert tab.page.evaluate(SAID) == own
    tab.page.locator("#cnn-examples [data-do=undo]").click()  # thirty uploads are one step
    tab.wait(f"{COUNTS.replace('window.cnn', 'bus')}.join() === '30,0'")
    tab.page.locator("#cnn-examples [data-do=redo]").click()
    tab.wait(f"{COUNTS.replace('window.cnn', 'bus')}.join() === '30,30'")
    tab.page.locator("#cnn-examples .class").first.hover()
    tab.page.locator("#cnn-examples .class .out").first.click()
    tab.wait("bus.get('transfer.classes').length === 1")
    assert tab.text("#cnn-examples .done").startswith("class 1 removed, pictures: 30")
    tab.page.locator("#cnn-examples .done button").click()
    tab.wait("bus.get('transfer.classes').length === 2")
    assert tab.page.evaluate(SAID) == own and tab.troubles == []


@pytest.mark.slow
@pytest.mark.parametrize("path, phone", [(TRANSFER, False), (TRANSFER.replace("/?", "/pt?"), True)])
def test_targets_are_large_enough_and_nothing_breaks_a_rule(visit: NewVisit, axe: str, path: str, phone: bool) -> None:
    tab = visit(path, phone=phone).wait(LEARNED)
    tab.page.locator(EXAMPLE).first.click()
    tab.settle()
    least: float = 40 if phone else 24
    boxes: list[dict[str, Any]] = [
        box
        for one in tab.page.locator("#cnn-examples :is(.example, .out, .name, .tick, .enlarged button, .steps button)").all()
        if one.is_visible() and (box := one.bounding_box())
    ]
    assert tab.page.locator("#transfer input[type=checkbox]").evaluate_all(SMALL, least) == []
    first = tab.page.locator("#cnn-examples .class").first
    first.locator(".tick").click(position={"x": 3, "y": 3})
    tab.wait("!bus.get('transfer.classes')[0].enabled")
    assert not first.locator("input[type=checkbox]").is_checked()
    assert len(boxes) > 20 and all(min(box["width"], box["height"]) >= least - 0.5 for box in boxes)
    found = tab.page.evaluate(axe + "; axe.run(document.querySelector('#cnn-examples'), { resultTypes: ['violations'] })")
    assert [one["id"] for one in found["violations"]] == []


@pytest.mark.slow
def test_a_drawing_and_a_plan_come_back_too(visit: NewVisit) -> None:
    """Their siblings in other tabs: a drawing that was cleared, and a transform taken out of the plan."""
    tab = visit("/?network=lenet5")
    board = tab.page.locator("#cnn-draw canvas").bounding_box()
    tab.page.mouse.move(board["x"] + 60, board["y"] + 60)
    tab.page.mouse.down()
    tab.page.mouse.move(board["x"] + 150, board["y"] + 160, steps=4)
    tab.page.mouse.up()
    tab.settle()
    drawn = tab.bus("strokes")
    tab.page.locator("#input-samples-button").click()
    tab.page.locator("#cnn-samples button[data-sample^=digit]").first.click()
    tab.wait("bus.get('source').sample")
    tab.page.locator("#input-draw-button").click()
    assert tab.bus("strokes") == drawn, "a sample leaves the board as it is"
    tab.page.locator("#cnn-draw [data-do=clear]").click()
    tab.wait(f"bus.get('strokes') !== '{drawn}'")
    tab.page.locator("body").press("Control+Shift+z")
    tab.settle()
    assert tab.bus("strokes") != drawn, "redo is not undo"
    tab.page.locator("body").press("Control+z")
    tab.wait(f"bus.get('strokes') === '{drawn}'")

    tab.page.locator("#tab-augment-button").click()
    tab.wait("bus.get('augment.steps')?.length")
    steps = tab.page.evaluate("window.cnn.get('augment.steps').map(one => one.key).join()")
    tab.page.locator("#cnn-plan .step .value").first.click()
    tab.page.locator("#cnn-plan .step .remove").first.click()
    tab.wait(f"bus.get('augment.steps').map(one => one.key).join() !== '{steps}'")
    tab.page.locator("#cnn-plan [data-do=undo]").click()
    tab.wait(f"bus.get('augment.steps').map(one => one.key).join() === '{steps}'")
