"""The instruments' pure modules, tested in Node: this runs them with everything else and passes on what they say."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

FILES = sorted(Path(__file__).parent.glob("js/*.test.mjs")) + sorted(Path(__file__).parent.glob("js/*.test.js"))
SECONDS = 120


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_javascript(node: str, file: Path) -> None:
    ran = subprocess.run([node, "--test", str(file)], capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]


def test_there_are_some() -> None:
    assert FILES
