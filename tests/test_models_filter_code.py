"""The code that the Filters tab shows, run as anybody would run it: the same picture, the same answer after the surgery."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from models import api
from models.types.activations import PictureSource
from models.types.filters import Edit
from tests.network_pictures import picture_for
from tests.standalone import here


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


@pytest.mark.parametrize("language", ["en", "pt"])
def test_the_lines_make_the_picture_and_the_answer_that_are_shown(language: Any, tmp_path: Path) -> None:
    key, source = "lenet5", PictureSource("pixels", picture_for("lenet5").tobytes())
    kernel = np.random.default_rng(1).standard_normal((1, 5, 5)).astype(np.float32)
    edits = [Edit("conv1", 2, -1.0, kernel), Edit("conv2", 3, 0.0)]
    names, said = here(api.filter_code(key, source, "conv2", 5, edits, seed=7), tmp_path, language)
    *_, made = api.maximize_activation(api.edit_network(key, edits, visitor="ana"), "conv2", 5, seed=7, visitor="ana")
    pixels = (names["made"].permute(1, 2, 0) * 255).round().to(torch.uint8).numpy()
    assert np.abs(pixels.astype(int) - made.picture).max() <= 1
    after = torch.from_numpy(api.apply_weight_edits(key, source, edits).after).softmax(0).topk(3)
    indices, values = said[0].split("] [")
    assert json.loads(indices + "]") == after.indices.tolist()
    np.testing.assert_allclose(json.loads("[" + values), after.values.numpy(), rtol=1e-5)


@pytest.mark.parametrize(("aimed", "unit"), [("neuron", 5), ("class", 3)])
def test_a_cell_and_a_class_too(aimed: Any, unit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.filters import service

    monkeypatch.setattr(service, "STEPS", 9)
    source = PictureSource("pixels", picture_for("lenet5").tobytes())
    names, _ = here(api.filter_code("lenet5", source, "conv2", unit, objective=aimed, seed=2), tmp_path)
    *_, made = api.maximize_activation("lenet5", "conv2", unit, objective=aimed, steps=9, seed=2)
    pixels = (names["made"].permute(1, 2, 0) * 255).round().to(torch.uint8).numpy()
    assert np.abs(pixels.astype(int) - made.picture).max() <= 1 and pixels.std() > 1


@pytest.mark.parametrize("layer", ["layer1.0.conv1", "layer2.1.conv1"])
def test_colours_and_a_batch_norm(layer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.filters import service

    monkeypatch.setattr(service, "STEPS", 3)
    key, source = "resnet109", PictureSource("pixels", picture_for("resnet109").tobytes())
    names, _ = here(api.filter_code(key, source, layer, 4), tmp_path)
    *_, made = api.maximize_activation(key, layer, 4, steps=3)
    pixels = (names["made"].permute(1, 2, 0) * 255).round().to(torch.uint8).numpy()
    assert np.abs(pixels.astype(int) - made.picture).max() <= 1


def test_a_layer_that_keeps_only_its_connections_is_edited_as_the_page_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """C3 of 1998 stores 60 kernels for 16 units: a row of its weights is no unit, and what is painted may connect more."""
    from models.filters import service

    monkeypatch.setattr(service, "STEPS", 2)
    key, source = "lenet5_1998", PictureSource("pixels", picture_for("lenet5_1998").tobytes())
    kernel = np.random.default_rng(1).standard_normal((6, 5, 5)).astype(np.float32)
    edits = [Edit("c3", 2, -1.0), Edit("c3", 14, 0.5, kernel), Edit("c1", 1, 0.0)]
    _, said = here(api.filter_code(key, source, "c3", 14, edits, seed=7), tmp_path / "filters")
    after = torch.from_numpy(api.apply_weight_edits(key, source, edits).after).softmax(0).topk(3)
    indices, values = said[0].split("] [")
    assert json.loads(indices + "]") == after.indices.tolist()
    np.testing.assert_allclose(json.loads("[" + values), after.values.numpy(), rtol=1e-5)
    mine = api.edit_network(key, edits, visitor="ana")
    receipt = api.receipt(mine, source, "c3", (14, 3, 4), visitor="ana")
    _, said = here(api.receipt_code(mine, source, "c3", (14, 3, 4), visitor="ana"), tmp_path / "receipt")
    assert float(said[0].split()[0]) == pytest.approx(receipt.sum, rel=1e-6)
