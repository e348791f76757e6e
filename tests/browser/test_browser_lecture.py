"""A lecture as it is given: by PageDown alone, in both languages; guesses, the way off the path and back, making one, taking one alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from lecture_facts import FACTS, ROWS
from lecture_stage import AT, TEXT, now
from visit import Visit

from models import api
from tests.serving import ROOT

NewVisit = Callable[..., Visit]
LECTURE = json.loads((ROOT / "assets" / "lecture.json").read_text("utf-8"))
STOPS = [stop for section in LECTURE["sections"] for stop in section["stops"]]
CUT = """() => {
  const foot = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--foot')) || 0
  const say = document.querySelector('#cnn-path .say')
  const found = []
  if (document.documentElement.scrollHeight > innerHeight + 1) found.push('the page scrolls')
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push('the page scrolls sideways')
  if (say.scrollHeight > say.clientHeight + 1) found.push(`cut: ${say.textContent}`)
  const panel = document.querySelector('#main > [role=tabpanel]:not([style*="display: none"])')
  const low = panel.getBoundingClientRect().bottom - (innerHeight - foot)
  if (low > 1) found.push(`the stage goes ${low} px below its place`)
  return found
}"""


def opened(visit: NewVisit, query: str = "", path: str = "/", **more: Any) -> Visit:
    return visit(f"{path}?lecture=course{query}", **more).wait(AT)


SAYS = "([read, selector, said]) => eval(read)(selector).replace(/\\s+/g, ' ').includes(said)"
GO = "async query => (await import(new URL(cnnFiles + 'kit/start_page.js', document.baseURI))).navigateTo(query)"
WANDERING = (
    "tab=filters&layer=conv2&channel=3&surgery=conv2,3,-1",
    "tab=convolve&kernel=box&size=5&moved=1_1",
    "tab=augment&variants=9",
)


def press(tab: Visit, key: str) -> Visit:
    tab.page.keyboard.press(key)
    return tab.wait(AT)


def read(tab: Visit, selector: str) -> str:
    return " ".join(str(tab.page.evaluate(TEXT, selector)).split())


@pytest.mark.slow
@pytest.mark.parametrize(("path", "language"), [("/", 0), ("/pt", 1)])
def test_the_whole_lecture_by_page_down_alone(visit: NewVisit, path: str, language: int) -> None:
    tab = opened(visit, path=path)
    walked = []
    for stop in STOPS:
        if "guess" in stop:
            assert now(tab) == (stop["id"], "veiled")
            press(tab, "PageDown")
        assert now(tab) == (stop["id"], "revealed" if "guess" in stop else "plain")
        for selector, *said in FACTS[stop["id"]]:
            tab.page.wait_for_function(SAYS, arg=[TEXT, selector, said[language]])
        assert tab.text("#cnn-path .say") == stop["say"]["pt" if language else "en"]
        assert tab.page.evaluate(CUT) == []
        assert not tab.bus("lecture.away")
        walked.append(stop["id"])
        press(tab, "PageDown")
    assert walked == [stop["id"] for stop in STOPS]
    assert tab.page.locator("#cnn-stops section.ended").is_visible()
    assert tab.troubles == []


def test_every_point_of_the_course_has_its_stops() -> None:
    ids = [stop["id"] for stop in STOPS]
    assert len(ids) >= 24
    assert sorted(ids) == sorted(stop for stops in ROWS.values() for stop in stops) == sorted(FACTS)
    assert all(FACTS[stop] for stop in ids)


@pytest.mark.parametrize(("stop", "dataset"), [("hog", "digits"), ("surfaces", "textures")])
def test_what_is_said_of_a_race_is_what_was_measured(stop: str, dataset: str) -> None:
    """The mean of each extractor's races with ten examples a class, in both sentences."""
    wrong: dict[str, list[float]] = {}
    for point in api.measured_points(dataset):
        if point.per_class == 10:
            wrong.setdefault(point.extractor, []).append(100 * point.wrong / point.test_count)
    means = {f"{fmean(some) + 1e-9:.1f}" for some in wrong.values()}
    say = next(one["say"] for one in STOPS if one["id"] == stop)
    for language in ("en", "pt"):
        said = {number.replace(",", ".") for number in re.findall(r"\d+[.,]\d", say[language])}
        assert said and said <= means, (say[language], means)


