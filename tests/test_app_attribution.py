"""Explaining over HTTP: the public endpoint and the page's own routes, their numbers against PyTorch itself."""

from __future__ import annotations

import io
import json
import struct
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from gradio_client import Client, handle_file
from PIL import Image
from torch import nn

from app.encode import overlay
from tests import wire
from tests.app_requests import ask, token_of
from tests.serving import ROOT, Server, http

LENET = "lenet5@random"
KIT = ROOT / "app" / "instruments" / "kit"


@pytest.fixture(scope="module")
def network() -> nn.Module:
    """The untrained LeNet-5 as anyone builds it: the same constructor after the same seed."""
    from models.networks.lenet5 import LeNet5

    with torch.random.fork_rng():
        torch.manual_seed(0)
        return LeNet5().eval().requires_grad_(False)


@pytest.fixture(scope="module")
def digit() -> np.ndarray[Any, np.dtype[np.uint8]]:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[4:24, 13:16] = 255
    pixels[12:15, 9:18] = 180
    return pixels


def read_by(pixels: np.ndarray[Any, Any]) -> torch.Tensor:
    """(1, 1, 28, 28) as the network reads it."""
    return ((torch.from_numpy(pixels.astype(np.float32)) / 255 - 0.1307) / 0.3081)[None, None]


def gradient(network: nn.Module, x: torch.Tensor, target: int) -> torch.Tensor:
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(network(leaf)[0, target], leaf)[0]


def parts_of(content: bytes) -> list[tuple[dict[str, Any], dict[str, np.ndarray[Any, Any]]]]:
    found, at = [], 0
    while at < len(content):
        (length,) = struct.unpack_from("<I", content, at)
        found.append(wire.read(content[at + 4 : at + 4 + length]))
        at += 4 + length
    return found


# The public endpoint


@pytest.fixture(scope="module")
def client(server: Server) -> Client:
    return Client(server.url, ssl_verify=False, verbose=False)


