"""Plugins that are found by themselves: every module of a package offers one value under an agreed name, and nothing lists them."""

from __future__ import annotations

import pkgutil
from collections.abc import Container, Hashable, Iterable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Protocol, TypeVar


class Plugin(Protocol):
    """What every plugin has: the key that it is asked for by, and its place in menus."""

    @property
    def key(self) -> str: ...
    @property
    def order(self) -> int: ...


P = TypeVar("P", bound=Plugin)


def discover(package: str, attribute: str, besides: Container[str] = ()) -> list[Any]:
    """`attribute` of every module of a package, by the modules' names. AttributeError names a module that has none.

    `besides`: modules of the package that all plugins share, and that are none.
    """
    folder = import_module(package).__path__
    names = sorted(module.name for module in pkgutil.iter_modules(folder) if module.name not in besides)
    return [getattr(import_module(f"{package}.{name}"), attribute) for name in names]


def refuse_twins(values: Iterable[Hashable], what: str) -> None:
    """ValueError where a value comes twice. `what` says what they are: "key of a network"."""
    seen: set[Hashable] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{what} {value!r} comes twice")
        seen.add(value)


def by_key(plugins: Iterable[P], what: str, *, shared_places: bool = False) -> Mapping[str, P]:
    """Plugins by key, in the order of their places. ValueError for a key that comes twice, or a place, unless places may be shared."""
    listed = sorted(plugins, key=lambda one: (one.order, one.key))
    refuse_twins((one.key for one in listed), f"key of a {what}")
    if not shared_places:
        refuse_twins((one.order for one in listed), f"place of a {what}")
    return MappingProxyType({one.key: one for one in listed})
