"""Shown code as a stranger runs it: its folder unpacked into an empty place, far from this repository.

One isolated interpreter (`python -I`) runs many folders one after the other, each in a namespace of its own: torch takes seconds to load.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from models import api
from models.text import Language
from models.types.code import Code

OURS = ("models", "app", "tests")
FOLDS = re.compile(r"# region .*?# endregion\n", re.DOTALL)
_RUNNER = """
import contextlib, importlib.util, io, json, os, sys, traceback, warnings
from pathlib import Path

warnings.simplefilter("ignore")
wanted = json.loads(sys.stdin.read())
assert not [name for name in wanted["ours"] if importlib.util.find_spec(name)], "this repository can be imported"
import numpy, torch
import torch.nn.functional as F

told = {}
relus = F.relu, torch.relu
for case in wanted["cases"]:
    folder = Path(case["folder"])
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    space, said = {"__name__": "__main__", "__file__": str(folder / "run.py")}, io.StringIO()
    problem = ""
    try:
        with contextlib.redirect_stdout(said):
            exec(compile((folder / "run.py").read_text("utf-8"), "run.py", "exec"), space)
    except Exception:
        problem = traceback.format_exc()
    kept = {name: numpy.asarray(torch.as_tensor(space[name]).detach()) for name in case["names"] if name in space}
    numpy.savez(folder / "kept.npz", **kept)
    told[case["folder"]] = {"said": said.getvalue(), "problem": problem}
    F.relu, torch.relu = relus
    sys.path.remove(str(folder))
    sys.modules.pop("predict", None)
print(json.dumps(told))
"""


@dataclass(frozen=True)
class Ran:
    """What a folder printed, and what it left under some names."""

    said: str
    values: Mapping[str, Any]

    @property
    def numbers(self) -> list[float]:
        """Every number that was printed, in order."""
        return [float(one) for one in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", self.said)]


def unpacked(code: Code, folder: Path, language: Language = "en") -> Path:
    """The folder as a visitor downloads it."""
    with zipfile.ZipFile(io.BytesIO(api.code_zip(code, language))) as archive:
        archive.extractall(folder)
    return folder


def alone(codes: Mapping[str, tuple[Code, tuple[str, ...]]], place: Path, language: Language = "en") -> dict[str, Ran]:
    """Each code in an empty folder of its own; AssertionError with its traceback for one that fails. `place`: an empty folder."""
    cases = []
    for name, (code, names) in codes.items():
        folder = unpacked(code, place / re.sub(r"\W+", "_", name), language)
        cases.append({"folder": str(folder), "names": names})
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    asked = json.dumps({"ours": OURS, "cases": cases})
    ran = subprocess.run(
        [sys.executable, "-I", "-c", _RUNNER], input=asked, cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    wrong = {name: told[case["folder"]]["problem"] for name, case in zip(codes, cases, strict=True) if told[case["folder"]]["problem"]}
    assert not wrong, "\n\n".join(f"{name}: {problem[-1500:]}" for name, problem in wrong.items())
    return {
        name: Ran(told[case["folder"]]["said"], dict(np.load(Path(case["folder"]) / "kept.npz")))
        for name, case in zip(codes, cases, strict=True)
    }


def here(code: Code, folder: Path, language: Language = "en") -> tuple[dict[str, Any], list[str]]:
    """The same in this process, for what runs by the hundred."""
    return executed(unpacked(code, folder, language))


def executed(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """run.py of a folder, run in it: (what it left, lines it printed). torch is left as it was."""
    before, relus = Path.cwd(), (F.relu, torch.relu)
    names: dict[str, Any] = {}
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(said := io.StringIO()), torch.random.fork_rng(devices=[]):
            exec(compile((folder / "run.py").read_text("utf-8"), "shown", "exec"), names)
    finally:
        os.chdir(before)
        F.relu, torch.relu = relus  # type: ignore[assignment]
    return names, said.getvalue().splitlines()


def plain(code: str) -> str:
    """What a reader sees with the folds closed."""
    return FOLDS.sub("", code)
