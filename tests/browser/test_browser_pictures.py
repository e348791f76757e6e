"""Pictures of the visitor's own: chosen, pasted, dropped; good ones are answered, bad ones are refused and change nothing."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image
from visit import Visit

NewVisit = Callable[..., Visit]
PAGE = "/?network=resnet18@random&sample=cat"


def encoded(kind: str, seed: int = 0, **more: Any) -> bytes:
    rows, columns = np.mgrid[0:120, 0:160]
    waves = [127 + 120 * np.sin(columns / (9 + seed) + c) * np.cos(rows / 13) for c in range(3)]
    out = io.BytesIO()
    Image.fromarray(np.stack(waves, -1).astype(np.uint8)).save(out, kind, **more)
    return out.getvalue()


GOOD = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif", "BMP": "image/bmp"}
BAD = {
    "empty.png": b"",
    "text.png": b"this is no picture at all",
    "cut.jpg": encoded("JPEG")[:900],
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "paper.pdf": b"%PDF-1.7\n%\xe2\xe3",
    "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
}


def choose(tab: Visit, name: str, data: bytes, kind: str = "image/png") -> None:
    tab.page.locator("#input-picture-button").click()
    tab.page.locator("#cnn-picture input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": data})
    tab.settle()


TRANSFER = """([data, name, type, event]) => {
  const transfer = new DataTransfer()
  transfer.items.add(new File([Uint8Array.from(atob(data), c => c.charCodeAt(0))], name, { type }))
  const made = event === 'paste' ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
    : new DragEvent(event, { dataTransfer: transfer, bubbles: true, cancelable: true })
  return document.querySelector('#cnn-maps').dispatchEvent(made)
}"""


def transfer(tab: Visit, event: str, data: bytes, name: str = "picture.png", kind: str = "image/png") -> None:
    tab.page.evaluate(TRANSFER, [base64.b64encode(data).decode(), name, kind, event])
    tab.settle()


def test_a_chosen_picture_of_every_kind_is_answered(visit: NewVisit) -> None:
    tab = visit(PAGE)
    seen = [tab.screen]
    for seed, (kind, mime) in enumerate(GOOD.items()):
        choose(tab, f"waves.{kind.lower()}", encoded(kind, 3 * seed), mime)
        seen.append(tab.wait("bus.get('source').file && !bus.get('source').sample").screen)
    for part in ("input", "answer", "maps"):
        assert len({screen[part] for screen in seen}) == len(seen), part
    assert tab.troubles == []


@pytest.mark.parametrize("event", [pytest.param("paste", marks=pytest.mark.slow), "drop"])  # one way in, behind two events
def test_a_picture_comes_by_paste_and_drop_anywhere(visit: NewVisit, event: str) -> None:
    tab, chosen = visit(PAGE), visit(PAGE)
    before = tab.screen
    transfer(tab, event, encoded("PNG", seed=3))
    choose(chosen, "same.png", encoded("PNG", seed=3))
    for one in (tab, chosen):
        one.wait("bus.get('source').file && !bus.get('source').sample")
    assert tab.screen["input"] == chosen.screen["input"] != before["input"]
    assert tab.screen["answer"] == chosen.screen["answer"]
    assert tab.troubles == []


@pytest.mark.slow  # many files; test_models_pictures and test_app_server refuse each of them
def test_bad_files_are_refused_each_with_its_sentence_and_the_screen_stays(visit: NewVisit) -> None:
    said: list[list[str]] = []
    for path in ("/", "/pt"):
        tab = visit(path + PAGE.removeprefix("/"))
        before = tab.screen
        sentences = []
        for name, data in BAD.items():
            tab.page.evaluate("window.cnn.set('error', null)")
            choose(tab, name, data)
            sentences.append(tab.wait("bus.get('error')").refusal)
            assert sentences[-1] == tab.bus("error") and len(sentences[-1]) > 20
            assert tab.screen == before, name
            assert tab.page.evaluate("window.cnn.get('source').sample") == "cat"
        said.append(sentences)
    assert len(set(said[0])) == len(set(said[1])) == len(BAD)
    assert not set(said[0]) & set(said[1])


def test_too_large_a_file_is_not_even_sent(visit: NewVisit) -> None:
    tab = visit(PAGE)
    before, asked = tab.screen, tab.asked
    tab.page.evaluate(
        TRANSFER.replace("Uint8Array.from(atob(data), c => c.charCodeAt(0))", "new Uint8Array(20_000_001)"), ["", "x.png", "", "drop"]
    )
    assert "20" in tab.wait("bus.get('error')").refusal and tab.asked == asked
    assert tab.screen == before


def test_after_a_refusal_the_next_picture_is_answered(visit: NewVisit) -> None:
    tab = visit(PAGE)
    before = tab.screen["input"]
    choose(tab, "text.png", BAD["text.png"])
    choose(tab, "waves.png", encoded("PNG"))
    assert tab.wait("!bus.get('error')").screen["input"] != before


def test_a_picture_of_ones_own_is_not_in_the_link(visit: NewVisit) -> None:
    tab = visit(PAGE)
    choose(tab, "waves.png", encoded("PNG"))
    tab.page.wait_for_function("() => location.search.includes('sample=-')")
    other = visit("/" + tab.page.evaluate("location.search"))
    assert other.screen["input"] != tab.screen["input"]
    other.wait("bus.get('error')")
    assert other.refusal == other.bus("error")


def test_the_camera_is_looked_through(visit: NewVisit) -> None:
    """Chromium's fake camera shows a moving picture: the input changes by itself until it is kept."""
    tab = visit(PAGE, permissions=["camera"])
    before = tab.screen["input"]
    tab.page.locator("#input-picture-button").click()
    tab.page.locator("#cnn-picture [data-do=camera]").click()
    # No settling here: while the camera is on, the next picture is always due.
    tab.page.wait_for_function(
        "() => window.cnn.get('source').file && window.cnn.get('forward')?.picture && !window.cnn.get('source').sample"
    )
    tab.page.locator("#cnn-picture [data-do=keep]").click()
    tab.page.wait_for_function("() => document.querySelector('#cnn-picture video').hidden")
    assert tab.settle().screen["input"] != before
    assert [line for line in tab.troubles if "Method not implemented" not in line] == []