def test_a_stop_says_all_that_shows(visit: NewVisit) -> None:
    """After wandering, going back to a stop gives the link that the stop has, whatever was touched meanwhile."""
    tab = opened(visit, "&stop=walk")
    home = tab.page.evaluate("location.search")
    for query in WANDERING:
        tab.page.evaluate(GO, query)
        tab.wait("bus.get('lecture.away')")
    assert tab.page.locator("#cnn-path .back").is_visible()
    press(tab, "Backspace")
    tab.wait("!bus.get('lecture.away')")
    tab.page.wait_for_function("home => location.search === home", arg=home)
    assert tab.text("#cnn-maps h2 .name") == "conv1"


def test_guess_first(visit: NewVisit) -> None:
    tab = opened(visit, "&stop=weights")
    bars = tab.page.locator("#cnn-challenge .bars")
    assert bars.evaluate("part => getComputedStyle(part).visibility") == "hidden"
    assert "96.0" not in tab.page.locator("body").aria_snapshot()
    tab.page.locator("#cnn-path .veils > div").nth(1).wait_for()
    tab.page.locator("#cnn-path .choice").nth(2).locator("input").fill("12")
    tab.page.locator("#cnn-path .choice").nth(0).locator("button", has_text="+").click()
    tab.page.locator("#cnn-path .choice").nth(0).locator("button", has_text="+").click()
    tab.page.evaluate("() => document.activeElement.blur()")
    press(tab, "1")
    assert now(tab) == ("weights", "revealed")
    bars.wait_for()
    assert "96.0 %" in read(tab, "#cnn-challenge .bars")
    assert tab.page.evaluate("() => window.cnn.get('lecture.handCounts').weights") == [2, 0, 12]
    assert tab.text("#cnn-path [role=status]").startswith("Answer 3")
    press(tab, "PageUp")
    assert now(tab) == ("weights", "veiled")
    assert tab.troubles == []


BRANCHES = """() => {
  const paths = [...document.querySelectorAll('#cnn-path .branches:not([hidden]) path')]
  const chips = [...document.querySelectorAll('#cnn-path .branches button')]
  const lane = document.querySelector('#cnn-trainlanes .lane').getBoundingClientRect()
  const inside = box => box.left >= lane.left && box.right <= lane.right && box.top >= lane.top && box.bottom <= lane.bottom
  const { left, top, width, height } = document.querySelector('#cnn-trainlanes .point.validation').getBoundingClientRect()
  const point = [left + width / 2, top + height / 2]
  const away = path => {
    const from = path.getPointAtLength(0)
    const { x, y } = new DOMPoint(from.x, from.y).matrixTransform(path.getScreenCTM())
    return Math.hypot(x - point[0], y - point[1])
  }
  const looks = path => { const { strokeDasharray, stroke } = getComputedStyle(path); return `${strokeDasharray} ${stroke}` }
  return {
    choices: paths.map(path => path.dataset.choice), away: paths.map(away), looks: [...new Set(paths.map(looks))],
    chips: chips.filter(chip => inside(chip.getBoundingClientRect())).map(chip => chip.textContent),
  }
}"""
DRAWN = "n => document.querySelectorAll('#cnn-path .branches:not([hidden]) path').length === n"


def test_the_answers_are_branches_of_the_veiled_curve(visit: NewVisit) -> None:
    """Dashed, from the last point that is seen, wherever the window puts it; a number is a choice; then the wrong ones stay, dotted."""
    tab = opened(visit, "&stop=overfit", viewport={"width": 1920, "height": 1080})
    for size in ((1920, 1080), (1280, 720)):
        tab.page.set_viewport_size({"width": size[0], "height": size[1]})
        tab.settle()
        tab.page.wait_for_function(DRAWN, arg=3)
        tab.page.wait_for_function(f"() => Math.max(...({BRANCHES})().away) < 1.5")  # px, once what is beside the curve has come
        veiled = tab.page.evaluate(BRANCHES)
        assert veiled["choices"] == veiled["chips"] == ["1", "2", "3"]
    assert "77.3" not in read(tab, "#cnn-trainlanes")
    assert tab.page.get_by_role("button", name="2", exact=True).count() == 0  # who listens has the choices once
    tab.page.locator("#cnn-path .branches button", has_text="2").click()
    tab.wait(AT)
    assert now(tab) == ("overfit", "revealed")
    assert tab.page.evaluate("() => window.cnn.get('lecture.guesses')") == {"overfit": 2}
    tab.page.wait_for_function(DRAWN, arg=2)
    revealed = tab.page.evaluate(BRANCHES)
    assert revealed["choices"] == revealed["chips"] == ["1", "3"]
    assert len(veiled["looks"]) == len(revealed["looks"]) == 1
    assert veiled["looks"] != revealed["looks"]
    press(tab, "PageDown")
    tab.page.wait_for_function(DRAWN, arg=0)
    assert tab.troubles == []


