"""
POST cnn/project_save?picture=            {"link", "runs", "taught"} → the visitor's work as a zip; the last `picture` bytes are a picture
POST cnn/project_open?classes=            a zip, or files behind one another → what is there now; classes=replace or add
POST cnn/project_list                     {"link", "runs", "taught"} → project.json, and [path, digest, bytes] of every file
POST cnn/project_contents                 {"digests"} → those of the visitor's own files, behind one another under their digests
GET  cnn/class_pictures?which=            the pictures of one class as a zip, of all classes where none is named

Where the visitor has classes of their own and `classes` is not said, nothing is opened, and the answer asks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.encode import fine_tune, projects
from app.http.requests import NO_STORE, bytes_response, choice_param, int_param, json_response, read_body
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api, json_reader, limits
from models.errors import UserError
from models.text import Text

MAX_DIGESTS = 500  # in one question
_locks = asyncio.Semaphore(max(1, int(limits.PROJECTS.value)))


async def _save(server: AppServer, request: Request) -> Response:
    visitor = _known_visitor(server, request)
    size = int_param(request, "picture", (0, int(limits.PICTURE_MB.value * 1e6)), 0)
    async with _locks:
        body = await read_body(request)
        picture = body[len(body) - size :] if 0 < size <= len(body) else None
        said = _parse_body(body[: len(body) - len(picture or b"")])

        def work() -> bytes:
            files = api.save_project(visitor, **_page_state(said), picture=picture)
            return fine_tune.zip_files(files)

        return _zip(await server.run_io(request, work), "project")


async def _open(server: AppServer, request: Request) -> Response:
    visitor = _known_visitor(server, request)
    classes = choice_param(request, "classes", ("replace", "add")) if request.query_params.get("classes") else ""
    async with _locks:
        data = await read_body(request, limits.PROJECT_MB)

        def work() -> bytes:
            files: Mapping[str, bytes] = projects.unpack_files(data) if projects.is_framed(data) else api.unzip_project(data)
            return projects.project_opened(api.open_project(visitor, files, classes=classes))

        return bytes_response(await server.run_io(request, work))


async def _list(server: AppServer, request: Request) -> Response:
    visitor, said = _known_visitor(server, request), _parse_body(await read_body(request))

    def work() -> dict[str, Any]:
        return projects.project_listing(*api.project_files(visitor, **_page_state(said)))

    return json_response(await server.run_io(request, work))


async def _contents(server: AppServer, request: Request) -> Response:
    visitor, digests = _known_visitor(server, request), _parse_body(await read_body(request)).get("digests")
    if not isinstance(digests, list) or len(digests) > MAX_DIGESTS or not all(isinstance(one, str) for one in digests):
        raise UserError(_NO_JSON)
    return bytes_response(await server.run_io(request, lambda: projects.pack_files(api.project_contents(visitor, digests))))


async def _pictures(server: AppServer, request: Request) -> Response:
    visitor = _known_visitor(server, request)
    which = int_param(request, "which", (0, 10**9 - 1), 0) if request.query_params.get("which") else None
    return _zip(
        await server.run_io(request, lambda: fine_tune.zip_files(api.class_folders(visitor, which))),
        "classes" if which is None else "class",
    )


def _parse_body(body: bytes) -> dict[str, Any]:
    said = json_reader.read(body or b"{}", "project")
    if not isinstance(said, dict):
        raise UserError(_NO_JSON)
    return said


def _page_state(said: dict[str, Any]) -> dict[str, Any]:
    return {"link": said.get("link", ""), "runs": said.get("runs", []), "taught": said.get("taught")}


def _zip(data: bytes, name: str) -> Response:
    return Response(data, media_type="application/zip", headers=NO_STORE | {"Content-Disposition": f'attachment; filename="{name}.zip"'})


def _known_visitor(server: AppServer, request: Request) -> str:
    """The visitor, who must be one: a project belongs to somebody."""
    visitor = server.visitor_of(request)
    if not visitor:
        raise UserError(Text("This page has expired on the server; load it again.", "Esta página expirou no servidor; carregue-a de novo."))
    return visitor


_NO_JSON = Text("project: that is no JSON of a page.", "project: isso não é JSON de uma página.")

ROUTES = (
    RouteSpec("POST", "project_save", _save),
    RouteSpec("POST", "project_open", _open),
    RouteSpec("POST", "project_list", _list),
    RouteSpec("POST", "project_contents", _contents),
    RouteSpec("GET", "class_pictures", _pictures),
)
