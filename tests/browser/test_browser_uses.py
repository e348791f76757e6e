"""Uses: its views in a browser, and the links of the time when style transfer was a room of History."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from visit import IN_BOTH, IN_EACH, Visit

NewVisit = Callable[..., Visit]
SAMPLES = Path(__file__).parents[2] / "assets" / "samples"
FACE = (181, 68, 268, 176)  # the astronaut's, marked by hand, px of the sample


def iou(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Area that two boxes (left, top, right, bottom) share over the area that they cover."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    shared = max(width, 0) * max(height, 0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]
    return float(shared / (sum(areas) - shared))


def test_a_style_is_taken_while_one_watches_and_can_be_stopped(visit: NewVisit) -> None:
    tab = visit("/?tab=history&room=after&manner=bricks&blend=0.8").wait(
        "document.querySelector('#cnn-style_transfer .content img').naturalWidth > 0"
    )
    assert tab.bus("tab") == "uses" and tab.bus("uses.view") == "style"
    assert tab.text("#cnn-style_transfer label b") == "80 %" and tab.text("#cnn-style_transfer .manner .name") == "A brick wall"
    assert tab.page.locator("#cnn-style_transfer .samples [aria-pressed=true]").get_attribute("data-key") == "bricks"
    go = tab.page.locator("#cnn-style_transfer .go")
    go.click()
    tab.page.wait_for_function("() => / [1-9]\\d* of 120/.test(document.querySelector('#cnn-style_transfer .said').textContent)")
    assert go.inner_text() == "Stop"
    go.click()
    tab.settle()
    stopped = tab.text("#cnn-style_transfer .said")
    assert go.inner_text() == "▶ Again" and "style error left" in tab.text("#cnn-style_transfer .far")
    tab.page.locator("#cnn-style_transfer .samples [data-key=coffee]").click()
    tab.wait("location.search.includes('manner=coffee') && document.querySelector('#cnn-style_transfer canvas').classList.contains('old')")
    assert tab.text("#cnn-style_transfer .said") == stopped and tab.troubles == []


@pytest.mark.parametrize("path", IN_EACH)
def test_style_opens_on_a_result_that_is_of_the_pictures_beside_it(visit: NewVisit, path: str) -> None:
    tab = visit(f"{path}?tab=uses&use=style").wait("document.querySelector('#cnn-style_transfer .far').textContent").settle()
    faded = "document.querySelector('#cnn-style_transfer .result canvas').classList.contains('old')"
    assert not tab.page.evaluate(faded)
    tab.page.locator("#cnn-style_transfer label input").press("ArrowLeft")
    tab.wait(faded)
    tab.page.locator("#cnn-style_transfer label input").press("ArrowRight")
    tab.wait(f"!{faded}")
    assert tab.troubles == []


ROOMS = """() => [...document.querySelectorAll('#uses .instrument > .room')].filter(room => room.getClientRects().length).map(room => {
  const parts = [...room.querySelectorAll('*')].filter(part => !part.children.length && part.textContent.trim() && part.checkVisibility())
  const last = Math.max(...parts.map(part => part.getBoundingClientRect().bottom)) + room.scrollTop
  return { missing: Math.round(last - room.getBoundingClientRect().top - room.scrollHeight), wide: room.scrollWidth - room.clientWidth }
})"""
"""How many px of what is written in the open view cannot be reached by scrolling, and how much wider it is than its place."""


def test_on_a_projector_everything_of_a_view_can_be_reached(visit: NewVisit) -> None:
    tab = visit("/pt?tab=uses")
    tab.page.locator("[data-do=projector]").click()
    views, found = tab.page.locator("#cnn-use_views [role=tab]"), {}
    for at in range(views.count()):
        views.nth(at).click()
        tab.settle()
        found[at] = tab.page.evaluate(ROOMS)
    tab.page.locator("[data-do=projector]").click()
    assert views.count() == 6 and all(len(room) == 1 and room[0]["missing"] <= 1 and room[0]["wide"] <= 1 for room in found.values()), found


def test_tissue_opens_coloured_and_a_stroke_by_keyboard_colours_it_anew_and_is_undone(visit: NewVisit) -> None:
    tab = visit("/?tab=uses&use=tissue").wait("/[0-9]/.test(document.querySelector('#cnn-tissue .score td')?.textContent)")
    scores = "document.querySelector('#cnn-tissue .score tbody').innerText"
    before = tab.page.evaluate(scores)
    tab.page.locator("#cnn-tissue .kinds [data-value='2']").click()
    tab.page.locator("#cnn-tissue canvas").focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "ArrowDown", "Space"):
        tab.page.keyboard.press(key)
    tab.wait(f"location.search.includes('marks=colon') && {scores} !== {before!r}")
    tab.page.keyboard.press("Control+z")
    tab.wait("!location.search.includes('marks=')")
    for show, said in (("unsure", "The redder, the less sure"), ("brown", "brown stain"), ("kinds", "Learned from")):
        tab.page.locator(f"#cnn-tissue .shows [data-value={show}]").click()
        tab.wait(f"document.querySelector('#cnn-tissue .said').textContent.includes({said!r})")
    assert tab.bus("uses.marks") == "" and tab.troubles == []


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_nothing_overflows_in_any_view(visit: NewVisit, path: str, phone: bool) -> None:
    tab = visit(f"{path}?tab=uses", phone=phone)
    views = tab.page.locator("#cnn-use_views [role=tab]")
    for at in range(views.count()):
        views.nth(at).click()
        tab.settle()
        wide = tab.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1] + 1, at
    assert tab.troubles == []


@pytest.mark.parametrize("path", IN_EACH)
def test_faces_are_found_step_by_step(visit: NewVisit, path: str) -> None:
    tab = visit(f"{path}?tab=uses&use=faces").wait("document.querySelectorAll('#cnn-faces .box:not(.out)').length === 1")
    tab.settle()
    assert tab.page.locator("#cnn-faces .mark").count() == 5
    left, top, right, bottom = FACE
    box = tab.page.locator("#cnn-faces .box:not(.out) .line").evaluate("r => ['x', 'y', 'width', 'height'].map(k => +r.getAttribute(k))")
    assert iou((left, top, right, bottom), (box[0], box[1], box[0] + box[2], box[1] + box[3])) > 0.5
    tab.page.locator("#cnn-faces [role=radio][data-value=all]").click()
    tab.wait("document.querySelectorAll('#cnn-faces .box').length > 20 && location.search.includes('cascade=all')")
    tab.page.locator("#cnn-faces [role=radio][data-value=onet]").click()
    tab.page.locator("#cnn-faces .box:not(.out)").press("Enter")
    tab.wait("bus.get('tab') === 'look' && bus.get('network')?.key === 'onet' && bus.get('forward')?.network !== undefined")
    assert tab.troubles == []


def test_the_camera_is_searched_while_it_runs_and_stops_with_its_view(filmed: Callable[[Image.Image], Visit]) -> None:
    face = Image.open(SAMPLES / "astronaut.jpg").convert("RGB").crop((60, 0, 400, 255)).resize((320, 240))
    tab = filmed(face).open("/?tab=uses&use=faces")
    button = tab.page.locator("#cnn-faces [data-do=camera]")
    tab.page.evaluate("""() => {
      window.painted = 0
      new MutationObserver(() => window.painted++).observe(document.querySelector('#cnn-faces .said'), { childList: true })
    }""")
    button.click()
    tab.page.wait_for_function("window.painted > 12 && document.querySelectorAll('#cnn-faces .box:not(.out)').length === 1")
    assert button.get_attribute("aria-pressed") == "true" and "pictures a second" in tab.text("#cnn-faces .said")
    tab.page.locator("#cnn-use_views [data-view=tissue]").click()
    tab.wait("document.querySelector('#cnn-faces [data-do=camera]').ariaPressed === 'false'")
    assert tab.page.evaluate("document.querySelector('#cnn-faces video').srcObject === null")
    assert not tab.troubles


@pytest.mark.parametrize("path", IN_EACH)
def test_on_a_phone_what_one_does_with_faces_stands_on_the_first_screen(visit: NewVisit, path: str) -> None:
    tab = (
        visit(f"{path}?tab=uses&use=faces", phone=True).wait("document.querySelectorAll('#cnn-faces .box:not(.out)').length === 1").settle()
    )
    height = tab.page.viewport_size["height"]
    for part in (".picture", ".samples", "[data-do=choose]", "[data-do=camera]"):
        box = tab.page.locator(f"#cnn-faces {part}").bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= height, part


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize("projector", [False, True])
def test_what_style_says_of_its_pictures_is_not_cut(visit: NewVisit, path: str, projector: bool) -> None:
    tab = visit(f"{path}?tab=uses&use=style").wait("document.querySelector('#cnn-style_transfer .far').textContent").settle()
    if projector:
        tab.page.locator("[data-do=projector]").click()
    wide = "[...document.querySelectorAll('#cnn-style_transfer :is(figcaption, figure)')].map(one => [one.scrollWidth, one.clientWidth])"
    wider = [pair for pair in tab.page.evaluate(wide) if pair[0] > pair[1] + 1]
    cut = tab.page.evaluate(
        "[...document.querySelectorAll('#cnn-style_transfer figcaption')].map(one => getComputedStyle(one).textOverflow)"
    )
    assert wider == [] and set(cut) == {"clip"}


def test_a_portrait_moves_by_handles_and_is_saved_with_a_mark(visit: NewVisit) -> None:
    tab = visit("/?tab=uses&use=animation").wait("document.querySelector('#cnn-animation .most').textContent")
    pixels = "document.querySelector('#cnn-animation .portrait canvas').toDataURL()"
    rest = tab.page.evaluate(pixels)
    tab.page.locator("#cnn-animation [data-handle=turn]").press("End")
    tab.wait(f"location.search.includes('pose=1_0_0_0') && {pixels} !== {rest!r}")
    assert "-fold" in tab.text("#cnn-animation .most")
    with tab.page.expect_download() as saved:
        tab.page.locator("#cnn-animation [data-do=save]").click()
    with Image.open(saved.value.path()) as picture:
        foot = np.asarray(picture.convert("L"))[-34:]
    assert foot.min() < 20 and foot.max() > 235 and (foot < 20).mean() > 0.5, "white letters on a black band"
    tab.page.locator("#cnn-animation [data-do=rest]").click()
    tab.wait(f"{pixels} === {rest!r}")
    assert tab.troubles == []


def test_a_picture_without_a_face_gets_a_sentence_and_the_portrait_stays(visit: NewVisit) -> None:
    tab = visit("/?tab=uses&use=animation&network=resnet109&sample=coffee").wait(
        "document.querySelector('#cnn-animation .most').textContent"
    )
    tab.settle()
    before = tab.page.evaluate("document.querySelector('#cnn-animation .portrait canvas').toDataURL()")
    tab.page.locator("#cnn-animation [data-whose=own]").click()
    tab.wait("document.querySelector('#cnn-animation .trouble').textContent.startsWith('No face')")
    assert tab.page.evaluate("document.querySelector('#cnn-animation .portrait canvas').toDataURL()") == before
    assert tab.troubles == []


@pytest.mark.parametrize("path", IN_EACH)
def test_a_car_park_is_read_and_the_weather_fools_the_network(visit: NewVisit, path: str) -> None:
    tab = visit(f"{path}?tab=uses&use=parking")
    tab.wait("document.querySelectorAll('#cnn-parking .scores .bar.network').length === 5")
    wrong = tab.page.locator("#cnn-parking .spaces .wrong").count()
    assert tab.page.locator("#cnn-parking .spaces .space").count() == 40 and wrong < 5
    tab.page.locator("#cnn-parking [data-value=dusk]").click()
    tab.wait("location.search.includes('weather=dusk') && document.querySelectorAll('#cnn-parking .spaces .wrong').length > 8")
    stall = tab.page.locator("#cnn-parking .spaces .space").nth(0)
    stall.press("ArrowDown")
    tab.wait("document.activeElement === document.querySelectorAll('#cnn-parking .spaces .space')[10]")
    assert "11" in tab.text("#cnn-parking .space p") and tab.page.locator("#cnn-parking .space canvas").is_visible()
    assert tab.troubles == []


ANSWERED = {
    "faces": "document.querySelectorAll('#cnn-faces .box:not(.out)').length === 1",
    "tissue": "/[0-9]/.test(document.querySelector('#cnn-tissue .score td')?.textContent)",
    "parking": "document.querySelectorAll('#cnn-parking .spaces .space').length === 40",
    "style": "document.querySelector('#cnn-style_transfer .content img').naturalWidth > 0",
    "animation": "document.querySelector('#cnn-animation .most').textContent",
}


@pytest.mark.parametrize("theme", IN_BOTH)
@pytest.mark.parametrize("phone", [pytest.param(False, marks=pytest.mark.slow), True], ids=["wide", "phone"])
def test_axe_finds_no_violation_in_any_view(visit: NewVisit, axe: str, theme: str, phone: bool) -> None:
    found = {}
    tab = visit("/pt?tab=uses&use=faces", color_scheme=theme, phone=phone)
    for view, answered in ANSWERED.items():
        tab.page.locator(f"#cnn-use_views [data-view={view}]").click()
        tab.wait(answered).settle()
        tab.page.evaluate(axe)
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        told = tab.page.evaluate("rules => axe.run(document, { runOnly: rules })", rules)
        found[view] = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in told["violations"]]
    assert {view: rules for view, rules in found.items() if rules} == {} and tab.troubles == []
