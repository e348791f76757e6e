"""A Chromium for all browser tests of a process, and tabs in it: each its own visitor."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

from visit import Visit

from tests import chromium
from tests.conftest import leave_out
from tests.serving import ROOT, Server

WIDE, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
AXE = ROOT / ".venv" / "axe"
AXE_VERSION = "4.10.3"

NewVisit = Callable[..., Visit]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")  # not longer: while it is open nobody else may start a loop of asyncio
def browser(chrome: str) -> Iterator[Any]:
    """Playwright's browser; a test that wants it is left out where there is no Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chrome, args=[*chromium.ARGUMENTS, "--process-per-site"])
        yield opened
        opened.close()


@dataclass(frozen=True, slots=True)
class Window:
    """A context for one kind of window, with what it has loaded before: a tab opens there in two thirds of the time. An empty page stays
    open in it, so that the next tab is drawn by the process that drew the last one and has its scripts compiled."""

    context: Any
    anchor: Any
    session: Any  # DevTools of the empty page

    @classmethod
    def opened(cls, browser: Any, options: dict[str, Any], url: str) -> Window:
        context = browser.new_context(**options)
        anchor = context.new_page()
        anchor.goto(f"{url}/cnn/samples")  # of the same site, and nothing else
        return cls(context, anchor, context.new_cdp_session(anchor))

    def leave(self, url: str) -> None:
        """Close every tab, and keep nothing that they stored."""
        for page in self.context.pages:
            if page is not self.anchor:
                page.close()
        self.session.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": "all"})


@pytest.fixture(scope="package")
def kept(browser: Any) -> Iterator[dict[str, Window]]:
    """One window of each kind."""
    windows: dict[str, Window] = {}
    yield windows
    for window in windows.values():
        window.context.close()


@pytest.fixture
def visit(browser: Any, kept: dict[str, Window], server: Server) -> Iterator[NewVisit]:
    """`visit("/pt", phone=True)` opens a tab of a new visitor and waits until the page has answered. A test's second one of a kind shares
    nothing with its first; nothing of a test is left to the next. `watched`: as `Visit.watch_requests`, from the first one on."""
    used: dict[str, str] = {}  # kind of window: the address that was opened in it
    own: list[Any] = []

    def new(path: str = "/", *, phone: bool = False, watched: bool = False, url: str = server.url, **more: Any) -> Visit:
        size = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if phone else {"viewport": WIDE}
        options = {**size, "color_scheme": "light", "locale": "de-DE", **more}
        kind = repr(sorted(options.items()))
        if kind in used:
            own.append(context := browser.new_context(**options))
        else:
            used[kind] = url
            if kind not in kept:
                kept[kind] = Window.opened(browser, options, server.url)
            context = kept[kind].context
        tab = Visit(context.new_page(), url)
        return (tab.watch_requests() if watched else tab).open(path)

    yield new
    for context in own:
        context.close()
    for kind, url in used.items():
        kept[kind].leave(url)


@pytest.fixture
def filmed(browser: Any, chrome: str, server: Server, tmp_path: Path) -> Iterator[Callable[[Image.Image], Visit]]:
    """`filmed(picture)` is a tab, not yet open, of a browser whose camera sees the picture move a little."""
    launched: list[Any] = []

    def film(picture: Image.Image) -> Visit:
        file = tmp_path / "camera.mjpeg"
        with file.open("wb") as out:
            for frame in range(30):
                moved = Image.new("RGB", picture.size, picture.getpixel((2, 2)))
                moved.paste(picture, (frame % 7 - 3, frame % 5 - 2))
                moved.save(out, "JPEG", quality=90)
        arguments = [*chromium.ARGUMENTS, f"--use-file-for-fake-video-capture={file}"]
        launched.append(own := browser.browser_type.launch(executable_path=chrome, args=arguments))
        return Visit(own.new_context(viewport=WIDE, permissions=["camera"]).new_page(), server.url)

    yield film
    for own in launched:
        own.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, fetched through npm once; its tests are left out where that does not work."""
    file = AXE / "node_modules" / "axe-core" / "axe.min.js"
    if not file.exists():
        command = ["npm", "install", "--no-save", "--no-package-lock", "--prefix", str(AXE), f"axe-core@{AXE_VERSION}"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        except (OSError, subprocess.SubprocessError):
            leave_out("axe-core could not be fetched through npm")
    return file.read_text("utf-8")
