"""Who trains when: so many at once, one of each visitor, the others in line and told their place."""

from __future__ import annotations

import threading

import pytest

from models.errors import UserError
from models.training.core.queue import TrainingQueue


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_TRAININGS", "2")
    monkeypatch.setenv("PLAYGROUND_TRAININGS_WAITING", "3")


def test_two_train_at_once_and_the_third_is_told_its_place() -> None:
    queue = TrainingQueue()
    ana, bia = queue.enqueue("ana"), queue.enqueue("bia")
    assert ana.wait(0) and bia.wait(0)
    eva, leo = queue.enqueue("eva"), queue.enqueue("leo")
    assert (eva.wait(0), leo.wait(0)) == (False, False) and (eva.ahead, leo.ahead) == (0, 1)
    ana.leave()
    assert eva.wait(0) and not leo.wait(0) and leo.ahead == 0
    bia.leave()
    assert leo.wait(0)


def test_who_comes_back_stands_behind_who_has_waited() -> None:
    """One visitor who trains again and again does not keep the others out: the order of the starts is round robin."""
    queue, order = TrainingQueue(), []
    waiting = {name: queue.enqueue(name) for name in ("ana", "bia", "eva", "leo")}
    for _ in range(12):
        name = next(name for name, ticket in waiting.items() if ticket.wait(0))
        order.append(name)
        waiting[name].leave()
        del waiting[name]
        waiting[name] = queue.enqueue(name)
    assert order == ["ana", "bia", "eva", "leo"] * 3


def test_another_training_of_the_same_visitor_stops_the_first_and_waits_for_its_end() -> None:
    queue = TrainingQueue()
    first = queue.enqueue("ana")
    second = queue.enqueue("ana")
    assert first.stopped and not second.stopped and not second.wait(0)
    bia = queue.enqueue("bia")
    assert bia.wait(0)  # there is room beside, and it is not hers to block
    first.leave()
    assert second.wait(0)


def test_one_of_another_kind_waits_and_stops_nothing() -> None:
    queue = TrainingQueue()
    race = queue.enqueue("ana", "paired_runs")
    fine_tuning = queue.enqueue("ana", "fine_tune")
    assert not race.stopped and not fine_tuning.wait(0)
    queue.stop("ana", "fine_tune")
    assert fine_tuning.stopped and not race.stopped
    again = queue.enqueue("ana", "fine_tune")
    race.leave()
    assert again.wait(0) and not again.stopped
    queue.stop("ana")
    assert again.stopped


def test_one_that_waits_is_replaced_in_the_line() -> None:
    queue = TrainingQueue()
    for name in ("ana", "bia"):
        queue.enqueue(name)
    first, eva = queue.enqueue("leo"), queue.enqueue("eva")
    second = queue.enqueue("leo")
    assert first.stopped and first.wait(0)  # it wakes, and sees that it was stopped
    assert (eva.ahead, second.ahead) == (0, 1) and len(queue) == 4


def test_nobody_in_particular_may_train_more_than_once() -> None:
    queue = TrainingQueue()
    first, second = queue.enqueue(""), queue.enqueue("")
    assert first.wait(0) and second.wait(0) and not first.stopped
    queue.stop("")
    queue.forget("")
    assert not first.stopped and len(queue) == 2


def test_one_more_than_may_wait_is_refused() -> None:
    queue = TrainingQueue()
    for name in "abcde":
        queue.enqueue(name)
    with pytest.raises(UserError, match="3 trainings are waiting"):
        queue.enqueue("f")
    assert len(queue) == 5
    queue.stop("e")
    queue.enqueue("f")


def test_a_closed_tab_frees_its_place_at_once() -> None:
    queue = TrainingQueue()
    ana, bia = queue.enqueue("ana"), queue.enqueue("bia")
    eva = queue.enqueue("eva")
    queue.forget("ana")
    assert ana.stopped and eva.wait(0) and not bia.stopped
    ana.leave()  # when its last batch has ended: nobody else's place is lost by it
    assert len(queue) == 2


def test_stop_leaves_the_line() -> None:
    queue = TrainingQueue()
    for name in ("ana", "bia"):
        queue.enqueue(name)
    eva, leo = queue.enqueue("eva"), queue.enqueue("leo")
    queue.stop("eva")
    assert eva.stopped and leo.ahead == 0


def test_a_place_is_left_even_when_the_training_fails() -> None:
    queue = TrainingQueue()
    with pytest.raises(RuntimeError), queue.enqueue("ana"):
        raise RuntimeError
    assert len(queue) == 0


def test_the_expected_wait_is_learned_from_those_before() -> None:
    clock = Clock()
    queue = TrainingQueue(clock)
    for _ in range(40):
        ticket = queue.enqueue("ana")
        clock.now += 10
        ticket.leave()
    for name in ("a", "b"):
        queue.enqueue(name)
    line = [queue.enqueue(name) for name in ("c", "d", "e")]
    assert [round(ticket.wait_seconds, 2) for ticket in line] == [5.0, 5.0, 15.0]


def test_who_waits_in_a_thread_is_woken() -> None:
    queue = TrainingQueue()
    running = [queue.enqueue(name) for name in ("ana", "bia")]
    eva, woken = queue.enqueue("eva"), threading.Event()
    waiter = threading.Thread(target=lambda: eva.wait(60) and woken.set())
    waiter.start()
    running[0].leave()
    assert woken.wait(20)
    waiter.join()
