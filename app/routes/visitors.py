"""
POST cnn/heartbeat                    the page is there; whether its token is still known, and how many minutes it may be away
POST cnn/new_visitor                  a fresh token for a page whose own is no longer known
POST cnn/leave                   the page closes: its token as the body, by `navigator.sendBeacon`
GET  cnn/job_resume?job=&after=      a job of the visitor's from part `after` on, in parts; 410 where it is no longer here
POST cnn/job_cancel?job=            the job is closed before its next part
"""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from app.http import body
from app.http.requests import NO_STORE, HttpError, int_param, json_response, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import limits
from models.text import Text

_TOKEN = 200  # bytes
_MAX_PARTS = 10**9
_NO_TOKEN = Text(
    "This is no token of a page: a token has at most {most} bytes.",
    "Isto não é o token de uma página: um token tem no máximo {most} bytes.",
).format(most=_TOKEN)
_GONE = Text("This training is no longer on the server.", "Este treino não está mais no servidor.")


async def _heartbeat(server: AppServer, request: Request) -> Response:
    known = server.visitors.heartbeat(request.headers.get("x-visitor"))
    return json_response({"known": known, "away_minutes": limits.AWAY_MINUTES.value})


async def _new_visitor(server: AppServer, request: Request) -> Response:
    return json_response({"visitor": server.visitors.issue()})


async def _leave(server: AppServer, request: Request) -> Response:
    try:
        sent = await body.read_all(request, _TOKEN)
    except body.TooLarge:
        raise HttpError(413, _NO_TOKEN) from None
    await anyio.to_thread.run_sync(server.visitors.leave, sent.decode("ascii", "replace"))
    return Response(status_code=204, headers=NO_STORE)


async def _resume_job(server: AppServer, request: Request) -> Response:
    visitor, key, after = server.visitor_of(request), required_param(request, "job"), int_param(request, "after", (0, _MAX_PARTS), 0)
    job = server.jobs.find(visitor, key) if visitor else None
    if job is None or not job.has_parts_from(after):
        raise HttpError(410, _GONE)
    return await server.stream_job(request, job, after)


async def _cancel_job(server: AppServer, request: Request) -> Response:
    if visitor := server.visitor_of(request):
        server.jobs.end(visitor, required_param(request, "job"))
    return json_response({})


ROUTES = (
    RouteSpec("POST", "heartbeat", _heartbeat),
    RouteSpec("POST", "new_visitor", _new_visitor),
    RouteSpec("POST", "leave", _leave),
    RouteSpec("GET", "job_resume", _resume_job),
    RouteSpec("POST", "job_cancel", _cancel_job),
)
