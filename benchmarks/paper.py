"""How often digits on paper are read right: python benchmarks/paper.py [--count N] [--networks ...] [--kinds ...] [--seed N] [--markdown]

Every kind of picture is simulated from a seed (tests/paper.py) with ink of three sources: strokes drawn by curves (tests/pen.py), MNIST's
test digits and scikit-learn's digits of 8 × 8 cells. No network learned from the first; the networks' recipes never see the others.
Strokes are drawn on the board in the ways that people write. Right of how many, with Wilson's interval of 95 %.
docs/paper.md explains the kinds and holds the tables of one seed; --markdown prints them.
--speed: what the finding of ink costs beside a bare decode, in processor time of one core, as a ratio to its limit.
--rule: on how many of FOLDER's photographs a network that reads digits would be offered, and on how much of the simulated paper it is.
"""

from __future__ import annotations

import argparse
import io
import math
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # python benchmarks/paper.py works too

import numpy as np
import torch
from PIL import Image

from benchmarks.timing import markdown_table, table, where
from models import api
from models.errors import UserError
from models.inputs import digit_finding, drawing, pictures
from models.store import registry
from models.types.activations import PictureSource
from tests import paper, pen

NETWORKS = ("lenet5", "lenet5_1998", "lenet5_plain", "mlp")
SEED = 1
STROKES = "strokes"
"""The ink of what is drawn on the board."""

MILLISECONDS = {(640, 480): 15.0, (4000, 3000): 60.0}

Made = Callable[[int], tuple[int, PictureSource]]


def on_paper(kind: str, source: str, seed: int) -> Made:
    def made(i: int) -> tuple[int, PictureSource]:
        digit, data = paper.picture(kind, source, (seed, i), i % 10)
        return digit, PictureSource("picture", data)

    return made


def drawn(seed: int, names: tuple[str, ...], height: tuple[float, float], width: tuple[int, int]) -> Made:
    def made(i: int) -> tuple[int, PictureSource]:
        rng = np.random.default_rng([seed, i, *(ord(c) for c in names[0])])
        written = pen.write(rng, glyph=names[i % len(names)])
        strokes = pen.strokes(written, rng, rng.uniform(*height), int(rng.integers(width[0], width[1] + 1)))
        return written.digit, PictureSource("strokes", drawing.encode(strokes))

    return made


def strokes_kinds(seed: int) -> dict[str, Made]:
    every, usual, pens = tuple(pen.GLYPHS), (130.0, 220.0), (8, 24)
    own = {name: drawn(seed, (name,), usual, pens) for name in pen.GLYPHS}
    sizes = {
        "drawn": drawn(seed, every, usual, pens),
        "drawn thin": drawn(seed + 1, every, usual, (2, 5)),
        "drawn thick": drawn(seed + 2, every, (150.0, 220.0), (28, 40)),
        "drawn tiny": drawn(seed + 3, every, (25.0, 50.0), (3, 7)),
    }
    return sizes | own


def right(networks: list[str], made: Made, count: int) -> list[int]:
    """How many of `count` pictures each network reads right; what is refused is wrong."""
    good = [0] * len(networks)
    wants = [registry.find_spec(network).preparation for network in networks]
    for i in range(count):
        digit, source = made(i)
        prepared: dict[tuple[int, int], PictureSource] = {}  # by its size: the ink is looked for once
        for at, (network, want) in enumerate(zip(networks, wants, strict=True)):
            size = (want.height, want.width)
            with suppress(UserError):
                if size not in prepared:
                    prepared[size] = PictureSource("pixels", pictures.prepare(source, want).tobytes())
                good[at] += int(api.predict(network, prepared[size], top=1)[0].index == digit)
    return good


def wilson(good: int, of: int) -> str:
    """E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927."""
    z, p = 1.96, good / of
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = ((middle + sign * half) / (1 + z * z / of) for sign in (-1, 1))
    return f"{good}/{of} {100 * p:.0f} % ({100 * low:.0f}–{100 * high:.0f})"


@dataclass(frozen=True, slots=True)
class Cell:
    """How many pictures of one kind and ink each network read right."""

    kind: str
    ink: str
    right: tuple[int, ...]  # by network
    of: int


