"""
GET  cnn/tissue_samples           pictures of tissue with their kinds and strokes
POST cnn/tissue_section?sample=   a picture as it is shown, and its brown stain; body: its file, nothing for a sample
POST cnn/tissue_colours?sample=   in parts: tiles done, then every cell's kind; body: see app/encode/tissue.py
POST cnn/tissue_patches?sample=   in parts: the same of cells one by one, each from its own patch; body: the same
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from app.encode import tissue
from app.http.requests import json_response, language_of, read_body
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api
from models.types.activations import PictureSource


async def _samples(server: AppServer, request: Request) -> Response:
    found = await server.run_shared("tissue samples", api.tissue_samples)
    return json_response(tissue.samples(found, language_of(request)))


def _source(request: Request, file: bytes) -> PictureSource:
    sample = request.query_params.get("sample", "")
    return api.tissue_picture(sample) if sample else PictureSource("picture", file)


async def _section(server: AppServer, request: Request) -> Response:
    return await server.answer_body(request, lambda body: tissue.section(api.tissue_section(_source(request, body))))


async def _colours(server: AppServer, request: Request) -> Response:
    body = await read_body(request)

    def run(visitor: str) -> Iterator[bytes]:
        strokes, kinds, file = tissue.read_strokes(body)
        yield from map(tissue.progress, api.colour_tissue(_source(request, file), strokes, kinds, visitor=visitor))

    return await server.stream(request, run)


async def _patches(server: AppServer, request: Request) -> Response:
    body = await read_body(request)

    def run(visitor: str) -> Iterator[bytes]:
        strokes, kinds, file = tissue.read_strokes(body)
        yield from map(tissue.patches, api.tissue_patches(_source(request, file), strokes, kinds, visitor=visitor))

    return await server.stream(request, run)


ROUTES = (
    RouteSpec("GET", "tissue_samples", _samples),
    RouteSpec("POST", "tissue_section", _section),
    RouteSpec("POST", "tissue_colours", _colours),
    RouteSpec("POST", "tissue_patches", _patches),
)
