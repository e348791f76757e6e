"""Files of the public API, in memory: the pictures that callers send and the arrays that go back.

Gradio keeps what is uploaded, and what is returned, as files in a folder. Pictures never reach the disk here, so this
middleware answers Gradio's two addresses for files itself, before Gradio: an upload is held as bytes until the call that
it belongs to takes it, a result until it was fetched and a few minutes more. A file is found under an unguessable name
and nowhere else. What is not held here goes on to Gradio.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any

from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.document import route_path
from app.http.body import TooLarge, read_chunks
from app.text import NO_FILE, TOO_LARGE, megabytes
from models import limits
from models.byte_lru import ByteLru

UPLOAD = "/gradio_api/upload"
FETCH = "/gradio_api/file="
CLOSED = ("/gradio_api/deep_link", "/gradio_api/process_recording")  # Gradio's own writers of files, which nothing here uses
_ENVELOPE = 64 * 1024  # bytes of multipart headers around the files
_NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def virtual_folder() -> str:
    """How the path of a held file begins. Gradio lets only paths below its own folder in and out; nothing is ever written there."""
    return f"{os.environ['GRADIO_TEMP_DIR'].rstrip('/')}/memory/"


@dataclass(slots=True)
class _StoredFile:
    data: bytes
    since: float  # seconds, of the store's clock
    fetchable: bool  # may it be fetched: results may, pictures that somebody sent may not


class TemporaryFiles:
    """Bytes under unguessable paths, bounded in megabytes and minutes; thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # Read with `peek` alone, so the oldest goes first.
        self._held: ByteLru[str, _StoredFile] = ByteLru(lambda held: len(held.data), lambda: limits.FILES_MB.value * 1e6, name="files")
        self.folder = virtual_folder()

    def store(self, data: bytes, name: str, *, fetchable: bool) -> str:
        """Keep `data` and say under which path it is found; `name` ends the path. The oldest make room."""
        path = f"{self.folder}{secrets.token_urlsafe(24)}/{name}"
        self.sweep()
        self._held.put(path, _StoredFile(data, self._clock(), fetchable))
        return path

    def take(self, path: str) -> bytes | None:
        """What somebody sent, once: afterwards it is gone. None where there is nothing (any more)."""
        held = self._held.pop(path)
        return held.data if held else None

    def read(self, path: str) -> bytes | None:
        """A result, as often as it is asked for while it is kept."""
        self.sweep()
        held = self._held.peek(path)
        return held.data if held and held.fetchable else None

    def sweep(self) -> None:
        """Drops what is older than PLAYGROUND_FILE_MINUTES."""
        latest = self._clock() - limits.FILE_MINUTES.value * 60
        for path, held in self._held.items():
            if held.since < latest:
                self._held.pop(path)


class _Upload:
    """The body of an upload, piece by piece: a zip of examples may be larger than a picture, and its first bytes say what it is."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.limit = limits.PICTURE_MB

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        begun, taken = b"", 0
        async for chunk in read_chunks(self._request, int(max(limits.PICTURE_MB.value, limits.ZIP_MB.value) * 1e6) + _ENVELOPE):
            taken += len(chunk)
            if len(begun) < _ENVELOPE:
                begun += chunk[:_ENVELOPE]
                if b"\r\n\r\nPK" in begun:
                    self.limit = max(limits.PICTURE_MB, limits.ZIP_MB, key=lambda limit: limit.value)
            if taken > self.limit.value * 1e6 + _ENVELOPE:
                raise TooLarge
            yield chunk


class _Parser(MultiPartParser):
    spool_max_size = 1 << 40  # never rolled out to the disk


class FilesMiddleware:
    """ASGI middleware: uploads into `files` and results out of it."""

    def __init__(self, app: ASGIApp, files: TemporaryFiles) -> None:
        self.app, self.files = app, files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = route_path(scope) if scope["type"] == "http" else ""
        if path.rstrip("/") == UPLOAD and scope["method"] == "POST":
            await (await self._upload(Request(scope, receive)))(scope, receive, send)
        elif path.startswith(FETCH + self.files.folder) and scope["method"] in ("GET", "HEAD"):
            await self._fetch(path.removeprefix(FETCH))(scope, receive, send)
        elif path.rstrip("/") in CLOSED:
            await _refusal(404, "This address is not in use here.")(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _upload(self, request: Request) -> Response:
        upload = _Upload(request)
        try:
            form = await _Parser(request.headers, upload.chunks(), max_files=1, max_fields=8).parse()
            files = [await sent.read() for sent in form.getlist("files") if not isinstance(sent, str)]
            await form.close()
        except TooLarge:
            return _refusal(413, TOO_LARGE.en.format(limit=megabytes(upload.limit.value, "en")))
        except (MultiPartException, KeyError, ClientDisconnect):
            return _refusal(400, NO_FILE.en)
        if not files:
            return _refusal(400, NO_FILE.en)
        if any(len(data) > upload.limit.value * 1e6 for data in files):
            return _refusal(413, TOO_LARGE.en.format(limit=megabytes(upload.limit.value, "en")))
        return JSONResponse([self.files.store(data, "picture", fetchable=False) for data in files], headers=_NO_STORE)

    def _fetch(self, path: str) -> Response:
        data = self.files.read(path)
        if data is None:
            return _refusal(404, "This result is no longer kept. Call again.")
        name = path.rsplit("/", 1)[-1]
        return Response(
            data, media_type="application/octet-stream", headers={**_NO_STORE, "Content-Disposition": f'attachment; filename="{name}"'}
        )


def gradio_file(path: str, name: str, size: int) -> dict[str, Any]:
    """A held result as Gradio's clients know a file."""
    return {
        "path": path,
        "orig_name": name,
        "size": size,
        "mime_type": "application/octet-stream",
        "meta": {"_type": "gradio.FileData"},
    }


def _refusal(status: int, sentence: str) -> Response:
    return JSONResponse({"error": sentence, "detail": sentence}, status_code=status, headers=_NO_STORE)
