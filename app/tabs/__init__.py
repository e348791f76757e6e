"""The tabs: one file each, found by itself, in the order that each says.

A tab is a module with `TAB`: its key, its place, its title, and the function that builds its content for one language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import gradio as gr

from models import registry
from models.text import Language, Text


@dataclass(frozen=True, slots=True)
class Frame:
    """What a tab may hold on to: the whole page, the language, and the head, whose events are the page's."""

    page: gr.Blocks
    language: Language
    head: gr.HTML


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. `order`: its place, smallest first; `build` makes its components inside a `gr.Tab` that is already open."""

    key: str
    order: int
    title: Text
    build: Callable[[Frame], None]


@cache
def tabs() -> tuple[Tab, ...]:
    """Every tab there is, in order. Two with the same key or place refuse to start."""
    found: list[Tab] = registry.discover(__name__, "TAB")
    return tuple(registry.by_key(found, "tab").values())
