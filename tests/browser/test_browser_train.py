"""Train as a person meets it: a race that is run and scrubbed, its gap, a stop, a replay that says so, a network that opens, a link."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from visit import Visit

NewVisit = Callable[..., Visit]
SHORT = "&point=-&left=epochs:4*each:2&right=epochs:4*each:2*dropout:0.5"
READY = "bus.get('train.initial') && bus.get('train.race') && document.querySelectorAll('#cnn-trainlanes svg .rule').length > 0"
OVER = "bus.get('train.race').state === 'ended'"
FIRST_POINT = """() => new Promise(done => {
  const begun = performance.now()
  document.querySelector('#cnn-trainpresets .go').click()
  const look = () => document.querySelector('#cnn-trainlanes svg .point') ? done(performance.now() - begun) : requestAnimationFrame(look)
  look()
})"""


@pytest.fixture
def train(visit: NewVisit) -> Callable[..., Visit]:
    """`train(more)` opens the race with these settings and waits until its lanes are drawn."""

    def new(more: str = "", path: str = "/", **given: Any) -> Visit:
        return visit(f"{path}?tab=train{more}", **given).wait(READY)

    return new


def go(tab: Visit) -> None:
    tab.page.locator("#cnn-trainpresets .go").click()


def test_a_race_is_run_and_its_gap_is_said(train: Callable[..., Visit]) -> None:
    tab = train(f"{SHORT}&repeats=2")
    assert tab.page.locator("#cnn-trainlanes svg .point").count() == 0
    first = tab.page.evaluate(FIRST_POINT)
    assert first < 5000  # the figure itself is benchmarks/train.py's: this machine may be busy
    tab.wait(OVER)
    assert tab.page.locator("#cnn-trainlanes svg .curve").count() == 4
    lanes = tab.page.evaluate("window.cnn.get('train.race').lanes.map(lane => lane.standings.at(-1))")
    for figure, standing in zip(tab.page.locator("#cnn-trainlanes svg").all(), lanes, strict=True):
        gap = 100 * (standing["train"][1] - standing["validation"][1])
        said = figure.locator(".number").text_content()
        assert said == f"gap {gap:.1f}".replace("-", "−")
    rights = tab.page.locator("#cnn-trainlanes .count").all_text_contents()
    labels = tab.page.evaluate("window.cnn.get('train.initial').labels")
    right = sum(a == b for a, b in zip(lanes[0]["answers"], labels, strict=True))
    assert rights[0] == f"{right} of 12 right"
    assert tab.page.locator("#cnn-trainseeds .dot").count() == 4 and tab.troubles == []


def test_the_epochs_are_walked_back_and_the_link_keeps_the_one(train: Callable[..., Visit]) -> None:
    tab = train(SHORT)
    go(tab)
    tab.wait(OVER)
    scrubber = tab.page.locator("#cnn-trainseeds input[type=range]")
    scrubber.focus()
    scrubber.press("Home")
    tab.wait("bus.get('train.epoch') === 0 && location.search.includes('epoch=0')")
    assert "Epoch 0 of 4" in tab.text("#cnn-trainseeds .epoch")
    tab.page.locator("body").press("ArrowRight")
    tab.wait("bus.get('train.epoch') === 1")
    box = tab.page.locator("#cnn-trainlanes .figure").first.bounding_box()
    tab.page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 60)
    tab.wait("bus.get('train.hover') !== null")
    assert tab.page.locator("#cnn-trainlanes svg .now").count() == 2
    again = train(f"{SHORT}&epoch=2")
    again.wait("bus.get('train.race').state === 'ended' && bus.get('train.epoch') === 2")
    assert "recorded" in again.text("#cnn-trainseeds .epoch") and again.page.locator("#cnn-trainlanes svg .curve").count() == 4


@pytest.mark.slow  # a long training; test_app_paired_runs stops one
def test_stop_keeps_what_was_learned(train: Callable[..., Visit]) -> None:
    tab = train("&point=-&left=epochs:200&right=epochs:200")
    go(tab)
    tab.page.wait_for_function("() => window.cnn.get('train.race').lanes[1]?.standings.length > 1")  # a question stays open all the while
    assert tab.text("#cnn-trainpresets .go") == "Stop"
    what_is_chosen_meanwhile_comes_next(tab)
    go(tab)
    tab.wait(OVER)
    assert "Stopped at epoch" in tab.text("#cnn-trainseeds .epoch") and tab.text("#cnn-trainpresets .go") == "Train again"
    assert tab.page.evaluate("window.cnn.get('train.race').lanes.map(lane => lane.ended.how)") == ["stopped", "stopped"]
    a_stopped_race_is_work(tab)


def what_is_chosen_meanwhile_comes_next(tab: Visit) -> None:
    """A preset or a setting of a lane leaves the race alone that runs: its headings, its measure, its axis."""
    now = "(() => { const bus = window.cnn; return [bus.get('train.race').state, bus.get('train.race').question] })()"
    said = "#cnn-trainlanes :is(.one .value, .one b), #cnn-trainseeds [aria-checked=true]"
    drawn = f"[...document.querySelectorAll('{said}')].map(e => e.textContent)"
    before = tab.page.evaluate(now), tab.page.evaluate(drawn)
    tab.page.locator("#cnn-trainpresets [data-value=dropout]").click()  # which opens on the loss
    tab.page.wait_for_function("() => window.cnn.get('train.settings').right.dropout === 0.5 && window.cnn.get('train.pending')")
    coming = "document.querySelector('#cnn-trainsettings .next').textContent"
    tab.page.wait_for_function(f"() => {coming}.includes('On the right: dropout 0.5.')")
    assert (tab.page.evaluate(now), tab.page.evaluate(drawn)) == before
    tab.page.locator("#cnn-trainlanes .lane:nth-child(2) [data-name=label_smoothing] select").select_option("0.1")
    tab.page.wait_for_function("() => window.cnn.get('train.settings').right.label_smoothing === 0.1")
    assert (tab.page.evaluate(now), tab.page.evaluate(drawn)) == before
    tab.page.evaluate("window.cnn.get('train.actions').back()")
    tab.page.wait_for_function("() => !window.cnn.get('train.pending')")


def a_stopped_race_is_work(tab: Visit) -> None:
    """It is listed, kept where that is wished, and asked about and said to be gone where it is not."""
    heard: list[str] = []
    tab.page.on("dialog", lambda dialog: (heard.append(dialog.type), dialog.accept()))

    def again(condition: str) -> None:
        tab.page.mouse.click(5, 300)  # a browser asks only where somebody has touched the page
        tab.page.reload()
        tab.page.wait_for_function("() => window.cnn?.get('forward')")
        tab.page.wait_for_function(f"() => {{ const bus = window.cnn; return !!({condition}) }}")

    tab.page.evaluate("window.cnn.set('work.show', Symbol())")
    assert tab.text("#cnn-work .own") == "1 race in Train"
    tab.page.check("#cnn-work .tick")
    tab.wait("bus.get('work.kept')?.work.races === 1")
    tab.page.keyboard.press("Escape")
    again("bus.get('work.restoring') === false && bus.get('train.runs')?.length === 2 && bus.get('work.kept')")
    assert heard == [] and [run["how"] for run in tab.bus("train.runs")] == ["stopped", "stopped"]
    tab.page.evaluate("window.cnn.get('work.actions').forget()")
    tab.wait("!bus.get('work.kept') && !bus.get('work.busy')")
    again("bus.get('work.notice')?.what === 'gone'")
    assert heard == ["beforeunload"] and "1 race in Train" in tab.text("#cnn-work .notice p")


def test_a_preset_is_shown_at_once_with_its_day(train: Callable[..., Visit]) -> None:
    tab = train("&point=random_labels").wait(OVER)
    assert "recorded" in tab.text("#cnn-trainseeds .epoch")
    assert tab.page.locator("#cnn-trainlanes svg .number").count() == 2
    tab.page.locator("#cnn-trainpresets [data-value=memorise]").click()
    tab.wait(
        "bus.get('train.settings').lanes === 'one' && bus.get('train.race').state === 'ended' && location.search.includes('point=memorise')"
    )
    assert tab.text("#cnn-trainlanes h2").startswith("Accuracy") and tab.page.locator("#cnn-trainlanes .twelve:visible").count() == 1
    tab.page.locator("#cnn-trainseeds [data-value=loss]").click()
    tab.wait("bus.get('train.settings').lanes === 'two'")


def test_a_setting_of_ones_own_ends_the_preset(train: Callable[..., Visit]) -> None:
    tab = train()
    tab.page.locator("#cnn-trainlanes .lane:nth-child(2) [data-name=dropout] select").select_option("0.5")
    tab.wait(
        "bus.get('train.settings').right.dropout === 0.5 && bus.get('train.settings').left.dropout === 0 && "
        "location.search.includes('dropout')"
    )
    assert tab.page.locator("#cnn-trainpresets [aria-checked=true]").count() == 0
    assert tab.page.locator("#cnn-trainlanes .differs").count() == 2  # the plan stays
    tab.page.locator("#cnn-trainsettings .drawer").first.locator(".open").click()
    tab.page.locator("#cnn-trainsettings .panel select").first.select_option("residual")
    tab.wait("bus.get('train.initial').lanes.every(lane => lane.filters.shape[1] === 3)")


def test_the_network_opens_in_look_and_the_run_stands_in_the_table(train: Callable[..., Visit]) -> None:
    tab = train(SHORT)
    go(tab)
    tab.wait(OVER)
    tab.page.locator("#cnn-trainview [data-view=runs]").click()
    assert tab.page.locator("#cnn-trainruns tbody tr").count() == 2 and tab.text("#cnn-trainview [data-view=runs]") == "Runs 2"
    with tab.page.expect_download() as download:
        tab.page.locator("#cnn-trainruns .csv").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["lane"] for row in rows] == ["left", "right"] and rows[1]["dropout"] == "0.5" and rows[0]["epochs"] == "4"
    tab.page.locator("#cnn-trainruns td.do button").nth(1).click()
    tab.wait(
        "bus.get('tab') === 'look' && bus.get('network').key.startsWith('mine/') && bus.get('forward').network === bus.get('network').key"
    )
    a_name_that_is_taken_stays_with_whom_it_belongs(tab)
    assert tab.troubles == []


def a_name_that_is_taken_stays_with_whom_it_belongs(tab: Visit) -> None:
    """Two runs opened under one name are two networks, which is said; one goes again by two presses."""
    own = "[...window.cnn.get('networks').values()].filter(one => one.weights === 'trained').map(one => one.key)"
    (first,) = tab.page.evaluate(own)
    lane, name = tab.bus("train.race")["now"], first.removeprefix("mine/")
    open_it = "([lane, name]) => window.cnn.get('train.actions').open(lane, name)"
    assert tab.page.evaluate(open_it, [lane["left"], name]) == first, "the same weights are there once"
    assert tab.page.evaluate(open_it, [lane["right"], name]) == f"{first}_2" and tab.page.evaluate(own) == [first, f"{first}_2"]
    assert tab.text("#cnn-work .notice p") == f"{name} is still there, so this network is in the network menu as {name}_2."
    tab.page.evaluate("window.cnn.set('work.show', Symbol())")
    remove = tab.page.locator("#cnn-work .networks li button").nth(1)
    remove.click()
    assert remove.text_content() == "Remove for good?" and tab.page.evaluate(own) == [first, f"{first}_2"]
    remove.click()
    tab.wait(f"bus.get('networks').size && !bus.get('networks').has('{first}_2') && bus.get('network').key !== '{first}_2'")
    tab.page.keyboard.press("Escape")


def test_it_speaks_portuguese(train: Callable[..., Visit]) -> None:
    tab = train(SHORT, path="/pt")
    assert tab.text("#cnn-trainlanes h2") == "Simples" and "memorização" in tab.text("#cnn-trainpresets .choices")
    go(tab)
    tab.wait(OVER)
    assert "diferença" in tab.page.locator("#cnn-trainlanes .number").first.text_content()
    assert tab.text("#cnn-trainseeds .epoch").startswith("Época 4 de 4") and tab.troubles == []


def test_the_code_of_the_lane_is_shown(train: Callable[..., Visit]) -> None:
    tab = train(SHORT)
    tab.page.locator("#cnn-trainseeds button.code").click()
    tab.wait("document.querySelector('#cnn-trainseeds dialog[open] code')?.textContent.includes('nn.Dropout(p=0.5')")
