"""A zip of classes in Transfer: refused with a sentence, or taken with a line on what was left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from visit import IN_EACH, Visit

from tests.class_zips import HOSTILE, picture, zipped

NewVisit = Callable[..., Visit]
OPEN = "/?tab=transfer&network=lenet5&sample=digit-3"
THERE = "bus.get('transfer.run')?.over && !bus.get('transfer.run').stop && bus.get('transfer.freezePoints')?.of"


@pytest.fixture
def transfer(visit: NewVisit) -> Callable[..., Visit]:
    """`transfer(path)` opens the tab and waits until the network has learned what stands there at first."""

    def new(path: str = OPEN, **more: Any) -> Visit:
        return visit(path, **more).wait(THERE)

    return new


FAILED = "document.querySelector('#cnn-examples .failed').textContent"


@pytest.mark.slow  # five refusals; one is in the test of a zip below, all in test_models_fine_tune_zips
def test_a_hostile_zip_gets_a_sentence_and_the_classes_stay(transfer: Callable[..., Visit], tmp_path: Path) -> None:
    tab = transfer()
    tab.page.locator("#cnn-examples [data-tool=zip]").click()
    for name in ("slip", "bomb", "nested", "no pictures but files", "one class"):  # each has a sentence of its own
        made, said = HOSTILE[name]
        (tmp_path / f"{name}.zip").write_bytes(made())
        tab.page.locator("#cnn-examples .tool input[type=file]").set_input_files(str(tmp_path / f"{name}.zip"))
        tab.page.wait_for_function(f"said => new RegExp(said).test({FAILED})", arg=said)
        assert len(tab.bus("transfer.classes")) == 10 and tab.text("#cnn-confusion .rate")
    assert all("422" in trouble for trouble in tab.troubles)  # the browser's own note of a refusal


@pytest.mark.parametrize("path", IN_EACH)
def test_a_zip_says_what_it_left_out_and_takes_the_place_of_the_set(transfer: Callable[..., Visit], tmp_path: Path, path: str) -> None:
    good = [(f"{name}/{i}.png", picture(level + 9 * i)) for name, level in (("maçãs", 10), ("limões", 160)) for i in range(6)]
    odd = [("kiwis/1.png", picture(3)), ("maçãs/notas.txt", b"oi"), ("maçãs/IMG_1.png", picture()[:60])]
    (tmp_path / "fruta.zip").write_bytes(zipped([*good, *odd]))
    (tmp_path / "notas.zip").write_bytes(b"hello")
    tab = transfer(f"{path}?tab=transfer&network=lenet5&sample=digit-3")
    tab.page.locator("#cnn-examples [data-tool=zip]").click()
    tab.page.locator("#cnn-examples input[type=file]").set_input_files(str(tmp_path / "fruta.zip"))
    tab.wait("bus.get('transfer.left_out')")
    assert [one["name"] for one in tab.bus("transfer.classes")] == ["kiwis", "limões", "maçãs"]
    line = tab.page.locator("#cnn-examples .left summary")
    said = (
        ("2 files left out: maçãs/notas.txt", "kiwis has 1 picture only")
        if path == "/"
        else ("2 arquivos ficaram", "kiwis tem só 1 imagem")
    )
    assert all(part in line.inner_text() for part in said)
    rows = tab.page.locator("#cnn-examples .left li")
    assert not rows.first.is_visible()
    line.click()
    assert rows.count() == 3 and rows.nth(1).is_visible() and "maçãs/IMG_1.png" in rows.nth(1).inner_text()
    tab.page.locator("#cnn-examples input[type=file]").set_input_files(str(tmp_path / "notas.zip"))
    tab.page.locator("#cnn-examples .failed", has_text="notas.zip: ").wait_for()
    assert len(tab.bus("transfer.classes")) == 3
