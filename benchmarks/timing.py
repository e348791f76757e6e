"""Interleaved medians: on a shared machine the only times that can be compared."""

from __future__ import annotations

import gc
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence

import torch

Runs = Mapping[str, Callable[[], object]]


def medians(runs: Runs, rounds: int = 25, warm: int = 3) -> dict[str, float]:
    """Median milliseconds of each, run in turn so that what else happens on the machine hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    gc.collect()
    for turn in range(warm + rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            result = run()
            if turn >= warm:
                times[name].append(time.perf_counter() - start)
            del result
    return {name: 1e3 * statistics.median(taken) for name, taken in times.items()}


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Plain text in columns, readable in a terminal and in a README."""
    lines = [heads, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    body = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([title, body[0], "  ".join("-" * width for width in widths), *body[1:], ""])


def markdown_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same for a document."""
    return "\n".join([f"## {title}", "", *(f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads), *rows)), ""])


def where() -> str:
    """One line: on what the figures were taken."""
    return f"torch {torch.__version__}, {torch.get_num_threads()} threads of {platform.machine()}, Python {platform.python_version()}"
