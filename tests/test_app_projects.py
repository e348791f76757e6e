"""Projects over HTTP: saved by one visitor, opened by another as a zip or as a page's own frame; refusals change nothing."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from app.encode import projects
from models.errors import UserError
from tests import wire
from tests.class_zips import HOSTILE, picture, zipped
from tests.fine_tune_page import PLAN, Page, bars, page, pages

__all__ = ["page", "pages"]


def weights(page: Page, key: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(page.ask("GET", "network_download", network=key).content)) as archive:
        return archive.read(f"{key[5:]}.safetensors")


def said(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text[:300]
    header, arrays = wire.read(answer.content)
    return header | {"carried": arrays}


def shape(page: Page) -> list[Any]:
    return [(one["name"], one["enabled"], len(one["examples"]), one["learned"], one["checked"]) for one in page.classes()]


def test_saved_by_one_and_opened_by_another(pages: list[Page]) -> None:
    ana, bia = pages[:2]
    bars(ana)
    done = ana.parts("fine_tune", PLAN)[-1]
    body = json.dumps({"link": "?tab=transfer", "runs": []}).encode()
    saved = ana.ask("POST", "project_save", body + picture(9), picture=len(picture(9)))
    assert saved.headers["content-type"] == "application/zip"
    opened = said(bia.ask("POST", "project_open", saved.content))
    assert opened["asks"] is False and opened["link"] == "?tab=transfer" and opened["networks"] == [done["network"]]
    assert opened["carried"]["picture"].tobytes() == picture(9)
    assert shape(bia) == shape(ana) and weights(bia, done["network"]) == weights(ana, done["network"])
    again = bia.parts("fine_tune", PLAN)[-1]
    assert again["result"]["right"] == done["result"]["right"] and again["result"]["of"] == done["result"]["of"] > 0


def test_a_page_keeps_and_brings_back_the_same_files(pages: list[Page]) -> None:
    ana, bia, eva = pages
    bars(ana)
    ana.parts("fine_tune", PLAN)
    listing = ana.ask("POST", "project_list", b'{"link": "?tab=train"}').json()
    wanted = [digest for _, digest, _ in listing["files"]]
    found = projects.unpack_files(ana.ask("POST", "project_contents", json.dumps({"digests": wanted}).encode()).content)
    assert set(found) == set(wanted)
    assert projects.unpack_files(bia.ask("POST", "project_contents", json.dumps({"digests": wanted}).encode()).content) == {}
    files = {"project.json": listing["document"].encode()} | {path: found[digest] for path, digest, _ in listing["files"]}
    opened = said(eva.ask("POST", "project_open", projects.pack_files(files)))
    assert opened["link"] == "?tab=train" and shape(eva) == shape(ana) and weights(eva, "mine/bars") == weights(ana, "mine/bars")


def test_who_has_own_classes_is_asked_first(pages: list[Page]) -> None:
    ana, bia = pages[:2]
    bars(ana)
    bars(bia, classes=2)
    saved, before = ana.ask("POST", "project_save", b"{}").content, shape(bia)
    assert said(bia.ask("POST", "project_open", saved))["asks"] is True and shape(bia) == before
    assert bia.ask("POST", "project_open", saved, classes="perhaps").status_code == 422
    said(bia.ask("POST", "project_open", saved, classes="replace"))
    assert shape(bia) == shape(ana)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_one_sentence_and_changes_nothing(page: Page, name: str) -> None:
    bars(page)
    before = shape(page)
    answer = page.ask("POST", "project_open", HOSTILE[name][0](), classes="replace")
    assert answer.status_code in (413, 422) and len(answer.json()["error"]) > 20
    assert shape(page) == before


@pytest.mark.parametrize("body", [b"", b"x", b"\4\0\0\0null", b"\2\0\0\0{}", b"\xff\xff\xff\xff", b"[" * 99])
def test_what_is_no_project_is_refused(page: Page, body: bytes) -> None:
    assert page.ask("POST", "project_open", body).status_code == 422
    with pytest.raises(UserError):
        projects.unpack_files(body)


def repacked(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    whole = json.loads(files["project.json"])
    change(whole)
    files["project.json"] = json.dumps(whole).encode()
    with zipfile.ZipFile(made := io.BytesIO(), "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "cut off": (lambda data: data[: len(data) // 2], "damaged or cut off", "danificado ou cortado"),
    "damaged within": (lambda data: data[:60] + bytes(200) + data[260:], "damaged or cut off", "danificado ou cortado"),
    "no project.json": (lambda data: zipped({"dark/1.png": picture(1)}.items()), "holds no project.json", "não tem project.json"),
    "newer": (lambda data: repacked(data, lambda whole: whole.update(version=99)), "by a later version", "por uma versão posterior"),
    "another's": (lambda data: repacked(data, lambda whole: whole.update(format="x")), "another program's", "de outro programa"),
    "text": (
        lambda data: b"no zip, only words\n" * 9,
        "a project is a zip, and this file is text",
        "um projeto é um zip, e este arquivo é texto",
    ),
    "a picture": (lambda data: picture(1), "a project is a zip, and this file is", "um projeto é um zip, e este arquivo é"),
    "empty": (lambda data: b"", "this file is empty", "este arquivo é vazio"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_each_file_that_is_no_project_has_a_sentence_of_its_own(pages: list[Page], case: str) -> None:
    ana, bia = pages[:2]
    bars(ana)
    bars(bia, classes=2)
    before, (spoil, en, pt) = shape(bia), REFUSED[case]
    data = spoil(ana.ask("POST", "project_save", b"{}").content)
    for language, says in (("en", en), ("pt", pt)):
        answer = bia.ask("POST", "project_open", data, classes="replace", language=language)
        assert answer.status_code == 422 and says in answer.json()["error"]
        assert not re.search(r"class folder|folder of pictures|pasta de imagens", answer.json()["error"]) or case == "no project.json"
    assert shape(bia) == before


def test_frames_come_back() -> None:
    files = {"a": b"", "b/ç": b"\0\1", "c": bytes(300)}
    assert projects.unpack_files(projects.pack_files(files)) == files
    with pytest.raises(UserError):
        projects.unpack_files(projects.pack_files(files) + b"x")


def test_pictures_of_classes_are_had_as_zips(pages: list[Page]) -> None:
    ana, bia = pages[:2]
    bars(ana)
    one = ana.classes()[0]
    with zipfile.ZipFile(io.BytesIO(ana.ask("GET", "class_pictures", which=one["id"]).content)) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {one["name"]} and len(archive.namelist()) == len(one["examples"])
    everything = ana.ask("GET", "class_pictures").content
    assert bia.ask("POST", "classes_zip", everything).status_code == 200
    assert [(name, count) for name, _, count, _, _ in shape(bia)] == [(name, count) for name, _, count, _, _ in shape(ana)]
    assert bia.ask("GET", "class_pictures", which=one["id"]).status_code == 422


def test_nobody_without_a_page_saves_or_opens(page: Page) -> None:
    stranger = Page(page.client, "")
    for method, route in (("POST", "project_save"), ("POST", "project_open"), ("POST", "project_list"), ("GET", "class_pictures")):
        assert stranger.ask(method, route, b"{}" if method == "POST" else None).status_code == 422
