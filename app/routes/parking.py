"""
GET  cnn/parking?weather=&camera=&day=&training=   in parts: a car park, what three readers say of its spaces, and their scores by weather
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from app.encode import parking
from app.http.requests import int_param, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api


async def _parking(server: AppServer, request: Request) -> Response:
    weather, camera, training = (required_param(request, name) for name in ("weather", "camera", "training"))
    day = int_param(request, "day", (1, 999), 3)

    def run(visitor: str) -> Iterator[bytes]:
        yield from map(parking.part, api.parking(weather=weather, camera=camera, day=day, training=training))

    return await server.stream(request, run)


ROUTES = (RouteSpec("GET", "parking", _parking),)
