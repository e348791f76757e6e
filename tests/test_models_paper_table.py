"""docs/paper.md: its tables are complete, their intervals follow from their counts, and its command gives them again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import paper as benchmark
from tests import paper

TEXT = (Path(__file__).parents[1] / "docs" / "paper.md").read_text("utf-8")
ROWS = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if re.match(r"\| .+ \d+/\d+ ", line)]


def command() -> tuple[int, int]:
    """(seed, count)"""
    found = re.search(r"benchmarks/paper\.py --seed (\d+) --count (\d+) --markdown", TEXT)
    assert found
    return int(found[1]), int(found[2])


def test_every_kind_of_picture_stands_in_the_tables() -> None:
    kinds = [*paper.KINDS, "28 × 28 as MNIST"]
    assert [row[0] for row in ROWS] == [*kinds, *kinds, *benchmark.strokes_kinds(0)]


def test_intervals_follow_from_their_counts() -> None:
    for _, *cells in ROWS:
        assert len(cells) == len(benchmark.NETWORKS)
        for cell in cells:
            good, of = (int(n) for n in cell.split(" ")[0].split("/"))
            assert cell == benchmark.wilson(good, of)


def test_inks_are_added_up_by_kind() -> None:
    seed, _ = command()
    cells = benchmark.measure(seed, 1, ["lenet5"], ["28 × 28 as MNIST", "drawn tiny"])
    assert [(cell.kind, cell.ink, cell.of) for cell in cells] == [
        *(("28 × 28 as MNIST", ink, 1) for ink in paper.SOURCES), ("drawn tiny", "strokes", 1),
    ]  # fmt: skip
    right = sum(cell.right[0] for cell in cells[:3])
    assert benchmark.added_by_kind(cells, paper.SOURCES) == [["28 × 28 as MNIST", benchmark.wilson(right, 3)]]
    assert "| drawn tiny | 1/1 100 % (21–100) |" in benchmark.report(cells, ["lenet5"], True)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["28 × 28 filled", "flagged 1"])
def test_the_command_gives_the_rows_again(kind: str) -> None:
    seed, count = command()
    networks = list(benchmark.NETWORKS)
    cells = [cell for cell in benchmark.measure(seed, count, networks, [kind]) if cell.kind == kind]
    rows = [*benchmark.added_by_kind(cells, paper.SOURCES), *benchmark.added_by_kind(cells, paper.SOURCES[:2])]
    assert (rows or benchmark.added_by_kind(cells, ("strokes",))) == [row for row in ROWS if row[0] == kind]
