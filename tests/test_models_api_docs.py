"""The docstrings of models.api: each says what is taken, returned and refused, in one layout; nothing is run, the source is read."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.refusals import ROOT, may_refuse

API = ROOT / "models" / "api"
SHARED = ("visitor", "language")
"""Arguments that mean the same everywhere: the package says what, and no function says it again."""
SECTIONS = ("Args", "Returns", "Raises", "Source")
NEVER = {
    "datasets": "the sets are asked for by their own keys",
    "history_networks": "the networks are asked for by their own keys",
    "warm_up": "the set and the networks are asked for by their own keys",
    "training_menu": "the sets are asked for by their own keys",
}
"""Functions in whose reach a refusal lies that cannot happen, and why."""
DTYPE = re.compile(r"\b(uint8|int32|int64|float32|float64)\b")
SHAPE = re.compile(r"\[[a-z0-9]+(, [a-z0-9 ]+)*\]")
RANGE = re.compile(r"\d to |\bor more\b|\bfinite\b|\bIds? of\b|\bas in `")


@cache
def functions() -> dict[str, tuple[str, ast.FunctionDef]]:
    """Every public function by name, with its module."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(API.glob("*.py"))}
    return {
        node.name: (f"models.api.{path.stem}", node)
        for path, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


NAMES = sorted(functions())


def parsed(docstring: str) -> tuple[str, dict[str, list[str]]]:
    """(all before the first section, section → its lines)."""
    head, sections = [], {}  # type: tuple[list[str], dict[str, list[str]]]
    lines = head
    for line in docstring.splitlines():
        if re.fullmatch(r"[A-Z]\w+:", line):
            assert line[:-1] not in sections, f"{line} comes twice"
            lines = sections[line[:-1]] = []
        else:
            lines.append(line)
    return "\n".join(head), sections


def docs(name: str) -> tuple[str, dict[str, list[str]]]:
    found = ast.get_docstring(functions()[name][1])
    assert found, f"{name} has no docstring"
    return parsed(found)


def entries(lines: list[str]) -> dict[str, str]:
    """`name: text` lines at four spaces, with the lines that go on with them at eight."""
    found: dict[str, str] = {}
    for line in filter(None, lines):
        begun = re.fullmatch(r" {4}(\w+): (\S.*)", line)
        assert begun or (found and re.match(r" {8}\S", line)), f"neither an entry nor its second line: {line!r}"
        if begun:
            assert begun[1] not in found, f"{begun[1]} comes twice"
            found[begun[1]] = begun[2]
        else:
            found[list(found)[-1]] += " " + line.strip()
    return found


def parameters(node: ast.FunctionDef) -> dict[str, str]:
    """Name → annotation, in order."""
    every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    return {one.arg: ast.unparse(one.annotation) if one.annotation else "" for one in every}


@cache
def with_arrays() -> frozenset[str]:
    """Dataclasses of models.types that hold an array themselves."""
    found = set()
    for path in (ROOT / "models" / "types").glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            fields = [one for one in ast.walk(node) if isinstance(one, ast.AnnAssign)] if isinstance(node, ast.ClassDef) else []
            if isinstance(node, ast.ClassDef) and any("NDArray" in ast.unparse(one.annotation) for one in fields):
                found.add(node.name)
    return frozenset(found)


def has_arrays(annotation: str) -> bool:
    return "NDArray" in annotation or not with_arrays().isdisjoint(re.findall(r"\w+", annotation))


@pytest.mark.parametrize("name", NAMES)
def test_the_layout_is_one(name: str) -> None:
    head, sections = docs(name)
    first, *rest = head.rstrip().splitlines()
    assert re.match(r"[A-Z][a-z-]+s .*\.$", first), f"{name}: no sentence that begins with what the function does: {first}"
    assert not rest or not rest[0], f"{name}: a blank line follows the first"
    assert list(sections) == [one for one in SECTIONS if one in sections], f"{name}: {list(sections)}"
    assert all(any(line.strip() for line in lines) for lines in sections.values()), f"{name}: an empty section"
    found = ast.get_docstring(functions()[name][1]) or ""
    assert len(re.findall(rf"\n\n(?:{'|'.join(SECTIONS)}):\n {{4}}\S", found)) == len(sections), f"{name}: a blank line before each section"


@pytest.mark.parametrize("name", NAMES)
def test_every_argument_is_explained_and_no_other(name: str) -> None:
    taken = [one for one in parameters(functions()[name][1]) if one not in SHARED]
    assert list(entries(docs(name)[1].get("Args", []))) == taken


@pytest.mark.parametrize("name", NAMES)
def test_numbers_have_a_range_and_arrays_a_shape(name: str) -> None:
    node, (_, sections) = functions()[name][1], docs(name)
    said = entries(sections.get("Args", []))
    for argument, annotation in parameters(node).items():
        if re.search(r"\b(int|float)\b", annotation):
            assert RANGE.search(said[argument]), f"{name}: {argument} has no range: {said[argument]}"
        if "NDArray" in annotation:
            assert DTYPE.search(said[argument]) and SHAPE.search(said[argument]), f"{name}: {argument}: {said[argument]}"
    returned = " ".join(line.strip() for line in sections.get("Returns", [])).strip()
    assert returned, f"{name} does not say what it returns"
    annotation = ast.unparse(node.returns) if node.returns else ""
    assert (annotation == "None") == (returned == "None."), f"{name} returns {annotation}: {returned}"
    if has_arrays(annotation):
        assert DTYPE.search(returned) and SHAPE.search(returned), f"{name}: no dtype or shape in: {returned}"
    if annotation.startswith("Iterator"):
        assert returned.startswith("An iterator"), f"{name}: what each item is, and how often: {returned}"


@pytest.mark.parametrize("name", NAMES)
def test_what_may_be_refused_is_said(name: str) -> None:
    module, _ = functions()[name]
    raises = entries(docs(name)[1].get("Raises", []))
    assert set(raises) <= {"UserError", "ValueError"}
    unsaid = may_refuse((module, name)) and not raises
    assert unsaid == (name in NEVER), f"{name} may refuse, and has no Raises" if unsaid else f"{name} needs no exception"


def test_what_was_seen_to_refuse_says_so() -> None:
    """The failing calls of another test are refusals that happen."""
    text = Path(__file__).with_name("api_calls.py").read_text(encoding="utf-8")
    (calls,) = (
        node.value
        for node in ast.parse(text).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "FAILURES"
    )
    assert isinstance(calls, ast.Dict)
    refused = {key.value.partition(",")[0] for key in calls.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    assert len(refused) > 50
    for name in sorted(refused):
        assert "UserError" in entries(docs(name)[1].get("Raises", [])), name
        assert may_refuse((functions()[name][0], name)), f"the source of {name} is not followed to its refusal"


def test_the_package_explains_the_shared_arguments() -> None:
    package = ast.get_docstring(ast.parse((API / "__init__.py").read_text(encoding="utf-8"))) or ""
    for name in SHARED:
        assert re.search(rf"^ +{name}: \S", package, re.MULTILINE), name
