"""Receipts over HTTP: the public endpoint and the page's own routes, their numbers against PyTorch itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gradio_client import Client, handle_file
from PIL import Image
from torch import nn

from models import api
from models.types.activations import PictureSource
from tests import wire
from tests.app_requests import ask, noise, normalised, token_of
from tests.serving import Server, http

DIGIT, PHOTOGRAPH = "lenet5@random", "resnet18@random"


@pytest.fixture(scope="module")
def resnet() -> nn.Module:
    """ResNet-18 as anyone builds it untrained: the same constructor after the same seed."""
    import torchvision

    with torch.random.fork_rng():
        torch.manual_seed(0)
        return torchvision.models.resnet18(weights=None).eval().requires_grad_(False)


@pytest.fixture(scope="module")
def client(server: Server) -> Client:
    return Client(server.url, ssl_verify=False, verbose=False)


@pytest.fixture(scope="module")
def digit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Already 28 × 28, ink on nothing: it is taken as it is."""
    pixels = np.zeros((28, 28), np.uint8)
    pixels[4:24, 13:16] = 255
    pixels[12:15, 9:18] = 180
    path = tmp_path_factory.mktemp("pictures") / "digit.png"
    Image.fromarray(pixels).save(path)
    return path


def lenet(picture: np.ndarray[Any, Any]) -> dict[str, torch.Tensor]:
    """What each layer of the untrained LeNet-5 returns, called one after the other."""
    from models.networks.lenet5 import LeNet5

    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = LeNet5().eval().requires_grad_(False)
    value = ((torch.from_numpy(picture.astype(np.float32)) / 255 - 0.1307) / 0.3081)[None, None]
    returned = {"input": value[0]}
    for name, layer in network.named_children():
        returned[name] = (value := layer(value))[0]
    return returned | {"softmax": value.softmax(1)[0]}


def test_the_endpoint_gives_every_term_of_a_convolution(client: Client, digit: Path) -> None:
    answer = client.predict(handle_file(digit), DIGIT, "conv2", [11, 4, 4], "en", api_name="/receipt")
    assert [*answer] == ["network", "layer", "kind", "cell", "terms", "bias", "sum", "torch_value"]
    assert (answer["network"], answer["layer"], answer["kind"], answer["cell"]) == (DIGIT, "conv2", "convolution", [11, 4, 4])
    true = lenet(np.asarray(Image.open(digit)))
    assert answer["torch_value"] == float(true["conv2"][11, 4, 4])
    assert answer["sum"] == pytest.approx(answer["torch_value"], rel=1e-4)
    assert answer["sum"] == pytest.approx(sum(term["product"] for term in answer["terms"]) + answer["bias"], rel=1e-12)
    assert len(answer["terms"]) == 150
    sizes = [abs(term["product"]) for term in answer["terms"]]
    assert sizes == sorted(sizes, reverse=True)
    for term in answer["terms"]:
        assert set(term) == {"layer", "cell", "value", "weight", "product"} and term["layer"] == "pool1"
        assert term["value"] == float(true["pool1"][tuple(term["cell"])])
        assert term["product"] == pytest.approx(term["value"] * term["weight"], rel=1e-15)


@pytest.mark.parametrize(
    ("layer", "cell", "kind"),
    [
        ("softmax", [7], "softmax"),
        ("fc3", [7], "dense"),
        ("relu3", [5], "activation"),
        ("flatten", [399], "flatten"),
        ("pool2", [15, 4, 4], "max pooling"),
        ("conv1", [0, 0, 0], "convolution"),
        ("input", [0, 27, 27], "input"),
    ],
)
def test_the_endpoint_takes_any_layer(client: Client, digit: Path, layer: str, cell: list[int], kind: str) -> None:
    answer = client.predict(handle_file(digit), DIGIT, layer, cell, api_name="/receipt")
    true = float(lenet(np.asarray(Image.open(digit)))[layer][tuple(cell)])
    assert answer["kind"] == kind and answer["torch_value"] == pytest.approx(true, abs=1e-9)
    assert answer["sum"] == pytest.approx(true, rel=1e-4, abs=1e-6)
    assert sum(term["product"] for term in answer["terms"]) + answer["bias"] == pytest.approx(answer["sum"], rel=1e-9)
    assert any(term["cell"] is None for term in answer["terms"]) == (layer == "conv1")  # padding has no cell


