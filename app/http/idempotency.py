"""A question that is asked again after a broken connection is answered once: what it changed, it changed.

The page gives every question that may change something a name of its own (`X-Once`) and asks again with the same one when no answer came.
Whoever asks a second time gets the first answer, or waits for it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from starlette.responses import Response

MAX_ANSWERS = 16  # answers of one visitor
MAX_BYTES = 256_000  # bytes: what changes something answers with less; what is larger is only read, and may be asked again
_MAX_KEY = 64  # characters of a name


class IdempotencyCache:
    """The last answers of every visitor. To be used from one event loop."""

    def __init__(self) -> None:
        # A registry by visitor: an answer that is still being computed has no size yet.
        self._answers: dict[str, OrderedDict[str, asyncio.Future[Response | None]]] = {}

    async def answer(self, visitor: str, name: str, work: Callable[[], Awaitable[Response]]) -> Response:
        """`await work()`, or what it answered before under this name."""
        own = self._answers.setdefault(visitor, OrderedDict())
        name = name[:_MAX_KEY]
        if name in own:
            before = await asyncio.shield(own[name])
            if before is not None:
                return before
        future: asyncio.Future[Response | None] = asyncio.get_running_loop().create_future()
        own[name] = future
        kept = None
        try:
            response = await work()
            if response.status_code < 400 and len(getattr(response, "body", b"x" * (MAX_BYTES + 1))) <= MAX_BYTES:
                kept = response
            return response
        finally:
            future.set_result(kept)
            if kept is None and own.get(name) is future:
                del own[name]
            while len(own) > MAX_ANSWERS:
                own.popitem(last=False)

    def forget(self, gone: Callable[[str], bool]) -> None:
        """The answers of those who have left go."""
        for visitor in [visitor for visitor in self._answers if gone(visitor)]:
            del self._answers[visitor]
