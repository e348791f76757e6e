"""
GET  cnn/parking?weather=&camera=&day=&training=   in parts: a car park, what three readers say of its spaces, and their scores by weather
POST cnn/pklot?training=                           in parts: the same of a visitor's own spaces; body: a zip in PKLot's layout
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from app.encode import parking
from app.http.requests import int_param, language_of, read_body, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api, limits


async def _parking(server: AppServer, request: Request) -> Response:
    weather, camera, training = (required_param(request, name) for name in ("weather", "camera", "training"))
    day, language = int_param(request, "day", (1, 999), 3), language_of(request)

    def run(visitor: str) -> Iterator[bytes]:
        for found in api.parking(weather=weather, camera=camera, day=day, training=training):
            yield parking.part(found, language)

    return await server.stream(request, run)


async def _pklot(server: AppServer, request: Request) -> Response:
    training, language = request.query_params.get("training", ""), language_of(request)
    data = await read_body(request, limits.ZIP_MB)

    def run(visitor: str) -> Iterator[bytes]:
        for found in api.pklot(data, training=training):
            yield parking.part(found, language)

    return await server.stream(request, run)


ROUTES = (RouteSpec("GET", "parking", _parking), RouteSpec("POST", "pklot", _pklot))
