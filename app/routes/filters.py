"""
GET  cnn/tiles?network=&layer=                          every filter of a convolution as one picture, with its norm
GET  cnn/kernel?network=&layer=&unit=                   one filter whole
POST cnn/strengths?network=&layer=&unit=&form=          how much a picture excites each unit, and the exact map of one
GET  cnn/ascend?network=&layer=&unit=&aimed=&steps=&seed=   in parts: a picture made to excite a unit, as it forms
POST cnn/exciting?network=&layer=&unit=                 in parts: patches that excite a unit most; body: the visitor's own files, or nothing
POST cnn/edited?network=                                the key of the network after edits; body: edits
POST cnn/operate?network=&form=                         logits before and after edits; body: edits, then the picture
POST cnn/tally?network=                                 in parts: right answers before and after edits; body: edits
POST cnn/unit_code?network=&layer=&unit=&aimed=&seed=&form=   its PyTorch, as text, or `as=zip`; body: edits, then the picture
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from app.encode import filters
from app.http import code_answers as coded
from app.http.requests import as_bytes, as_json, body_of, language_of, one_of, whole, word
from app.http.server import Door
from app.routes import Served
from models import api, limits
from models.types.activations import Source
from models.types.filters import AIMED

_UNIT = (0, 10**6)


async def _tiles(door: Door, request: Request) -> Response:
    key, layer = word(request, "network"), word(request, "layer")
    who = door.visitor(request)
    return as_bytes(await door.slow(request, lambda: filters.tiles(key, layer, api.filter_tiles(key, layer, visitor=who))))


async def _kernel(door: Door, request: Request) -> Response:
    key, layer, unit = word(request, "network"), word(request, "layer"), whole(request, "unit", _UNIT, 0)
    return as_bytes(await door.slow(request, lambda: filters.kernel(key, layer, unit, door.visitor(request))))


async def _strengths(door: Door, request: Request) -> Response:
    key, layer, unit = word(request, "network"), word(request, "layer"), whole(request, "unit", _UNIT, 0)
    return await door.ask(request, lambda source, who: filters.strengths(key, unit, api.strengths(key, source, layer, unit, visitor=who)))


async def _ascend(door: Door, request: Request) -> Response:
    key, aimed = word(request, "network"), one_of(request, "aimed", AIMED)
    layer = request.query_params.get("layer", "") if aimed == "class" else word(request, "layer")
    unit, seed = whole(request, "unit", _UNIT, 0), whole(request, "seed", (0, 10**9 - 1), 0)
    steps = whole(request, "steps", (1, int(limits.ASCENT_STEPS.value)), 128)

    def parts(visitor: str) -> Iterator[bytes]:
        return map(filters.forming, api.ascend(key, layer, unit, aimed=aimed, steps=steps, seed=seed, visitor=visitor))

    return await door.stream(request, parts)


async def _exciting(door: Door, request: Request) -> Response:
    key, layer, unit, language = word(request, "network"), word(request, "layer"), whole(request, "unit", _UNIT, 0), language_of(request)
    own = filters.pictures_in(await body_of(request))
    return await door.stream(request, lambda visitor: filters.exciting(api.exciting(key, layer, unit, own=own, visitor=visitor), language))


async def _edited(door: Door, request: Request) -> Response:
    key, who, body = word(request, "network"), door.visitor(request), await body_of(request)
    return as_json({"network": await door.slow(request, lambda: api.edited(key, filters.edits_in(key, body, who)[0], visitor=who))})


async def _operate(door: Door, request: Request) -> Response:
    key = word(request, "network")

    def answer(source: Source, visitor: str) -> bytes:
        edits, picture = filters.edits_in(key, source.data, visitor)
        return filters.operated(api.operate(key, replace(source, data=picture), edits, visitor=visitor))

    return await door.ask(request, answer)


async def _tally(door: Door, request: Request) -> Response:
    key, body = word(request, "network"), await body_of(request)
    return await door.stream(
        request, lambda visitor: map(filters.tally, api.tally(key, filters.edits_in(key, body, visitor)[0], visitor=visitor))
    )


async def _code(door: Door, request: Request) -> Response:
    key, layer = word(request, "network"), word(request, "layer")
    unit, seed = whole(request, "unit", _UNIT, 0), whole(request, "seed", (0, 10**9 - 1), 0)
    aimed = one_of(request, "aimed", AIMED)

    def answer(source: Source, visitor: str) -> bytes:
        edits, picture = filters.edits_in(key, source.data, visitor)
        code = api.unit_code(key, replace(source, data=picture), layer, unit, edits, aimed=aimed, seed=seed, visitor=visitor)
        return coded.told(request, code)

    return await door.ask(request, answer)


ROUTES = (
    Served("GET", "tiles", _tiles),
    Served("GET", "kernel", _kernel),
    Served("POST", "strengths", _strengths),
    Served("GET", "ascend", _ascend),
    Served("POST", "exciting", _exciting),
    Served("POST", "edited", _edited),
    Served("POST", "operate", _operate),
    Served("POST", "tally", _tally),
    Served("POST", "unit_code", _code),
)
