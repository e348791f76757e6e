"""Who may compute when: bounded threads, one at a time for each visitor, a bounded line."""

from __future__ import annotations

import threading
from collections.abc import Callable

import anyio
import pytest

from app.http.scheduler import QueueFull, Scheduler


class Gate:
    """Work that a test lets through one by one; it records who is inside."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.done: list[str] = []
        self.most = 0
        self.lock = threading.Lock()
        self.open = threading.Semaphore(0)

    def work(self, who: str) -> Callable[[], str]:
        def run() -> str:
            with self.lock:
                self.inside.append(who)
                self.most = max(self.most, len(self.inside))
            assert self.open.acquire(timeout=20)
            with self.lock:
                self.inside.remove(who)
                self.done.append(who)
            return who

        return run


async def until(condition: Callable[[], bool]) -> None:
    with anyio.fail_after(20):
        while not condition():
            await anyio.sleep(0.002)


def test_no_more_at_a_time_than_there_are_workers() -> None:
    gate = Gate()

    async def main() -> None:
        lanes = Scheduler(workers=2, waiting=10)
        async with anyio.create_task_group() as people:
            for i in range(6):
                people.start_soon(lanes.run, f"visitor {i}", gate.work(str(i)))
            await until(lambda: len(gate.inside) == 2)
            gate.open.release(6)

    anyio.run(main)
    assert gate.most == 2 and sorted(gate.done) == list("012345")


def test_one_heavy_visitor_leaves_a_worker_to_the_others() -> None:
    """Five questions of one visitor, then one of another: the other's is answered while four of the first still wait."""
    gate = Gate()

    async def main() -> None:
        lanes = Scheduler(workers=2, waiting=10)
        async with anyio.create_task_group() as people:
            for _ in range(5):
                people.start_soon(lanes.run, "heavy", gate.work("heavy"))
            await until(lambda: gate.inside == ["heavy"])
            people.start_soon(lanes.run, "light", gate.work("light"))
            await until(lambda: "light" in gate.inside)
            assert gate.inside.count("heavy") == 1
            gate.open.release(6)

    anyio.run(main)
    assert gate.done.count("heavy") == 5


def test_the_line_is_bounded_and_frees_itself() -> None:
    gate = Gate()

    async def main() -> None:
        lanes = Scheduler(workers=1, waiting=2)
        async with anyio.create_task_group() as people:
            for i in range(3):
                people.start_soon(lanes.run, str(i), gate.work(str(i)))
            await until(lambda: len(gate.inside) == 1)
            with pytest.raises(QueueFull):
                await lanes.run("late", gate.work("late"))
            with pytest.raises(QueueFull):
                lanes.check()
            gate.open.release(3)
        gate.open.release()
        assert await lanes.run("late", gate.work("late")) == "late"
        assert not lanes._locks

    anyio.run(main)


def test_a_failure_gives_its_turn_back() -> None:
    def fails() -> None:
        raise KeyError("no")

    async def main() -> None:
        lanes = Scheduler(workers=1, waiting=1)
        for _ in range(5):
            with pytest.raises(KeyError):
                await lanes.run("a", fails)
        assert await lanes.run("a", lambda: 7) == 7

    anyio.run(main)
