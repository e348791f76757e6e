"""
GET  cnn/style_example                   a pair of samples with its result, computed before
POST cnn/style_transfer?network=&share=  in parts: a picture taking another's style; body: the two files, each behind its length
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from app.encode import style_transfer
from app.encode.filters import read_pictures
from app.http.requests import bytes_response, float_param, read_body, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api
from models.errors import UserError
from models.text import Text
from models.types.activations import PictureSource


async def _example(server: AppServer, request: Request) -> Response:
    return bytes_response(await server.run_io(request, lambda: style_transfer.example(api.style_example())))


async def _style(server: AppServer, request: Request) -> Response:
    key, share = required_param(request, "network"), float_param(request, "share")
    files = read_pictures(await read_body(request))
    if len(files) != 2:
        wrong = Text("Two pictures are needed, {given} came.", "São necessárias duas imagens; {given} chegou.")
        raise UserError(wrong.format(given=len(files)))
    content, style = (PictureSource("picture", file) for file in files)

    def run(visitor: str) -> Iterator[bytes]:
        yield from map(style_transfer.progress, api.transfer_style(key, content, style, share=share, visitor=visitor))

    return await server.stream(request, run)


ROUTES = (
    RouteSpec("GET", "style_example", _example),
    RouteSpec("POST", "style_transfer", _style),
)
