"""Who may import whom, by walking the imports: app.py → app → models.api → models, and siblings are strangers."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VALUES = {
    "models.api",
    "models.cluster.connect",
    "models.text",
    "models.errors",
    "models.types",
    "models.limits",
    "models.json_reader",
    "models.registry",
    "models.byte_lru",
    "models.number_spec",
}
"""What of `models` the page may know: the app_server, and what crosses it."""

FAMILIES = (
    "models.networks",
    "models.receipts.kinds",
    "models.attribution.methods",
    "models.augment.transforms",
    "models.datasets.bundled",
    "models.feature_race.extractors",
    "models.training.fine_tune.heads",
    "models.training.compare.architectures",
    "models.datasets.torchvision",
    "app.tabs",
    "app.routes",
    "app.endpoints",
    "app.instruments",
)
"""Folders whose files are found by themselves and know nothing of each other."""

SHARED = {"app.endpoints.arguments", "app.endpoints.base", "app.endpoints.checks"}
"""Modules of such a folder that its plugins share: no plugins themselves."""


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it; `from models import api` is models.api."""
    return imported(ast.walk(ast.parse(path.read_text(encoding="utf-8"))), path)


def imported(nodes: Iterable[ast.AST], path: Path) -> Iterator[str]:
    package = path.relative_to(ROOT).parent.parts
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            source = ".".join(part for part in (base, node.module or "") if part)
            yield source
            yield from (f"{source}.{name.name}" for name in node.names if is_module(f"{source}.{name.name}"))


def is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("path", files("models"), ids=lambda path: module_of(path))
def test_models_know_nothing_of_the_page(path: Path) -> None:
    assert [name for name in imports(path) if within(name, "app", "gradio", "starlette", "fastapi", "tests", "benchmarks")] == []


@pytest.mark.parametrize("path", files("models", "app"), ids=lambda path: module_of(path))
def test_nobody_imports_recipes_or_benchmarks(path: Path) -> None:
    if not within(module_of(path), "models.recipes"):
        assert [name for name in imports(path) if within(name, "models.recipes", "benchmarks", "tests")] == []


@pytest.mark.parametrize("path", files("app"), ids=lambda path: module_of(path))
def test_the_page_knows_the_models_by_their_door(path: Path) -> None:
    known = {name for name in imports(path) if within(name, "models") and name != "models"}
    assert {name for name in known if not any(within(name, value) for value in VALUES)} == set()
    assert [name for name in imports(path) if within(name, "torch", "torchvision")] == []


@pytest.mark.parametrize("path", files("models"), ids=lambda path: module_of(path))
def test_nothing_behind_the_door_imports_the_door(path: Path) -> None:
    """`models.cluster` stands before it: it asks the same functions in other processes."""
    assert within(module_of(path), "models.api", "models.cluster") or not any(within(name, "models.api") for name in imports(path))


@pytest.mark.parametrize("path", files("models"), ids=lambda path: module_of(path))
def test_only_the_page_knows_whether_there_is_a_cluster(path: Path) -> None:
    assert within(module_of(path), "models.cluster") or not any(within(name, "models.cluster") for name in imports(path))


@pytest.mark.parametrize("family", FAMILIES)
def test_siblings_are_strangers(family: str) -> None:
    for path in files(family.replace(".", "/")):
        own = module_of(path)
        member = own.split(".")[: family.count(".") + 2]
        if own == family or own in SHARED:
            continue
        for name in imports(path):
            if name in SHARED:
                continue
            assert not within(name, family) or name == family or name.split(".")[: len(member)] == member, f"{own} imports {name}"


def package_of(module: str) -> str:
    """The package that a module lies in; one beside the packages of `models` or `app` stands for itself."""
    package = module if ROOT.joinpath(*module.split(".")).is_dir() else module.rpartition(".")[0]
    return package if "." in package else module


def loaded_imports(path: Path) -> set[str]:
    """The modules that Python loads for a file: all but what stands under `if TYPE_CHECKING`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    types = [node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)]
    unseen = {name for node in types for name in imported(ast.walk(node), path)}
    return set(imports(path)) - unseen


def test_no_packages_import_each_other_in_a_circle() -> None:
    uses: dict[str, set[str]] = {}
    for path in files("models", "app"):
        own = package_of(module_of(path))
        found = {package_of(name) for name in loaded_imports(path) if within(name, "models", "app") and is_module(name)}
        uses.setdefault(own, set()).update(found - {own})
    assert len(uses) > 20
    order = list(TopologicalSorter(uses).static_order())  # CycleError names the circle
    assert order.index("models.store") < order.index("models.activations") < order.index("models.api")


def test_the_entry_only_enters_the_page() -> None:
    ours = {name for name in imports(ROOT / "app.py") if within(name, "app", "models", "benchmarks", "tests")}
    assert all(within(name, "app") for name in ours)


def test_importing_the_service_loads_no_page_and_no_recipe() -> None:
    """The same, as Python sees it."""
    code = "import sys, models.api; from models.store import registry; registry.specs(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert "models.networks.lenet5" in loaded
    assert not [name for name in loaded if within(name, "app", "gradio", "models.recipes", "matplotlib", "captum", "sklearn")]


def test_this_walk_sees_what_it_must(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oracle of the oracle: every way to write an import is found."""
    package = tmp_path / "models"
    (package / "networks").mkdir(parents=True)
    for name in ("api", "networks/one", "networks/two"):
        (package / f"{name}.py").write_text("")
    ways = ["import gradio as g", "from models import api", "from .networks import one", "def f():", "    from .networks.two import x"]
    (package / "sly.py").write_text("\n".join([*ways, "    import app.page"]))
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    found = set(imports(package / "sly.py"))
    assert {"gradio", "models.api", "models.networks.one", "models.networks.two", "app.page"} <= found
