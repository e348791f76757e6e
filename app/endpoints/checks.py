"""What callers of the public API send, looked at before Gradio does: every wrong call is one sentence, and none is a 500.

Gradio answers a call of an endpoint that there is not with a 500 and no word, a body that it does not understand with a list of its own
classes, and an error of ours, where nobody waits in a queue, with a 500. This middleware reads the body of every call (bounded, and as
`models.json_reader` reads), refuses what is none and what names a file of this machine (Gradio's refusal is a traceback in the log), fills
in what was left out, and puts whatever Gradio refuses into one sentence.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.document import route_path
from app.endpoints.base import REQUIRED, Endpoint
from app.http import named_files
from app.http.body import TooLarge, read_all
from app.text import NOT_UNDERSTOOD, TOO_LARGE, UNEXPECTED, megabytes
from models import json_reader, limits
from models.errors import UserError, unknown
from models.text import LANGUAGES, Language, Text

_log = logging.getLogger(__name__)
_CALL = re.compile(r"/gradio_api/(call/v2|call|run|api)/([^/]*)/?")
_ANSWER = re.compile(r"/gradio_api/(?:call/v2|call)/([^/]+)/[^/]+/?")
_ENDPOINT = Text(
    "There is no endpoint /{name}. There are: {names}; /?view=api describes them.",
    "Não há o endpoint /{name}. Há: {names}; /?view=api os descreve.",
)
_DATA = Text(
    'data: it takes the arguments in their order, {{"data": [...]}}; see /?view=api.',
    'data: deve trazer os argumentos na ordem, {{"data": [...]}}; veja /?view=api.',
)
_MANY = Text("data: {given} arguments came, and /{name} takes {most}.", "data: vieram {given} argumentos, e /{name} aceita {most}.")
_OBJECT = Text("body: it takes a JSON object.", "body: deve ser um objeto JSON.")


class ApiChecks:
    """ASGI middleware in front of Gradio's own addresses."""

    def __init__(self, app: ASGIApp, endpoints: Sequence[Endpoint]) -> None:
        self.app = app
        self.known = {endpoint.name: endpoint for endpoint in endpoints}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = route_path(scope) if scope["type"] == "http" else ""
        if not path.startswith("/gradio_api/"):
            await self.app(scope, receive, send)
            return
        reply = _ErrorRewriter(send, _language(scope))
        if scope["method"] == "POST" and _is_json(scope):
            try:
                scope, receive = await self._checked(path, scope, receive, reply)
            except _EarlyResponse as answered:
                await answered.response(scope, receive, send)
                return
        elif (asked := _ANSWER.fullmatch(path)) and asked[1] not in self.known:
            await self._no_endpoint(asked[1], reply.language)(scope, receive, send)
            return
        try:
            await self.app(scope, receive, reply.take)
        except Exception as error:  # nothing of ours: an endpoint's own errors are said by `app.endpoints.base`
            if reply.begun:
                raise
            _log.warning("%s was not understood: %s", path, type(error).__name__)
            await _refusal(400, NOT_UNDERSTOOD[reply.language])(scope, receive, send)

    async def _checked(self, path: str, scope: Scope, receive: Receive, reply: _ErrorRewriter) -> tuple[Scope, Receive]:
        """The request with its body checked, and completed where it calls an endpoint of ours."""
        called = _CALL.fullmatch(path)
        try:
            data = await read_all(Request(scope, receive), int(limits.JSON_MB.value * 1e6))
            body = json_reader.read(data, "body")
            reply.language = _language_in_body(body, reply.language)
            if not isinstance(body, dict):
                raise UserError(_OBJECT)
            body = named_files.check_files(body)
            if called and not (called[1] in ("run", "api") and body.get("fn_index") is not None):
                name = called[2]
                if name not in self.known:
                    raise _EarlyResponse(self._no_endpoint(name, reply.language))
                body = _keyword_call(self.known[name], body) if called[1] == "call/v2" else _positional_call(self.known[name], body)
        except TooLarge:
            limit = megabytes(limits.JSON_MB.value, reply.language)
            raise _EarlyResponse(_refusal(413, TOO_LARGE[reply.language].format(limit=limit))) from None
        except ClientDisconnect:
            raise _EarlyResponse(Response(status_code=400)) from None
        except UserError as error:
            raise _EarlyResponse(_refusal(422, error.say(reply.language))) from None
        return _with_body(scope, receive, json.dumps(body).encode())

    def _no_endpoint(self, name: str, language: Language) -> Response:
        names = ", ".join(f"/{known}" for known in self.known)
        return _refusal(404, _ENDPOINT.format(name=name[:40], names=names)[language])


