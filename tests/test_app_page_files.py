"""The page's own files: an address under a version is kept for good, and a change is another version."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app import instruments, page_files
from tests.serving import Server, http


def test_a_page_names_one_version_and_its_files_are_kept_for_good(server: Server) -> None:
    page = http.get(server.url).text
    (folder,) = set(re.findall(r"kit/\w+/", page))
    for name in ("style.css", "page.js", "kit/boot.js", "look/maps/index.js"):
        assert http.get(f"{server.url}/{folder}{name}").headers["cache-control"] == "public, max-age=31536000, immutable", name


def test_a_page_of_another_version_gets_what_there_is_and_keeps_it_for_no_longer_than_this_load(server: Server) -> None:
    now = http.get(f"{server.url}/{page_files.folder()}kit/boot.js")
    before = http.get(f"{server.url}/kit/0123456789abcdef/kit/boot.js")
    assert before.text == now.text and before.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["page.js", "kit/kit.css", "look/maps/index.html"])
def test_an_edited_file_is_another_version_at_once(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in ("page.js", "kit/kit.css", "look/maps/index.html", "look/maps/words.py"):
        (tmp_path / other).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / other).write_text("before", "utf-8")
    monkeypatch.setattr(instruments, "FOLDER", tmp_path)
    first = page_files.folder()
    (tmp_path / "look/maps/words.py").write_text("no file of the browser", "utf-8")
    assert page_files.folder() == first
    (tmp_path / name).write_text("after!", "utf-8")
    assert page_files.folder() != first
    (tmp_path / name).write_text("before", "utf-8")
    assert page_files.folder() == first, "the same files have the same version on every machine"


def test_a_file_that_was_edited_since_is_not_kept_under_the_version_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who takes the edit back would otherwise meet it for a year."""
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "kit.css").write_text("a {}", "utf-8")
    (tmp_path / "page.js").write_text("before", "utf-8")
    monkeypatch.setattr(instruments, "FOLDER", tmp_path)
    monkeypatch.setattr(instruments, "KIT", tmp_path / "kit")
    pages = TestClient(Starlette(routes=page_files.routes()))
    page = f"/{page_files.folder()}page.js"
    assert "immutable" in pages.get(page).headers["cache-control"]
    (tmp_path / "page.js").write_text("edited since", "utf-8")
    (tmp_path / "kit" / "kit.css").write_text("b {}", "utf-8")
    assert pages.get(page).text == "edited since" and pages.get(page).headers["cache-control"] == "no-cache"
    sheet = pages.get(page.replace("page.js", "style.css"))
    assert sheet.text.endswith("b {}") and sheet.headers["cache-control"] == "no-cache"
