"""The binary routes that instruments ask: one file a family, found by itself.

A family is a module with `ROUTES`. A route's function gets the door, which says whose turn it is, and the request.
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
    from app.http.server import Door

THUMBNAILS = Path(__file__).parents[2] / "assets" / "lecture"  # of the stops of the lecture that comes with the project


@dataclass(frozen=True, slots=True)
class Served:
    """One address under `/cnn/`."""

    method: Literal["GET", "POST"]
    name: str
    answer: Callable[[Door, Request], Awaitable[Response]]


@cache
def served() -> tuple[Served, ...]:
    """Every route there is. Two with the same name refuse to start."""
    families: list[tuple[Served, ...]] = registry.discover(__name__, "ROUTES")
    found = tuple(route for family in families for route in family)
    registry.refuse_twins((route.name for route in found), "route")
    return found


def mounted(door: Door) -> list[BaseRoute]:
    """Every address under `/cnn/`, answered by `door`: the routes, and the files that the page shows."""
    return [
        *(Route(f"/cnn/{route.name}", door.handler(route.answer), methods=[route.method]) for route in served()),
        static.files("/cnn/samples", samples.FOLDER, samples.KINDS),
        static.files("/cnn/lecture", THUMBNAILS, frozenset({".webp"})),
    ]
