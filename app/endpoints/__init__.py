"""The public API, through Gradio's own: `gradio_client`, HTTP, and the API page that documents it (`/?view=api`).

Each endpoint is one file, a module with `ENDPOINT`, which the registry discovers; `base`, `arguments` and `checks` serve all. Endpoints
call `models.api` as the page does, and refuse with its `UserError`.
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
    """Add every endpoint to the open `gr.Blocks`. `files` holds the callers' pictures and the arrays that go back.

    Gradio binds an endpoint to a component's event: a button that nobody sees.
    """
    hidden = gr.Button(visible=False)
    for endpoint in endpoints():
        add_endpoint(endpoint, files, hidden)
