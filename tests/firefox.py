"""A Firefox over WebDriver BiDi, as much of it as a test needs: it opens an address, runs a script and waits for one to be true."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("firefox-esr", "firefox")
SECONDS = 300  # a machine that others use too; a process that has ended is seen at once


def find() -> str | None:
    """Path of a Firefox, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class WebSocket:
    """Text that goes and comes (RFC 6455), to a server that we started."""

    def __init__(self, host: str, port: int, path: str) -> None:
        self._line = socket.create_connection((host, port), SECONDS)
        self._line.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self._come = self._line.makefile("rb")
        assert b" 101 " in self._come.readline()
        while self._come.readline().strip():
            pass

    def send(self, text: str) -> None:
        data, mask = text.encode(), os.urandom(4)
        size = len(data)
        head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBQ", 0x81, 0xFF, size)
        if 126 <= size < 2**16:
            head = struct.pack("!BBH", 0x81, 0xFE, size)
        whole = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(data, "big") ^ int.from_bytes(whole, "big")).to_bytes(size, "big")
        self._line.sendall(head + mask + masked)

    def receive(self) -> str:
        """The next whole message."""
        message = b""
        while True:
            first, size = self._come.read(2)
            if size == 126:
                (size,) = struct.unpack("!H", self._come.read(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", self._come.read(8))
            data = self._come.read(size)
            if first & 0x0F <= 2:  # what is no text is a ping, or the end
                message += data
                if first & 0x80:
                    return message.decode()
            assert first & 0x0F != 8, "Firefox has ended the line"

    def close(self) -> None:
        self._come.close()
        self._line.close()


class Tab:
    """The one tab of a Firefox."""

    def __init__(self, line: WebSocket) -> None:
        self._line, self._count = line, 0
        self._send("session.new", capabilities={})
        self._context = self._send("browsingContext.getTree")["contexts"][0]["context"]

    def _send(self, method: str, **params: Any) -> Any:
        self._count += 1
        self._line.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            said = json.loads(self._line.receive())
            if said.get("id") == self._count:
                assert said["type"] == "success", said
                return said["result"]

    def open(self, url: str) -> None:
        self._send("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def read(self, expression: str) -> Any:
        """What an expression, or a promise of it, is, by way of JSON."""
        script = f"(async () => JSON.stringify((await ({expression})) ?? null))()"
        said = self._send("script.evaluate", expression=script, target={"context": self._context}, awaitPromise=True)
        assert said["type"] == "success", said
        return json.loads(said["result"]["value"])

    def wait(self, condition: str) -> None:
        deadline = time.monotonic() + SECONDS
        while not self.read(f"(bus => !!({condition}))(window.cnn)"):
            assert time.monotonic() < deadline, condition
            time.sleep(0.1)


@contextmanager
def opened(path: str, profile: Path) -> Iterator[Tab]:
    """A Firefox of its own, with a new profile."""
    profile.mkdir()
    log = profile.with_suffix(".log")
    with log.open("wb") as out:
        command = [path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0", "about:blank"]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + SECONDS
        while not (listening := re.search(r"ws://([^:/\s]+):(\d+)", log.read_text("utf-8", errors="replace"))):
            assert process.poll() is None and time.monotonic() < deadline, log.read_text("utf-8", errors="replace")
            time.sleep(0.1)
        line = WebSocket(listening[1], int(listening[2]), "/session")
        yield Tab(line)
        line.close()
    finally:
        process.terminate()
        process.wait(30)
