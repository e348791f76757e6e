"""Bytes carry their scale: what comes back is within half a step, whatever the values."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.numpy import array_shapes, arrays
from torch.nn import functional as F

from models.activations import quantise
from models.engine.layers import highest_variance_channel
from models.types.activations import QuantisedMaps

floats = some.floats(width=32, allow_nan=False, allow_infinity=False, allow_subnormal=False)


def decoded(maps: QuantisedMaps) -> np.ndarray:
    """value = low + code · step, in double precision."""
    return maps.low[:, None, None].astype(float) + maps.codes * maps.step[:, None, None].astype(float)


@settings(max_examples=300, deadline=None)
@given(arrays(np.float32, array_shapes(min_dims=3, max_dims=3, max_side=6), elements=floats))
def test_every_value_comes_back_within_half_a_step(values: np.ndarray) -> None:
    maps = quantise.quantise(values)
    assert maps.codes.dtype == np.uint8 and maps.codes.shape == values.shape
    rounding = 1e-4 * maps.step + 1e-6 * np.abs(values).max() + 255 * np.finfo(np.float32).tiny  # float32's own
    assert (np.abs(decoded(maps) - values) <= (maps.step / 2 + rounding)[:, None, None]).all()


def test_a_channel_spans_all_codes_and_a_constant_one_is_exact() -> None:
    values = np.stack([np.linspace(-3, 5, 12).reshape(3, 4), np.full((3, 4), 0.1)]).astype(np.float32)
    maps = quantise.quantise(values)
    assert (maps.codes[0].min(), maps.codes[0].max()) == (0, 255)
    assert maps.step[1] == 0 and maps.low[1] == np.float32(0.1)


def test_what_is_no_number_takes_the_ends_and_is_seen_in_the_range() -> None:
    values = np.array([[[1, np.nan, 3, np.inf, -np.inf]], [[np.nan] * 5]], np.float32)
    maps = quantise.quantise(values)
    assert maps.codes[0].tolist() == [[0, 0, 255, 255, 0]]
    assert np.isfinite(maps.low).all() and np.isfinite(maps.step).all()
    assert np.isnan(quantise.value_range(values)).all()
    assert quantise.value_range(values[:1, :, 2:4])[1] == np.inf


def test_values_too_far_apart_for_their_difference() -> None:
    far = np.finfo(np.float32).max
    maps = quantise.quantise(np.array([[[-far, 0, far]]], np.float32))
    assert maps.codes.tolist() == [[[0, 128, 255]]] or maps.codes.tolist() == [[[0, 127, 255]]]


@pytest.mark.parametrize("shape", [(3, 8, 8), (2, 7, 9), (1, 5, 3), (2, 1, 1), (4, 13, 6)])
@pytest.mark.parametrize("factor", [1, 2, 3, 4, 9])
def test_reduced_cells_are_the_means_of_their_areas(shape: tuple[int, int, int], factor: int) -> None:
    values = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    expected = F.avg_pool2d(torch.from_numpy(values)[None], factor, ceil_mode=True, count_include_pad=False)[0].numpy()
    assert np.allclose(quantise.area_means(values, factor), expected, atol=1e-6)


@pytest.mark.parametrize(
    ("height", "width", "side", "factor"),
    [(56, 56, 56, 1), (57, 56, 56, 2), (112, 30, 56, 2), (1, 1, 56, 1), (224, 224, 64, 4)],
)
def test_maps_fit_their_tiles(height: int, width: int, side: int, factor: int) -> None:
    assert quantise.reduction_factor(height, width, side) == factor
    assert max(quantise.area_means(np.zeros((1, height, width), np.float32), factor).shape) <= side


def test_a_vector_travels_exactly() -> None:
    values = np.random.default_rng(0).normal(size=1000).astype(np.float32)
    factor, maps = quantise.quantised_tiles(values, 56)
    assert (factor, maps.codes.shape) == (1, (1000, 1, 1))
    assert np.array_equal(decoded(maps)[:, 0, 0].astype(np.float32), values)


@pytest.mark.parametrize(("units", "shape"), [(10, (2, 5)), (84, (7, 12)), (120, (10, 12)), (1000, (25, 40)), (109, (10, 11)), (1, (1, 1))])
def test_vectors_fold_into_a_block(units: int, shape: tuple[int, int]) -> None:
    values = np.arange(1, units + 1, dtype=np.float32)
    block = quantise.fold_to_rows(values)
    assert block.shape == shape
    assert np.array_equal(block.ravel()[:units], values)
    assert (block.ravel()[units:] == 1).all()  # what is nearest to zero


def test_a_thumbnail_is_the_chosen_channel() -> None:
    values = np.random.default_rng(0).normal(size=(5, 16, 16)).astype(np.float32)
    values[3] *= 10
    assert highest_variance_channel(values) == 3
    maps = quantise.thumbnail(values, 3, 64)
    assert (np.abs(decoded(maps)[0] - values[3]) <= maps.step[0] * 0.501).all()


def test_a_thumbnail_of_single_cells_shows_them_all() -> None:
    units = np.arange(12, dtype=np.float32)
    maps = quantise.thumbnail(units.reshape(12, 1, 1), None, 64)
    shown = maps.low[0] + maps.codes[0] * maps.step[0]
    assert shown.shape == (3, 4)
    np.testing.assert_allclose(shown.reshape(-1), units, atol=float(maps.step[0]) / 2 + 1e-6)
