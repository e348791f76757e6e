"""Trainings that run on: no part twice, none missing, bounded in bytes, ended by their visitor alone; what is asked twice is done once."""

from __future__ import annotations

import asyncio
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app.encode.binary import TransientPart
from app.http.jobs import MORE, Job, Jobs
from app.http.requests import with_errors
from app.http.server import AppServer
from app.http.visitors import Visitors
from app.routes import mount_routes
from models.errors import UserError
from models.text import Text
from tests.stream_parts import header_of, parts_of
from tests.waiting import until

SECONDS = 20


def read(job: Job, after: int = 0, count: int | None = None) -> list[bytes]:
    """The parts from `after` on: all, or as many as `count`, after which the reader is gone."""

    async def reading() -> list[bytes]:
        found: list[bytes] = []
        async for frame in job.read(after):
            (length,) = struct.unpack_from("<I", frame)
            assert length == len(frame) - 4
            found.append(frame[4:])
            if len(found) == count:
                break
        return found

    return asyncio.run(asyncio.wait_for(reading(), SECONDS))


def begun(parts: Iterator[bytes], jobs: Jobs | None = None, visitor: str = "ana", kind: str = "fine_tune", key: str = "k") -> Job:
    return (Jobs() if jobs is None else jobs).start(visitor, kind, key, parts, lambda error: str(error).encode())


def test_readers_who_leave_and_come_back_miss_nothing_and_hear_nothing_twice() -> None:
    go = threading.Semaphore(3)

    def parts() -> Iterator[bytes]:
        for i in range(50):
            assert go.acquire(timeout=SECONDS)
            yield str(i).encode()

    job = begun(parts())
    heard = read(job, 0, 2)
    for _ in range(100):
        go.release()
    heard += read(job, len(heard), 5)  # the first reader is gone; the work went on
    heard += read(job, len(heard))
    assert heard == [str(i).encode() for i in range(50)] and read(job) == heard


def test_a_reader_that_stays_for_a_while_hears_that_there_is_more_and_misses_nothing() -> None:
    go = threading.Semaphore(0)

    def parts() -> Iterator[bytes]:
        for i in range(6):
            assert go.acquire(timeout=SECONDS)
            yield str(i).encode()

    async def held(job: Job, after: int, seconds: float) -> list[bytes]:
        return [frame async for frame in job.read(after, seconds)]

    job = begun(parts())
    assert asyncio.run(held(job, 0, 0.02)) == [MORE], "nothing has come yet"
    for _ in range(3):
        go.release()
    until(lambda: job.has_parts_from(3))
    first = asyncio.run(held(job, 0, 0.02))
    assert [frame[4:] for frame in first] == [b"0", b"1", b"2", b""] and first[-1] == MORE
    for _ in range(4):
        go.release()
    assert [frame[4:] for frame in asyncio.run(held(job, 3, SECONDS))] == [b"3", b"4", b"5"], "and that it is the last"


def test_an_error_on_the_way_is_the_last_part_and_one_at_the_beginning_is_raised() -> None:
    def late() -> Iterator[bytes]:
        yield b"one"
        raise ValueError("late")

    def early() -> Iterator[bytes]:
        raise ValueError("early")
        yield b""

    jobs = Jobs()
    assert read(begun(late(), jobs)) == [b"one", b"late"]
    job = begun(early(), jobs, kind="train")
    with pytest.raises(ValueError, match="early"):
        asyncio.run(asyncio.wait_for(job.wait_for_first_part(), SECONDS))
    until(lambda: jobs.find("ana", "k") is not job)


def test_passing_parts_go_where_there_are_too_many_bytes_and_their_numbers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_JOB_MB", "0.01")
    job = begun(iter([b"first", *(TransientPart(bytes([i]) * 1000) for i in range(100)), b"last"]))
    job.join(SECONDS)
    found = read(job)
    assert len(found) == 102 and found[0] == b"first" and found[-1] == b"last"
    kept = [part for part in found[1:-1] if part]
    assert 0 < sum(map(len, kept)) <= 10_000 and kept == [bytes([i]) * 1000 for i in range(100 - len(kept), 100)]


