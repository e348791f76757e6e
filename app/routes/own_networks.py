"""
POST cnn/network_question?size=           the beginning of a .safetensors file of `size` bytes → what it leaves open, null for nothing
POST cnn/network_upload?name=&answers=    `answers` bytes of JSON, then the whole file → {"network": key}

A file comes as it was saved here, or from elsewhere with the weights of a listed network. The page asks with the header alone, so that
a file that cannot be opened is refused before it travels.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from app.encode import state_dicts
from app.http.requests import int_param, json_response, language_of, read_body
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api, json_reader, limits
from models.errors import UserError
from models.text import Text

_MOST_ANSWERS = 1 << 20  # bytes
_MOST_SIZE = 10**10 - 1  # bytes
_LONGEST = 200  # letters of a file's name
_whole_files = asyncio.Semaphore(max(1, int(limits.PROJECTS.value)))  # a file is held in memory as a whole, as a project is


async def _question(server: AppServer, request: Request) -> Response:
    size, language = int_param(request, "size", (0, _MOST_SIZE), 0), language_of(request)
    head = await read_body(request)
    found = await server.run_io(request, lambda: api.state_dict_question(head, size))
    return json_response(None if found is None else state_dicts.state_dict_question(found, language))


async def _upload(server: AppServer, request: Request) -> Response:
    visitor = server.visitor_of(request)
    if not visitor:
        raise UserError(Text("This page has expired on the server; load it again.", "Esta página expirou no servidor; carregue-a de novo."))
    size, name = int_param(request, "answers", (0, _MOST_ANSWERS), 0), request.query_params.get("name", "")[:_LONGEST]
    async with _whole_files:
        body = await read_body(request, limits.WEIGHTS_MB)
        answers = json_reader.read(body[:size], "answers") if size else None
        key = await server.run_io(request, lambda: api.import_network(visitor, body[size:], answers=answers, name=name))
    return json_response({"network": key})


ROUTES = (RouteSpec("POST", "network_question", _question), RouteSpec("POST", "network_upload", _upload))
