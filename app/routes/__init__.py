"""The binary routes that instruments ask: one file a family, found by itself.

A family is a module with `ROUTES`. A route's function gets the server, which schedules it, and the request.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app import samples
from app.http import static
from models import registry

if TYPE_CHECKING:
    from app.http.server import AppServer

THUMBNAILS = Path(__file__).parents[2] / "assets" / "lecture"  # of the stops of the lecture that comes with the project


@dataclass(frozen=True, slots=True)
class RouteSpec:
    """One address under `/cnn/`."""

    method: Literal["GET", "POST"]
    name: str
    answer: Callable[[AppServer, Request], Awaitable[Response]]


@cache
def all_routes() -> tuple[RouteSpec, ...]:
    """Every route there is. Two with the same name refuse to start."""
    families: list[tuple[RouteSpec, ...]] = registry.discover(__name__, "ROUTES")
    found = tuple(route for family in families for route in family)
    registry.refuse_twins((route.name for route in found), "route")
    return found


def mount_routes(server: AppServer) -> list[BaseRoute]:
    """Every address under `/cnn/`, answered by `server`: the routes, and the files that the page shows."""
    return [
        *(Route(f"/cnn/{route.name}", server.handler(route.answer), methods=[route.method]) for route in all_routes()),
        static.static_route("/cnn/samples", samples.FOLDER, samples.SUFFIXES),
        static.static_route("/cnn/lecture", THUMBNAILS, frozenset({".webp"})),
    ]
