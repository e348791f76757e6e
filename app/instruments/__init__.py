"""Instruments: what Gradio has no component for, as `gr.HTML` with its parts in real files.

    <tab>/<name>/index.html   markup; `{{t.word}}` is filled from the words, once
    <tab>/<name>/*.css        its style, linked from the head of the document; index.css comes first
    <tab>/<name>/index.js     an ES module: `export function mount({element, bus, t, ...})`
    <tab>/<name>/words.py     WORDS: every word of it, in both languages
    <tab>/<name>/contract.md  what comes in and out
    <tab>/*.js *.css          what the instruments of one tab share

A folder with an index.html is an instrument, its name known once in the whole page; nothing lists them. `kit/` is what all share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import gradio as gr

from app.text import in_language
from models.text import Language

FOLDER = Path(__file__).parent
KIT = FOLDER / "kit"
STORED = {
    "views": "rooms",
    "topfive": "five",
    "style_transfer": "after",
    "settings": "how",
    "try_it": "newpicture",
    "freeze_line": "bar",
    "changed_filters": "changed",
    "network_input": "seen",
    "picture": "bring",
    "loss_along_step": "along",
    "forward_backward": "pulse",
    "weight_update": "change",
    "update_rule": "rule",
    "occluder": "cover",
    "heatmaps": "heats",
    "activation_map": "excited",
    "trainpresets": "trainpoints",
    "trainseeds": "trainfoot",
}
"""The name that a lecture's file has for an instrument, where it is another than the instrument's own (the page: lecture/mask.js)."""

_BOOT = (
    "import(new URL(cnnFiles + 'page.js', document.baseURI))"
    ".then(m => m.boot('{name}', {{ element, trigger, props, watch, server, upload }}))"
)
"""Gradio runs this once per element. It never changes, and it says nothing but who is to be mounted."""


@cache
def instrument_folders() -> Mapping[str, Path]:
    """Every instrument that there is and its folder, sorted by name. Two of one name refuse to start."""
    found = sorted((file.parent.name, file.parent) for file in FOLDER.glob("*/*/index.html"))
    if len(dict(found)) < len(found):
        raise ValueError(f"instruments of one name: {[name for name, _ in found]}")
    return dict(found)


def instrument_names() -> tuple[str, ...]:
    """Every instrument that there is, sorted."""
    return tuple(instrument_folders())


def words_of(name: str) -> Mapping[str, Any]:
    """The words of an instrument as they stand beside it: {key: Text, or lists and mappings of Text}."""
    words: Mapping[str, Any] = import_module(f"{__name__}.{instrument_folders()[name].parent.name}.{name}.words").WORDS
    return words


def file_text(name: str, kind: str) -> str:
    """The text of one of an instrument's files, "" where it has none of that kind."""
    file = instrument_folders()[name] / f"index.{kind}"
    return file.read_text("utf-8") if file.exists() else ""


@cache
def maskable_parts() -> tuple[str, ...]:
    """What a lecture may mask: every instrument by its name, and inside it what it marks with `data-part`, as `name.part`."""
    inner = [
        f"{STORED.get(name, name)}.{part}"
        for name in instrument_names()
        for part in re.findall(r'data-part="([\w-]+)"', file_text(name, "html"))
    ]
    return tuple(sorted({*(STORED.get(name, name) for name in instrument_names()), *inner}))


def instrument(name: str, language: Language, *, events: tuple[str, ...] = ()) -> gr.HTML:
    """One instrument on the page of one language. `events`: names that its JavaScript may `trigger`.

    Its template holds only words that never change, so Gradio never touches what the instrument has drawn; data come by
    the server and by the bus, never as props. (A function: a subclass would make Gradio write a `.pyi` beside this file.)
    """
    return gr.HTML(
        value=None,
        html_template=file_text(name, "html"),
        js_on_load=_BOOT.format(name=f"{instrument_folders()[name].parent.name}/{name}") + "".join(f"\n// '{event}'" for event in events),
        apply_default_css=False,
        elem_id=f"cnn-{name}",
        elem_classes=["instrument", name],
        t=in_language(words_of(name), language),
    )
