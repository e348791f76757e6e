"""What each visitor's last pictures did in each network, so that walking the layers costs no second forward pass."""

from __future__ import annotations

from dataclasses import dataclass

from models import limits
from models.byte_lru import ByteLru
from models.engine.capture import Capture
from models.types.filters import EDITED_MARK


@dataclass(frozen=True, slots=True)
class CachedForward:
    """One picture in one network."""

    digest: bytes  # of the prepared picture
    capture: Capture
    milliseconds: float  # that its forward pass took
    nbytes: int


class ActivationCache:
    """One memory a visitor and network, the latest; together at most PLAYGROUND_CAPTURE_CACHE_MB, least recently used go."""

    def __init__(self) -> None:
        self._cached: ByteLru[tuple[str, str], CachedForward] = ByteLru(
            lambda one: one.nbytes, lambda: limits.CAPTURE_CACHE_MB.value * 1e6, name="activations"
        )

    def get(self, visitor: str, key: str, digest: bytes) -> CachedForward | None:
        """Only what this visitor's own picture did, and only for exactly this picture."""
        with self._cached.lock:
            cached = self._cached.peek((visitor, key))
            return self._cached.get((visitor, key)) if cached is not None and cached.digest == digest else None

    def put(self, visitor: str, key: str, cached: CachedForward) -> None:
        self._cached.put((visitor, key), cached)

    def forget(self, visitor: str) -> None:
        self._cached.drop(lambda place: place[0] == visitor)

    def forget_network(self, key: str) -> None:
        """A capture holds on to its network: when that leaves the store, so does this."""
        self._cached.drop(lambda place: place[1] in (key, key + EDITED_MARK))

    def forget_own_network(self, visitor: str, key: str) -> None:
        """A visitor's own network was replaced or removed."""
        self._cached.drop(lambda place: place[0] == visitor and place[1] in (key, key + EDITED_MARK))

    def nbytes(self) -> int:
        return self._cached.nbytes()