@pytest.fixture(scope="module")
def file(digit: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "digit.png"
    Image.fromarray(digit).save(path)
    return path


def test_the_endpoint_is_documented(client: Client) -> None:
    said = client.view_api(return_format="dict")["named_endpoints"]["/explain"]
    names = [parameter["parameter_name"] for parameter in said["parameters"]]
    assert names == ["picture", "network", "method", "target", "layer", "points", "language"]


def test_the_endpoint_gives_facts_numbers_and_a_picture(client: Client, file: Path, digit: Any, network: nn.Module) -> None:
    facts, values, picture = client.predict(handle_file(file), LENET, "saliency", 4, None, None, "en", api_name="/explain")
    assert [*facts] == ["network", "method", "target", "layer", "minimum", "maximum", "facts"]
    assert (facts["network"], facts["method"], facts["target"], facts["layer"]) == (LENET, "saliency", 4, "input")
    heat = np.load(values)
    truth = gradient(network, read_by(digit), 4)[0, 0].abs().numpy()
    assert heat.dtype == np.float32 and np.abs(heat - truth).max() <= 1e-5 * truth.max()
    assert (facts["minimum"], facts["maximum"]) == (float(heat.min()), float(heat.max()))
    shown = Image.open(picture)
    assert shown.format == "PNG" and shown.size == (28, 28)


def test_the_endpoint_takes_a_layer_and_finds_the_best_class(client: Client, file: Path, digit: Any, network: nn.Module) -> None:
    facts, *_ = client.predict(handle_file(file), LENET, "grad_cam", None, None, api_name="/explain")
    assert facts["target"] == int(network(read_by(digit)).argmax()) and facts["layer"] == "relu2"
    facts, *_ = client.predict(handle_file(file), LENET, "grad_cam", 2, "conv1", api_name="/explain")
    assert (facts["target"], facts["layer"]) == (2, "conv1")


def test_integrated_gradients_say_their_gap(client: Client, file: Path) -> None:
    facts, *_ = client.predict(handle_file(file), LENET, "integrated_gradients", 4, None, api_name="/explain")
    said = facts["facts"]
    assert said["completeness_gap"] == pytest.approx(said["sum"] - said["logit_rise"]) and said["points"] == 16
    finer, *_ = client.predict(handle_file(file), LENET, "integrated_gradients", 4, points=200, api_name="/explain")
    assert finer["facts"]["points"] == 200 and abs(finer["facts"]["completeness_gap"]) < abs(said["completeness_gap"])


def test_the_endpoint_refuses_in_the_callers_language(client: Client, file: Path) -> None:
    for method, target, layer, points, language, says in (
        ("gradcam", 1, None, None, "en", "Did you mean grad_cam"),
        ("grad_cam", 10, None, None, "en", "target: 10"),
        ("grad_cam", 1, "fc1", None, "pt", "não é conhecido"),
        ("saliency", 1, "conv1", None, "pt", "olha para a própria entrada"),
        (None, 1, None, None, "en", "method is missing"),
        ("integrated_gradients", 1, None, 17, "pt", "Aceitos: 16, 50, 200"),
        ("saliency", 1, None, 50, "en", "not offered by"),
        ("integrated_gradients", 1, None, "50", "en", "points: '50'"),
    ):
        with pytest.raises(Exception, match=says):
            client.predict(handle_file(file), LENET, method, target, layer, points, language, api_name="/explain")


# The colours of its picture


def test_the_colours_are_the_pages_own(node: str) -> None:
    script = f"import {{ colours }} from '{(KIT / 'colour.js').as_uri()}'\nprocess.stdout.write(JSON.stringify([...colours('light')]))"
    ran = subprocess.run([node, "--input-type=module", "-e", script], capture_output=True, text=True, timeout=60, check=True)
    packed = np.array(json.loads(ran.stdout)[:511])
    theirs = np.stack([(packed >> shift) & 255 for shift in (0, 8, 16)], 1)
    assert np.abs(theirs - overlay.colour_ramp().astype(int)).max() <= 1


def test_zero_leaves_the_photograph_grey_and_a_sign_has_its_colour() -> None:
    picture = np.full((4, 4, 3), 200, np.uint8)
    heat = np.zeros((4, 4), np.float32)
    heat[0, 0], heat[3, 3] = 2, -2
    shown = np.asarray(Image.open(io.BytesIO(overlay.png(picture, heat, fine=True)))).astype(int)
    assert np.ptp(shown[1, 1]) == 0
    assert shown[0, 0, 0] > shown[0, 0, 2] and shown[3, 3, 2] > shown[3, 3, 0]  # orange, and blue


# The page's routes


def test_the_page_learns_the_methods(server: Server) -> None:
    for language, title in (("en", "Saliency"), ("pt", "Saliência")):
        said = http.get(f"{server.url}/cnn/attribution_methods", params={"network": LENET, "language": language}, timeout=60).json()
        assert said["stages"] == ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2"] and said["default"] == "relu2"
        assert next(method["title"] for method in said["methods"] if method["key"] == "saliency") == title
        named = {"key", "title", "says", "formula", "at", "signed", "passes", "points", "per_layer", "unit"}
        assert all(named == set(method) for method in said["methods"])


def test_heats_come_in_parts_and_the_last_is_exact(server: Server, digit: Any, network: nn.Module) -> None:
    asked = {"network": LENET, "method": "occlusion", "targets": "3,8", "form": "pixels"}
    parts = parts_of(ask(server, "attribution", digit.tobytes(), token_of(server), **asked).content)
    assert parts[0][0]["done"] == 1 and parts[0][0]["of"] == 49 and len(parts) > 2
    for header, arrays in parts[:-1]:
        for i, heat in enumerate(header["heats"]):
            assert arrays[f"codes:{i}"].shape == (28, 28) and heat["minimum"] <= heat["maximum"]
    header, arrays = parts[-1]
    assert [heat["target"] for heat in header["heats"]] == [3, 8]
    x, black = read_by(digit), read_by(np.zeros((28, 28), np.uint8))
    for i, target in enumerate((3, 8)):
        for row, column in ((0, 0), (2, 3), (6, 6)):
            covered = x.clone()
            window = (..., slice(4 * row, 4 * row + 4), slice(4 * column, 4 * column + 4))
            covered[window] = black[window]
            fall = float(network(x)[0, target] - network(covered)[0, target])
            assert arrays[f"cells:{i}"][4 * row, 4 * column] == pytest.approx(fall, abs=1e-5)


def test_small_heats_along_the_layers(server: Server, digit: Any) -> None:
    asked = {"network": LENET, "method": "grad_cam", "target": 3, "form": "pixels"}
    header, arrays = wire.read(ask(server, "attribution_per_layer", digit.tobytes(), token_of(server), **asked).content)
    assert [stage["layer"] for stage in header["stages"]] == ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2"]
    assert arrays["thumbnail:5"].shape == (5, 5)


def test_curves_are_measured_for_the_heat_that_was_sent(server: Server, digit: Any, network: nn.Module) -> None:
    heat = np.random.default_rng(1).random((28, 28)).astype("<f4")
    asked = {"network": LENET, "target": 3, "height": 28, "width": 28, "form": "pixels"}
    parts = parts_of(ask(server, "deletion_curves", heat.tobytes() + digit.tobytes(), token_of(server), **asked).content)
    header, arrays = parts[-1]
    assert header["done"] == header["of"] and len(parts) > 4
    x, black = read_by(digit), read_by(np.zeros((28, 28), np.uint8))
    assert arrays["deleted"][0] == pytest.approx(float(network(x).softmax(1)[0, 3]), abs=1e-6)
    assert arrays["deleted"][-1] == pytest.approx(float(network(black).softmax(1)[0, 3]), abs=1e-6)
    half = np.zeros(784, bool)
    half[np.argsort(-heat.ravel())[:392]] = True
    gone = torch.where(torch.from_numpy(half).view(1, 1, 28, 28), black, x)
    assert arrays["deleted"][8] == pytest.approx(float(network(gone).softmax(1)[0, 3]), abs=1e-6)
    assert header["areas"]["deleted"] == pytest.approx(np.trapezoid(arrays["deleted"], arrays["fractions"]), abs=1e-5)


def test_an_answer_keeps_nothing(server: Server, digit: Any, network: nn.Module) -> None:
    _, arrays = wire.read(ask(server, "logits", digit.tobytes(), token_of(server), network=LENET, form="pixels").content)
    assert np.abs(arrays["values"] - network(read_by(digit))[0].numpy()).max() < 1e-5


def test_the_code_is_text(server: Server, digit: Any) -> None:
    asked = {"network": LENET, "method": "grad_cam", "target": 3, "form": "pixels", "language": "pt"}
    said = ask(server, "attribution_code", digit.tobytes(), token_of(server), **asked).text
    assert "create_feature_extractor" in said and "nada do que se lê aqui" in said
    F.relu(torch.zeros(1))  # the shown lines are run in test_models_attribution.py


WRONG = [
    ("attribution", {"method": "nothing"}, "grad_cam"),
    ("attribution", {"method": "grad_cam", "layer": "fc1"}, "conv1"),
    ("attribution", {"method": "saliency", "targets": "1,two"}, "two"),
    ("attribution", {"method": "saliency", "targets": "11"}, "0 to 9"),
    ("attribution", {"method": "saliency", "targets": "1,2,3,4,5"}, "1 to 4"),
    ("attribution_per_layer", {"method": "grad_cam", "target": 99}, "0 to 9"),
    ("deletion_curves", {"target": 1, "height": 28, "width": 28}, "bytes"),
    ("deletion_curves", {"target": 1, "height": 0, "width": 28}, "height"),
    ("deletion_curves", {"target": 1, "height": 1, "width": 1}, "784"),
    ("attribution_code", {"method": "", "target": 1}, "method"),
]


@pytest.mark.parametrize(("route", "asked", "says"), WRONG)
def test_a_wrong_question_gets_one_sentence(server: Server, digit: Any, route: str, asked: dict[str, Any], says: str) -> None:
    answer = ask(server, route, digit.tobytes(), token_of(server), **{"network": LENET, "form": "pixels", **asked})
    assert answer.status_code == 422 and says in answer.json()["error"] and "\n" not in answer.json()["error"]
