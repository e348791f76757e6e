"""The server that instruments ask: plain HTTP beside Gradio, not through it.

The routes are in `app.routes`; here is what they share: scheduling, the visitor's memory, and answers that come in parts.
`form` says what a picture's body is: strokes, picture or pixels; `digit` which of a picture's digits is meant, counted from the left,
where it is not the likeliest. `language` (en, pt) says who reads an error; the header
`X-Visitor` whose memory may keep the values. Binary answers are laid out in `app.encode.binary`. An error is {"error": sentence}
with status 422 (the visitor's mistake), 413 (too large, refused before it is read whole), 503 (busy) or 500.

An answer in parts is a stream of binary answers, each behind its length as uint32, little end first. The next part is computed when
the one before is on its way; who closes the stream stops the work before the next part. An error on the way is a last part whose
header has `error`. A training that its page names (`?job=`) runs on without its stream and is read again with `cnn/job_resume`; with
`?hold=` seconds the stream is short and ends with a length of 2³² − 1 where more is to come: see `app.http.jobs`.

A header `X-Visitor: unknown` in an answer says that the token of the question is none, or none any more. What is asked under the same
`X-Once` twice is answered once: see `app.http.idempotency`.
"""

from __future__ import annotations

import math
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TypeVar

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.encode import binary
from app.http.idempotency import IdempotencyCache
from app.http.jobs import Job, Jobs
from app.http.requests import (
    NO_STORE,
    bytes_response,
    choice_param,
    client_key,
    digit_param,
    error_response,
    int_param,
    language_of,
    read_body,
    with_errors,
)
from app.http.scheduler import Scheduler
from app.http.visitors import Visitors
from models import api, limits
from models.text import Language
from models.types.activations import FORMS, PictureSource

_LONGEST = 600  # seconds of one answer
_MAX_JOB_NAME = 64  # characters of a job's name
_IO_THREADS = 4  # threads for loading weights and listing: they mostly wait for the disk or for each other
_T = TypeVar("_T")