def test_off_the_path_and_on_again(visit: NewVisit) -> None:
    tab = opened(visit, "&stop=walk")
    tab.wait("bus.get('lecture.home') != null")  # what the page changes by itself before it rests is the stop's own
    tab.page.locator("#cnn-strip [data-name=conv2]").click()
    tab.wait("bus.get('lecture.away')")
    assert tab.text("#cnn-path [data-do=home]") == "↩ Back to stop 3"
    press(tab, "PageDown")
    assert now(tab)[0] == "abstract"
    press(tab, "Shift+Home")
    assert now(tab)[0] == STOPS[0]["id"]
    press(tab, "Shift+End")
    assert now(tab)[0] == STOPS[-1]["id"]
    tab.page.keyboard.press("Escape")  # no `press`: after it there is no stop to wait for
    tab.page.wait_for_function("() => !window.cnn.get('lecture.stops') && !location.search.includes('lecture')")
    assert not tab.page.locator("#cnn-path .line").is_visible()


def test_all_stops(visit: NewVisit) -> None:
    tab = opened(visit, "&stop=cell")
    press(tab, "o")
    panel = tab.page.locator("#cnn-stops section.stops")
    assert panel.locator(".stop").count() == len(STOPS)
    assert panel.locator(".guess").count() == sum("guess" in stop for stop in STOPS)
    pictures = panel.locator(".thumb img").evaluate_all("images => Promise.all(images.map(i => i.decode().then(() => i.naturalWidth)))")
    assert pictures == [144] * len(STOPS)
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    tab.wait(AT + " && bus.get('lecture.at') === " + str([stop["id"] for stop in STOPS].index("cell") + 1))
    assert not panel.is_visible()


def test_make_one_and_bring_it_back(visit: NewVisit, tmp_path: Path) -> None:
    tab = opened(visit, "&stop=walk")
    tab.wait("bus.get('lecture.home') != null")
    tab.page.locator("#cnn-strip [data-name=relu1]").click()
    tab.wait("bus.get('lecture.away')")
    tab.page.locator("#cnn-path [data-do=add]").click()
    form = tab.page.locator("#cnn-stops form.one")
    form.get_by_label("Title EN").fill("After the ReLU")
    form.get_by_label("Title EN").press("Tab")
    form.get_by_label("Sentence PT").fill("O azul se foi.")
    form.get_by_label("Sentence PT").press("Tab")
    made = tab.page.evaluate("() => window.cnn.get('lecture.stops')[3]")
    assert (made["title"]["en"], made["say"]["pt"], made["see"]) == ("After the ReLU", "O azul se foi.", "layer=relu1")
    assert made["thumb"].startswith("data:image/webp;base64,")
    tab.page.locator("#cnn-stops .stop").nth(3).locator("[data-act=up]").click()
    assert [stop["id"] for stop in tab.bus("lecture.stops")][2] == made["id"]
    tab.page.keyboard.press("Control+z")
    assert [stop["id"] for stop in tab.bus("lecture.stops")][3] == made["id"]
    taken_back(tab, [stop["id"] for stop in tab.bus("lecture.stops")], made["id"])
    with tab.page.expect_download() as download:
        tab.page.locator("#cnn-stops [data-do=download]").click()
    file = tmp_path / "mine.json"
    download.value.save_as(file)
    saved = json.loads(file.read_text("utf-8"))
    assert len(saved["sections"][1]["stops"]) == len(LECTURE["sections"][1]["stops"]) + 1
    choices = {stop["id"]: stop["guess"]["choices"] for section in saved["sections"] for stop in section["stops"] if "guess" in stop}
    assert choices == {stop["id"]: stop["guess"]["choices"] for stop in STOPS if "guess" in stop}  # with what is sketched

    other = opened(visit)
    other.page.keyboard.press("o")
    other.page.locator("#cnn-stops input[type=file]").set_input_files(file)
    other.wait("bus.get('lecture.name') === 'own' && bus.get('lecture.stops').length === " + str(len(STOPS) + 1))
    other.page.reload()
    other.wait("bus.get('lecture.stops')?.length === " + str(len(STOPS) + 1))


