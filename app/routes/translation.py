"""
POST cnn/translations?network=&layers=&reach=&form=   what a network of drawings answers at every place that the picture is moved to
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import translation
from app.http.requests import int_param, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api
from models.types.activations import PictureSource

REACH = (1, 8)  # cells that the picture may be moved at most


async def _translations(server: AppServer, request: Request) -> Response:
    key, reach = required_param(request, "network"), int_param(request, "reach", REACH, REACH[1])
    layers = tuple(name for name in request.query_params.get("layers", "").split(",") if name)

    def answer(source: PictureSource, who: str) -> bytes:
        return translation.translations(api.translations(key, source, layers, reach=reach, visitor=who))

    return await server.answer_picture(request, answer)


ROUTES = (RouteSpec("POST", "translations", _translations),)
