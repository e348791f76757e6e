"""Every method finds a planted clue, and agrees with captum or with its paper's formula, also where a ReLU writes in place."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
import torch
import torch.nn.functional as F
import torchvision
from captum.attr import GuidedBackprop, IntegratedGradients, LayerGradCam, Occlusion, Saliency
from torch import Tensor, nn

from models.attribution.methods import AttributionInput, Partial, growing_batches, methods
from models.attribution.methods.smoothgrad import sample_noise
from models.engine.capture import capture
from models.engine.plan import Plan
from models.engine.tracing import trace_verified
from tests import clues, oracle

SIDE = 70  # px; seven windows of ten
BUILDERS = {
    "alexnet": torchvision.models.alexnet,
    "resnet18": torchvision.models.resnet18,
    "mobilenet_v3_small": torchvision.models.mobilenet_v3_small,
}
LAYERS = {  # network: our name of the layer → path of the module that returns it; the first of each is overwritten in place
    "alexnet": {"features.8": "features.8", "features.11": "features.11", "features.12": "features.12"},
    "resnet18": {"bn1": "bn1", "layer2.1.relu:2": "layer2", "layer4.1.relu:2": "layer4"},
    "mobilenet_v3_small": {
        "features.12.1": "features.12.1",
        "features.4.block.3.1": "features.4.block.3.1",
        "features.12.2": "features.12",
    },
}
CASES = [(name, layer, path) for name, layers in LAYERS.items() for layer, path in layers.items()]
TARGETS = (3, 401)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@cache
def network_of(name: str) -> nn.Module:
    """torchvision's own, in-place ReLUs and all, with random weights whose values keep their scale."""
    with torch.random.fork_rng():
        torch.manual_seed(1)
        network = BUILDERS[name](weights=None)
    return oracle.as_if_trained(network, picture()).requires_grad_(False)


@cache
def plan(name: str) -> Plan:
    return trace_verified(network_of(name), picture())


def picture() -> Tensor:
    return torch.randn(1, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(7))


def black() -> Tensor:
    return torch.tensor([-2.1, -2.0, -1.8]).view(1, 3, 1, 1).expand(1, 3, SIDE, SIDE).contiguous()


def asked(plan: Plan, x: Tensor, dark: Tensor, layer: str | None, targets: tuple[int, ...]) -> AttributionInput:
    slot = next(step.slot for step in plan.steps if step.name == layer) if layer else 0
    captured = capture(plan, x, slot) if layer else None
    return AttributionInput(plan, x, dark, targets, batch=3, captured=captured, slot=slot)


def exactly(method: str, name: str) -> Partial:
    """In float64: where many passes are added up, a rounding that turns one ReLU over would be seen."""
    found = trace_verified(copy.deepcopy(network_of(name)).double(), picture().double())
    *_, last = methods()[method].steps(asked(found, picture().double(), black().double(), None, TARGETS))
    return last


def steps(method: str, name: str, layer: str | None = None) -> list[Partial]:
    return list(methods()[method].steps(asked(plan(name), picture(), black(), layer, TARGETS)))


def assert_near(ours: Tensor, truth: Tensor) -> None:
    """1e-4 of the largest value: the logits of untrained networks have no scale of their own."""
    assert ours.shape == truth.shape
    assert float((ours - truth).abs().max()) <= 1e-4 * float(truth.abs().max())


# A planted clue


@pytest.mark.parametrize("method", methods())
def test_a_planted_clue_is_found(method: str) -> None:
    """Both clues are in the picture; each class's heat lies on its own."""
    x, found = clues.picture(), trace_verified(clues.striped(), torch.randn(1, 1, 28, 28))
    layer = "relu" if methods()[method].attributed_to == "layer" else None
    *_, last = methods()[method].steps(asked(found, x, torch.zeros_like(x), layer, (0, 1)))
    for heat, own, other in zip(last.maps, (clues.UPRIGHT, clues.LEVEL), (clues.LEVEL, clues.UPRIGHT), strict=True):
        assert clues.share_inside(heat, own) > 0.75 and clues.share_inside(heat, other) < 0.25
        row, column = divmod(int(heat.argmax()), heat.shape[1])
        assert own[0].start - 1 <= row <= own[0].stop and own[1].start - 1 <= column <= own[1].stop


