"""Surgery, against a torch module of the same network whose weights really were changed: bit for bit."""

from __future__ import annotations

import copy
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image, ImageOps
from torch import nn

from models import api, limits, service
from models.errors import UserError
from models.filters import gallery
from models.inputs.pictures import prepare
from models.types.activations import PictureSource
from models.types.filters import Edit
from tests.edited_networks import operated, source_for
from tests.network_pictures import picture_for

ROOT = Path(__file__).parents[1]


def png_file(image: Image.Image) -> bytes:
    image.save(stored := io.BytesIO(), "PNG")
    return stored.getvalue()


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


CASES = [
    ("lenet5", ("conv1", "conv2", "fc1")),
    ("resnet109", ("conv1", "layer2.0.downsample.0", "layer4.1.conv2", "fc")),
    ("mobilenet_v3_small@random", ("features.1.block.0.0", "features.4.block.2.fc1")),  # depthwise; inside a gate
    ("squeezenet1_1@random", ("features.3.expand3x3", "classifier.1")),
]


def logits_of(network: nn.Module, key: str) -> np.ndarray:
    loaded = service.store.get(key)
    with torch.no_grad():
        answer: np.ndarray = network(loaded.batch(picture_for(key)))[0].numpy()
    return answer


@pytest.mark.parametrize("visitor", ["", "somebody"])
@pytest.mark.parametrize(("key", "layer"), [(key, layer) for key, layers in CASES for layer in layers])
def test_edits_are_what_a_module_with_edited_weights_answers(key: str, layer: str, visitor: str) -> None:
    module: Any = service.store.get(key).network.get_submodule(layer)
    random = np.random.default_rng(3)
    kernel = random.standard_normal(module.weight.shape[1:]).astype(np.float32)
    before = logits_of(service.store.get(key).network, key)
    for edits in ([Edit(layer, 1, 0.0)], [Edit(layer, 0, -1.0)], [Edit(layer, 2, 1.0, kernel), Edit(layer, 2, 1.75), Edit(layer, 3, -2.0)]):
        found = api.apply_weight_edits(key, source_for(key), edits, visitor=visitor)
        np.testing.assert_array_equal(found.before, before)
        np.testing.assert_array_equal(found.after, logits_of(operated(key, edits), key))
    api.forget_visitor(visitor)


def test_edits_of_several_layers_meet() -> None:
    edits = [Edit("layer2.0.conv1", 3, 0.0), Edit("conv1", 7, -1.0), Edit("layer3.0.downsample.0", 9, 2.0), Edit("conv1", 2, 0.5)]
    found = api.apply_weight_edits("resnet109", source_for("resnet109"), edits)
    np.testing.assert_array_equal(found.after, logits_of(operated("resnet109", edits), "resnet109"))
    assert not np.array_equal(found.after, found.before)


def test_the_partly_connected_layer_of_1998() -> None:
    """Its kernels are kept by connection; painted over, it is the ordinary convolution that PyTorch computes."""
    key = "lenet5_1998@random"
    network: Any = copy.deepcopy(service.store.get(key).network)
    name, module = next((name, one) for name, one in network.named_modules() if hasattr(one, "full_weight"))
    weight, bias = module.full_weight().clone(), module.bias.clone()
    kernel = np.random.default_rng(0).standard_normal((6, 5, 5)).astype(np.float32)
    weight[4] = torch.from_numpy(kernel) * -1.0
    bias[4] *= -1.0
    module.forward = lambda x: torch.nn.functional.conv2d(x, weight, bias)
    found = api.apply_weight_edits(key, source_for(key), [Edit(name, 4, -1.0, kernel)])
    np.testing.assert_array_equal(found.after, logits_of(network, key))


def test_no_edit_changes_nothing_and_an_undone_one_neither() -> None:
    nothing = api.apply_weight_edits("lenet5", source_for("lenet5"), [])
    np.testing.assert_array_equal(nothing.before, nothing.after)
    undone = api.apply_weight_edits("lenet5", source_for("lenet5"), [Edit("conv1", 2, -1.0), Edit("conv1", 2, -1.0)])
    np.testing.assert_array_equal(undone.before, undone.after)


def test_only_what_depends_on_an_edit_runs_again() -> None:
    from models.filters import weight_edits

    loaded = service.store.get("resnet109")
    kept = service.activations.captured_up_to(loaded, picture_for("resnet109"), loaded.plan.logits_slot, "")
    run: list[str] = []

    def watched(step: Any) -> Any:
        return replace(step, call=lambda *inputs: run.append(step.name) or step.call(*inputs))

    watching = replace(loaded.plan, steps=tuple(watched(step) for step in loaded.plan.steps))
    changed = weight_edits.edited_calls(loaded, [Edit("layer4.0.downsample.0", 0, 0.0)])
    weight_edits.edited_logits(watching, kept, changed)
    assert run[0] == "layer4.0.downsample.1" and not any(name.startswith(("layer3", "layer4.0.conv")) for name in run)


