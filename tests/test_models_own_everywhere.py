"""One visitor's network answers every question that a shipped one answers: with the same numbers, and to nobody else."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models import api, service
from models.errors import UserError
from models.store.visitor_networks import InMemoryWeights
from models.types.code import Code
from models.types.filters import Edit
from tests.own_networks import BASE, PICTURE, give, made
from tests.standalone import alone

HEAT = np.linspace(0, 1, 28 * 28, dtype=np.float32).reshape(28, 28)
PLAN = [{"transform": "rotation"}]
EDITS = (Edit("conv1", 2, factor=0.0),)

ASKED: dict[str, Callable[[str, str], Any]] = {
    "logits": lambda key, who: api.logits(key, PICTURE, visitor=who),
    "maximize_activation": lambda key, who: list(api.maximize_activation(key, "conv2", 3, steps=2, visitor=who))[-1].picture,
    "channel_map": lambda key, who: api.channel_map(key, PICTURE, "conv1", 1, visitor=who),
    "effective_receptive_field": lambda key, who: api.effective_receptive_field(key, PICTURE, "conv2", [1, 2, 3], visitor=who),
    "top_patches": lambda key, who: next(iter(api.top_patches(key, "conv2", 3, visitor=who))).patches,
    "explain": lambda key, who: api.explain(key, PICTURE, "grad_cam", targets=[3], visitor=who).maps,
    "explain_per_layer": lambda key, who: api.explain_per_layer(key, PICTURE, "grad_cam", 3, visitor=who),
    "deletion_curves": lambda key, who: next(api.deletion_curves(key, PICTURE, HEAT, 3, visitor=who)).deleted,
    "explain_stages": lambda key, who: api.explain_stages(key, visitor=who),
    "explain_steps": lambda key, who: list(api.explain_steps(key, PICTURE, "saliency", targets=[3], visitor=who))[-1].maps,
    "feature_maps": lambda key, who: api.feature_maps(key, PICTURE, "conv2", visitor=who),
    "filter_tiles": lambda key, who: api.filter_tiles(key, "conv1", visitor=who),
    "filters": lambda key, who: api.filters(key, "conv1", visitor=who),
    "layers": lambda key, who: api.layers(key, visitor=who),
    "forward_view": lambda key, who: api.forward_view(key, PICTURE, "conv1", visitor=who).logits,
    "layer_maps": lambda key, who: api.layer_maps(key, PICTURE, "conv1", visitor=who),
    "network": lambda key, who: api.network(key, visitor=who).parameters,
    "class_groups": lambda key, who: api.class_groups(key, visitor=who),
    "open_network": lambda key, who: api.open_network(key, visitor=who).ready,
    "edit_network": lambda key, who: api.forward_view(api.edit_network(key, EDITS, visitor=who), PICTURE, "conv1", visitor=who).logits,
    "apply_weight_edits": lambda key, who: api.apply_weight_edits(key, PICTURE, EDITS, visitor=who),
    "hog_steps": lambda key, who: api.hog_steps(key, PICTURE, visitor=who),
    "predict": lambda key, who: [prediction.logit for prediction in api.predict(key, PICTURE, visitor=who)],
    "predict_with_report": lambda key, who: [
        prediction.logit for prediction in api.predict_with_report(key, PICTURE, visitor=who).predictions
    ],
    "receipt": lambda key, who: api.receipt(key, PICTURE, "conv2", [0, 1, 2], visitor=who),
    "unit_activations": lambda key, who: api.unit_activations(key, PICTURE, "conv2", 3, visitor=who),
    "sweep": lambda key, who: api.sweep([key], PICTURE, "angle", [0, 5], visitor=who).probabilities,
    "count_correct": lambda key, who: next(iter(api.count_correct(key, EDITS, visitor=who))),
    "trace": lambda key, who: api.trace(key, PICTURE, "conv2", [0, 1, 2], visitor=who),
    "translations": lambda key, who: api.translations(key, PICTURE, reach=1, visitor=who).logits,
    "variants": lambda key, who: api.variants([key], PICTURE, PLAN, indices=range(2), visitor=who).logits,
}
ELSEWHERE = {
    "receipt_code",
    "augment_code",
    "explain_code",
    "filter_code",
    "sgd_step_code",
    "remove_network",
    "export_files",
    "export_onnx",
    "head_weights",
}
"""Programs, which name the network (below); and what is done with own networks alone (tests/test_models_weights_file.py)."""
STEPS = {"forward_backward", "weight_update", "loss_along_step", "take_step", "undo_step", "dropout_samples", "transfer_style"}
"""Steps of learning and style change what they are asked of (tests/test_models_sgd_step.py, tests/test_models_style_transfer.py)."""


def bits(value: Any) -> Any:
    """What can be compared: arrays as their bytes."""
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [bits(getattr(value, one.name)) for one in dataclasses.fields(value) if one.name not in ("network", "key", "milliseconds")]
    if isinstance(value, (tuple, list)):
        return [bits(one) for one in value]
    return value


@pytest.fixture
def own() -> Iterator[str]:
    """The untrained LeNet-5 once more, as Ana's."""
    loaded = made("twin")
    weights = InMemoryWeights(loaded.network.state_dict(), {"base": BASE, "classes": [str(i) for i in range(10)]})
    yield give(service.visitor_networks, "ana", dataclasses.replace(loaded, spec=dataclasses.replace(loaded.spec, weights=weights)))
    api.forget_visitor("ana")


