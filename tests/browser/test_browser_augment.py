"""Augment as a person meets it: variants with verdicts, handles that move them at once, order, seed, locks, before and after, the code."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torchvision.transforms import v2
from visit import IN_BOTH, IN_EACH, Visit

from tests.standalone import executed

NewVisit = Callable[..., Visit]
DIGIT = "/?tab=augment&network=lenet5&sample=digit-3"
THERE = "bus.get('augment.shown')?.done && bus.get('augment.curve')?.points.length > 30"
TILES = 23


@pytest.fixture
def augment(visit: NewVisit) -> Callable[..., Visit]:
    """`augment(path)` opens the tab and waits until all variants are counted and the curve is whole."""

    def new(path: str = DIGIT, **more: Any) -> Visit:
        return visit(path, **more).wait(THERE)

    return new


def shown(tab: Visit) -> dict[str, Any]:
    """What the variants are, in values; pictures as lists."""
    return dict(
        tab.read(
            """(({ of, tiles, best, count }) => ({
              plan: of.plan, seed: of.seed, count, best: best.map(of => [...of.values()].map(one => one.best)),
              tiles: [...tiles.values()].map(({ picture: { values, shape }, ...one }) => ({ ...one, pixels: values, shape })),
            }))(window.cnn.get('augment.shown'))"""
        )
    )


def angles(tab: Visit) -> list[float]:
    return [tile["parameters"][0]["angle"] for tile in shown(tab)["tiles"][1:]]


def test_opens_with_variants_verdicts_counts_and_a_curve(augment: Callable[..., Visit]) -> None:
    tab = augment()
    now = shown(tab)
    assert len(now["tiles"]) == TILES + 1 and now["count"] == 200
    original = now["tiles"][0]["answers"][0]["best"]
    flips = [tile["index"] for tile in now["tiles"][1:] if tile["answers"][0]["best"] != original]
    marked = tab.page.evaluate("[...document.querySelectorAll('#cnn-variants .tile.flips')].map(tile => Number(tile.dataset.index))")
    assert marked == flips and flips, "a plan that turns a digit by up to 60° changes some answers"
    assert tab.page.locator("#cnn-variants .tile.flips .sign").first.inner_text() == "≠"
    kept = sum(best == original for best in now["best"][0][1:]) / 200
    assert tab.text("#cnn-verdicts .keep b") == f"{100 * kept:.1f} %"
    counts = [int(text) for text in tab.page.locator("#cnn-verdicts .n").all_inner_texts()]
    assert sum(counts) == 200 and counts[int(original)] == round(200 * kept)
    assert tab.bus("augment.comparedNetwork")["key"] == "lenet5_plain"
    assert tab.troubles == []


def test_a_handle_moves_every_variant_in_proportion_and_the_curves_band(augment: Callable[..., Visit]) -> None:
    tab = augment()
    before = angles(tab)
    handle = tab.page.locator("#cnn-plan [data-key=rotation] [role=slider]").nth(1)
    handle.focus()
    handle.press("End")
    tab.wait("bus.get('augment.shown').of.plan[0].parameters.degrees[1] === 180").wait(THERE)
    after = angles(tab)
    share = [(angle + 60) / 120 for angle in before]
    assert after == pytest.approx([-60 + 240 * one for one in share], abs=1e-3)
    assert tab.bus("augmentation")[0]["parameters"]["degrees"] == [-60, 180]


def test_the_hand_drags_a_handle(augment: Callable[..., Visit]) -> None:
    tab = augment()
    rail = tab.page.locator("#cnn-plan [data-key=translation] .rail").bounding_box()
    tab.page.mouse.move(rail["x"] + rail["width"] * 0.2, rail["y"] + rail["height"] / 2)
    tab.page.mouse.down()
    tab.page.mouse.move(rail["x"] + rail["width"] * 0.9, rail["y"] + rail["height"] / 2, steps=5)
    tab.wait("bus.get('augment.shown').of.held && bus.get('augment.shown').of.plan[1].parameters.share > 0.4")
    assert shown(tab)["count"] == TILES, "while the hand moves only what is looked at is made"
    tab.page.mouse.up()
    tab.wait("!bus.get('augment.dragging')").wait("bus.get('augment.shown').of.count === 200").wait(THERE)
    assert tab.bus("augmentation")[1]["parameters"]["share"] == pytest.approx(0.45, abs=0.02)


def test_order_is_changed_by_keys_and_by_hand(augment: Callable[..., Visit]) -> None:
    tab = augment()
    tab.page.locator("#cnn-plan [data-key=scale] input").focus()
    tab.page.keyboard.press("Alt+ArrowUp")
    tab.wait("bus.get('augment.shown').of.plan.map(s => s.transform).join() === 'rotation,scale,translation'")
    assert tab.page.evaluate("document.activeElement.closest('.step').dataset.key") == "scale"
    grip = tab.page.locator("#cnn-plan [data-key=rotation] .grip").bounding_box()
    last = tab.page.locator("#cnn-plan [data-key=translation]").bounding_box()
    tab.page.mouse.move(grip["x"] + 5, grip["y"] + grip["height"] / 2)
    tab.page.mouse.down()
    tab.page.mouse.move(grip["x"] + 5, last["y"] + last["height"] - 4, steps=6)
    tab.page.mouse.up()
    tab.wait("bus.get('augment.shown').of.plan.map(s => s.transform).join() === 'scale,translation,rotation'")


def test_reroll_draws_anew_but_what_is_locked(augment: Callable[..., Visit]) -> None:
    tab = augment()
    before = shown(tab)["tiles"]
    tab.page.locator("#cnn-variants .tile").nth(4).click()
    assert "Variant 4" in tab.text("#cnn-variants h3")
    tab.page.locator("#cnn-variants [data-do=lock]").click()
    tab.page.locator("#cnn-plan [data-do=roll]").click()
    tab.wait("bus.get('augment.shown').of.seed === 2").wait(THERE)
    after = shown(tab)["tiles"]
    assert [a["pixels"] == b["pixels"] for a, b in zip(before, after, strict=True)] == [i in (0, 4) for i in range(TILES + 1)]
    assert tab.page.locator("#cnn-variants .tile.locked").count() == 1
    tab.page.wait_for_function("location.search.includes('locked=3.1') && location.search.includes('variants=2')")


def test_before_and_after_under_a_line_that_keys_move(augment: Callable[..., Visit]) -> None:
    tab = augment()
    tab.page.locator("#cnn-variants .tile").nth(2).focus()
    tab.page.keyboard.press("Enter")
    line = tab.page.locator("#cnn-variants .compare [role=slider]")
    pixels = "document.querySelector('#cnn-variants .compare canvas').toDataURL()"
    line.press("Home")
    tab.settle()
    after = tab.page.evaluate(pixels)
    line.press("End")
    tab.settle()
    assert tab.page.evaluate(pixels) != after and line.get_attribute("aria-valuenow") == "100"
    tab.page.locator("#cnn-variants .tile").nth(2).press("Escape")
    assert not tab.page.locator("#cnn-variants .drawer.one").is_visible()


def test_the_code_on_the_page_makes_the_variant_on_the_page(augment: Callable[..., Visit], tmp_path: Path) -> None:
    tab = augment()
    tab.page.locator("#cnn-variants .tile").nth(6).click()
    tab.page.locator("#cnn-plan [data-do=code]").click()
    tab.page.wait_for_function("document.querySelector('#cnn-variants code').textContent.includes('manual_seed')")
    now = shown(tab)
    with tab.page.expect_download() as taken:
        tab.page.locator("#cnn-variants .code [data-do=take]").click()
    with zipfile.ZipFile(taken.value.path()) as folder:
        folder.extractall(tmp_path)
    assert (tmp_path / "run.py").read_text("utf-8") == tab.page.locator("#cnn-variants code").text_content()
    scope, _ = executed(tmp_path)
    assert isinstance(scope["transform"], v2.Compose)
    levels = (scope["picture"] * 0.3081 + 0.1307).mul(255).round().flatten().tolist()
    assert levels == now["tiles"][6]["pixels"]


def test_a_transform_is_added_set_and_taken_out(augment: Callable[..., Visit]) -> None:
    tab = augment()
    tab.page.locator("#cnn-plan .add").select_option("posterize")
    tab.wait("bus.get('augment.shown').of.plan.at(-1).transform === 'posterize'")
    row = tab.page.locator("#cnn-plan [data-key=posterize]")
    row.locator(".value").click()
    row.locator(".setting [role=slider]").nth(1).press("End")
    tab.wait("bus.get('augment.shown').of.plan.at(-1).parameters.p === 1").wait(THERE)
    assert all(tile["parameters"][-1]["happened"] for tile in shown(tab)["tiles"][1:])
    row.locator(".remove").click()
    tab.wait("bus.get('augment.shown').of.plan.every(step => step.transform !== 'posterize')")


def test_mixing_takes_another_picture(augment: Callable[..., Visit]) -> None:
    tab = augment(DIGIT + "&augment=cutmix")
    now = shown(tab)
    one = next(tile for tile in now["tiles"][1:] if tile["parameters"][0]["share"] < 0.8)
    assert one["pixels"] != now["tiles"][0]["pixels"]


def test_a_link_brings_all_of_it_back(augment: Callable[..., Visit]) -> None:
    path = "/?tab=augment&network=lenet5&sample=digit-7&augment=rotation!degrees:-90_0~-invert&variants=77&along=blur&versus=lenet5_1998"
    tab = augment(path)
    assert shown(tab)["seed"] == 77 and shown(tab)["plan"] == [{"transform": "rotation", "parameters": {"degrees": [-90, 0], "fill": 0}}]
    assert all(-90 <= angle <= 0 for angle in angles(tab))
    assert tab.bus("augment.comparedNetwork")["key"] == "lenet5_1998" and tab.bus("augment.curve")["of"]["along"] == "blur"
    assert tab.page.locator("#cnn-plan .step").count() == 2


def test_an_empty_plan_shows_the_picture_as_it_is(augment: Callable[..., Visit]) -> None:
    tab = augment(DIGIT + "&augment=-rotation")
    now = shown(tab)
    assert all(tile["pixels"] == now["tiles"][0]["pixels"] for tile in now["tiles"])
    assert tab.text("#cnn-variants .empty") == "Tick a transform."


def test_the_curve_follows_pointer_and_keys(augment: Callable[..., Visit]) -> None:
    tab = augment()
    slider = tab.page.locator("#cnn-invariance .plot [role=slider]")
    slider.focus()
    slider.press("End")
    points = tab.bus("augment.curve")["points"]
    assert points[-1]["value"] == 180 and len(points) == 73
    assert f"{100 * points[-1]['answers'][0]['probability']:.1f} %" in tab.text("#cnn-invariance .own")
    assert float(slider.get_attribute("aria-valuenow")) == 180
    at_rest = next(point for point in points if point["value"] == 0)
    assert at_rest["answers"][0]["best"] == tab.bus("augment.curve")["asked"][0]


def test_a_photograph_and_portuguese(augment: Callable[..., Visit]) -> None:
    tab = augment("/pt?tab=augment&network=resnet109&sample=coffee&augment=horizontal_flip!p:1")
    now = shown(tab)
    assert now["tiles"][0]["shape"] == [144, 144, 3]
    plain = torch.tensor(now["tiles"][0]["pixels"]).reshape(144, 144, 3)
    assert torch.equal(torch.tensor(now["tiles"][1]["pixels"]).reshape(144, 144, 3), plain.flip(1))
    assert tab.text("#cnn-plan h2") == "Plano" and "espelhada" in tab.text("#cnn-variants .legend")
    assert tab.troubles == []


@pytest.mark.parametrize("path", IN_EACH)
def test_nothing_is_cut_off_at_1280_and_on_a_phone(augment: Callable[..., Visit], path: str) -> None:
    tab = augment(f"{path}?tab=augment&network=lenet5&sample=digit-3")
    size = tab.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [1280, 720]
    parts = ("#cnn-plan .bottom", "#cnn-invariance .about", "#cnn-variants .tiles")
    bottom = max(box["y"] + box["height"] for box in (tab.page.locator(part).bounding_box() for part in parts))
    assert bottom <= 720
    phone = augment(f"{path}?tab=augment&network=lenet5&sample=digit-3", phone=True)
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
    first = phone.page.locator("#cnn-plan .step").first.bounding_box()
    assert first["y"] + first["height"] < 844


@pytest.mark.parametrize("theme", IN_BOTH)
def test_has_no_accessibility_violation(augment: Callable[..., Visit], axe: str, theme: str) -> None:
    tab = augment(color_scheme=theme)
    tab.page.locator("#cnn-variants .tile").nth(3).click()
    tab.page.evaluate(axe)
    found = tab.page.evaluate("axe.run('#augment', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    assert json.dumps([(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found["violations"]]) == "[]"
