"""
GET  cnn/fine_tune_options                            heads, built-in sets, bounds
GET  cnn/classes                               the visitor's classes, the set that stands there, steps that can be undone and made again
POST cnn/classes_dataset?dataset=&each=&chosen=    classes of a built-in set; 202 while its pictures come; chosen=0: it came by itself
POST cnn/classes_zip                           classes of a zip of folders, its bytes as the body; with the files that were left out
POST cnn/class_edit?do=add&name=            one class more; do=change&which=&name=&enabled=, do=remove&which=, do=clear,
                                              do=own: what came whole from a set goes
POST cnn/example_add?which=&form=&burst=   one example of a class: strokes or a picture
POST cnn/examples_add?which=&sizes=&burst=     many pictures of a class: their bytes one after the other, `sizes` with commas; with
                                              "left_out": [{"at", "why"}] of those that cannot be read
POST cnn/example_remove?which=&example=        examples of a class go: ids with commas
POST cnn/classes_undo                          the last change is taken back
POST cnn/classes_redo                          and made again
GET  cnn/example_split?example=&seed=&untouched=  where an example goes: {part: train, validation, untouched or ""}
GET  cnn/example_pictures?ids=&side=           examples as small squares, uint8 [example, y, x, 3]
POST cnn/freeze_points                               a plan → what each place of the freeze line would cost
POST cnn/fine_tune?job=                           a plan → a training, in parts: each is progress
GET  cnn/fine_tune_stop                           the visitor's training ends within a batch, and keeps what it has learned
POST cnn/fine_tune_compare?job=                         a plan → transfer against from scratch, in parts
POST cnn/fine_tune_code                           a plan → the PyTorch that does the same, as text, or `as=zip`
GET  cnn/network_download?network=                   the visitor's own network as a zip: weights, card, predict.py
GET  cnn/network_download_onnx?network=              the same network as an .onnx, seconds later
GET  cnn/network_remove?network=              a network of the visitor's own goes

A plan is JSON in the body, as `/train` takes it. All that changes classes answers as `cnn/classes` then does, and takes `gesture=`:
changes of one gesture in a row are one step of undo; and `seed=&untouched=`, by which it says how the pictures part. A zip with
"left_out": [{"name", "why"}] and "few": [{"name", "count"}] beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import accumulate
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.encode import binary, fine_tune
from app.encode.binary import TransientPart
from app.http import code_answers as code
from app.http.requests import NO_STORE, bytes_response, choice_param, int_param, json_response, language_of, read_body, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api, json_reader, limits
from models.errors import UserError
from models.text import Text
from models.types.activations import Form, PictureSource
from models.types.fine_tune import ComparisonProgress, UndoState

MIN_PER_CLASS, MAX_PER_CLASS = 5, 200  # pictures of a class of a set
MAX_PICTURES = 200  # in one answer
SIDES = (16, 256)  # px
EXAMPLE_FORMS: tuple[Form, ...] = ("strokes", "picture")
IDS = (0, 10**9 - 1)
SEEDS = (0, 2**31 - 1)


async def _options(server: AppServer, request: Request) -> Response:
    language = language_of(request)
    sets = await server.run_io(request, api.built_in_datasets)
    bounds = {
        "classes": limits.CLASSES.value,
        "examples": limits.EXAMPLES.value,
        "zip_mb": limits.ZIP_MB.value,
        "seconds": limits.TRAINING_SECONDS.value,
    }
    heads = [fine_tune.head_info(head, language) for head in api.heads()]
    return json_response({"heads": heads, "sets": [fine_tune.builtin_dataset(one, language) for one in sets], "most": bounds})


_NO_NUMBERS = Text("{a}: that is no list of whole numbers.", "{a}: isso não é uma lista de números inteiros.")
Parted = tuple[int, bool]  # the seed of the split, and whether a test set is kept


def _parted(request: Request) -> Parted:
    return int_param(request, "seed", SEEDS, 0), int_param(request, "untouched", (0, 1), 0) == 1


def _state(visitor: str, parted: Parted) -> dict[str, Any]:
    return fine_tune.state(api.class_undo_state(visitor), api.split_counts(visitor, seed=parted[0], with_test=parted[1]))


async def _classes(server: AppServer, request: Request) -> Response:
    visitor, parted = server.visitor_of(request), _parted(request)
    return json_response(await server.run_io(request, lambda: _state(visitor, parted) if visitor else fine_tune.state(UndoState(), {})))


async def _after_change(server: AppServer, request: Request, change: Callable[[str], object]) -> Response:
    """The visitor's classes after a change of them."""
    visitor, parted = _known_visitor(server, request), _parted(request)

    def work() -> dict[str, Any]:
        change(visitor)
        return _state(visitor, parted)

    return json_response(await server.run_io(request, work))


def _gesture(request: Request) -> str:
    return request.query_params.get("gesture", "")[:40]


