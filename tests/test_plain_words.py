"""One word for one thing: replaced names do not come back, as identifiers, modules, routes, bus keys or instruments.

`old_names.py` is the list. A word that is ordinary English elsewhere is kept out of the one module (or file) that it named a thing in:
`old_names_by_file.py`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import old_names, old_names_by_file

IDENTIFIERS, JS_IDENTIFIERS = set(old_names.IDENTIFIERS.split()), set(old_names.JS_IDENTIFIERS.split())
ROUTES, BUS_KEYS = set(old_names.ROUTES.split()), set(old_names.BUS_KEYS.split())
ROOT = Path(__file__).parents[1]
INSTRUMENT_FOLDERS = ROOT / "app" / "instruments"
PYTHON = sorted(file for folder in ("app", "models", "benchmarks", "tests") for file in (ROOT / folder).rglob("*.py"))
JAVASCRIPT = sorted(file for folder in (INSTRUMENT_FOLDERS, ROOT / "tests" / "js") for file in folder.rglob("*.*js"))
DECLARED = re.compile(r"^(?:export )?(?:async )?(?:function\*?|const|let|class) ([\w$]+)", re.MULTILINE)
JS_TEXT = re.compile(r"/\*.*?\*/|//[^\n]*|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`", re.DOTALL)
"""Comments and strings. Code inside a template is left out with it."""


def table(text: str) -> dict[str, set[str]]:
    """`place: name name …`, a long line continued under it by an indent."""
    lines = text.strip().replace("\n    ", " ").split("\n")
    return {place: set(names.split()) for place, names in (line.split(": ") for line in lines)}


def names_in(tree: ast.AST) -> Iterator[str]:
    """Every identifier of a piece of Python: names, attributes, arguments, keywords, definitions, imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.alias(name=name, asname=renamed):
                yield from (renamed or name).split(".")


def top_level(tree: ast.Module) -> set[str]:
    """What a module defines: its classes, functions and variables."""
    own = {node.name for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)}
    assignments = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    targets = [n for node in assignments for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return own | {name.id for name in targets}


def js_names(text: str) -> set[str]:
    """Identifiers of a piece of JavaScript, without its comments and strings."""
    return set(re.findall(r"[A-Za-z_$][\w$]*", JS_TEXT.sub(" ", text)))


def test_the_readers_see_names_and_no_text() -> None:
    assert {"Shelved", "borrow", "key"} <= set(names_in(ast.parse("Shelved(key=1).borrow  # Glance")))
    assert "Glance" not in set(names_in(ast.parse("'Glance'")))
    assert js_names("goer(bus) // says\n'told' + made") == {"goer", "bus", "made"}


@pytest.mark.parametrize("file", PYTHON, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_old_name_in_python(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    module = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    assert not IDENTIFIERS & set(names_in(tree))
    assert not top_level(tree) & table(old_names_by_file.MODULE_NAMES).get(module, set())


@pytest.mark.parametrize("file", JAVASCRIPT, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_old_name_in_javascript(file: Path) -> None:
    names, stored = (
        js_names(file.read_text(encoding="utf-8")),
        table(old_names_by_file.STORED_NAMES).get(file.relative_to(ROOT).as_posix(), set()),
    )
    assert not (JS_IDENTIFIERS - stored) & names
    declared = set(DECLARED.findall(file.read_text(encoding="utf-8")))
    assert not declared & table(old_names_by_file.JS_IN_FILE).get(file.relative_to(ROOT).as_posix(), set())


@pytest.mark.parametrize("place", table(old_names_by_file.IN_FOLDER))
def test_no_old_name_in_the_place_that_it_had(place: str) -> None:
    files = [file for file in [*PYTHON, *JAVASCRIPT] if file.is_relative_to(ROOT / place)]
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        names = set(names_in(ast.parse(text))) if file.suffix == ".py" else js_names(text)
        assert not table(old_names_by_file.IN_FOLDER)[place] & names, file


def test_no_old_field_in_an_answer() -> None:
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "app" / "encode").glob("*.py"))]
    texts = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    fields = {text.partition(":")[0] for text in texts}
    assert {"trace", "thumbnail"} <= fields
    assert not set(old_names.FIELDS.split()) & fields


def test_no_old_kind_of_job() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "app" / "routes").glob("*.py")))
    kinds = re.findall(r'stream_training\(request, "(\w+)"', source)
    assert len(kinds) == 3 and not set(old_names.JOB_KINDS.split()) & set(kinds)


