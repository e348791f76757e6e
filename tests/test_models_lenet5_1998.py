"""The layers of LeNet-5 of 1998, each against the paper's formula written out in numpy."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn

from models import api
from models.inputs.pictures import prepare
from models.networks.lenet5_1998 import TABLE, Distances, LeNet5Of1998, PartialConvolution, ScaledTanh, Subsampling
from models.store import registry
from models.types.activations import PictureSource


@pytest.fixture
def picture() -> torch.Tensor:
    return torch.randn(2, 6, 14, 14, generator=torch.Generator().manual_seed(0))


def test_the_squashing_function_is_one_at_one() -> None:
    values = ScaledTanh()(torch.tensor([-1.0, 0.0, 1.0, 20.0]))
    assert values.tolist() == pytest.approx([-1, 0, 1, 1.7159], abs=1e-4)


def test_subsampling_adds_four_and_scales(picture: torch.Tensor) -> None:
    layer = Subsampling(6)
    nn.init.normal_(layer.weight)
    nn.init.normal_(layer.bias)
    x, got = picture.numpy(), layer(picture).detach().numpy()
    for n, c, y, column in ((0, 0, 0, 0), (1, 3, 2, 5), (0, 5, 6, 6)):
        total = sum(float(x[n, c, 2 * y + i, 2 * column + j]) for i in (0, 1) for j in (0, 1))
        assert got[n, c, y, column] == pytest.approx(total * layer.weight[c].item() + layer.bias[c].item(), abs=1e-5)
    assert got.shape == (2, 6, 7, 7)


def test_each_map_of_c3_reads_the_maps_of_its_row(picture: torch.Tensor) -> None:
    assert [len(row) for row in TABLE] == [3] * 6 + [4] * 9 + [6]
    layer = PartialConvolution(TABLE, inputs=6, kernel=5)
    assert layer.weight.shape == (60, 5, 5)
    x, got, kernels = picture.numpy(), layer(picture).detach().numpy(), iter(layer.weight.detach().numpy())
    for out, row in enumerate(TABLE):
        mine = [next(kernels) for _ in row]
        value = sum(float((x[1, i, 4:9, 2:7] * kernel).sum()) for i, kernel in zip(row, mine, strict=True)) + layer.bias[out].item()
        assert got[1, out, 4, 2] == pytest.approx(value, abs=1e-5), out
    assert got.shape == (2, 16, 10, 10)


def test_the_output_is_minus_half_the_squared_distance_to_a_code() -> None:
    layer, units = Distances(), torch.randn(3, 84, generator=torch.Generator().manual_seed(1))
    codes = layer.codes.numpy()
    assert codes.shape == (10, 84) and set(np.unique(codes)) == {-1.0, 1.0}
    assert len({tuple(code) for code in codes}) == 10
    want = [[-0.5 * math.fsum((u - c) ** 2 for u, c in zip(row, code, strict=True)) for code in codes] for row in units.tolist()]
    assert layer(units).numpy() == pytest.approx(np.array(want), rel=1e-5)
    assert layer(layer.codes).argmax(1).tolist() == list(range(10))


def test_what_learns_is_sixty_thousand_numbers_and_the_codes_do_not() -> None:
    network = LeNet5Of1998()
    assert sum(parameter.numel() for parameter in network.parameters()) == 60_000
    assert not any("codes" in name for name in network.state_dict())


def test_a_drawing_lies_in_the_middle_of_32_by_32_between_minus_a_tenth_and_1175() -> None:
    ink = np.zeros((28, 28), np.uint8)
    ink[4:24, 14] = 255  # as long as MNIST's digits are, so that it is taken as it is
    size = registry.specs()["lenet5_1998"].preparation
    seen = prepare(PictureSource("picture", png(ink)), size)
    assert seen.shape == (32, 32, 1) and set(seen[6:26, 16, 0]) == {255} and seen.sum() == 20 * 255
    values = (np.array([0, 255]) / 255 - size.mean[0]) / size.std[0]
    assert values == pytest.approx([-0.1, 1.175])
    maps = api.feature_maps("lenet5_1998@random", PictureSource("pixels", seen.tobytes()), "input")
    assert maps.min() == pytest.approx(-0.1) and maps.max() == pytest.approx(1.175)


def png(values: np.ndarray) -> bytes:  # type: ignore[type-arg]
    import io

    from PIL import Image

    Image.fromarray(values).save(out := io.BytesIO(), "PNG")
    return out.getvalue()
