"""What the benchmarks in a browser share: a Chromium, and a playground where nobody names one."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import chromium, serving

WIDE = {"width": 1280, "height": 720}


@contextmanager
def opened(url: str | None) -> Iterator[tuple[Any, str]]:
    """(Playwright's browser, address of the playground). Where there is no Chromium the benchmark ends, and says so."""
    path = chromium.find()
    if path is None:
        sys.exit("No Chromium here: nothing was measured.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, playground(url) as address:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield browser, address
        browser.close()


@contextmanager
def playground(url: str | None) -> Iterator[str]:
    """The one at `url`, or one of its own as long as it is needed."""
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        server = serving.start(Path(folder))
        try:
            yield server.url
        finally:
            server.stop()
