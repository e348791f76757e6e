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
from app.http.requests import FRESH, as_bytes, as_json, body_of, one_of, whole
from app.http.server import Door
from app.routes import Served
from models import api, json_reader, limits
from models.errors import UserError
from models.text import Text

MOST_DIGESTS = 500  # in one question
_turns = asyncio.Semaphore(max(1, int(limits.PROJECTS.value)))


async def _save(door: Door, request: Request) -> Response:
    visitor = _known(door, request)
    size = whole(request, "picture", (0, int(limits.PICTURE_MB.value * 1e6)), 0)
    async with _turns:
        body = await body_of(request)
        picture = body[len(body) - size :] if 0 < size <= len(body) else None
        said = _said(body[: len(body) - len(picture or b"")])

        def work() -> bytes:
            files = api.save_project(visitor, **_of_page(said), picture=picture)
            return fine_tune.zipped(files)

        return _zip(await door.slow(request, work), "project")


async def _open(door: Door, request: Request) -> Response:
    visitor = _known(door, request)
    classes = one_of(request, "classes", ("replace", "add")) if request.query_params.get("classes") else ""
    async with _turns:
        data = await body_of(request, limits.PROJECT_MB)

        def work() -> bytes:
            files: Mapping[str, bytes] = projects.unframed(data) if projects.is_framed(data) else api.unpack_project(data)
            return projects.opened(api.open_project(visitor, files, classes=classes))

        return as_bytes(await door.slow(request, work))


async def _list(door: Door, request: Request) -> Response:
    visitor, said = _known(door, request), _said(await body_of(request))

    def work() -> dict[str, Any]:
        return projects.listing(*api.project_files(visitor, **_of_page(said)))

    return as_json(await door.slow(request, work))


async def _contents(door: Door, request: Request) -> Response:
    visitor, digests = _known(door, request), _said(await body_of(request)).get("digests")
    if not isinstance(digests, list) or len(digests) > MOST_DIGESTS or not all(isinstance(one, str) for one in digests):
        raise UserError(_NO_JSON)
    return as_bytes(await door.slow(request, lambda: projects.framed(api.project_contents(visitor, digests))))


async def _pictures(door: Door, request: Request) -> Response:
    visitor = _known(door, request)
    which = whole(request, "which", (0, 10**9 - 1), 0) if request.query_params.get("which") else None
    return _zip(
        await door.slow(request, lambda: fine_tune.zipped(api.class_pictures(visitor, which))), "classes" if which is None else "class"
    )


def _said(body: bytes) -> dict[str, Any]:
    said = json_reader.read(body or b"{}", "project")
    if not isinstance(said, dict):
        raise UserError(_NO_JSON)
    return said


def _of_page(said: dict[str, Any]) -> dict[str, Any]:
    return {"link": said.get("link", ""), "runs": said.get("runs", []), "taught": said.get("taught")}


def _zip(data: bytes, name: str) -> Response:
    return Response(data, media_type="application/zip", headers=FRESH | {"Content-Disposition": f'attachment; filename="{name}.zip"'})


def _known(door: Door, request: Request) -> str:
    """The visitor, who must be one: a project belongs to somebody."""
    visitor = door.visitor(request)
    if not visitor:
        raise UserError(Text("This page has expired on the server; load it again.", "Esta página expirou no servidor; carregue-a de novo."))
    return visitor


_NO_JSON = Text("project: that is no JSON of a page.", "project: isso não é JSON de uma página.")

ROUTES = (
    Served("POST", "project_save", _save),
    Served("POST", "project_open", _open),
    Served("POST", "project_list", _list),
    Served("POST", "project_contents", _contents),
    Served("GET", "class_pictures", _pictures),
)
