"""
POST cnn/faces?smallest=&overlap=&sure=&form=            the faces in a picture, and what each network of the cascade read and said
POST cnn/face_window?network=&window=&size=&form=        one of those windows as its network read it, as a PNG
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.encode import faces
from app.http.requests import float_param, int_param, required_param
from app.http.server import AppServer
from app.routes import RouteSpec
from models import api
from models.errors import UserError
from models.text import Text
from models.types.activations import PictureSource
from models.types.faces import FaceSettings

_DEFAULT = FaceSettings()
_NUMBERS = Text(
    "{argument}: {given} is no list of {count} numbers.",
    "{argument}: {given} não é uma lista de {count} números.",
)


async def _faces(server: AppServer, request: Request) -> Response:
    smallest = int_param(request, "smallest", (1, 10_000), _DEFAULT.smallest)
    overlap = float_param(request, "overlap") if "overlap" in request.query_params else _DEFAULT.overlap
    sure = _numbers(request, "sure", 3) if "sure" in request.query_params else list(_DEFAULT.scores)

    def answer(source: PictureSource, who: str) -> bytes:
        return faces.faces(api.find_faces(source, smallest=smallest, overlap=overlap, scores=sure))

    return await server.answer_picture(request, answer)


async def _window(server: AppServer, request: Request) -> Response:
    network = required_param(request, "network")
    corners = [round(corner) for corner in _numbers(request, "window", 4)]
    size = [round(side) for side in _numbers(request, "size", 2)] if "size" in request.query_params else None

    def answer(source: PictureSource, who: str) -> bytes:
        return faces.window(api.face_window(source, network, corners, size=size))

    return await server.answer_picture(request, answer)


def _numbers(request: Request, argument: str, count: int) -> list[float]:
    """`?window=3,4,27,28` as so many numbers."""
    given = required_param(request, argument)
    try:
        values = [float(part) for part in given.split(",")]
    except ValueError:
        values = []
    if len(values) != count or not all(abs(value) < 1e6 for value in values):
        raise UserError(_NUMBERS.format(argument=argument, given=repr(given[:40]), count=count))
    return values


ROUTES = (RouteSpec("POST", "faces", _faces), RouteSpec("POST", "face_window", _window))
