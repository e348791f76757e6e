"""A lecture on the stage, as tests read it."""

from __future__ import annotations

from visit import Visit

AT = "bus.get('lecture.stops') && !bus.get('lecture.navigating') && bus.get('tab')"
TEXT = """selector => [...document.querySelectorAll(selector)].map(part => part.innerText ?? part.textContent).join(' ')
  .replace(/[\\u202f\\u00a0]/g, ' ')"""
NOW = "() => { const get = key => window.cnn.get(`lecture.${key}`); return [get('stops')[get('at')].id, get('phase')] }"


def now(tab: Visit) -> tuple[str, str]:
    stop, phase = tab.page.evaluate(NOW)
    return stop, phase
