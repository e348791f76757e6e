"""How much memory the process takes, started as people start it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import serving
from tests.serving import ROOT, Server, http
from tests.start_and_say import WARM

MOST_MB = 1500  # asked, with three networks for photographs open
PHOTOGRAPHS = ("efficientnet_lite0", "resnet109", "alexnet109")
PATIENCE = 300  # seconds: a machine that others use too


@pytest.fixture
def warm(tmp_path: Path) -> Iterator[Server]:
    """A playground that has loaded what it loads by itself."""
    server = serving.start(tmp_path, script=ROOT / "tests" / "start_and_say.py")
    deadline = time.monotonic() + PATIENCE
    while WARM not in server.log and time.monotonic() < deadline:
        http.get(f"{server.url}/cnn/samples")
    assert WARM in server.log
    yield server
    server.stop()


def peak_megabytes(server: Server) -> float:
    """The most memory that the server has held at once."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{server.process.pid}/status").read_text())
    assert found
    return int(found[1]) * 1024 / 1e6


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much memory a process holds")
def test_three_networks_for_photographs_stay_within_what_is_asked(warm: Server) -> None:
    token = re.search(r'cnnVisitor = "([^"]+)"', http.get(f"{warm.url}/").text)
    assert token
    who, picture = {"X-Visitor": token[1]}, (ROOT / "assets" / "samples" / "cat.jpg").read_bytes()
    for key in PHOTOGRAPHS:
        network = http.get(f"{warm.url}/cnn/network?network={key}", headers=who, timeout=PATIENCE).json()
        layer = next(one["name"] for one in network["layers"] if one["kind"] == "convolution")
        question = f"{warm.url}/cnn/forward?network={key}&layer={layer}&form=picture"
        assert http.post(question, content=picture, headers=who, timeout=PATIENCE).status_code == 200
    taken = peak_megabytes(warm)
    print(f"{taken:.0f} MB at most")
    assert taken < MOST_MB
