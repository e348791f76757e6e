"""Explaining through the app_server: what it costs, what it refuses, the stages, the curves, and the code that it gives, run."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image

from models import api, service
from models.attribution import deletion_curves
from models.engine.plan import Plan
from models.engine.stages import bottleneck_slots, find_stages
from models.errors import UserError
from models.store import registry
from models.store.store import to_batch
from models.text import LANGUAGES, Language
from models.types.activations import PictureSource
from models.types.attribution import DeletionCurves
from models.types.code import Code
from tests import clues
from tests.every_network import CLOSELY
from tests.receipt_networks import batch_of, network_of, source_for
from tests.standalone import here

ROOT = Path(__file__).parents[1]
LENET, RESNET, MOBILE = "lenet5@random", "resnet109@random", "mobilenet_v3_small@random"
METHODS = [info.key for info in api.explain_methods()]
AT_A_LAYER = [info.key for info in api.explain_methods() if info.attributed_to == "layer"]
WITHOUT_MAPS = ("mlp@random",)
KEYS = [key for key in (f"{key}@random" for key in CLOSELY) if key not in WITHOUT_MAPS]


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


def test_the_methods_are_those_that_are_promised() -> None:
    promised = "grad_cam grad_cam_pp score_cam saliency smoothgrad integrated_gradients guided_backpropagation occlusion"
    assert promised.split() == METHODS


@pytest.mark.parametrize("method", METHODS)
def test_an_answer_is_at_the_pictures_size_and_as_signed_as_its_method(method: str) -> None:
    answer = api.explain(LENET, source_for(LENET), method, targets=[3, 7])
    info = next(info for info in api.explain_methods() if info.key == method)
    assert (answer.network, answer.method, answer.done) == (LENET, method, answer.total)
    assert answer.layer == ("relu2" if info.attributed_to == "layer" else "input") and answer.picture.shape == (28, 28, 1)
    for attribution, target in zip(answer.maps, (3, 7), strict=True):
        assert attribution.target == target and attribution.map.shape == (28, 28) and np.isfinite(attribution.map).all()
        assert attribution.cells.shape == ((10, 10) if info.attributed_to == "layer" else (28, 28))
        assert (attribution.map.min() < 0) if info.signed else (attribution.map.min() >= 0)


@pytest.mark.parametrize("method", ["grad_cam", "saliency"])
def test_without_a_target_it_is_the_most_probable_class(method: str) -> None:
    best = api.predict(LENET, source_for(LENET), top=1)[0].index
    answer = api.explain(LENET, source_for(LENET), method)
    assert [attribution.target for attribution in answer.maps] == [best]
    same = api.explain(LENET, source_for(LENET), method, targets=[best])
    assert np.array_equal(answer.maps[0].map, same.maps[0].map)


def test_maps_are_enlarged_cell_centre_on_cell_centre() -> None:
    attribution = api.explain(LENET, source_for(LENET), "grad_cam_pp", targets=[3], layer="pool2").maps[0]
    truth = F.interpolate(torch.from_numpy(attribution.cells)[None, None], (28, 28), mode="bilinear", align_corners=False)[0, 0]
    assert np.array_equal(attribution.map, truth.numpy()) and attribution.cells.shape == (5, 5)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """(first, last) slot of every run of a plan that keeps its values."""
    ran: list[tuple[int, int]] = []
    real = Plan.run

    def counting(plan: Plan, values: Any, start: int, stop: int) -> None:
        ran.append((start, stop))
        real(plan, values, start, stop)

    monkeypatch.setattr(Plan, "run", counting)
    return ran


def test_another_class_costs_the_tail_only(steps: list[tuple[int, int]]) -> None:
    loaded = service.store.get(RESNET)
    slot, answer = loaded.layer_step("layer4.1.relu:2").slot, loaded.plan.logits_slot
    steps.clear()
    api.explain(RESNET, source_for(RESNET), "grad_cam", targets=[1])
    assert steps == [(0, slot), (slot, answer)]  # nothing twice
    api.forward_view(RESNET, source_for(RESNET), "conv1", visitor="watcher")
    steps.clear()
    api.explain(RESNET, source_for(RESNET), "grad_cam", targets=[2, 9], visitor="watcher")
    assert steps == [(slot, answer)]  # two classes, one tail
    api.forget_visitor("watcher")


def test_a_stream_stops_when_it_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    passes: list[int] = []
    real = Plan.logits
    monkeypatch.setattr(Plan, "logits", lambda plan, picture: passes.append(len(picture)) or real(plan, picture))
    parts = api.explain_steps(RESNET, source_for(RESNET), "occlusion", targets=[1])
    first = next(parts)
    parts.close()  # type: ignore[attr-defined]
    assert first.done == 1 and first.total == 49 and sum(passes) == 2  # the whole picture, and one window
    with pytest.raises(StopIteration):
        next(parts)


REFUSED = [
    ({"method": "grad-cam"}, ["method: 'grad-cam'", "Did you mean grad_cam"]),
    ({"method": "grad_cam", "layer": "conv3"}, ["layer: 'conv3'", "conv1"]),
    ({"method": "grad_cam", "layer": "fc1"}, ["layer: 'fc1'"]),
    ({"method": "grad_cam", "layer": "input"}, ["layer: 'input'"]),
    ({"method": "saliency", "layer": "conv1"}, ["Saliency", "'conv1'"]),
    ({"method": "saliency", "targets": [10]}, ["target: 10", "0 to 9"]),
    ({"method": "saliency", "targets": ["three"]}, ["target: 'three'"]),
    ({"method": "saliency", "targets": [1.5]}, ["1.5"]),
    ({"method": "saliency", "targets": [True]}, ["True"]),
    ({"method": "saliency", "targets": []}, ["targets: 0", "1 to 4"]),
    ({"method": "saliency", "targets": [0, 1, 2, 3, 4]}, ["targets: 5"]),
]


@pytest.mark.parametrize(("asked", "says"), REFUSED, ids=lambda value: str(value)[:50])
def test_a_wrong_question_gets_one_sentence(asked: dict[str, Any], says: list[str]) -> None:
    with pytest.raises(UserError) as refusal:
        api.explain(LENET, source_for(LENET), **asked)
    assert all(part in refusal.value.say("en") for part in says) and refusal.value.say("pt") != refusal.value.say("en")


# Stages


@pytest.mark.parametrize("key", KEYS)
def test_every_way_to_the_answer_leads_through_a_stage(key: str) -> None:
    """Where a stage's value is put in place of what the picture gave, nothing of the picture is left in the logits."""
    loaded = service.store.get(key)
    found = api.explain_stages(key)
    assert found.default in found.layers and 2 <= len(found.layers) <= 7
    plan, random = loaded.plan, torch.Generator().manual_seed(0)
    shape = loaded.batch(np.zeros(loaded.layer_steps[0].layer.shape[1:] + loaded.layer_steps[0].layer.shape[:1], np.uint8)).shape
    one, other = (plan.empty_values(torch.randn(shape, generator=random)) for _ in range(2))
    with torch.no_grad():
        plan.run(one, 0, plan.logits_slot)
        for name in (found.layers[0], found.default):
            layer_step = loaded.layer_step(name)
            assert len(layer_step.layer.shape) == 3 and layer_step.layer.shape[1] > 1
            plan.run(other, 0, plan.logits_slot)
            other[layer_step.slot] = one[layer_step.slot]
            plan.run(other, layer_step.slot, plan.logits_slot)
            assert torch.equal(one[plan.logits_slot], other[plan.logits_slot])


