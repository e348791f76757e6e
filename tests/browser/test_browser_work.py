"""A visitor's work survives, as a project in another browser and kept in this one, a restart of the server too; nobody else sees it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import NewVisit
from own_work import BACK, COUNT, KEPT, LEARNED, OWN_CLASSES, drop, folders, keep, reload, saved, state, teach
from visit import IN_BOTH, Visit

BY_KEYS = "/pt?tab=transfer&network=lenet5&sample=digit-3&taught=digits&taught_each=10"
FOCUS = """() => {
  const at = document.activeElement
  return at.closest('#cnn-work dialog') ? (at.dataset.do ?? (at.className || at.ariaLabel || at.textContent)) : ''
}"""


def walked(visit: Visit) -> list[str]:
    """Everything in the dialog that Tab reaches, in order, until it begins again; not the dialog itself, which is scrolled by keys."""
    found: list[str] = []
    for _ in range(60):
        name = visit.page.evaluate(FOCUS)
        if found and name == found[0]:
            break
        if name and name != "mine":
            found.append(name)
        visit.page.keyboard.press("Tab")
    return found


@pytest.mark.parametrize("theme", IN_BOTH)
def test_the_dialog_by_keys_alone_and_no_rule_is_broken(visit: NewVisit, axe: str, theme: Any) -> None:
    tab = visit(BY_KEYS, color_scheme=theme).wait(f"{LEARNED} && bus.get('networks').has(bus.get('transfer.run').now.network)")
    page, press = tab.page, tab.page.keyboard.press
    page.focus("#cnn-try_it .project")
    press("Enter")
    page.wait_for_selector("#cnn-work dialog.mine[open]")
    page.evaluate(axe)
    rules = "{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }"
    found = page.evaluate(f"axe.run('#cnn-work dialog.mine', {rules})")
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]] == []
    order = walked(tab)
    assert order[:3] == ["save", "open", "tick"] and order[-1] == "Fechar" and "Remover" in order
    assert sum(name.startswith("Zip de ") for name in order) == 11, order  # ten classes, and all
    press("Shift+Tab") if page.evaluate(FOCUS) != "save" else None
    with page.expect_download():
        press("Enter")
    page.wait_for_function("window.cnn.get('work.busy') === null")
    assert page.evaluate(FOCUS) == "save", "what was pressed has the focus still"
    press("Tab")
    press("Tab")
    press("Space")
    assert page.is_checked("#cnn-work .tick")
    page.wait_for_selector("#cnn-work [data-do=forget]:not([hidden])")
    press("Tab")
    press("Enter")
    page.wait_for_function("window.cnn.get('work.notice')?.what === 'forgotten' && window.cnn.get('work.busy') === null")
    assert page.evaluate(FOCUS) == "tick" and not page.is_checked("#cnn-work .tick"), "Forget is gone: the tick before it"
    press("Tab")
    assert page.evaluate(FOCUS) == "network"
    press("Tab")
    assert page.evaluate(FOCUS) == "Remover"
    press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Remover de vez?"
    press("Enter")
    tab.wait("![...bus.get('networks').values()].some(({ weights }) => weights === 'trained')")
    assert page.evaluate(FOCUS), "the focus stays in the dialog"
    press("Escape")
    page.wait_for_selector("#cnn-work dialog.mine", state="hidden")
    assert tab.troubles == [] and page.evaluate("document.activeElement.className").endswith("project")


def test_what_is_kept_comes_back_after_a_reload_and_forget_empties_the_store(visit: NewVisit) -> None:
    page = keep(teach(visit(OWN_CLASSES)))
    before = state(page)
    reload(page).wait(BACK)
    assert state(page) == before and " is back. In Transfer: 2 classes, 16 pictures." in page.text("#cnn-work .notice p")
    page.wait(KEPT)
    page.page.click("#cnn-try_it .project")
    page.page.click("#cnn-work dialog [data-do=forget]")
    page.wait("!bus.get('work.kept') && !bus.get('work.busy')")
    assert page.page.evaluate(COUNT) == 0 and not page.page.is_checked("#cnn-work .tick")
    assert page.text("#cnn-work dialog .said").startswith("Forgotten: this browser keeps nothing of your work.")
    page.page.on("dialog", lambda dialog: dialog.accept())
    reload(page).wait("bus.get('work.notice')?.what === 'gone'")
    assert "2 classes" in page.text("#cnn-work .notice p") and "1 network" in page.text("#cnn-work .notice p")
    assert page.page.evaluate(COUNT) == 0 and page.troubles == []


@pytest.mark.slow  # two browsers; test_app_projects opens what it has saved
def test_a_project_opens_in_another_browser_dropped_anywhere(visit: NewVisit) -> None:
    here = teach(visit(OWN_CLASSES))
    before = state(here)
    here.page.click("#cnn-try_it .project")
    with here.page.expect_download() as saved:
        here.page.click("#cnn-work [data-do=save]")
    data = Path(saved.value.path()).read_bytes()
    there = visit("/pt?network=mlp")
    drawn, refused = there.page.evaluate("location.search"), "!bus.get('work.busy') && !document.querySelector('#cnn-work .notice').hidden"
    for name, wrong, says in (
        ("cut.zip", data[: len(data) // 2], "cut.zip: O zip está danificado ou cortado"),
        ("words.zip", b"words", "words.zip: Não é um projeto: um projeto é um zip, e este arquivo é texto"),
    ):
        drop(there, wrong, name)
        there.wait(f"{refused} && document.querySelector('#cnn-work .notice p').textContent.startsWith({says!r})")
    drop(there, folders(), "folders.zip")
    there.wait("bus.get('error')?.startsWith('folders.zip: Este zip não tem project.json')")
    assert there.page.evaluate("location.search") == drawn
    drop(there, data, "turma.zip")
    there.wait(f"{LEARNED} && !bus.get('work.busy') && bus.get('tab') === 'transfer'")
    says = "turma.zip está aberto. Em Transferir: 2 classes, 16 imagens. No menu de redes: "
    assert there.text("#cnn-work .notice p").startswith(says) and state(there) == before
    there.wait("bus.get('transfer.freezePoints')")
    assert there.bus("transfer.run")["itself"] is False, "what the project brought along stays: nothing is trained unasked"
    there.uncovered()
    there.page.click("#cnn-settings .go")
    there.wait(f"{LEARNED} && !bus.get('transfer.run').itself && bus.get('transfer.run').points.length > 1")
    assert state(there) == before, "trained once more it learns and checks the same pictures"
    drop(there, data)
    there.page.wait_for_selector("#cnn-work dialog.asks[open]")
    there.page.click("#cnn-work [data-answer='']")
    there.wait("!bus.get('work.busy')")
    refusals = [one for one in there.troubles if "422" in one]  # the browser's own lines about the two files
    assert state(there) == before and here.troubles == [] and len(refusals) == 2 and there.troubles == refusals
    drop(there, frozen_at(data, "layer4.0.conv1"))
    there.page.wait_for_selector("#cnn-work dialog.asks[open]")
    there.page.click("#cnn-work [data-answer=replace]")
    there.wait("!bus.get('work.busy') && bus.get('transfer.settled')")
    assert there.bus("transfer.line") is None and not there.page.locator("#cnn-settings .go").is_disabled()
    assert "até layer4.0.conv1" in there.text("#cnn-freeze_line .says"), "a place of another network: said, and settled"


@pytest.mark.slow
def test_a_project_keeps_its_run_where_empty_classes_wait_for_pictures(visit: NewVisit) -> None:
    here = teach(visit(OWN_CLASSES))
    before, data = state(here), saved(here)
    there = visit(OWN_CLASSES).wait("bus.get('transfer.classes')?.length === 2 && bus.get('transfer.freezePoints')")
    drop(there, data)
    there.wait(f"{LEARNED} && !bus.get('work.busy') && bus.get('transfer.freezePoints').of === bus.get('transfer.run').of")
    assert there.bus("transfer.run")["itself"] is False and state(there) == before


def frozen_at(project: bytes, place: str) -> bytes:
    """The project with another place of the freeze line in its link."""
    with zipfile.ZipFile(io.BytesIO(project)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    about = json.loads(files["project.json"])
    about["link"] += f"&freeze={place}"
    files["project.json"] = json.dumps(about).encode()
    with zipfile.ZipFile(made := io.BytesIO(), "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def asked(visit: Visit, leave: Callable[[], object]) -> bool:
    """Whether the browser asked before the page was left; it is left all the same."""
    heard: list[str] = []

    def listen(dialog: Any) -> None:
        heard.append(dialog.type)
        dialog.accept()

    visit.page.on("dialog", listen)
    leave()
    visit.page.wait_for_function("() => window.cnn?.get('forward')")
    visit.page.remove_listener("dialog", listen)
    return heard == ["beforeunload"]


@pytest.mark.slow  # many pages; tests/js/work decides when it asks
def test_the_browser_asks_before_unkept_work_is_left_and_never_a_light_visitor(visit: NewVisit) -> None:
    page = visit("/?tab=transfer")
    page.wait(LEARNED)
    page.page.click("#cnn-settings .go", trial=True)
    page.page.mouse.click(640, 710)
    assert not asked(page, page.page.reload), "classes of a set, and what learned them by itself"
    page.wait(LEARNED)
    drop(page, folders(), "folders.zip")
    page.wait("bus.get('work.own')?.classes === 2")
    page.page.mouse.click(640, 710)
    assert asked(page, page.page.reload)
    page.wait("bus.get('transfer.menu') && bus.get('transfer.classes')?.length")
    drop(page, folders(), "folders.zip")
    page.wait("bus.get('work.own')?.classes === 2")
    page.page.click("#cnn-try_it .project")
    with page.page.expect_download():
        page.page.click("#cnn-work [data-do=save]")
    page.wait("!bus.get('work.busy')")
    assert not asked(page, page.page.reload), "it is saved"


LONG = "&freeze=none&teach_epochs=900"  # too long to be learned by itself


def turn(visit: Visit, act: Callable[[], object], path: str) -> Visit:
    """Another page of the same site by `act`, on which nobody was asked anything."""
    heard: list[str] = []

    def listen(dialog: Any) -> None:
        heard.append(dialog.type)
        dialog.accept()

    visit.page.on("dialog", listen)
    act()
    visit.page.wait_for_function(f"() => location.pathname === {path!r} && window.cnn?.get('forward')")
    visit.page.remove_listener("dialog", listen)
    assert heard == []
    return visit.settle()


FILL = """() => {
  for (let size = 2 ** 20; size; size >>= 1)
    try {
      for (let i = 0; ; i++) sessionStorage.setItem(`full ${size} ${i}`, 'x'.repeat(size))
    } catch {}
}"""
EMPTY = "() => Object.keys(sessionStorage).forEach(key => key.startsWith('full ') && sessionStorage.removeItem(key))"


def stays(visit: Visit) -> None:
    """What is too much for this tab's memory cannot go along: the page asks, and whoever stays has lost nothing."""
    heard: list[str] = []

    def listen(dialog: Any) -> None:
        heard.append(dialog.type)
        dialog.dismiss()

    visit.page.evaluate(FILL)
    visit.page.on("dialog", listen)
    with visit.page.expect_event("dialog"):
        visit.page.click("#cnn-head [data-language=pt]", no_wait_after=True)
    visit.page.remove_listener("dialog", listen)
    visit.page.evaluate(EMPTY)
    assert heard == ["beforeunload"] and visit.page.evaluate("location.pathname") == "/"


