"""
GET  cnn/teachable                            heads, built-in sets, bounds
GET  cnn/taught                               the visitor's classes, the set that stands there, steps that can be undone and made again
POST cnn/taught_set?dataset=&each=&chosen=    classes of a built-in set; 202 while its pictures come; chosen=0: it came by itself
POST cnn/taught_zip                           classes of a zip of folders, its bytes as the body; with the files that were left out
POST cnn/taught_class?do=add&name=            one class more; do=change&which=&name=&enabled=, do=remove&which=, do=clear,
                                              do=own: what came whole from a set goes
POST cnn/taught_example?which=&form=&burst=   one example of a class: strokes or a picture
POST cnn/taught_forget?which=&example=        examples of a class go: ids with commas
POST cnn/taught_undo                          the last change is taken back
POST cnn/taught_redo                          and made again
GET  cnn/taught_part?example=&seed=&untouched=  where an example goes: {part: train, validation, untouched or ""}
GET  cnn/taught_pictures?ids=&side=           examples as small squares, uint8 [example, y, x, 3]
POST cnn/places                               a plan → what each place of the freeze line would cost
POST cnn/teach?job=                           a plan → a training, in parts: each is a sign of life
GET  cnn/teach_stop                           the visitor's training ends within a batch, and keeps what it has learned
POST cnn/compare?job=                         a plan → transfer against from scratch, in parts
POST cnn/teach_code                           a plan → the PyTorch that does the same, as text, or `as=zip`
GET  cnn/take_home?network=                   the visitor's own network as a zip: weights, card, predict.py
GET  cnn/take_home_onnx?network=              the same network as an .onnx, seconds later
POST cnn/bring_home                           a .safetensors that was taken home; its key
GET  cnn/network_remove?network=              a network of the visitor's own goes

A plan is JSON in the body, as `/train` takes it. All that changes classes answers as `cnn/taught` then does, and takes `gesture=`:
changes of one gesture in a row are one step of undo; and `seed=&untouched=`, by which it says how the pictures part. A zip with
"left_out": [{"name", "why"}] and "few": [{"name", "count"}] beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.encode import binary, fine_tune
from app.encode.binary import Passing
from app.http import code_answers as code
from app.http.requests import FRESH, as_bytes, as_json, body_of, language_of, one_of, whole, word
from app.http.server import Door
from app.routes import Served
from models import api, json_reader, limits
from models.errors import UserError
from models.text import Text
from models.types.activations import Form, Source
from models.types.fine_tune import Comparing, Undoable

FEWEST, MOST = 5, 200  # pictures of a class of a set
MOST_PICTURES = 200  # in one answer
SIDES = (16, 256)  # px
EXAMPLE_FORMS: tuple[Form, ...] = ("strokes", "picture")
IDS = (0, 10**9 - 1)
SEEDS = (0, 2**31 - 1)


async def _teachable(door: Door, request: Request) -> Response:
    language = language_of(request)
    sets = await door.slow(request, api.built_in_sets)
    bounds = {
        "classes": limits.CLASSES.value,
        "examples": limits.EXAMPLES.value,
        "zip_mb": limits.ZIP_MB.value,
        "seconds": limits.TRAINING_SECONDS.value,
    }
    heads = [fine_tune.head(head, language) for head in api.heads()]
    return as_json({"heads": heads, "sets": [fine_tune.built_in(one, language) for one in sets], "most": bounds})


Parted = tuple[int, bool]  # the seed of the split, and whether a test set is kept


def _parted(request: Request) -> Parted:
    return whole(request, "seed", SEEDS, 0), whole(request, "untouched", (0, 1), 0) == 1


def _state(visitor: str, parted: Parted) -> dict[str, Any]:
    return fine_tune.state(api.class_state(visitor), api.shares(visitor, seed=parted[0], untouched=parted[1]))


async def _taught(door: Door, request: Request) -> Response:
    visitor, parted = door.visitor(request), _parted(request)
    return as_json(await door.slow(request, lambda: _state(visitor, parted) if visitor else fine_tune.state(Undoable(), {})))


async def _changed(door: Door, request: Request, change: Callable[[str], object]) -> Response:
    """The visitor's classes after a change of them."""
    visitor, parted = _known(door, request), _parted(request)

    def work() -> dict[str, Any]:
        change(visitor)
        return _state(visitor, parted)

    return as_json(await door.slow(request, work))


def _gesture(request: Request) -> str:
    return request.query_params.get("gesture", "")[:40]


async def _set(door: Door, request: Request) -> Response:
    language, key, each = language_of(request), word(request, "dataset"), whole(request, "each", (FEWEST, MOST), 30)
    visitor, chosen, gesture = _known(door, request), whole(request, "chosen", (0, 1), 1) == 1, _gesture(request)
    if not await door.slow(request, lambda: api.bring_dataset(visitor, key, each, language, chosen=chosen, gesture=gesture)):
        return as_json({"fetching": key}, 202)
    return await _changed(door, request, lambda visitor: None)


async def _zip(door: Door, request: Request) -> Response:
    visitor, data, gesture = _known(door, request), await body_of(request, limits.ZIP_MB), _gesture(request)
    language, parted = language_of(request), _parted(request)

    def work() -> dict[str, Any]:
        brought = fine_tune.brought(api.bring_zip(visitor, data, gesture=gesture), language)
        return _state(visitor, parted) | brought

    return as_json(await door.slow(request, work))


