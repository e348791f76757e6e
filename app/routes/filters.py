"""
GET  cnn/filter_tiles?network=&layer=                          every filter of a convolution as one picture, with its norm
GET  cnn/kernel?network=&layer=&unit=                   one filter whole
POST cnn/unit_activations?network=&layer=&unit=&form=          how much a picture excites each unit, and the exact map of one
GET  cnn/maximize_activation?network=&layer=&unit=&aimed=&steps=&seed=   in parts: a picture made to excite a unit, as it forms
POST cnn/top_patches?network=&layer=&unit=  in parts: patches that excite a unit most; body: the visitor's own files, or nothing
POST cnn/edited_network?network=                                the key of the network after edits; body: edits
POST cnn/weight_edits?network=&form=                         logits before and after edits; body: edits, then the picture
POST cnn/count_correct?network=                                 in parts: right answers before and after edits; body: edits
POST cnn/filter_code?network=&layer=&unit=&aimed=&seed=&form=   its PyTorch, as text, or `as=zip`; body: edits, then the picture
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from app.encode import filters
from app.http import code_answers as coded
from app.http.requests import bytes_response, choice_param, int_param, json_response, language_of, read_body, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api, limits
from models.types.activations import PictureSource
from models.types.filters import AIMED

_UNIT = (0, 10**6)


async def _filter_tiles(server: AppServer, request: Request) -> Response:
    key, layer = required_param(request, "network"), required_param(request, "layer")
    who = server.visitor_of(request)
    return bytes_response(await server.run_io(request, lambda: filters.tiles(key, layer, api.filter_tiles(key, layer, visitor=who))))


async def _kernel(server: AppServer, request: Request) -> Response:
    key, layer, unit = required_param(request, "network"), required_param(request, "layer"), int_param(request, "unit", _UNIT, 0)
    return bytes_response(await server.run_io(request, lambda: filters.kernel(key, layer, unit, server.visitor_of(request))))


async def _unit_activations(server: AppServer, request: Request) -> Response:
    key, layer, unit = required_param(request, "network"), required_param(request, "layer"), int_param(request, "unit", _UNIT, 0)
    return await server.answer_picture(
        request, lambda source, who: filters.unit_activations(key, unit, api.unit_activations(key, source, layer, unit, visitor=who))
    )


async def _maximize_activation(server: AppServer, request: Request) -> Response:
    key, objective = required_param(request, "network"), choice_param(request, "aimed", AIMED)
    layer = request.query_params.get("layer", "") if objective == "class" else required_param(request, "layer")
    unit, seed = int_param(request, "unit", _UNIT, 0), int_param(request, "seed", (0, 10**9 - 1), 0)
    steps = int_param(request, "steps", (1, int(limits.ASCENT_STEPS.value)), 128)

    def parts(visitor: str) -> Iterator[bytes]:
        return map(
            filters.activation_maximization_frame,
            api.maximize_activation(key, layer, unit, objective=objective, steps=steps, seed=seed, visitor=visitor),
        )

    return await server.stream(request, parts)


async def _top_patches(server: AppServer, request: Request) -> Response:
    key, layer, unit, language = (
        required_param(request, "network"),
        required_param(request, "layer"),
        int_param(request, "unit", _UNIT, 0),
        language_of(request),
    )
    own = filters.read_pictures(await read_body(request))
    return await server.stream(
        request, lambda visitor: filters.top_patches(api.top_patches(key, layer, unit, own=own, visitor=visitor), language)
    )


async def _edited_network(server: AppServer, request: Request) -> Response:
    key, who, body = required_param(request, "network"), server.visitor_of(request), await read_body(request)
    return json_response(
        {"network": await server.run_io(request, lambda: api.edit_network(key, filters.read_edits(key, body, who)[0], visitor=who))}
    )


async def _weight_edits(server: AppServer, request: Request) -> Response:
    key = required_param(request, "network")

    def answer(source: PictureSource, visitor: str) -> bytes:
        edits, picture = filters.read_edits(key, source.data, visitor)
        return filters.edited_answer(api.apply_weight_edits(key, replace(source, data=picture), edits, visitor=visitor))

    return await server.answer_picture(request, answer)


async def _count_correct(server: AppServer, request: Request) -> Response:
    key, body = required_param(request, "network"), await read_body(request)
    return await server.stream(
        request,
        lambda visitor: map(filters.correct_counts, api.count_correct(key, filters.read_edits(key, body, visitor)[0], visitor=visitor)),
    )


async def _code(server: AppServer, request: Request) -> Response:
    key, layer = required_param(request, "network"), required_param(request, "layer")
    unit, seed = int_param(request, "unit", _UNIT, 0), int_param(request, "seed", (0, 10**9 - 1), 0)
    objective = choice_param(request, "aimed", AIMED)

    def answer(source: PictureSource, visitor: str) -> bytes:
        edits, picture = filters.read_edits(key, source.data, visitor)
        code = api.filter_code(key, replace(source, data=picture), layer, unit, edits, objective=objective, seed=seed, visitor=visitor)
        return coded.code_bytes(request, code)

    return await server.answer_picture(request, answer)


ROUTES = (
    RouteSpec("GET", "filter_tiles", _filter_tiles),
    RouteSpec("GET", "kernel", _kernel),
    RouteSpec("POST", "unit_activations", _unit_activations),
    RouteSpec("GET", "maximize_activation", _maximize_activation),
    RouteSpec("POST", "top_patches", _top_patches),
    RouteSpec("POST", "edited_network", _edited_network),
    RouteSpec("POST", "weight_edits", _weight_edits),
    RouteSpec("POST", "count_correct", _count_correct),
    RouteSpec("POST", "filter_code", _code),
)
