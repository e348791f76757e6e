"""One step of learning as a person meets it: phases by the space bar, numbers that are torch's, steps taken and undone, a wrong label."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from visit import IN_EACH, Visit

from models.networks.lenet5 import LeNet5
from tests.serving import ROOT

NewVisit = Callable[..., Visit]
STEP = "/?tab=train&view=step&network=lenet5&sample=digit-3"
THERE = (
    "bus.get('step.forwardBackward') && "
    "['update', 'lossLine'].every(key => bus.get(`step.${key}`)?.of.pass === bus.get('step.forwardBackward'))"
)
THROUGH = "(bus.get('step.frontColumn') ?? null) === null"


@pytest.fixture
def step(visit: NewVisit) -> Callable[..., Visit]:
    """`step(path)` opens the view and waits until both passes, update and line are there; without motion, unless it is asked for."""

    def new(path: str = STEP, *, moving: bool = False, **more: Any) -> Visit:
        return visit(path, reduced_motion="no-preference" if moving else "reduce", **more).wait(THERE)

    return new


def forward_backward(tab: Visit) -> dict[str, Any]:
    return dict(
        tab.page.evaluate(
            """() => {
              const { label, loss, norm, taken, probabilities, columns } = window.cnn.get('step.forwardBackward')
              return { label, loss, norm, taken, p: [...probabilities], norms: columns.map(({ layer, norm }) => [layer, norm]) }
            }"""
        )
    )


def torchs(tab: Visit, label: int) -> tuple[float, dict[str, float], LeNet5, torch.Tensor]:
    """Loss, norm of the gradient at every layer, network and picture: torch's, on the picture that the page shows."""
    pixels = np.array(tab.page.evaluate("[...window.cnn.get('forward').picture.values]"), np.float32).reshape(1, 1, 28, 28)
    x = ((torch.from_numpy(pixels) / 255 - 0.1307) / 0.3081).requires_grad_()
    network, seen = LeNet5(), {"input": x}

    def keep(name: str, value: torch.Tensor) -> None:
        value.retain_grad()
        seen[name] = value

    network.load_state_dict(load_file(ROOT / "assets" / "weights" / "lenet5.safetensors"))
    hooks = [module.register_forward_hook(lambda _, __, out, name=name: keep(name, out)) for name, module in network.named_children()]
    loss = F.cross_entropy(network(x), torch.tensor([label]))
    loss.backward()
    for hook in hooks:
        hook.remove()
    return float(loss.detach()), {name: float(value.grad.norm()) for name, value in seen.items()}, network, x.detach()


def shown(tab: Visit, layer: str, row: str) -> str:
    return tab.text(f"#cnn-forward_backward [data-layer={layer}] .{row}")


def test_the_space_bar_goes_through_the_phases_and_back(step: Callable[..., Visit]) -> None:
    tab = step()
    assert tab.bus("step.phase") == 1 and shown(tab, "conv1", "most") == "–" and tab.text("#cnn-forward_backward .loss-line") == "L = –"
    for phase, title in ((2, "Loss"), (3, "Backward"), (4, "The rule")):
        tab.page.keyboard.press("Space")
        tab.wait(f"bus.get('step.phase') === {phase}")
        assert tab.text("#cnn-update_rule .title") == title
    assert shown(tab, "conv1", "most").split("\n")[0] != "–"
    tab.page.keyboard.press("Shift+Space")
    tab.wait("bus.get('step.phase') === 3")
    assert "Max pooling hands each gradient" not in tab.text("#cnn-update_rule .says")
    tab.page.locator("#cnn-forward_backward [data-layer=conv1] .head").click()
    tab.settle()
    assert "Max pooling hands each gradient to the one cell" in tab.text("#cnn-update_rule .says")
    assert "gradients are exactly 0" in tab.text("#cnn-update_rule .so")
    assert tab.troubles == []


def test_the_numbers_are_torchs(step: Callable[..., Visit]) -> None:
    tab = step(STEP + "&phase=4&told=8")
    now = forward_backward(tab)
    loss, norms, network, x = torchs(tab, 8)
    assert now["label"] == 8 and now["loss"] == pytest.approx(loss, rel=1e-4)
    for layer, norm in now["norms"]:
        assert norm == pytest.approx(norms[layer], rel=1e-3), layer
        assert float(shown(tab, layer, "most b")) == pytest.approx(norms[layer], rel=6e-3)
    assert tab.text("#cnn-forward_backward .loss-line b") == f"= {loss:#.4g}"
    rate = tab.page.evaluate("window.cnn.get('step.suggestedRate')")
    torch.optim.SGD(network.parameters(), lr=rate).step()
    with torch.no_grad():
        after = float(network(x).softmax(1)[0, 8])
    assert tab.text("#cnn-update_rule .then .after") == f"{100 * after:.1f} %"
    unit, cells = tab.page.evaluate("(({ unit, after }) => [unit, [...after]])(window.cnn.get('step.update'))")
    np.testing.assert_allclose(cells, network.conv1.weight.detach()[unit].flatten().numpy(), rtol=1e-4, atol=1e-6)