def measure(seed: int, count: int, networks: list[str], kinds: list[str]) -> list[Cell]:
    """Every kind with every ink; each is told on the error stream when it is done."""
    made: dict[str, dict[str, Made]] = {
        kind: {source: on_paper(kind, source, seed) for source in paper.SOURCES} for kind in (*paper.KINDS, "28 × 28 as MNIST")
    }
    made |= {name: {STROKES: one} for name, one in strokes_kinds(seed).items()}
    cells = []
    for kind, ways in made.items():
        if kinds and not any(part in kind for part in kinds):
            continue
        of = max(1, count // 3) if kind == "12 megapixels" else count  # simulating one takes as long as thirty others
        for ink, way in ways.items():
            cells.append(Cell(kind, ink, tuple(right(networks, way, of)), of))
            print(*_row(cells[-1]), cells[-1].ink, sep="\t", file=sys.stderr, flush=True)
    return cells


def added_by_kind(cells: list[Cell], inks: tuple[str, ...]) -> list[list[str]]:
    """A row for each kind, its cells of these inks added up."""
    rows = []
    for kind in dict.fromkeys(cell.kind for cell in cells if cell.ink in inks):
        some = [cell for cell in cells if cell.kind == kind and cell.ink in inks]
        right_of_all = tuple(sum(column) for column in zip(*(cell.right for cell in some), strict=True))
        rows.append(_row(Cell(kind, "", right_of_all, sum(cell.of for cell in some))))
    return rows


def _row(cell: Cell) -> list[str]:
    return [cell.kind, *(wilson(good, cell.of) for good in cell.right)]


def report(cells: list[Cell], networks: list[str], markdown: bool) -> str:
    """The tables of docs/paper.md; without Markdown every ink alone, too."""
    groups = {
        "On paper, three inks": paper.SOURCES,
        "On paper, without the ink of 8 × 8 cells": paper.SOURCES[:2],
        "On the board": (STROKES,),
    }
    if not markdown:
        groups |= {f"On paper, ink: {ink}": (ink,) for ink in paper.SOURCES}
    show = markdown_table if markdown else table
    rows = {title: added_by_kind(cells, inks) for title, inks in groups.items()}
    return "\n".join(show(title, ["kind", *networks], some) for title, some in rows.items() if some)


def rule(folder: Path, seed: int, count: int) -> list[list[str]]:
    """Whether a digit lies on paper, asked of what holds none (`count` photographs, drawn by the seed) and of what holds one."""
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"})
    if not files:
        raise SystemExit(f"{folder} holds no photograph")
    some = np.random.default_rng(seed).permutation(len(files))[:count]
    offered = sum(api.digit_on_paper(PictureSource("picture", files[i].read_bytes())) for i in some)
    lines = [["photographs", wilson(offered, len(some)), "0"]]
    kinds, each = list(paper.KINDS), max(1, round(count / len(paper.KINDS) / len(paper.SOURCES)))
    asked = [paper.picture(kind, source, (seed, i), i % 10)[1] for kind in kinds for source in paper.SOURCES for i in range(each)]
    accepted = sum(api.digit_on_paper(PictureSource("picture", data)) for data in asked)
    return [*lines, ["simulated paper", wilson(accepted, len(asked)), "all"]]


def speed(rounds: int) -> list[list[str]]:
    lines = []
    for size, limit in MILLISECONDS.items():
        for kind in ("pen", "squared", "hard shadow", "pencil", "several at once"):
            rng = np.random.default_rng(7)
            _, ink = paper.ink("pen", rng, 3)
            scene = paper.replace(paper.KINDS[kind](rng), size=size)
            data = paper.encoded(paper.photograph(scene, ink, rng), 90)
            image = pictures.decode(data)
            found, bare = (_median(work, rounds) for work in (lambda i=image: digit_finding.find_digit(i), lambda d=data: _bare(d)))
            megapixels = size[0] * size[1] / 1e6
            lines.append([f"{megapixels:.1f} megapixels", kind, f"{found:.1f} ms", f"{found / limit:.2f}", f"{bare:.1f} ms"])
    return lines


def _bare(data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as image:
        image.convert("RGB")


def _median(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of processor time: others compute on this machine too."""
    taken = []
    for _ in range(rounds):
        begin = time.thread_time()
        work()
        taken.append(1e3 * (time.thread_time() - begin))
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50, help="pictures of each kind and ink; of 12 megapixels a third")
    parser.add_argument("--networks", nargs="*", default=list(NETWORKS))
    parser.add_argument("--kinds", nargs="*", default=[], help="parts of their names; all without")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--rule", type=Path, metavar="FOLDER", help="photographs without digits; --count of them are asked about")
    given = parser.parse_args()
    torch.set_num_threads(1)
    print(where())
    if given.speed:
        print(table("Finding the ink", ["picture", "kind", "finding", "of its limit", "bare decode"], speed(15)))
        return
    if given.rule:
        lines = rule(given.rule, given.seed, given.count)
        print(table("Offered to a network that reads digits", ["pictures", "offered", "should be"], lines))
        return
    print(report(measure(given.seed, given.count, given.networks, given.kinds), given.networks, given.markdown))


if __name__ == "__main__":
    main()
