"""The binary routes that instruments ask: one file a family, found by itself.

A family is a module with `ROUTES`. A route's function gets the door, which says whose turn it is, and the request.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    from app.door import Door


@dataclass(frozen=True, slots=True)
class Served:
    """One address under `/cnn/`."""

    method: Literal["GET", "POST"]
    name: str
    answer: Callable[[Door, Request], Awaitable[Response]]


@cache
def served() -> tuple[Served, ...]:
    """Every route there is. Two with the same name refuse to start."""
    modules = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    found = [route for module in modules for route in module.ROUTES]
    names = [route.name for route in found]
    if len(set(names)) < len(names):
        raise ValueError(f"two routes have the same name: {sorted(names)}")
    return tuple(found)
