"""Uses, Translation: a grey picture coloured in a browser; and the other tabs with a network whose answer is a picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from visit import IN_BOTH, Visit

NewVisit = Callable[..., Visit]
ANSWERED = "document.querySelectorAll('#cnn-colouring tbody tr').length === 3"
PIXELS = "name => document.querySelector(`#cnn-colouring figure.${name} canvas`).toDataURL()"


def test_a_picture_is_coloured_hinted_and_blurred_and_the_link_says_so(visit: NewVisit) -> None:
    tab = visit("/?tab=uses&use=translation&sample=rocamadour").wait(ANSWERED)
    plain = tab.page.evaluate(PIXELS, "coloured")
    tab.page.locator("#cnn-colouring .skip").nth(0).click()
    tab.wait("location.search.includes('cut=1')").settle()
    cut = tab.page.evaluate(PIXELS, "coloured")
    assert cut != plain and tab.text("#cnn-colouring .skip >> nth=0") == "cut"
    tab.page.locator("#cnn-colouring canvas.brush").focus()
    tab.page.keyboard.press("ArrowUp")
    tab.page.keyboard.press("Space")
    tab.wait("location.search.includes('dabs=')").settle()
    assert tab.page.evaluate(PIXELS, "coloured") != cut and tab.text("#cnn-colouring .count") == "1 dab"
    tab.page.locator("#cnn-colouring [data-do=clear]").click()
    tab.page.locator("#cnn-colouring [data-do=mend]").click()
    tab.settle()
    assert tab.page.evaluate(PIXELS, "coloured") == plain and tab.troubles == []


def test_its_network_opens_in_look_and_views_that_need_classes_offer_the_last_that_names_some(visit: NewVisit) -> None:
    tab = visit("/?network=resnet109&sample=rocamadour&tab=transfer").wait("cnn.get('transfer.freezePoints')").settle()
    tab.page.locator("#tab-look-button").click()
    tab.choose_network("colouring")
    tab.wait("cnn.get('forward')?.network === 'colouring' && !document.querySelector('#cnn-answer .answered').hidden")
    assert not tab.page.locator("#cnn-answer .heat").is_visible()
    for name in ("transfer", "augment", "explain"):
        tab.page.locator(f"#tab-{name}-button").click()
        tab.wait("document.querySelector('.needs-classes')?.textContent.includes('answers with a picture')")
    tab.page.locator(".needs-classes button").click()
    tab.wait("cnn.get('network').key === 'resnet109' && !document.querySelector('.needs-classes')").settle()
    assert tab.troubles == []


@pytest.mark.parametrize("theme", IN_BOTH)
def test_axe_finds_no_violation(visit: NewVisit, axe: str, theme: str) -> None:
    tab = visit("/?tab=uses&use=translation&sample=rocamadour&cut=2", color_scheme=theme).wait(ANSWERED)
    tab.page.evaluate(axe)
    found = tab.page.evaluate("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
