"""
GET  cnn/attribution_methods?network=                                     ways to say where a network looked, and the layers to look at
POST cnn/attribution?network=&method=&targets=&layer=&points=&form=   in parts: the heat of some classes ("3,17")
POST cnn/attribution_per_layer?network=&method=&target=&form=                 the heat of one class at every stage, small
POST cnn/deletion_curves?network=&target=&height=&width=&form=  in parts: deletion, insertion; body: the heat (float32), then the picture
POST cnn/attribution_code?network=&method=&target=&layer=&form=      the lines of PyTorch that compute a heat, as text, or `as=zip`
POST cnn/logits?network=&form=                                the logits of a picture, of which nothing is kept
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from app.encode import attribution, binary
from app.http import code_answers as code
from app.http.requests import int_param, json_response, language_of, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api
from models.types.activations import PictureSource

_CLASS = (0, 10**6)
_SIDE = (1, 1024)


async def _methods(server: AppServer, request: Request) -> Response:
    language, key = language_of(request), required_param(request, "network")
    found = await server.run_io(request, lambda: api.explain_stages(key, visitor=server.visitor_of(request)))
    cards = [attribution.method_info(method, language) for method in api.explain_methods()]
    return json_response({"methods": cards, "stages": found.layers, "default": found.default})


async def _attribution(server: AppServer, request: Request) -> Response:
    key, method, layer, targets = required_param(request, "network"), required_param(request, "method"), _layer(request), _targets(request)
    points = _points(request)

    def parts(source: PictureSource, who: str) -> Iterator[bytes]:
        return map(
            attribution.attribution_part, api.explain_steps(key, source, method, targets=targets, layer=layer, points=points, visitor=who)
        )

    return await server.stream_picture(request, parts)


async def _per_layer(server: AppServer, request: Request) -> Response:
    key, method, target = required_param(request, "network"), required_param(request, "method"), int_param(request, "target", _CLASS, 0)
    return await server.answer_picture(
        request, lambda source, who: attribution.per_layer(key, target, api.explain_per_layer(key, source, method, target, visitor=who))
    )


async def _curves(server: AppServer, request: Request) -> Response:
    key, target = required_param(request, "network"), int_param(request, "target", _CLASS, 0)
    size = int_param(request, "height", _SIDE, 1), int_param(request, "width", _SIDE, 1)

    def parts(source: PictureSource, who: str) -> Iterator[bytes]:
        heat, picture = attribution.deletion_request(source, *size)
        return map(attribution.deletion_curves, api.deletion_curves(key, picture, heat, target, visitor=who))

    return await server.stream_picture(request, parts)


async def _code(server: AppServer, request: Request) -> Response:
    key, method, layer = required_param(request, "network"), required_param(request, "method"), _layer(request)
    target, points = int_param(request, "target", _CLASS, 0), _points(request)

    def answer(source: PictureSource, who: str) -> bytes:
        return code.code_bytes(request, api.explain_code(key, source, method, target, layer=layer, points=points, visitor=who))

    return await server.answer_picture(request, answer)


async def _logits(server: AppServer, request: Request) -> Response:
    key = required_param(request, "network")
    return await server.answer_picture(request, lambda source, who: binary.values(api.logits(key, source, visitor=who)))


def _points(request: Request) -> int | None:
    return int_param(request, "points", _CLASS, 0) or None


def _layer(request: Request) -> str | None:
    return request.query_params.get("layer") or None


def _targets(request: Request) -> list[object] | None:
    """`?targets=3,17` as numbers; what is none goes on as it is, to be refused by who knows which classes there are."""
    given = request.query_params.get("targets", "")
    return [int(one) if one.isascii() and one.isdigit() and len(one) < 8 else one for one in given.split(",")] if given else None


ROUTES = (
    RouteSpec("GET", "attribution_methods", _methods),
    RouteSpec("POST", "attribution", _attribution),
    RouteSpec("POST", "attribution_per_layer", _per_layer),
    RouteSpec("POST", "deletion_curves", _curves),
    RouteSpec("POST", "attribution_code", _code),
    RouteSpec("POST", "logits", _logits),
)