@pytest.mark.parametrize("key", WITHOUT_MAPS)
def test_a_network_without_maps_has_no_stage_and_is_asked_at_its_input(key: str) -> None:
    source = source_for(key)
    assert (api.explain_stages(key).layers, api.explain_stages(key).default) == ((), "")
    assert api.explain_per_layer(key, source, "grad_cam", 1) == ()
    assert api.explain(key, source, "saliency", targets=[1]).maps[0].map.max() > 0
    with pytest.raises(UserError, match=key):
        api.explain(key, source, "grad_cam", targets=[1])


def test_a_branch_is_no_stage() -> None:
    loaded = service.store.get(RESNET)
    through = bottleneck_slots(loaded.plan)
    inside = [loaded.layer_step(name).slot for name in ("layer2.0.conv1", "layer2.0.relu", "layer2.0.bn2", "layer2.0.downsample.0")]
    assert not through & set(inside) and loaded.layer_step("layer2.0.relu:2").slot in through
    names = [layer_step.layer.name for layer_step in find_stages(loaded.plan, loaded.layer_steps)]
    assert names == ["conv1", "relu", "maxpool", "layer1.1.relu:2", "layer2.1.relu:2", "layer3.1.relu:2", "layer4.1.relu:2"]


@pytest.mark.parametrize("method", [one.key for one in api.explain_methods()])
def test_a_method_names_whose_small_heats_stand_for_it(method: str) -> None:
    (info,) = [one for one in api.explain_methods() if one.key == method]
    own, named = api.explain_per_layer(LENET, source_for(LENET), method, 5), info.per_layer
    other = api.explain_per_layer(LENET, source_for(LENET), named, 5)
    assert [one.maximum for one in own] == [one.maximum for one in other] and own
    assert named == method or named not in [one.key for one in api.explain_methods() if one.attributed_to == "input"]


