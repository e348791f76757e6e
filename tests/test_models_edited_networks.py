"""A network with edits, asked about everywhere: against a torch module of the same network whose weights really were changed."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from models import api, limits, service
from models.errors import UserError
from models.filters import top_patches
from models.filters.gallery import bundled_gallery
from models.filters.target import unit_target
from models.types.filters import Edit
from tests.edited_networks import operated, source_for
from tests.network_pictures import picture_for

CASES = [
    ("lenet5", "conv1", [Edit("conv1", 1, -1.0), Edit("conv2", 3, 0.0)]),
    ("resnet109", "layer1.0.conv1", [Edit("conv1", 4, 0.0), Edit("layer1.0.conv1", 2, -1.5)]),
]


def value_of(network: nn.Module, key: str, layer: str) -> np.ndarray:
    """What the layer of a module returned, by a hook."""
    seen: dict[str, Any] = {}
    handle = network.get_submodule(layer).register_forward_hook(lambda module, given, value: seen.update(value=value))
    with torch.no_grad():
        network(service.store.get(key).batch(picture_for(key)))
    handle.remove()
    found: np.ndarray = seen["value"][0].numpy()
    return found


@pytest.mark.parametrize(("key", "layer", "edits"), CASES)
def test_look_and_receipts_are_of_the_edited_network(key: str, layer: str, edits: list[Edit]) -> None:
    changed = operated(key, edits)
    untouched = copy.deepcopy(service.store.get(key).network.state_dict())
    mine = api.edit_network(key, edits, visitor="somebody")
    look = api.forward_view(mine, source_for(key), layer, visitor="somebody")
    with torch.no_grad():
        logits = changed(service.store.get(key).batch(picture_for(key)))[0].numpy()
    np.testing.assert_array_equal(look.logits, logits)
    assert look.network == key  # the page goes on under the network's own name
    np.testing.assert_array_equal(
        api.feature_maps(mine, source_for(key), layer, visitor="somebody"),
        value_of(changed, key, layer),
    )
    unit = edits[-1].unit if edits[-1].layer == layer else edits[0].unit
    receipt = api.receipt(mine, source_for(key), layer, (unit, 3, 3), visitor="somebody")
    assert receipt.agrees and receipt.torch_value == value_of(changed, key, layer)[unit, 3, 3]
    for name, value in service.store.get(key).network.state_dict().items():
        assert torch.equal(value, untouched[name])


def test_explain_is_of_the_edited_network() -> None:
    """Saliency is the gradient of the logit: the module with changed weights says what it must be."""
    edits = [Edit("conv1", 1, -1.0), Edit("conv2", 3, 0.0)]
    mine = api.edit_network("lenet5", edits, visitor="somebody")
    heat = api.explain(mine, source_for("lenet5"), "saliency", targets=[2], visitor="somebody").maps[0].cells
    batch = service.store.get("lenet5").batch(picture_for("lenet5")).requires_grad_()
    operated("lenet5", edits)(batch)[0, 2].backward()
    assert batch.grad is not None
    np.testing.assert_allclose(heat, batch.grad[0].abs().amax(0).numpy(), rtol=1e-5, atol=1e-7)


def test_what_excites_an_edited_filter_is_searched_anew() -> None:
    loaded = service.store.get("lenet5")
    mine = api.edit_network("lenet5", [Edit("conv1", 1, -1.0)], visitor="somebody")
    *_, before = api.top_patches("lenet5", "conv1", 1)
    *_, found = api.top_patches(mine, "conv1", 1, visitor="somebody")
    target, pictures = unit_target(loaded, "conv1"), bundled_gallery(loaded.spec.preparation)
    least = []
    for part in top_patches.batches(pictures):
        with torch.no_grad():
            value = target.unit_maps(loaded.plan.value(top_patches.batch_of(pictures, part, loaded), target.slot))
        rows, columns = target.cells_inside((28, 28), (value.shape[2], value.shape[3]))
        least.append(-value[:, 1, rows, columns].flatten(1).amin(1))
    np.testing.assert_allclose(found.scores, torch.cat(least).sort(descending=True).values[:9].numpy(), rtol=1e-5)
    assert found.scores[0] != before.scores[0]
    *_, again = api.top_patches("lenet5", "conv1", 1)
    np.testing.assert_array_equal(before.scores, again.scores)  # what is kept of the network as trained stays


def test_an_edited_network_is_the_visitors_alone_and_goes_with_them() -> None:
    mine = api.edit_network("lenet5", [Edit("conv1", 0, 0.0)], visitor="one")
    assert mine.startswith("lenet5~") and api.edit_network("lenet5", [], visitor="one") == "lenet5"
    for visitor in ("another", ""):
        with pytest.raises(UserError, match="not here any more"):
            api.forward_view(mine, source_for("lenet5"), "conv1", visitor=visitor)
    api.forget_visitor("one")
    with pytest.raises(UserError, match="not here any more"):
        api.forward_view(mine, source_for("lenet5"), "conv1", visitor="one")


def test_copies_that_weigh_too_much_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [api.edit_network("lenet5", [Edit("conv1", unit, 0.0)], visitor=f"v{unit}") for unit in range(3)]
    before = [api.forward_view(key, source_for("lenet5"), "conv1", visitor=f"v{unit}").logits for unit, key in enumerate(keys)]
    monkeypatch.setattr(limits, "EDITED_MB", limits.Limit("edited_mb", 1e-9, "MB", "none"))
    api.edit_network("lenet5", [Edit("conv1", 5, 0.0)], visitor="v5")
    for unit, key in enumerate(keys):
        np.testing.assert_array_equal(api.forward_view(key, source_for("lenet5"), "conv1", visitor=f"v{unit}").logits, before[unit])


@pytest.mark.parametrize("key", ["lenet5_1998", "mobilenet_v3_small@random"])
def test_kernels_of_every_kind_can_be_edited(key: str) -> None:
    layer = next(layer.name for layer in api.layers(key) if layer.kind == "convolution" and layer.name not in ("conv1", "c1"))
    edits = [Edit(layer, 1, -2.0)]
    mine = api.edit_network(key, edits, visitor="somebody")
    after = api.apply_weight_edits(key, source_for(key), edits).after
    shown = next(one.name for one in api.layers(key) if one.kind == "convolution")
    np.testing.assert_array_equal(api.forward_view(mine, source_for(key), shown, visitor="somebody").logits, after)


def test_an_edit_that_is_not_accepted_is_refused() -> None:
    with pytest.raises(UserError, match="unit"):
        api.edit_network("lenet5", [Edit("conv1", 99, 0.0)], visitor="somebody")


def test_the_code_changes_the_weights_too() -> None:
    mine = api.edit_network("lenet5", [Edit("conv1", 1, -1.0)], visitor="somebody")
    for code in (
        api.receipt_code(mine, source_for("lenet5"), "conv1", (1, 9, 9), visitor="somebody"),
        api.explain_code(mine, source_for("lenet5"), "saliency", 2, visitor="somebody"),
    ):
        assert 'network.get_submodule("conv1")' in code.en and "layer.weight[1] *= -1.0" in code.en
