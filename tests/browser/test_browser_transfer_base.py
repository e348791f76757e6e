"""Which network Transfer starts from: photographs change it by themselves, with a way back; nothing that was made is put aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from visit import IN_EACH, Visit

NewVisit = Callable[..., Visit]
READY = "bus.get('transfer.run')?.over && !bus.get('transfer.run').stop && bus.get('transfer.freezePoints')?.of"
SETTLED = "bus.get('wantedNetwork') === bus.get('network').key"
SENTENCES = {
    "/": ("These are photographs: learning now starts from EfficientNet-Lite0", "Back to LeNet-5", "Start from EfficientNet-Lite0"),
    "/pt": ("São fotografias: o treino agora parte da EfficientNet-Lite0", "Voltar à LeNet-5", "Partir da EfficientNet-Lite0"),
}


def photographs(folder: Path, name: str, count: int) -> list[str]:
    """Files of coloured clouds, each different."""
    made = []
    for i in range(count):
        few = np.random.default_rng([len(name), i]).integers(0, 255, (4, 6, 3), np.uint8)
        made.append(str(folder / f"{name}-{i}.jpg"))
        Image.fromarray(few).resize((240, 180), Image.Resampling.BICUBIC).save(made[-1])
    return made


def bring(tab: Visit, files: list[str], at: int) -> None:
    """Files for the class at that place, until all are there."""
    tab.page.locator("#cnn-examples [data-tool=upload]").click()
    tab.page.locator("#cnn-examples .name").nth(at).click()
    had = len(tab.bus("transfer.classes")[at]["examples"])
    tab.page.locator("#cnn-examples .tool input[type=file]").set_input_files(files)
    tab.wait(f"bus.get('transfer.classes')[{at}].examples.length === {had + len(files)} && !bus.get('transfer.loading')")


def choose_own(tab: Visit) -> Visit:
    tab.page.locator("#cnn-examples [data-tool=builtin]").click()
    tab.page.locator("#cnn-examples .set").select_option("-")
    return tab.wait("bus.get('transfer.classes').length === 2 && bus.get('transfer.set') === '-'")


@pytest.mark.parametrize("path", IN_EACH)
def test_photographs_start_from_the_network_for_them_with_a_way_back(visit: NewVisit, path: str, tmp_path: Path) -> None:
    says, back, _ = SENTENCES[path]
    tab = choose_own(visit(f"{path}?tab=transfer").wait(READY))
    line = tab.page.locator("#cnn-freeze_line .base")
    assert line.is_hidden() and tab.bus("network")["key"] == "lenet5"
    bring(tab, photographs(tmp_path, "a", 5), 0)
    tab.wait(f"bus.get('network').key === 'efficientnet_lite0' && {SETTLED}")
    assert line.inner_text().startswith(says)
    assert tab.bus("transfer.steps")["undo"] > 0 and len(tab.bus("transfer.classes")[0]["examples"]) == 5
    line.get_by_role("button", name=back).click()
    tab.wait(f"bus.get('network').key === 'lenet5' && {SETTLED}")
    assert line.is_hidden()
    bring(tab, photographs(tmp_path, "b more", 5), 1)
    tab.wait(SETTLED)
    assert tab.bus("network")["key"] == "lenet5", "who went back stays there"
    tab.page.wait_for_function("location.search.includes('teach_keep=1')")


@pytest.mark.slow  # tests/js/base_network holds the rule
def test_a_network_that_a_link_names_stays(visit: NewVisit) -> None:
    tab = visit("/?tab=transfer&network=lenet5&taught=textures").wait(READY)
    assert tab.bus("transfer.dataset") == "textures" and tab.bus("network")["key"] == "lenet5"
    assert tab.page.locator("#cnn-freeze_line .base").is_hidden()


@pytest.mark.slow  # tests/js/base_network holds the rule
def test_a_set_of_photographs_changes_it_and_drawings_change_it_back(visit: NewVisit) -> None:
    tab = visit("/pt?tab=transfer").wait(READY)
    tab.page.locator("#cnn-examples .set").select_option("textures")
    tab.wait(f"bus.get('network').key === 'efficientnet_lite0' && {SETTLED}")
    tab.page.locator("#cnn-examples .set").select_option("shapes")
    tab.wait(f"bus.get('network').key === 'lenet5' && {SETTLED}")
    assert tab.page.locator("#cnn-freeze_line .base").is_hidden()


@pytest.mark.slow  # tests/js/base_network holds the rule
def test_a_place_of_the_line_is_not_given_up_and_the_network_is_offered(visit: NewVisit) -> None:
    says = SENTENCES["/"][2]
    tab = visit("/?tab=transfer").wait(READY)
    tab.page.locator("#cnn-freeze_line .freeze").press("ArrowLeft")
    place = tab.wait("bus.get('transfer.line') !== null").bus("transfer.line")
    tab.page.locator("#cnn-examples .set").select_option("textures")
    tab.wait("bus.get('transfer.base')?.does === 'offer'")
    assert tab.bus("network")["key"] == "lenet5" and tab.bus("transfer.line") == place
    tab.page.locator("#cnn-freeze_line .base").get_by_role("button", name=says).click()
    tab.wait(f"bus.get('network').key === 'efficientnet_lite0' && {SETTLED}")
    tab.page.locator("#cnn-freeze_line .base").get_by_role("button").click()
    tab.wait(f"bus.get('network').key === 'lenet5' && {SETTLED}")
