"""
POST cnn/receipt?network=&layer=&cell=&form=   where one number comes from, and the way back to the pixels
POST cnn/receipt_code?network=&layer=&cell=&form=  the lines of PyTorch that compute it, as text; with `as=zip` a folder of them that runs
POST cnn/effective_receptive_field?network=&layer=&cell=&form=     how much each pixel moves it
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import binary, receipts
from app.http import code_answers as code
from app.http.requests import cell_param, language_of, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api
from models.types.activations import PictureSource


async def _receipt(server: AppServer, request: Request) -> Response:
    language, key, layer, asked = (
        language_of(request),
        required_param(request, "network"),
        required_param(request, "layer"),
        cell_param(request),
    )

    def answer(source: PictureSource, who: str) -> bytes:
        trace = api.trace(key, source, layer, asked, visitor=who)
        plane = api.channel_map(key, source, layer, trace[0].receipt.cell[0], visitor=who)
        return receipts.receipt_bytes(key, trace, plane, language)

    return await server.answer_picture(request, answer)


async def _code(server: AppServer, request: Request) -> Response:
    key, layer, asked = required_param(request, "network"), required_param(request, "layer"), cell_param(request)
    return await server.answer_picture(
        request, lambda source, who: code.code_bytes(request, api.receipt_code(key, source, layer, asked, visitor=who))
    )


async def _effective_receptive_field(server: AppServer, request: Request) -> Response:
    key, layer, asked = required_param(request, "network"), required_param(request, "layer"), cell_param(request)
    return await server.answer_picture(
        request, lambda source, who: binary.values(api.effective_receptive_field(key, source, layer, asked, visitor=who))
    )


ROUTES = (
    RouteSpec("POST", "receipt", _receipt),
    RouteSpec("POST", "receipt_code", _code),
    RouteSpec("POST", "effective_receptive_field", _effective_receptive_field),
)