def test_every_function_that_takes_a_network_takes_a_visitor() -> None:
    asks = {name for name in api.__all__ if {"key", "keys"} & set(inspect.signature(getattr(api, name)).parameters)}
    assert {name for name in asks if "visitor" not in inspect.signature(getattr(api, name)).parameters} == set()
    assert asks == set(ASKED) | ELSEWHERE | STEPS


@pytest.mark.parametrize("name", ASKED)
def test_an_own_network_answers_like_a_shipped_one_and_to_its_visitor_alone(name: str, own: str) -> None:
    assert bits(ASKED[name](own, "ana")) == bits(ASKED[name](BASE, ""))
    for stranger in ("", "bia"):
        with pytest.raises(UserError):
            ASKED[name](own, stranger)


def test_the_code_of_an_own_network_and_of_its_twin_runs_where_nothing_else_is(own: str, tmp_path: Path) -> None:
    """Its weights and its predict.py come with the code; the twin's weights too, for nobody else can draw them."""
    twin = own + "@random"
    cell = {key: api.receipt_code(key, PICTURE, "conv2", [0, 1, 2], visitor="ana") for key in (own, twin)}
    heat = api.explain_code(own, PICTURE, "saliency", 3, visitor="ana")
    variant = api.augment_code(own, PICTURE, PLAN, visitor="ana")
    codes: dict[str, tuple[Code, tuple[str, ...]]] = {key: (code, ("number",)) for key, code in cell.items()}
    ran = alone({**codes, "heat": (heat, ("heat",)), "variant": (variant, ())}, tmp_path)
    for key in cell:
        assert ran[key].values["number"] == pytest.approx(
            api.channel_map(key, PICTURE, "conv2", 0, visitor="ana")[1, 2], rel=1e-4, abs=1e-5
        )
    expected = api.explain(own, PICTURE, "saliency", targets=[3], visitor="ana").maps[0].map
    np.testing.assert_allclose(ran["heat"].values["heat"], expected, rtol=1e-4, atol=1e-6)
    odds = api.variants([own], PICTURE, PLAN, indices=[0], visitor="ana").logits[0][0]
    assert int(ran["variant"].numbers[0]) == int(odds.argmax())
    written = {name: made("en") for name, made in cell[own].files}
    home = api.export_files("ana", own)
    assert written["predict.py"] == home["predict.py"] and set(written) <= set(home)


def test_a_twin_stands_in_the_menu_beside_its_network(own: str) -> None:
    assert [info.key for info in api.own_networks("ana")] == [own]
    assert [info.key for info in api.own_networks("ana", with_untrained=True)] == [own, own + "@random"]
    assert list(islice(api.own_networks("bia", with_untrained=True), 1)) == []
