"""
POST cnn/forward_backward?network=&form=&<step>                            a picture forward, its loss, the gradient back
POST cnn/step_update?network=&form=&<step>&layer=&unit=&plane=  what the step would do to one unit, and to the answer
POST cnn/step_loss_line?network=&form=&<step>&reach=                the loss along the line of the step
POST cnn/step_take?network=&form=&<step>                       the step is taken, on the visitor's copy
POST cnn/step_undo?network=&form=&all=                         its last step is undone, or all of them
POST cnn/dropout_passes?network=&form=&<step>&count=            the answers of several passes with dropout
POST cnn/step_code?network=&form=&<step>&layer=&unit=           the step in PyTorch, as text, or `as=zip`

<step>: label, rate, momentum, dropout, maps, seed; see `_step_config`.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import sgd_step
from app.http import code_answers as code
from app.http.requests import float_param, int_param, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api
from models.types.activations import PictureSource
from models.types.sgd_step import StepConfig

UNITS = (0, 10**6)

CLASSES = (0, 10**6)
SEEDS = (0, 2**31 - 1)


def _step_config(request: Request) -> StepConfig:
    """`?label=8&rate=0.001&momentum=0.9&dropout=0.5&maps=1&seed=3`; what is not said is plain: no momentum, no dropout."""
    return StepConfig(
        label=int_param(request, "label", CLASSES, 0),
        learning_rate=float_param(request, "rate"),
        momentum=float_param(request, "momentum"),
        dropout=float_param(request, "dropout"),
        maps=int_param(request, "maps", (0, 1), 0) == 1,
        seed=int_param(request, "seed", SEEDS, 0),
    )


async def _forward_backward(server: AppServer, request: Request) -> Response:
    key, config = required_param(request, "network"), _step_config(request)
    return await server.answer_picture(
        request, lambda source, who: sgd_step.forward_backward(api.forward_backward(key, source, config, visitor=who))
    )


async def _update(server: AppServer, request: Request) -> Response:
    key, config, layer = required_param(request, "network"), _step_config(request), request.query_params.get("layer", "")
    unit = int_param(request, "unit", UNITS, 0)
    plane = int_param(request, "plane", UNITS, 0) if "plane" in request.query_params else None

    def answer(source: PictureSource, who: str) -> bytes:
        return sgd_step.update(api.weight_update(key, source, config, layer=layer, unit=unit, plane=plane, visitor=who))

    return await server.answer_picture(request, answer)


async def _loss_along_step(server: AppServer, request: Request) -> Response:
    key, config = required_param(request, "network"), _step_config(request)
    reach = float_param(request, "reach") if "reach" in request.query_params else None
    return await server.answer_picture(
        request, lambda source, who: sgd_step.loss_along_step(api.loss_along_step(key, source, config, reach=reach, visitor=who))
    )


async def _take_step(server: AppServer, request: Request) -> Response:
    key, config = required_param(request, "network"), _step_config(request)
    return await server.answer_picture(request, lambda source, who: sgd_step.step_result(api.take_step(key, source, config, visitor=who)))


async def _undo_step(server: AppServer, request: Request) -> Response:
    key, everything = required_param(request, "network"), int_param(request, "all", (0, 1), 0) == 1
    return await server.answer_picture(request, lambda _, who: sgd_step.step_result(api.undo_step(key, everything=everything, visitor=who)))


async def _dropout_samples(server: AppServer, request: Request) -> Response:
    key, config, count = required_param(request, "network"), _step_config(request), int_param(request, "count", (1, 100), 20)
    return await server.answer_picture(
        request, lambda source, who: sgd_step.dropout_samples(api.dropout_samples(key, source, config, count=count, visitor=who))
    )


async def _code(server: AppServer, request: Request) -> Response:
    key, config, layer = required_param(request, "network"), _step_config(request), request.query_params.get("layer", "")
    unit = int_param(request, "unit", UNITS, 0)

    def answer(source: PictureSource, who: str) -> bytes:
        return code.code_bytes(request, api.sgd_step_code(key, source, config, layer=layer, unit=unit, visitor=who))

    return await server.answer_picture(request, answer)


ROUTES = (
    RouteSpec("POST", "forward_backward", _forward_backward),
    RouteSpec("POST", "step_update", _update),
    RouteSpec("POST", "step_loss_line", _loss_along_step),
    RouteSpec("POST", "step_take", _take_step),
    RouteSpec("POST", "step_undo", _undo_step),
    RouteSpec("POST", "dropout_passes", _dropout_samples),
    RouteSpec("POST", "step_code", _code),
)
