"""What each visitor's last pictures did in each network, so that walking the layers costs no second forward pass."""

from __future__ import annotations

from dataclasses import dataclass

from models import limits
from models.byte_lru import ByteLru
from models.engine.capture import Capture
from models.types.filters import EDITED


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
        self._memories: ByteLru[tuple[str, str], Memory] = ByteLru(lambda one: one.nbytes, lambda: limits.CAPTURE_CACHE_MB.value * 1e6)

    def get(self, visitor: str, key: str, digest: bytes) -> Memory | None:
        """Only what this visitor's own picture did, and only for exactly this picture."""
        with self._memories.lock:
            memory = self._memories.peek((visitor, key))
            return self._memories.get((visitor, key)) if memory is not None and memory.digest == digest else None

    def put(self, visitor: str, key: str, memory: Memory) -> None:
        self._memories.put((visitor, key), memory)

    def forget(self, visitor: str) -> None:
        self._memories.drop(lambda place: place[0] == visitor)

    def forget_network(self, key: str) -> None:
        """A capture holds on to its network: when that leaves the shelf, so does this."""
        self._memories.drop(lambda place: place[1] in (key, key + EDITED))

    def forget_one(self, visitor: str, key: str) -> None:
        """A visitor's own network was replaced or removed."""
        self._memories.drop(lambda place: place[0] == visitor and place[1] in (key, key + EDITED))

    def nbytes(self) -> int:
        return self._memories.nbytes()
