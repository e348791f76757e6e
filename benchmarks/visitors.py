"""A classroom at one server: visitors over real HTTP, each with a token of their own, while two train all the time.

    python -m benchmarks.visitors                                  # 30 visitors, two minutes, at a server of its own
    python -m benchmarks.visitors --visitors 100 --minutes 3
    python -m benchmarks.visitors --hours 8 --faster 10            # lessons of 50 minutes, one after the other; memory hour by hour

It prints milliseconds until the last byte of each kind of answer (p50, p95, worst), refusals, the server's share of the processor and its
memory: before anybody came, at its height, and after everybody had left. The visitors compute in this process, on the same machine.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.classroom import Observations, Visitor
from benchmarks.timing import table, where
from tests import serving

TRAINING = 2  # visitors who train all the time
ARRIVE = 20.0  # seconds in which everybody comes
LESSON = 50 * 60.0  # seconds
HOUR = 3600.0
WARM = 60  # seconds for the networks to load


@dataclass(frozen=True)
class Process:
    """The server's process at one moment, by its own /metrics."""

    memory: float  # MB
    processor: float  # seconds
    at: float  # seconds of time.monotonic()

    @staticmethod
    def read(url: str) -> Process:
        found = dict(line.rsplit(" ", 1) for line in httpx.get(f"{url}/metrics", timeout=60).text.splitlines() if not line.startswith("#"))
        return Process(float(found["process_resident_memory_bytes"]) / 1e6, float(found["process_cpu_seconds_total"]), time.monotonic())


async def lesson(url: str, visitors: int, seconds: float, seed: int, pace: float = 1) -> tuple[Observations, float]:
    """What so many visitors met in so many seconds, and the server's memory at its height, MB."""
    observations, until, chance = Observations(), time.monotonic() + seconds, random.Random(seed)
    watch = asyncio.create_task(_highest(url))

    async def come(index: int) -> None:
        await asyncio.sleep(chance.uniform(0, min(ARRIVE, seconds / 4)) / pace)
        visitor = Visitor(url, seed + index, observations, until, pace)
        await (visitor.train() if index < TRAINING else visitor.visit())

    await asyncio.gather(*(come(index) for index in range(visitors + TRAINING)))
    watch.cancel()
    return observations, (await asyncio.gather(watch, return_exceptions=True))[0] or 0.0  # type: ignore[return-value]


async def _highest(url: str) -> float:
    """The server's memory at its height, in MB, until it is cancelled."""
    highest = 0.0
    try:
        while True:
            highest = max(highest, (await asyncio.to_thread(Process.read, url)).memory)
            await asyncio.sleep(2)
    except asyncio.CancelledError:
        return highest


def rows(observations: Observations) -> list[list[str]]:
    return [
        _row(kind, observations) for kind in sorted(observations.seconds.keys() | observations.refused.keys() | observations.failed.keys())
    ]


def _row(kind: str, observations: Observations) -> list[str]:
    taken = observations.seconds[kind] or [float("nan")]
    p95 = quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else taken[0]
    milliseconds = [f"{1e3 * one:,.0f}" for one in (median(taken), p95, max(taken))]
    return [kind, f"{len(observations.seconds[kind]):,}", *milliseconds, str(observations.refused[kind]), str(observations.failed[kind])]


def classroom(url: str, visitors: int, minutes: float, seed: int, away: float) -> None:
    before, used = Process.read(url), resource.getrusage(resource.RUSAGE_SELF).ru_utime
    observations, highest = asyncio.run(lesson(url, visitors, 60 * minutes, seed))
    after = Process.read(url)
    share = (after.processor - before.processor) / (after.at - before.at)
    mine = (resource.getrusage(resource.RUSAGE_SELF).ru_utime - used) / (after.at - before.at)
    time.sleep(60 * away)
    left = Process.read(url)
    print(table(f"{visitors} visitors and {TRAINING} who train, {minutes:g} minutes", HEADS, rows(observations)))
    print(f"Refusals said: {sorted(observations.said) or 'none'}")
    print(f"Of a core: the server {share:.2f}, the visitors {mine:.2f}.")
    print(
        f"Memory: {before.memory:,.0f} MB before, {highest:,.0f} at its height, {left.memory:,.0f} {away:g} minutes after everybody left "
        f"({100 * (left.memory / before.memory - 1):+.1f} %)."
    )


HEADS = ["", "answers", "p50 ms", "p95 ms", "worst ms", "refused", "failed"]


def hours(url: str, visitors: int, many: int, faster: float, seed: int) -> None:
    """So many hours of lessons, each with visitors of its own; what the server holds after each hour."""
    held = []
    for hour in range(many):
        until = time.monotonic() + HOUR / faster
        while time.monotonic() < until:
            asyncio.run(lesson(url, visitors, min(LESSON / faster, until - time.monotonic()), seed, faster))
            seed += 1000
        held.append(Process.read(url).memory)
        print(f"after hour {hour + 1}: {held[-1]:,.0f} MB", flush=True)
    if len(held) > 1:
        print(f"slope after the first hour: {_slope(held[1:]):+.2f} % an hour")


def _slope(held: Sequence[float]) -> float:
    """% of the first that a straight line rises from one to the next (least squares)."""
    middle, mean = (len(held) - 1) / 2, sum(held) / len(held)
    spread = sum((at - middle) ** 2 for at in range(len(held)))
    return 100 * sum((at - middle) * (value - mean) for at, value in enumerate(held)) / spread / held[0] if spread else 0.0


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--visitors", type=int, default=30)
    ask.add_argument("--minutes", type=float, default=2)
    ask.add_argument("--seed", type=int, default=20261201)
    ask.add_argument("--away", type=float, default=1, help="minutes after everybody left until memory is read again")
    ask.add_argument("--hours", type=int, default=0)
    ask.add_argument("--faster", type=float, default=10)
    want = ask.parse_args()
    print(where())
    with tempfile.TemporaryDirectory() as folder:
        server = serving.start(Path(folder))
        try:
            _warm(server.url)
            if want.hours:
                hours(server.url, want.visitors, want.hours, want.faster, want.seed)
            else:
                classroom(server.url, want.visitors, want.minutes, want.seed, want.away)
        finally:
            server.stop()


def _warm(url: str) -> None:
    """Until the server says that it is ready."""
    end = time.monotonic() + WARM
    while httpx.get(f"{url}/healthz", timeout=60).status_code != 200:
        assert time.monotonic() < end, "the server did not become ready"
        time.sleep(0.2)


if __name__ == "__main__":
    main()
