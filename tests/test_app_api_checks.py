"""The public API at its app_server: what may be left out, what is none of its endpoints, and that every refusal is one sentence."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import ValidationError
from PIL import Image

from app.endpoints import endpoints
from app.endpoints.base import REQUIRED
from tests.class_zips import zipped
from tests.serving import Server, http

KINDS = ("call", "call/v2", "run", "api")


@pytest.fixture(scope="module")
def client(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(server.url, ssl_verify=False, verbose=False, download_files=str(tmp_path_factory.mktemp("downloads")))


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Something for every argument that must be given."""
    folder = tmp_path_factory.mktemp("given")
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (30, 40, 3), np.uint8)).save(folder / "noise.png")
    files = [(f"{name}/{i}.png", pixels(level + 5 * i)) for name, level in (("dark", 20), ("light", 200)) for i in range(6)]
    (folder / "set.zip").write_bytes(zipped(files))
    return {
        "picture": folder / "noise.png",
        "network": "lenet5@random",
        "layer": "conv1",
        "method": "saliency",
        "cell": [0, 1, 1],
        "plan": [{"transform": "rotation"}],
        "examples": folder / "set.zip",
        "train": {"network": "lenet5@random", "epochs": 1},
    }


def pixels(level: int) -> bytes:
    Image.fromarray(np.full((28, 28), level, np.uint8)).save(made := io.BytesIO(), "PNG")
    return made.getvalue()


def needed(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """The arguments of an endpoint that have no default, files as a client sends them."""
    (endpoint,) = (one for one in endpoints() if one.name == name)
    wanted = [taken[0] for taken in endpoint.takes if taken[3] is REQUIRED]
    values = {one: given["train"] if (name, one) == ("train", "plan") else given[one] for one in wanted}
    return {one: handle_file(value) if isinstance(value, Path) else value for one, value in values.items()}


@pytest.mark.parametrize("name", [endpoint.name for endpoint in endpoints()])
def test_what_has_a_default_may_be_left_out_by_position_and_by_name(client: Client, given: dict[str, Any], name: str) -> None:
    """As gradio_client itself reads the endpoint's signature."""
    told = client.view_api(return_format="dict", print_info=False)
    assert isinstance(told, dict)
    (endpoint,) = (one for one in endpoints() if one.name == name)
    parameters = told["named_endpoints"][f"/{name}"]["parameters"]
    optional = {one["parameter_name"]: one["parameter_default"] for one in parameters if one["parameter_has_default"]}
    assert optional == {taken[0]: taken[3] for taken in endpoint.takes if taken[3] is not REQUIRED}
    assert client.predict(*needed(name, given).values(), api_name=f"/{name}") is not None
    by_name = dict(reversed(needed(name, given).items()))
    assert client.predict(**by_name, api_name=f"/{name}") is not None


def test_a_call_by_name_over_http_takes_defaults_too(server: Server) -> None:
    url = f"{server.url}/gradio_api/call/v2/layers"
    event = http.post(url, json={"network": "lenet5@random"}).json()["event_id"]
    assert "event: complete" in http.get(f"{server.url}/gradio_api/call/layers/{event}", timeout=60).text
    refused = http.post(url, json={"netwrok": "lenet5"})
    assert refused.status_code == 422 and "network" in refused.json()["error"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "pt"])
def test_an_endpoint_that_there_is_not_is_a_404_with_a_sentence(server: Server, kind: str, language: str) -> None:
    body = {"language": language} if kind == "call/v2" else {"data": [language]}
    answer = http.post(f"{server.url}/gradio_api/{kind}/predicts", json=body)
    assert answer.status_code == 404
    sentence = answer.json()["error"]
    assert "/predicts" in sentence and "/predict," in sentence and sentence.startswith("There" if language == "en" else "Não")


HOSTILE = {
    "no JSON": b"{",
    "nothing": b"",
    "a list": b"[]",
    "no data": b"{}",
    "data of another type": b'{"data": 3}',
    "deep": b'{"data": ' + b"[" * 3000 + b"]" * 3000 + b"}",
    "open brackets": b"[" * 3000,
    "a number that is too large": b'{"data": [' + b"1" + b"0" * 400 + b"]}",
    "no number": b'{"data": [NaN]}',
    "twice": b'{"data": [], "data": []}',
    "half a letter": b'{"data": ["\\ud800"]}',
    "too many arguments": b'{"data": [1, 2, 3, 4, 5, 6, 7, 8, 9]}',
    "not UTF-8": b'{"data": ["\xff"]}',
}


