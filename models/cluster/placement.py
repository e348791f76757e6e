"""Who sits where: rendezvous hashing of a visitor over the workers that live."""

from __future__ import annotations

import threading
from collections.abc import Collection
from hashlib import blake2b


def rendezvous(visitor: str, workers: Collection[str]) -> str:
    """The worker whose hash with the visitor is highest: where one goes, only its own visitors move. ValueError for no workers.

    Source: Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", IEEE/ACM Transactions on Networking 6, 1998.
    """
    return max(workers, key=lambda worker: blake2b(f"{worker} {visitor}".encode(), digest_size=8).digest())


class Seat:
    """One visitor's place. Who changes it holds its lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.worker = ""  # "": nowhere yet
        self.left = False  # the visitor has


class Seats:
    """The places of all visitors. Whoever sits stays there until that worker is lost, also where a new one would suit better."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seats: dict[str, Seat] = {}

    def of(self, visitor: str) -> Seat:
        with self._lock:
            return self._seats.setdefault(visitor, Seat())

    def find(self, visitor: str) -> Seat | None:
        """None for a visitor who never asked."""
        with self._lock:
            return self._seats.get(visitor)

    def forget(self, visitor: str) -> Seat | None:
        """The seat that is free now."""
        with self._lock:
            return self._seats.pop(visitor, None)
