"""The ONNX file of a taught network, run by ONNX Runtime, which shares no code with PyTorch; and the server that has no such extra."""

from __future__ import annotations

import importlib
import importlib.util
import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
import torch

from models.errors import UserError
from models.export import onnx
from tests.conftest import leave_out
from tests.serving import ROOT
from tests.taught_networks import CASES, STORE, taught


@pytest.fixture
def runtime() -> Any:
    """ONNX Runtime, where it and the extra are."""
    if not all(importlib.util.find_spec(name) for name in ("onnx", "onnxscript", "onnxruntime")):
        leave_out("no ONNX here: requirements-dev.txt")
    return importlib.import_module("onnxruntime")


@pytest.mark.parametrize(
    ("key", "head"), [pytest.param(key, head, marks=[pytest.mark.slow] * (i > 0), id=key) for i, (key, head, _) in enumerate(CASES)]
)
def test_another_engine_computes_the_same_logits(key: str, head: str, runtime: Any) -> None:
    loaded = taught(key, head)
    data = onnx.onnx_file(loaded)
    session = runtime.InferenceSession(data, providers=["CPUExecutionProvider"])
    (asked,), (answered,) = session.get_inputs(), session.get_outputs()
    wants = loaded.spec.preparation
    assert (asked.name, asked.type, answered.name) == ("pictures", "tensor(float)", "logits")
    assert asked.shape == ["N", wants.channels, wants.height, wants.width] and answered.shape == ["N", 3]
    for count in (1, 3):
        batch = torch.randn(count, wants.channels, wants.height, wants.width, generator=torch.Generator().manual_seed(count))
        theirs, ours = session.run(None, {"pictures": batch.numpy()})[0], loaded.plan.logits(batch).numpy()
        assert theirs.shape == ours.shape and ours.std() > 1e-3
        assert np.abs(theirs - ours).max() <= 1e-4 * max(1.0, float(np.abs(ours).max()))
    said = session.get_modelmeta().custom_metadata_map
    assert json.loads(said["classes"]) == ["rose", "tulip", 'it\'s "x"'] and said["base"] == key
    assert json.loads(said["preparation"]) == json.loads(json.dumps(asdict(wants)))
    assert str(ROOT).encode() not in data and b"site-packages" not in data  # nothing of this machine


def test_without_the_extra_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "onnxscript" else found(name))
    with pytest.raises(UserError, match=r"pip install -r requirements-onnx\.txt") as refused:
        onnx.onnx_file(taught("lenet5@random", "linear"))
    assert "requirements-onnx.txt" in refused.value.say("pt") and (ROOT / "requirements-onnx.txt").is_file()


def test_only_a_network_of_ones_own_is_written() -> None:
    with pytest.raises(UserError, match="that you have trained"):
        onnx.onnx_file(STORE.get("lenet5@random"))


def test_what_takes_too_long_is_given_up(runtime: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_ONNX_SECONDS", "0.1")
    with pytest.raises(UserError, match=r"longer than 0"):
        onnx.onnx_file(taught("lenet5@random", "linear"))
