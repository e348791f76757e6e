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
from models.store.visitor_networks import Trained
from models.types.activations import Source
from models.types.code import Code
from models.types.filters import Edit
from tests.standalone import alone
from tests.test_models_capture import picture_for
from tests.test_models_owned import BASE, give, made

PICTURE = Source("pixels", picture_for(BASE).tobytes())
HEAT = np.linspace(0, 1, 28 * 28, dtype=np.float32).reshape(28, 28)
PLAN = [{"transform": "rotation"}]
EDITS = (Edit("conv1", 2, factor=0.0),)

ASKED: dict[str, Callable[[str, str], Any]] = {
    "answer": lambda key, who: api.answer(key, PICTURE, visitor=who),
    "ascend": lambda key, who: list(api.ascend(key, "conv2", 3, steps=2, visitor=who))[-1].picture,
    "channel": lambda key, who: api.channel(key, PICTURE, "conv1", 1, visitor=who),
    "effective_field": lambda key, who: api.effective_field(key, PICTURE, "conv2", [1, 2, 3], visitor=who),
    "exciting": lambda key, who: next(iter(api.exciting(key, "conv2", 3, visitor=who))).patches,
    "explain": lambda key, who: api.explain(key, PICTURE, "grad_cam", targets=[3], visitor=who).heats,
    "explain_along": lambda key, who: api.explain_along(key, PICTURE, "grad_cam", 3, visitor=who),
    "explain_curves": lambda key, who: next(api.explain_curves(key, PICTURE, HEAT, 3, visitor=who)).deleted,
    "explain_stages": lambda key, who: api.explain_stages(key, visitor=who),
    "explain_steps": lambda key, who: list(api.explain_steps(key, PICTURE, "saliency", targets=[3], visitor=who))[-1].heats,
    "feature_maps": lambda key, who: api.feature_maps(key, PICTURE, "conv2", visitor=who),
    "filter_tiles": lambda key, who: api.filter_tiles(key, "conv1", visitor=who),
    "filters": lambda key, who: api.filters(key, "conv1", visitor=who),
    "layers": lambda key, who: api.layers(key, visitor=who),
    "look": lambda key, who: api.look(key, PICTURE, "conv1", visitor=who).logits,
    "maps": lambda key, who: api.maps(key, PICTURE, "conv1", visitor=who),
    "network": lambda key, who: api.network(key, visitor=who).parameters,
    "open_network": lambda key, who: api.open_network(key, visitor=who).ready,
    "edited": lambda key, who: api.look(api.edited(key, EDITS, visitor=who), PICTURE, "conv1", visitor=who).logits,
    "operate": lambda key, who: api.operate(key, PICTURE, EDITS, visitor=who),
    "orientations": lambda key, who: api.orientations(key, PICTURE, visitor=who),
    "predict": lambda key, who: [guess.logit for guess in api.predict(key, PICTURE, visitor=who)],
    "predict_told": lambda key, who: [guess.logit for guess in api.predict_told(key, PICTURE, visitor=who).guesses],
    "receipt": lambda key, who: api.receipt(key, PICTURE, "conv2", [0, 1, 2], visitor=who),
    "strengths": lambda key, who: api.strengths(key, PICTURE, "conv2", 3, visitor=who),
    "sweep": lambda key, who: api.sweep([key], PICTURE, "angle", [0, 5], visitor=who).probabilities,
    "tally": lambda key, who: next(iter(api.tally(key, EDITS, visitor=who))),
    "trail": lambda key, who: api.trail(key, PICTURE, "conv2", [0, 1, 2], visitor=who),
    "translations": lambda key, who: api.translations(key, PICTURE, reach=1, visitor=who).logits,
    "variants": lambda key, who: api.variants([key], PICTURE, PLAN, indices=range(2), visitor=who).logits,
}
ELSEWHERE = {
    "code",
    "augment_code",
    "explain_code",
    "unit_code",
    "step_code",
    "remove_network",
    "take_home",
    "take_home_onnx",
    "head_weights",
}
"""Programs, which name the network (below); and what is done with own networks alone (tests/test_models_transfer_home.py)."""
STEPS = {"pulse", "step_update", "step_along", "step_learn", "step_unlearn", "dropout_passes", "style"}
"""Steps of learning and style change what they are asked of (tests/test_models_descent.py, tests/test_models_style.py)."""


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
    shelved = made("twin")
    weights = Trained(shelved.network.state_dict(), {"base": BASE, "classes": [str(i) for i in range(10)]})
    yield give(service.owned, "ana", dataclasses.replace(shelved, spec=dataclasses.replace(shelved.spec, weights=weights)))
    api.forget("ana")


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
    cell = {key: api.code(key, PICTURE, "conv2", [0, 1, 2], visitor="ana") for key in (own, twin)}
    heat = api.explain_code(own, PICTURE, "saliency", 3, visitor="ana")
    variant = api.augment_code(own, PICTURE, PLAN, visitor="ana")
    codes: dict[str, tuple[Code, tuple[str, ...]]] = {key: (code, ("number",)) for key, code in cell.items()}
    ran = alone({**codes, "heat": (heat, ("heat",)), "variant": (variant, ())}, tmp_path)
    for key in cell:
        assert ran[key].values["number"] == pytest.approx(api.channel(key, PICTURE, "conv2", 0, visitor="ana")[1, 2], rel=1e-4, abs=1e-5)
    expected = api.explain(own, PICTURE, "saliency", targets=[3], visitor="ana").heats[0].map
    np.testing.assert_allclose(ran["heat"].values["heat"], expected, rtol=1e-4, atol=1e-6)
    odds = api.variants([own], PICTURE, PLAN, indices=[0], visitor="ana").logits[0][0]
    assert int(ran["variant"].numbers[0]) == int(odds.argmax())
    written = {name: made("en") for name, made in cell[own].files}
    home = api.take_home("ana", own)
    assert written["predict.py"] == home["predict.py"] and set(written) <= set(home)


def test_a_twin_stands_in_the_menu_beside_its_network(own: str) -> None:
    assert [card.key for card in api.own_networks("ana")] == [own]
    assert [card.key for card in api.own_networks("ana", twins=True)] == [own, own + "@random"]
    assert list(islice(api.own_networks("bia", twins=True), 1)) == []