def test_right_answers_are_counted_as_one_would_by_hand() -> None:
    loaded = service.store.get("lenet5")
    among = gallery.bundled_gallery(loaded.spec.preparation)
    edits = [Edit("conv2", 3, -1.0), Edit("conv1", 0, 0.0)]
    *parts, last = api.count_correct("lenet5", edits)
    assert parts and last.done == last.total == 1000 and last.labelled
    digits = torch.cat([loaded.batch(picture) for picture in among.pictures])
    truth = torch.from_numpy(among.labels)  # type: ignore[arg-type]
    for network, counted in ((loaded.network, last.before), (operated("lenet5", edits), last.after)):
        with torch.no_grad():
            right = truth[network(digits).argmax(1) == truth]
        assert np.abs(counted - torch.bincount(right, minlength=10).numpy()).sum() <= 1  # a tie between batches of another size
    np.testing.assert_array_equal(last.pictures, torch.bincount(truth, minlength=10).numpy())
    assert last.before.sum() > 980 > last.after.sum()


def test_photographs_are_judged_by_the_classes_that_they_show() -> None:
    """Counted again from files that Pillow cuts and mirrors."""
    loaded = service.store.get("resnet109")
    names = [name.en for name in loaded.spec.classes()]
    edits = [Edit("conv1", 3, 0.0), Edit("layer1.0.conv1", 7, -1.0)]
    first = next(api.count_correct("resnet109", edits))
    assert first.labelled and first.total == 120 and first.pictures[names.index("dome")] == first.done
    with Image.open(ROOT / "assets" / "samples" / "capitol.jpg") as opened:
        width, height = opened.size
        side, left, top = round(7 / 8 * min(width, height)), (width - min(width, height)) // 2, (height - min(width, height)) // 2
        far = min(width, height) - side
        cuts = [opened.crop((left + x, top + y, left + x + side, top + y + side)) for y in (0, far) for x in (0, far)]
    cuts = [way for cut in cuts for way in (cut, ImageOps.mirror(cut))][: first.done]
    batch = torch.cat([loaded.batch(prepare(PictureSource("picture", png_file(cut)), loaded.spec.preparation)) for cut in cuts])
    with torch.no_grad():
        before, after = (network(batch).argmax(1) for network in (loaded.network, operated("resnet109", edits)))
    assert first.done == len(batch) == 8, "the first eight are cut at the corners"
    dome = names.index("dome")
    assert (first.before[dome], first.after[dome]) == (int((before == dome).sum()), int((after == dome).sum()))
    assert first.unchanged == int((before == after).sum())


def test_without_labels_right_is_what_the_untouched_network_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "CLASS_OF_SAMPLE", {"cat": "a class that nobody has learned"})
    first = next(api.count_correct("resnet109", [Edit("conv1", 3, 0.0)]))
    assert not first.labelled and first.pictures.sum() == first.done == first.before.sum()
    loaded = service.store.get("resnet109")
    among = gallery.bundled_gallery(loaded.spec.preparation)
    batch = torch.cat([loaded.batch(picture) for picture in among.pictures[: first.done]])
    with torch.no_grad():
        before = loaded.network(batch).argmax(1)
        kept = before == operated("resnet109", [Edit("conv1", 3, 0.0)])(batch).argmax(1)
    np.testing.assert_array_equal(first.after, torch.bincount(before[kept], minlength=109).numpy())
    assert first.unchanged == int(kept.sum())


KERNEL = np.zeros((1, 5, 5), np.float32)
WRONG: list[tuple[Edit, str]] = [
    (Edit("relu1", 0, 0.0), "conv1, conv2"),
    (Edit("conv1", 6, 0.0), "0 to 5"),
    (Edit("conv1", -1, 0.0), "0 to 5"),
    (Edit("conv1", True, 0.0), "0 to 5"),
    (Edit("conv1", 0, float("nan")), "factor"),
    (Edit("conv1", 0, 1e9), "factor"),
    (Edit("conv1", 0, 1.0, KERNEL[:, :4]), "1 × 5 × 5"),
    (Edit("conv1", 0, 1.0, KERNEL + np.inf), "kernel"),
    (Edit("conv1", 0, 1.0, KERNEL * np.nan), "kernel"),
]


@pytest.mark.parametrize(("edit", "says"), WRONG)
def test_an_edit_that_cannot_be_is_refused_in_a_sentence(edit: Edit, says: str) -> None:
    for call in (lambda: api.apply_weight_edits("lenet5", source_for("lenet5"), [edit]), lambda: api.count_correct("lenet5", [edit])):
        with pytest.raises(UserError) as refused:
            call()
        assert says in refused.value.text.en


def test_more_edits_than_a_visitor_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.EDITS.variable, "1")
    with pytest.raises(UserError, match="at most 1"):
        api.count_correct("lenet5", [Edit("conv1", 0, 0.0)] * 2)
