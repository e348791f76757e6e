"""
POST cnn/colour?form=picture&hints=&cut=&temperature=&side=  a picture made grey and coloured anew, with maps and figures
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import colouring
from app.http.requests import choice_param, float_param, int_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api, limits
from models.errors import UserError
from models.text import Text
from models.types.activations import PictureSource

SIDE = 128  # px


async def _colour(server: AppServer, request: Request) -> Response:
    choice_param(request, "form", ("picture",))
    hints, cut = colouring.read_hints(request.query_params.get("hints", "")), _cut(request.query_params.get("cut", ""))
    heat = {"temperature": float_param(request, "temperature")} if "temperature" in request.query_params else {}
    side = int_param(request, "side", (1, int(limits.COLOUR_SIDE.value)), SIDE)

    def run(source: PictureSource, visitor: str) -> bytes:
        return colouring.coloured(api.colour_picture(source, hints=hints, cut=cut, side=side, visitor=visitor, **heat))

    return await server.answer_picture(request, run)


def _cut(text: str) -> tuple[int, ...]:
    """ "13": skip connections 1 and 3."""
    if not (text.isascii() and text.isdigit()) and text:
        raise UserError(Text("cut: {given} names no skip connections.", "cut: {given} não nomeia atalhos.").format(given=repr(text[:40])))
    return tuple(int(one) for one in text)


ROUTES = (RouteSpec("POST", "colour", _colour),)
