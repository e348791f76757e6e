"""A wire that can be cut: a small TCP proxy before a server, in a thread of its own.

with Proxy(port) as wire:
    page.goto(wire.url)
    wire.cut()       # every connection breaks, new ones are refused
    wire.mend()      # until here
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any

_CHUNK = 65_536
_SECONDS = 10


class Proxy:
    """Passes bytes between 127.0.0.1:`port` and whoever connects to `url`. `opened` counts the connections, `open` those that stand."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.opened = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def open(self) -> int:
        return len(self._writers) // 2

    def __enter__(self) -> Proxy:
        self._thread.start()
        self.mend()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_SECONDS)

    def cut(self) -> None:
        """Every connection breaks at once, in the middle of whatever it carries; new ones are refused."""
        self._run(self._cut())

    def mend(self) -> None:
        """New connections are taken again, at the same address."""
        self._run(self._mend())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_SECONDS)

    async def _cut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._writers):
            writer.transport.abort()

    async def _mend(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._meet, "127.0.0.1", self.port, reuse_address=True)
            self.port = int(self._server.sockets[0].getsockname()[1])

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        try:
            other_reader, other = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, other}
        try:
            await asyncio.gather(self._pass(reader, other), self._pass(other_reader, writer))
        finally:
            self._writers -= {writer, other}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(_CHUNK):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.transport.close() if not reader.exception() else writer.transport.abort()
