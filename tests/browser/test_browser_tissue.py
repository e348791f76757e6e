"""Tissue with pictures of the visitor's own: a photograph, a very wide one, a tiny one, a transparent one."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from visit import IN_EACH, Visit

from tests.picture_files import file_of, scene

NewVisit = Callable[..., Visit]
OPEN = "?tab=uses&use=tissue"
SCORED = "/[0-9]/.test(document.querySelector('#cnn-tissue .score td')?.textContent)"
SHAPES = {"photo": (400, 300), "wide": (1000, 100), "tall": (80, 800), "tiny": (60, 45)}  # width, height, px
PLACES = """() => {
  const box = one => document.querySelector(`#cnn-tissue ${one}`).getBoundingClientRect()
  const [canvas, place, said] = ['canvas', '.place', '.said'].map(box)
  const fits = canvas.right <= place.right + 1 && canvas.height < innerHeight
  return { ratio: canvas.width / canvas.height, fits, below: said.top - canvas.bottom }
}"""


def bring(tab: Visit, name: str, data: bytes) -> Visit:
    """A file of the visitor's own, by the button."""
    field = "#cnn-tissue .in input[type=file]"
    tab.page.set_input_files(field, {"name": f"{name}.png", "mimeType": "image/png", "buffer": data})
    return tab.wait(f"bus.get('source')?.name === '{name}.png' && bus.get('uses.slide') === 'own' && {WAITS}")


WAITS = "/^(Mark|Marque|Learned|Aprendido)/.test(document.querySelector('#cnn-tissue .said').textContent)"


def mark(tab: Visit) -> Visit:
    """One stroke of each kind, by the mouse."""
    canvas, mouse = tab.page.locator("#cnn-tissue canvas"), tab.page.mouse
    for kind, (x, y) in enumerate(((0.2, 0.3), (0.5, 0.5), (0.8, 0.7))):
        tab.page.locator(f"#cnn-tissue .kinds [data-value='{kind}']").click()
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        mouse.down()
        mouse.move(box["x"] + (x + 0.1) * box["width"], box["y"] + (y + 0.1) * box["height"])
        mouse.up()
    return tab.wait(SCORED)


@pytest.mark.parametrize("path", IN_EACH)
@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_a_picture_of_ones_own_keeps_its_shape_and_is_marked_and_coloured(visit: NewVisit, path: str, phone: bool) -> None:
    tab = visit(f"{path}{OPEN}", phone=phone).wait(SCORED)
    for name, (width, height) in SHAPES.items():
        bring(tab, name, file_of(scene(width, height), "PNG"))
        found = tab.page.evaluate(PLACES)
        assert found["ratio"] == pytest.approx(width / height, rel=0.05) and found["fits"] and -1 <= found["below"] <= 16, (name, found)
        assert tab.bus("uses.marks") == "" and not tab.page.locator("#cnn-tissue [data-do=unsure]").is_enabled()
        mark(tab)
        tab.page.locator("#cnn-tissue [data-do=unsure]").click()
        assert "%" in tab.text("#cnn-tissue .said")
        tab.page.locator("#cnn-tissue [data-do=clear]").click()
        tab.wait("!bus.get('uses.marks').includes('own.C')")
    assert tab.troubles == []


def test_strokes_belong_to_the_picture_that_they_were_made_on(visit: NewVisit) -> None:
    tab = visit(f"/{OPEN}").wait(SCORED)
    mark(bring(tab, "first", file_of(scene(300, 200), "PNG")))
    first, source = tab.bus("uses.marks"), "window.first = window.cnn.get('source')"
    tab.page.evaluate(f"() => {{ {source} }}")
    bring(tab, "second", file_of(scene(200, 300), "PNG"))
    assert tab.bus("uses.marks") == "" and not tab.page.locator("#cnn-tissue [data-do=undo]").is_enabled()
    mark(tab)
    tab.page.evaluate("window.cnn.set('source', window.first)")
    tab.wait(f"bus.get('uses.marks') === {first!r} && {SCORED}")
    assert tab.page.locator("#cnn-tissue [data-do=undo]").is_enabled() and tab.troubles == []


def test_a_transparent_picture_that_is_dropped_is_shown_and_the_button_keeps_the_focus(visit: NewVisit) -> None:
    tab = visit(f"/{OPEN}").wait(SCORED)
    data = base64.b64encode(file_of(scene(120, 90, 4), "PNG")).decode()
    drop = """async data => {
      const transfer = new DataTransfer()
      const picture = await (await fetch(`data:image/png;base64,${data}`)).blob()
      transfer.items.add(new File([picture], 'dropped.png', { type: 'image/png' }))
      const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer })
      document.querySelector('#cnn-tissue').dispatchEvent(drop)
    }"""
    tab.page.evaluate(drop, data)
    tab.wait(f"bus.get('uses.slide') === 'own' && {WAITS}")
    assert "Learned" not in tab.text("#cnn-tissue .said")
    retina = tab.page.locator("#cnn-tissue .slides [data-slide=retina]")
    retina.press("Enter")
    tab.wait(f"bus.get('uses.slide') === 'retina' && {SCORED}")
    assert tab.page.evaluate("document.activeElement.dataset.slide") == "retina"
    brown = tab.page.locator("#cnn-tissue .shows [data-value=brown]")
    assert brown.get_attribute("aria-disabled") == "true" and "no brown stain" in str(brown.get_attribute("title"))
    assert tab.troubles == []
