"""
GET  cnn/filters?network=&layer=&input=        learned kernels of a convolution: of one input channel, or of all if there are few
POST cnn/square?form=picture                   a picture as it is: its middle square, 224 px at most
POST cnn/convolve?height=&width=&planes=&...   PyTorch's own result of kernels (float32) over planes (bytes), one after the other
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import binary
from app.http.requests import as_bytes, one_of, real, whole, word
from app.http.server import Door
from app.routes import Served
from models import api
from models.types.convolution import FILLS, Sliding

SIDE = 224  # px of a picture that no network has prepared
MOST = {"height": 1024, "width": 1024, "planes": 3, "rows": 31, "columns": 31}  # of a picture and its kernels


async def _filters(door: Door, request: Request) -> Response:
    key, layer, at = word(request, "network"), word(request, "layer"), whole(request, "input", (0, 10**6), 0)
    who = door.visitor(request)
    return as_bytes(await door.slow(request, lambda: binary.filters(key, layer, at, api.filters(key, layer, visitor=who))))


async def _convolve(door: Door, request: Request) -> Response:
    sizes = {name: whole(request, name, (1, most), 1) for name, most in MOST.items()}
    rule = Sliding(
        whole(request, "stride", (1, 16), 1),
        whole(request, "padding", (0, 64), 0),
        one_of(request, "fill", FILLS),
        whole(request, "dilation", (1, 16), 1),
    )
    bias = real(request, "bias")

    def answer(body: bytes) -> bytes:
        planes, kernels = binary.question(body, **sizes)
        return binary.values(api.convolve(planes, kernels, bias, rule))

    return await door.quick(request, answer)


async def _square(door: Door, request: Request) -> Response:
    one_of(request, "form", ("picture",))
    return await door.ask(request, lambda source, _: binary.pack({}, {"picture": api.square(source, side=SIDE)}))


ROUTES = (Served("GET", "filters", _filters), Served("POST", "square", _square), Served("POST", "convolve", _convolve))
