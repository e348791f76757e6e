"""
GET cnn/networks            cards of every network and of the visitor's own, without their classes
GET cnn/network?network=    one card with classes and layers; 202 while its weights are on their way
GET cnn/samples             what there is to try
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app import samples
from app.encode import binary
from app.http.requests import as_json, language_of, word
from app.http.server import Door
from app.routes import Served
from models import api


async def _networks(door: Door, request: Request) -> Response:
    language = language_of(request)
    who = door.visitor(request)
    cards = await door.slow(request, lambda: (*api.networks(), *api.own_networks(who, twins=True)))
    rows = [{**binary.card(card, language), "line": binary.line(card, language)} for card in cards]
    return as_json([{key: value for key, value in row.items() if key != "classes"} for row in rows])


async def _network(door: Door, request: Request) -> Response:
    language, key, who = language_of(request), word(request, "network"), door.visitor(request)
    opening = await door.slow(request, lambda: api.open_network(key, visitor=who))
    if not opening.ready:
        return as_json({"loading": {"done_mb": opening.done_mb, "total_mb": opening.total_mb}}, 202)
    card, layers = await door.slow(request, lambda: (api.network(key, visitor=who), api.layers(key, visitor=who)))
    return as_json(binary.opened(card, layers, language))


async def _samples(door: Door, request: Request) -> Response:
    return as_json(samples.listing(language_of(request)))


ROUTES = (Served("GET", "networks", _networks), Served("GET", "network", _network), Served("GET", "samples", _samples))
