"""What each visitor's last pictures did in each network, so that walking the layers costs no second forward pass."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from models import limits
from models.engine.capture import Capture
from models.types.units import EDITED


@dataclass(frozen=True, slots=True)
class Memory:
    """One picture in one network."""

    digest: bytes  # of the prepared picture
    capture: Capture
    milliseconds: float  # that its forward pass took
    nbytes: int


class Remembered:
    """One memory a visitor and network, the latest; together at most PLAYGROUND_CAPTURE_CACHE_MB, least recently used go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._memories: OrderedDict[tuple[str, str], Memory] = OrderedDict()

    def get(self, visitor: str, key: str, digest: bytes) -> Memory | None:
        """Only what this visitor's own picture did, and only for exactly this picture."""
        with self._lock:
            memory = self._memories.get((visitor, key))
            if memory is None or memory.digest != digest:
                return None
            self._memories.move_to_end((visitor, key))
            return memory

    def put(self, visitor: str, key: str, memory: Memory) -> None:
        with self._lock:
            self._memories[visitor, key] = memory
            self._memories.move_to_end((visitor, key))
            while self._memories and sum(one.nbytes for one in self._memories.values()) > limits.CAPTURE_CACHE_MB.value * 1e6:
                self._memories.popitem(last=False)

    def forget(self, visitor: str) -> None:
        self._drop(lambda whose, _: whose == visitor)

    def forget_network(self, key: str) -> None:
        """A capture holds on to its network: when that leaves the shelf, so does this."""
        self._drop(lambda _, network: network in (key, key + EDITED))

    def forget_one(self, visitor: str, key: str) -> None:
        """A visitor's own network was replaced or removed."""
        self._drop(lambda whose, network: whose == visitor and network in (key, key + EDITED))

    def _drop(self, leaves: Callable[[str, str], bool]) -> None:
        with self._lock:
            for place in [place for place in self._memories if leaves(*place)]:
                del self._memories[place]

    def nbytes(self) -> int:
        with self._lock:
            return sum(memory.nbytes for memory in self._memories.values())
