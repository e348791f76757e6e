"""The one bounded cache: it holds values up to a number of bytes and drops the least recently used first."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
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
    """A mapping that drops its least recently used values when they exceed a number of bytes together. Thread-safe.

    `size`: bytes of a value. It is called each time, so a value may grow; call `trim` afterwards.
    `capacity`: the bound in bytes, also called each time.
    `keep_latest`: this many of the latest values stay, whatever their size.
    `rank`: keys of a lower rank go before keys of a higher one.
    `on_evict`: called with the key of each value that `trim` drops, while the lock is held. `pop` and `drop` do not call it.
    `name`: the name under which `bytes_by_name` counts the cache; "" is not counted.
    An object under two keys counts once.
    """

    def __init__(
        self,
        size: Callable[[V], int],
        capacity: Callable[[], float],
        *,
        keep_latest: int = 0,
        rank: Callable[[K], int] = lambda key: 0,
        on_evict: Callable[[K], None] = lambda key: None,
        name: str = "",
    ) -> None:
        self._size, self._capacity, self._keep_latest, self._rank, self._on_evict = size, capacity, keep_latest, rank, on_evict
        self._values: OrderedDict[K, V] = OrderedDict()
        self.lock = threading.RLock()  # for callers that must look and put in one step
        self.name = name
        if name:
            _named.add(self)

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """The value, which becomes the latest used; None if there is none."""
        with self.lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def peek(self, key: K) -> V | None:
        """The value, without a change of its age; None if there is none."""
        with self.lock:
            return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Stores a value as the latest used, in place of the key's previous one, and trims."""
        self.update([(key, value)])

    def update(self, items: Iterable[tuple[K, V]]) -> None:
        """Stores many values, the last one as the latest used, and trims once."""
        with self.lock:
            for key, value in items:
                self._values[key] = value
                self._values.move_to_end(key)
            self.trim()

    def get_or_create(self, key: K, create: Callable[[], V]) -> V:
        """The value, created and stored if there is none. `create` runs without the lock; two callers at once may both call it."""
        value = self.get(key)
        if value is None:
            value = create()
            self.put(key, value)
        return value

    def pop(self, key: K) -> V | None:
        """Removes a value and returns it; None if there is none."""
        with self.lock:
            return self._values.pop(key, None)

    def drop(self, goes: Callable[[K], bool]) -> None:
        """Removes every value whose key `goes`."""
        with self.lock:
            for key in [key for key in self._values if goes(key)]:
                del self._values[key]

    def trim(self) -> None:
        """Drops values until the rest fits the capacity."""
        with self.lock:
            while len(self._values) > self._keep_latest and self.nbytes() > self._capacity():
                key = min(self._values, key=self._rank)  # the first, so the oldest, of the lowest rank
                del self._values[key]
                self._on_evict(key)

    def items(self) -> tuple[tuple[K, V], ...]:
        """All keys and values, least recently used first."""
        with self.lock:
            return tuple(self._values.items())

    def nbytes(self) -> int:
        """Bytes of all values together."""
        with self.lock:
            return sum({id(value): self._size(value) for value in self._values.values()}.values())
