"""Convolve's two sides: the code that it shows, run to the same numbers; and the server's own routes, against PyTorch and numpy."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import torch
import torch.nn.functional as F
import torchvision
from PIL import Image

from tests import wire
from tests.serving import ROOT, Server, http

SCRIPT = Path(__file__).parent / "js" / "convolve_code.mjs"
ZEROS = {"stride": 1, "padding": 0, "fill": "zeros", "dilation": 1}
PLAIN: dict[str, Any] = {"preset": "sobel_x", "size": 3, "weights": [], "planes": 1, "bias": 0, "at": [7, 11]}
SETTINGS: list[dict[str, Any]] = [
    PLAIN,
    PLAIN | {"preset": "emboss", "size": 5, "rule": {**ZEROS, "padding": 2, "fill": "reflect"}, "read": "g", "at": [0, 0]},
    PLAIN | {"preset": "sharpen", "rule": {**ZEROS, "stride": 3, "padding": 4, "dilation": 2}, "bias": -0.3, "at": [3, 2]},
    PLAIN | {"size": 9, "rule": {**ZEROS, "padding": 5, "fill": "replicate"}, "pooling": {"kind": "average", "size": 3}, "at": [19, 23]},
    PLAIN | {"read": "rgb", "planes": 3, "weights": [[0, 4, 0.1], [1, 0, -7.25], [2, 8, 1e-4]], "bias": 0.5},
    PLAIN | {"preset": "box", "size": 11, "read": "rgb", "pooling": {"kind": "max", "size": 4}, "at": [4, 2]},
]


@pytest.fixture(scope="module")
def photograph() -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.random.default_rng(8).integers(0, 256, (20, 24, 3), dtype=np.uint8)


def test_the_code_that_is_shown_prints_the_numbers_that_are_shown(
    node: str, photograph: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    question = json.dumps({"values": photograph.ravel().tolist(), "shape": photograph.shape, "settings": SETTINGS})
    ran = subprocess.run([node, str(SCRIPT)], input=question, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    Image.fromarray(photograph).save(tmp_path / "picture.png")
    monkeypatch.chdir(tmp_path)
    for setting, answer in zip(SETTINGS, json.loads(ran.stdout), strict=True):
        exec(compile(answer["code"], "shown", "exec"), {})
        printed = [float(line) for line in capsys.readouterr().out.split()]
        assert printed == pytest.approx(answer["numbers"], rel=1e-5, abs=1e-5), (setting, answer["code"])
        assert "[None, None]  # (1, 1," in answer["code"] or setting.get("read") == "rgb"


def post(server: Server, pixels: Any, weights: Any, **query: Any) -> httpx.Response:
    size = {"height": pixels.shape[1], "width": pixels.shape[2], "planes": len(pixels)}
    cells = {"rows": weights.shape[1], "columns": weights.shape[2]}
    asked = {**size, **cells, "stride": 1, "padding": 0, "fill": "zeros", "dilation": 1, "bias": 0, **query}
    body = weights.astype("<f4").tobytes() + pixels.tobytes()
    return http.post(f"{server.url}/cnn/convolve", params=asked, content=query.get("body", body), timeout=60)


KERNELS = np.random.default_rng(3).standard_normal((3, 5, 3)).astype(np.float32)


@pytest.mark.parametrize("fill", ["zeros", "reflect", "replicate"])
def test_the_door_answers_pytorchs_own_result(server: Server, photograph: Any, fill: str) -> None:
    planes = np.ascontiguousarray(photograph.transpose(2, 0, 1))
    answer = post(server, planes, KERNELS, stride=2, padding=3, fill=fill, dilation=2, bias=-0.125)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    _, arrays = wire.read(answer.content)
    picture = torch.from_numpy(planes.astype(np.float32))[None] / 255
    around = F.pad(picture, (3, 3, 3, 3), mode="constant" if fill == "zeros" else fill)
    truth = F.conv2d(around, torch.from_numpy(KERNELS)[None], torch.tensor([-0.125]), 2, 0, 2)[0, 0]
    torch.testing.assert_close(torch.from_numpy(arrays["values"].copy()), truth, rtol=0, atol=2e-6)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"body": b"short"}, "bytes"),
    ({"stride": 0}, "stride"),
    ({"padding": "two"}, "padding"),
    ({"fill": "mirror"}, "reflect"),
    ({"dilation": 9}, "37"),
    ({"bias": "nan"}, "bias"),
    ({"bias": "1e999"}, "bias"),
    ({"height": 5000}, "1024"),
    ({"planes": 0}, "planes"),
    ({"padding": 20, "fill": "reflect"}, "20"),
]


@pytest.mark.parametrize(("change", "says"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_question_gets_one_sentence(server: Server, photograph: Any, change: dict[str, Any], says: str) -> None:
    planes = np.ascontiguousarray(photograph.transpose(2, 0, 1))
    for language in ("en", "pt"):
        answer = post(server, planes, KERNELS, **change, language=language)
        assert answer.status_code == 422, answer.text
        assert says in answer.json()["error"] and "\n" not in answer.json()["error"]


def test_weights_that_are_no_numbers_are_refused(server: Server, photograph: Any) -> None:
    planes = np.ascontiguousarray(photograph.transpose(2, 0, 1))
    assert post(server, planes, np.full_like(KERNELS, np.nan)).status_code == 422


def test_learned_kernels_travel_exactly_and_no_more_of_them_than_are_looked_at(server: Server) -> None:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = torchvision.models.resnet18(weights=None)
    first = http.get(f"{server.url}/cnn/filters", params={"network": "resnet18@random", "layer": "conv1"}, timeout=60)
    head, arrays = wire.read(first.content)
    assert (head["shape"], head["input"]) == ([64, 3, 7, 7], 0)
    np.testing.assert_array_equal(arrays["kernels"], network.get_parameter("conv1.weight").detach().numpy())
    np.testing.assert_array_equal(arrays["bias"], np.zeros(64))
    deep = http.get(f"{server.url}/cnn/filters", params={"network": "resnet18@random", "layer": "layer3.0.conv1", "input": 77}, timeout=60)
    head, arrays = wire.read(deep.content)
    assert (head["shape"], head["input"], arrays["kernels"].shape) == ([256, 128, 3, 3], 77, (256, 1, 3, 3))
    np.testing.assert_array_equal(arrays["kernels"][:, 0], network.get_parameter("layer3.0.conv1.weight").detach().numpy()[:, 77])


def test_a_photograph_travels_as_it_is_for_a_network_of_drawings(server: Server) -> None:
    file = ROOT / "assets" / "samples" / "cat.jpg"
    answer = http.post(f"{server.url}/cnn/center_crop", params={"form": "picture"}, content=file.read_bytes(), timeout=60)
    assert answer.status_code == 200
    _, arrays = wire.read(answer.content)
    with Image.open(file) as opened:
        width, height = opened.size
        left = round((width - height) / 2)
        truth = opened.crop((left, 0, left + height, height)).resize((224, 224), Image.Resampling.BICUBIC)
    np.testing.assert_array_equal(arrays["picture"], np.asarray(truth))
    for wrong in ({"params": {"form": "pixels"}, "content": b"1234"}, {"params": {"form": "picture"}, "content": b"no picture"}):
        assert http.post(f"{server.url}/cnn/center_crop", timeout=60, **wrong).status_code == 422  # type: ignore[arg-type]


@pytest.mark.parametrize(("layer", "says"), [("relu", "conv1"), ("conv", "conv1"), ("", "layer")])
def test_a_layer_without_kernels_is_refused(server: Server, layer: str, says: str) -> None:
    answer = http.get(f"{server.url}/cnn/filters", params={"network": "resnet18@random", "layer": layer}, timeout=60)
    assert answer.status_code == 422 and says in answer.json()["error"]
