"""The container: what its image copies is here and is enough for the command that it runs. Docker itself is not needed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STEPS = re.sub(r"\\\n", "", (ROOT / "Dockerfile").read_text("utf-8")).splitlines()
RULES = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and not line.startswith("#")]
OPEN = "import runpy; from models import api; runpy.run_path('app.py'); api.start(); api.warm_up(); print('ready')"


def said(instruction: str) -> list[str]:
    """What follows each `instruction` of the Dockerfile, in order."""
    return [line.split(maxsplit=1)[1] for line in STEPS if line.startswith(f"{instruction} ")]


def copied() -> list[tuple[str, str]]:
    """(path here, place in the image) of everything that is copied."""
    found = []
    for line in said("COPY"):
        *paths, place = line.split()
        found += [(path, place) for path in paths]
    return found


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for line in said("ENV") for pair in line.split())


def test_what_is_copied_exists_and_is_not_ignored() -> None:
    assert RULES[0] == "*"
    allowed = {rule[1:] for rule in RULES if rule.startswith("!")}
    assert {path for path, _ in copied()} == allowed
    for path in allowed:
        assert (ROOT / path).exists(), path


def test_it_installs_our_pins_with_pytorch_for_the_cpu() -> None:
    first, second = next(line for line in said("RUN") if "pip install" in line).split(" && ")[1:]
    assert "--index-url https://download.pytorch.org/whl/cpu -r torch.txt" in " ".join(first.split())
    assert second.split()[-2:] == ["-r", "requirements.txt"] and "index" not in second
    picked = [line for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines() if line.startswith("torch")]
    assert [line.split("==")[0] for line in picked] == ["torch", "torchvision"]  # what its grep leaves


def test_it_runs_as_nobody_special_where_others_can_reach_it() -> None:
    version = re.findall(r'^python_version: "([\d.]+)"$', (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert said("FROM") == [f"python:{one}-slim" for one in version]
    assert said("USER") == ["playground"]
    assert [line.split()[-1] for line in said("RUN") if line.startswith("useradd")] == ["playground"]
    assert environment()["GRADIO_SERVER_NAME"] == "0.0.0.0"
    assert [environment()["GRADIO_SERVER_PORT"]] == said("EXPOSE") == ["7860"]
    assert json.loads(said("CMD")[0]) == ["python", "app.py"]


@pytest.mark.slow
def test_what_is_copied_is_enough_to_start(tmp_path: Path) -> None:
    """The copied files alone, in an empty folder: both pages are built, and what the first visitor would wait for is ready."""
    left_out = [rule.removeprefix("**/") for rule in RULES[1:] if not rule.startswith("!")]

    def ignored(folder: str, names: list[str]) -> set[str]:
        inside = Path(folder).relative_to(ROOT)
        return {name for name in names if name in left_out or str(inside / name) in left_out}

    for path, place in copied():
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, tmp_path / place, ignore=ignored)
        else:
            shutil.copy(ROOT / path, tmp_path / place)
    assert (tmp_path / "models").is_dir() and not (tmp_path / "models" / "recipes").exists()
    outside = {key: value for key, value in os.environ.items() if not key.startswith(("GRADIO_", "PLAYGROUND_", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, "-B", "-c", OPEN],
        cwd=tmp_path,
        env={**outside, **environment(), "TORCH_HOME": str(tmp_path / "torch")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0 and done.stdout.endswith("ready\n"), done.stderr
