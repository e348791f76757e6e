"""Who may compute: never more at once than there are workers, in the order in which they asked."""

from __future__ import annotations

import ast
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import limits
from models.engine.workers import Workers, in_threads

ROOT = Path(__file__).parents[1]
MODELS = sorted((ROOT / "models").rglob("*.py"))


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


def handed_over_while_held(tree: ast.AST) -> Iterator[int]:
    """Lines of `yield` inside `with … acquire()`; what a context manager does for its caller is no part that travels."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or "contextmanager" in {ast.unparse(one) for one in function.decorator_list}:
            continue
        held = [one for one in ast.walk(function) if isinstance(one, ast.With) and "acquire(" in ast.unparse(one.items[0].context_expr)]
        yield from (part.lineno for one in held for part in ast.walk(one) if isinstance(part, ast.Yield | ast.YieldFrom))


def test_nobody_holds_a_worker_while_a_part_is_on_its_way() -> None:
    """A generator rests at `yield` until its visitor has taken the part: a slow one would keep everybody waiting."""
    wrong = "def parts():\n    with workers.acquire():\n        yield 1\n"
    assert list(handed_over_while_held(ast.parse(wrong))) == [3]
    found = {str(file.relative_to(ROOT)): list(handed_over_while_held(ast.parse(file.read_text("utf-8")))) for file in MODELS}
    assert {file: lines for file, lines in found.items() if lines} == {}
