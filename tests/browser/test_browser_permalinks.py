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
    "uses": (
        "use=faces",
        "use=tissue",
        "use=parking",
        "use=translation&network=resnet109&sample=capitol",
        "use=style",
        "use=animation",
    ),
    "train": ("", "view=step"),
    "transfer": ("",),
}
OFFERS = "[role=radio], [role=option], [role=tab], select, input[type=range]"
QUIET = """() => {
  const underWay = cnn.get('transfer.run')?.stop || cnn.get('transfer.loading') || (cnn.get('step.frontColumn') ?? null) !== null
  window.quiet = underWay || questions.due ? 0 : quiet + 1
  return quiet > 8
}"""
"""Nothing is under way for some frames: no question, no training, no set of examples that comes, no playback of a step."""
LEARNS = 240_000  # ms, on a machine that is busy
HANDS = """(selector) => {
  const panel = document.querySelector('#main > [role=tabpanel]:not([style*="display: none"])')
  const here = part => part.getClientRects().length && !part.disabled && part.ariaDisabled !== 'true'
  const free = part => here(part) && !part.closest('dialog, #input, #cnn-draw, #cnn-try_it .sources')
  window.offers = [...panel.querySelectorAll(selector)].filter(free)
  return offers.length
}"""
"""Everything that offers a choice, but what brings a picture: of a drawing or a camera no link tells."""
MOVE = """([at, chance]) => {
  const part = offers[at], tell = name => part.dispatchEvent(new Event(name, { bubbles: true }))
  const can = ({ value }) => {
    const [card, set] = [cnn.get('networks').get(value), cnn.get('transfer.menu')?.sets.find(({ key }) => key === value)]
    const fetched = card?.weights === 'download' || set?.here === false
    const own = card?.weights === 'trained' || (value === '-' && part.closest('#cnn-examples'))
    const large = card?.parameters > 100e6 // two visitors' copies of it, trained, have no room on the server
    return !fetched && !own && !large
  }
  if (part.tagName === 'SELECT') {
    const open = [...part.options].filter(can)
    part.selectedIndex = open[Math.floor(chance * open.length)].index
    tell('change')
  } else if (part.type === 'range') {
    const [low, high] = [Number(part.min || 0), Number(part.max || 100)]
    part.value = String(low + chance * (high - low))
    tell('input')
    tell('change')
  } else part.click()
  return `${part.tagName} ${part.id || part.className} ${part.textContent.trim().slice(0, 30)} ${part.ariaLabel ?? ''}`
}"""
"""Does one of them. What must be fetched first is left alone, and so is the visitor's own, classes and networks, which no link carries."""
UNROLL = """() => {
  const far = part => part.scrollLeft || part.scrollTop
  for (const part of [...document.querySelectorAll('*')].filter(far)) part.scrollTo({ left: 0, top: 0, behavior: 'instant' })
}"""
"""How far a list is scrolled is where somebody looks: both pages are compared from the beginning of each."""
SEEN = """() => {
  const panel = document.querySelector('#main > [role=tabpanel]:not([style*="display: none"])')
  const inSight = c => {
    if (c.closest('#cnn-strip')) return false // it may still be scrolling
    const { left, top, width, height } = c.getBoundingClientRect()
    const at = document.elementFromPoint(left + width / 2, top + height / 2)
    return at && (at === c || at.contains(c) || c.parentElement.contains(at))
  }
  const canvases = [...panel.querySelectorAll('canvas')].filter(c => c.getClientRects().length && c.width && c.height && inSight(c))
  const pictures = canvases.map(c => c.toDataURL())
  for (const part of panel.querySelectorAll('[data-do=undo], [data-do=redo]')) part.style.display = 'none'
  const text = panel.innerText
  for (const part of panel.querySelectorAll('[data-do=undo], [data-do=redo]')) part.style.removeProperty('display')
  return { text, canvases: pictures }
}"""
"""What shows, but whether there is a step to take back: no link brings what was there before."""
FORGET = """() => {
  const [of, trials] = [cnn.get('transfer.run')?.of, cnn.get('transfer.trials')]
  if (trials) cnn.set('transfer.trials', new Map([...trials].filter(([key]) => key === of)))
}"""
"""What else was tried before stays with who tried it: a link names one setting, and the page that it opens has tried no other."""
CLOSE = "() => { for (const sheet of document.querySelectorAll(':popover-open')) sheet.hidePopover() }"
"""A picture that was enlarged lies over the tab until it is closed; a link opens the tab, with nothing over it."""
ADDRESS = "async () => (await import(new URL(cnnFiles + 'kit/start_page.js', document.baseURI))).address()"
TIMES = re.compile(r"(≈ ?)?\d[\d\u202f,.]* ?(ms|s|min)\b(?! ?/)")
ROUND = re.compile(r"[\d\u202f,.]+ (of|de) …")


def rest(tab: Visit) -> None:
    """Until nothing is under way."""
    tab.page.evaluate("() => { window.quiet = 0 }")
    tab.page.wait_for_function(QUIET, timeout=LEARNS)
    tab.settle()


def learned(tab: Visit) -> None:
    """Transfer shows the last run until somebody trains again; a link names the settings, and the page that it opens learns by them, by
    itself where that is quick. So both pages are compared when they have learned by what is set."""
    rest(tab)
    if tab.bus("tab") == "transfer" and tab.page.evaluate("cnn.get('transfer.run')?.of !== cnn.get('transfer.freezePoints')?.of"):
        tab.page.locator("#cnn-settings .go").click()
        rest(tab)
    tab.page.evaluate(FORGET)


def seen(tab: Visit) -> dict[str, Any]:
    """The words of the open tab, without how long things took, and every canvas."""
    learned(tab)
    tab.page.evaluate("() => { document.activeElement?.blur(); }")
    tab.page.evaluate(CLOSE)
    tab.page.evaluate(UNROLL)
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
        rest(tab)
    here = seen(tab)
    link = tab.page.evaluate(ADDRESS)
    other = visit(link.removeprefix(tab.url))
    there = seen(other)
    assert other.page.evaluate(ADDRESS) == link
    assert there["text"] == here["text"], done
    assert len(there["canvases"]) == len(here["canvases"])
    differing = [i for i, (a, b) in enumerate(zip(here["canvases"], there["canvases"], strict=True)) if a != b]
    assert differing == [], done


@pytest.mark.slow  # two trainings; tests/js reads and writes the same links
def test_a_link_says_which_class_which_tool_and_which_cell_of_the_matrix(visit: NewVisit) -> None:
    tab = visit("/?tab=transfer")
    rest(tab)
    for choice in ("#cnn-examples .class:nth-child(3) .name", "#cnn-examples [data-tool=camera]", '#cnn-confusion [data-at="2 2"]'):
        tab.page.locator(choice).click()
    here = seen(tab)
    third = tab.text("#cnn-examples .class:nth-child(3) .name")
    assert tab.text("#cnn-examples .chosen .name") == third and tab.text("#cnn-confusion .cell").startswith(third)
    link = tab.page.evaluate(ADDRESS)
    assert all(said in link for said in ("teach_class=2", "teach_tool=camera", "teach_cell=2_2"))
    other = visit(link.removeprefix(tab.url))
    assert seen(other) == here
    assert other.page.evaluate("document.querySelector('#cnn-examples video').srcObject === null")  # a link turns no camera on
