"""
GET  cnn/teachable                            heads, built-in sets, bounds
GET  cnn/taught                               the visitor's classes
POST cnn/taught_set?dataset=&each=            classes of a built-in set; 202 while its pictures are on their way
POST cnn/taught_zip                           classes of a zip of folders, its bytes as the body; with the files that were left out
POST cnn/taught_class?do=add&name=            one class more; do=change&which=&name=&enabled=, do=remove&which=, do=clear
POST cnn/taught_example?which=&form=&burst=   one example of a class: strokes or a picture
POST cnn/taught_forget?which=&example=        one example goes
GET  cnn/taught_pictures?ids=&side=           examples as small squares, uint8 [example, y, x, 3]
POST cnn/places                               a plan → what each place of the freeze line would cost
POST cnn/teach                                a plan → a training, in parts: each is a sign of life
GET  cnn/teach_stop                           the visitor's training ends within a batch, and keeps what it has learned
POST cnn/compare                              a plan → transfer against from scratch, in parts
POST cnn/teach_code                           a plan → the PyTorch that does the same, as text
GET  cnn/take_home?network=                   the visitor's own network as a zip: weights, card, predict.py
GET  cnn/take_home_onnx?network=              the same network as an .onnx, seconds later
POST cnn/bring_home                           a .safetensors that was taken home; its key
GET  cnn/network_remove?network=              a network of the visitor's own goes

A plan is JSON in the body, as `/train` takes it. All that changes classes answers with the classes as they are then; a zip with
{"classes", "left_out": [{"name", "why"}], "few": [{"name", "count"}]}.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app import teaching, wire
from app.asking import FRESH, as_bytes, as_json, body_of, language_of, one_of, whole, word
from app.door import Door
from app.routes import Served
from models import api, json_reader, limits
from models.errors import UserError
from models.text import Text
from models.types.looking import Source

FEWEST, MOST = 5, 200  # pictures of a class of a set
MOST_PICTURES = 200  # in one answer
SIDES = (16, 256)  # px


async def _teachable(door: Door, request: Request) -> Response:
    language = language_of(request)
    sets = await door.slow(request, api.built_in_sets)
    bounds = {"classes": limits.CLASSES.value, "examples": limits.EXAMPLES.value, "zip_mb": limits.ZIP_MB.value}
    heads = [teaching.head(head, language) for head in api.heads()]
    return as_json({"heads": heads, "sets": [teaching.built_in(one, language) for one in sets], "most": bounds})


def _classes(visitor: str) -> list[dict[str, Any]]:
    shares = api.shares(visitor)
    return [teaching.taught(one, shares.get(one.id)) for one in api.classes(visitor)]


async def _taught(door: Door, request: Request) -> Response:
    visitor = door.visitor(request)
    return as_json(await door.slow(request, lambda: _classes(visitor) if visitor else []))


async def _changed(door: Door, request: Request, change: Callable[[str], object]) -> Response:
    """The visitor's classes after a change of them."""
    visitor = _known(door, request)

    def work() -> list[dict[str, Any]]:
        change(visitor)
        return _classes(visitor)

    return as_json(await door.slow(request, work))


async def _set(door: Door, request: Request) -> Response:
    language, key, each = language_of(request), word(request, "dataset"), whole(request, "each", (FEWEST, MOST), 30)
    visitor = _known(door, request)
    if not await door.slow(request, lambda: api.bring_dataset(visitor, key, each, language)):
        return as_json({"fetching": key}, 202)
    return await _changed(door, request, lambda visitor: None)


async def _zip(door: Door, request: Request) -> Response:
    visitor, data = _known(door, request), await body_of(request, limits.ZIP_MB)
    language = language_of(request)

    def work() -> dict[str, Any]:
        brought = teaching.brought(api.bring_zip(visitor, data), language)
        return {"classes": _classes(visitor)} | brought

    return as_json(await door.slow(request, work))


async def _class(door: Door, request: Request) -> Response:
    doing, given = one_of(request, "do", ("add", "change", "remove", "clear")), request.query_params
    which = whole(request, "which", (0, 10**9 - 1), 0)
    enabled = {"0": False, "1": True}.get(given.get("enabled", ""))
    changes: dict[str, Callable[[str], object]] = {
        "add": lambda visitor: api.add_class(visitor, word(request, "name")),
        "change": lambda visitor: api.change_class(visitor, which, name=given.get("name"), enabled=enabled),
        "remove": lambda visitor: api.remove_class(visitor, which),
        "clear": api.start_over,
    }
    return await _changed(door, request, changes[doing])


async def _example(door: Door, request: Request) -> Response:
    which, form = whole(request, "which", (0, 10**9 - 1), 0), one_of(request, "form", ("strokes", "picture"))
    burst = request.query_params.get("burst", "")[:40]
    source = Source(form, await body_of(request))  # type: ignore[arg-type]
    return await _changed(door, request, lambda visitor: api.add_examples(visitor, which, [source], burst=burst))


