"""The public API through `gradio_client`, as its users meet it; its numbers against PyTorch itself."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torchvision
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image
from torch import nn
from torchvision.transforms import functional as pictures

from tests.serving import Server, http

NETWORK = "resnet18@random"


@pytest.fixture(scope="module")
def client(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(server.url, ssl_verify=False, verbose=False, download_files=str(tmp_path_factory.mktemp("downloads")))


@pytest.fixture(scope="module")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture that is neither square nor of the network's size: waves of colour, 310 × 260."""
    y, x = np.mgrid[0:260, 0:310]
    waves = [127 + 120 * np.sin(x / 17 + c) * np.cos(y / (11 + c)) for c in range(3)]
    path = tmp_path_factory.mktemp("pictures") / "waves.png"
    Image.fromarray(np.stack(waves, -1).astype(np.uint8)).save(path)
    return path


@pytest.fixture(scope="module")
def answers(photograph: Path) -> dict[str, torch.Tensor]:
    """What torchvision's own ResNet-18 answers to the photograph: logits, and conv1 before anything is written over it."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = torchvision.models.resnet18(weights=None).eval().requires_grad_(False)
    with Image.open(photograph) as image:
        small = pictures.center_crop(pictures.resize(image.convert("RGB"), 256), 224)
    batch = pictures.normalize(pictures.to_tensor(small), [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])[None]
    first: nn.Module = network.conv1
    return {"logits": network(batch)[0], "conv1": first(batch)[0], "input": batch[0]}


def test_documents_its_endpoints(server: Server) -> None:
    said = http.get(f"{server.url}/gradio_api/info").json()["named_endpoints"]
    assert set(said) >= {"/networks", "/layers", "/predict", "/feature_maps", "/filters"}
    names = {name: [parameter["parameter_name"] for parameter in info["parameters"]] for name, info in said.items()}
    assert names["/networks"] == ["language"]
    assert names["/predict"] == ["picture", "network", "top", "temperature", "language"]
    assert names["/feature_maps"] == ["picture", "network", "layer", "language"]
    assert names["/layers"] == ["network", "language"]
    assert names["/filters"] == ["network", "layer", "language"]
    for info in said.values():
        assert len(info["description"]) > 40
        assert all(parameter["python_type"]["description"] for parameter in info["parameters"])
        assert all(result["python_type"]["description"] for result in info["returns"])
    defaults = {p["parameter_name"]: p["parameter_default"] for p in said["/predict"]["parameters"] if p["parameter_has_default"]}
    assert defaults == {"top": 5, "temperature": 1.0, "language": "en"}


def test_networks(client: Client) -> None:
    english, portuguese = client.predict(api_name="/networks"), client.predict("pt", api_name="/networks")
    wanted = {"key", "title", "year", "parameters", "macs", "input", "classes", "weights", "download_mb"}
    assert all(set(card) == wanted for card in english)
    card = next(card for card in english if card["key"] == NETWORK)
    assert card["parameters"] == 11_689_512 and card["input"] == {"channels": 3, "height": 224, "width": 224}
    assert card["weights"] == "random" and card["download_mb"] is None
    assert len(card["classes"]) == 1000
    assert card["title"] != next(other["title"] for other in portuguese if other["key"] == NETWORK)
    assert all((card["download_mb"] is None) == (card["weights"] != "download") for card in english)


def test_layers(client: Client) -> None:
    """conv1 of ResNet-18 by its paper: 7 × 7 kernels on 3 planes, 64 of them, every 2 px of 224."""
    layers = client.predict("resnet18@random", "pt", api_name="/layers")
    conv = next(layer for layer in layers if layer["name"] == "conv1")
    products = 7 * 7 * 3 * 64 * 112 * 112
    assert conv == {
        "name": "conv1", "kind": "convolution", "title": "conv 7×7", "inputs": ["input"], "shape": [64, 112, 112], "parameters": 9_408,
        "formula": "7·7·3·64 = 9.408", "macs": products, "connections": products,
        "receptive_field": {"size": [7, 7], "stride": [2, 2], "offset": [-3, -3], "whole": False},
    }  # fmt: skip
    assert [layers[0]["name"], layers[-1]["name"]] == ["input", "softmax"]
    assert sum(layer["parameters"] for layer in layers) == 11_689_512
    with pytest.raises(AppError, match="resnet18"):
        client.predict("resnet81", api_name="/layers")


def test_predict_is_pytorchs_own_answer(client: Client, photograph: Path, answers: dict[str, torch.Tensor]) -> None:
    answer = client.predict(handle_file(photograph), NETWORK, api_name="/predict")
    assert set(answer) == {"network", "temperature", "answer", "found"} and answer["network"] == NETWORK and answer["temperature"] == 1.0
    probabilities = answers["logits"].double().softmax(0)
    order = torch.argsort(answers["logits"], descending=True)[:5].tolist()
    assert [guess["index"] for guess in answer["answer"]] == order
    for guess in answer["answer"]:
        assert guess["logit"] == float(answers["logits"][guess["index"]])
        assert guess["probability"] == pytest.approx(float(probabilities[guess["index"]]), rel=1e-6)
    assert answer["answer"][0]["label"] == torchvision.models.ResNet18_Weights.DEFAULT.meta["categories"][order[0]]


def test_temperature_divides_the_logits(client: Client, photograph: Path, answers: dict[str, torch.Tensor]) -> None:
    answer = client.predict(handle_file(photograph), NETWORK, 1000, 0.25, "pt", api_name="/predict")
    assert len(answer["answer"]) == 1000
    truth = (answers["logits"].double() / 0.25).softmax(0)
    given = torch.tensor([guess["probability"] for guess in sorted(answer["answer"], key=lambda guess: guess["index"])], dtype=torch.double)
    torch.testing.assert_close(given, truth, rtol=1e-6, atol=1e-12)
    assert sum(guess["probability"] for guess in answer["answer"]) == pytest.approx(1)


@pytest.mark.parametrize("layer", ["conv1", "input"])
def test_feature_maps_are_the_layers_own_bits(client: Client, photograph: Path, answers: dict[str, torch.Tensor], layer: str) -> None:
    facts, file = client.predict(handle_file(photograph), NETWORK, layer, api_name="/feature_maps")
    values = np.load(file, allow_pickle=False)
    assert file.endswith(".npy") and values.dtype == np.float32
    np.testing.assert_array_equal(values, answers[layer].numpy())
    assert facts == {
        "network": NETWORK,
        "layer": layer,
        "shape": list(values.shape),
        "minimum": float(values.min()),
        "maximum": float(values.max()),
    }


def test_filters_are_the_networks_own_weights(client: Client) -> None:
    facts, file = client.predict(NETWORK, "layer2.0.conv1", api_name="/filters")
    with torch.random.fork_rng():
        torch.manual_seed(0)
        weight: torch.Tensor = torchvision.models.resnet18(weights=None).get_parameter("layer2.0.conv1.weight")
    values = np.load(file, allow_pickle=False)
    assert file.endswith(".npy") and values.dtype == np.float32
    np.testing.assert_array_equal(values, weight.detach().numpy())
    bounds = {"minimum": float(values.min()), "maximum": float(values.max())}
    assert facts == {"network": NETWORK, "layer": "layer2.0.conv1", "shape": [128, 64, 3, 3], **bounds}


def test_a_vector_has_one_dimension(client: Client, photograph: Path, answers: dict[str, torch.Tensor]) -> None:
    facts, file = client.predict(handle_file(photograph), NETWORK, "fc", api_name="/feature_maps")
    np.testing.assert_array_equal(np.load(file), answers["logits"].numpy())
    assert facts["shape"] == [1000]


def test_a_drawing_network_says_where_it_found_the_digit(client: Client, tmp_path: Path) -> None:
    picture = Image.new("L", (200, 150), 235)
    picture.paste(20, (90, 40, 102, 120))
    picture.save(tmp_path / "one.png")
    answer = client.predict(handle_file(tmp_path / "one.png"), "lenet5@random", 10, api_name="/predict")
    assert sorted(guess["label"] for guess in answer["answer"]) == [str(digit) for digit in range(10)]
    found = answer["found"]
    assert found["inverted"] and found["digits"] == 1 and found["size"] == [200, 150] and found["boxes"] == [found["box"]]
    assert np.abs(np.subtract(found["box"], [90, 40, 102, 120])).max() <= 2
    assert [step["key"] for step in found["steps"]] == ["paper", "inverted", "digit", "fitted"]


@pytest.mark.parametrize(
    ("endpoint", "more"),
    [
        ("/predict", {}),
        ("/feature_maps", {"layer": "conv1"}),
        ("/receipt", {"layer": "conv1", "cell": [0, 0, 0]}),
        ("/explain", {"method": "saliency"}),
        ("/augment", {"plan": [{"transform": "rotation"}]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_picture_without_a_digit_is_said_in_a_sentence(client: Client, tmp_path: Path, endpoint: str, more: dict[str, Any]) -> None:
    Image.new("RGB", (120, 90), "white").save(tmp_path / "blank.png")
    with pytest.raises(AppError, match="No digit was found in this picture"):
        client.predict(picture=handle_file(tmp_path / "blank.png"), network="lenet5@random", **more, api_name=endpoint)


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"network": "resnet"}, "network", "resnet18"),
    ({"network": None}, "network", "missing"),
    ({"network": 3}, "network", "3"),
    ({"network": ["resnet18"]}, "network", "resnet18"),
    ({"top": 0}, "top", "1,000"),
    ({"top": 1001}, "top", "1001"),
    ({"top": 2.5}, "top", "2.5"),
    ({"top": "five"}, "top", "five"),
    ({"top": True}, "top", "True"),
    ({"temperature": 0}, "temperature", "0"),
    ({"temperature": -1.0}, "temperature", "-1.0"),
    ({"temperature": "hot"}, "temperature", "hot"),
    ({"language": "de"}, "language", "'de'"),
    ({"language": None}, "language", "en, pt"),
    ({"picture": None}, "picture", "file"),
    ({"picture": "waves.png"}, "picture", "file"),
    ({"picture": {"path": 3}}, "picture", "file"),
    ({"picture": [1, 2]}, "picture", "file"),
    ({"picture": {"path": "/etc/hostname"}}, "'/etc/hostname'", "no file"),
    ({"picture": {"path": "http://127.0.0.1:9/x.png", "url": "http://127.0.0.1:9/x.png"}}, "picture", "address"),
]


@pytest.fixture
def call(server: Server) -> Callable[..., Any]:
    """One call over plain HTTP, as Gradio's API page shows it: (worked, data or sentence)."""

    def send(endpoint: str, *arguments: Any) -> tuple[bool, Any]:
        url = f"{server.url}/gradio_api/call/{endpoint}"
        begun = http.post(url, json={"data": arguments})
        if begun.status_code == 422:  # refused by the server
            return False, begun.json()
        event = begun.raise_for_status().json()["event_id"]
        lines = http.get(f"{url}/{event}", timeout=60).text.splitlines()
        kind, data = lines[0].removeprefix("event: "), lines[1].removeprefix("data: ")
        return kind == "complete", json.loads(data)

    return send