@pytest.mark.parametrize("file", [file for file in PYTHON if file.name.startswith("test_")], ids=lambda file: file.name)
def test_no_old_word_in_the_name_of_a_test(file: Path) -> None:
    tests = [name for name in top_level(ast.parse(file.read_text(encoding="utf-8"))) if name.startswith("test_")]
    assert [name for name in tests if set(old_names.IN_TEST_NAMES.split()) & set(name.split("_"))] == []


@pytest.mark.parametrize("file", [file for file in PYTHON if file.is_relative_to(ROOT / "tests")], ids=lambda file: file.name)
def test_what_tests_share_is_no_test_module(file: Path) -> None:
    """A test module that another one imports cannot be changed, or run, by itself."""
    imports = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom) and node.module]
    assert [node.module for node in imports if node.module.rpartition(".")[2].startswith("test_")] == []


def test_the_docstrings_of_the_api_name_functions_that_exist() -> None:
    """`as in `name`` points at a function of models.api."""
    files = sorted((ROOT / "models" / "api").glob("*.py"))
    functions = {name for file in files for name in top_level(ast.parse(file.read_text(encoding="utf-8")))}
    named = {(file.name, name) for file in files for name in re.findall(r"\bas in `(\w+)`", file.read_text(encoding="utf-8"))}
    assert len(named) > 10
    assert {(file, name) for file, name in named if name not in functions} == set()


DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *INSTRUMENT_FOLDERS.rglob("contract.md")])
HISTORICAL = {"CHANGELOG.md"}  # it says what was


@pytest.mark.parametrize("file", [one for one in DOCUMENTS if one.name not in HISTORICAL], ids=lambda file: str(file.relative_to(ROOT)))
def test_documents_name_routes_and_functions_that_exist(file: Path) -> None:
    routes = "".join(one.read_text(encoding="utf-8") for one in sorted((ROOT / "app" / "routes").glob("*.py")))
    answered = set(re.findall(r'"(?:GET|POST)",\s*"(\w+)"', routes))
    api = {name for one in (ROOT / "models" / "api").glob("*.py") for name in top_level(ast.parse(one.read_text(encoding="utf-8")))}
    text = file.read_text(encoding="utf-8")
    assert answered and api
    assert {name for name in re.findall(r"\bcnn/(\w+)(?!\w*\*)", text) if name not in answered} == set()
    assert {name for name in re.findall(r"`api\.(\w+)", text) if name not in api} == set()


def test_contracts_name_modules_that_exist() -> None:
    named = [
        (file, path)
        for file in INSTRUMENT_FOLDERS.rglob("contract.md")
        for path in re.findall(r"`(\.\./[\w/]+\.js)`", file.read_text(encoding="utf-8"))
    ]
    assert named
    assert [(file.relative_to(ROOT).as_posix(), path) for file, path in named if not (file.parent / path).exists()] == []


@pytest.mark.parametrize("path", old_names.PATHS.split())
def test_no_old_module(path: str) -> None:
    assert not (ROOT / path).exists()


def test_no_old_instrument() -> None:
    folders = {folder.relative_to(INSTRUMENT_FOLDERS).as_posix() for folder in INSTRUMENT_FOLDERS.glob("*/*") if any(folder.glob("*.*"))}
    assert folders
    assert not set(old_names.INSTRUMENTS.split()) & folders


def test_no_old_route() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "app" / "routes").glob("*.py")))
    answered = set(re.findall(r'"(?:GET|POST)",\s*"(\w+)"', source))
    assert answered
    assert not ROUTES & answered


def test_no_old_bus_key() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in JAVASCRIPT)
    lists = re.findall(r"\bbus\??\.(?:get|set|on|once)\(\s*(\[[^\]]*\](?!\.map)|'[^']*')", source)
    keys = {key for one in lists for key in re.findall(r"'([^']*)'", one)}
    assert keys
    assert not BUS_KEYS & keys
    dotted = {key for key in BUS_KEYS if "." in key}
    assert not dotted & set(re.findall(r"'([\w.]+)'", source))
