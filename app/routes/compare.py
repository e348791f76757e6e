"""
GET  cnn/train_menu                           what can be learned from, by which networks, with which settings; the presets
GET  cnn/train_line?lanes=                    one lane or two before the start: the watched pictures, the filters as they begin
GET  cnn/train_known?lanes=&repeats=          what is known of a race without running it, in parts
GET  cnn/train_lanes?lanes=&repeats=&fresh=&job=
                                              a race, in parts: each holds events, and the filters of those that are standings
GET  cnn/train_stop                           the visitor's race ends within a batch, and keeps what it has learned
GET  cnn/train_open?lane=&name=               the network of a lane becomes the visitor's own; its key
GET  cnn/train_code?lane=                     its training in plain PyTorch, as text, or `as=zip`

`lanes` is JSON, a list of experiments; `lane` is one of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from app.encode import compare
from app.http import code_answers as code
from app.http.requests import as_bytes, as_json, language_of, whole, word
from app.http.server import Door
from app.routes import Served
from models import api, json_reader
from models.errors import UserError
from models.text import Text

MOST_REPEATS = 10


async def _menu(door: Door, request: Request) -> Response:
    who, language = door.visitor(request), language_of(request)
    return as_json(compare.menu(await door.slow(request, lambda: api.train_menu(who)), language))


async def _line(door: Door, request: Request) -> Response:
    who, language, lanes = door.visitor(request), language_of(request), _lanes(request)
    return as_bytes(compare.line(await door.slow(request, lambda: api.train_line(lanes, visitor=who)), language))


async def _known(door: Door, request: Request) -> Response:
    lanes, repeats = _lanes(request), whole(request, "repeats", (1, MOST_REPEATS), 1)
    return await door.stream(request, lambda who: compare.parts(api.train_known(lanes, repeats=repeats)))


async def _race(door: Door, request: Request) -> Response:
    lanes, repeats = _lanes(request), whole(request, "repeats", (1, MOST_REPEATS), 1)
    fresh = whole(request, "fresh", (0, 1), 0) == 1

    def run(who: str) -> Iterator[bytes]:
        return compare.parts(api.train_lanes(lanes, repeats=repeats, fresh=fresh, visitor=who))

    return await door.train(request, "train", run)


async def _stop(door: Door, request: Request) -> Response:
    if who := door.visitor(request):
        api.stop_training(who)
    return as_json({})


async def _open(door: Door, request: Request) -> Response:
    who, lane, name = door.visitor(request), json_reader.read(word(request, "lane"), "lane"), word(request, "name")
    if not who:
        raise UserError(Text("Open the page anew to keep a network.", "Abra a página de novo para guardar uma rede."))
    return as_json({"network": await door.slow(request, lambda: api.open_trained(lane, name, visitor=who))})


async def _code(door: Door, request: Request) -> Response:
    who, lane = door.visitor(request), json_reader.read(word(request, "lane"), "lane")
    return as_bytes(await door.slow(request, lambda: code.told(request, api.train_code(lane, visitor=who))))


def _lanes(request: Request) -> list[object]:
    given = json_reader.read(word(request, "lanes"), "lanes")
    if isinstance(given, list):
        return given
    wrong = Text("lanes: {given} is no list of experiments.", "lanes: {given} não é uma lista de experimentos.")
    raise UserError(wrong.format(given=repr(given)[:60]))


ROUTES = (
    Served("GET", "train_menu", _menu),
    Served("GET", "train_line", _line),
    Served("GET", "train_known", _known),
    Served("GET", "train_lanes", _race),
    Served("GET", "train_stop", _stop),
    Served("GET", "train_open", _open),
    Served("GET", "train_code", _code),
)
