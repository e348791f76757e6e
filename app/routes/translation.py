"""
POST cnn/translations?network=&layers=&reach=&form=   what a network of drawings answers at every place that the picture is moved to
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import translation
from app.http.requests import whole, word
from app.http.server import Door
from app.routes import Served
from models import api
from models.types.activations import Source

REACH = (1, 8)  # cells that the picture may be moved at most


async def _translations(door: Door, request: Request) -> Response:
    key, reach = word(request, "network"), whole(request, "reach", REACH, REACH[1])
    layers = tuple(name for name in request.query_params.get("layers", "").split(",") if name)

    def answer(source: Source, who: str) -> bytes:
        return translation.packed(api.translations(key, source, layers, reach=reach, visitor=who))

    return await door.ask(request, answer)


ROUTES = (Served("POST", "translations", _translations),)
