"""Photographs for the colouring network: decoded once to uint8, some classes kept apart so that the judge shows what was never seen.

A folder holds `train/<wnid>/*` and `val/<wnid>/*`, as for the other recipes. Every tenth class of a folder (in the order of their numbers)
is left out of training; its validation photographs are the judge's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

LARGEST_SIDE = 144
"""px: a larger photograph is made smaller, its shorter side this long, its middle square kept."""
JUDGE = 128
"""px: side at which the judge's photographs are shown."""
LEAVE_OUT_EVERY = 10
"""Of a folder's classes, in the order of their numbers, the last of so many is left out of training."""
JUDGED = 500
"""Photographs of the judge, as many of every folder."""


@dataclass(frozen=True, slots=True)
class ColourPhotographs:
    """What the recipe trains and is judged on."""

    training: tuple[Tensor, ...]  # per folder (N, 3, side, side) uint8
    judged: Tensor  # (M, 3, 128, 128) uint8
    left_out: tuple[str, ...]  # classes that no training picture shows

    @classmethod
    def load(cls, folders: Sequence[Path], cache: Path) -> ColourPhotographs:
        """From `cache` what it has; the rest is decoded and kept there."""
        cache.mkdir(parents=True, exist_ok=True)
        left_out = left_out_classes(folders)
        training = tuple(_kept(cache / f"{folder.name}-train.pt", partial(_training, folder, left_out)) for folder in folders)
        judged = _kept(cache / f"judged-{JUDGE}.pt", lambda: decode(judged_files(folders, left_out), JUDGE))
        return cls(training, judged, left_out)


def left_out_classes(folders: Sequence[Path]) -> tuple[str, ...]:
    """Every tenth class of each folder, sorted."""
    found: set[str] = set()
    for folder in folders:
        names = sorted(d.name for d in (folder / "train").iterdir() if d.is_dir())
        found.update(names[LEAVE_OUT_EVERY - 1 :: LEAVE_OUT_EVERY])
    return tuple(sorted(found))


def judged_files(folders: Sequence[Path], left_out: Sequence[str]) -> list[Path]:
    """500 validation photographs of the classes that are left out, as many of each folder, spread evenly over its classes."""
    chosen: list[Path] = []
    for folder in folders:
        files = [f for name in left_out if (folder / "val" / name).is_dir() for f in sorted((folder / "val" / name).iterdir())]
        wanted = JUDGED // len(folders)
        chosen += [files[i * len(files) // wanted] for i in range(wanted)]
    return chosen


def decode(files: Sequence[Path], side: int) -> Tensor:
    """(N, 3, side, side) uint8: the middle square of each file."""
    pictures = torch.empty(len(files), 3, side, side, dtype=torch.uint8)

    def read(i: int) -> None:
        pictures[i] = torch.from_numpy(centre_square(files[i], side)).permute(2, 0, 1)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(read, range(len(files))))
    return pictures


def centre_square(file: Path, side: int) -> np.ndarray:
    """(side, side, 3) uint8."""
    with Image.open(file) as opened:
        if opened.format == "JPEG":
            opened.draft("RGB", (2 * side, 2 * side))
        picture = opened.convert("RGB")
    short = min(picture.size)
    left, top = (picture.width - short) // 2, (picture.height - short) // 2
    box = (left, top, left + short, top + short)
    return np.array(picture.resize((side, side), Image.Resampling.BICUBIC, box))


def _training(folder: Path, left_out: Sequence[str]) -> Tensor:
    files = [f for d in sorted((folder / "train").iterdir()) if d.is_dir() and d.name not in left_out for f in sorted(d.iterdir())]
    with Image.open(files[0]) as first:
        side = min(*first.size, LARGEST_SIDE)
    return decode(files, side)


def _kept(file: Path, make: Callable[[], Tensor]) -> Tensor:
    if not file.exists():
        torch.save(make(), file)
    pictures: Tensor = torch.load(file, weights_only=True, mmap=True)
    return pictures
