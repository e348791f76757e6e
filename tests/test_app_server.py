"""The binary app_server, asked over HTTP: its format, its values against PyTorch itself, its refusals, its visitors apart."""

from __future__ import annotations

import io
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlparse

import httpx
import numpy as np
import pytest
import torch
import torchvision
from numpy.typing import NDArray
from PIL import Image
from torch import nn

from app import page_files
from tests import wire
from tests.app_requests import ask, noise, normalised, token_of
from tests.serving import Server, http

DIGIT, PHOTOGRAPH = "lenet5@random", "resnet18@random"
NUMBERS = np.random.default_rng(11)


def png(pixels: NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels.squeeze()).save(out, "PNG")
    return out.getvalue()


def look(
    server: Server, body: bytes, network: str = DIGIT, layer: str = "conv1", form: str = "pixels", token: str = "", **query: Any
) -> Any:
    answer = ask(server, "forward", body, token, network=network, layer=layer, form=form, **query)
    assert answer.status_code == 200, answer.text
    return wire.read(answer.content)


@pytest.fixture(scope="module")
def resnet() -> nn.Module:
    """ResNet-18 as anyone builds it untrained: the same constructor after the same seed."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return torchvision.models.resnet18(weights=None).eval().requires_grad_(False)


def test_lists_networks_in_the_language_of_the_question(server: Server) -> None:
    english, portuguese = (ask(server, "networks", language=language).json() for language in ("en", "pt"))
    assert [card["key"] for card in english] == [card["key"] for card in portuguese]
    wanted = {"key", "title", "note", "year", "parameters", "macs", "input", "weights", "download_mb", "drawing",
        "usual", "least_logit", "task", "counterpart", "requirement", "family", "paper", "accuracy", "memory_mb", "opening_seconds",
        "seconds", "refused", "classes", "answer",
    }  # fmt: skip
    assert all(set(card) == wanted for card in english)
    by_key = {card["key"]: card for card in english}
    assert by_key[DIGIT]["parameters"] == 61_706
    assert by_key[DIGIT]["input"] == {"channels": 1, "height": 28, "width": 28}
    assert by_key[DIGIT]["drawing"] and not by_key[PHOTOGRAPH]["drawing"]
    assert by_key[PHOTOGRAPH]["parameters"] == sum(p.numel() for p in torchvision.models.resnet18().parameters())
    assert [card["title"] for card in english] != [card["title"] for card in portuguese]


def test_opens_a_network_with_its_layers(server: Server) -> None:
    opened = ask(server, "network", network=PHOTOGRAPH).json()
    assert len(opened["classes"]) == 1000
    assert opened["layers"][0]["name"] == "input"
    assert opened["layers"][-1]["shape"] == [1000]
    first = next(layer for layer in opened["layers"] if layer["name"] == "conv1")
    assert (first["shape"], first["parameters"]) == ([64, 112, 112], 64 * 3 * 7 * 7)
    assert first["macs"] == 64 * 112 * 112 * 3 * 7 * 7
    assert first["receptive_field"] == {"size": [7, 7], "stride": [2, 2], "offset": [-3, -3], "whole": False}


def test_classes_come_in_both_languages(server: Server) -> None:
    """All thousand, by hand; the tree above them comes along."""
    english, portuguese = (ask(server, "network", network=PHOTOGRAPH, language=language).json() for language in ("en", "pt"))
    assert (len(english["classes"]), english["classes"][0], portuguese["classes"][0]) == (1000, "tench", "tenca")
    assert [len(opened["groups"]["of"]) for opened in (english, portuguese)] == [1000, 1000]
    assert (english["groups"]["names"][0], portuguese["groups"]["names"][0]) == ("animal", "animal")
    assert (english["classes"], english["classes_other"]) == (portuguese["classes_other"], portuguese["classes"])
    assert portuguese["classes"][english["classes"].index("golf ball")] == "bola de golfe"


def test_a_look_is_what_pytorch_computes(server: Server, resnet: nn.Module) -> None:
    pixels = noise(224, 224, 3)
    header, arrays = look(server, pixels.tobytes(), PHOTOGRAPH, "layer4.1.relu:2", side=7)
    assert next(iter(arrays)) == "picture" and [*arrays][-1] == "logits"
    np.testing.assert_array_equal(arrays["picture"], pixels)
    seen: dict[str, torch.Tensor] = {}
    block: Any = resnet.layer4[1]  # type: ignore[index]
    handle = block.register_forward_hook(lambda module, given, answer: seen.update(block=answer.clone()))
    logits = resnet(normalised(pixels))[0]
    handle.remove()
    np.testing.assert_array_equal(arrays["logits"], logits.numpy())
    truth = seen["block"][0].numpy()  # (512, 7, 7)
    assert (header["maps"]["shape"], header["maps"]["factor"]) == ([512, 7, 7], 1)
    shown = arrays["low"][:, None, None] + arrays["codes"] * arrays["step"][:, None, None]
    assert np.all(np.abs(shown - truth) <= arrays["step"][:, None, None] * 0.5001 + 1e-6)


def test_one_channel_travels_exactly(server: Server, resnet: nn.Module) -> None:
    pixels = noise(224, 224, 3, seed=2)
    answer = ask(server, "channel", pixels.tobytes(), network=PHOTOGRAPH, layer="conv1", channel=5, form="pixels")
    header, arrays = wire.read(answer.content)
    assert (header["layer"], header["channel"]) == ("conv1", 5)
    first: Any = resnet.conv1
    np.testing.assert_array_equal(arrays["values"], first(normalised(pixels))[0, 5].numpy())


def test_maps_are_means_of_the_cells_they_stand_for(server: Server, resnet: nn.Module) -> None:
    pixels = noise(224, 224, 3, seed=3)
    answer = ask(server, "feature_maps", pixels.tobytes(), network=PHOTOGRAPH, layer="conv1", side=56, form="pixels")
    header, arrays = wire.read(answer.content)
    assert header["maps"]["shape"] == [64, 112, 112] and header["maps"]["factor"] == 2
    first: Any = resnet.conv1
    truth = first(normalised(pixels))[0].double().unflatten(1, (56, 2)).unflatten(3, (56, 2)).mean((2, 4)).numpy()
    shown = arrays["low"][:, None, None].astype(float) + arrays["codes"] * arrays["step"][:, None, None].astype(float)
    assert np.all(np.abs(shown - truth) <= arrays["step"][:, None, None] * 0.5001 + 1e-5)
    exact = first(normalised(pixels))[0]
    assert header["maps"]["minimum"] == pytest.approx(float(exact.min()), rel=1e-6)
    assert header["maps"]["maximum"] == pytest.approx(float(exact.max()), rel=1e-6)


def test_thumbnails_and_maps_have_the_sizes_they_say(server: Server) -> None:
    header, arrays = look(server, noise(28, 28, 1).tobytes())
    thumbnails = [name for name in arrays if name.startswith("thumbnail:")]
    assert thumbnails == [f"thumbnail:{i}" for i in range(len(header["layers"]))]
    assert all(arrays[name].ndim == 2 and arrays[name].dtype == np.uint8 for name in thumbnails)
    channels = header["maps"]["shape"][0]
    assert arrays["codes"].shape[0] == arrays["low"].shape[0] == arrays["step"].shape[0] == channels
    assert all(layer["minimum"] <= layer["low"] + 1e-5 for layer in header["layers"])


def test_a_prepared_picture_sent_back_gives_the_same_answer(server: Server) -> None:
    picture = png(noise(300, 200, 3))
    first, arrays = look(server, picture, PHOTOGRAPH, "conv1", "picture")
    assert arrays["picture"].shape == (224, 224, 3)
    again, same = look(server, arrays["picture"].tobytes(), PHOTOGRAPH, "conv1", "pixels")
    assert first["network"] == again["network"]
    np.testing.assert_array_equal(same["logits"], arrays["logits"])
    np.testing.assert_array_equal(same["codes"], arrays["codes"])


REFUSALS = [
    ("forward", {"layer": "conv1", "form": "pixels"}, b"", "network is missing"),
    ("forward", {"network": DIGIT, "form": "pixels"}, b"", "layer is missing"),
    ("forward", {"network": DIGIT, "layer": "conv1"}, b"", "form is missing"),
    ("forward", {"network": "lenet@random", "layer": "conv1", "form": "pixels"}, b"", DIGIT),
    ("forward", {"network": DIGIT, "layer": "conv9", "form": "pixels"}, bytes(784), "conv1"),
    ("forward", {"network": DIGIT, "layer": "conv1", "form": "pixel"}, bytes(784), "pixels"),
    ("forward", {"network": DIGIT, "layer": "conv1", "form": "pixels"}, bytes(783), "784"),
    ("forward", {"network": DIGIT, "layer": "conv1", "form": "picture"}, b"", "empty"),
    ("forward", {"network": DIGIT, "layer": "conv1", "form": "picture"}, b"no picture at all", "PNG"),
    ("forward", {"network": DIGIT, "layer": "conv1", "form": "strokes"}, b"\xff\xff", "drawing"),
    ("forward", {"network": DIGIT, "layer": "conv1", "form": "pixels", "side": "many"}, bytes(784), "side: 'many'"),
    ("feature_maps", {"network": DIGIT, "layer": "conv1", "form": "pixels", "side": "0"}, bytes(784), "side: '0'"),
    ("feature_maps", {"network": DIGIT, "layer": "conv1", "form": "pixels", "side": "9" * 400}, bytes(784), "side"),
    ("channel", {"network": DIGIT, "layer": "conv1", "form": "pixels", "channel": "-1"}, bytes(784), "channel"),
    ("channel", {"network": DIGIT, "layer": "conv1", "form": "pixels", "channel": "99"}, bytes(784), "channel"),
]


@pytest.mark.parametrize(("path", "query", "body", "says"), REFUSALS)
def test_a_wrong_question_gets_one_sentence(server: Server, path: str, query: dict[str, str], body: bytes, says: str) -> None:
    answer = ask(server, path, body, **query)
    assert answer.status_code == 422
    sentence = answer.json()["error"]
    assert says in sentence
    assert "Traceback" not in sentence and "\n" not in sentence
    assert len(sentence) < 400
    in_portuguese = ask(server, path, body, **query, language="pt").json()["error"]
    assert in_portuguese != sentence


def test_an_unknown_language_is_read_as_english(server: Server) -> None:
    sentences = [ask(server, "network", network="nobody", language=language).json()["error"] for language in ("en", "xx")]
    assert sentences[0] == sentences[1]


def raw(server: Server, request: bytes) -> bytes:
    """The answer to exactly these bytes, nothing more sent."""
    address = urlparse(server.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=20) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR) if b"chunked" in request else None
        answer = b""
        while b"\r\n\r\n" not in answer or not answer.rstrip().endswith(b"}"):
            piece = line.recv(65536)
            if not piece:
                break
            answer += piece
    return answer


def test_too_large_is_refused_before_it_is_sent(server: Server) -> None:
    """Only the announcement goes over the line: the refusal cannot have waited for the body."""
    head = f"POST /cnn/forward?network={DIGIT}&layer=conv1&form=picture HTTP/1.1\r\nHost: x\r\nContent-Length: 20000001\r\n\r\n"
    answer = raw(server, head.encode())
    assert answer.startswith(b"HTTP/1.1 413") and b"20 MB" in answer


def test_too_large_is_refused_when_it_was_not_announced(server: Server) -> None:
    def endless() -> Any:
        for _ in range(400):
            yield bytes(100_000)

    url = f"{server.url}/cnn/forward?network={DIGIT}&layer=conv1&form=picture&language=pt"
    try:
        answer = http.post(url, content=endless(), timeout=60)
    except httpx.TransportError:  # the server has closed the line already
        return
    assert answer.status_code == 413 and "20 MB" in answer.json()["error"]


def test_exactly_at_the_limit_is_read(server: Server) -> None:
    answer = ask(server, "forward", bytes(20_000_000), network=DIGIT, layer="conv1", form="picture")
    assert answer.status_code == 422


def test_answers_are_kept_by_nobody_on_the_way(server: Server) -> None:
    for answer in (ask(server, "networks"), ask(server, "forward", bytes(784), network=DIGIT, layer="conv1", form="pixels")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert ask(server, "forward", b"", network="x", layer="y", form="pixels").headers["cache-control"] == "no-store"


def test_the_door_takes_only_its_own_methods(server: Server) -> None:
    assert http.get(f"{server.url}/cnn/forward").status_code == 405
    assert http.post(f"{server.url}/cnn/networks").status_code == 405
    assert http.get(f"{server.url}/cnn/nothing").status_code == 404


def test_visitors_never_get_each_others_picture(server: Server) -> None:
    """Eight visitors, each with a picture and a token, ask at once; every answer carries the asker's own picture."""
    tokens = [token_of(server) for _ in range(8)]
    assert len(set(tokens)) == 8

    def one(job: int) -> bool:
        mine = noise(28, 28, 1, seed=job % 8)
        _, arrays = look(server, mine.tobytes(), token=tokens[job % 8])
        values = wire.read(
            ask(server, "channel", mine.tobytes(), tokens[job % 8], network=DIGIT, layer="input", channel=0, form="pixels").content
        )
        order = np.argsort(values[1]["values"].ravel(), kind="stable")
        return bool(np.array_equal(arrays["picture"], mine)) and bool(np.all(np.diff(mine.ravel().astype(int)[order]) >= 0))

    with ThreadPoolExecutor(8) as people:
        assert all(people.map(one, range(80)))