def test_what_lasts_waits_for_its_reader_at_the_bound_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_JOB_MB", "0.01")
    made: list[int] = []

    def parts() -> Iterator[bytes]:
        for i in range(100):
            made.append(i)
            yield bytes([i]) * 1000

    job = begun(parts())
    until(lambda: len(made) == 11)
    job.join(0.2)
    assert len(made) == 11  # ten are kept, the eleventh waits
    assert [part[0] for part in read(job)] == list(range(100))
    assert not job.has_parts_from(0) and job.has_parts_from(95) and read(job, 95) == [bytes([i]) * 1000 for i in range(95, 100)]


def test_nobody_holds_a_turn_for_a_page_that_does_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_JOB_MB", "0.01")
    monkeypatch.setenv("PLAYGROUND_TRAINING_SECONDS", "0.1")
    closed = threading.Event()

    def parts() -> Iterator[bytes]:
        try:
            while True:
                yield bytes(1000)
        finally:
            closed.set()

    job = begun(parts())
    assert closed.wait(SECONDS)
    job.join(SECONDS)
    assert len(read(job)) == 11


def test_a_job_ends_by_its_visitor_and_by_a_newer_one_of_its_kind() -> None:
    closed: list[str] = []

    def parts(name: str) -> Iterator[bytes]:
        try:
            while True:
                yield name.encode()
                time.sleep(0.001)
        finally:
            closed.append(name)

    ended: list[str] = []
    jobs = Jobs(ended.append)
    begun(parts("first"), jobs, key="a")
    second = begun(parts("second"), jobs, key="b")
    begun(parts("beside"), jobs, kind="compare", key="c")
    begun(parts("hers"), jobs, visitor="bia", key="d")
    until(lambda: closed == ["first"])
    assert jobs.find("ana", "a") is None and jobs.find("ana", "b") is second and jobs.find("bia", "b") is None
    jobs.end("bia", "b")
    jobs.end("ana", "c")
    until(lambda: closed == ["first", "beside"])
    jobs.forget("ana")
    until(lambda: closed == ["first", "beside", "second"])
    assert len(jobs) == 1
    jobs.forget("bia")
    until(lambda: sorted(ended) == ["ana", "ana", "ana", "bia"])
    assert len(jobs) == 0


def test_the_oldest_that_have_ended_go_where_all_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_JOBS_MB", "0.025")
    jobs = Jobs()
    for i in range(5):
        begun(iter([bytes(10_000)]), jobs, visitor=str(i)).join(SECONDS)
    assert [i for i in range(5) if jobs.find(str(i), "k")] == [3, 4]


def door_of(work: Callable[[str], Iterator[bytes]]) -> tuple[TestClient, Visitors, AppServer]:
    visitors = Visitors(forget=lambda token: app_server.jobs.forget(token))
    app_server = AppServer(visitors)

    async def answer(request: Request) -> Response:
        return await app_server.stream_training(request, "fine_tune", work)

    return (
        TestClient(Starlette(routes=[Route("/teach", with_errors(answer), methods=["POST"]), *mount_routes(app_server)])),
        visitors,
        app_server,
    )


def test_a_page_reads_its_job_again_and_nobody_else_does() -> None:
    with_client = door_of(lambda visitor: iter([b"one", b"two", b"three"]))
    client, visitors, _ = with_client
    with client:
        mine, other = ({"X-Visitor": visitors.issue()} for _ in range(2))
        assert parts_of(client.post("/teach?job=x", headers=mine).content) == [b"one", b"two", b"three"]
        assert parts_of(client.post("/teach?job=x", headers=mine).content) == [b"one", b"two", b"three"]  # the same, not another
        assert parts_of(client.get("/cnn/job_resume?job=x&after=2", headers=mine).content) == [b"three"]
        assert parts_of(client.get("/cnn/job_resume?job=x&after=3", headers=mine).content) == []
        for question, who in (("job=x&after=4", mine), ("job=y&after=0", mine), ("job=x&after=0", other), ("job=x&after=0", {})):
            answer = client.get(f"/cnn/job_resume?{question}&language=pt", headers=who)
            assert answer.status_code == 410 and answer.json() == {"error": "Este treino não está mais no servidor."}
        client.post("/cnn/leave", content=mine["X-Visitor"])
        assert client.get("/cnn/job_resume?job=x&after=0", headers=mine).status_code == 410


