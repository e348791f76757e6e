"""The camera on paper: pictures that are found, answered and painted in a second, beside the six that are asked for.

python benchmarks/camera_browser.py [--seconds 10] [--url http://127.0.0.1:7860]
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from PIL import Image
from playwright.sync_api import sync_playwright

from benchmarks.browsing import WIDE, playground
from tests import chromium, paper

ASKED = 6  # pictures a second


def film(path: Path) -> None:
    """A digit on squared paper, 640 × 480, moving a little."""
    sheet = Image.open(io.BytesIO(paper.picture("squared", "pen", (11,), 5)[1])).convert("RGB").resize((640, 480))
    with path.open("wb") as out:
        for frame in range(30):
            moved = Image.new("RGB", sheet.size, sheet.getpixel((2, 2)))
            moved.paste(sheet, (frame % 7 - 3, frame % 5 - 2))
            moved.save(out, "JPEG", quality=90)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--url")
    given = parser.parse_args()
    path = chromium.find()
    if path is None:
        sys.exit("No Chromium here: nothing was measured.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, playground(given.url) as address:
        film(Path(folder) / "camera.mjpeg")
        arguments = [*chromium.ARGUMENTS, f"--use-file-for-fake-video-capture={Path(folder) / 'camera.mjpeg'}"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        page = browser.new_context(viewport=WIDE, permissions=["camera"]).new_page()
        page.goto(address)
        page.wait_for_function("() => window.cnn?.get('forward')")
        page.locator("#input-picture-button").click()
        page.evaluate(
            "() => { window.painted = []; cnn.on('forward', () => requestAnimationFrame(() => painted.push(performance.now()))) }"
        )
        page.locator("#cnn-picture [data-do=camera]").click()
        page.wait_for_function("() => painted.length > 6")
        page.wait_for_function("ms => painted.at(-1) - painted[6] > ms", arg=1000 * given.seconds)
        times = page.evaluate("() => painted.slice(6)")
        read = page.locator("#cnn-answer li.best .class").inner_text()
        browser.close()
    rate = 1000 * (len(times) - 1) / (times[-1] - times[0])
    print(f"{rate:.1f} pictures a second found, answered ({read}) and painted: {rate / ASKED:.2f} of the {ASKED} asked for")


if __name__ == "__main__":
    main()