async def _add_dataset(server: AppServer, request: Request) -> Response:
    language, key, each = (
        language_of(request),
        required_param(request, "dataset"),
        int_param(request, "each", (MIN_PER_CLASS, MAX_PER_CLASS), 30),
    )
    visitor, chosen, gesture = _known_visitor(server, request), int_param(request, "chosen", (0, 1), 1) == 1, _gesture(request)
    if not await server.run_io(request, lambda: api.load_dataset(visitor, key, each, language, chosen=chosen, gesture=gesture)):
        return json_response({"fetching": key}, 202)
    return await _after_change(server, request, lambda visitor: None)


async def _add_zip(server: AppServer, request: Request) -> Response:
    visitor, data, gesture = _known_visitor(server, request), await read_body(request, limits.ZIP_MB), _gesture(request)
    language, parted = language_of(request), _parted(request)

    def work() -> dict[str, Any]:
        brought = fine_tune.upload_summary(api.import_zip(visitor, data, gesture=gesture), language)
        return _state(visitor, parted) | brought

    return json_response(await server.run_io(request, work))


async def _edit_class(server: AppServer, request: Request) -> Response:
    doing, given = choice_param(request, "do", ("add", "change", "remove", "own", "clear")), request.query_params
    which, gesture = int_param(request, "which", IDS, 0), _gesture(request)
    enabled = {"0": False, "1": True}.get(given.get("enabled", ""))
    changes: dict[str, Callable[[str], object]] = {
        "add": lambda visitor: api.add_class(visitor, required_param(request, "name"), gesture=gesture),
        "change": lambda visitor: api.change_class(visitor, which, name=given.get("name"), enabled=enabled, gesture=gesture),
        "remove": lambda visitor: api.remove_class(visitor, which, gesture=gesture),
        "own": lambda visitor: api.keep_own_classes(visitor, gesture=gesture),
        "clear": lambda visitor: api.clear_classes(visitor, gesture=gesture),
    }
    return await _after_change(server, request, changes[doing])


async def _add_example(server: AppServer, request: Request) -> Response:
    which, form = int_param(request, "which", IDS, 0), choice_param(request, "form", EXAMPLE_FORMS)
    burst, gesture = request.query_params.get("burst", "")[:40], _gesture(request)
    source = PictureSource(form, await read_body(request))
    return await _after_change(server, request, lambda visitor: api.add_examples(visitor, which, [source], burst=burst, gesture=gesture))


async def _add_examples(server: AppServer, request: Request) -> Response:
    which, sizes = int_param(request, "which", IDS, 0), _numbers(request, "sizes", MAX_PICTURES)
    burst, gesture, language = request.query_params.get("burst", "")[:40], _gesture(request), language_of(request)
    data, visitor, parted = await read_body(request, limits.ZIP_MB), _known_visitor(server, request), _parted(request)
    if sum(sizes) != len(data):
        raise UserError(Text("sizes: the files are not as long as that.", "sizes: os arquivos não têm esse tamanho."))
    ends = list(accumulate(sizes))
    sources = [PictureSource("picture", data[end - size : end]) for size, end in zip(sizes, ends, strict=True)]

    def work() -> dict[str, Any]:
        refused = api.add_readable_examples(visitor, which, sources, burst=burst, gesture=gesture)
        return _state(visitor, parted) | {"left_out": [{"at": at, "why": why[language]} for at, why in refused]}

    return json_response(await server.run_io(request, work))


async def _remove_examples(server: AppServer, request: Request) -> Response:
    which, examples, gesture = int_param(request, "which", IDS, 0), _ids(request, "example", int(limits.EXAMPLES.value)), _gesture(request)
    return await _after_change(server, request, lambda visitor: api.remove_examples(visitor, which, set(examples), gesture=gesture))


async def _undo(server: AppServer, request: Request) -> Response:
    return await _after_change(server, request, api.undo_classes)


async def _redo(server: AppServer, request: Request) -> Response:
    return await _after_change(server, request, api.redo_classes)


async def _split_of(server: AppServer, request: Request) -> Response:
    example, (seed, with_test), visitor = int_param(request, "example", IDS, 0), _parted(request), server.visitor_of(request)
    found = await server.run_io(request, lambda: api.example_split(visitor, example, seed=seed, with_test=with_test) if visitor else "")
    return json_response({"part": found})


def _numbers(request: Request, argument: str, most: int, refusal: Text = _NO_NUMBERS) -> list[int]:
    given = required_param(request, argument).split(",")
    if len(given) > most or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in given):
        raise UserError(refusal.format(a=argument))
    return [int(one) for one in given]


def _ids(request: Request, argument: str, most: int) -> list[int]:
    return _numbers(request, argument, most, Text("{a}: that is no list of examples.", "{a}: isso não é uma lista de exemplos."))


async def _pictures(server: AppServer, request: Request) -> Response:
    side, visitor = int_param(request, "side", SIDES, 64), server.visitor_of(request)
    given = _ids(request, "ids", MAX_PICTURES)

    def work() -> bytes:
        ids, found = api.example_thumbnails(visitor, given, side) if visitor else ([], None)
        return binary.pack({"ids": ids}, {} if found is None else {"pictures": found})

    return bytes_response(await server.run_io(request, work))