async def _forget(door: Door, request: Request) -> Response:
    which, example = (whole(request, name, (0, 10**9 - 1), 0) for name in ("which", "example"))
    return await _changed(door, request, lambda visitor: api.remove_example(visitor, which, example))


async def _pictures(door: Door, request: Request) -> Response:
    side, visitor = whole(request, "side", SIDES, 64), door.visitor(request)
    given = word(request, "ids").split(",")
    if len(given) > MOST_PICTURES or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in given):
        raise UserError(Text("ids: that is no list of examples.", "ids: isso não é uma lista de exemplos."))

    def work() -> bytes:
        ids, found = api.example_pictures(visitor, [int(one) for one in given], side) if visitor else ([], None)
        return wire.pack({"ids": ids}, {} if found is None else {"pictures": found})

    return as_bytes(await door.slow(request, work))


async def _places(door: Door, request: Request) -> Response:
    plan, visitor = await _plan(request), door.visitor(request)
    found = await door.slow(request, lambda: api.place_costs(plan, visitor=visitor))
    return as_json([teaching.place(one) for one in found])


async def _teach(door: Door, request: Request) -> Response:
    plan = await _plan(request)
    _known(door, request)

    def run(visitor: str) -> Iterator[bytes]:
        with closing(api.teach(plan, visitor=visitor)) as signs:  # type: ignore[type-var]
            for sign in signs:
                head = api.head_weights(visitor, sign.network) if sign.network else None
                yield wire.pack(teaching.sign(sign), {} if head is None else {"head": head})

    return await door.train(request, run)


async def _stop(door: Door, request: Request) -> Response:
    visitor = _known(door, request)
    await door.slow(request, lambda: api.stop_teaching(visitor))
    return as_json({})


async def _compare(door: Door, request: Request) -> Response:
    plan = await _plan(request)
    _known(door, request)

    def run(visitor: str) -> Iterator[bytes]:
        with closing(api.compare(plan, visitor=visitor)) as points:  # type: ignore[type-var]
            for point in points:
                yield wire.pack(teaching.compared(point), {})

    return await door.train(request, run)


async def _code(door: Door, request: Request) -> Response:
    plan, visitor, language = await _plan(request), door.visitor(request), language_of(request)
    return as_bytes(await door.slow(request, lambda: api.teach_code(plan, visitor=visitor, language=language).encode()))


async def _take_home(door: Door, request: Request) -> Response:
    key, visitor, language = word(request, "network"), _known(door, request), language_of(request)
    files = await door.slow(request, lambda: api.take_home(visitor, key, language))
    return _file(teaching.zipped(files), f"{key.partition('/')[2]}.zip", "application/zip")


async def _take_home_onnx(door: Door, request: Request) -> Response:
    key, visitor = word(request, "network"), _known(door, request)
    data = await door.apart(request, lambda: api.take_home_onnx(visitor, key))
    return _file(data, f"{key.partition('/')[2]}.onnx", "application/octet-stream")


def _file(data: bytes, name: str, kind: str) -> Response:
    return Response(data, media_type=kind, headers=FRESH | {"Content-Disposition": f'attachment; filename="{name}"'})


async def _bring_home(door: Door, request: Request) -> Response:
    visitor, data = _known(door, request), await body_of(request, limits.WEIGHTS_MB)
    return as_json({"network": await door.slow(request, lambda: api.bring_home(visitor, data))})


async def _remove(door: Door, request: Request) -> Response:
    key, visitor = word(request, "network"), _known(door, request)
    await door.slow(request, lambda: api.remove_network(visitor, key))
    return as_json({})


async def _plan(request: Request) -> object:
    """The plan in the body; whoever reads it says what is wrong with it."""
    return json_reader.read(await body_of(request), "plan")


def _known(door: Door, request: Request) -> str:
    """The visitor, who must be one: examples and networks belong to somebody."""
    visitor = door.visitor(request)
    if not visitor:
        raise UserError(Text("This page has expired on the server; load it again.", "Esta página expirou no servidor; carregue-a de novo."))
    return visitor


ROUTES = (
    Served("GET", "teachable", _teachable),
    Served("GET", "taught", _taught),
    Served("POST", "taught_set", _set),
    Served("POST", "taught_zip", _zip),
    Served("POST", "taught_class", _class),
    Served("POST", "taught_example", _example),
    Served("POST", "taught_forget", _forget),
    Served("GET", "taught_pictures", _pictures),
    Served("POST", "places", _places),
    Served("POST", "teach", _teach),
    Served("GET", "teach_stop", _stop),
    Served("POST", "compare", _compare),
    Served("POST", "teach_code", _code),
    Served("GET", "take_home", _take_home),
    Served("GET", "take_home_onnx", _take_home_onnx),
    Served("POST", "bring_home", _bring_home),
    Served("GET", "network_remove", _remove),
)
