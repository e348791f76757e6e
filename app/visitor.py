"""Who is asking: a token for every page load, tied to Gradio's session while the tab is open, forgotten afterwards.

A token is made by the server, unguessable, and written into the document (`window.cnnVisitor`). The instruments send it
with every question, so that what the models keep for a visitor is found only by that visitor. It is in no path and no log.

    the document is sent      issue()            a token exists, nothing is kept under it
    Gradio connects           tie(token, hash)   it belongs to an open tab
    the tab closes            leave(hash)        gone, and everything that was kept under it
    nobody ever connected     sweep()            the same
    an open tab is silent     sweep()            what can be computed again is freed; its own networks and examples stay
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
    heard: float  # seconds, of the store's clock: the last sign of life
    session: str | None = None  # Gradio's session, once the page has connected
    keeps: bool = False  # something was asked, so something may be kept


class Visitors:
    """The tokens of all open tabs. Thread-safe.

    `forget` frees everything that is kept under one, `rest` what a question would bring back; `clock` counts seconds.
    """

    def __init__(
        self,
        forget: Callable[[str], None] = api.forget,
        clock: Callable[[], float] = time.monotonic,
        rest: Callable[[str], None] = api.rest,
    ) -> None:
        self._forget, self._clock, self._rest = forget, clock, rest
        self._known: dict[str, _Visitor] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._known)

    def issue(self) -> str:
        """A fresh token for one load of the page."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            if len(self._known) >= limits.VISITORS.value:
                self._make_room()
            self._known[token] = _Visitor(heard=self._clock())
        return token

    def _make_room(self) -> None:
        """Drop the oldest page that never connected; it keeps working, only nothing is remembered for it."""
        oldest = next((token for token, visitor in self._known.items() if visitor.session is None and not visitor.keeps), None)
        if oldest is not None:
            del self._known[oldest]

    def tie(self, token: object, session: str | None) -> None:
        """The page that holds `token` is Gradio's session `session`. Anything that is no token of ours is ignored."""
        with self._lock:
            visitor = self._known.get(token) if isinstance(token, str) else None
            if visitor is not None and session:
                visitor.session, visitor.heard = session, self._clock()

    def recognise(self, token: str | None) -> str:
        """The visitor who asks with `token`, "" for anybody else; "" keeps nothing."""
        with self._lock:
            visitor = self._known.get(token or "")
            if visitor is None or token is None:
                return ""
            visitor.heard, visitor.keeps = self._clock(), True
            return token

    def still_here(self, token: str) -> bool:
        """Whether anybody may still ask with `token`: an answer that was on its way when the tab closed is not kept."""
        with self._lock:
            return token in self._known

    def leave(self, session: str | None) -> None:
        """The tab of this session has closed."""
        with self._lock:
            gone = [token for token, visitor in self._known.items() if session and visitor.session == session]
            for token in gone:
                del self._known[token]
        self._free(gone, self._forget)

    def sweep(self) -> None:
        """Forget those who never connected; of open tabs that have long been silent free what a question would bring back.

        A network that somebody has trained cannot be had again by asking: it stays while its tab is open.
        """
        age = limits.VISITOR_MINUTES.value * 60
        with self._lock:
            silent = [token for token, visitor in self._known.items() if self._clock() - visitor.heard > age]
            freed = {token: self._known[token] for token in silent if self._known[token].keeps}
            for token in silent:
                self._known[token].keeps = False
                if self._known[token].session is None:
                    del self._known[token]
        self._free([token for token, visitor in freed.items() if visitor.session is None], self._forget)
        self._free([token for token, visitor in freed.items() if visitor.session is not None], self._rest)

    def _free(self, tokens: list[str], free: Callable[[str], None]) -> None:
        for token in tokens:
            try:
                free(token)
            except Exception:  # one visitor's trouble must not keep the others' memory
                _log.exception("a visitor's memory could not be freed")
