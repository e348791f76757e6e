"""
POST cnn/here                    the page is there; whether its token is still known, and how many minutes it may be away
POST cnn/arrive                  a fresh token for a page whose own is no longer known
POST cnn/leave                   the page closes: its token as the body, by `navigator.sendBeacon`
GET  cnn/rejoin?job=&after=      a job of the visitor's from part `after` on, in parts; 410 where it is no longer here
POST cnn/job_end?job=            the job is closed before its next part
"""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from app.http import body
from app.http.requests import FRESH, Refused, as_json, whole, word
from app.http.server import Door
from app.routes import Served
from models import limits
from models.text import Text

_TOKEN = 200  # bytes
_MANY = 10**9
_GONE = Text("This training is no longer on the server.", "Este treino não está mais no servidor.")


async def _here(door: Door, request: Request) -> Response:
    known = door.visitors.greet(request.headers.get("x-visitor"))
    return as_json({"known": known, "away_minutes": limits.AWAY_MINUTES.value})


async def _arrive(door: Door, request: Request) -> Response:
    return as_json({"visitor": door.visitors.issue()})


async def _leave(door: Door, request: Request) -> Response:
    token = (await body.whole(request, _TOKEN)).decode("ascii", "replace")
    await anyio.to_thread.run_sync(door.visitors.leave, token)
    return Response(status_code=204, headers=FRESH)


async def _rejoin(door: Door, request: Request) -> Response:
    visitor, key, after = door.visitor(request), word(request, "job"), whole(request, "after", (0, _MANY), 0)
    job = door.jobs.find(visitor, key) if visitor else None
    if job is None or not job.has(after):
        raise Refused(410, _GONE)
    return await door.read(request, job, after)


async def _job_end(door: Door, request: Request) -> Response:
    if visitor := door.visitor(request):
        door.jobs.end(visitor, word(request, "job"))
    return as_json({})


ROUTES = (
    Served("POST", "here", _here),
    Served("POST", "arrive", _arrive),
    Served("POST", "leave", _leave),
    Served("GET", "rejoin", _rejoin),
    Served("POST", "job_end", _job_end),
)
