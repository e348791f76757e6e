"""What an administrator sees: `/healthz` for a load balancer, `/metrics` in Prometheus' text format. Nothing of a visitor is in either.

    GET /healthz   200 {"ready": true} once the networks that a page opens with are loaded, 503 before
    GET /metrics   for this machine itself; where PLAYGROUND_METRICS_TOKEN is set, for `Authorization: Bearer …` from anywhere;
                   404 for anybody else

A question's kind is the name of its route under `/cnn/`, or page, file, api, admin, other: labels that no visitor can make up.
Its time runs until the answer begins; a training's stream goes on long after that.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import anyio.to_thread
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.document import route_path
from app.http.logs import log_question
from app.http.requests import NO_STORE
from app.text import PATHS
from models import api

if TYPE_CHECKING:
    from app.http.server import AppServer

TOKEN = "PLAYGROUND_METRICS_TOKEN"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30)  # seconds
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


class Metrics:
    """The figures of one app. `server`: whose queues and visitors are counted; `kinds`: the names of its routes."""

    def __init__(self, server: AppServer, kinds: Iterable[str]) -> None:
        self._kinds = frozenset(kinds)
        self.registry = CollectorRegistry()
        self._questions = Counter("playground_questions", "Questions answered", ("kind", "status"), registry=self.registry)
        self._seconds = Histogram(
            "playground_question_seconds", "Seconds until an answer begins", ("kind",), buckets=_BUCKETS, registry=self.registry
        )
        self.registry.register(_State(server))
        ProcessCollector(registry=self.registry)

    def observe(self, path: str, status: int, seconds: float) -> None:
        """Counts one question, and writes it down where logs are structured."""
        kind = self.kind_of(path)
        self._questions.labels(kind, str(status)).inc()
        self._seconds.labels(kind).observe(seconds)
        log_question(kind, status, seconds)

    def kind_of(self, path: str) -> str:
        """The kind of a question by its path below the app's root."""
        first, _, rest = path.lstrip("/").partition("/")
        if first == "cnn":
            return rest if rest in self._kinds else "file" if rest.startswith(("samples/", "lecture/")) else "other"
        if path in PATHS.values():
            return "page"
        return {"kit": "file", "gradio_api": "api", "healthz": "admin", "metrics": "admin"}.get(first, "other")

    def routes(self) -> list[Route]:
        """The two addresses."""
        return [Route("/healthz", _health), Route("/metrics", self._answer)]

    async def _answer(self, request: Request) -> Response:
        if not _may_read(request):
            return JSONResponse({"error": "Not found."}, 404, NO_STORE)
        text = await anyio.to_thread.run_sync(generate_latest, self.registry)
        return Response(text, headers={**NO_STORE, "Content-Type": CONTENT_TYPE_LATEST})


class _State(Collector):
    """What is so at the moment when it is asked."""

    def __init__(self, server: AppServer) -> None:
        self._server = server

    def collect(self) -> Iterator[GaugeMetricFamily]:
        state, server = api.process_state(), self._server
        yield _gauge("playground_ready", "1 once the usual networks are loaded", {"": int(state.ready)})
        yield _gauge("playground_processes", "Processes that compute", {"": state.processes})
        yield _gauge("playground_visitors", "Pages that are known", {"": len(server.visitors)})
        yield _gauge("playground_jobs", "Trainings that are kept for their pages, ended ones too", {"": len(server.jobs)})
        memory = {**state.memory, "jobs": server.jobs.nbytes()}
        yield _gauge("playground_memory_bytes", "Bytes that a cache holds", memory, "cache")
        queues = server.schedulers()
        running = {name: queue.running for name, queue in queues.items()} | {"forwards": state.forwards_running}
        waiting = {name: queue.queued for name, queue in queues.items()} | {"forwards": state.forwards_waiting}
        yield _gauge("playground_running", "Questions that compute", running, "queue")
        yield _gauge("playground_waiting", "Questions that wait", waiting, "queue")
        trainings = {"running": state.trainings_running, "waiting": state.trainings_waiting}
        yield _gauge("playground_trainings", "Trainings", trainings, "state")


def _gauge(name: str, text: str, values: dict[str, int], label: str = "") -> GaugeMetricFamily:
    """Values by what `label` is; one value under "" where there is no label."""
    family = GaugeMetricFamily(name, text, labels=[label] if label else [])
    for of, value in values.items():
        family.add_metric([of] if label else [], value)
    return family


async def _health(request: Request) -> Response:
    ready = (await anyio.to_thread.run_sync(api.process_state)).ready
    return JSONResponse({"ready": ready}, 200 if ready else 503, NO_STORE)


def _may_read(request: Request) -> bool:
    """Whether the question comes from this very machine, through no proxy, or says the token."""
    token, said = os.environ.get(TOKEN, ""), request.headers.get("authorization", "")
    if token:
        return secrets.compare_digest(said.encode(), f"Bearer {token}".encode())
    if any(name in request.headers for name in _FORWARDED):
        return False
    with suppress(ValueError):
        return ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    return False


class MetricsMiddleware:
    """ASGI middleware around everything: each question is told to `observe` as path, status and seconds until its answer began."""

    def __init__(self, app: ASGIApp, observe: Callable[[str, int, float], None]) -> None:
        self.app, self.observe = app, observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start = time.perf_counter()
        path = route_path(scope)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.observe(path, int(message["status"]), time.perf_counter() - start)
            await send(message)

        await self.app(scope, receive, sent)