class AppServer:
    """What answers the routes of one app. Its own state is who may compute when; visitors are kept by `visitors`, trainings by `jobs`."""

    def __init__(self, visitors: Visitors, jobs: Jobs | None = None) -> None:
        many = api.process_state()
        workers, waiting = many.forwards_at_once, int(limits.WAITING.value) * many.processes
        self.visitors = visitors
        self.jobs = Jobs() if jobs is None else jobs
        self.jobs.on_end, self.jobs.processes = self._forget_if_closed, many.processes
        self._idempotency = IdempotencyCache()
        self._compute = Scheduler(workers, waiting)
        self._io = Scheduler(_IO_THREADS * many.processes, waiting)
        self._exclusive = Scheduler(1, waiting)
        self._streams = Scheduler(max(1, workers - 1), waiting)  # looking stays quick while others watch something form
        at_once = int(limits.TRAININGS.value + limits.TRAININGS_WAITING.value) * many.processes
        self._trainings = Scheduler(at_once, waiting)  # threads that mostly wait: for their turn, and for a worker before each batch

    def schedulers(self) -> dict[str, Scheduler]:
        """Who may compute when, by the kind of work."""
        return {
            "compute": self._compute,
            "exclusive": self._exclusive,
            "io": self._io,
            "streams": self._streams,
            "trainings": self._trainings,
        }

    def handler(self, answer_of: Callable[[AppServer, Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """A route's function as Starlette calls it: what was sent twice is done once, and who is not known is told so."""

        async def handle(request: Request) -> Response:
            return await answer_of(self, request)

        answer = with_errors(handle)

        async def known(request: Request) -> Response:
            token, once = request.headers.get("x-visitor", ""), request.headers.get("x-once", "")
            if once and self.visitors.is_open(token):
                response = await self._idempotency.answer(token, once, lambda: answer(request))
            else:
                response = await answer(request)
            if token and not self.visitors.is_open(token):
                self._idempotency.forget(lambda visitor: not self.visitors.is_open(visitor))
                response.headers["X-Visitor"] = "unknown"
            return response

        return known

    async def run_io(self, request: Request, work: Callable[[], _T]) -> _T:
        """`work()` where it may wait for the disk or for the network connection."""
        return await self._io.run(client_key(request), work)

    async def run_shared(self, name: str, work: Callable[[], _T]) -> _T:
        """`work()` whose result is everybody's: no visitor's other questions wait for it."""
        return await self._io.run(f"shared {name}", work)

    async def run_exclusive(self, request: Request, work: Callable[[], _T]) -> _T:
        """`work()` that keeps a process of its own busy for many seconds: one at a time, in the order in which they came."""
        return await self._exclusive.run(client_key(request), work)

    async def answer_body(self, request: Request, work: Callable[[bytes], bytes]) -> Response:
        """`work` on the request's body, one at a time per visitor, as a binary answer."""
        self._compute.check()
        body = await read_body(request)
        return bytes_response(await self._compute.run(client_key(request), lambda: work(body)))

    async def answer_picture(self, request: Request, work: Callable[[PictureSource, str], bytes]) -> Response:
        """`work` on the request's picture and the visitor, one at a time per visitor, as a binary answer."""
        form = choice_param(request, "form", FORMS)
        self._compute.check()
        source = PictureSource(form, await read_body(request), digit_param(request))
        visitor = self.visitor_of(request)

        def answer() -> bytes:
            try:
                return work(source, visitor)
            finally:
                self._forget_if_closed(visitor)

        return bytes_response(await self._compute.run(visitor or client_key(request), answer))

    async def stream_picture(self, request: Request, work: Callable[[PictureSource, str], Iterator[bytes]]) -> Response:
        """`work` on the request's picture and the visitor, as an answer in parts; each part should take well under half a second."""
        form = choice_param(request, "form", FORMS)
        self._streams.check()
        source = PictureSource(form, await read_body(request), digit_param(request))
        return await self.stream(request, lambda visitor: work(source, visitor))

    async def stream(self, request: Request, work: Callable[[str], Iterator[bytes]]) -> Response:
        """`work` for the visitor as an answer in parts. What it refuses at its beginning is an error like any other."""
        return await self._start_stream(request, self._streams, work)

    async def stream_training(self, request: Request, kind: str, work: Callable[[str], Iterator[bytes]]) -> Response:
        """As `stream`, for a training: it waits in the queue of trainings and computes batch by batch.

        Where the page gives it a name (`?job=`) it is a job: a broken stream does not end it, and the same name again reads it again.
        """
        visitor, key = self.visitor_of(request), request.query_params.get("job", "")[:_MAX_JOB_NAME]
        if not visitor or not key:
            return await self._start_stream(request, self._trainings, work)
        job = self.jobs.find(visitor, key)
        if job is None:
            language, where = language_of(request), request.url.path
            job = self.jobs.start(visitor, kind, key, work(visitor), lambda error: _error_part(error, where, language))
        await job.wait_for_first_part()
        return await self.stream_job(request, job, 0)

    async def stream_job(self, request: Request, job: Job, after: int) -> Response:
        """What has come of a job from part `after` on, and what comes: all of it, or as long as the page says (`?hold=` seconds)."""
        seconds = int_param(request, "hold", (0, _LONGEST), 0) or math.inf
        return StreamingResponse(job.read(after, seconds), media_type="application/octet-stream", headers=NO_STORE)

    async def _start_stream(self, request: Request, scheduler: Scheduler, work: Callable[[str], Iterator[bytes]]) -> Response:
        visitor = self.visitor_of(request)
        client = visitor or client_key(request)
        parts = work(visitor)
        first = await scheduler.run(client, lambda: next(parts, None))
        rest = self._frames(request, scheduler, client, visitor, first, parts)
        return StreamingResponse(rest, media_type="application/octet-stream", headers=NO_STORE)

    async def _frames(
        self, request: Request, scheduler: Scheduler, client: str, visitor: str, first: bytes | None, parts: Iterator[bytes]
    ) -> AsyncIterator[bytes]:
        part = first
        try:
            while part is not None:
                yield struct.pack("<I", len(part)) + part
                part = await scheduler.run(client, lambda: next(parts, None))
        except Exception as error:
            last = _error_part(error, request.url.path, language_of(request))
            yield struct.pack("<I", len(last)) + last
        finally:
            with anyio.CancelScope(shield=True):  # a closed tab cancels; the work's own `finally` must still run
                await anyio.to_thread.run_sync(_close, parts)
                await anyio.to_thread.run_sync(self._forget_if_closed, visitor)

    def visitor_of(self, request: Request) -> str:
        """Who asks, "" for anybody whose page is not ours."""
        return self.visitors.visitor_of(request.headers.get("x-visitor"))

    def _forget_if_closed(self, visitor: str) -> None:
        """The tab may have closed meanwhile: then nothing is kept."""
        if visitor and not self.visitors.is_open(visitor):
            api.forget_visitor(visitor)


def _error_part(error: Exception, where: str, language: Language) -> bytes:
    """The part that says what went wrong."""
    _, text = error_response(error, where)
    return binary.pack({"error": text[language]}, {})


def _close(parts: Iterator[bytes]) -> None:
    if close := getattr(parts, "close", None):
        close()