def test_the_endpoint_refuses_with_what_there_is(client: Client, digit: Path) -> None:
    for layer, cell, language, says in (
        ("conv2", [16, 0, 0], "en", "channel 0 to 15"),
        ("conv2", [0, 0], "pt", "canal de 0 a 15"),
        ("fc1", "7", "en", "unit 0 to 119"),
        ("fc1", None, "en", "unit 0 to 119"),
        ("conv3", [0, 0, 0], "en", "conv2"),
    ):
        with pytest.raises(Exception, match=says):
            client.predict(handle_file(digit), DIGIT, layer, cell, language, api_name="/receipt")


def test_the_page_gets_receipt_map_and_way_back_at_once(server: Server, resnet: nn.Module) -> None:
    pixels = noise(224, 224, 3, seed=5)
    answer = ask(server, "receipt", pixels.tobytes(), token_of(server), network=PHOTOGRAPH, layer="bn1", cell="9,50,60", form="pixels")
    header, arrays = wire.read(answer.content)
    made = header["receipt"]
    first, norm = resnet.conv1(normalised(pixels)), resnet.bn1  # type: ignore[operator]
    value = norm(first)[0, 9]  # type: ignore[operator]
    assert made["torch_value"] == float(value[50, 60]) and made["agrees"] and made["rule"] == "sum"
    assert abs(made["sum"] - made["torch_value"]) <= made["bound"]
    assert made["facts"]["mean"] == float(norm.running_mean[9]) and made["layers"] == ["conv1"]  # type: ignore[index]
    np.testing.assert_array_equal(arrays["plane"], value.numpy())
    np.testing.assert_array_equal(arrays["cells"], [[9, 50, 60]])
    np.testing.assert_array_equal(arrays["values"], [float(first[0, 9, 50, 60])])
    assert [step["layer"] for step in header["trace"]] == ["bn1", "conv1", "input"] and header["skipped"] == 0
    assert [arrays[f"thumbnail:{i}"].shape for i in range(3)] == [(38, 38), (38, 38), (38, 38)]
    assert arrays["curve"].shape[0] == 2 and np.all(np.diff(arrays["curve"][0]) > 0)


def test_a_long_way_back_is_told_by_its_ends(server: Server) -> None:
    pixels = noise(224, 224, 3, seed=5)
    answer = ask(server, "receipt", pixels.tobytes(), token_of(server), network=PHOTOGRAPH, layer="fc", cell="281", form="pixels")
    header, _ = wire.read(answer.content)
    whole = api.trace(PHOTOGRAPH, PictureSource("pixels", pixels.tobytes()), "fc", [281])
    layers = [trace_step.receipt.layer for trace_step in whole]
    assert [step["layer"] for step in header["trace"]] == [*layers[:2], *layers[-3:]]
    assert header["skipped"] == len(layers) - 5 and layers[-1] == "input"


def test_the_code_comes_in_the_language_of_the_question(server: Server) -> None:
    pixels = noise(28, 28, 1)
    english, portuguese = (
        ask(server, "receipt_code", pixels.tobytes(), network=DIGIT, layer="conv1", cell="0,3,3", form="pixels", language=language).text
        for language in ("en", "pt")
    )
    assert "number = " in english and "the picture as the network took it" in english and "a imagem como a rede a recebeu" in portuguese


def test_the_effective_field_is_one_number_a_pixel(server: Server) -> None:
    pixels = noise(28, 28, 1)
    answer = ask(server, "effective_receptive_field", pixels.tobytes(), network=DIGIT, layer="conv1", cell="0,14,14", form="pixels")
    values = wire.read(answer.content)[1]["values"]
    assert values.shape == (28, 28)
    inside = values[12:17, 12:17]
    assert inside.min() > 0 and values.sum() == inside.sum()  # a 5 × 5 kernel sees 5 × 5 pixels


@pytest.mark.parametrize("path", ["receipt", "receipt_code", "effective_receptive_field"])
@pytest.mark.parametrize(
    ("query", "says"),
    [({"cell": "0,28,0"}, "channel 0 to 5"), ({"cell": "a,b"}, "'a,b'"), ({"cell": "-1,0,0"}, "cell"), ({}, "cell is missing")],
)
def test_a_wrong_cell_gets_one_sentence(server: Server, path: str, query: dict[str, str], says: str) -> None:
    answer = ask(server, path, bytes(784), network=DIGIT, layer="conv1", form="pixels", **query)
    assert answer.status_code == 422 and says in answer.json()["error"]


def test_the_api_page_says_what_a_receipt_is(server: Server) -> None:
    said = http.get(f"{server.url}/gradio_api/info").json()["named_endpoints"]["/receipt"]
    assert [parameter["parameter_name"] for parameter in said["parameters"]] == ["picture", "network", "layer", "cell", "language"]
    assert "padding" in said["description"] and json.dumps(said["returns"]).count("torch_value") >= 1
