"""The door that instruments use: plain HTTP beside Gradio and not through it.

    GET  cnn/networks                                 cards of every network, without their classes
    GET  cnn/network?network=                         one card with classes and layers; 202 while its weights are on their way
    GET  cnn/samples                                  what there is to try
    POST cnn/look?network=&layer=&side=&form=         one picture seen whole
    POST cnn/maps?network=&layer=&side=&form=         another layer of it
    POST cnn/channel?network=&layer=&channel=&form=   the exact values of one channel
    POST cnn/receipt?network=&layer=&cell=&form=      where one number comes from, and the way back to the pixels
    POST cnn/code?network=&layer=&cell=&form=         the lines of PyTorch that compute it, as text
    POST cnn/field?network=&layer=&cell=&form=        how much each pixel moves it
    GET  cnn/filters?network=&layer=&input=           learned kernels of a convolution: of one input channel, or of all if there are few
    POST cnn/convolve?height=&width=&planes=&...      PyTorch's own result of kernels (float32) over planes (bytes), one after the other

`form` says what a picture's body is: strokes, picture or pixels. `language` (en, pt) says who reads an error; the header
`X-Visitor` whose memory may keep the values. Binary answers are laid out in `app.wire`. An error is {"error": sentence}
with status 422 (the visitor's mistake), 413 (too large, refused before it is read whole), 503 (busy) or 500.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, get_args

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from app import body, receipts, samples, static, wire
from app.lanes import Full, Lanes
from app.text import BUSY, TOO_LARGE, UNEXPECTED, megabytes
from app.visitor import Visitors
from models import api, limits
from models.errors import UserError, unknown
from models.text import LANGUAGES, Language, Text
from models.types import Fill, Sliding, Source

FORMS = ("strokes", "picture", "pixels")
SIDES = (1, 1024)  # cells of the largest tile that may be asked for
CONVOLVE = {"height": 1024, "width": 1024, "planes": 3, "rows": 31, "columns": 31}  # at most, of a picture and its kernels
_OPENING = 4  # threads for loading weights and listing: they mostly wait for the disk or for each other
_FRESH = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_log = logging.getLogger(__name__)
_T = TypeVar("_T")

Handler = Callable[[Request], Awaitable[Response]]


class Refused(Exception):
    """An answer that is an HTTP status and a sentence."""

    def __init__(self, status: int, text: Text) -> None:
        super().__init__(text.en)
        self.status, self.text = status, text


class Door:
    """The routes of one app. Its only state is who may compute when; visitors are kept by `visitors`."""

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors
        self._quick = Lanes(int(limits.WORKERS.value), int(limits.WAITING.value))
        self._slow = Lanes(_OPENING, int(limits.WAITING.value))

    def routes(self) -> list[BaseRoute]:
        get = {"networks": self.networks, "network": self.network, "samples": self.samples, "filters": self.filters}
        post = {"look": self.look, "maps": self.maps, "channel": self.channel, "convolve": self.convolve}
        post |= {"receipt": self.receipt, "code": self.code, "field": self.field}
        return [
            *(Route(f"/cnn/{name}", _answering(handler), methods=["GET"]) for name, handler in get.items()),
            *(Route(f"/cnn/{name}", _answering(handler), methods=["POST"]) for name, handler in post.items()),
            static.files("/cnn/samples", samples.FOLDER, samples.KINDS),
        ]

    async def networks(self, request: Request) -> Response:
        language = language_of(request)
        cards = await self._slow.run(_lane(request), api.networks)
        return _json([{key: value for key, value in wire.card(card, language).items() if key != "classes"} for card in cards])

    async def network(self, request: Request) -> Response:
        language, key = language_of(request), _word(request, "network")
        opening = await self._slow.run(_lane(request), lambda: api.open_network(key))
        if not opening.ready:
            return _json({"loading": {"done_mb": opening.done_mb, "total_mb": opening.total_mb}}, 202)
        card, layers = await self._slow.run(_lane(request), lambda: (api.network(key), api.layers(key)))
        return _json(wire.opened(card, layers, language))

    async def samples(self, request: Request) -> Response:
        return _json(samples.listing(language_of(request)))

    async def look(self, request: Request) -> Response:
        key, layer, side = _word(request, "network"), _word(request, "layer"), _whole(request, "side", SIDES, 56)
        return await self._ask(request, lambda source, who: wire.look(api.look(key, source, layer, side=side, visitor=who)))

    async def maps(self, request: Request) -> Response:
        key, layer, side = _word(request, "network"), _word(request, "layer"), _whole(request, "side", SIDES, 56)
        return await self._ask(request, lambda source, who: wire.maps(key, api.maps(key, source, layer, side=side, visitor=who)))

    async def channel(self, request: Request) -> Response:
        key, layer, index = _word(request, "network"), _word(request, "layer"), _whole(request, "channel", (0, 10**6), 0)
        return await self._ask(
            request, lambda source, who: wire.channel(key, layer, index, api.channel(key, source, layer, index, visitor=who))
        )

    async def receipt(self, request: Request) -> Response:
        language, key, layer, cell = language_of(request), _word(request, "network"), _word(request, "layer"), _cell(request)

        def answer(source: Source, who: str) -> bytes:
            trail = api.trail(key, source, layer, cell, visitor=who)
            plane = api.channel(key, source, layer, trail[0].receipt.cell[0], visitor=who)
            return receipts.packed(key, trail, plane, language)

        return await self._ask(request, answer)

    async def code(self, request: Request) -> Response:
        language, key, layer, cell = language_of(request), _word(request, "network"), _word(request, "layer"), _cell(request)
        return await self._ask(request, lambda source, who: api.code(key, source, layer, cell, visitor=who)[language].encode())

    async def field(self, request: Request) -> Response:
        key, layer, cell = _word(request, "network"), _word(request, "layer"), _cell(request)
        return await self._ask(request, lambda source, _: wire.values(api.effective_field(key, source, layer, cell)))

    async def filters(self, request: Request) -> Response:
        key, layer, at = _word(request, "network"), _word(request, "layer"), _whole(request, "input", (0, 10**6), 0)
        return _bytes(await self._slow.run(_lane(request), lambda: wire.filters(key, layer, at, api.filters(key, layer))))

    async def convolve(self, request: Request) -> Response:
        sizes = {name: _whole(request, name, (1, most), 1) for name, most in CONVOLVE.items()}
        rule = Sliding(
            _whole(request, "stride", (1, 16), 1),
            _whole(request, "padding", (0, 64), 0),
            _one_of(request, "fill", get_args(Fill)),  # type: ignore[arg-type]
            _whole(request, "dilation", (1, 16), 1),
        )
        bias = _real(request, "bias")
        self._quick.check()
        planes, kernels = wire.question(await _body(request), **sizes)
        return _bytes(await self._quick.run(_lane(request), lambda: wire.values(api.convolve(planes, kernels, bias, rule))))

    async def _ask(self, request: Request, work: Callable[[Source, str], bytes]) -> Response:
        """`work` on the request's picture, in this visitor's turn, as a binary answer."""
        form = _one_of(request, "form", FORMS)
        self._quick.check()
        source = Source(form=form, data=await _body(request))  # type: ignore[arg-type]
        visitor = self._visitors.recognise(request.headers.get("x-visitor"))

        def answer() -> bytes:
            try:
                return work(source, visitor)
            finally:  # the tab may have closed meanwhile
                if visitor and not self._visitors.still_here(visitor):
                    api.forget(visitor)

        return _bytes(await self._quick.run(visitor or _lane(request), answer))


def language_of(request: Request) -> Language:
    """The language of `?language=`; English for anything that is none."""
    given = request.query_params.get("language", "en")
    return next((language for language in LANGUAGES if language == given), "en")


def _answering(handler: Handler) -> Handler:
    """`handler` with everything that can go wrong turned into a status and a sentence."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except UserError as error:
            return _error(request, 422, error.text)
        except Refused as error:
            return _error(request, error.status, error.text)
        except Full:
            return _error(request, 503, BUSY)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except Exception:  # the last door: whatever it is, it is written down and said
            _log.exception("%s failed", request.url.path)
            return _error(request, 500, UNEXPECTED)

    return answer


