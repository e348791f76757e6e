"""Weight files as torchvision has them, and hosts of one file, made by the tests."""

from __future__ import annotations

import http.server
import io
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty TORCH_HOME; the folder where torch.hub keeps weights."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    folder = tmp_path / "hub" / "checkpoints"
    folder.mkdir(parents=True)
    return folder


def serialised(state: Any) -> bytes:
    torch.save(state, out := io.BytesIO())
    return out.getvalue()


@pytest.fixture
def serve() -> Iterator[Callable[[bytes, threading.Event | None], str]]:
    """A host that has one file. With an event, it sends half, waits for it, then sends the rest."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(content: bytes, go_on: threading.Event | None = None) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()

            def do_GET(self) -> None:
                self.do_HEAD()
                half = len(content) // 2
                self.wfile.write(content[:half])
                if go_on:
                    go_on.wait(30)
                self.wfile.write(content[half:])

            def log_message(self, *_: Any) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def wait_for_downloads() -> None:
    for thread in threading.enumerate():
        if thread.name.startswith("download "):
            thread.join(30)


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/made-00000000.pth"
