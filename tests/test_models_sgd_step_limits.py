"""What one step of gradient descent refuses, what its copies may take, and the code that takes the same step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from models import api, limits, service
from models.errors import UserError
from models.types.sgd_step import StepConfig
from tests.sgd_step_reference import KEY, THREE, UNTRAINED, WRONG, visitors
from tests.standalone import here


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


@pytest.fixture
def who() -> str:
    return next(visitors)


# The code


CODED = [
    (KEY, WRONG, "conv1", 5),
    (UNTRAINED, StepConfig(2, 0.02, dropout=0.5, maps=True, seed=11), "conv2", 3),
    ("lenet5_1998", StepConfig(8, 1e-4, dropout=0.3), "c3", 0),
    ("mlp", StepConfig(8, 0.01, momentum=0.9), "fc2", 7),
]


@pytest.mark.parametrize(("key", "config", "layer", "unit"), CODED, ids=[case[0] for case in CODED])
@pytest.mark.parametrize("language", ["en", "pt"])
def test_the_lines_take_the_step_that_is_shown(
    key: str, config: StepConfig, layer: str, unit: int, language: Any, tmp_path: Path, who: str
) -> None:
    names, said = here(api.sgd_step_code(key, THREE, config, layer=layer, unit=unit, visitor=who), tmp_path, language)
    shown = api.weight_update(key, THREE, config, layer=layer, unit=unit, visitor=who)
    pairs = ((names["before"], shown.before), (names["after"], shown.after), (names["change"], shown.delta))
    for script, ours in pairs:
        true = script.numpy() if script.dim() == 1 else script[shown.plane].numpy()
        np.testing.assert_allclose(ours.reshape(-1)[: shown.numbers], true.reshape(-1), rtol=1e-3, atol=1e-6)
    losses = [float(line.split()[0]) for line in said[:2]]
    assert losses == [pytest.approx(loss, rel=1e-3) for loss in shown.loss]
    assert [float(line.split()[1]) for line in said[:2]] == pytest.approx([float(p[config.label]) for p in shown.probabilities], rel=1e-2)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_code_after_a_step_takes_the_next_one(momentum: float, tmp_path: Path, who: str) -> None:
    """From the weights and velocities of the visitor's copy, which come with it."""
    config = StepConfig(8, 0.001, momentum=momentum)
    for _ in range(2):
        api.take_step(KEY, THREE, config, visitor=who)
    code = api.sgd_step_code(KEY, THREE, config, layer="conv1", unit=5, visitor=who)
    _, said = here(code, tmp_path)
    shown = api.weight_update(KEY, THREE, config, layer="conv1", unit=5, visitor=who)
    assert [float(line.split()[0]) for line in said[:2]] == pytest.approx(list(shown.loss), rel=1e-4)
    assert "taken on the page: 2" in code.en and [name for name, _ in code.files] == ["lenet5.safetensors", "taken.safetensors"]


# Limits and refusals

REFUSED: list[tuple[StepConfig, dict[str, Any], str]] = [
    (StepConfig(label=10), {}, "label"),
    (StepConfig(label=-1), {}, "label"),
    (StepConfig(8, learning_rate=11.0), {}, "learning_rate"),
    (StepConfig(8, learning_rate=float("nan")), {}, "learning_rate"),
    (StepConfig(8, momentum=1.0), {}, "momentum"),
    (StepConfig(8, dropout=0.95), {}, "dropout"),
    (StepConfig(8, seed=-1), {}, "seed"),
    (WRONG, {"layer": "pool1"}, "conv1"),
    (WRONG, {"layer": "conv1", "unit": 6}, "unit"),
    (WRONG, {"layer": "conv2", "unit": 0, "plane": 6}, "plane"),
]


@pytest.mark.parametrize(("config", "more", "says"), REFUSED)
def test_what_is_no_step_is_refused_in_a_sentence(config: StepConfig, more: dict[str, Any], says: str) -> None:
    with pytest.raises(UserError, match=says):
        api.weight_update(KEY, THREE, config, **more)


def test_a_line_needs_a_length_that_is_a_number() -> None:
    with pytest.raises(UserError, match="reach"):
        api.loss_along_step(KEY, THREE, WRONG, reach=-1.0)


def test_a_network_that_is_too_large_is_refused_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.STEPS_PARAMETERS.variable, "0.05")
    with pytest.raises(UserError) as refused:
        api.forward_backward(KEY, THREE, WRONG, visitor="too large")
    assert "0.0617" in refused.value.text.en and "0,0617" in refused.value.text.pt


def test_a_step_from_weights_that_are_no_numbers_is_refused(who: str) -> None:
    """What a deep network comes to after steps that are too long."""
    copied = service.sgd_steps.copies.get(service.store.get(UNTRAINED), who)
    copied.set_weights([torch.full_like(weight, torch.inf) for weight in copied.weights()])
    with pytest.raises(UserError, match="no longer a number"):
        api.take_step(UNTRAINED, THREE, WRONG, visitor=who)
    assert api.undo_step(UNTRAINED, everything=True, visitor=who).steps_taken == 0
    assert np.isfinite(api.forward_backward(UNTRAINED, THREE, WRONG, visitor=who).loss)


def test_copies_that_no_longer_fit_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = next(visitors), next(visitors)
    api.take_step(KEY, THREE, WRONG, visitor=first)
    monkeypatch.setenv(limits.STEPS_MB.variable, "0.6")  # two copies' weights and one step that can be undone
    api.take_step(KEY, THREE, WRONG, visitor=second)
    assert api.forward_backward(KEY, THREE, WRONG, visitor=second).steps_taken == 1
    assert api.forward_backward(KEY, THREE, WRONG, visitor=first).steps_taken == 0


def test_a_copy_remembers_only_what_fits(monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    monkeypatch.setenv(limits.STEPS_COPY_MB.variable, "0.8")  # the weights, and two times what they were before a step
    for _ in range(4):
        taught = api.take_step(KEY, THREE, WRONG, visitor=who)
    assert (taught.steps_taken, taught.undo_count) == (4, 2)


def test_a_visitor_who_leaves_takes_the_copy_along(who: str) -> None:
    before = service.sgd_steps.copies.nbytes()
    api.take_step(KEY, THREE, WRONG, visitor=who)
    assert service.sgd_steps.copies.nbytes() >= before + 2 * 61_706 * 4
    api.forget_visitor(who)
    assert service.sgd_steps.copies.nbytes() == before
    assert api.forward_backward(KEY, THREE, WRONG, visitor=who).steps_taken == 0