# Against captum


def captum_of(name: str) -> nn.Module:
    return copy.deepcopy(network_of(name))


def leaf() -> Tensor:
    return picture().requires_grad_()


@pytest.mark.parametrize(("name", "layer", "path"), CASES)
def test_grad_cam_is_captums(name: str, layer: str, path: str) -> None:
    network = captum_of(name)
    (last,) = steps("grad_cam", name, layer)
    assert last.maps.max() > 0  # of one class at least: the other's may all be negative, which a ReLU leaves at nothing
    for heat, target in zip(last.maps, TARGETS, strict=True):
        truth = LayerGradCam(network, network.get_submodule(path)).attribute(leaf(), target=target, relu_attributions=True)
        assert_near(heat, truth[0, 0].detach())


@pytest.mark.parametrize(("name", "layer", "path"), CASES)
def test_what_grad_cam_cuts_off_is_captums_too(name: str, layer: str, path: str) -> None:
    network = captum_of(name)
    (last,) = steps("grad_cam", name, layer)
    assert last.before_relu is not None and torch.equal(last.before_relu.relu(), last.maps)
    for sums, target in zip(last.before_relu, TARGETS, strict=True):
        truth = LayerGradCam(network, network.get_submodule(path)).attribute(leaf(), target=target, relu_attributions=False)
        assert_near(sums, truth[0, 0].detach())


@pytest.mark.parametrize("name", BUILDERS)
def test_saliency_is_captums(name: str) -> None:
    (last,) = steps("saliency", name)
    for heat, target in zip(last.maps, TARGETS, strict=True):
        assert_near(heat, Saliency(captum_of(name)).attribute(leaf(), target=target).abs().amax(1)[0])


QUICK = [name if name == "mobilenet_v3_small" else pytest.param(name, marks=pytest.mark.slow) for name in BUILDERS]


@pytest.mark.parametrize("name", QUICK)
def test_smoothgrad_is_the_mean_of_captums_gradients(name: str) -> None:
    last = exactly("smoothgrad", name)
    noise = sample_noise(picture())
    spread = 0.15 * float(picture().max() - picture().min())
    assert abs(float(noise.std()) - spread) < 0.01 * spread and abs(float(noise.mean())) < 0.01 * spread
    saliency = Saliency(captum_of(name).double())
    for heat, target in zip(last.maps, TARGETS, strict=True):
        gradients = [saliency.attribute((picture().double() + one[None]).requires_grad_(), target=target, abs=False) for one in noise]
        assert_near(heat, torch.stack(gradients).mean(0).abs().amax(1)[0])


@pytest.mark.parametrize("name", QUICK)
def test_integrated_gradients_are_captums_and_the_gap_is_said(name: str) -> None:
    last = exactly("integrated_gradients", name)
    for heat, target, facts in zip(last.maps, TARGETS, last.facts, strict=True):
        truth = IntegratedGradients(captum_of(name).double()).attribute(
            picture().double(), baselines=black().double(), target=target, n_steps=16, method="gausslegendre", internal_batch_size=4
        )
        assert_near(heat, truth.sum(1)[0])
        with torch.no_grad():
            rise = float(network_of(name)(picture())[0, target] - network_of(name)(black())[0, target])
        assert facts["logit_rise"] == pytest.approx(rise, rel=1e-3, abs=1e-5)
        assert facts["sum"] == pytest.approx(float(heat.double().sum()), rel=1e-6)
        assert facts["completeness_gap"] == pytest.approx(facts["sum"] - facts["logit_rise"], abs=1e-9)