def taken_back(tab: Visit, ids: list[str], made: str) -> None:
    """Undo and redo by every key and by the buttons, a step at a time; a field that is typed into keeps its own."""
    one, other = (tab.page.locator("#cnn-stops form.one button", has_text=word) for word in ("Undo", "Redo"))
    here = "() => window.cnn.get('lecture.stops').map(stop => stop.id)"
    moved = [*ids[:2], made, ids[2], *ids[4:]]
    for key, order in (("Control+Shift+z", moved), ("Meta+z", ids), ("Control+y", moved), ("Control+z", ids), ("Meta+Shift+z", moved)):
        tab.page.keyboard.press(key)
        assert tab.page.evaluate(here) == order, key
    assert other.is_disabled()
    one.press("Enter")
    tab.page.locator("#cnn-stops .stop").nth(3).locator("[data-act=remove]").click()
    assert other.is_disabled() and made not in tab.page.evaluate(here), "what is changed anew is not redone"
    tab.page.locator("#cnn-stops form.one").get_by_label("Title EN").press("Control+z")
    assert made not in tab.page.evaluate(here)
    one.press("Enter")
    assert tab.page.evaluate(here) == ids and tab.page.evaluate("document.activeElement.textContent") == "Undo"
    other.press("Enter")
    assert made not in tab.page.evaluate(here) and other.is_disabled()
    assert tab.page.evaluate("document.activeElement.textContent") == "Undo", "the focus stays where something can be pressed"
    tab.page.keyboard.press("Enter")
    assert tab.page.evaluate(here) == ids
    tab.page.keyboard.press("Escape")
    tab.page.locator("#cnn-stops section.stops").wait_for(state="hidden")
    tab.page.keyboard.press("Control+y")
    assert tab.page.evaluate(here) == ids, "out of the overview the keys are other tabs'"
    tab.page.keyboard.press("o")


def test_a_sketch_is_written_as_points(visit: NewVisit) -> None:
    tab = opened(visit, "&stop=overfit")
    press(tab, "o")
    tab.page.locator("#cnn-stops [data-do=edit]").click()
    tab.page.locator("#cnn-path .choices").wait_for(state="hidden")  # all stops lie over the question
    field = tab.page.locator("#cnn-stops form.one").get_by_label("Sketch 3", exact=True)
    assert field.input_value().startswith("15 71.3, ")
    field.fill("15 71.3, 60 50")
    field.press("Tab")
    choices = "() => window.cnn.get('lecture.stops')[window.cnn.get('lecture.at')].guess.choices.map(one => one.sketch)"
    assert tab.page.evaluate(choices)[2] == [[15, 71.3], [60, 50]]
    field.fill("60 50, 15 71.3")
    field.press("Tab")
    said = tab.text("#cnn-stops .refused")
    assert said.startswith("Not taken. Section 12, stop 1 (overfit), guess.choices 3.sketch: a sketch is 2 to 40 points"), said
    tab.page.locator("#cnn-stops form.one").get_by_label("Sketch 1", exact=True).fill("")
    tab.page.locator("#cnn-stops form.one").get_by_label("Sketch 1", exact=True).press("Tab")
    assert tab.page.evaluate(choices)[0] is None
    assert tab.page.evaluate(choices)[2] == [[15, 71.3], [60, 50]]


