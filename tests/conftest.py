"""What all tests share: one running playground, one Chromium, and a last word on what did not run here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import NoReturn

import pytest
import torch

from tests import chromium, firefox, serving
from tests.serving import Server

torch.set_num_threads(1 if os.environ.get("PYTEST_XDIST_WORKER") else 2)  # all tests together on two cores

_LEFT_OUT: dict[str, int] = {}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The playground as `python app.py` starts it, without any weights of this machine."""
    running = serving.start(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()


def leave_out(reason: str) -> NoReturn:
    """Leave a test out and say so in the last lines; where nothing may be left out, fail."""
    if os.environ.get("NOTHING_LEFT_OUT"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def node() -> str:
    """Path of Node."""
    return shutil.which("node") or leave_out("no Node here")


@pytest.fixture(scope="session")
def chrome() -> str:
    """Path of a Chromium."""
    return chromium.find() or leave_out("no Chromium here")


@pytest.fixture(scope="session")
def firefox_path() -> str:
    """Path of a Firefox."""
    return firefox.find() or leave_out("no Firefox here")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that open pages first, the largest of a kind before the others: two processes that share them end together."""
    items.sort(key=lambda item: ("browser" not in item.path.parts, -item.path.stat().st_size, item.path))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and isinstance(report.longrepr, tuple):
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        _LEFT_OUT[reason] = _LEFT_OUT.get(reason, 0) + 1


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    for reason, count in sorted(_LEFT_OUT.items()):
        print(f"Did not run here: {count} tests ({reason}).")
