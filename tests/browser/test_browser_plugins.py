"""A head, an architecture, a data set, a feature extractor, a network and a tab, each in one file that the page has never heard of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from visit import Visit

from tests import plugins, serving
from tests.serving import ROOT, Server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A playground whose families look into one more folder."""
    folder = tmp_path_factory.mktemp("extended")
    plugins.write(folder / "plugins")
    running = serving.start(folder, script=ROOT / "tests" / "start_with_plugins.py", PLUGINS=str(folder / "plugins"))
    yield running
    running.stop()


def options(tab: Visit, selector: str) -> list[str]:
    return list(tab.page.locator(f"{selector} option").evaluate_all("all => all.map(one => one.value)"))


def test_the_page_shows_and_trains_what_it_does_not_know_by_name(visit: Callable[..., Visit]) -> None:
    path = "/?tab=transfer&network=lenet5&sample=digit-3"
    tab = visit(path).wait("bus.get('transfer.run')?.over && !bus.get('transfer.run').stop")
    assert "bars" in options(tab, "#cnn-examples .set")
    menu = tab.page.locator("#cnn-freeze_line [role=combobox]")
    menu.press("ArrowDown")
    shown = tab.page.locator("#cnn-freeze_line .sheet [role=option]").evaluate_all("all => all.map(one => one.dataset.key)")
    assert "dense_again@random" in shown or "dense_again" in shown
    menu.press("Escape")
    head = tab.page.locator("#cnn-settings .heads [data-value=class_means]")
    assert head.inner_text().strip() == "class means"
    head.click()
    tab.page.locator("#cnn-settings .go").click()
    tab.wait("bus.get('transfer.run').plan.head === 'class_means' && bus.get('transfer.run').over && !bus.get('transfer.run').stop")
    result = tab.bus("transfer.run")["result"]
    assert result["right"] > 0.25 * result["of"]  # by chance a tenth
    assert tab.text("#cnn-learning .about") == "No curves: a mean is a sum."
    assert tab.page.locator("#cnn-settings .hidden").is_disabled() and tab.page.locator("#cnn-settings .epochs").is_disabled()

    tab = visit("/?tab=history&room=race&race=bars").wait("document.querySelector('#cnn-race ol li')")
    assert tab.page.locator("#cnn-race .data [data-value=bars]").get_attribute("aria-checked") == "true"
    assert "Brightness + SVM" in tab.page.locator("#cnn-race ol .name").all_inner_texts()

    tab = visit("/?tab=train").wait("document.querySelector('#cnn-trainsettings select')")
    values = options(tab, "#train select")
    assert {"one_layer", "bars"} <= set(values)

    tab = visit("/?tab=notes").wait("bus.get('tab') === 'notes'")
    assert "A tab in one file." in tab.text("#notes") and tab.troubles == []
