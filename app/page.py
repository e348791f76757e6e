"""The frame, once per language: head, tabs in order, the visitor's session; and how it is opened to the world."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, NoReturn

import anyio
import gradio as gr
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from app import TEMPORARY, endpoints, page_files, theme
from app.document import PageMiddleware
from app.endpoints.base import fill_defaults
from app.endpoints.checks import ApiChecks
from app.http import logs
from app.http.files import FilesMiddleware, TemporaryFiles
from app.http.jobs import Jobs
from app.http.metrics import Metrics, MetricsMiddleware
from app.http.server import AppServer
from app.http.visitors import Visitors
from app.instruments import instrument
from app.routes import all_routes, mount_routes
from app.tabs import Frame, tabs
from app.text import PATHS, TITLE
from models import api, limits
from models.text import LANGUAGES, Language

SWEEP_SECONDS = 30
jobs = Jobs()


def forget(visitor: str) -> None:
    """Everything of a visitor who has left: what they train ends within a batch."""
    jobs.forget(visitor)
    api.forget_visitor(visitor)


visitors = Visitors(forget=forget)
files = TemporaryFiles()


def build() -> gr.Blocks:
    """The page in both languages, English at `/`."""
    page: gr.Blocks
    with gr.Blocks(title=TITLE["en"], analytics_enabled=False, fill_width=True) as page:
        _add_components(page, "en")
        endpoints.add_all(files)
    vars(page).update(validate_inputs=fill_defaults)
    for language in LANGUAGES[1:]:
        with page.route(TITLE[language], PATHS[language], show_in_navbar=False) as other:
            _add_components(other, language)
    page.queue(max_size=int(limits.QUEUE.value), default_concurrency_limit=api.process_state().forwards_at_once)
    return page


def _add_components(page: gr.Blocks, language: Language) -> None:
    instrument("head", language)
    for name in ("connection", "path", "stops", "work", "own_network", "class_choice"):
        instrument(name, language)
    with gr.Tabs(elem_id="main"):
        for tab in tabs():
            with gr.Tab(tab.title[language], id=tab.key, elem_id=f"tab-{tab.key}"):
                tab.fill(Frame(page, language))


def launch(page: gr.Blocks, leave_cluster: Callable[[], None] = lambda: None) -> None:
    """Open the page to visitors until the process is told to stop. `leave_cluster`: what is done then, and can be left out."""
    logs.set_up()
    signal.signal(signal.SIGTERM, lambda *_: _stop_now(leave_cluster))
    address = serve(page)
    threading.Thread(target=api.warm_up, daemon=True).start()  # while the page stands already
    print(f"Convolutions: {address} and {address.rstrip('/')}{PATHS['pt']}", flush=True)
    page.block_thread()


def _stop_now(leave_cluster: Callable[[], None]) -> NoReturn:
    """A container that is stopped ends at once: there is nothing to save, and open pages are not waited for."""
    with suppress(Exception):
        leave_cluster()  # processes of Ray's on this machine would stay
    if TEMPORARY:
        shutil.rmtree(TEMPORARY, ignore_errors=True)
    os._exit(0)


def serve(page: gr.Blocks) -> str:
    """Open the page to visitors and say where.

    Name, port and root path are read by Gradio from GRADIO_SERVER_NAME, GRADIO_SERVER_PORT and GRADIO_ROOT_PATH.
    """
    api.start()
    server = AppServer(visitors, jobs)
    metrics = Metrics(server, (route.name for route in all_routes()))
    _, address, _ = page.launch(
        theme=theme.theme(),
        footer_links=["api"],  # without it there is no API page; the footer itself is not shown
        run_history=False,
        ssr_mode=False,
        pwa=False,
        max_file_size=int(max(limits.PICTURE_MB.value, limits.ZIP_MB.value) * 1e6),
        quiet=True,
        prevent_thread_lock=True,
        app_kwargs={
            "routes": [*routes(server), *metrics.routes()],
            "middleware": [
                Middleware(MetricsMiddleware, observe=metrics.observe),
                Middleware(FilesMiddleware, files=files),
                Middleware(ApiChecks, endpoints=endpoints.endpoints()),
                Middleware(PageMiddleware, issue=visitors.issue, files=page_files.folder),
            ],
            "lifespan": _lifespan,
        },
    )
    return str(address)


def routes(server: AppServer) -> list[BaseRoute]:
    """Everything that the page and its instruments ask beside Gradio."""
    return [
        *mount_routes(server),
        *page_files.routes(),
    ]


@asynccontextmanager
async def _lifespan(app: Any) -> AsyncIterator[None]:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_sweep)
        yield
        tasks.cancel_scope.cancel()


async def _sweep() -> None:
    while True:
        await anyio.sleep(SWEEP_SECONDS)
        await anyio.to_thread.run_sync(visitors.sweep)
        if visitors.has_freed:
            visitors.has_freed = False  # before: what is freed meanwhile goes back the next time
            if not await anyio.to_thread.run_sync(api.return_freed_memory):
                visitors.has_freed = True
        files.sweep()