def test_a_file_that_is_none_is_refused_in_one_sentence(visit: NewVisit, tmp_path: Path) -> None:
    tab = opened(visit)
    tab.page.keyboard.press("o")
    broken = json.loads(json.dumps(LECTURE))
    broken["sections"][1]["stops"][0]["see"] = "layer=conv1&colour=red"
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(broken), "utf-8")
    tab.page.locator("#cnn-stops input[type=file]").set_input_files(file)
    tab.page.wait_for_function("() => document.querySelector('#cnn-stops .refused').textContent")
    said = tab.text("#cnn-stops .refused")
    assert said == "Not loaded. Section 2, stop 1 (walk), see: no tab of this page knows colour=red."
    assert len(tab.bus("lecture.stops")) == len(STOPS)


@pytest.mark.slow  # every stop; the test of the whole lecture at 1280 px is slow too, and tests/js/lecture walks it
def test_taken_alone_on_a_phone(visit: NewVisit) -> None:
    tab = opened(visit, "&stop=weights", phone=True)
    assert tab.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    tab.page.locator("#cnn-path .answer").nth(2).tap()
    tab.wait(AT)
    assert now(tab) == ("weights", "revealed")
    tab.page.goto(f"{tab.url}/?lecture=course")  # another day
    tab.wait(AT)
    assert now(tab)[0] == "weights"
    assert tab.page.evaluate("() => window.cnn.get('lecture.guesses')") == {"weights": 3}
    tab.page.goto(f"{tab.url}/?lecture=course&stop={STOPS[-2]['id']}")
    tab.wait(AT)
    for _ in range(2 * len(STOPS)):
        if tab.bus("lecture.ended"):
            break
        tab.page.locator("#cnn-path [data-do=next]").tap()
        tab.wait(AT)
    ended = tab.text("#cnn-stops section.ended")
    assert "1 of 1 guessed right" in ended
    assert tab.page.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('cnnLecture'))") == ["cnnLecture:course"]


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
@pytest.mark.parametrize("path", ["/", "/pt"])
def test_legible_from_the_back_row(visit: NewVisit, size: tuple[int, int], path: str) -> None:
    tab = opened(visit, path=path, viewport={"width": size[0], "height": size[1]})
    tab.page.keyboard.press("p")
    for stop in STOPS:
        for _ in range(2 if "guess" in stop else 1):
            tab.wait(AT)
            assert tab.page.evaluate(CUT) == [], now(tab)
            assert tab.page.evaluate("() => parseFloat(getComputedStyle(document.querySelector('#cnn-path .say')).fontSize)") >= 28
            press(tab, "PageDown")


def test_the_handout(visit: NewVisit, tmp_path: Path) -> None:
    """Of a lecture with one stop, so that it takes a moment: the sentence, the question, the picture, the code."""
    short = {**LECTURE, "sections": [{**LECTURE["sections"][4], "stops": [STOPS[[s["id"] for s in STOPS].index("kernel")]]}]}
    file = tmp_path / "short.json"
    file.write_text(json.dumps(short), "utf-8")
    tab = opened(visit)
    tab.page.keyboard.press("o")
    tab.page.locator("#cnn-stops input[type=file]").set_input_files(file)
    tab.wait("bus.get('lecture.stops').length === 1 && !bus.get('lecture.navigating')")
    tab.page.keyboard.press("o")
    with tab.page.expect_download() as download:
        tab.page.locator("#cnn-stops [data-do=handout]").click()
    page = tab.page.context.new_page()
    target = tmp_path / "handout.html"
    download.value.save_as(target)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    page.goto(f"file://{target}")
    text = page.inner_text("body")
    stop = short["sections"][0]["stops"][0]
    for said in (stop["say"]["en"], stop["guess"]["ask"]["en"], stop["guess"]["choices"][1]["en"]):
        assert said in text
    assert "conv2d" in page.inner_text("pre")
    image = page.locator("article img").evaluate("i => i.decode().then(() => [i.naturalWidth, i.naturalHeight])")
    assert image[0] == 1280 and image[1] > 400
    colours = page.locator("article img").evaluate(
        """i => { const c = Object.assign(document.createElement('canvas'), { width: 128, height: 72 }), g = c.getContext('2d')
           g.drawImage(i, 0, 0, 128, 72); return new Set(new Uint32Array(g.getImageData(0, 0, 128, 72).data.buffer)).size }"""
    )
    assert colours > 200  # it is the stage that is painted, not an empty sheet
    assert asked == []
