"""Histograms of oriented gradients: every step written out here gives scikit-image's numbers, and says what a known edge is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage.feature import hog

from models import api
from models.errors import UserError
from models.history import orientations
from models.types.activations import PictureSource
from tests.network_pictures import picture_for

SHAPES = st.tuples(st.integers(8, 30), st.integers(8, 30), st.sampled_from([1, 3]))


@settings(max_examples=30, deadline=None)
@given(shape=SHAPES, cell=st.sampled_from([3, 4]), seed=st.integers(0, 2**16))
def test_the_steps_end_in_scikit_images_numbers(shape: tuple[int, int, int], cell: int, seed: int) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    theirs = hog(
        picture,
        orientations=9,
        pixels_per_cell=(cell, cell),
        cells_per_block=(2, 2),
        block_norm="L2-Hys",
        channel_axis=-1,
        feature_vector=False,
    )
    ours = orientations.hog_steps_of_picture(picture, cell)
    assert ours.blocks.shape == theirs.shape
    np.testing.assert_allclose(ours.blocks, theirs, atol=2e-4)
    np.testing.assert_allclose(orientations.hog_features(picture, cell), theirs.ravel(), atol=1e-6)


@pytest.mark.parametrize(("turned", "bin_"), [(0, 0), (90, 4)])
def test_a_planted_edge_is_counted_in_its_direction(turned: int, bin_: int) -> None:
    """A step of 100 from left to right changes along 0°; turned, along 90°, which is in the fifth of nine directions."""
    picture = np.zeros((12, 12, 1), np.uint8)
    picture[:, 6:] = 100
    picture = np.rot90(picture, turned // 90).copy()
    found = orientations.hog_steps_of_picture(picture, 4)
    assert found.magnitude.max() == 100 and set(np.unique(found.angle[found.magnitude > 0])) == {turned}
    assert found.cells.shape == (3, 3, 9)
    assert found.cells.sum() == pytest.approx(found.cells[..., bin_].sum()) and found.cells.sum() > 0
    assert found.cells[1, 1, bin_] == pytest.approx(100 * 8 / 16)  # two of four columns (or rows) of the cell feel it


def test_a_flat_picture_has_no_direction() -> None:
    found = orientations.hog_steps_of_picture(np.full((9, 9, 3), 77, np.uint8), 3)
    assert not found.cells.any() and not found.blocks.any()


def test_of_three_channels_the_strongest_counts() -> None:
    picture = np.zeros((8, 8, 3), np.uint8)
    picture[:, 4:, 0] = 10
    picture[4:, :, 2] = 200
    found = orientations.hog_steps_of_picture(picture, 4)
    assert found.magnitude[3, 4] == 200 and found.angle[3, 4] == 90
    assert found.magnitude[1, 4] == 10 and found.angle[1, 4] == 0


@pytest.mark.parametrize(("key", "cells"), [("lenet5@random", 7), ("resnet109@random", 16)])
def test_a_visitors_picture_is_taken_as_its_network_takes_it(key: str, cells: int) -> None:
    picture = picture_for(key)
    found = api.hog_steps(key, PictureSource("pixels", picture.tobytes()))
    assert found.cells.shape[:2] == (cells, cells)
    np.testing.assert_array_equal(found.picture, picture)


def test_nonsense_is_refused() -> None:
    with pytest.raises(UserError, match="lenet5"):
        api.hog_steps("lenet", PictureSource("strokes", b""))
    with pytest.raises(UserError):
        api.hog_steps("lenet5", PictureSource("picture", b"no picture"))
