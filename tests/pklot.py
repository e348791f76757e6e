"""Zips in PKLot's layout, of spaces that are drawn: for the tests of Parking."""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.uses.parking import classifiers, pklot
from tests.class_zips import zipped

FOLDERS = {weather: folder.capitalize() for folder, weather in pklot.WEATHERS.items()}


def space_file(patch: NDArray[np.uint8], kind: str) -> bytes:
    """A patch [y, x, rgb] as a file."""
    Image.fromarray(patch).save(made := io.BytesIO(), kind)
    return made.getvalue()


def files(days: dict[str, Iterable[int]], kind: str = "JPEG") -> list[tuple[str, bytes]]:
    """All forty spaces of these days, by weather."""
    found = []
    for weather, those in days.items():
        for day in those:
            patches, taken = classifiers.photograph(day, weather, "roof")
            for i, (patch, occupied) in enumerate(zip(patches, taken, strict=True)):
                state = "Occupied" if occupied else "Empty"
                name = f"PKLotSegmented/PUC/{FOLDERS[weather]}/2012-09-{day:02}/{state}/2012-09-{day:02}#{i:03}.jpg"
                found.append((name, space_file(patch, kind)))
    return found


def small() -> bytes:
    """Three days of sun and one of rain."""
    return zipped(files({"sun": (1, 2, 3), "rain": (4,)}))
