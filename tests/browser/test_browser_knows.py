"""What the page says a network knows: its classes, where it is unsure, what a layer costs, what it was trained on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from visit import IN_BOTH, Visit

NewVisit = Callable[..., Visit]
PHOTOGRAPH = "network=resnet18@random&sample=cat"
TABLE = """() => [...document.querySelectorAll('#cnn-maps .table dd')].map(dd => dd.textContent.replaceAll('\\u202f', ' '))"""


def options(tab: Visit) -> list[str]:
    return [text.replace("\n", " ") for text in tab.page.locator("#cnn-class_choice [role=option]").all_inner_texts()]


def is_open(tab: Visit, dialog: str) -> bool:
    return bool(tab.page.locator(dialog).evaluate("dialog => dialog.open"))


def test_the_list_of_ten_digits(visit: NewVisit) -> None:
    tab = visit("/?network=lenet5@random")
    assert tab.text("#cnn-note .open") == "10 classes"
    tab.page.locator("#cnn-note .open").click()
    assert options(tab) == [str(digit) for digit in range(10)]
    assert tab.text("#cnn-class_choice .count") == "10 of 10"
    tab.page.locator("#cnn-class_choice [role=option]").nth(4).click()
    assert not is_open(tab, "#cnn-class_choice dialog")
    assert tab.text("#cnn-answer li.over .class") == "4"


@pytest.mark.parametrize(
    ("path", "name", "other"), [pytest.param("/", "jellyfish", "água-viva", marks=pytest.mark.slow), ("/pt", "água-viva", "jellyfish")]
)
def test_a_class_is_found_in_both_languages_by_keys_alone(visit: NewVisit, path: str, name: str, other: str) -> None:
    tab = visit(f"{path}?{PHOTOGRAPH}")
    page, dialog = tab.page, "#cnn-class_choice dialog"
    page.locator("#cnn-note .open").focus()
    page.keyboard.press("Enter")
    assert len(options(tab)) == 1000
    for question in ("agua VIVA", "Jellyf"):
        page.locator(f"{dialog} input").fill(question)
        assert options(tab) == [f"{name} {other}"]
    page.keyboard.press("Escape")  # also while the field holds a question
    assert not is_open(tab, dialog)
    page.keyboard.press("Enter")  # the focus is back where it was
    page.keyboard.type("zzzz")
    assert options(tab) == [] and tab.text("#cnn-class_choice .count").endswith(".")
    page.locator(f"{dialog} input").fill(name)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert not is_open(tab, dialog)
    assert tab.page.evaluate("cnn.get('network').classes[cnn.get('hoveredClass')]") == name
    assert f"p({name})" in tab.text("#cnn-answer .softmax")
    assert tab.troubles == []


SAY = """([weights, logits]) => {
  const network = cnn.get('network')
  cnn.set('network', { ...network, weights })
  cnn.set('forward', { ...cnn.get('forward'), logits: Float32Array.from({ length: network.classes.length }, (_, i) => (i ? 0 : logits)) })
}"""
"""The first class at this logit, all others at 0: of ten classes it has e^z / (e^z + 9), one half at z = ln 9 = 2.197."""
ROWS = "() => [...document.querySelectorAll('#cnn-answer li, #cnn-answer .heat')].map(e => e.getBoundingClientRect().y)"


def test_where_a_network_is_unsure_it_says_so_and_no_row_moves(visit: NewVisit) -> None:
    tab = visit("/?network=lenet5@random")
    page = tab.page

    def says(weights: str, logit: float) -> str:
        page.evaluate(SAY, [weights, logit])
        return tab.text("#cnn-answer .unsure")

    assert says("shipped", 2.25) == ""
    where = page.evaluate(ROWS)
    assert says("shipped", 2.15) == "Unsure: perhaps none."
    assert page.evaluate(ROWS) == where
    page.locator("#cnn-answer input[type=range]").fill("-2")  # T = 1/4: the bars are surer, the network is not
    assert tab.text("#cnn-answer .unsure") == "Unsure: perhaps none."
    assert says("random", 2.15) == ""


@pytest.mark.parametrize(
    ("path", "sentence"), [pytest.param("/", "none of its 1 000 classes", marks=pytest.mark.slow), ("/pt", "nenhuma das 1 000 classes")]
)
def test_an_unsure_network_for_photographs_must_still_name_one(visit: NewVisit, path: str, sentence: str) -> None:
    tab = visit(f"{path}?{PHOTOGRAPH}")
    tab.page.evaluate(SAY, ["present", 1])
    assert sentence in tab.text("#cnn-answer .unsure").replace("\u202f", " ")
    rows, sentence_box = tab.page.locator("#cnn-answer li").all(), tab.page.locator("#cnn-answer .unsure").bounding_box()
    assert len(rows) >= 7 and rows[-1].bounding_box()["y"] + 18 <= sentence_box["y"]
    assert tab.page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_the_facts_of_a_layer(visit: NewVisit) -> None:
    """LeNet-5's second convolution by hand: 16 · 10 · 10 cells read 5 · 5 · 6 numbers and a bias; 5 + 1 + 4 · 2 pixels from −2 on."""
    tab = visit("/?network=lenet5@random&layer=conv2")
    page, table = tab.page, tab.page.locator("#cnn-maps .table")
    head = page.locator("#cnn-maps .top").bounding_box()
    assert head["height"] <= 32 and not table.is_visible()
    page.locator("#cnn-maps .facts").hover()
    assert page.evaluate(TABLE) == [
        "16 × 10 × 10",
        "(5·5·6 + 1)·16 = 2 416",
        "240 000",
        "241 600",
        "14 × 14 px",
        "2 × 2 px",
        "row −2, column −2",
    ]
    assert page.locator("#cnn-maps .top").bounding_box() == head
    table.hover()
    assert table.is_visible()
    page.locator("#cnn-maps .read").hover()
    assert not table.is_visible()
    page.locator("#cnn-maps .facts").click()
    page.locator("#cnn-maps .read").hover()
    assert table.is_visible()
    page.keyboard.press("End")  # another layer while it is open
    tab.settle()
    assert page.evaluate(TABLE)[-1] == "whole picture"
    page.locator("#cnn-maps dt .term").first.focus()
    assert page.locator(".term-says").inner_text() == "Channels × rows × columns; of a vector, its units."
    for _ in range(2):  # the explanation, then the table
        page.keyboard.press("Escape")
    assert not table.is_visible()


