"""Faces: which are found, how long a picture takes, and how many pictures of a camera are answered and painted in a second.

python benchmarks/faces.py [--markdown] [--smallest 40] [--seconds 10] [--url http://127.0.0.1:7860]

A face is found where one box shares half of its union with the box that was marked by hand (`benchmarks/face_pictures.py`); every other box
is a false one. The camera is a film in Chromium; without a Chromium that part is left out, and said.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import torch
from PIL import Image
from playwright.sync_api import sync_playwright

from benchmarks import face_pictures, timing
from benchmarks.browsing import WIDE, playground
from models import api
from models.types.activations import PictureSource
from tests import chromium

LEAST_OVERLAP = 0.5  # intersection over union with the marked box
ASKED = 5  # pictures of a camera a second
CAMERA = (320, 240)  # px
KINDS = ("size", "turn", "light")
PAINTED = """() => {
  window.painted = []
  const said = document.querySelector('#cnn-faces .said')
  new MutationObserver(() => requestAnimationFrame(() => painted.push(performance.now()))).observe(said, { childList: true })
}"""


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union of two boxes (left, top, right, bottom)."""
    wide, high = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    shared = max(0.0, float(wide)) * max(0.0, float(high))
    areas = sum(float(np.prod(box[2:] - box[:2])) for box in (one, other))
    return shared / (areas - shared)


def found(given: face_pictures.FacePicture, smallest: int) -> tuple[float, int]:
    """(overlap of the best box with the marked one, false boxes)."""
    answer = api.find_faces(PictureSource("picture", given.file()), smallest=smallest)
    marked = np.array(given.box) * answer.width / given.image.width
    parts = [overlap(box, marked) for box in answer.boxes]
    return max(parts, default=0.0), sum(part < LEAST_OVERLAP for part in parts)


def faces(smallest: int) -> Iterator[list[str]]:
    """A row for each person."""
    for who in face_pictures.MARKED:
        pictures = list(face_pictures.pictures(who))
        results = [(one.kind, *found(one, smallest)) for one in pictures]
        counts = [[part >= LEAST_OVERLAP for of, part, _ in results if of == kind] for kind in KINDS]
        lowest = min((part for _, part, _ in results if part >= LEAST_OVERLAP), default=0.0)
        hits = [f"{sum(one)} of {len(one)}" for one in counts]
        yield [who, *hits, f"{lowest:.2f}", str(sum(false for *_, false in results))]


def without_faces(smallest: int) -> str:
    boxes = {
        path.stem: len(api.find_faces(PictureSource("picture", path.read_bytes()), smallest=smallest).boxes)
        for path in face_pictures.WITHOUT
    }
    wrong = {name: count for name, count in boxes.items() if count}
    return f"{len(boxes)} samples without a face: false boxes in {len(wrong)}{f' ({wrong})' if wrong else ''}."


def one_picture(smallest: int) -> str:
    file = (face_pictures.SAMPLES / "astronaut.jpg").read_bytes()
    spent = timing.medians({"picture": lambda: api.find_faces(PictureSource("picture", file), smallest=smallest)}, rounds=15)
    return f"One picture of 512 × 512 px, one thread: {spent['picture']:.0f} ms."


def film(path: Path) -> None:
    """Eileen Collins before a camera, moving a little."""
    face = Image.open(face_pictures.SAMPLES / "astronaut.jpg").convert("RGB").crop((60, 0, 400, 255)).resize(CAMERA)
    with path.open("wb") as out:
        for frame in range(30):
            moved = Image.new("RGB", CAMERA, face.getpixel((2, 2)))
            moved.paste(face, (frame % 7 - 3, frame % 5 - 2))
            moved.save(out, "JPEG", quality=90)


def camera(seconds: float, url: str | None) -> str:
    """How many pictures a second are sent, searched and painted."""
    path = chromium.find()
    if path is None:
        return "No Chromium here: the camera was not measured."
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, playground(url) as address:
        film(Path(folder) / "camera.mjpeg")
        arguments = [*chromium.ARGUMENTS, f"--use-file-for-fake-video-capture={Path(folder) / 'camera.mjpeg'}"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        page = browser.new_context(viewport=WIDE, permissions=["camera"]).new_page()
        page.goto(f"{address}/?tab=uses&use=faces")
        page.wait_for_function("() => document.querySelectorAll('#cnn-faces .box:not(.out)').length === 1")
        page.evaluate(PAINTED)
        page.locator("#cnn-faces [data-do=camera]").click()
        page.wait_for_function("() => painted.length > 6")
        page.wait_for_function("ms => painted.at(-1) - painted[6] > ms", arg=1000 * seconds)
        times = np.diff(page.evaluate("() => painted.slice(6)"))
        boxes = page.locator("#cnn-faces .box:not(.out)").count()
        browser.close()
    rate = 1000 / float(times.mean())
    return (
        f"Camera, {CAMERA[0]} × {CAMERA[1]} px: {rate:.1f} pictures a second searched and painted ({rate / ASKED:.1f} of the {ASKED} asked "
        f"for), the median {median(times):.0f} ms after the one before; faces in the last: {boxes}."
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--markdown", action="store_true")
    ask.add_argument("--smallest", type=int, default=40, help="px of the smallest face")
    ask.add_argument("--seconds", type=float, default=10)
    ask.add_argument("--url")
    want = ask.parse_args()
    api.start()
    torch.set_num_threads(1)
    show = timing.markdown_table if want.markdown else timing.table
    print(show(f"Faces from {want.smallest} px on", ["", *KINDS, "lowest overlap", "false boxes"], list(faces(want.smallest))))
    print(without_faces(want.smallest))
    print(one_picture(want.smallest))
    print(camera(want.seconds, want.url))


if __name__ == "__main__":
    main()
