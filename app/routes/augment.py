"""
GET  cnn/transforms                                    transforms of augmentation with their settings; parameters a curve can follow
POST cnn/variants?network=&against=&plan=&seed=&locked=&count=&tiles=&second=&second_form=&form=
                                                       in parts: variants of a picture with verdicts; the first `tiles` as pictures
POST cnn/sweep?network=&against=&along=&form=          in parts: what two networks answer while one parameter moves
POST cnn/augment_code?network=&plan=&seed=&index=&second=&second_form=&form=
                                                       the plan as torchvision writes it, and one variant, as text, or `as=zip`

`plan` is JSON; `locked` gives some variants seeds of their own, as "3:17,8:4"; `second` is how many bytes at the end of the body are
another picture, of form `second_form`, to be mixed with the first.
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from app.encode import augment
from app.http import code_answers as code
from app.http.requests import choice_param, int_param, json_response, language_of, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api, limits
from models.errors import UserError
from models.text import Text
from models.types.activations import FORMS, Form, PictureSource

VARIANTS_PER_PART = 25  # variants of a part at most
VARIANTS_PER_PART_OWN = 8  # variants of a part for a network of the visitor's own
MACS_PER_PART = 5e9  # multiply-accumulates of a part: a quarter of a second of one core
SEED = (0, 2**32 - 1)
SWEEP_PARTS = 4  # the first has every fourth place of the curve
THUMBNAILS = 5  # pictures under the curve


async def _transforms(server: AppServer, request: Request) -> Response:
    language = language_of(request)
    transforms = [augment.transform_info(card, language) for card in api.transforms()]
    return json_response({"transforms": transforms, "sweeps": [augment.sweep_info(card, language) for card in api.sweeps()]})


async def _variants(server: AppServer, request: Request) -> Response:
    language, keys, plan = language_of(request), _networks(request), required_param(request, "plan")
    most = int(limits.AUGMENT_COUNT.value)
    seed, locked = int_param(request, "seed", SEED, 0), _locked(request)
    count, tiles = int_param(request, "count", (0, most), 24), int_param(request, "tiles", (0, most), 24)
    cut, second = (
        int_param(request, "second", (0, 10**9), 0),
        choice_param(request, "second_form", FORMS) if _has(request, "second") else None,
    )

    def parts(source: PictureSource, who: str) -> Iterator[bytes]:
        source, partner = _split(source, cut, second)
        for key in keys:  # what is refused is refused before the first part
            api.variants([key], source, [], indices=(), visitor=who)
        shown = min(tiles, count)
        both = list(range(len(keys)))
        stages = [*(([place], range(shown), True) for place in both), (both, range(shown, count), False)]  # what is looked at comes first
        for places, indices, looked_at in stages:
            asked = [keys[place] for place in places]
            for some in _chunks(indices, asked):
                original = looked_at and some.start == 0
                made = api.variants(
                    asked, source, plan, seed=seed, indices=some, locked=locked, partner=partner, original=original, visitor=who
                )
                yield augment.variants_part(made, places, language, pictures=looked_at and places == [0])

    return await server.stream_picture(request, parts)


async def _sweep(server: AppServer, request: Request) -> Response:
    keys, along = _networks(request), required_param(request, "along")
    points = next((card.points for card in api.sweeps() if card.key == along), 1)
    shown = [round(i * (points - 1) / (THUMBNAILS - 1)) for i in range(THUMBNAILS)]

    def parts(source: PictureSource, who: str) -> Iterator[bytes]:
        every = [range(part, points, SWEEP_PARTS) for part in range(SWEEP_PARTS)]
        first = sorted({*every[0], *shown})
        for places in (first, *([i for i in some if i not in shown] for some in every[1:])):
            if places:
                yield augment.sweep_part(api.sweep(keys, source, along, places, visitor=who), list(places), shown)

    return await server.stream_picture(request, parts)


async def _code(server: AppServer, request: Request) -> Response:
    key, plan = required_param(request, "network"), required_param(request, "plan")
    seed, index = int_param(request, "seed", SEED, 0), int_param(request, "index", (0, 2**31 - 1), 0)
    cut, second = (
        int_param(request, "second", (0, 10**9), 0),
        choice_param(request, "second_form", FORMS) if _has(request, "second") else None,
    )

    def answer(source: PictureSource, who: str) -> bytes:
        own, partner = _split(source, cut, second)
        return code.code_bytes(request, api.augment_code(key, own, plan, seed=seed, index=index, partner=partner, visitor=who))

    return await server.answer_picture(request, answer)


def _chunks(indices: range, keys: list[str]) -> Iterator[range]:
    """Parts of a range that take well under half a second each; one where there is nothing, for the picture as it is."""
    macs = {info.key: info.macs for info in api.networks()}
    size = max(1, min(VARIANTS_PER_PART, int(MACS_PER_PART / max(macs.get(key, MACS_PER_PART / VARIANTS_PER_PART_OWN) for key in keys))))
    for start in range(indices.start, max(indices.stop, 1 if indices.start == 0 else 0), size):
        yield range(start, min(start + size, indices.stop))


def _has(request: Request, argument: str) -> bool:
    return request.query_params.get(argument, "0") != "0"


def _networks(request: Request) -> list[str]:
    """The network in use, and the one that it is compared with, where there is one."""
    against = request.query_params.get("against", "")
    return [required_param(request, "network"), *([against] if against else [])]


def _locked(request: Request) -> dict[int, int]:
    """`?locked=3:17,8:4` as {3: 17, 8: 4}."""
    given = request.query_params.get("locked", "")
    pairs = [one.split(":") for one in given.split(",")] if given else []
    if len(pairs) > limits.AUGMENT_COUNT.value or not all(
        len(pair) == 2 and all(n.isascii() and n.isdigit() and len(n) < 11 for n in pair) for pair in pairs
    ):
        wrong = Text("locked: {given} is no list such as 3:17,8:4.", "locked: {given} não é uma lista como 3:17,8:4.")
        raise UserError(wrong.format(given=repr(given[:40])))
    return {int(index): int(seed) for index, seed in pairs}


def _split(source: PictureSource, cut: int, form: Form | None) -> tuple[PictureSource, PictureSource | None]:
    if not cut or form is None:
        return source, None
    if cut > len(source.data):
        wrong = Text("second: {given} bytes are more than came.", "second: {given} bytes é mais do que veio.")
        raise UserError(wrong.format(given=cut))
    return PictureSource(source.form, source.data[:-cut]), PictureSource(form, source.data[-cut:])


ROUTES = (
    RouteSpec("GET", "transforms", _transforms),
    RouteSpec("POST", "variants", _variants),
    RouteSpec("POST", "sweep", _sweep),
    RouteSpec("POST", "augment_code", _code),
)
