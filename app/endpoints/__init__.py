"""The public API, through Gradio's own: `gradio_client`, HTTP, and the API page that documents it (`/?view=api`).

One endpoint a file, found by itself: a module with `ENDPOINT`. The same code path as the page: `models.api` behind, `UserError` in front.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

import gradio as gr

from app.endpoint import Endpoint, add
from app.files import Files


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Every endpoint there is. Two with the same name refuse to start."""
    modules = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    found: list[Endpoint] = [module.ENDPOINT for module in modules]
    names = [endpoint.name for endpoint in found]
    if len(set(names)) < len(names):
        raise ValueError(f"two endpoints have the same name: {sorted(names)}")
    return tuple(found)


def add_all(files: Files) -> None:
    """Make every endpoint, inside a `gr.Blocks`, over the store that holds the callers' pictures and the arrays that go back."""
    never = gr.Button(visible=False)
    for endpoint in endpoints():
        add(endpoint, files, never)