@pytest.mark.slow  # test_app_sgd_step takes the step and takes it back
def test_a_step_moves_the_probability_and_undo_restores_it(step: Callable[..., Visit]) -> None:
    tab = step(STEP + "&phase=4&told=8")
    first = forward_backward(tab)
    tab.page.keyboard.press("Enter")
    tab.wait("bus.get('step.forwardBackward').taken === 1").wait(THERE)
    then = forward_backward(tab)
    assert then["p"][8] > first["p"][8] and then["loss"] < first["loss"]
    assert tab.text("#cnn-phases [data-do=undo]") == "Undo 1"
    for taken in range(2, 7):
        tab.page.locator("#cnn-phases [data-do=take]").click()
        tab.wait(f"bus.get('step.forwardBackward').taken === {taken}")
    assert forward_backward(tab)["p"][8] > 0.5 > forward_backward(tab)["p"][3], "it has learned that the 3 is an 8"
    assert tab.text("#cnn-forward_backward .answer") == "It says 8"
    tab.wait(THERE)
    before, after = tab.text("#cnn-loss_along_step .right").split(" of ")[0].split(" → ")
    assert int(before) < 100 and int(after) <= 100, "what was learned wrong shows on digits that it was not taught"
    for taken in range(5, 0, -1):
        tab.page.locator("#cnn-phases [data-do=undo]").click()
        tab.wait(f"bus.get('step.forwardBackward').taken === {taken}")
    assert forward_backward(tab)["p"] == then["p"]
    tab.page.locator("#cnn-phases [data-do=again]").click()
    tab.wait("bus.get('step.forwardBackward').taken === 0")
    assert forward_backward(tab)["p"] == first["p"]
    assert tab.page.locator("#cnn-phases [data-do=undo]").is_disabled()


def test_after_the_update_the_space_bar_takes_the_step_and_begins_the_next(step: Callable[..., Visit]) -> None:
    tab = step(STEP + "&phase=4&told=8")
    first = forward_backward(tab)
    tab.page.keyboard.press("Space")
    tab.wait("bus.get('step.forwardBackward').taken === 1").wait(THERE)
    assert tab.bus("step.phase") == 1 and forward_backward(tab)["p"][8] > first["p"][8]
    assert shown(tab, "conv1", "most") == "–", "the gradient of the next step has not come yet"


def test_a_sure_answer_is_told_something_else_and_can_be_told_the_truth(step: Callable[..., Visit]) -> None:
    tab = step(STEP + "&phase=4")
    assert forward_backward(tab)["label"] != 3 and "wrong" in (
        tab.page.locator("#cnn-forward_backward .answer").get_attribute("class") or ""
    )
    tab.page.locator("#cnn-forward_backward .taught").select_option("3")
    tab.wait("bus.get('step.forwardBackward').label === 3").wait(THERE)
    assert forward_backward(tab)["loss"] == pytest.approx(torchs(tab, 3)[0], abs=1e-6)
    tab.page.wait_for_function("location.search.includes('told=3')")


def test_the_hand_on_the_line_is_the_learning_rate(step: Callable[..., Visit]) -> None:
    tab = step(STEP + "&phase=4&told=8")
    reach = tab.page.evaluate("window.cnn.get('step.lossLine').of.reach")
    plot = tab.page.locator("#cnn-loss_along_step .plot")
    box = plot.bounding_box()
    assert box
    tab.page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 60)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 60, steps=6)
    tab.page.mouse.up()
    tab.wait(f"bus.get('step.rate') > 2 * {reach}").wait("bus.get('step.update').of.rate === bus.get('step.rate')").wait(THERE)
    rate = tab.bus("step.rate")
    delta, gradient = tab.page.evaluate("(({ delta, gradient }) => [[...delta], [...gradient]])(window.cnn.get('step.update'))")
    np.testing.assert_allclose(delta, -rate * np.array(gradient), rtol=1e-4, atol=1e-12)
    assert tab.page.evaluate("window.cnn.get('step.lossLine').of.reach") == reach, "the line itself stays"
    assert float(tab.text("#cnn-update_rule output")) == pytest.approx(rate)
    plot.focus()
    plot.press("ArrowLeft")
    tab.wait(f"bus.get('step.rate') < {rate}")


def test_the_pass_runs_and_arrows_take_it_by_the_hand(step: Callable[..., Visit]) -> None:
    tab = step(STEP + "&phase=3", moving=True).wait(THROUGH)
    assert shown(tab, "input", "most").split("\n")[0] != "–"
    tab.page.keyboard.press("Shift+Space")
    tab.page.keyboard.press("Space")
    tab.wait("bus.get('step.frontColumn') === 7")
    tab.page.keyboard.press("ArrowLeft")
    front = tab.bus("step.frontColumn")
    assert front <= 6, "an arrow stops the pass and moves it"
    tab.settle()
    assert tab.bus("step.frontColumn") == front
    names = [layer for layer, _ in forward_backward(tab)["norms"]]
    filled = [shown(tab, name, "most").split("\n")[0] != "–" for name in names]
    assert filled == [i >= front for i in range(len(names))]