def test_a_token_of_another_opens_nothing(server: Server) -> None:
    """With somebody's token and no picture there is nothing to be had."""
    token = token_of(server)
    look(server, noise(28, 28, 1).tobytes(), token=token)
    for path in ("forward", "feature_maps", "channel"):
        assert ask(server, path, b"", token, network=DIGIT, layer="conv1", form="pixels", channel=0).status_code == 422


def test_serves_the_instruments_and_nothing_else(server: Server) -> None:
    files = f"{server.url}/{page_files.folder()}"
    boot = http.get(f"{files}page.js")
    assert boot.status_code == 200 and "javascript" in boot.headers["content-type"]
    style = http.get(f"{files}style.css")
    assert style.headers["content-type"].startswith("text/css") and "--accent" in style.text
    for hidden in ("__init__.py", "kit/contract.md", "frame/head/words.py", "../page.py", "%2e%2e/page.py", "..%2f..%2fREADME.md"):
        assert http.get(f"{files}{hidden}", follow_redirects=True).status_code == 404, hidden


def test_every_sample_can_be_had(server: Server) -> None:
    english, portuguese = (ask(server, "samples", language=language).json() for language in ("en", "pt"))
    assert len(english) >= 12 and [s["key"] for s in english] == [s["key"] for s in portuguese]
    assert any(sample["drawing"] for sample in english) and any(not sample["drawing"] for sample in english)
    for sample in english:
        assert sample["title"] and sample["licence"]
        if "url" in sample:
            answer = http.get(f"{server.url}/{sample['url']}")
            assert answer.status_code == 200
            Image.open(io.BytesIO(answer.content)).load()
        else:
            assert re.fullmatch(r"[\w-]+", sample["ink"])
