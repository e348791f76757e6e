"""
POST cnn/pulse?network=&form=&<lesson>                            a picture forward, its loss, the gradient back
POST cnn/step_update?network=&form=&<lesson>&layer=&unit=&plane=  what the step would do to one unit, and to the answer
POST cnn/step_along?network=&form=&<lesson>&reach=                the loss along the line of the step
POST cnn/step_learn?network=&form=&<lesson>                       the step is taken, on the visitor's copy
POST cnn/step_unlearn?network=&form=&all=                         its last step is undone, or all of them
POST cnn/dropout_passes?network=&form=&<lesson>&count=            the answers of several passes with dropout
POST cnn/step_code?network=&form=&<lesson>&layer=&unit=           the step in PyTorch, as text, or `as=zip`

<lesson>: label, rate, momentum, dropout, maps, seed; see `_lesson`.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import sgd_step
from app.http import code_answers as code
from app.http.requests import real, whole, word
from app.http.server import Door
from app.routes import Served
from models import api
from models.types.activations import Source
from models.types.sgd_step import Lesson

UNITS = (0, 10**6)

CLASSES = (0, 10**6)
SEEDS = (0, 2**31 - 1)


def _lesson(request: Request) -> Lesson:
    """`?label=8&rate=0.001&momentum=0.9&dropout=0.5&maps=1&seed=3`; what is not said is plain: no momentum, no dropout."""
    return Lesson(
        label=whole(request, "label", CLASSES, 0),
        learning_rate=real(request, "rate"),
        momentum=real(request, "momentum"),
        dropout=real(request, "dropout"),
        maps=whole(request, "maps", (0, 1), 0) == 1,
        seed=whole(request, "seed", SEEDS, 0),
    )


async def _pulse(door: Door, request: Request) -> Response:
    key, lesson = word(request, "network"), _lesson(request)
    return await door.ask(request, lambda source, who: sgd_step.pulse(api.pulse(key, source, lesson, visitor=who)))


async def _update(door: Door, request: Request) -> Response:
    key, lesson, layer = word(request, "network"), _lesson(request), request.query_params.get("layer", "")
    unit = whole(request, "unit", UNITS, 0)
    plane = whole(request, "plane", UNITS, 0) if "plane" in request.query_params else None

    def answer(source: Source, who: str) -> bytes:
        return sgd_step.update(api.step_update(key, source, lesson, layer=layer, unit=unit, plane=plane, visitor=who))

    return await door.ask(request, answer)


async def _along(door: Door, request: Request) -> Response:
    key, lesson = word(request, "network"), _lesson(request)
    reach = real(request, "reach") if "reach" in request.query_params else None
    return await door.ask(request, lambda source, who: sgd_step.along(api.step_along(key, source, lesson, reach=reach, visitor=who)))


async def _learn(door: Door, request: Request) -> Response:
    key, lesson = word(request, "network"), _lesson(request)
    return await door.ask(request, lambda source, who: sgd_step.taught(api.step_learn(key, source, lesson, visitor=who)))


async def _unlearn(door: Door, request: Request) -> Response:
    key, everything = word(request, "network"), whole(request, "all", (0, 1), 0) == 1
    return await door.ask(request, lambda _, who: sgd_step.taught(api.step_unlearn(key, everything=everything, visitor=who)))


async def _passes(door: Door, request: Request) -> Response:
    key, lesson, count = word(request, "network"), _lesson(request), whole(request, "count", (1, 100), 20)
    return await door.ask(request, lambda source, who: sgd_step.passes(api.dropout_passes(key, source, lesson, count=count, visitor=who)))


async def _code(door: Door, request: Request) -> Response:
    key, lesson, layer = word(request, "network"), _lesson(request), request.query_params.get("layer", "")
    unit = whole(request, "unit", UNITS, 0)

    def answer(source: Source, who: str) -> bytes:
        return code.told(request, api.step_code(key, source, lesson, layer=layer, unit=unit, visitor=who))

    return await door.ask(request, answer)


ROUTES = (
    Served("POST", "pulse", _pulse),
    Served("POST", "step_update", _update),
    Served("POST", "step_along", _along),
    Served("POST", "step_learn", _learn),
    Served("POST", "step_unlearn", _unlearn),
    Served("POST", "dropout_passes", _passes),
    Served("POST", "step_code", _code),
)
