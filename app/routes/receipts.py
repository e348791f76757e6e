"""
POST cnn/receipt?network=&layer=&cell=&form=   where one number comes from, and the way back to the pixels
POST cnn/code?network=&layer=&cell=&form=      the lines of PyTorch that compute it, as text; with `as=zip` a folder of them that runs
POST cnn/field?network=&layer=&cell=&form=     how much each pixel moves it
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import binary, receipts
from app.http import code_answers as code
from app.http.requests import cell, language_of, word
from app.http.server import Door
from app.routes import Served
from models import api
from models.types.activations import Source


async def _receipt(door: Door, request: Request) -> Response:
    language, key, layer, asked = language_of(request), word(request, "network"), word(request, "layer"), cell(request)

    def answer(source: Source, who: str) -> bytes:
        trail = api.trail(key, source, layer, asked, visitor=who)
        plane = api.channel(key, source, layer, trail[0].receipt.cell[0], visitor=who)
        return receipts.packed(key, trail, plane, language)

    return await door.ask(request, answer)


async def _code(door: Door, request: Request) -> Response:
    key, layer, asked = word(request, "network"), word(request, "layer"), cell(request)
    return await door.ask(request, lambda source, who: code.told(request, api.code(key, source, layer, asked, visitor=who)))


async def _field(door: Door, request: Request) -> Response:
    key, layer, asked = word(request, "network"), word(request, "layer"), cell(request)
    return await door.ask(request, lambda source, who: binary.values(api.effective_field(key, source, layer, asked, visitor=who)))


ROUTES = (Served("POST", "receipt", _receipt), Served("POST", "code", _code), Served("POST", "field", _field))