def test_the_completeness_gap_of_a_linear_network_is_nothing() -> None:
    network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Flatten(), nn.Linear(4 * 68 * 68, 5)).eval().requires_grad_(False)
    *_, last = methods()["integrated_gradients"].steps(asked(trace_verified(network, picture()), picture(), black(), None, (1, 4)))
    assert all(abs(facts["completeness_gap"]) < 1e-3 * abs(facts["logit_rise"]) for facts in last.facts)


class LedBack(nn.Module):
    """A ReLU whose arriving gradient is cut below zero: guided backpropagation by a hook on the tensor."""

    def forward(self, x: Tensor) -> Tensor:
        y = torch.relu(x)
        y.register_hook(lambda gradient: gradient.clamp(min=0))
        return y


def led_back(network: nn.Module) -> nn.Module:
    for module in list(network.modules()):
        for name, child in module.named_children():
            if isinstance(child, nn.ReLU):
                setattr(module, name, LedBack())
    return network


@pytest.mark.parametrize("name", BUILDERS)
def test_guided_backpropagation_is_its_rule_written_out(name: str) -> None:
    (last,) = steps("guided_backpropagation", name)
    network = led_back(captum_of(name))
    for heat, target in zip(last.maps, TARGETS, strict=True):
        x = leaf()
        (truth,) = torch.autograd.grad(network(x)[0, target], x)
        assert_near(heat, truth.sum(1)[0])
        (plain,) = torch.autograd.grad(network_of(name)(x)[0, target], x)
        assert float((heat - plain.sum(1)[0]).abs().max()) > 1e-2 * float(heat.abs().max())
    assert last.facts[0]["relus"] > 0


@pytest.mark.parametrize("name", ["alexnet", "mobilenet_v3_small"])  # captum cannot tell one module's two calls apart, as in a ResNet
def test_guided_backpropagation_is_captums(name: str) -> None:
    (last,) = steps("guided_backpropagation", name)
    network = captum_of(name)
    for module in network.modules():
        if hasattr(module, "inplace"):
            module.inplace = False
    truth = GuidedBackprop(network).attribute(leaf(), target=TARGETS[0])
    assert_near(last.maps[0], truth.sum(1)[0].detach())


@pytest.mark.parametrize("name", QUICK)
def test_occlusion_is_captums(name: str) -> None:
    *_, last = steps("occlusion", name)
    window = (3, SIDE // 7, SIDE // 7)
    for heat, target in zip(last.maps, TARGETS, strict=True):
        truth = Occlusion(captum_of(name)).attribute(
            picture(), sliding_window_shapes=window, strides=window, target=target, baselines=black(), perturbations_per_eval=7
        )
        assert_near(heat, truth[0, 0].float())


def test_windows_tile_a_side_that_seven_does_not_divide() -> None:
    from models.attribution.methods.occlusion import windows

    window = windows(29, 30)
    assert window.unique().tolist() == list(range(49))
    for place in range(49):
        rows, columns = torch.nonzero(window == place, as_tuple=True)
        assert len(rows) == (rows.max() - rows.min() + 1) * (columns.max() - columns.min() + 1)
        assert {int(rows.max() - rows.min()), int(columns.max() - columns.min())} <= {3, 4}


# Against the formulas of papers, where captum has none


def maps_and_gradient(name: str, path: str, target: int) -> tuple[Tensor, Tensor]:
    """What a module returned and the gradient there, from a copy of the network in which nothing is overwritten."""
    network, kept = copy.deepcopy(network_of(name)), []
    for module in network.modules():
        if hasattr(module, "inplace"):
            module.inplace = False
    network.get_submodule(path).register_forward_hook(lambda _, __, output: kept.append(output))
    logits = network(leaf())
    (gradient,) = torch.autograd.grad(logits[0, target], kept[0])
    return kept[0].detach()[0].double(), gradient[0].double()  # (C, h, w)


@pytest.mark.parametrize(("name", "layer", "path"), CASES)
def test_grad_cam_pp_is_equation_19(name: str, layer: str, path: str) -> None:
    (last,) = steps("grad_cam_pp", name, layer)
    assert last.maps.max() > 0
    for heat, target in zip(last.maps, TARGETS, strict=True):
        maps, gradient = maps_and_gradient(name, path, target)
        truth = torch.zeros(maps.shape[1:], dtype=torch.float64)
        for one, g in zip(maps, gradient, strict=True):
            below = 2 * g**2 + one.sum() * g**3
            alpha = torch.where(below != 0, g**2 / below, torch.zeros_like(g))
            truth += (alpha * g.clamp(min=0)).sum() * one
        assert_near(heat.double(), truth.clamp(min=0))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "layer", "path"), [("alexnet", "features.8", "features.8"), ("resnet18", "layer4.1.relu:2", "layer4")])
