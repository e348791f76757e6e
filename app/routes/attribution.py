"""
GET  cnn/methods?network=                                     ways to say where a network looked, and the layers to look at
POST cnn/explain?network=&method=&targets=&layer=&points=&form=   in parts: the heat of some classes ("3,17")
POST cnn/along?network=&method=&target=&form=                 the heat of one class at every stage, small
POST cnn/curves?network=&target=&height=&width=&form=         in parts: deletion, insertion; body: the heat (float32), then the picture
POST cnn/heat_code?network=&method=&target=&layer=&form=      the lines of PyTorch that compute a heat, as text, or `as=zip`
POST cnn/answer?network=&form=                                the logits of a picture, of which nothing is kept
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from app.encode import attribution, binary
from app.http import code_answers as code
from app.http.requests import as_json, language_of, whole, word
from app.http.server import Door
from app.routes import Served
from models import api
from models.types.activations import Source

_CLASS = (0, 10**6)
_SIDE = (1, 1024)


async def _methods(door: Door, request: Request) -> Response:
    language, key = language_of(request), word(request, "network")
    found = await door.slow(request, lambda: api.explain_stages(key, visitor=door.visitor(request)))
    cards = [attribution.card(method, language) for method in api.explain_methods()]
    return as_json({"methods": cards, "stages": found.layers, "default": found.default})


async def _explain(door: Door, request: Request) -> Response:
    key, method, layer, targets = word(request, "network"), word(request, "method"), _layer(request), _targets(request)
    points = _points(request)

    def parts(source: Source, who: str) -> Iterator[bytes]:
        return map(attribution.part, api.explain_steps(key, source, method, targets=targets, layer=layer, points=points, visitor=who))

    return await door.parts(request, parts)


async def _along(door: Door, request: Request) -> Response:
    key, method, target = word(request, "network"), word(request, "method"), whole(request, "target", _CLASS, 0)
    return await door.ask(
        request, lambda source, who: attribution.along(key, target, api.explain_along(key, source, method, target, visitor=who))
    )


async def _curves(door: Door, request: Request) -> Response:
    key, target = word(request, "network"), whole(request, "target", _CLASS, 0)
    size = whole(request, "height", _SIDE, 1), whole(request, "width", _SIDE, 1)

    def parts(source: Source, who: str) -> Iterator[bytes]:
        heat, picture = attribution.question(source, *size)
        return map(attribution.curves, api.explain_curves(key, picture, heat, target, visitor=who))

    return await door.parts(request, parts)


async def _code(door: Door, request: Request) -> Response:
    key, method, layer = word(request, "network"), word(request, "method"), _layer(request)
    target, points = whole(request, "target", _CLASS, 0), _points(request)

    def answer(source: Source, who: str) -> bytes:
        return code.told(request, api.explain_code(key, source, method, target, layer=layer, points=points, visitor=who))

    return await door.ask(request, answer)


async def _answer(door: Door, request: Request) -> Response:
    key = word(request, "network")
    return await door.ask(request, lambda source, who: binary.values(api.answer(key, source, visitor=who)))


def _points(request: Request) -> int | None:
    return whole(request, "points", _CLASS, 0) or None


def _layer(request: Request) -> str | None:
    return request.query_params.get("layer") or None


def _targets(request: Request) -> list[object] | None:
    """`?targets=3,17` as numbers; what is none goes on as it is, to be refused by who knows which classes there are."""
    given = request.query_params.get("targets", "")
    return [int(one) if one.isascii() and one.isdigit() and len(one) < 8 else one for one in given.split(",")] if given else None


ROUTES = (
    Served("GET", "methods", _methods),
    Served("POST", "explain", _explain),
    Served("POST", "along", _along),
    Served("POST", "curves", _curves),
    Served("POST", "heat_code", _code),
    Served("POST", "answer", _answer),
)