async def _class(door: Door, request: Request) -> Response:
    doing, given = one_of(request, "do", ("add", "change", "remove", "own", "clear")), request.query_params
    which, gesture = whole(request, "which", IDS, 0), _gesture(request)
    enabled = {"0": False, "1": True}.get(given.get("enabled", ""))
    changes: dict[str, Callable[[str], object]] = {
        "add": lambda visitor: api.add_class(visitor, word(request, "name"), gesture=gesture),
        "change": lambda visitor: api.change_class(visitor, which, name=given.get("name"), enabled=enabled, gesture=gesture),
        "remove": lambda visitor: api.remove_class(visitor, which, gesture=gesture),
        "own": lambda visitor: api.own_classes(visitor, gesture=gesture),
        "clear": lambda visitor: api.start_over(visitor, gesture=gesture),
    }
    return await _changed(door, request, changes[doing])


async def _example(door: Door, request: Request) -> Response:
    which, form = whole(request, "which", IDS, 0), one_of(request, "form", EXAMPLE_FORMS)
    burst, gesture = request.query_params.get("burst", "")[:40], _gesture(request)
    source = Source(form, await body_of(request))
    return await _changed(door, request, lambda visitor: api.add_examples(visitor, which, [source], burst=burst, gesture=gesture))


async def _forget(door: Door, request: Request) -> Response:
    which, examples, gesture = whole(request, "which", IDS, 0), _ids(request, "example", int(limits.EXAMPLES.value)), _gesture(request)
    return await _changed(door, request, lambda visitor: api.remove_examples(visitor, which, set(examples), gesture=gesture))


async def _undo(door: Door, request: Request) -> Response:
    return await _changed(door, request, api.undo_classes)


async def _redo(door: Door, request: Request) -> Response:
    return await _changed(door, request, api.redo_classes)


async def _part(door: Door, request: Request) -> Response:
    example, (seed, untouched), visitor = whole(request, "example", IDS, 0), _parted(request), door.visitor(request)
    found = await door.slow(request, lambda: api.example_part(visitor, example, seed=seed, untouched=untouched) if visitor else "")
    return as_json({"part": found})


def _ids(request: Request, argument: str, most: int) -> list[int]:
    given = word(request, argument).split(",")
    if len(given) > most or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in given):
        raise UserError(Text("{a}: that is no list of examples.", "{a}: isso não é uma lista de exemplos.").format(a=argument))
    return [int(one) for one in given]


async def _pictures(door: Door, request: Request) -> Response:
    side, visitor = whole(request, "side", SIDES, 64), door.visitor(request)
    given = _ids(request, "ids", MOST_PICTURES)

    def work() -> bytes:
        ids, found = api.example_pictures(visitor, given, side) if visitor else ([], None)
        return binary.pack({"ids": ids}, {} if found is None else {"pictures": found})

    return as_bytes(await door.slow(request, work))


async def _places(door: Door, request: Request) -> Response:
    plan, visitor = await _plan(request), door.visitor(request)
    found = await door.slow(request, lambda: api.place_costs(plan, visitor=visitor))
    return as_json([fine_tune.place(one) for one in found])


async def _teach(door: Door, request: Request) -> Response:
    plan = await _plan(request)
    _known(door, request)

    def run(visitor: str) -> Iterator[bytes]:
        with closing(api.teach(plan, visitor=visitor)) as signs:
            for sign in signs:
                head = api.head_weights(visitor, sign.network) if sign.network else None
                part = binary.pack(fine_tune.sign(sign), {} if head is None else {"head": head})
                yield part if sign.train or sign.validation or sign.result else Passing(part)

    return await door.train(request, "teach", run)


async def _stop(door: Door, request: Request) -> Response:
    visitor = _known(door, request)
    await door.slow(request, lambda: api.stop_teaching(visitor))
    return as_json({})


async def _compare(door: Door, request: Request) -> Response:
    plan = await _plan(request)
    _known(door, request)

    def run(visitor: str) -> Iterator[bytes]:
        with closing(api.compare(plan, visitor=visitor)) as points:
            for point in points:
                part = binary.pack(fine_tune.compared(point), {})
                yield Passing(part) if isinstance(point, Comparing) else part

    return await door.train(request, "compare", run)


async def _code(door: Door, request: Request) -> Response:
    plan, visitor, language = await _plan(request), door.visitor(request), language_of(request)
    if code.as_folder(request):
        return as_bytes(await door.slow(request, lambda: api.teach_folder(plan, visitor=visitor, language=language)))
    return as_bytes(await door.slow(request, lambda: api.teach_code(plan, visitor=visitor, language=language).encode()))


async def _take_home(door: Door, request: Request) -> Response:
    key, visitor, language = word(request, "network"), _known(door, request), language_of(request)
    files = await door.slow(request, lambda: api.take_home(visitor, key, language))
    return _file(fine_tune.zipped(files), f"{key.partition('/')[2]}.zip", "application/zip")


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
    Served("POST", "taught_undo", _undo),
    Served("POST", "taught_redo", _redo),
    Served("GET", "taught_part", _part),
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