class _EarlyResponse(Exception):
    """The request has got its answer already."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


class _ErrorRewriter:
    """Lets answers through; a refusal is held until it is whole, and goes out with one sentence."""

    def __init__(self, send: Send, language: Language) -> None:
        self.send, self.language = send, language
        self.begun = False
        self._start: Message | None = None
        self._body = bytearray()

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400:
            self._start = message
        elif self._start is None:
            self.begun = True
            await self.send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._refuse(self._start)

    async def _refuse(self, start: Message) -> None:
        status, sentence = gradio_error(start["status"], bytes(self._body), self.language)
        response = _refusal(status, sentence)
        self.begun = True
        await self.send({"type": "http.response.start", "status": status, "headers": response.raw_headers})
        await self.send({"type": "http.response.body", "body": response.body})


def gradio_error(status: int, body: bytes, language: Language) -> tuple[int, str]:
    """The status and the sentence of what Gradio refuses. A 500 with a sentence is one of our own refusals, said outside a queue."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    found = told if isinstance(told, dict) else {}
    sentence = next((found[key] for key in ("error", "detail") if isinstance(found.get(key), str)), "")
    if status == 500 and sentence and sentence not in (UNEXPECTED["en"], UNEXPECTED["pt"]):
        return 422, sentence
    return status, sentence or (UNEXPECTED if status >= 500 else NOT_UNDERSTOOD)[language]


def _positional_call(endpoint: Endpoint, body: dict[str, Any]) -> dict[str, Any]:
    """A call with its arguments in their order; what is left out at the end takes its default."""
    data = body.get("data")
    if not isinstance(data, list):
        raise UserError(_DATA.format())
    if len(data) > len(endpoint.takes):
        raise UserError(_MANY.format(given=len(data), name=endpoint.name, most=len(endpoint.takes)))
    return _session_only(body) | {"data": [*data, *(_default(taken[3]) for taken in endpoint.takes[len(data) :])]}


def _keyword_call(endpoint: Endpoint, body: dict[str, Any]) -> dict[str, Any]:
    """A call with its arguments by name."""
    names = [taken[0] for taken in endpoint.takes]
    for name in body:
        if name not in names:
            raise unknown("argument", name, names)
    return {taken[0]: body.get(taken[0], _default(taken[3])) for taken in endpoint.takes}


def _default(value: Any) -> Any:
    return None if value is REQUIRED else value


def _session_only(body: dict[str, Any]) -> dict[str, Any]:
    """Of the rest of a body only whose session it is."""
    session = body.get("session_hash")
    return {"session_hash": session} if isinstance(session, str) else {}


def _language_in_body(body: Any, otherwise: Language) -> Language:
    """The language that a call names: `language` comes last in every endpoint."""
    found = body if isinstance(body, dict) else {}
    data = found.get("data")
    given = found.get("language", data[-1] if isinstance(data, list) and data else None)
    return next((language for language in LANGUAGES if language == given), otherwise)


def _language(scope: Scope) -> Language:
    given = Request(scope).query_params.get("language")
    return next((language for language in LANGUAGES if language == given), "en")


def _is_json(scope: Scope) -> bool:
    return not Request(scope).headers.get("content-type", "").startswith("multipart/")


def _with_body(scope: Scope, receive: Receive, body: bytes) -> tuple[Scope, Receive]:
    replaced = (b"content-length", b"content-type", b"transfer-encoding")
    headers = [(key, value) for key, value in scope["headers"] if key.lower() not in replaced]
    headers += [(b"content-length", str(len(body)).encode()), (b"content-type", b"application/json")]
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return {**scope, "headers": headers}, again


def _refusal(status: int, sentence: str) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    # The list is what gradio_client reads of a 422.
    invalid = [{"__type__": "validate", "is_valid": False, "parameter_name": "call", "message": sentence}]
    return JSONResponse({"error": sentence, "detail": invalid if status == 422 else sentence}, status_code=status, headers=headers)
