"""What visitors' photographs meet, measured on stand-ins: no full-size photographs of the 109 classes may be kept.

A network whose folders were made in two ways may have learned the making: it then answers a visitor's photograph with a class of the
folder that it resembles. So two things are counted: right answers, each class as often, and answers of the folder with the fewest classes
to photographs that show none of these.
"""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from models.inputs.pictures import Preparation
from models.recipes.card import accuracy_sentence, percent
from models.recipes.photo_answers import labelled_files, outputs_of

PER_CLASS = 5
SIZE = (640, 480)  # px, a camera's shape: its sides are in another ratio than those of the network's picture
GRAIN = 4.0  # standard deviation, of 0 to 255


@dataclass(frozen=True, slots=True)
class StandInScore:
    """Answers to stand-ins and to strangers."""

    right: int
    total: int
    drawn: int  # stand-ins of other classes that are called one of the few
    others: int  # stand-ins of other classes
    few: int  # classes of the folder with the fewest
    strangers_drawn: int
    strangers: int  # photographs of none of the classes

    def told(self) -> str:
        """As the card begins, Markdown."""
        lines = [_HEAD.format(each=PER_CLASS, width=SIZE[0], height=SIZE[1]), accuracy_sentence(self.right, self.total)]
        lines.append(f"Of those of other classes {percent(self.drawn / max(self.others, 1))} are called one of Imagenette's {self.few}.")
        if self.strangers:
            share = percent(self.strangers_drawn / self.strangers)
            lines.append(
                f"So are {self.strangers_drawn} of {self.strangers} photographs ({share}) of flowers, none of them a class, at full size."
            )
        return "\n".join(lines)


def measure(
    net: nn.Module, preparation: Preparation, folders: Sequence[Path], classes: Sequence[str], flowers: Path | None
) -> StandInScore:
    few = _fewest(folders, classes)
    found = outputs_of(net, _some_of_each(folders, classes), preparation, read=as_from_a_camera)
    answers, other = found.values.argmax(1), ~torch.isin(found.labels, few)
    strangers = _answers_to(net, preparation, flowers) if flowers else torch.empty(0, dtype=torch.long)
    return StandInScore(
        right=int((answers == found.labels).sum()),
        total=len(answers),
        drawn=int(torch.isin(answers[other], few).sum()),
        others=int(other.sum()),
        few=len(few),
        strangers_drawn=int(torch.isin(strangers, few).sum()),
        strangers=len(strangers),
    )


def as_from_a_camera(file: Path) -> bytes:
    """A photograph enlarged and with grain, as a BMP file; the same bytes every time."""
    with Image.open(file) as opened:
        large = np.asarray(opened.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS), np.float32)
    grain = np.random.default_rng(zlib.crc32(file.name.encode())).standard_normal(large.shape, np.float32) * GRAIN
    Image.fromarray((large + grain).round().clip(0, 255).astype(np.uint8)).save(stored := io.BytesIO(), "BMP")
    return stored.getvalue()


def _fewest(folders: Sequence[Path], classes: Sequence[str]) -> Tensor:
    """Indices of the classes of the folder that has the fewest."""
    names = min(({d.name for d in (folder / "val").iterdir() if d.is_dir()} for folder in folders), key=len)
    return torch.tensor([i for i, name in enumerate(classes) if name in names])


def _some_of_each(folders: Sequence[Path], classes: Sequence[str]) -> list[tuple[Path, int]]:
    """As many files of every class, drawn with seed 0 from the first folder that has it."""
    by_class: dict[int, list[Path]] = {}
    for folder in reversed(folders):
        own: dict[int, list[Path]] = {}
        for file, label in labelled_files(folder / "val", classes):
            own.setdefault(label, []).append(file)
        by_class |= own
    drawn = random.Random(0)
    return [(f, label) for label, files in sorted(by_class.items()) for f in drawn.sample(files, min(PER_CLASS, len(files)))]


def _answers_to(net: nn.Module, preparation: Preparation, folder: Path) -> Tensor:
    """Indices of the answers to all pictures of train/<class>/ and val/<class>/."""
    names = sorted(d.name for d in (folder / "train").iterdir() if d.is_dir())
    files = [pair for split in ("train", "val") for pair in labelled_files(folder / split, names)]
    return outputs_of(net, files, preparation).values.argmax(1)


_HEAD = """\
A photograph of one's own, by stand-ins ({each} validation photographs of each class, enlarged to {width} × {height} px with a camera's
grain, then prepared as a visitor's; full-size photographs of these classes were not at hand):"""
