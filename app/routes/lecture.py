"""
GET cnn/lecture   the lecture that comes with the project, as its file; the page checks it like a visitor's own (docs/lecture.md)
"""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from app.http.server import AppServer
from app.routes import RouteSpec

FILE = Path(__file__).parents[2] / "assets" / "lecture.json"


async def _lecture(server: AppServer, request: Request) -> Response:
    return FileResponse(FILE, media_type="application/json", headers={"Cache-Control": "no-cache"})


ROUTES = (RouteSpec("GET", "lecture", _lecture),)
