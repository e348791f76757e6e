"""MTCNN's three networks: their answers against their weights in plain loops, and the package that brings them."""

from __future__ import annotations

import sys
from importlib import metadata
from types import SimpleNamespace
from typing import Any

import joblib
import numpy as np
import pytest
import torch

from models import api
from models.errors import UserError
from models.networks.mtcnn import NETWORKS
from models.store.packaged import PackagedWeights
from models.store.store import LoadedNetwork, load

WEIGHTS = {"pnet": 6_632, "rnet": 100_178, "onet": 389_040}
Array = np.ndarray[Any, np.dtype[np.float64]]


@pytest.fixture(scope="module", params=range(3), ids=list(WEIGHTS))
def loaded(request: pytest.FixtureRequest) -> LoadedNetwork:
    return load(NETWORKS[request.param])


def convolved(picture: Array, kernels: Array, bias: Array) -> Array:
    """[y, x, in] with [y, x, in, out], window by window."""
    rows, columns = picture.shape[0] - kernels.shape[0] + 1, picture.shape[1] - kernels.shape[1] + 1
    out = np.empty((rows, columns, kernels.shape[3]))
    for y in range(rows):
        for x in range(columns):
            window = picture[y : y + kernels.shape[0], x : x + kernels.shape[1]]
            out[y, x] = np.einsum("yxi,yxio->o", window, kernels) + bias
    return out


def pooled(maps: Array, side: int) -> Array:
    """The largest of each window, two cells apart; the last ones may reach beyond the edge."""
    cells = -(-(maps.shape[0] - side) // 2) + 1
    return np.array([[maps[2 * y : 2 * y + side, 2 * x : 2 * x + side].max((0, 1)) for x in range(cells)] for y in range(cells)])


def answered(key: str, picture: Array) -> dict[str, Array]:
    """What each head says of a window [y, x, 3], from the package's own arrays as joblib reads them, channels last, in double precision."""
    folder = metadata.distribution("mtcnn").locate_file("mtcnn/assets/weights")
    arrays = iter([one.astype(np.float64) for one in joblib.load(f"{folder}/{key}.lz4")])
    pools = {"pnet": (2, 0, 0), "rnet": (3, 3, 0), "onet": (3, 3, 2, 0)}[key]
    maps = picture
    for side in pools:
        maps = convolved(maps, next(arrays), next(arrays))
        slopes = next(arrays).ravel()
        maps = np.where(maps > 0, maps, maps * slopes)
        maps = pooled(maps, side) if side else maps
    features = maps.transpose(1, 0, 2).ravel()  # columns first
    if key != "pnet":
        features = features @ next(arrays) + next(arrays)
        features = np.where(features > 0, features, features * next(arrays))
    heads = ("boxes", "landmarks", "faces") if key == "onet" else ("boxes", "faces")
    return {head: features @ next(arrays).reshape(len(features), -1) + next(arrays) for head in heads}


def test_every_head_says_what_its_weights_say_in_plain_loops(loaded: LoadedNetwork) -> None:
    side = loaded.spec.preparation.height
    pixels = np.random.default_rng(3).integers(0, 256, (side, side, 3), dtype=np.uint8)
    expected = answered(loaded.spec.key, (pixels.astype(np.float64) - 127.5) / 128)
    values = loaded.plan.empty_values(loaded.batch(pixels))
    with torch.no_grad():
        loaded.plan.run(values, 0, loaded.plan.logits_slot)
    for head, numbers in expected.items():
        ours = values[loaded.layer_step(head).slot].flatten().numpy()
        np.testing.assert_allclose(ours, numbers, rtol=1e-4, atol=1e-5)


def test_the_cards_count_as_the_paper_does(loaded: LoadedNetwork) -> None:
    info = api.network(loaded.spec.key)
    assert (info.parameters, info.weights, info.family) == (WEIGHTS[info.key], "packaged", "MTCNN")
    assert [name.en for name in info.classes] == ["no face", "face"]


def test_heads_beside_the_answer_are_layers_too(loaded: LoadedNetwork) -> None:
    names = [layer.name for layer in loaded.layers]
    assert names[-1] == "softmax" and {"boxes", "faces"} <= set(names)
    assert ("landmarks" in names) == (loaded.spec.key == "onet")


def test_no_code_of_the_package_runs(loaded: LoadedNetwork) -> None:
    assert not {"mtcnn", "tensorflow"} & set(sys.modules)


def test_without_the_package_the_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    with pytest.raises(UserError, match=r"pip install mtcnn==1\.0\.0"):
        load(NETWORKS[0])


def test_a_file_that_is_not_the_one_named_is_refused(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = NETWORKS[0].weights
    assert isinstance(weights, PackagedWeights) and weights.path
    spoilt = tmp_path / weights.file
    spoilt.parent.mkdir(parents=True)
    data = weights.path.read_bytes()
    spoilt.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    other = SimpleNamespace(version=weights.version, locate_file=lambda file: tmp_path / file)
    monkeypatch.setattr(metadata, "distribution", lambda name: other)
    with pytest.raises(UserError, match="damaged"):
        weights.load_into(NETWORKS[0].build())