@pytest.mark.parametrize("kind", ["call", "run", "api"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_body_that_is_none_is_refused_in_one_sentence(server: Server, kind: str, name: str) -> None:
    answer = http.post(f"{server.url}/gradio_api/{kind}/predict", content=HOSTILE[name], headers={"content-type": "application/json"})
    assert answer.status_code == 422
    sentence = answer.json()["error"]
    assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 300


@pytest.mark.parametrize("kind", ["call", "call/v2", "run", "api"])
@pytest.mark.parametrize("path", ["/etc/passwd", "app.py", "{held}../../etc/passwd", "{held}\0/picture", ""])
def test_a_file_of_the_machine_is_refused_in_one_sentence_without_a_traceback(server: Server, kind: str, path: str) -> None:
    held = http.post(f"{server.url}/gradio_api/upload", files={"files": b"hello"}).json()[0].rpartition("memory/")[0] + "memory/"
    picture = {"path": path.format(held=held), "meta": {"_type": "gradio.FileData"}}
    call = {"picture": picture, "network": "lenet5", "language": "pt"}
    body = call if kind == "call/v2" else {"data": [picture, "lenet5", 5, 1.0, "pt"]}
    before = len(server.log)
    answer = http.post(f"{server.url}/gradio_api/{kind}/predict", json=body)
    assert answer.status_code == 422 and "não é um arquivo enviado para cá" in answer.json()["error"]
    assert "InvalidPathError" not in server.log[before:]


def test_what_else_a_client_says_of_a_file_is_not_read(server: Server, given: dict[str, Any]) -> None:
    """A size that is none would be Gradio's own traceback."""
    path = http.post(f"{server.url}/gradio_api/upload", files={"files": given["picture"].read_bytes()}).json()[0]
    picture = {"path": path, "size": "large", "url": 3, "mime_type": [], "orig_name": {}, "meta": {"_type": "gradio.FileData"}}
    answer = http.post(f"{server.url}/gradio_api/run/predict", json={"data": [picture, "lenet5@random"]}, timeout=60)
    assert answer.status_code == 200 and answer.json()["data"][0]["network"] == "lenet5@random", answer.text


def test_a_refusal_outside_the_queue_is_no_500(server: Server) -> None:
    answer = http.post(f"{server.url}/gradio_api/run/layers", json={"data": ["resnet81", "pt"]})
    assert answer.status_code == 422 and "resnet18" in answer.json()["error"] and "conhecido" in answer.json()["error"]


def test_a_huge_temperature_is_refused(client: Client, given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="too large to compute with"):
        client.predict(**needed("predict", given), temperature=10**400, api_name="/predict")


def test_a_refused_file_is_named(server: Server) -> None:
    path = http.post(f"{server.url}/gradio_api/upload", files={"files": b"hello"}).json()[0]
    picture = {"path": path, "orig_name": "notes.jpg", "meta": {"_type": "gradio.FileData"}}
    answer = http.post(f"{server.url}/gradio_api/run/predict", json={"data": [picture, "lenet5"]})
    assert answer.json()["error"].startswith("notes.jpg: This is text")
    path = http.post(f"{server.url}/gradio_api/upload", files={"files": b"hello"}).json()[0]
    call = {"examples": {**picture, "path": path, "orig_name": "set.zip"}, "plan": {"network": "lenet5@random"}, "language": "pt"}
    event = http.post(f"{server.url}/gradio_api/call/v2/train", json=call).json()["event_id"]
    assert (
        "set.zip: O arquivo não é um zip"
        in json.loads(http.get(f"{server.url}/gradio_api/call/train/{event}").text.split("data: ", 1)[1].splitlines()[0])["error"]
    )


def test_a_zip_for_train_may_be_as_large_as_the_readme_says(server: Server) -> None:
    """Thirty megabytes of pictures in two folders: more than a picture may have, less than a zip may."""
    noise = np.random.default_rng(1).integers(0, 255, (1000, 1250, 3), np.uint8)
    Image.fromarray(noise).save(made := io.BytesIO(), "PNG", compress_level=0)
    data = zipped([(f"{name}/{i}.png", made.getvalue()) for name in "ab" for i in range(6)], method=0)
    assert 25e6 < len(data) < 100e6
    sent = http.post(f"{server.url}/gradio_api/upload", files={"files": data}, timeout=60)
    assert sent.status_code == 200
    assert json.loads(http.get(f"{server.url}/config").text)["max_file_size"] == 100_000_000
    assert http.post(f"{server.url}/gradio_api/upload", files={"files": bytes(25_000_000)}, timeout=60).status_code == 413
