"""Plugins find themselves: a file is all that it takes, and twins refuse to start."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from models import registry


@dataclass(frozen=True)
class Fake:
    key: str
    order: int


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "fakes_found_by_themselves"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [name for name in sys.modules if name.startswith(folder.name)]:
        del sys.modules[name]


def test_every_module_of_a_package_gives_its_value_in_the_order_of_names(package: Path) -> None:
    for name in ("pear", "apple", "fig"):
        (package / f"{name}.py").write_text(f"FRUIT = {name!r}\n")
    assert registry.discover(package.name, "FRUIT") == ["apple", "fig", "pear"]


def test_a_module_without_the_value_is_named(package: Path) -> None:
    (package / "stone.py").write_text("FRUITS = 1\n")
    with pytest.raises(AttributeError, match=r"stone.*FRUIT"):
        registry.discover(package.name, "FRUIT")


def test_plugins_stand_in_the_order_of_their_places() -> None:
    assert list(registry.by_key([Fake("b", 2), Fake("c", 1)], "fruit")) == ["c", "b"]
    assert list(registry.by_key([Fake("b", 1), Fake("a", 1)], "fruit", shared_places=True)) == ["a", "b"]


@pytest.mark.parametrize(
    ("twin", "said"), [(Fake("a", 9), "key of a fruit 'a' comes twice"), (Fake("z", 1), "place of a fruit 1 comes twice")]
)
def test_twins_refuse_to_start(twin: Fake, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        registry.by_key([Fake("a", 1), twin], "fruit")


def test_two_of_one_key_refuse_even_where_places_may_be_shared() -> None:
    with pytest.raises(ValueError, match="'a' comes twice"):
        registry.by_key([Fake("a", 1), Fake("a", 2)], "fruit", shared_places=True)
