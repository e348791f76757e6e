"""Visitors: a token for every page load, which expires when the page closes or stays away for a long time.

The server generates an unguessable token and writes it into the document (`window.cnnVisitor`). The page sends it with every request, so
only that page finds the data that the models keep for it. No path and no log contains the token.

    the server sends the document     issue()             a token exists; no data is kept under it
    the page sends a request          visitor_of(token)   both clocks restart; data may be kept
    the page sends a heartbeat        heartbeat(token)    the clock of absence restarts
    the page closes                   leave(token)        the token and all its data are deleted
    no request for some time          sweep()             caches are freed after PLAYGROUND_VISITOR_MINUTES
    no contact for some time          sweep()             all data is deleted after PLAYGROUND_AWAY_MINUTES
    no contact at all                 sweep()             the token is dropped after PLAYGROUND_VISITOR_MINUTES

A broken connection does not end a visit: it calls nothing here, and the clocks continue.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from models import api, limits

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Visitor:
    last_heartbeat: float  # seconds, of `clock`: the last contact of any kind
    last_request: float  # the last request other than a heartbeat
    used: bool = False  # the page has made contact
    has_data: bool = False  # a request came since its caches were freed, so they may hold data again


class Visitors:
    """The tokens of all open pages. Thread-safe.

    `forget` deletes all data of a token, `free_caches` only the data that a request would compute again; `clock` counts seconds.
    """

    def __init__(
        self,
        forget: Callable[[str], None] = lambda visitor: api.forget_visitor(visitor),
        clock: Callable[[], float] = time.monotonic,
        free_caches: Callable[[str], None] = lambda visitor: api.free_caches(visitor),
    ) -> None:
        self._forget, self._clock, self._free_caches = forget, clock, free_caches
        self._known: dict[str, _Visitor] = {}
        self.has_freed = False  # whether data was freed since the caller last reset this flag
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._known)

    def issue(self) -> str:
        """A new token for one load of the page, or for a page whose token has expired."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            if len(self._known) >= limits.VISITORS.value:
                self._make_room()
            self._known[token] = _Visitor(last_heartbeat=self._clock(), last_request=self._clock())
        return token

    def _make_room(self) -> None:
        """Drop the oldest token that was never used. Its page still works, but the server keeps no data for it."""
        oldest = next((token for token, visitor in self._known.items() if not visitor.used), None)
        if oldest is not None:
            del self._known[oldest]

    def heartbeat(self, token: object) -> bool:
        """Records that the page of `token` is open. Returns whether the token is known."""
        with self._lock:
            visitor = self._known.get(token) if isinstance(token, str) else None
            if visitor is None:
                return False
            visitor.last_heartbeat, visitor.used = self._clock(), True
            return True

    def visitor_of(self, token: str | None) -> str:
        """The visitor who sends `token`; "" for an unknown token. The server keeps no data under ""."""
        with self._lock:
            visitor = self._known.get(token or "")
            if visitor is None or token is None:
                return ""
            visitor.last_heartbeat = visitor.last_request = self._clock()
            visitor.used = visitor.has_data = True
            return token

    def is_open(self, token: str) -> bool:
        """Whether `token` is still valid: an answer that finishes after its page has closed is not kept."""
        with self._lock:
            return token in self._known

    def leave(self, token: object) -> None:
        """The page of `token` has closed. An unknown token is ignored."""
        with self._lock:
            gone = self._known.pop(token, None) if isinstance(token, str) else None
        if gone is not None:
            self._free([str(token)], self._forget)

    def sweep(self) -> None:
        """Frees data whose time is over: see the top of this file.

        A request cannot bring a trained network back, so that stays until its page closes or has been away for PLAYGROUND_AWAY_MINUTES.
        """
        now = self._clock()
        with self._lock:
            gone = {token: visitor for token, visitor in self._known.items() if now - visitor.last_heartbeat > _seconds(visitor)}
            for token in gone:
                del self._known[token]
            idle = [token for token, visitor in self._known.items() if visitor.has_data and now - visitor.last_request > _idle_seconds()]
            for token in idle:
                self._known[token].has_data = False
        self._free([token for token, visitor in gone.items() if visitor.used], self._forget)
        self._free(idle, self._free_caches)

    def _free(self, tokens: list[str], free: Callable[[str], None]) -> None:
        for token in tokens:
            self.has_freed = True
            try:
                free(token)
            except Exception:  # an error with one visitor's data must not keep the others' data
                _log.exception("a visitor's memory could not be freed")


def _idle_seconds() -> float:
    return 60 * limits.VISITOR_MINUTES.value


def _seconds(visitor: _Visitor) -> float:
    """How long a page may stay without contact."""
    return 60 * limits.AWAY_MINUTES.value if visitor.used else _idle_seconds()
