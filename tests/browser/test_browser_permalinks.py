"""Each tab, driven by a blind hand into some state: its link opens the very same in a fresh browser, to the last pixel of every canvas."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from visit import Visit

NewVisit = Callable[..., Visit]
MOVES = 6
STARTS = {
    "look": ("", "network=resnet109&sample=capitol"),
    "convolve": ("", "network=resnet109&sample=camera"),
    "filters": ("", "network=resnet109&sample=cat"),
    "explain": ("network=resnet109&sample=capitol",),
    "augment": ("", "network=resnet109&sample=coffee"),
    "history": ("", "room=race", "room=layers"),
    "train": ("", "view=step"),
    "transfer": ("",),
}
OFFERS = "[role=radio], [role=option], [role=tab], select, input[type=range]"
HANDS = """(selector) => {
  const panel = document.querySelector('#main > [role=tabpanel]:not([style*="display: none"])')
  const here = part => part.getClientRects().length && !part.disabled && part.ariaDisabled !== 'true'
  const free = part => here(part) && !part.closest('dialog, #bring, #cnn-draw')
  window.offers = [...panel.querySelectorAll(selector)].filter(free)
  return offers.length
}"""
MOVE = """([at, chance]) => {
  const part = offers[at], tell = name => part.dispatchEvent(new Event(name, { bubbles: true }))
  if (part.tagName === 'SELECT') {
    part.selectedIndex = Math.floor(chance * part.options.length)
    tell('change')
  } else if (part.type === 'range') {
    const [low, high] = [Number(part.min || 0), Number(part.max || 100)]
    part.value = String(low + chance * (high - low))
    tell('input')
    tell('change')
  } else part.click()
  return `${part.tagName} ${part.id || part.className} ${part.textContent.trim().slice(0, 30)} ${part.ariaLabel ?? ''}`
}"""
SEEN = """() => {
  const panel = document.querySelector('#main > [role=tabpanel]:not([style*="display: none"])')
  const inSight = c => {
    if (c.closest('#cnn-strip')) return false // it may still be scrolling
    const { left, top, width, height } = c.getBoundingClientRect()
    const at = document.elementFromPoint(left + width / 2, top + height / 2)
    return at && (at === c || at.contains(c) || c.parentElement.contains(at))
  }
  const canvases = [...panel.querySelectorAll('canvas')].filter(c => c.getClientRects().length && c.width && c.height && inSight(c))
  return { text: panel.innerText, canvases: canvases.map(c => c.toDataURL()) }
}"""
TIMES = re.compile(r"(≈ ?)?\d[\d\u202f,.]* ?(ms|s)\b(?! ?/)")
ROUND = re.compile(r"[\d\u202f,.]+ (of|de) …")


def seen(tab: Visit) -> dict[str, Any]:
    """The words of the open tab, without how long things took, and every canvas."""
    tab.settle()
    tab.page.evaluate("() => { document.activeElement?.blur(); }")
    tab.page.mouse.move(2, 2)
    tab.settle()
    found: dict[str, Any] = tab.page.evaluate(SEEN)
    return {**found, "text": ROUND.sub("…", TIMES.sub("…", found["text"]))}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("key", "start"), [(key, start) for key, starts in STARTS.items() for start in starts])
def test_a_link_says_all_that_shows(visit: NewVisit, key: str, start: str, seed: int) -> None:
    tab = visit(f"/?tab={key}&{start}")
    chance = random.Random(seed)
    done = []
    for _ in range(MOVES):
        count = tab.page.evaluate(HANDS, OFFERS)
        done.append(tab.page.evaluate(MOVE, [chance.randrange(count), chance.random()]))
        tab.settle()
    here = seen(tab)
    link = tab.page.evaluate("async () => (await import(new URL('kit/kit/begin.js', document.baseURI))).address()")
    other = visit(link.removeprefix(tab.url))
    there = seen(other)
    assert other.page.evaluate("async () => (await import(new URL('kit/kit/begin.js', document.baseURI))).address()") == link
    assert there["text"] == here["text"], done
    assert len(there["canvases"]) == len(here["canvases"])
    differing = [i for i, (a, b) in enumerate(zip(here["canvases"], there["canvases"], strict=True)) if a != b]
    assert differing == [], done