async def _freeze_points(server: AppServer, request: Request) -> Response:
    config, visitor = await _plan(request), server.visitor_of(request)
    found = await server.run_io(request, lambda: api.freeze_point_costs(config, visitor=visitor))
    return json_response([fine_tune.freeze_point(one) for one in found])


async def _fine_tune(server: AppServer, request: Request) -> Response:
    config = await _plan(request)
    _known_visitor(server, request)

    def run(visitor: str) -> Iterator[bytes]:
        with closing(api.fine_tune(config, visitor=visitor)) as events:
            for event in events:
                head = api.head_weights(visitor, event.network) if event.network else None
                part = binary.pack(fine_tune.progress(event), {} if head is None else {"head": head})
                yield part if event.train or event.validation or event.result else TransientPart(part)

    return await server.stream_training(request, "fine_tune", run)


async def _stop(server: AppServer, request: Request) -> Response:
    visitor = _known_visitor(server, request)
    await server.run_io(request, lambda: api.stop_fine_tune(visitor))
    return json_response({})


async def _compare(server: AppServer, request: Request) -> Response:
    config = await _plan(request)
    _known_visitor(server, request)

    def run(visitor: str) -> Iterator[bytes]:
        with closing(api.compare_with_scratch(config, visitor=visitor)) as points:
            for point in points:
                part = binary.pack(fine_tune.comparison_point(point), {})
                yield TransientPart(part) if isinstance(point, ComparisonProgress) else part

    return await server.stream_training(request, "transfer_vs_scratch", run)


async def _code(server: AppServer, request: Request) -> Response:
    config, visitor, language = await _plan(request), server.visitor_of(request), language_of(request)
    if code.wants_zip(request):
        return bytes_response(await server.run_io(request, lambda: api.fine_tune_folder(config, visitor=visitor, language=language)))
    return bytes_response(await server.run_io(request, lambda: api.fine_tune_code(config, visitor=visitor, language=language).encode()))


async def _download(server: AppServer, request: Request) -> Response:
    key, visitor, language = required_param(request, "network"), _known_visitor(server, request), language_of(request)
    files = await server.run_io(request, lambda: api.export_files(visitor, key, language))
    return _file(fine_tune.zip_files(files), f"{key.partition('/')[2]}.zip", "application/zip")


async def _download_onnx(server: AppServer, request: Request) -> Response:
    key, visitor = required_param(request, "network"), _known_visitor(server, request)
    data = await server.run_exclusive(request, lambda: api.export_onnx(visitor, key))
    return _file(data, f"{key.partition('/')[2]}.onnx", "application/octet-stream")


def _file(data: bytes, name: str, kind: str) -> Response:
    return Response(data, media_type=kind, headers=NO_STORE | {"Content-Disposition": f'attachment; filename="{name}"'})


async def _remove(server: AppServer, request: Request) -> Response:
    key, visitor = required_param(request, "network"), _known_visitor(server, request)
    await server.run_io(request, lambda: api.remove_network(visitor, key))
    return json_response({})


async def _plan(request: Request) -> object:
    """The plan in the body; whoever reads it says what is wrong with it."""
    return json_reader.read(await read_body(request), "plan")


def _known_visitor(server: AppServer, request: Request) -> str:
    """The visitor, who must be one: examples and networks belong to somebody."""
    visitor = server.visitor_of(request)
    if not visitor:
        raise UserError(Text("This page has expired on the server; load it again.", "Esta página expirou no servidor; carregue-a de novo."))
    return visitor


ROUTES = (
    RouteSpec("GET", "fine_tune_options", _options),
    RouteSpec("GET", "classes", _classes),
    RouteSpec("POST", "classes_dataset", _add_dataset),
    RouteSpec("POST", "classes_zip", _add_zip),
    RouteSpec("POST", "class_edit", _edit_class),
    RouteSpec("POST", "example_add", _add_example),
    RouteSpec("POST", "examples_add", _add_examples),
    RouteSpec("POST", "example_remove", _remove_examples),
    RouteSpec("POST", "classes_undo", _undo),
    RouteSpec("POST", "classes_redo", _redo),
    RouteSpec("GET", "example_split", _split_of),
    RouteSpec("GET", "example_pictures", _pictures),
    RouteSpec("POST", "freeze_points", _freeze_points),
    RouteSpec("POST", "fine_tune", _fine_tune),
    RouteSpec("GET", "fine_tune_stop", _stop),
    RouteSpec("POST", "fine_tune_compare", _compare),
    RouteSpec("POST", "fine_tune_code", _code),
    RouteSpec("GET", "network_download", _download),
    RouteSpec("GET", "network_download_onnx", _download_onnx),
    RouteSpec("GET", "network_remove", _remove),
)