def test_what_a_job_refuses_at_its_beginning_is_an_error_like_any_other() -> None:
    def work(visitor: str) -> Iterator[bytes]:
        raise UserError(Text("Not so.", "Assim não."))
        yield b""

    client, visitors, _ = door_of(work)
    with client:
        answer = client.post("/teach?job=x&language=pt", headers={"X-Visitor": visitors.issue()})
        assert answer.status_code == 422 and answer.json() == {"error": "Assim não."}


def test_a_jobs_error_on_the_way_is_said_in_the_language_of_the_page() -> None:
    def work(visitor: str) -> Iterator[bytes]:
        yield b"one"
        raise UserError(Text("Not so.", "Assim não."))

    client, visitors, _ = door_of(work)
    with client:
        first, last = parts_of(client.post("/teach?job=x&language=pt", headers={"X-Visitor": visitors.issue()}).content)
        assert first == b"one" and header_of(last)["error"] == "Assim não."


def test_the_words_between_a_page_and_the_server() -> None:
    client, visitors, _ = door_of(lambda visitor: iter([]))
    with client:
        token = visitors.issue()
        assert client.post("/cnn/heartbeat", headers={"X-Visitor": token}).json() == {"known": True, "away_minutes": 30.0}
        assert client.post("/cnn/leave", content=token).status_code == 204
        answer = client.post("/cnn/heartbeat", headers={"X-Visitor": token})
        assert answer.json()["known"] is False and answer.headers["X-Visitor"] == "unknown"
        fresh = client.post("/cnn/new_visitor").json()["visitor"]
        assert fresh != token and client.post("/cnn/heartbeat", headers={"X-Visitor": fresh}).json()["known"] is True
        long = client.post("/cnn/leave?language=pt", content=b"x" * 1000)
        assert long.status_code == 413 and long.json()["error"] == "Isto não é o token de uma página: um token tem no máximo 200 bytes."
        assert len(visitors) == 1


def test_what_is_asked_twice_under_one_name_is_done_once() -> None:
    done: list[str] = []
    started, go = threading.Event(), threading.Event()

    def change(visitor: str, **more: Any) -> list[Any]:
        done.append(visitor)
        started.set()
        assert go.wait(SECONDS)
        return []

    client, visitors, _ = door_of(lambda visitor: iter([]))
    with client, pytest.MonkeyPatch.context() as patch:
        from models import api
        from models.types.fine_tune import UndoState

        patch.setattr(api, "clear_classes", change)
        patch.setattr(api, "class_undo_state", lambda visitor: UndoState())
        patch.setattr(api, "split_counts", lambda visitor, **how: {})
        ana, bia = visitors.issue(), visitors.issue()

        def ask(who: str, name: str) -> int:
            return client.post("/cnn/class_edit?do=clear", headers={"X-Visitor": who, "X-Once": name}).status_code

        answers: list[int] = []
        threads = [threading.Thread(target=lambda: answers.append(ask(ana, "a"))) for _ in range(2)]  # the second while the first runs
        for thread in threads:
            thread.start()
        assert started.wait(SECONDS)
        go.set()
        for thread in threads:
            thread.join(SECONDS)
        assert answers == [200, 200] and ask(ana, "a") == 200 and done == [ana]
        assert ask(bia, "a") == 200 and ask(ana, "b") == 200 and done == [ana, bia, ana]
