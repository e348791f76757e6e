"""Which Chromium the browser tests use: CHROMIUM if set, the system's, or Playwright's own. `--install` fetches one if there is none.

The headless shell comes first: the same engine without the windows of a desktop browser opens our page for half the work.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
INSTALL_SECONDS = 300


def find() -> str | None:
    """Path of a Chromium, None where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _own()


def _own() -> str | None:
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Exception:  # no Playwright, or one that cannot start here: then there is none
        return None
    return path if Path(path).exists() else None


def install() -> None:
    """Let Playwright fetch its Chromium; where that does not work the tests say so and go on without."""
    try:
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], timeout=INSTALL_SECONDS, check=True, capture_output=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        print(f"No Chromium here, and none could be fetched ({type(error).__name__}): the browser tests will not run.")


if __name__ == "__main__":
    if "--install" in sys.argv and not find():
        install()
    print(find() or "")
