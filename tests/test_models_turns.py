"""Who trains when: so many at once, one of each visitor, the others in line and told their place."""

from __future__ import annotations

import threading

import pytest

from models.errors import UserError
from models.training.core.queue import Turns


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_TRAININGS", "2")
    monkeypatch.setenv("PLAYGROUND_TRAININGS_WAITING", "3")


def test_two_train_at_once_and_the_third_is_told_its_place() -> None:
    turns = Turns()
    ana, bia = turns.enter("ana"), turns.enter("bia")
    assert ana.wait(0) and bia.wait(0)
    eva, leo = turns.enter("eva"), turns.enter("leo")
    assert (eva.wait(0), leo.wait(0)) == (False, False) and (eva.before, leo.before) == (0, 1)
    ana.leave()
    assert eva.wait(0) and not leo.wait(0) and leo.before == 0
    bia.leave()
    assert leo.wait(0)


def test_who_comes_back_stands_behind_who_has_waited() -> None:
    """One visitor who trains again and again does not keep the others out: the order of the starts is round robin."""
    turns, order = Turns(), []
    waiting = {name: turns.enter(name) for name in ("ana", "bia", "eva", "leo")}
    for _ in range(12):
        name = next(name for name, turn in waiting.items() if turn.wait(0))
        order.append(name)
        waiting[name].leave()
        del waiting[name]
        waiting[name] = turns.enter(name)
    assert order == ["ana", "bia", "eva", "leo"] * 3


def test_another_training_of_the_same_visitor_stops_the_first_and_waits_for_its_end() -> None:
    turns = Turns()
    first = turns.enter("ana")
    second = turns.enter("ana")
    assert first.stopped and not second.stopped and not second.wait(0)
    bia = turns.enter("bia")
    assert bia.wait(0)  # there is room beside, and it is not hers to block
    first.leave()
    assert second.wait(0)


def test_one_of_another_kind_waits_and_stops_nothing() -> None:
    turns = Turns()
    race = turns.enter("ana", "race")
    lesson = turns.enter("ana", "teach")
    assert not race.stopped and not lesson.wait(0)
    turns.stop("ana", "teach")
    assert lesson.stopped and not race.stopped
    again = turns.enter("ana", "teach")
    race.leave()
    assert again.wait(0) and not again.stopped
    turns.stop("ana")
    assert again.stopped


def test_one_that_waits_is_replaced_in_the_line() -> None:
    turns = Turns()
    for name in ("ana", "bia"):
        turns.enter(name)
    first, eva = turns.enter("leo"), turns.enter("eva")
    second = turns.enter("leo")
    assert first.stopped and first.wait(0)  # it wakes, and sees that it was stopped
    assert (eva.before, second.before) == (0, 1) and len(turns) == 4


def test_nobody_in_particular_may_train_more_than_once() -> None:
    turns = Turns()
    first, second = turns.enter(""), turns.enter("")
    assert first.wait(0) and second.wait(0) and not first.stopped
    turns.stop("")
    turns.forget("")
    assert not first.stopped and len(turns) == 2


def test_one_more_than_may_wait_is_refused() -> None:
    turns = Turns()
    for name in "abcde":
        turns.enter(name)
    with pytest.raises(UserError, match="3 trainings are waiting"):
        turns.enter("f")
    assert len(turns) == 5
    turns.stop("e")
    turns.enter("f")


def test_a_closed_tab_frees_its_place_at_once() -> None:
    turns = Turns()
    ana, bia = turns.enter("ana"), turns.enter("bia")
    eva = turns.enter("eva")
    turns.forget("ana")
    assert ana.stopped and eva.wait(0) and not bia.stopped
    ana.leave()  # when its last batch has ended: nobody else's place is lost by it
    assert len(turns) == 2


def test_stop_leaves_the_line() -> None:
    turns = Turns()
    for name in ("ana", "bia"):
        turns.enter(name)
    eva, leo = turns.enter("eva"), turns.enter("leo")
    turns.stop("eva")
    assert eva.stopped and leo.before == 0


def test_a_place_is_left_even_when_the_training_fails() -> None:
    turns = Turns()
    with pytest.raises(RuntimeError), turns.enter("ana"):
        raise RuntimeError
    assert len(turns) == 0


def test_the_expected_wait_is_learned_from_those_before() -> None:
    clock = Clock()
    turns = Turns(clock)
    for _ in range(40):
        turn = turns.enter("ana")
        clock.now += 10
        turn.leave()
    for name in ("a", "b"):
        turns.enter(name)
    line = [turns.enter(name) for name in ("c", "d", "e")]
    assert [round(turn.seconds, 2) for turn in line] == [5.0, 5.0, 15.0]


def test_who_waits_in_a_thread_is_woken() -> None:
    turns = Turns()
    running = [turns.enter(name) for name in ("ana", "bia")]
    eva, woken = turns.enter("eva"), threading.Event()
    waiter = threading.Thread(target=lambda: eva.wait(60) and woken.set())
    waiter.start()
    running[0].leave()
    assert woken.wait(20)
    waiter.join()
