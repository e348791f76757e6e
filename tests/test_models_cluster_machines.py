"""A machine of a cluster goes away. In a process of its own: Ray reads once, when it is imported, who may ask it and where it listens."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import pytest

from tests.conftest import leave_out
from tests.serving import ROOT


@pytest.mark.slow
def test_a_machine_that_goes_takes_nothing_along() -> None:
    if importlib.util.find_spec("ray") is None:
        leave_out("no Ray here: requirements-cluster.txt")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("RAY_", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", "tests/two_machines.py", "-s"]
    found = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr
