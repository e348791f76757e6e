"""Filters over HTTP: what travels is what PyTorch computed; streams end when nobody listens; what is wrong is said."""

from __future__ import annotations

import json
import struct
from typing import Any

import httpx
import numpy as np
import pytest
import torch

from models import api, service
from models.types.activations import PictureSource
from models.types.filters import Edit
from tests import wire
from tests.app_requests import noise, token_of
from tests.edited_networks import operated
from tests.serving import Server, http

KEY = "lenet5"


def post(server: Server, path: str, body: bytes = b"", method: str = "POST", **query: Any) -> httpx.Response:
    return http.request(method, f"{server.url}/cnn/{path}", params=query, content=body, timeout=120)


def parts(server: Server, path: str, body: bytes = b"", method: str = "POST", **query: Any) -> list[Any]:
    """Every part of a stream, cut by the lengths that it says."""
    data, found = post(server, path, body, method, **query).content, []
    while data:
        (length,) = struct.unpack_from("<I", data)
        found.append(wire.read(data[4 : 4 + length]))
        data = data[4 + length :]
    return found


def with_edits(edits: list[dict[str, Any]], rest: bytes = b"") -> bytes:
    text = json.dumps(edits).encode()
    return struct.pack("<I", len(text)) + text + rest


@pytest.fixture(scope="module")
def picture() -> bytes:
    return noise(28, 28, 1).tobytes()


def test_tiles_and_kernels_are_the_networks_own_weights(server: Server) -> None:
    head, arrays = wire.read(post(server, "filter_tiles", method="GET", network=KEY, layer="conv2").content)
    module: Any = service.store.get(KEY).network.get_submodule("conv2")
    assert head["shape"] == [16, 6, 5, 5]
    for unit, at in enumerate(head["slices"]):
        np.testing.assert_array_equal(arrays["tiles"][unit, 0], module.weight[unit, at].numpy())
    head, arrays = wire.read(post(server, "kernel", method="GET", network=KEY, layer="conv2", unit=7).content)
    np.testing.assert_array_equal(arrays["kernel"], module.weight[7].numpy())
    assert head["bias"] == float(module.bias[7])


def test_strengths_travel_exactly(server: Server, picture: bytes) -> None:
    head, arrays = wire.read(post(server, "unit_activations", picture, network=KEY, layer="conv1", unit=3, form="pixels").content)
    with torch.no_grad():
        loaded: Any = service.store.get(KEY)
        value = loaded.network.conv1(loaded.batch(np.frombuffer(picture, np.uint8).reshape(28, 28, 1)))[0].numpy()
    np.testing.assert_array_equal(arrays["map"], value[3])
    row, column = head["cell"]
    assert arrays["highest"][3] == value[3, row, column] == value[3, 2:-2, 2:-2].max()


def test_a_picture_comes_in_parts_while_it_forms(server: Server) -> None:
    found = parts(server, "maximize_activation", method="GET", network=KEY, layer="conv1", unit=2, aimed="channel", steps=20, seed=3)
    assert found[0][0]["step"] == 1 and found[-1][0]["step"] == 20 and len(found) >= 4
    *_, made = api.maximize_activation(KEY, "conv1", 2, steps=20, seed=3)
    np.testing.assert_array_equal(found[-1][1]["picture"], made.picture)


def test_patches_come_in_parts_and_only_when_they_changed(server: Server) -> None:
    found = parts(server, "top_patches", network=KEY, layer="conv1", unit=1, language="pt")
    assert found[-1][0]["done"] == found[-1][0]["total"] == 1000
    *_, best = api.top_patches(KEY, "conv1", 1)
    for i, patch in enumerate(best.patches):
        np.testing.assert_array_equal(found[-1][1][f"patch:{i}"], patch)
    np.testing.assert_allclose(found[-1][0]["scores"], best.scores, rtol=1e-6)
    seen = None
    for head, arrays in found:
        assert bool(arrays) == (head["pictures"] != seen or head["done"] == head["total"])
        seen = head["pictures"]


def test_own_pictures_are_searched(server: Server) -> None:
    from tests.network_pictures import stored

    own = [stored(np.full((28, 28, 1), level, np.uint8)) for level in (10, 60)]
    body = b"".join(struct.pack("<I", len(file)) + file for file in own)
    (found,) = parts(server, "top_patches", body, network=KEY, layer="conv1", unit=1)
    assert found[0]["total"] == 2 and len(found[1]) == 2


def test_surgery_moves_the_answer_and_leaves_no_trace(server: Server, picture: bytes) -> None:
    kernel = np.random.default_rng(0).standard_normal((1, 5, 5)).astype(np.float32)
    edits = [{"layer": "conv1", "unit": 2, "factor": -1.0, "kernel": kernel.ravel().tolist()}, {"layer": "conv2", "unit": 4, "factor": 0}]
    loaded: Any = service.store.get(KEY)
    batch = loaded.batch(np.frombuffer(picture, np.uint8).reshape(28, 28, 1))
    with torch.no_grad():
        before = loaded.network(batch)[0].numpy()
        after = operated(KEY, [Edit("conv1", 2, -1.0, kernel), Edit("conv2", 4, 0.0)])(batch)[0].numpy()
    with httpx.Client(headers={"X-Visitor": token_of(server)}) as page:
        for _ in range(2):
            answer = page.post(
                f"{server.url}/cnn/weight_edits", params={"network": KEY, "form": "pixels"}, content=with_edits(edits, picture), timeout=60
            )
            _, arrays = wire.read(answer.content)
            np.testing.assert_array_equal(arrays["before"], before)
            np.testing.assert_array_equal(arrays["after"], after)
    _, arrays = wire.read(post(server, "weight_edits", with_edits([], picture), network=KEY, form="pixels").content)
    np.testing.assert_array_equal(arrays["after"], before)  # the next visitor sees nothing of it


def test_right_answers_come_in_parts(server: Server) -> None:
    found = parts(server, "count_correct", with_edits([{"layer": "conv1", "unit": 0, "factor": 0}]), network=KEY)
    head, arrays = found[-1]
    assert len(found) > 3 and head["labelled"] and head["done"] == 1000 > head["stayed"] > 0 and arrays["pictures"].sum() == 1000
    assert arrays["before"].sum() > arrays["after"].sum()


def test_the_code_is_text(server: Server, picture: bytes) -> None:
    body = with_edits([{"layer": "conv1", "unit": 1, "factor": 0}], picture)
    answer = post(server, "filter_code", body, network=KEY, layer="conv1", unit=1, aimed="neuron", form="pixels", language="pt")
    source = PictureSource("pixels", picture)
    assert answer.text == api.filter_code(KEY, source, "conv1", 1, [Edit("conv1", 1, 0)], objective="neuron").pt
    assert "irfft2" in answer.text and "layer.weight[1] *= 0" in answer.text


WRONG = [
    ("weight_edits", b"", {"form": "pixels"}),
    ("weight_edits", struct.pack("<I", 99) + b"[]", {"form": "pixels"}),
    ("weight_edits", with_edits([{"layer": "conv1", "unit": "0"}], bytes(784)), {"form": "pixels"}),
    ("weight_edits", with_edits([{"unit": 0}], bytes(784)), {"form": "pixels"}),
    ("weight_edits", struct.pack("<I", 3) + b"{]}" + bytes(784), {"form": "pixels"}),
    ("weight_edits", with_edits([{"layer": "conv1", "unit": 0, "kernel": [1, 2]}], bytes(784)), {"form": "pixels"}),
    ("weight_edits", with_edits([{"layer": "conv1", "unit": 0, "kernel": ["x"] * 25}], bytes(784)), {"form": "pixels"}),
    ("weight_edits", with_edits([{"layer": "conv1", "unit": 0, "factor": None}], bytes(784)), {"form": "pixels"}),
    ("count_correct", with_edits([{"layer": "relu1", "unit": 0, "factor": 0}]), {}),
    ("top_patches", b"\x09\0\0\0", {"layer": "conv1", "unit": "0"}),
    ("top_patches", b"\x01\0\0\0x", {"layer": "conv1", "unit": "0"}),
    ("top_patches", b"", {"layer": "conv1", "unit": "77"}),
    ("unit_activations", bytes(784), {"layer": "conv9", "unit": "0", "form": "pixels"}),
]


@pytest.mark.parametrize(("path", "body", "query"), WRONG)
def test_what_is_wrong_is_said_in_the_readers_language(server: Server, path: str, body: bytes, query: dict[str, str]) -> None:
    said = [post(server, path, body, network=KEY, language=language, **query) for language in ("en", "pt")]
    assert [answer.status_code for answer in said] == [422, 422]
    assert len({answer.json()["error"] for answer in said}) == 2


@pytest.mark.parametrize("query", [{"steps": 0}, {"steps": 9999}, {"unit": 6}, {"aimed": "pixel"}, {"layer": "conv7"}, {"seed": "x"}])
def test_a_wrong_ascent_is_refused(server: Server, query: dict[str, Any]) -> None:
    asked = {"network": KEY, "layer": "conv1", "unit": 0, "aimed": "channel", **query}
    assert post(server, "maximize_activation", method="GET", **asked).status_code == 422
