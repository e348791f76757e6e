"""The routes of History: what the page is told of the challenge, its networks and the race, against torchvision and scikit-image."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pytest
import torchvision
from PIL import Image
from skimage.feature import hog

from models.text import LANGUAGES
from tests import wire
from tests.serving import ROOT, Server, http

RACE = {"dataset": "digits", "counts": "1,2", "draws": 1, "seed": 7}


def get(server: Server, path: str, **query: Any) -> httpx.Response:
    return http.get(f"{server.url}/cnn/{path}", params=query, timeout=120)


def parts(response: httpx.Response) -> Iterator[dict[str, Any]]:
    """The headers of an answer in parts, as they come."""
    held = b""
    for piece in response.iter_bytes():
        held += piece
        while len(held) >= 4 and len(held) >= 4 + struct.unpack("<I", held[:4])[0]:
            length = struct.unpack("<I", held[:4])[0]
            header, arrays = wire.read(held[4 : 4 + length])
            assert not arrays
            yield header
            held = held[4 + length :]
    assert held == b""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_challenge_with_its_sources(server: Server, language: str) -> None:
    said = get(server, "history", language=language).json()
    assert [entry["error"] for entry in said["entries"] if entry["role"] == "winner"] == [28.2, 25.8, 15.3, 11.7, 6.7, 3.6, 3.0, 2.3]
    assert all(entry["source"] and entry["url"].startswith("https://") and entry["about"] for entry in said["entries"])
    assert [count["parameters"] for count in said["alexnets"]] == [61_100_840, 60_965_224, 62_378_344]


def test_networks_and_their_layers(server: Server) -> None:
    networks = {one["key"]: one for one in get(server, "history_networks").json()}
    assert networks["vgg16"]["parameters"] == sum(p.numel() for p in torchvision.models.vgg16().parameters())
    shown = get(server, "history_network", network="alexnet").json()
    assert sum(layer["parameters"] for layer in shown["layers"]) == shown["parameters"] == networks["alexnet"]["parameters"]
    assert shown["layers"][1]["formula"] == "(11·11·3 + 1)·64 = 23,296"
    wrong = get(server, "history_network", network="alexnett", language="pt")
    assert wrong.status_code == 422 and "Você quis dizer alexnet" in wrong.json()["error"]


def test_a_race_comes_point_by_point(server: Server) -> None:
    with http.stream("GET", f"{server.url}/cnn/race", params=RACE, timeout=300) as response:
        events = list(parts(response))
    points = [event for event in events if "wrong" in event]
    assert [(p["runner"], p["count"]) for p in points] == [(r, n) for n in (1, 2) for r in ("pixels", "hog", "scratch", "frozen")]
    assert any("share" in event for event in events) and all(p["tested"] == 500 and p["kept"] == "" for p in points)
    known = get(server, "race_cached", **RACE).json()
    assert [(p["runner"], p["count"], p["wrong"]) for p in known] == [(p["runner"], p["count"], p["wrong"]) for p in points]
    assert all(len(p["kept"]) == 10 for p in known)


def test_a_race_that_nobody_watches_any_more_stops(server: Server) -> None:
    setting = RACE | {"seed": 8, "counts": "1"}
    with http.stream("GET", f"{server.url}/cnn/race", params=setting, timeout=300) as response:
        assert next(parts(response))
    done = get(server, "race_cached", **setting).json()
    assert get(server, "history").status_code == 200  # the server goes on
    assert len(get(server, "race_cached", **setting).json()) <= len(done) + 1 < 4


@pytest.mark.parametrize(
    "wrong",
    [{"dataset": "digit"}, {"counts": "1,x"}, {"counts": "2,1"}, {"counts": "1000"}, {"draws": 0}, {"seed": -1}, {"fresh": 2}],
    ids=str,
)
def test_a_race_that_cannot_be_is_refused_before_it_begins(server: Server, wrong: dict[str, Any]) -> None:
    answer = get(server, "race", **{**RACE, **wrong})
    assert answer.status_code == 422 and next(iter(wrong)) in answer.json()["error"]


def test_data_sets_say_who_runs_on_them(server: Server) -> None:
    said = {one["key"]: one for one in get(server, "datasets").json()}
    assert [runner["key"] for runner in said["textures"]["runners"]] == ["pixels", "hog", "colours", "scratch", "frozen"]
    assert len(said["digits"]["classes"]) == 10 and said["digits"]["most"] >= 100
    header, arrays = wire.read(get(server, "dataset_pictures", dataset="textures", count=3).content)
    assert header["dataset"] == "textures" and arrays["pictures"].shape == (10, 3, 48, 48, 3)


def test_orientations_are_scikit_images(server: Server) -> None:
    file = ROOT / "assets" / "samples" / "digit-3.png"
    answer = http.post(
        f"{server.url}/cnn/gradient_orientations", params={"network": "lenet5", "form": "picture"}, content=file.read_bytes(), timeout=60
    )
    header, arrays = wire.read(answer.content)
    assert header["cell"] == 4 and arrays["picture"].shape == (28, 28, 1)
    theirs = hog(arrays["picture"][..., 0], 9, (4, 4), (2, 2), block_norm="L2-Hys", feature_vector=False)
    np.testing.assert_allclose(arrays["blocks"], theirs, atol=2e-4)
    assert Image.open(file).size == (28, 28)


def test_what_is_not_json_never_leaves(server: Server) -> None:
    for path in ("history", "history_networks", "datasets"):
        json.loads(get(server, path).text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
