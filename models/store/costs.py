"""What a network takes on this machine, before it is opened: memory by its counts, time as measured once, by this machine's speed."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
import torch.nn.functional as F

from models import limits
from models.engine.threads import apply_thread_count
from models.store.counts import Counts
from models.text import Text, number

SECONDS_FILE = Path(__file__).parents[2] / "assets" / "network_seconds.json"
"""Written by `python -m models.recipes.seconds`: what every network took on one machine, and what `measure_speed` said there."""

_BYTES = 4  # of a float32
_REPEATS = 9


@dataclass(frozen=True, slots=True)
class Seconds:
    """Of one network, with one thread."""

    opening: float  # built, traced and proven, its file apart
    picture: float  # one picture: every value, and the thumbnails


def memory_mb(counts: Counts) -> float:
    """MB for the weights and for every number that the layers give out for one picture."""
    return _BYTES * (counts.parameters + counts.cells) / 1e6


def too_large(title: Text, counts: Counts) -> Text | None:
    """The sentence for a network that takes over PLAYGROUND_NETWORK_MB; None for one that does not."""
    size, most = memory_mb(counts), limits.NETWORK_MB.value
    if size <= most:
        return None
    sizes = [Text(number(megabytes, "en"), number(megabytes, "pt")) for megabytes in (round(size), most)]
    return Text(
        "{title} takes {size} MB of memory for a picture; this server opens networks up to {most} MB (PLAYGROUND_NETWORK_MB). "
        "A smaller network of the same family shows the same.",
        "{title} ocupa {size} MB de memória por imagem; este servidor abre redes de até {most} MB (PLAYGROUND_NETWORK_MB). "
        "Uma rede menor da mesma família mostra o mesmo.",
    ).format(title=title, size=sizes[0], most=sizes[1])


def seconds(key: str) -> Seconds | None:
    """Estimate for the network `key` on this machine, without what else it computes meanwhile; None where nobody has measured it."""
    measured, there = _measured()
    row = measured.get(key)
    if row is None:
        return None
    slower = speed_here() / there  # how many times as long this machine takes
    return Seconds(row.opening * slower, row.picture * slower)


@cache
def _measured() -> tuple[dict[str, Seconds], float]:
    told = json.loads(SECONDS_FILE.read_text("utf-8"))
    return {key: Seconds(*row) for key, row in told["networks"].items()}, float(told["speed"])


@cache
def speed_here() -> float:
    """`measure_speed`, once in a process."""
    return measure_speed()


def measure_speed() -> float:
    """Seconds of three layers together on this machine: a convolution, a depthwise one, and one that works cell by cell.

    Processor time of one thread, the quickest of nine runs, some 30 ms in all: what else the machine does does not count.
    """
    apply_thread_count()
    picture = torch.ones(1, 64, 56, 56)
    kernels, narrow = torch.ones(64, 64, 3, 3), torch.ones(64, 1, 3, 3)
    mean, variance = torch.zeros(64), torch.ones(64)
    times = []
    with torch.no_grad():
        for _ in range(_REPEATS):
            start = time.thread_time()
            F.conv2d(picture, kernels, padding=1)
            F.conv2d(picture, narrow, padding=1, groups=64)
            F.batch_norm(picture, mean, variance)
            times.append(time.thread_time() - start)
    return min(times)