def uploaded(server: Server, file: Path) -> dict[str, Any]:
    path = http.post(f"{server.url}/gradio_api/upload", files={"files": file.read_bytes()}).raise_for_status().json()[0]
    return {"path": path, "meta": {"_type": "gradio.FileData"}}


@pytest.mark.parametrize(("change", "argument", "says"), WRONG)
def test_a_wrong_argument_gets_one_sentence(
    server: Server, call: Callable[..., Any], photograph: Path, change: dict[str, Any], argument: str, says: str
) -> None:
    right: dict[str, Any] = {"picture": uploaded(server, photograph), "network": NETWORK, "top": 5, "temperature": 1.0, "language": "en"}
    if isinstance(change.get("picture"), dict):
        change = {"picture": {**change["picture"], "meta": {"_type": "gradio.FileData"}}}
    worked, said = call("predict", *(right | change).values())
    assert not worked
    sentence = said["error"]
    if sentence is None:  # Gradio itself refuses a path that nobody uploaded
        assert argument == "picture"
        return
    assert sentence.startswith((f"{argument}:", f"{argument} "))
    assert says in sentence and "\n" not in sentence and len(sentence) < 400


@pytest.mark.parametrize(
    ("endpoint", "given", "says"),
    [("predict", [], "picture"), ("receipt", [], "picture"), ("filters", [], "network"), ("layers", ["resnet18@random"], None)],
)
def test_arguments_that_are_left_out_take_their_defaults(server: Server, endpoint: str, given: list[str], says: str | None) -> None:
    url = f"{server.url}/gradio_api/call/{endpoint}"
    event = http.post(url, json={"data": given}).json()["event_id"]
    told = http.get(f"{url}/{event}", timeout=60).text
    said = json.loads(told.split("data: ", 1)[1].splitlines()[0])
    if says is None:
        assert "event: complete" in told and said[0][0]["name"] == "input"
    else:
        assert "event: error" in told and said["error"].startswith(says)