def test_dropout_blinks_and_twenty_passes_are_a_cloud(step: Callable[..., Visit]) -> None:
    tab = step(STEP + "&phase=4")
    pixels = "document.querySelector('#cnn-forward_backward [data-layer=fc1] .values canvas').toDataURL()"
    whole = tab.page.evaluate(pixels)
    tab.page.locator("#cnn-phases .rate").select_option("0.5")
    tab.wait("bus.get('step.forwardBackward').dropped.size === 2").wait(THERE)
    first = tab.page.evaluate("[...window.cnn.get('step.forwardBackward').dropped.get('fc1')]")
    assert len(first) == 120 and 30 < sum(first) < 90 and tab.page.evaluate(pixels) != whole
    tab.page.keyboard.press("Enter")
    tab.wait("bus.get('step.forwardBackward').taken === 1").wait(THERE)
    assert tab.page.evaluate("[...window.cnn.get('step.forwardBackward').dropped.get('fc1')]") != first, "other units in the next step"
    bars = "document.querySelector('#cnn-forward_backward [data-layer=fc3] .values canvas').toDataURL()"
    before = tab.page.evaluate(bars)
    tab.page.locator("#cnn-phases [data-do=passes]").click()
    tab.wait("bus.get('step.passes')?.rows.length === 20")
    assert shown(tab, "fc3", "largest") == "p, 20 passes" and tab.page.evaluate(bars) != before
    tab.page.locator("#cnn-phases [data-do=passes]").click()
    tab.wait("!bus.get('step.passes')")
    assert tab.page.evaluate(bars) == before


def test_a_link_restores_what_was_looked_at(step: Callable[..., Visit]) -> None:
    tab = step(STEP + "&phase=4&told=8&rate=0.0004&at=fc2&weights=conv2_5&cell=1_2&dropped=0.3_maps&momentum=0.9")
    assert tab.text("#cnn-weight_update .whose").startswith("conv2 · filter 5") and tab.text("#cnn-update_rule .whose") == "row 1, column 2"
    assert tab.page.locator("#cnn-forward_backward [data-layer=fc2].chosen").count() == 1
    assert tab.text("#cnn-update_rule output") == "0.0004" and tab.page.locator("#cnn-update_rule .momentum input").is_checked()
    tab.page.locator("#cnn-forward_backward [data-layer=conv1] .weights canvas").click(position={"x": 3, "y": 10})
    tab.wait("bus.get('step.update').layer === 'conv1' && bus.get('step.update').unit === 0")
    tab.page.wait_for_function("location.search.includes('weights=conv1_0') && location.search.includes('rate=0.0004')")


def test_the_code_on_the_page_is_this_step(step: Callable[..., Visit]) -> None:
    tab = step(STEP + "&phase=4&told=8&rate=0.0004&weights=conv2_5")
    tab.page.locator("#cnn-update_rule [data-do=code]").click()
    tab.page.wait_for_function("document.querySelector('#cnn-update_rule code').textContent.includes('optimiser.step()')")
    code = str(tab.page.locator("#cnn-update_rule code").text_content())
    assert "torch.tensor([8])" in code and "lr=0.0004" in code and "get_submodule('conv2')" in code and "[5]" in code


def test_in_portuguese(step: Callable[..., Visit]) -> None:
    tab = step(STEP.replace("/?", "/pt?") + "&phase=3&told=8")
    assert tab.text("#cnn-update_rule .title") == "Volta" and tab.text("#cnn-phases [data-do=take]") == "Dar o passo"
    loss = torchs(tab, 8)[0]
    assert tab.text("#cnn-forward_backward .loss-line b") == f"= {loss:#.4g}".replace(".", ",")
    assert "gradientes são exatamente 0" in tab.text("#cnn-update_rule .so")


@pytest.mark.parametrize("path", IN_EACH)
def test_on_a_phone_it_is_one_column(step: Callable[..., Visit], path: str) -> None:
    tab = step(STEP.replace("/", path, 1) + "&phase=4", phone=True)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    left = tab.page.evaluate("[...document.querySelectorAll('#cnn-forward_backward .column')].map(c => c.getBoundingClientRect().left)")
    assert len(left) == 8 and len(set(left)) == 1


def test_what_cannot_take_steps_says_so(step: Callable[..., Visit], visit: NewVisit) -> None:
    tab = visit(STEP.replace("lenet5", "alexnet@random")).wait("bus.get('step.error')")
    assert "million weights; a step in slow motion takes at most 5 million" in tab.text("#cnn-forward_backward .failed")
    assert tab.page.locator("#cnn-phases [data-do=take]").is_disabled()
    tab.page.evaluate("window.cnn.set('wantedNetwork', 'mlp')")
    tab.wait("bus.get('step.forwardBackward')?.network === 'mlp'").wait(THERE)
    assert tab.text("#cnn-forward_backward .failed") == "" and tab.page.locator("#cnn-forward_backward .column").count() == 5