@pytest.mark.parametrize(
    ("path", "terms", "unit"),
    [
        pytest.param("/", "non-commercial research and teaching", "parameters", marks=pytest.mark.slow),
        ("/pt", "pesquisa e ensino, sem fins comerciais", "parâmetros"),
    ],
)
def test_about_the_networks(visit: NewVisit, path: str, terms: str, unit: str) -> None:
    tab = visit(path)
    page = tab.page
    page.keyboard.press("?")
    page.locator("#cnn-head [data-do=about]").click()
    assert not is_open(tab, "#cnn-head dialog.help")
    said = tab.text("#cnn-head dialog.about").replace("\u202f", " ")
    for part in (terms, "CC BY-SA 3.0", f"61 706 {unit}", "60 965 224", "62 378 344", "61 100 840", "64-192-384-256-256"):
        assert part in said
    page.keyboard.press("Escape")
    assert not is_open(tab, "#cnn-head dialog.about")
    assert tab.troubles == []


LONG = "A sentence that says what went wrong, why, and what can be done about it. " * 3


def test_a_long_sentence_leaves_the_phones_board_where_it_can_be_drawn_on(visit: NewVisit) -> None:
    tab = visit("/?network=lenet5@random", phone=True)
    page, say, more = tab.page, tab.page.locator("#cnn-note .say"), tab.page.locator("#cnn-note .more")
    page.evaluate("text => cnn.set('error', text)", "Short.")
    assert not more.is_visible()
    page.evaluate("text => cnn.set('error', text)", LONG)
    assert say.bounding_box()["height"] <= 2 * 18 + 1
    assert more.bounding_box()["height"] >= 40
    more.tap()
    assert say.evaluate("line => line.scrollHeight <= line.clientHeight + 1") and say.bounding_box()["height"] > 3 * 18
    more.tap()
    assert say.bounding_box()["height"] <= 2 * 18 + 1


def test_one_scale_is_chosen_before_any_script_has_run() -> None:
    from app import instruments

    assert instruments.file_text("maps", "html").count('aria-checked="true"') == 1
    assert instruments.file_text("maps", "html").count('aria-checked="false"') == 2


@pytest.mark.parametrize("theme", IN_BOTH)
def test_axe_finds_no_violation_in_what_opens(visit: NewVisit, axe: str, theme: Any) -> None:
    tab = visit("/?network=lenet5@random", color_scheme=theme)
    page = tab.page
    page.evaluate(axe)
    page.locator("#cnn-maps .facts").click()
    page.evaluate(SAY, ["shipped", 1])
    found = page.evaluate(RUN)
    page.locator("#cnn-note .open").click()
    found += page.evaluate(RUN)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.locator("#cnn-head [data-do=about]").click()
    found += page.evaluate(RUN)
    assert found == []


RUN = """async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }))
  .violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 120)} (${v.nodes.length})`)"""
