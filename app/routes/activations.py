"""
POST cnn/forward?network=&layer=&side=&form=         one picture seen whole
POST cnn/feature_maps?network=&layer=&side=&form=         another layer of it
POST cnn/channel?network=&layer=&channel=&form=   the exact values of one channel
POST cnn/digit_on_paper                                 whether a picture is likely of a digit on paper: {"digit"}
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import binary
from app.http.requests import int_param, json_response, language_of, read_body, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api
from models.types.activations import PictureSource

SIDES = (1, 1024)  # cells of the largest tile that may be asked for


async def _forward(server: AppServer, request: Request) -> Response:
    key, layer, side = required_param(request, "network"), required_param(request, "layer"), int_param(request, "side", SIDES, 56)
    language = language_of(request)
    return await server.answer_picture(
        request, lambda source, who: binary.forward_view(api.forward_view(key, source, layer, side=side, visitor=who), language)
    )


async def _feature_maps(server: AppServer, request: Request) -> Response:
    key, layer, side = required_param(request, "network"), required_param(request, "layer"), int_param(request, "side", SIDES, 56)
    return await server.answer_picture(
        request, lambda source, who: binary.maps(key, api.layer_maps(key, source, layer, side=side, visitor=who))
    )


async def _channel(server: AppServer, request: Request) -> Response:
    key, layer, index = required_param(request, "network"), required_param(request, "layer"), int_param(request, "channel", (0, 10**6), 0)
    return await server.answer_picture(
        request, lambda source, who: binary.channel(key, layer, index, api.channel_map(key, source, layer, index, visitor=who))
    )


async def _digit_on_paper(server: AppServer, request: Request) -> Response:
    source = PictureSource("picture", await read_body(request))
    return json_response({"digit": await server.run_io(request, lambda: api.digit_on_paper(source))})


ROUTES = (
    RouteSpec("POST", "forward", _forward),
    RouteSpec("POST", "feature_maps", _feature_maps),
    RouteSpec("POST", "channel", _channel),
    RouteSpec("POST", "digit_on_paper", _digit_on_paper),
)
