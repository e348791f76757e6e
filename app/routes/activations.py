"""
POST cnn/look?network=&layer=&side=&form=         one picture seen whole
POST cnn/maps?network=&layer=&side=&form=         another layer of it
POST cnn/channel?network=&layer=&channel=&form=   the exact values of one channel
POST cnn/on_paper                                 whether a picture is likely of a digit on paper: {"digit"}
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import binary
from app.http.requests import as_json, body_of, language_of, whole, word
from app.http.server import Door
from app.routes import Served
from models import api
from models.types.activations import Source

SIDES = (1, 1024)  # cells of the largest tile that may be asked for


async def _look(door: Door, request: Request) -> Response:
    key, layer, side = word(request, "network"), word(request, "layer"), whole(request, "side", SIDES, 56)
    language = language_of(request)
    return await door.ask(request, lambda source, who: binary.look(api.look(key, source, layer, side=side, visitor=who), language))


async def _maps(door: Door, request: Request) -> Response:
    key, layer, side = word(request, "network"), word(request, "layer"), whole(request, "side", SIDES, 56)
    return await door.ask(request, lambda source, who: binary.maps(key, api.maps(key, source, layer, side=side, visitor=who)))


async def _channel(door: Door, request: Request) -> Response:
    key, layer, index = word(request, "network"), word(request, "layer"), whole(request, "channel", (0, 10**6), 0)
    return await door.ask(
        request, lambda source, who: binary.channel(key, layer, index, api.channel(key, source, layer, index, visitor=who))
    )


async def _on_paper(door: Door, request: Request) -> Response:
    source = Source("picture", await body_of(request))
    return as_json({"digit": await door.slow(request, lambda: api.digit_on_paper(source))})


ROUTES = (
    Served("POST", "look", _look),
    Served("POST", "maps", _maps),
    Served("POST", "channel", _channel),
    Served("POST", "on_paper", _on_paper),
)
