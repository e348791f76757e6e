"""What a network takes on this machine, before it is opened: memory by its counts, time by its counts and three measured speeds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import torch
import torch.nn.functional as F

from models.engine.threads import apply_thread_count
from models.store.counts import Counts

_BYTES = 4  # of a float32
_REPEATS = 5


@dataclass(frozen=True, slots=True)
class Speed:
    """Of one forward pass on this machine, in seconds."""

    per_mac: float  # of a convolution that reads all channels
    per_narrow_mac: float  # of one that reads one channel
    per_cell: float  # of a layer that works cell by cell


def memory_mb(counts: Counts) -> float:
    """MB for the weights and for every number that the layers give out for one picture."""
    return _BYTES * (counts.parameters + counts.cells) / 1e6


def seconds(counts: Counts) -> float:
    """Estimate for one picture on this machine, without what else it computes meanwhile."""
    speed = measured_speed()
    full = counts.macs - counts.narrow_macs
    return full * speed.per_mac + counts.narrow_macs * speed.per_narrow_mac + counts.cells * speed.per_cell


@cache
def measured_speed() -> Speed:
    """Three layers timed once, in some 30 ms: the middle one of five runs each, which is what one commonly waits."""
    apply_thread_count()
    with torch.no_grad():
        picture = torch.ones(1, 64, 56, 56)
        kernels, narrow = torch.ones(64, 64, 3, 3), torch.ones(64, 1, 3, 3)
        mean, variance, cells = torch.zeros(64), torch.ones(64), picture.numel()
        return Speed(
            per_mac=_usual(lambda: F.conv2d(picture, kernels, padding=1)) / (cells * 64 * 9),
            per_narrow_mac=_usual(lambda: F.conv2d(picture, narrow, padding=1, groups=64)) / (cells * 9),
            per_cell=_usual(lambda: F.batch_norm(picture, mean, variance)) / cells,
        )


def _usual(run: Callable[[], object]) -> float:
    times = []
    for _ in range(_REPEATS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return sorted(times)[_REPEATS // 2]
