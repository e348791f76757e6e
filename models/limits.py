"""Every bound of the playground: its default, its unit, why, and the environment variable that changes it."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """One bound. `PLAYGROUND_<NAME>` in the environment overrides the default; a test finds each in the README."""

    name: str
    default: float
    unit: str
    why: str

    @property
    def variable(self) -> str:
        return f"PLAYGROUND_{self.name.upper()}"

    @property
    def value(self) -> float:
        given = os.environ.get(self.variable, "")
        try:
            return float(given) if given else self.default
        except ValueError:
            raise ValueError(f"{self.variable} is {given!r}; it takes a number of {self.unit}") from None


PICTURE_MB = Limit("picture_mb", 20, "MB", "a phone's photograph fits, a bomb does not")
PICTURE_MEGAPIXELS = Limit(
    "picture_megapixels", 40, "megapixels", "40 megapixels take 320 MB for the moment of decoding, with transparency 520 MB"
)
PICTURE_SCANS = Limit("picture_scans", 100, "passes", "a progressive JPEG has some ten; each costs as much as decoding the whole picture")
PICTURE_ASPECT = Limit("picture_aspect", 50, "times", "longer side over shorter: a ribbon grows without end when its short side is fitted")
DRAWING_POINTS = Limit("drawing_points", 5_000, "points", "a digit has some 200; the worst that fit here cost three seconds")
CAPTURE_CACHE_MB = Limit("capture_cache_mb", 512, "MB", "what all visitors' last pictures keep so that walking the layers costs nothing")
SHELF_MB = Limit("shelf_mb", 2048, "MB", "weights of all networks in memory at once")
WORKERS = Limit("workers", 2, "threads", "forward passes at a time; one per core gives the most answers a second")
WAITING = Limit("waiting", 64, "requests", "live questions that may wait for a worker before a visitor is told to try again")
CONNECT_SECONDS = Limit("connect_seconds", 2, "seconds", "how long a download may take to answer at all before we say there is no network")
SILENCE_SECONDS = Limit("silence_seconds", 30, "seconds", "how long a download may say nothing in the middle before it has failed")
VISITOR_MINUTES = Limit(
    "visitor_minutes",
    15,
    "minutes",
    "after so long without a question what is kept for a visitor is freed; asking again costs one forward pass",
)
VISITORS = Limit("visitors", 10_000, "pages", "page loads remembered at once; the oldest that never connected makes room")
CONVOLVE_PRODUCTS = Limit(
    "convolve_products", 100, "million products", "one kernel over one picture: 11 × 11 over three planes of 224 × 224 takes 17"
)
QUEUE = Limit("queue", 64, "requests", "calls of the public API that may wait; one more is refused at once")
FILES_MB = Limit("files_mb", 256, "MB", "pictures and arrays of the public API that are held in memory; the oldest go")
FILE_MINUTES = Limit("file_minutes", 5, "minutes", "how long a result of the public API can be fetched")

LIMITS: tuple[Limit, ...] = tuple(v for v in globals().values() if isinstance(v, Limit))
