"""A person at the page: opens it, waits until it has answered, draws, and remembers everything that went wrong."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlparse

import pytest

from models.inputs.drawing import Stroke

IN_EACH = [pytest.param("/", marks=pytest.mark.slow), "/pt"]  # of layouts `make test` looks at the longer words, `make test-all` at both
IN_BOTH = [pytest.param("light", marks=pytest.mark.slow), "dark"]
MENU = "#cnn-network_menu [role=combobox]"  # Look's menu of networks
READY = """() => {
  const [seen, maps, network, layer] = ['forward', 'maps', 'network', 'layer'].map(key => window.cnn?.get(key))
  const answered = seen?.nothing ? [] : ['#cnn-answer li'] // an empty board has no answer
  const painted = ['#cnn-maps .name', ...answered, '#cnn-strip [role=option]', '#cnn-network_input .size', '#cnn-note .say']
  return !!seen && !!maps && maps.network === network?.key && maps.layer === layer
    && painted.every(selector => document.querySelector(selector)?.textContent)
}"""
COUNT = """
window.questions = { asked: 0, open: 0 }
const really = { setTimeout: window.setTimeout.bind(window), clearTimeout: window.clearTimeout.bind(window) }
const short = new Set()
window.setTimeout = (act, ms = 0, ...given) => {
  if (ms > 400 || typeof act !== 'function' || !new Error().stack.includes('/kit/')) return really.setTimeout(act, ms, ...given)
  const due = really.setTimeout(() => {
    short.delete(due)
    act(...given)
  }, ms)
  short.add(due)
  return due
}
window.clearTimeout = due => {
  short.delete(due)
  really.clearTimeout(due)
}
Object.defineProperty(questions, 'due', { get: () => questions.open + short.size })
const reallyFetch = window.fetch
window.fetch = async (...given) => {
  if (!String(given[0]?.url ?? given[0]).includes('/cnn/')) return reallyFetch(...given)
  questions.asked++
  questions.open++
  const done = () => { questions.open-- }
  try {
    const response = await reallyFetch(...given)
    response.clone().arrayBuffer().then(done, done) // all of it has come, or nobody wants the rest
    return response
  } catch (error) {
    done()
    throw error
  }
}"""
"""Counts the questions to our server inside the page, and the short rests before one: what is open there is not yet on the screen."""
COVERED = """() => {
  const box = one => one.getBoundingClientRect()
  const seen = one => one.checkVisibility({ visibilityProperty: true }) && box(one).width > 2
  const lines = [...document.querySelectorAll('#cnn-work .notice, #cnn-connection .line')].filter(seen)
  const over = (one, line) => {
    const [a, b] = [box(one), box(line)]
    const [left, right] = [Math.max(a.left, b.left), Math.min(a.right, b.right)]
    const [top, bottom] = [Math.max(a.top, b.top), Math.min(a.bottom, b.bottom)]
    if (right - left < 1 || bottom - top < 1) return false
    return document.elementsFromPoint((left + right) / 2, (top + bottom) / 2).some(there => one === there || one.contains(there))
  }
  const controls = [...document.querySelectorAll('button, a[href], input, select, textarea, summary, label, canvas, [tabindex]')]
  const under = controls.filter(one => seen(one) && lines.some(line => !line.contains(one) && over(one, line)))
  return { lines: lines.length, under: under.map(one => one.outerHTML.slice(0, 120)) }
}"""
"""How many notices there are, and the controls that can be seen and that one of them lies over."""
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(questions.due))))"
FINDS = 20_000  # ms until words that come and go have found their place
PATIENCE = 90_000  # ms: a machine that others use too may stand still for half a minute


@dataclass
class Visit:
    """One tab. `troubles`: console errors and exceptions. A request to another host is one too: the document's policy forbids it, and the
    console says so; with `watch_requests` each is a trouble of its own, which costs as much as a fifth of opening a page."""

    page: Any
    url: str
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.add_init_script(COUNT)
        self.page.on(
            "console", lambda m: self.troubles.append(f"console: {m.text} {m.location['url']}") if m.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.troubles.append(f"exception: {error}"))

    def watch_requests(self) -> Visit:
        """Every request to another host is a trouble, from now on."""
        host = urlparse(self.url).netloc

        def request(sent: Any) -> None:
            address = urlparse(sent.url)
            if address.scheme.startswith("http") and address.netloc != host:
                self.troubles.append(f"asks {sent.url}")

        self.page.on("request", request)
        return self

    @property
    def asked(self) -> int:
        """How many questions this load of the page has sent."""
        return int(self.page.evaluate("questions.asked"))

    def open(self, path: str = "/") -> Visit:
        self.page.goto(self.url + path)
        self.page.wait_for_function(READY)
        return self.settle()

    def settle(self) -> Visit:
        """Until every question is asked, answered and painted: none is open or due in three pairs of frames in a row."""
        quiet, until = 0, time.monotonic() + PATIENCE / 1000
        while time.monotonic() < until:
            quiet = 0 if self.page.evaluate(FRAMES) else quiet + 1
            if quiet == 3:
                return self
        raise AssertionError("questions stay unanswered")

    def bus(self, key: str) -> Any:
        return self.page.evaluate("key => window.cnn.get(key)", key)

    def read(self, expression: str) -> Any:
        """A JavaScript expression's value by way of JSON: `evaluate` hands numbers over one by one, which takes seconds for a picture's."""
        return json.loads(
            self.page.evaluate(f"JSON.stringify({expression}, (_, value) => (ArrayBuffer.isView(value) ? [...value] : value))")
        )

    def wait(self, condition: str) -> Visit:
        """Until a JavaScript expression is true; `bus` is the page's bus."""
        self.page.wait_for_function(f"() => {{ const bus = window.cnn; return !!({condition}) }}")
        return self.settle()

    def choose_network(self, key: str, place: str = "#cnn-network_menu") -> None:
        """In the menu of networks that `place` holds."""
        self.page.locator(f"{place} [role=combobox]").click()
        self.page.locator(f"{place} .sheet input[type=checkbox]").set_checked(key.endswith("@random"))
        self.page.locator(f'{place} [role=option][data-key="{key}"]').click()

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).first.inner_text()).strip()

    def uncovered(self, lines: int = 1) -> None:
        """So many notices are on the screen, and no control lies under one."""
        there = f"() => {{ const {{ lines, under }} = ({COVERED})(); return lines === {lines} && !under.length }}"
        with suppress(Exception):  # what it waits for in vain is said below
            self.page.wait_for_function(there, timeout=FINDS)
        assert self.page.evaluate(COVERED) == {"lines": lines, "under": []}

    @property
    def refusal(self) -> str:
        """What went wrong, where the page says it: in the note under the menu of networks, or in a line of its own where it is long."""
        places = ("#cnn-note .trouble", "#cnn-connection .docked p")
        [place] = [place for place in places if self.page.locator(place).is_visible()]
        return self.text(place)

    @property
    def best(self) -> str:
        return self.text("#cnn-answer li.best .class")

    @property
    def screen(self) -> dict[str, str]:
        """What the person sees: network, layer, readings, answers, and the very pixels of maps and input."""
        pixels = "s => { const c = document.querySelector(s); return c ? c.toDataURL() : '' }"
        return {
            "network": self.text("#cnn-maps h2"),
            "answer": self.text("#cnn-answer .rows"),
            "maps": self.page.evaluate(pixels, "#cnn-maps canvas.grid"),
            "input": self.page.evaluate(pixels, "#cnn-network_input canvas"),
        }

    def draw(self, strokes: tuple[Stroke, ...]) -> None:
        """The strokes with the mouse, from press to release, as a quick hand draws: every other place; the pen as wide as theirs."""
        board = self.page.locator("#cnn-draw canvas")
        board.scroll_into_view_if_needed()
        inside = (
            "c => { const b = c.getBoundingClientRect(); return [b.x + c.clientLeft, b.y + c.clientTop, c.clientWidth, c.clientHeight] }"
        )
        box = board.evaluate(inside)
        mouse = self.page.mouse
        for stroke in strokes:
            self.page.locator("#cnn-draw input[type=range]").fill(str(stroke.pen))
            places = [*stroke.points[:-1:2].tolist(), stroke.points[-1].tolist()]
            points = [(box[0] + x / 255 * box[2], box[1] + y / 255 * box[3]) for x, y in places]
            mouse.move(*points[0])
            mouse.down()
            for point in points[1:]:
                mouse.move(*point)
            mouse.up()
        self.settle()

    def clear(self) -> None:
        button = self.page.locator("#cnn-draw [data-do=clear]")
        if button.is_enabled():  # an empty board has nothing to clear
            button.click()
        self.settle()