def _error(request: Request, status: int, text: Text) -> Response:
    return _json({"error": text[language_of(request)]}, status)


def _json(value: Any, status: int = 200) -> Response:
    return JSONResponse(value, status_code=status, headers=_FRESH)


def _bytes(data: bytes) -> Response:
    return Response(data, media_type="application/octet-stream", headers=_FRESH)


def _lane(request: Request) -> str:
    """Whose turn it is where there is no token of ours: the machine that asks."""
    return request.headers.get("x-visitor") or (request.client.host if request.client else "")


def _word(request: Request, argument: str) -> str:
    given = request.query_params.get(argument, "")
    if not given:
        raise UserError(Text("{argument} is missing.", "Falta {argument}.").format(argument=argument))
    return given


def _cell(request: Request) -> object:
    """`?cell=11,4,4` as numbers; anything else as it is, for whoever knows which cells there are to refuse it."""
    given = _word(request, "cell")
    parts = given.split(",")
    whole = all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts)
    return [int(part) for part in parts] if whole else given


def _one_of(request: Request, argument: str, accepted: tuple[str, ...]) -> str:
    given = _word(request, argument)
    if given not in accepted:
        raise unknown(argument, given, accepted)
    return given


def _whole(request: Request, argument: str, bounds: tuple[int, int], default: int) -> int:
    given, (low, high) = request.query_params.get(argument, str(default)), bounds
    if given.isascii() and given.isdigit() and len(given) < 10 and low <= int(given) <= high:
        return int(given)
    wrong = Text(
        "{argument}: {given} is not a whole number from {low} to {high}.", "{argument}: {given} não é um inteiro de {low} a {high}."
    )
    raise UserError(wrong.format(argument=argument, given=repr(given[:40]), low=low, high=high))


def _real(request: Request, argument: str) -> float:
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


async def _body(request: Request) -> bytes:
    most = limits.PICTURE_MB.value
    try:
        return await body.whole(request, int(most * 1e6))
    except body.TooLarge:
        raise Refused(413, TOO_LARGE.format(limit=Text(*(megabytes(most, language) for language in LANGUAGES)))) from None
