"""Filters as pictures, and how much a picture excites each unit, against the modules of the networks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from models import api, service
from models.errors import UserError
from models.types.activations import PictureSource
from tests import oracle
from tests.network_pictures import picture_for


@pytest.fixture(scope="module", autouse=True)
def as_the_service_runs() -> None:
    api.start()


def weight(key: str, layer: str) -> np.ndarray:
    module: Any = service.store.get(key).network.get_submodule(layer)
    values: np.ndarray = module.weight.numpy()
    return values


def test_tiles_of_a_first_layer_are_its_colours() -> None:
    found, own = api.filter_tiles("resnet109", "conv1"), weight("resnet109", "conv1")
    np.testing.assert_array_equal(found.tiles, own)
    assert (found.slices == -1).all() and found.shape == own.shape
    np.testing.assert_allclose(found.norms, np.linalg.norm(own.reshape(len(own), -1).astype(float), axis=1), rtol=1e-6)
    np.testing.assert_array_equal(found.largest, np.abs(own).max((1, 2, 3)))


def test_tiles_of_a_deeper_layer_are_its_strongest_slices() -> None:
    found, own = api.filter_tiles("resnet109", "layer2.1.conv1"), weight("resnet109", "layer2.1.conv1")
    for unit in range(len(own)):
        norms = [np.linalg.norm(part.astype(float)) for part in own[unit]]
        assert found.slices[unit] == int(np.argmax(norms))
        np.testing.assert_array_equal(found.tiles[unit, 0], own[unit, found.slices[unit]])


def test_a_kernel_of_one_cell_is_a_block_of_its_weights() -> None:
    found, own = api.filter_tiles("resnet109", "layer2.0.downsample.0"), weight("resnet109", "layer2.0.downsample.0")
    assert found.tiles.shape == (64, 1, 4, 8)
    np.testing.assert_array_equal(found.tiles.reshape(64, -1), own.reshape(64, -1))
    assert (found.slices == -1).all()


@pytest.mark.parametrize(
    ("key", "layer", "read"),
    [
        ("lenet5", "conv2", "conv2"),
        ("lenet5", "relu2", "conv2"),
        ("resnet109", "conv1", "bn1"),
        ("resnet109", "relu", "bn1"),
        ("resnet109", "layer1.1.conv2", "layer1.1.bn2"),
    ],
)
def test_a_unit_is_read_before_its_relu_and_after_its_norm(key: str, layer: str, read: str) -> None:
    source = PictureSource("pixels", picture_for(key).tobytes())
    loaded = service.store.get(key)
    value = oracle.modules(loaded.network, loaded.batch(picture_for(key)))[read][0][0].numpy()  # [unit, y, x]
    for visitor in ("", "somebody"):
        found = api.unit_activations(key, source, layer, 5, visitor=visitor)
        assert found.read_from == read
        np.testing.assert_array_equal(found.map, value[5])
        for unit in range(len(value)):
            row, column = found.cells[unit]
            assert found.highest[unit] == value[unit, row, column] <= value[unit].max()
    api.forget_visitor("somebody")


def test_cells_that_look_beyond_the_picture_do_not_count() -> None:
    """In a 5 × 5 convolution with two pixels of padding, the outer two rows and columns."""
    source = PictureSource("pixels", picture_for("lenet5").tobytes())
    found = api.unit_activations("lenet5", source, "conv1", 0)
    inner = np.array([api.unit_activations("lenet5", source, "conv1", unit).map[2:-2, 2:-2] for unit in range(6)])
    np.testing.assert_array_equal(found.highest, inner.reshape(6, -1).max(1))
    assert found.cells.min() >= 2 and found.cells.max() <= 25


def test_where_every_field_leaves_the_picture_all_cells_count() -> None:
    source = PictureSource("pixels", picture_for("resnet109").tobytes())
    found = api.unit_activations("resnet109", source, "layer4.1.conv2", 3)
    assert found.highest[3] == found.map.max()


def test_the_untrained_twin_answers_alike() -> None:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        own = type(service.store.get("lenet5").network)().conv1.weight.detach().numpy()  # type: ignore[attr-defined]
    np.testing.assert_array_equal(api.filter_tiles("lenet5@random", "conv1").tiles, own)


@pytest.mark.parametrize("layer", ["relu1", "fc1", "nothing"])
def test_what_has_no_filters_is_refused(layer: str) -> None:
    with pytest.raises(UserError) as refused:
        api.filter_tiles("lenet5", layer)
    assert "conv1" in refused.value.text.en