def test_score_cam_is_algorithm_1(name: str, layer: str, path: str) -> None:
    *_, last = steps("score_cam", name, layer)
    maps, _ = maps_and_gradient(name, path, TARGETS[0])
    spread = maps.flatten(1).numpy().var(1)
    order = np.argsort(-spread, kind="stable")[:64]
    scores = []
    for index in order:
        mask = F.interpolate(maps[index][None, None].float(), (SIDE, SIDE), mode="bilinear")
        mask = (mask - mask.min()) / (mask.max() - mask.min())
        with torch.no_grad():
            scores.append(network_of(name)(black() + mask * (picture() - black()))[0])
    for heat, target in zip(last.maps, TARGETS, strict=True):
        logits = np.array([float(score[target]) for score in scores])
        weights = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
        truth = torch.from_numpy((weights[:, None, None] * maps[order.tolist()].numpy()).sum(0)).clamp(min=0)
        assert_near(heat.double(), truth)
    assert last.facts[0] == {"maps": 64, "maps_of_layer": maps.shape[0]}


# In parts


MANY = ("score_cam", "smoothgrad", "integrated_gradients", "occlusion")


@pytest.mark.parametrize("method", MANY)
def test_a_method_of_many_passes_shows_what_it_has_after_the_first(method: str) -> None:
    parts = steps(method, "mobilenet_v3_small", "features.12.2" if methods()[method].attributed_to == "layer" else None)
    assert parts[0].done == 1 and parts[-1].done == parts[-1].total == parts[0].total and len(parts) > 3
    assert [part.done for part in parts] == sorted({part.done for part in parts})
    assert all(part.maps.shape == parts[-1].maps.shape and torch.isfinite(part.maps).all() for part in parts)
    assert not torch.equal(parts[0].maps, parts[-1].maps)


@pytest.mark.parametrize("method", MANY)
def test_how_many_go_together_does_not_matter(method: str) -> None:
    x, found = clues.picture(), trace_verified(clues.striped(), torch.randn(1, 1, 28, 28))
    question = asked(found, x, torch.zeros_like(x), "relu" if methods()[method].attributed_to == "layer" else None, (0, 1))
    *_, few = methods()[method].steps(question)
    *_, many = methods()[method].steps(
        AttributionInput(**{field: getattr(question, field) for field in question.__slots__} | {"batch": 32})
    )
    assert_near(few.maps, many.maps)


def test_between_two_parts_gradients_are_as_they_were() -> None:
    for method in methods().values():
        layer = "layer4.1.relu:2" if method.attributed_to == "layer" else None
        for switch in (True, False):
            with torch.set_grad_enabled(switch):
                for part in method.steps(asked(plan("resnet18"), picture(), black(), layer, (1,))):
                    assert torch.is_grad_enabled() is switch and not part.maps.requires_grad
                    break


def test_portions_begin_with_one_and_are_complete() -> None:
    for count, batch in ((1, 4), (2, 4), (24, 5), (49, 64), (16, 1)):
        parts = list(growing_batches(count, batch))
        assert (parts[0].start, parts[0].stop) == (0, 1) and parts[-1].stop == count
        assert all(a.stop == b.start and 0 < b.stop - b.start <= batch for a, b in itertools.pairwise(parts))
