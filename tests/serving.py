"""A playground of its own for a test: `app.py`, started as people start it, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
START_SECONDS = 300  # a machine that others use too; a process that has ended is seen at once
http = httpx.Client(verify=False, limits=httpx.Limits(max_keepalive_connections=0))
"""Asks playgrounds. `httpx.get` and its kin read the machine's certificates anew for each question: 50 ms of processor time."""


@dataclass
class Server:
    """A running playground. `log` is everything that it has written so far."""

    process: subprocess.Popen[bytes]
    url: str  # without a slash at its end
    output: Path
    temporary: Path  # the only folder that it may write files to

    @property
    def log(self) -> str:
        return self.output.read_text("utf-8", errors="replace")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, *, script: Path = ROOT / "app.py", port: int | None = None, **environment: str) -> Server:
    """Start one and wait until it answers. `folder`: for its log and for weights, so that none of this machine's are seen."""
    port = port or free_port()
    output = folder / f"server-{port}.log"
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("GRADIO_", "PLAYGROUND_"))}
    temporary = folder / f"temporary-{port}"
    temporary.mkdir()
    mine = {
        "GRADIO_SERVER_NAME": "127.0.0.1",
        "GRADIO_SERVER_PORT": str(port),
        "GRADIO_TEMP_DIR": str(temporary),
        "TMPDIR": str(temporary),
        "TORCH_HOME": str(folder / "torch"),
        "PYTHONUNBUFFERED": "1",
    }
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(script)], cwd=ROOT, env={**inherited, **mine, **environment}, stdout=log, stderr=subprocess.STDOUT
        )
    server = Server(process, f"http://127.0.0.1:{port}", output, temporary)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if http.get(f"{server.url}/cnn/samples", timeout=5).status_code == 200:
                return server
        except httpx.TransportError:
            time.sleep(0.1)
    if process.poll() is None:
        process.kill()
    raise RuntimeError(f"the playground did not start:\n{server.log}")
