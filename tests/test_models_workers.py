"""Who may compute: never more at once than there are workers, in the order in which they asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from models import limits
from models.engine.workers import Workers, in_threads


@pytest.fixture
def one_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    monkeypatch.setenv(limits.WORKERS.variable, "1")
    yield Workers()


def waiting(workers: Workers) -> int:
    return len(workers._slots._waiting)


def until(reached: object, wanted: object) -> None:
    assert callable(reached)
    end = time.monotonic() + 20
    while reached() != wanted and time.monotonic() < end:
        threading.Event().wait(0.001)
    assert reached() == wanted


def test_who_computes_long_does_not_pass_those_who_wait(one_worker: Workers) -> None:
    order: list[str] = []

    def ask(name: str) -> None:
        with one_worker.acquire():
            order.append(name)

    with one_worker.acquire(unbounded=True):
        asking = [threading.Thread(target=ask, args=(name,)) for name in "abc"]
        for count, thread in enumerate(asking, 1):
            thread.start()
            until(lambda: waiting(one_worker), count)
    with one_worker.acquire(unbounded=True):
        order.append("again")
    for thread in asking:
        thread.join()
    assert order == ["a", "b", "c", "again"]


def test_work_in_threads_comes_in_order_and_ends_when_it_is_closed() -> None:
    before = threading.active_count()
    assert list(in_threads(lambda n: n * n, range(20))) == [n * n for n in range(20)]
    assert list(in_threads(str, [])) == []
    done: list[int] = []
    gate = threading.Event()

    def slowly(n: int) -> int:
        if n:
            gate.wait(20)
        done.append(n)
        return n

    working = in_threads(slowly, range(50))
    assert next(working) == 0
    gate.set()
    working.close()
    assert len(done) < 50 and threading.active_count() == before


def test_what_goes_wrong_in_a_thread_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_threads(lambda n: 1 // n, [1, 0, 1]))
