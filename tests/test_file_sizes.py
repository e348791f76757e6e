"""Small: a file has one subject and 400 lines at most, a function of Python 60 (eslint counts those of JavaScript)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KINDS = {".py", ".js", ".mjs", ".css", ".html"}
FOLDERS = ("app", "models", "benchmarks", "tests")
FILES = sorted(
    [*ROOT.glob("*.py"), *ROOT.glob("*.js"), *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.suffix in KINDS)]
)
MOST_LINES, MOST_FUNCTION_LINES = 400, 60


def lines_of(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_one_subject_takes() -> None:
    assert len(FILES) > 800
    assert {file.relative_to(ROOT).as_posix() for file in FILES if lines_of(file) > MOST_LINES} == set()


def functions_of(file: Path) -> list[tuple[str, int]]:
    """The place and the lines of every function of a file of Python."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(f"{file.relative_to(ROOT)}:{node.lineno}", (node.end_lineno or 0) - node.lineno + 1) for node in found]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_function_of_python_is_longer_than_a_screen(folder: str) -> None:
    functions = [one for file in FILES if file.suffix == ".py" and file.is_relative_to(ROOT / folder) for one in functions_of(file)]
    assert functions and [(place, lines) for place, lines in functions if lines > MOST_FUNCTION_LINES] == []