def test_the_other_language_is_the_same_visitor_and_nothing_is_asked_or_lost(visit: NewVisit) -> None:
    page = teach(visit(OWN_CLASSES))
    page.page.evaluate("""cnn.set('train.runs', [{ race: 1, lane: 0, settings: { data: 'mnist' }, epoch: 3, how: 'done', train: [0.1, 0.9],
      validation: [0.2, 0.8], seeds: 1, mean: NaN, sd: NaN, kept: '' }])""")
    before, token, runs = state(page), page.page.evaluate("cnnVisitor"), page.read("cnn.get('train.runs')")
    own = page.bus("work.own")
    stays(page)
    assert page.page.evaluate("cnnVisitor") == token and state(page) == before and page.read("cnn.get('train.runs')") == runs
    turn(page, lambda: page.page.click("#cnn-head [data-language=pt]"), "/pt").wait(f"{BACK} && {LEARNED}")
    assert page.page.evaluate("cnnVisitor") == token and state(page) == before and page.read("cnn.get('train.runs')") == runs
    assert page.bus("work.own") == own and page.bus("work.notice") is None
    turn(page, lambda: page.page.click("#cnn-head [data-language=en]"), "/").wait(f"{BACK} && {LEARNED}")
    assert page.page.evaluate("cnnVisitor") == token and state(page) == before
    page.page.mouse.click(640, 710)
    assert asked(page, page.page.reload), "it is kept nowhere still"
    page.wait("bus.get('work.notice')?.what === 'gone'")
    assert page.page.evaluate("cnnVisitor") != token and page.troubles == []


@pytest.mark.slow  # a long training; the test above changes the language with all the rest
def test_what_learns_goes_on_in_the_other_language(visit: NewVisit) -> None:
    page = visit("/?tab=transfer&network=lenet5&taught=digits&taught_each=60" + LONG).wait("bus.get('transfer.freezePoints')?.of")
    page.page.locator("#cnn-settings .go").click()
    page.page.wait_for_function("() => window.cnn.get('transfer.run')?.now.epoch > 2")
    epoch = page.bus("transfer.run")["now"]["epoch"]
    page.page.click("#cnn-head [data-language=pt]")
    page.page.wait_for_function("least => location.pathname === '/pt' && window.cnn?.get('transfer.run')?.now.epoch > least", arg=epoch)
    assert page.page.evaluate("cnn.get('transfer.run').points.length") > epoch, "and its curve is whole"
    page.page.locator("#cnn-settings .go").click()
    page.wait(LEARNED)
    assert page.bus("transfer.run")["now"]["state"] == "stopped" and page.troubles == []
