"""Who is asking: a token for every page load, forgotten when the page leaves or has been away for long.

A token is made by the server, unguessable, and written into the document (`window.cnnVisitor`). The page sends it with every question, so
that what the models keep for a visitor is found only by that visitor. It is in no path and no log.

    the document is sent      issue()           a token exists, nothing is kept under it
    the page asks             recognise(token)  its clocks start anew, and something may be kept
    the page says it is here  greet(token)      the clock of being away starts anew
    the page closes           leave(token)      gone, and everything that was kept under it
    it has not asked lately   sweep()           what can be computed again is freed after PLAYGROUND_VISITOR_MINUTES
    it has said nothing       sweep()           everything is forgotten after PLAYGROUND_AWAY_MINUTES
    it never said a word      sweep()           the token is dropped after PLAYGROUND_VISITOR_MINUTES

A connection that breaks is not a decision: it says nothing here, so it only lets the clocks run on.
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
    last_heartbeat: float  # seconds, of the store's clock: the last word of any kind
    last_request: float  # the last question
    used: bool = False  # the page has said something
    has_data: bool = False  # a question was asked since the last rest, so something may be kept that can be computed again


class Visitors:
    """The tokens of all open pages. Thread-safe.

    `forget` frees everything that is kept under one, `rest` what a question would bring back; `clock` counts seconds.
    """

    def __init__(
        self,
        forget: Callable[[str], None] = lambda visitor: api.forget_visitor(visitor),
        clock: Callable[[], float] = time.monotonic,
        rest: Callable[[str], None] = lambda visitor: api.free_caches(visitor),
    ) -> None:
        self._forget, self._clock, self._rest = forget, clock, rest
        self._known: dict[str, _Visitor] = {}
        self.has_freed = False  # memory, since whoever watches this said that it was given back
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._known)

    def issue(self) -> str:
        """A fresh token for one load of the page, or for a page whose own is no longer known."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            if len(self._known) >= limits.VISITORS.value:
                self._make_room()
            self._known[token] = _Visitor(last_heartbeat=self._clock(), last_request=self._clock())
        return token

    def _make_room(self) -> None:
        """Drop the oldest page that never said a word; it keeps working, only nothing is remembered for it."""
        oldest = next((token for token, visitor in self._known.items() if not visitor.used), None)
        if oldest is not None:
            del self._known[oldest]

    def heartbeat(self, token: object) -> bool:
        """The page of `token` is there, without a question. Whether the token is one of ours."""
        with self._lock:
            visitor = self._known.get(token) if isinstance(token, str) else None
            if visitor is None:
                return False
            visitor.last_heartbeat, visitor.used = self._clock(), True
            return True

    def visitor_of(self, token: str | None) -> str:
        """The visitor who asks with `token`, "" for anybody else; "" keeps nothing."""
        with self._lock:
            visitor = self._known.get(token or "")
            if visitor is None or token is None:
                return ""
            visitor.last_heartbeat = visitor.last_request = self._clock()
            visitor.used = visitor.has_data = True
            return token

    def is_open(self, token: str) -> bool:
        """Whether anybody may still ask with `token`: an answer that was on its way when the page closed is not kept."""
        with self._lock:
            return token in self._known

    def leave(self, token: object) -> None:
        """The page of `token` has closed. Anything that is no token of ours is ignored."""
        with self._lock:
            gone = self._known.pop(token, None) if isinstance(token, str) else None
        if gone is not None:
            self._free([str(token)], self._forget)

    def sweep(self) -> None:
        """Free what the clocks say: see the top of this file.

        A network that somebody has trained cannot be had again by asking: it stays until its page leaves or has been away for long.
        """
        now = self._clock()
        with self._lock:
            gone = {token: visitor for token, visitor in self._known.items() if now - visitor.last_heartbeat > _seconds(visitor)}
            for token in gone:
                del self._known[token]
            idle = [token for token, visitor in self._known.items() if visitor.has_data and now - visitor.last_request > _rest_seconds()]
            for token in idle:
                self._known[token].has_data = False
        self._free([token for token, visitor in gone.items() if visitor.used], self._forget)
        self._free(idle, self._rest)

    def _free(self, tokens: list[str], free: Callable[[str], None]) -> None:
        for token in tokens:
            self.has_freed = True
            try:
                free(token)
            except Exception:  # one visitor's trouble must not keep the others' memory
                _log.exception("a visitor's memory could not be freed")


def _rest_seconds() -> float:
    return 60 * limits.VISITOR_MINUTES.value


def _seconds(visitor: _Visitor) -> float:
    """How long a page may say nothing."""
    return 60 * limits.AWAY_MINUTES.value if visitor.used else _rest_seconds()
