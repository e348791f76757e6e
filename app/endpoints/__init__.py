"""The public API, through Gradio's own: `gradio_client`, HTTP, and the API page that documents it (`/?view=api`).

One endpoint a file, found by itself: a module with `ENDPOINT`; `base`, `arguments` and `checks` serve all. The same code path as the page:
`models.api` behind, `UserError` in front.
"""

from __future__ import annotations

from functools import cache

import gradio as gr

from app.endpoints.base import Endpoint, add_endpoint
from app.http.files import TemporaryFiles
from models import registry


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Every endpoint there is. Two with the same name refuse to start."""
    found: list[Endpoint] = registry.discover(__name__, "ENDPOINT", besides=("arguments", "base", "checks"))
    registry.refuse_twins((endpoint.name for endpoint in found), "endpoint")
    return tuple(found)


def add_all(files: TemporaryFiles) -> None:
    """Make every endpoint, inside a `gr.Blocks`, over the store that holds the callers' pictures and the arrays that go back."""
    never = gr.Button(visible=False)
    for endpoint in endpoints():
        add_endpoint(endpoint, files, never)
