"""
GET  cnn/train_options                           what can be learned from, by which networks, with which settings; the presets
GET  cnn/train_initial?lanes=                    one lane or two before the start: the watched pictures, the filters as they begin
GET  cnn/train_cached?lanes=&repeats=          what is known of a race without running it, in parts
GET  cnn/train_run?lanes=&repeats=&fresh=&job=
                                              a race, in parts: each holds events, and the filters of those that are standings
GET  cnn/train_stop                           the visitor's race ends within a batch, and keeps what it has learned
GET  cnn/train_network?lane=&name=               the network of a lane becomes the visitor's own; its key
GET  cnn/train_code?lane=                     its training in plain PyTorch, as text, or `as=zip`

`lanes` is JSON, a list of experiments; `lane` is one of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from app.encode import compare
from app.http import code_answers as code
from app.http.requests import bytes_response, int_param, json_response, language_of, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api, json_reader
from models.errors import UserError
from models.text import Text

MAX_REPEATS = 10


async def _options(server: AppServer, request: Request) -> Response:
    who, language = server.visitor_of(request), language_of(request)
    return json_response(compare.options(await server.run_io(request, lambda: api.training_menu(who)), language))


async def _initial(server: AppServer, request: Request) -> Response:
    who, language, lanes = server.visitor_of(request), language_of(request), _lanes(request)
    return bytes_response(compare.initial_state(await server.run_io(request, lambda: api.runs_at_start(lanes, visitor=who)), language))


async def _cached(server: AppServer, request: Request) -> Response:
    lanes, repeats = _lanes(request), int_param(request, "repeats", (1, MAX_REPEATS), 1)
    return await server.stream(request, lambda who: compare.event_parts(api.cached_runs(lanes, repeats=repeats)))


async def _run(server: AppServer, request: Request) -> Response:
    lanes, repeats = _lanes(request), int_param(request, "repeats", (1, MAX_REPEATS), 1)
    fresh = int_param(request, "fresh", (0, 1), 0) == 1

    def run(who: str) -> Iterator[bytes]:
        return compare.event_parts(api.run_pair(lanes, repeats=repeats, fresh=fresh, visitor=who))

    return await server.stream_training(request, "paired_runs", run)


async def _stop(server: AppServer, request: Request) -> Response:
    if who := server.visitor_of(request):
        api.stop_runs(who)
    return json_response({})


async def _open(server: AppServer, request: Request) -> Response:
    who, lane, name = server.visitor_of(request), json_reader.read(required_param(request, "lane"), "lane"), required_param(request, "name")
    if not who:
        raise UserError(Text("Open the page anew to keep a network.", "Abra a página de novo para guardar uma rede."))
    return json_response({"network": await server.run_io(request, lambda: api.open_run(lane, name, visitor=who))})


async def _code(server: AppServer, request: Request) -> Response:
    who, lane = server.visitor_of(request), json_reader.read(required_param(request, "lane"), "lane")
    return bytes_response(await server.run_io(request, lambda: code.code_bytes(request, api.run_code(lane, visitor=who))))


def _lanes(request: Request) -> list[object]:
    given = json_reader.read(required_param(request, "lanes"), "lanes")
    if isinstance(given, list):
        return given
    wrong = Text("lanes: {given} is no list of experiments.", "lanes: {given} não é uma lista de experimentos.")
    raise UserError(wrong.format(given=repr(given)[:60]))


ROUTES = (
    RouteSpec("GET", "train_options", _options),
    RouteSpec("GET", "train_initial", _initial),
    RouteSpec("GET", "train_cached", _cached),
    RouteSpec("GET", "train_run", _run),
    RouteSpec("GET", "train_stop", _stop),
    RouteSpec("GET", "train_network", _open),
    RouteSpec("GET", "train_code", _code),
)
