"""Who may import whom in the page's JavaScript: kit knows no tab, a tab knows kit and itself, instruments know nothing of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "app" / "instruments"
TOP = ("page.js", "tabs.js")
"""Where the page starts: only these two lie above kit and the tabs."""

_IMPORT = re.compile(r"""(?:^(?:import|export)\b[^'"();=]*|\bimport\(\s*)(['"])(?P<path>[^'"]+)\1""", re.MULTILINE)


def files() -> list[Path]:
    return sorted(FOLDER.rglob("*.js"))


def imports(path: Path) -> Iterator[tuple[str, ...]]:
    """What a file imports, as a path below the folder in parts; `import` and `import()` alike."""
    for found in _IMPORT.finditer(path.read_text(encoding="utf-8")):
        name = found["path"]
        assert name.startswith("."), f"{path.name} imports {name}: the page needs no package"
        target = (path.parent / name).resolve()
        assert target.is_file(), f"{path.name} imports {name}, which is not there"
        yield target.relative_to(FOLDER).parts


def refusals(path: Path, parts: tuple[str, ...]) -> str | None:
    """Why a file may not import what lies at `parts`; None where it may."""
    own = path.relative_to(FOLDER).parts
    if own[0] in TOP:
        return None if parts[0] in (*TOP, "kit") or parts[1:] == ("tab.js",) else "the start of the page imports tabs and kit alone"
    if parts[0] in TOP:
        return "the start of the page is imported by nobody"
    if parts[0] != own[0] and parts[0] != "kit":
        return "kit knows no tab" if own[0] == "kit" else "a tab knows kit and itself"
    if parts[0] == own[0] and len(own) == len(parts) == 3 and own[1] != parts[1]:
        return "instruments know nothing of each other"
    return None


def test_imports_go_one_way() -> None:
    found = [(path.relative_to(FOLDER).as_posix(), parts) for path in files() for parts in imports(path)]
    assert len(found) > len(files())  # the imports are read at all
    assert [(own, "/".join(parts), why) for own, parts in found if (why := refusals(FOLDER / own, parts))] == []


def test_every_tab_that_registers_itself_is_in_the_table() -> None:
    listed = {"/".join(parts) for parts in imports(FOLDER / "tabs.js")}
    assert listed == {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/tab.js")} != set()


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("kit/bus.js", "look/receipt_trace.js"),
        ("train/settings.js", "augment/settings.js"),
        ("look/maps/arrow_keys.js", "look/picture/digit_boxes.js"),
        ("kit/ask.js", "page.js"),
    ],
)
def test_a_wrong_direction_is_found(importer: str, imported: str) -> None:
    assert refusals(FOLDER / importer, Path(imported).parts)
