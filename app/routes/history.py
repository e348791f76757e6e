"""
GET  cnn/history                                     the challenge by year, and AlexNet's three counts
GET  cnn/history_networks                                    the networks of those years, without their layers
GET  cnn/history_network?network=                            one of those networks with its layers
GET  cnn/datasets                                    the labelled pictures that are here, and who races on them
GET  cnn/dataset_pictures?dataset=&count=                    some pictures of each class, uint8 [class, picture, height, width, channel]
GET  cnn/race_cached?dataset=&counts=&draws=&seed=         what is known of a race without running it
GET  cnn/race?dataset=&counts=&draws=&seed=&fresh=   a race, in parts: each is progress or a measured point
GET  cnn/race_code?dataset=                          the race in plain numpy and PyTorch, as text, or `as=zip`
GET  cnn/network_code?network=                       one of those networks in plain PyTorch, its weights counted, as text, or `as=zip`
POST cnn/gradient_orientations?network=&form=                 which way the edges of a picture run, step by step
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from app.encode import binary, history
from app.http import code_answers as code
from app.http.requests import bytes_response, choice_param, int_param, json_response, language_of, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api
from models.errors import UserError
from models.text import Text


async def _history(server: AppServer, request: Request) -> Response:
    language = language_of(request)
    entries, counts = await server.run_io(request, lambda: (api.challenge_entries(), api.alexnet_counts()))
    return json_response(
        {
            "entries": [history.challenge_entry(entry, language) for entry in entries],
            "alexnets": [history.parameter_count(count) for count in counts],
        }
    )


async def _networks(server: AppServer, request: Request) -> Response:
    language = language_of(request)
    shown = await server.run_io(request, api.history_networks)
    return json_response([history.network_summary(one, language) for one in shown])


async def _network(server: AppServer, request: Request) -> Response:
    language, key = language_of(request), required_param(request, "network")
    shown = await server.run_io(request, api.history_networks)
    choice_param(request, "network", tuple(one.key for one in shown))
    return json_response(history.network_details(next(one for one in shown if one.key == key), language))


async def _datasets(server: AppServer, request: Request) -> Response:
    language = language_of(request)
    found = await server.run_io(request, lambda: [(card, api.extractors(card.key)) for card in api.datasets()])
    return json_response([history.dataset(card, runners, language) for card, runners in found])


async def _dataset_pictures(server: AppServer, request: Request) -> Response:
    key, count = required_param(request, "dataset"), int_param(request, "count", (1, 100), 6)
    return bytes_response(
        await server.run_io(request, lambda: binary.pack({"dataset": key}, {"pictures": api.labelled_pictures(key, count)}))
    )


async def _cached_race(server: AppServer, request: Request) -> Response:
    key, counts, subsets, seed = _settings(request)
    points = await server.run_io(request, lambda: api.measured_points(key, counts=counts, subsets=subsets, seed=seed))
    return json_response([history.race_event(point) for point in points])


async def _race(server: AppServer, request: Request) -> Response:
    key, counts, subsets, seed = _settings(request)
    fresh = int_param(request, "fresh", (0, 1), 0) == 1

    def run(visitor: str) -> Iterator[bytes]:
        race = api.feature_race(key, counts=counts, subsets=subsets, seed=seed, fresh=fresh)
        yield from (binary.pack(history.race_event(event), {}) for event in race)

    return await server.stream(request, run)


async def _race_code(server: AppServer, request: Request) -> Response:
    key = required_param(request, "dataset")
    return bytes_response(await server.run_io(request, lambda: code.code_bytes(request, api.feature_race_code(key))))


async def _network_code(server: AppServer, request: Request) -> Response:
    key = required_param(request, "network")
    return bytes_response(await server.run_io(request, lambda: code.code_bytes(request, api.network_code(key))))


async def _orientations(server: AppServer, request: Request) -> Response:
    key = required_param(request, "network")
    return await server.answer_picture(request, lambda source, who: history.orientations(api.hog_steps(key, source, visitor=who)))


def _settings(request: Request) -> tuple[str, tuple[int, ...], int, int]:
    """Data set, pictures per class, draws, seed."""
    given = required_param(request, "counts")
    parts = given.split(",")
    if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        wrong = Text("counts: {given} is no list of whole numbers.", "counts: {given} não é uma lista de números inteiros.")
        raise UserError(wrong.format(given=repr(given[:40])))
    subsets, seed = int_param(request, "draws", (1, 10), 5), int_param(request, "seed", (0, 10**6), 0)
    return required_param(request, "dataset"), tuple(int(part) for part in parts), subsets, seed


ROUTES = (
    RouteSpec("GET", "history", _history),
    RouteSpec("GET", "history_networks", _networks),
    RouteSpec("GET", "history_network", _network),
    RouteSpec("GET", "datasets", _datasets),
    RouteSpec("GET", "dataset_pictures", _dataset_pictures),
    RouteSpec("GET", "race_cached", _cached_race),
    RouteSpec("GET", "race", _race),
    RouteSpec("GET", "race_code", _race_code),
    RouteSpec("GET", "network_code", _network_code),
    RouteSpec("POST", "gradient_orientations", _orientations),
)