@pytest.mark.parametrize("method", [one.key for one in api.explain_methods() if one.per_layer == one.key])
def test_the_small_heats_along_the_layers_are_the_methods_own(method: str) -> None:
    for found in api.explain_per_layer(RESNET, source_for(RESNET), method, 5):
        cells = api.explain(RESNET, source_for(RESNET), method, targets=[5], layer=found.layer).maps[0].cells
        scale = max(1e-12, float(np.abs(cells).max()))
        assert abs(found.minimum - cells.min()) <= 1e-4 * scale and abs(found.maximum - cells.max()) <= 1e-4 * scale
        factor = -(-max(cells.shape) // 48)
        side = cells.shape[0] // factor
        means = cells.reshape(side, factor, side, factor).mean((1, 3))
        shown = found.thumbnail.low[0] + found.thumbnail.codes[0] * found.thumbnail.step[0]
        assert np.abs(shown - means).max() <= 0.51 * found.thumbnail.step[0] + 1e-4 * scale


# Deletion and insertion


def measured(heat: np.ndarray[Any, Any], target: int) -> DeletionCurves:
    *_, last = api.deletion_curves(LENET, source_for(LENET), heat, target)
    return last


def test_the_curves_are_their_definition_written_out() -> None:
    heat = np.random.default_rng(2).standard_normal((28, 28)).astype(np.float32)
    heat[5] = heat[6]  # ties go by place
    found = measured(heat, 4)
    network, x = network_of(LENET), batch_of(LENET)
    black = to_batch(np.zeros((28, 28, 1), np.uint8), registry.specs()[LENET].preparation)
    fog = deletion_curves.gaussian_blur(x)
    hottest = sorted(range(784), key=lambda place: (-heat.flat[place], place))
    for point, fraction in enumerate(found.fractions):
        gone = torch.zeros(784, dtype=torch.bool)
        gone[hottest[: round(784 * float(fraction))]] = True
        gone = gone.view(1, 1, 28, 28)
        with torch.no_grad():
            deleted, inserted = (network(torch.where(gone, *pair)).softmax(1)[0, 4] for pair in ((black, x), (x, fog)))
        assert found.deleted[point] == pytest.approx(float(deleted), abs=1e-6)
        assert found.inserted[point] == pytest.approx(float(inserted), abs=1e-6)
    assert found.fractions[0] == 0 and found.fractions[-1] == 1 and len(found.fractions) == 17
    assert np.isfinite(found.random_deleted).all() and found.done == found.total == 4 * 2 * 17
    assert DeletionCurves.area(found.deleted) == pytest.approx(np.trapezoid(found.deleted, found.fractions), abs=1e-6)


def test_the_curves_come_point_by_point_and_stay() -> None:
    wants = registry.specs()[RESNET].preparation
    heat = np.random.default_rng(2).random((wants.height, wants.width)).astype(np.float32)
    parts = []
    for part in api.deletion_curves(RESNET, source_for(RESNET), heat, 4):
        parts.append(part)
        if part.done > 40:
            break
    assert parts[0].done == 1 and np.isnan(parts[0].deleted[1:]).all() and np.isnan(parts[0].inserted).all()
    for before, after in pairwise(parts):
        known = ~np.isnan(before.deleted)
        assert np.array_equal(before.deleted[known], after.deleted[known]) and after.done > before.done


def test_the_right_pixels_bring_the_answer_down_first() -> None:
    """On the network that is known to look at one square, the true heat beats every random order."""
    from models.engine.tracing import trace_verified

    x, plan = clues.picture(), trace_verified(clues.striped(), torch.randn(1, 1, 28, 28))
    heat = np.zeros((28, 28), np.float32)
    heat[clues.UPRIGHT] = 1
    *_, last = deletion_curves.deletion_curves(plan, x, torch.zeros_like(x), heat, 0, 8)
    assert DeletionCurves.area(last.deleted) < 0.75 * DeletionCurves.area(last.random_deleted)
    assert DeletionCurves.area(last.inserted) > DeletionCurves.area(last.random_inserted)


def test_a_blur_is_gaussian() -> None:
    from scipy.ndimage import gaussian_filter

    x = torch.randn(1, 2, 40, 30, generator=torch.Generator().manual_seed(1))
    truth = [gaussian_filter(x[0, c].numpy(), (40 / 12, 30 / 12), mode="mirror", radius=(round(40 / 4), round(30 / 4))) for c in (0, 1)]
    assert np.abs(deletion_curves.gaussian_blur(x)[0].numpy() - np.stack(truth)).max() < 1e-5


@pytest.mark.parametrize("heat", [np.zeros((27, 28), np.float32), np.full((28, 28), np.nan, np.float32)])
def test_a_heat_that_is_none_is_refused(heat: np.ndarray[Any, Any]) -> None:
    with pytest.raises(UserError, match="28 × 28"):
        next(api.deletion_curves(LENET, source_for(LENET), heat, 1))


def test_an_answer_is_the_networks_own() -> None:
    with torch.no_grad():
        assert np.array_equal(api.logits(LENET, source_for(LENET)), network_of(LENET)(batch_of(LENET))[0].numpy())


# The code, run


def run_code(code: Code, folder: Path, language: Language = "en") -> np.ndarray[Any, Any]:
    """`heat` as the code leaves it."""
    names, _ = here(code, folder, language)
    heat: np.ndarray[Any, Any] = names["heat"].detach().numpy()
    return heat


@pytest.mark.parametrize("method", METHODS)
def test_the_code_gives_the_same_heat_for_a_drawing(method: str, tmp_path: Path) -> None:
    blank = np.zeros((28, 28, 1), np.uint8)
    blank[5:23, 12:16] = 255
    source = PictureSource("pixels", blank.tobytes())
    for language in LANGUAGES:
        heat = api.explain("lenet5", source, method, targets=[1]).maps[0].map
        code = api.explain_code("lenet5", source, method, 1)
        assert np.abs(run_code(code, tmp_path, language) - heat).max() <= 1e-4 * np.abs(heat).max()
        assert "target = 1  # 1" in code[language] and code[language].count("import torch\n") == 1


CODED = [(RESNET, "grad_cam", "relu"), (RESNET, "guided_backpropagation", None), (MOBILE, "grad_cam_pp", "features.12.2")]
CODED += [(RESNET, "integrated_gradients", None), (MOBILE, "grad_cam", "features.4.block.0.2"), (RESNET, "occlusion", None)]


@pytest.mark.parametrize(("key", "method", "layer"), CODED)
def test_the_code_gives_the_same_heat_for_a_photograph(key: str, method: str, layer: str | None, tmp_path: Path) -> None:
    picture = np.random.default_rng(5).integers(0, 256, (160, 160, 3), dtype=np.uint8)
    Image.fromarray(picture).save(stored := io.BytesIO(), "PNG")
    source = PictureSource("picture", stored.getvalue())
    heat = api.explain(key, source, method, targets=[7], layer=layer).maps[0].map
    code = api.explain_code(key, source, method, 7, layer=layer)
    assert np.abs(run_code(code, tmp_path) - heat).max() <= 1e-3 * np.abs(heat).max()


# Sanity (Adebayo et al. 2018): which methods see the weights, and which only edges


def test_grad_cam_changes_with_the_weights() -> None:
    digit = np.zeros((28, 28, 1), np.uint8)
    digit[5:23, 12:16], digit[5:8, 8:20] = 255, 200
    source = PictureSource("pixels", digit.tobytes())
    for method in ("grad_cam_pp", "integrated_gradients"):
        trained, untrained = (api.explain(key, source, method, targets=[1]).maps[0].map for key in ("lenet5", LENET))
        alike = np.corrcoef(trained.ravel(), untrained.ravel())[0, 1]
        assert alike < 0.9


def test_an_untrained_network_can_be_compared_where_the_relu_leaves_nothing() -> None:
    """Its sum before the ReLU is negative everywhere at most stages, and still has an order."""
    source = PictureSource("picture", (ROOT / "assets" / "samples" / "cathedral.jpg").read_bytes())
    names = [name.en for name in api.network("resnet109").classes]
    dead = 0
    for layer in api.explain_stages(RESNET).layers:
        for attribution in api.explain(RESNET, source, "grad_cam", targets=[names.index("church"), names.index("dome")], layer=layer).maps:
            assert attribution.before_relu is not None and attribution.before_relu.std() > 0
            np.testing.assert_array_equal(np.maximum(attribution.before_relu, 0), attribution.cells)
            dead += not attribution.cells.any()
    assert dead >= 8  # of 14: this is what the page has to be able to say something about


def test_more_points_close_the_gap_of_integrated_gradients() -> None:
    source = PictureSource("picture", (ROOT / "assets" / "samples" / "digit-3.png").read_bytes())
    (info,) = (info for info in api.explain_methods() if info.point_choices)
    assert (info.key, info.point_choices) == ("integrated_gradients", (16, 50, 200))
    gaps = []
    for points in (None, *info.point_choices):
        (attribution,) = api.explain("lenet5", source, info.key, targets=[3], points=points).maps
        assert attribution.facts["points"] == (points or 16)
        gaps.append(abs(attribution.facts["completeness_gap"]))
    assert gaps[0] == gaps[1] and gaps[3] < gaps[1]
    assert "leggauss(50)" in api.explain_code("lenet5", source, info.key, 3, points=50).en
    for method, points in ((info.key, 17), (info.key, True), ("saliency", 16)):
        with pytest.raises(UserError, match="points"):
            api.explain("lenet5", source, method, targets=[3], points=points)
