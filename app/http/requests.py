"""Reading what a request says, and writing what goes back: every wrong argument is one sentence in the reader's language."""

from __future__ import annotations

import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from app.http import body
from app.http.scheduler import Full
from app.text import BUSY, TOO_LARGE, UNEXPECTED, megabytes
from models import limits
from models.errors import UserError, unknown
from models.text import LANGUAGES, Language, Text

FRESH = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_log = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[Response]]
_Word = TypeVar("_Word", bound=str)


class Refused(Exception):
    """An answer that is an HTTP status and a sentence."""

    def __init__(self, status: int, text: Text) -> None:
        super().__init__(text.en)
        self.status, self.text = status, text


def answering(handler: Handler) -> Handler:
    """`handler` with everything that can go wrong turned into a status and a sentence."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except Exception as error:  # the last door: whatever it is, it is said
            status, text = said(error, request.url.path)
            return as_json({"error": text[language_of(request)]}, status)

    return answer


def said(error: Exception, where: str) -> tuple[int, Text]:
    """The status and the sentence of an error; what nobody foresaw is written down with its traceback."""
    if isinstance(error, UserError):
        return 422, error.text
    if isinstance(error, Refused):
        return error.status, error.text
    if isinstance(error, Full):
        return 503, BUSY
    _log.error("%s failed", where, exc_info=error)
    return 500, UNEXPECTED


def as_json(value: Any, status: int = 200) -> Response:
    return JSONResponse(value, status_code=status, headers=FRESH)


def as_bytes(data: bytes) -> Response:
    return Response(data, media_type="application/octet-stream", headers=FRESH)


def language_of(request: Request) -> Language:
    """The language of `?language=`; English for anything that is none."""
    given = request.query_params.get("language", "en")
    return next((language for language in LANGUAGES if language == given), "en")


def lane_of(request: Request) -> str:
    """Whose turn it is where there is no token of ours: the machine that asks."""
    return request.headers.get("x-visitor") or (request.client.host if request.client else "")


def word(request: Request, argument: str) -> str:
    given = request.query_params.get(argument, "")
    if not given:
        raise UserError(Text("{argument} is missing.", "Falta {argument}.").format(argument=argument))
    return given


def cell(request: Request) -> object:
    """`?cell=11,4,4` as numbers; anything else as it is, for whoever knows which cells there are to refuse it."""
    given = word(request, "cell")
    parts = given.split(",")
    whole = all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts)
    return [int(part) for part in parts] if whole else given


def one_of(request: Request, argument: str, accepted: tuple[_Word, ...]) -> _Word:
    given = word(request, argument)
    for one in accepted:
        if one == given:
            return one
    raise unknown(argument, given, accepted)


def whole(request: Request, argument: str, bounds: tuple[int, int], default: int) -> int:
    given, (low, high) = request.query_params.get(argument, str(default)), bounds
    if given.isascii() and given.isdigit() and len(given) <= 10 and low <= int(given) <= high:
        return int(given)
    wrong = Text(
        "{argument}: {given} is not a whole number from {low} to {high}.", "{argument}: {given} não é um inteiro de {low} a {high}."
    )
    raise UserError(wrong.format(argument=argument, given=repr(given[:40]), low=low, high=high))


def digit_of(request: Request) -> int | None:
    """`?digit=` of a picture with several, counted from the left; None: the likeliest."""
    return whole(request, "digit", (0, 99), 0) if "digit" in request.query_params else None


def real(request: Request, argument: str) -> float:
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


async def body_of(request: Request, limit: limits.Limit = limits.PICTURE_MB) -> bytes:
    """The body, no more of it than `limit` MB."""
    most = limit.value
    try:
        return await body.whole(request, int(most * 1e6))
    except body.TooLarge:
        raise Refused(413, TOO_LARGE.format(limit=Text(*(megabytes(most, language) for language in LANGUAGES)))) from None
