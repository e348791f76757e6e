"""Reading what a request says, and writing what goes back: every wrong argument is one sentence in the reader's language."""

from __future__ import annotations

import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from app.http import body
from app.http.scheduler import QueueFull
from app.text import BUSY, TOO_LARGE, UNEXPECTED, megabytes
from models import limits
from models.errors import UserError, unknown
from models.text import LANGUAGES, Language, Text

NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_log = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[Response]]
_Word = TypeVar("_Word", bound=str)


class HttpError(Exception):
    """An answer that is an HTTP status and a sentence."""

    def __init__(self, status: int, text: Text) -> None:
        super().__init__(text.en)
        self.status, self.text = status, text


def with_errors(handler: Handler) -> Handler:
    """`handler` with everything that can go wrong turned into a status and a sentence."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except Exception as error:  # the last server: whatever it is, it is said
            status, text = error_response(error, request.url.path)
            return json_response({"error": text[language_of(request)]}, status)

    return answer


def error_response(error: Exception, where: str) -> tuple[int, Text]:
    """The status and the sentence of an error; what nobody foresaw is written down with its traceback."""
    if isinstance(error, UserError):
        return 422, error.text
    if isinstance(error, HttpError):
        return error.status, error.text
    if isinstance(error, QueueFull):
        return 503, BUSY
    _log.error("%s failed", where, exc_info=error)
    return 500, UNEXPECTED


def json_response(value: Any, status: int = 200) -> Response:
    return JSONResponse(value, status_code=status, headers=NO_STORE)


def bytes_response(data: bytes) -> Response:
    return Response(data, media_type="application/octet-stream", headers=NO_STORE)


def language_of(request: Request) -> Language:
    """The language of `?language=`; English for anything that is none."""
    given = request.query_params.get("language", "en")
    return next((language for language in LANGUAGES if language == given), "en")


def client_key(request: Request) -> str:
    """Who is scheduled where there is no token of ours: the machine that asks."""
    return request.headers.get("x-visitor") or (request.client.host if request.client else "")


def required_param(request: Request, argument: str) -> str:
    given = request.query_params.get(argument, "")
    if not given:
        raise UserError(Text("{argument} is missing.", "Falta {argument}.").format(argument=argument))
    return given


def cell_param(request: Request) -> object:
    """`?cell=11,4,4` as numbers; anything else as it is, for whoever knows which cells there are to refuse it."""
    given = required_param(request, "cell")
    parts = given.split(",")
    whole = all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts)
    return [int(part) for part in parts] if whole else given


def choice_param(request: Request, argument: str, accepted: tuple[_Word, ...]) -> _Word:
    given = required_param(request, argument)
    for one in accepted:
        if one == given:
            return one
    raise unknown(argument, given, accepted)


def int_param(request: Request, argument: str, bounds: tuple[int, int], default: int) -> int:
    given, (low, high) = request.query_params.get(argument, str(default)), bounds
    if given.isascii() and given.isdigit() and len(given) <= 10 and low <= int(given) <= high:
        return int(given)
    wrong = Text(
        "{argument}: {given} is not a whole number from {low} to {high}.", "{argument}: {given} não é um inteiro de {low} a {high}."
    )
    raise UserError(wrong.format(argument=argument, given=repr(given[:40]), low=low, high=high))


def digit_param(request: Request) -> int | None:
    """`?digit=` of a picture with several, counted from the left; None: the likeliest."""
    return int_param(request, "digit", (0, 99), 0) if "digit" in request.query_params else None


def float_param(request: Request, argument: str) -> float:
    given = request.query_params.get(argument, "0")
    try:
        value = float(given)
    except ValueError:
        value = math.nan
    if math.isfinite(value):
        return value
    raise UserError(
        Text("{argument}: {given} is not a number.", "{argument}: {given} não é um número.").format(
            argument=argument, given=repr(given[:40])
        )
    )


async def read_body(request: Request, limit: limits.Limit = limits.PICTURE_MB) -> bytes:
    """The body, no more of it than `limit` MB."""
    most = limit.value
    try:
        return await body.read_all(request, int(most * 1e6))
    except body.TooLarge:
        raise HttpError(413, TOO_LARGE.format(limit=Text(*(megabytes(most, language) for language in LANGUAGES)))) from None
