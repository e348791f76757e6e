"""The one bounded cache: values in memory up to so many bytes, of which the least recently used go first."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_named: weakref.WeakSet[ByteLru[Any, Any]] = weakref.WeakSet()


def bytes_by_name() -> dict[str, int]:
    """Bytes that every named cache of this process holds, by its name, in alphabetical order."""
    found: dict[str, int] = {}
    for cache in tuple(_named):
        found[cache.name] = found.get(cache.name, 0) + cache.nbytes()
    return dict(sorted(found.items()))


class ByteLru(Generic[K, V]):
    """A mapping that frees its least recently used values when together they exceed a bound. Thread-safe.

    `size`: bytes of a value, asked anew each time, so values may grow (`trim` after that). `most`: the bound in bytes, asked anew too.
    `at_least`: so many of the latest stay whatever their size. `rank`: keys of a lower rank go before those of a higher one.
    `on_evict` hears the key of what the bound took, under the lock; what is dropped by name it does not hear.
    `name`: under which `bytes_by_name` counts it; "" is not counted.
    An object that stands under two keys counts once.
    """

    def __init__(
        self,
        size: Callable[[V], int],
        most: Callable[[], float],
        *,
        at_least: int = 0,
        rank: Callable[[K], int] = lambda key: 0,
        on_evict: Callable[[K], None] = lambda key: None,
        name: str = "",
    ) -> None:
        self._size, self._most, self._at_least, self._rank, self._on_evict = size, most, at_least, rank, on_evict
        self._values: OrderedDict[K, V] = OrderedDict()
        self.lock = threading.RLock()  # for who must look and put as one step
        self.name = name
        if name:
            _named.add(self)

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """The value, which is now the latest used; None where there is none."""
        with self.lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def peek(self, key: K) -> V | None:
        """The value, its age unchanged."""
        with self.lock:
            return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Takes the place of what stood under the key, as the latest used, and trims."""
        with self.lock:
            self._values[key] = value
            self._values.move_to_end(key)
            self.trim()

    def pop(self, key: K) -> V | None:
        """Takes a value out."""
        with self.lock:
            return self._values.pop(key, None)

    def drop(self, goes: Callable[[K], bool]) -> None:
        """Takes out every value whose key `goes`."""
        with self.lock:
            for key in [key for key in self._values if goes(key)]:
                del self._values[key]

    def trim(self) -> None:
        """Frees what exceeds the bound."""
        with self.lock:
            while len(self._values) > self._at_least and self.nbytes() > self._most():
                key = min(self._values, key=self._rank)  # the first, so the oldest, of the lowest rank
                del self._values[key]
                self._on_evict(key)

    def items(self) -> tuple[tuple[K, V], ...]:
        """Everything there is, least recently used first."""
        with self.lock:
            return tuple(self._values.items())

    def nbytes(self) -> int:
        """Of all values together."""
        with self.lock:
            return sum({id(value): self._size(value) for value in self._values.values()}.values())
