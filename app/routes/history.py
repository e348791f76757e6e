"""
GET  cnn/history                                     the challenge by year, and AlexNet's three counts
GET  cnn/exhibits                                    the networks of those years, without their layers
GET  cnn/exhibit?network=                            one of those networks with its layers
GET  cnn/datasets                                    the labelled pictures that are here, and who races on them
GET  cnn/labelled?dataset=&count=                    some pictures of each class, uint8 [class, picture, height, width, channel]
GET  cnn/raced?dataset=&counts=&draws=&seed=         what is known of a race without running it
GET  cnn/race?dataset=&counts=&draws=&seed=&fresh=   a race, in parts: each is a sign of life or a measured point
GET  cnn/race_code?dataset=                          the race in plain numpy and PyTorch, as text, or `as=zip`
GET  cnn/network_code?network=                       one of those networks in plain PyTorch, its weights counted, as text, or `as=zip`
POST cnn/orientations?network=&form=                 which way the edges of a picture run, step by step
POST cnn/style?network=&share=                       in parts: a picture taking another's style; body: the two files, each behind its length
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from app.encode import binary, history
from app.encode.filters import pictures_in
from app.http import code_answers as code
from app.http.requests import as_bytes, as_json, body_of, language_of, one_of, real, whole, word
from app.http.server import Door
from app.routes import Served
from models import api
from models.errors import UserError
from models.text import Text
from models.types.activations import Source


async def _history(door: Door, request: Request) -> Response:
    language = language_of(request)
    entries, counts = await door.slow(request, lambda: (api.history(), api.alexnets()))
    return as_json(
        {
            "entries": [history.entry(entry, language) for entry in entries],
            "alexnets": [history.count(count) for count in counts],
        }
    )


async def _exhibits(door: Door, request: Request) -> Response:
    language = language_of(request)
    shown = await door.slow(request, api.exhibits)
    return as_json([history.summary(one, language) for one in shown])


async def _exhibit(door: Door, request: Request) -> Response:
    language, key = language_of(request), word(request, "network")
    shown = await door.slow(request, api.exhibits)
    one_of(request, "network", tuple(one.key for one in shown))
    return as_json(history.exhibit(next(one for one in shown if one.key == key), language))


async def _datasets(door: Door, request: Request) -> Response:
    language = language_of(request)
    found = await door.slow(request, lambda: [(card, api.racers(card.key)) for card in api.datasets()])
    return as_json([history.dataset(card, runners, language) for card, runners in found])


async def _labelled(door: Door, request: Request) -> Response:
    key, count = word(request, "dataset"), whole(request, "count", (1, 100), 6)
    return as_bytes(await door.slow(request, lambda: binary.pack({"dataset": key}, {"pictures": api.labelled_pictures(key, count)})))


async def _raced(door: Door, request: Request) -> Response:
    key, counts, draws, seed = _settings(request)
    points = await door.slow(request, lambda: api.raced(key, counts=counts, draws=draws, seed=seed))
    return as_json([history.event(point) for point in points])


async def _race(door: Door, request: Request) -> Response:
    key, counts, draws, seed = _settings(request)
    fresh = whole(request, "fresh", (0, 1), 0) == 1

    def run(visitor: str) -> Iterator[bytes]:
        race = api.race(key, counts=counts, draws=draws, seed=seed, fresh=fresh)
        yield from (binary.pack(history.event(event), {}) for event in race)

    return await door.stream(request, run)


async def _race_code(door: Door, request: Request) -> Response:
    key = word(request, "dataset")
    return as_bytes(await door.slow(request, lambda: code.told(request, api.race_code(key))))


async def _network_code(door: Door, request: Request) -> Response:
    key = word(request, "network")
    return as_bytes(await door.slow(request, lambda: code.told(request, api.network_code(key))))


async def _orientations(door: Door, request: Request) -> Response:
    key = word(request, "network")
    return await door.ask(request, lambda source, who: history.orientations(api.orientations(key, source, visitor=who)))


async def _style(door: Door, request: Request) -> Response:
    key, share = word(request, "network"), real(request, "share")
    files = pictures_in(await body_of(request))
    if len(files) != 2:
        wrong = Text("Two pictures are needed, {given} came.", "São necessárias duas imagens; {given} chegou.")
        raise UserError(wrong.format(given=len(files)))
    content, manner = (Source("picture", file) for file in files)

    def run(visitor: str) -> Iterator[bytes]:
        yield from map(history.styled, api.style(key, content, manner, share=share, visitor=visitor))

    return await door.stream(request, run)


def _settings(request: Request) -> tuple[str, tuple[int, ...], int, int]:
    """Data set, pictures per class, draws, seed."""
    given = word(request, "counts")
    parts = given.split(",")
    if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        wrong = Text("counts: {given} is no list of whole numbers.", "counts: {given} não é uma lista de números inteiros.")
        raise UserError(wrong.format(given=repr(given[:40])))
    draws, seed = whole(request, "draws", (1, 10), 5), whole(request, "seed", (0, 10**6), 0)
    return word(request, "dataset"), tuple(int(part) for part in parts), draws, seed


ROUTES = (
    Served("GET", "history", _history),
    Served("GET", "exhibits", _exhibits),
    Served("GET", "exhibit", _exhibit),
    Served("GET", "datasets", _datasets),
    Served("GET", "labelled", _labelled),
    Served("GET", "raced", _raced),
    Served("GET", "race", _race),
    Served("GET", "race_code", _race_code),
    Served("GET", "network_code", _network_code),
    Served("POST", "orientations", _orientations),
    Served("POST", "style", _style),
)