def test_errors_speak_the_callers_language(server: Server, call: Callable[..., Any], photograph: Path) -> None:
    sentences = [call("feature_maps", uploaded(server, photograph), NETWORK, "conv", language)[1]["error"] for language in ("en", "pt")]
    assert sentences[0] != sentences[1] and all("conv1" in sentence for sentence in sentences)


def test_a_picture_is_used_once_and_then_gone(server: Server, call: Callable[..., Any], photograph: Path) -> None:
    picture = uploaded(server, photograph)
    assert http.get(f"{server.url}/gradio_api/file={picture['path']}").status_code in (403, 404)
    assert call("predict", picture, NETWORK, 1, 1.0, "en")[0]
    worked, said = call("predict", picture, NETWORK, 1, 1.0, "en")
    assert not worked and said["error"].startswith("picture:")


def test_pictures_are_never_written_to_a_disk(server: Server, call: Callable[..., Any], tmp_path: Path) -> None:
    """A recognisable picture goes through every endpoint; no file that the server may write holds its bytes, nor does its log."""
    mark = os.urandom(24)
    plain = tmp_path / "plain.png"
    Image.fromarray(np.zeros((40, 40, 3), np.uint8)).save(plain)
    marked = tmp_path / "marked.png"
    marked.write_bytes(plain.read_bytes() + mark)
    for layer in ("input", "conv1"):
        assert call("feature_maps", uploaded(server, marked), NETWORK, layer, "en")[0]
    assert not call("feature_maps", uploaded(server, marked), NETWORK, "nowhere", "en")[0]
    assert not [file for file in server.temporary.rglob("*") if file.is_file() and mark in file.read_bytes()]
    assert mark.hex() not in server.log and "marked.png" not in server.log


def test_uploads_are_bounded(server: Server) -> None:
    answer = http.post(f"{server.url}/gradio_api/upload", files={"files": bytes(20_100_000)}, timeout=60)
    assert answer.status_code == 413 and "20 MB" in answer.text
    assert http.post(f"{server.url}/gradio_api/upload", content=b"x").status_code == 400
    assert http.post(f"{server.url}/gradio_api/upload", files={"other": b"x"}).status_code == 400


def test_files_of_the_machine_stay_here(server: Server) -> None:
    for path in ("/etc/hostname", str(Path(__file__).resolve()), "app.py", "/proc/self/environ"):
        assert http.get(f"{server.url}/gradio_api/file={path}").status_code in (403, 404)
