"""The menu of networks: by keyboard alone, by search and order, in every tab, on a phone, and for who listens to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from visit import IN_BOTH, IN_EACH, MENU, Visit

NewVisit = Callable[..., Visit]
SHEET = "#cnn-network_menu .sheet"
ACTIVE = f"() => document.getElementById(document.querySelector('{MENU}').getAttribute('aria-activedescendant'))?.dataset.key ?? null"
HOSTS = "**/cnn/weights_hosts*"
ELSEWHERE = {
    "filters": "#cnn-convolutions", "explain": "#cnn-methods", "augment": "#cnn-plan", "transfer": "#cnn-freeze_line",
    "history&room=five": "#cnn-topfive",
}  # fmt: skip


def with_hosts(tab: Visit, *, answer: bool) -> Visit:
    """The hosts of weights that are not here answer, or do not; tests ask no host."""
    tab.page.route(HOSTS, lambda route: route.fulfill(json={"answer": answer}))
    return tab


def active(tab: Visit) -> Any:
    return tab.page.evaluate(ACTIVE)


def keys(tab: Visit) -> list[str]:
    return list(tab.page.locator(f"{SHEET} [role=option]").evaluate_all("all => all.map(one => one.dataset.key)"))


@pytest.mark.parametrize(("path", "search", "untrained"), [("/", "mnasnet 0.5", "Untrained"), ("/pt", "mnasnet 0.5", "Sem treino")])
def test_by_keyboard_alone(visit: NewVisit, path: str, search: str, untrained: str) -> None:
    tab = with_hosts(visit(f"{path}?network=lenet5"), answer=True)
    page, field = tab.page, tab.page.locator(MENU)
    field.focus()
    assert not page.locator(SHEET).is_visible() and field.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    assert page.locator(SHEET).is_visible() and field.get_attribute("aria-expanded") == "true" and active(tab) == "lenet5"
    listed = keys(tab)
    assert len(listed) > 70 and listed[0] in ("lenet5", "efficientnet_lite0") and listed.index("resnet109") < listed.index("alexnet")
    page.keyboard.press("End")
    assert active(tab) == listed[-1]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert active(tab) == listed[-2]
    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    assert active(tab) == listed[10]
    page.keyboard.press("Escape")
    assert not page.locator(SHEET).is_visible() and field.input_value() == tab.bus("network")["title"]
    assert page.evaluate(f"document.activeElement === document.querySelector('{MENU}')") and tab.bus("network")["key"] == "lenet5"
    page.keyboard.type(search)
    assert keys(tab) == ["mnasnet0_5"] == [active(tab)]
    assert page.locator(f"{SHEET} .takes").inner_text().startswith({"/": "8.59 MB to download · about", "/pt": "8,59 MB para baixar"}[path])
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('label').textContent") == untrained
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    tab.wait("bus.get('network').key === 'mnasnet0_5@random' && bus.get('forward').network === 'mnasnet0_5@random'")
    assert field.input_value() == tab.bus("network")["title"] and tab.troubles == []


def test_groups_have_names_and_options_say_everything(visit: NewVisit) -> None:
    tab = visit("/?network=lenet5")
    tab.page.locator(MENU).click()
    tab.page.get_by_role("group", name="DenseNet", exact=True).get_by_role("option").first.wait_for()
    assert tab.page.locator(f"{SHEET} [role=option][aria-selected=true]").count() == 1
    said = tab.page.locator(f"{SHEET} [data-key=resnet18]").get_attribute("aria-label")
    assert said and said.startswith("ResNet-18 · photographs, 2015, 11.7 M parameters, 1.81 G MACs, 69.8 %")


@pytest.mark.parametrize(("order", "first"), [("macs", "pnet"), ("accuracy", "regnet_y_128gf"), ("download", "squeezenet1_1")])
def test_sorted(visit: NewVisit, order: str, first: str) -> None:
    tab = visit("/?network=lenet5")
    tab.page.locator(MENU).click()
    tab.page.locator(f"{SHEET} select").select_option(order)
    assert keys(tab)[0] == first and len(keys(tab)) > 70


ONE_OF_THEM = "filters"


@pytest.mark.parametrize("where", [where if where == ONE_OF_THEM else pytest.param(where, marks=pytest.mark.slow) for where in ELSEWHERE])
def test_it_is_the_same_in_every_tab(visit: NewVisit, where: str) -> None:
    tab, place = visit(f"/?network=lenet5&tab={where}"), ELSEWHERE[where]
    tab.page.locator(f"{place} [role=combobox]").wait_for()
    tab.choose_network("squeezenet1_1@random", place)
    tab.wait("bus.get('network').key === 'squeezenet1_1@random'")
    assert tab.page.locator(f"{place} [role=combobox]").input_value() == tab.bus("network")["title"]
    assert not tab.page.locator(f"{place} .sheet").is_visible() and tab.troubles == []


def test_a_network_that_is_too_large_says_so_and_changes_nothing(visit: NewVisit) -> None:
    tab = visit("/?network=lenet5@random")
    tab.choose_network("regnet_y_128gf@random")
    tab.wait("bus.get('error')")
    assert "MB of memory" in tab.bus("error") and tab.bus("network")["key"] == "lenet5@random"


NOT_HERE = {"/": ("no connection", "too large here", "their host does not answer"), "/pt": ("sem conexão", "grande demais", "não responde")}


@pytest.mark.parametrize("path", IN_EACH)
def test_what_will_be_refused_is_marked_before_it_is_chosen(visit: NewVisit, path: str) -> None:
    tab, (away, large, why) = with_hosts(visit(f"{path}?network=lenet5"), answer=False), NOT_HERE[path]
    page, option = tab.page, f"{SHEET} [role=option][data-key={{}}]"
    page.locator(MENU).click()
    tab.wait("bus.get('weightsHosts') === false")
    assert active(tab) == "lenet5", "what was reached by keys stays"
    said = {key: page.locator(option.format(key)) for key in ("lenet5", "squeezenet1_1", "regnet_y_128gf", "efficientnet_lite1")}
    assert [one.get_attribute("class") for one in said.values()] == ["active", "refused", "refused", "refused"]
    assert away in (said["squeezenet1_1"].get_attribute("aria-label") or "") and large in said["regnet_y_128gf"].inner_text()
    page.keyboard.type("squeezenet 1.1")
    assert why in page.locator(f"{SHEET} .takes").inner_text()
    page.locator(MENU).fill("regnety-128")
    assert "PLAYGROUND_NETWORK_MB" in page.locator(f"{SHEET} .takes").inner_text()
    assert tab.troubles == []


def test_the_systems_own_colours_leave_a_menu_its_arrow(visit: NewVisit) -> None:
    tab = with_hosts(visit("/?network=lenet5"), answer=True)
    tab.page.emulate_media(forced_colors="active")
    tab.page.locator(MENU).click()
    arrows = "all => all.map(one => getComputedStyle(one).backgroundImage.includes('gradient'))"
    assert tab.page.locator(f"{MENU}, {SHEET} select").evaluate_all(arrows) == [True, True]


@pytest.mark.parametrize("width", [320, 390])
def test_the_tools_of_a_narrow_menu_stand_in_two_rows(visit: NewVisit, width: int) -> None:
    tab = with_hosts(visit("/pt?network=lenet5", phone=True), answer=True)
    tab.page.set_viewport_size({"width": width, "height": 640})
    tab.page.locator(MENU).click()
    middles = "all => all.map(one => { const box = one.getBoundingClientRect(); return Math.round(box.top + box.height / 2) })"
    sort, close, untrained, found = (
        tab.page.locator(f"{SHEET} {one}").evaluate_all(middles)[0] for one in ("select", ".close", "label + label", ".found")
    )
    assert abs(sort - close) < 3 and abs(untrained - found) < 3 and untrained > sort + 30


@pytest.mark.parametrize("path", IN_EACH)
def test_on_a_phone_it_is_a_sheet_as_wide_as_the_window(visit: NewVisit, path: str) -> None:
    tab = visit(f"{path}?network=lenet5", phone=True)
    tab.page.locator(MENU).click()
    box = tab.page.locator(SHEET).bounding_box()
    assert box and (box["x"], box["width"]) == (0, 390) and box["y"] + box["height"] == 844 and box["height"] > 500
    assert tab.page.locator(SHEET).evaluate("sheet => sheet.scrollWidth <= sheet.clientWidth")
    small = "all => all.map(one => one.getBoundingClientRect()).filter(box => box.height < 40).length"
    assert tab.page.locator(f"{SHEET} :is([role=option], button, select, label)").evaluate_all(small) == 0
    tab.page.locator(f"{SHEET} .close").click()
    assert not tab.page.locator(SHEET).is_visible()


@pytest.mark.parametrize("theme", IN_BOTH)
def test_axe_finds_no_violation_in_the_open_menu(visit: NewVisit, axe: str, theme: Any) -> None:
    tab = visit("/?network=lenet5", color_scheme=theme)
    tab.page.evaluate(axe)
    tab.page.locator(MENU).click()
    found = tab.page.evaluate("axe.run('#cnn-network_menu', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    assert [violation["id"] for violation in found["violations"]] == []
