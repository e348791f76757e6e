"""
GET  cnn/filters?network=&layer=&input=        learned kernels of a convolution: of one input channel, or of all if there are few
POST cnn/center_crop?form=picture                   a picture as it is: its middle square, 224 px at most
POST cnn/convolve?height=&width=&planes=&...   PyTorch's own result of kernels (float32) over planes (bytes), one after the other
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import binary
from app.http.requests import bytes_response, choice_param, float_param, int_param, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api
from models.types.convolution import FILLS, ConvolutionSettings

SIDE = 224  # px of a picture that no network has prepared
MAX_PLANES = {"height": 1024, "width": 1024, "planes": 3, "rows": 31, "columns": 31}  # of a picture and its kernels


async def _filters(server: AppServer, request: Request) -> Response:
    key, layer, at = required_param(request, "network"), required_param(request, "layer"), int_param(request, "input", (0, 10**6), 0)
    who = server.visitor_of(request)
    return bytes_response(await server.run_io(request, lambda: binary.filters(key, layer, at, api.filters(key, layer, visitor=who))))


async def _convolve(server: AppServer, request: Request) -> Response:
    sizes = {name: int_param(request, name, (1, most), 1) for name, most in MAX_PLANES.items()}
    settings = ConvolutionSettings(
        int_param(request, "stride", (1, 16), 1),
        int_param(request, "padding", (0, 64), 0),
        choice_param(request, "fill", FILLS),
        int_param(request, "dilation", (1, 16), 1),
    )
    bias = float_param(request, "bias")

    def answer(body: bytes) -> bytes:
        planes, kernels = binary.convolve_request(body, **sizes)
        return binary.values(api.convolve(planes, kernels, bias, settings))

    return await server.answer_body(request, answer)


async def _center_crop(server: AppServer, request: Request) -> Response:
    choice_param(request, "form", ("picture",))
    return await server.answer_picture(request, lambda source, _: binary.pack({}, {"picture": api.centre_square(source, side=SIDE)}))


ROUTES = (RouteSpec("GET", "filters", _filters), RouteSpec("POST", "center_crop", _center_crop), RouteSpec("POST", "convolve", _convolve))
