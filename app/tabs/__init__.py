"""The tabs: one file each, found by itself, in the order that each says.

A tab is a module with `TAB`: its key, its place, its title, and its instruments in the order in which they stand in its column. One
that holds more than instruments has a `build` of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import gradio as gr

from app.instruments import instrument
from models import registry
from models.text import Language, Text


@dataclass(frozen=True, slots=True)
class Frame:
    """What a tab may hold on to: the whole page, and the language."""

    page: gr.Blocks
    language: Language


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. `order`: its place, smallest first; `build`: makes the components where instruments alone are not enough."""

    key: str
    order: int
    title: Text
    instruments: tuple[str, ...] = ()
    build: Callable[[Frame], None] | None = None

    def fill(self, frame: Frame) -> None:
        """Make its components inside a `gr.Tab` that is already open, in a column that is called like the tab."""
        with gr.Column(elem_id=self.key, elem_classes="tab-column"):
            if self.build:
                self.build(frame)
            for name in self.instruments:
                instrument(name, frame.language)


@cache
def tabs() -> tuple[Tab, ...]:
    """Every tab there is, in order. Two with the same key or place refuse to start."""
    found: list[Tab] = registry.discover(__name__, "TAB")
    return tuple(registry.by_key(found, "tab").values())
