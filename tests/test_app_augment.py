"""Augment from outside: the server's parts, and `/augment` through `gradio_client`; against `models.augmentation` and PyTorch."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import torch
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image

from app.instruments import instrument_names, words_of
from models import api
from models.augment.config import AugmentationConfig
from models.store import registry
from models.types.activations import PictureSource
from tests import wire
from tests.network_pictures import picture_for
from tests.serving import Server, http

KEY = "lenet5"
PLAN = [{"transform": "rotation", "parameters": {"degrees": [-60, 60]}}, {"transform": "invert", "parameters": {"p": 0.2}}]
PIXELS = picture_for("lenet5@random")


def ask(server: Server, route: str, body: bytes = PIXELS.tobytes(), **query: Any) -> httpx.Response:
    return http.post(f"{server.url}/cnn/{route}", params={"network": KEY, "form": "pixels", **query}, content=body, timeout=60)


def parts(response: httpx.Response) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    assert response.status_code == 200, response.text
    data, found = response.content, []
    while data:
        (length,) = struct.unpack_from("<I", data)
        found.append(wire.read(data[4 : 4 + length]))
        data = data[4 + length :]
    return found


def variants(server: Server, **query: Any) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return parts(ask(server, "variants", **{"plan": json.dumps(PLAN), "seed": 6, "count": 30, "tiles": 8, **query}))


def test_lists_transforms_and_sweeps_in_both_languages(server: Server) -> None:
    english, portuguese = (http.get(f"{server.url}/cnn/transforms", params={"language": one}).json() for one in ("en", "pt"))
    assert [one["key"] for one in english["transforms"]] == [card.key for card in api.transforms()]
    rotation, rotação = (next(one for one in cards["transforms"] if one["key"] == "rotation") for cards in (english, portuguese))
    assert rotation["title"] == "Rotation" and rotação["title"] == "Rotação"
    assert rotation["settings"][0]["default"] == [-15, 15] and rotation["handle"] == ["degrees"]
    assert {one["key"] for one in english["sweeps"]} == {"angle", "shift", "scale", "brightness", "blur"}


def test_variants_come_in_parts_what_is_looked_at_first(server: Server) -> None:
    found = variants(server, against="lenet5@random")
    first, second, *rest = found
    assert [one["index"] for one in first[0]["variants"]] == [-1, *range(8)] and first[0]["networks"] == [0]
    assert second[0]["networks"] == [1] and "pictures" not in second[1]
    assert [one["index"] for header, _ in rest for one in header["variants"]] == list(range(8, 30))
    assert all(header["networks"] == [0, 1] for header, _ in rest)
    np.testing.assert_array_equal(first[1]["pictures"][0], PIXELS)
    augmentation = AugmentationConfig.from_json(PLAN)
    drawn = [augmentation.draw(6, index, (1, 28, 28)) for index in range(8)]
    batch = torch.from_numpy(PIXELS.transpose(2, 0, 1).copy()).repeat(8, 1, 1, 1)
    np.testing.assert_array_equal(first[1]["pictures"][1:, :, :, 0], augmentation.apply(batch, drawn)[:, 0].numpy())
    for said, one in zip(first[0]["variants"][1:], drawn, strict=True):
        assert said["parameters"][0]["angle"] == one[0]["angle"] and said["signs"][0] == f"{round(one[0]['angle'])}°".replace("-", "−")


def test_the_verdicts_are_the_networks_answers_to_those_pictures(server: Server) -> None:
    header, arrays = variants(server)[0]
    for pixels, best, probability in zip(arrays["pictures"], arrays["best:0"], arrays["probability:0"], strict=True):
        top = api.predict(KEY, PictureSource("pixels", pixels.tobytes()), top=1)[0]
        assert int(best) == top.index and probability == pytest.approx(top.probability, abs=1e-4)
    assert len(header["variants"]) == 9


def test_a_lock_keeps_a_variant_while_the_rest_is_drawn_anew(server: Server) -> None:
    (_, before), (said, after) = variants(server)[0], variants(server, seed=7, locked="3:6")[0]
    same = [bool((a == b).all()) for a, b in zip(before["pictures"][1:], after["pictures"][1:], strict=True)]
    assert same == [index == 3 for index in range(8)]
    assert [one["seed"] for one in said["variants"][1:]] == [6 if index == 3 else 7 for index in range(8)]


def test_a_second_picture_is_mixed_in(server: Server) -> None:
    plan, other = json.dumps([{"transform": "cutmix"}]), (255 - PIXELS).tobytes()
    body = PIXELS.tobytes() + other
    header, arrays = parts(ask(server, "variants", body, plan=plan, count=4, tiles=4, second=len(other), second_form="pixels"))[0]
    left, top, right, bottom = header["variants"][1]["parameters"][0]["box"]
    expected = PIXELS.copy()
    expected[top:bottom, left:right] = 255 - expected[top:bottom, left:right]
    np.testing.assert_array_equal(arrays["pictures"][1], expected)


def test_a_curve_comes_in_parts_and_is_whole_in_the_end(server: Server) -> None:
    found = parts(ask(server, "sweep", against="lenet5@random", along="angle"))
    places = sorted(place for header, _ in found for place in header["places"])
    assert places == list(range(73)) and len(found) == 4
    assert set(range(0, 73, 4)) <= set(found[0][0]["places"])
    shown = [place for header, _ in found for place in header["shown"]]
    assert shown == [0, 18, 36, 54, 72] and found[0][1]["pictures"].shape == (5, 28, 28, 1)
    whole = api.sweep([KEY], PictureSource("pixels", PIXELS.tobytes()), "angle", [40])
    header, arrays = next((h, a) for h, a in found if 40 in h["places"])
    at = header["places"].index(40)
    assert arrays["probability:0"][at] == pytest.approx(whole.probabilities[0][0], abs=1e-5)
    assert arrays["values"][at] == pytest.approx(20)


def test_the_code_is_the_models_own(server: Server) -> None:
    query = {"network": KEY, "plan": json.dumps(PLAN), "seed": 6, "index": 2, "form": "pixels"}
    said = http.post(f"{server.url}/cnn/augment_code", params=query, content=PIXELS.tobytes()).text
    assert (
        said == api.augment_code(KEY, PictureSource("pixels", PIXELS.tobytes()), PLAN, seed=6, index=2).en
        and "v2.RandomRotation(degrees=(-60, 60)" in said
    )


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("variants", {"plan": ""}, "plan"),
    ("variants", {"plan": "[{}]"}, "list of steps"),
    ("variants", {"plan": '[{"transform": "rotatoin"}]'}, "rotation"),
    ("variants", {"network": "lenet"}, "lenet5"),
    ("variants", {"against": "lenet"}, "lenet5"),
    ("variants", {"count": 201}, "200"),
    ("variants", {"seed": 2**32}, "seed"),
    ("variants", {"locked": "3-4"}, "3:17"),
    ("variants", {"locked": "3:99999999999"}, "locked"),
    ("variants", {"second": 10**6, "second_form": "pixels"}, "second"),
    ("variants", {"second": 3, "second_form": "film"}, "second_form"),
    ("sweep", {"along": "angel"}, "angle"),
]


@pytest.mark.parametrize(("route", "query", "says"), WRONG)
def test_wrong_questions_get_a_sentence(server: Server, route: str, query: dict[str, Any], says: str) -> None:
    response = ask(server, route, **{"plan": "[]", "along": "angle", **query})
    assert response.status_code == 422 and says in response.json()["error"]


def test_the_instruments_of_the_tab_have_words_in_both_languages() -> None:
    mine = {"plan", "variants", "verdicts", "invariance"}
    assert mine <= set(instrument_names())
    words = [
        word for name in mine for given in words_of(name).values() for word in (given.values() if isinstance(given, dict) else [given])
    ]
    assert len(words) > 40 and all(word.en and word.pt for word in words)


# The public API


@pytest.fixture(scope="module")
def client(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(server.url, ssl_verify=False, verbose=False, download_files=str(tmp_path_factory.mktemp("downloads")))


@pytest.fixture(scope="module")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    y, x = np.mgrid[0:150, 0:200]
    waves = [127 + 120 * np.sin(x / 17 + c) * np.cos(y / (11 + c)) for c in range(3)]
    path = tmp_path_factory.mktemp("pictures") / "waves.png"
    Image.fromarray(np.stack(waves, -1).astype(np.uint8)).save(path)
    return path


def test_the_endpoint_returns_draws_answers_and_the_very_pictures(client: Client, photograph: Path) -> None:
    key = "resnet109@random"
    config = [{"transform": "rotation"}, {"transform": "greyscale", "parameters": {"p": 1}}]
    said, files = client.predict(handle_file(photograph), config, 3, 8, key, api_name="/augment")
    assert len(said) == len(files) == 3
    classes = api.network(key).classes
    made = api.variants([key], PictureSource("picture", photograph.read_bytes()), config, seed=8, indices=range(3))
    for i, (one, file) in enumerate(zip(said, files, strict=True)):
        with Image.open(file) as image:
            np.testing.assert_array_equal(np.asarray(image), made.pictures[i])
        assert one["parameters"] == [{"transform": name, **drawn} for name, drawn in made.variants[i].parameters]
        truth = torch.from_numpy(made.logits[0][i]).double().softmax(0)
        assert [guess["index"] for guess in one["answer"]] == torch.argsort(truth, descending=True)[:5].tolist()
        for guess in one["answer"]:
            assert guess["probability"] == pytest.approx(float(truth[guess["index"]]), rel=1e-5)
            assert guess["label"] == classes[guess["index"]].en


def test_the_endpoint_needs_no_network_and_takes_its_defaults(client: Client, photograph: Path) -> None:
    said, files = client.predict(handle_file(photograph), [{"transform": "mixup"}], api_name="/augment")
    assert len(said) == len(files) == 12 and all(one["answer"] is None for one in said)
    with Image.open(files[0]) as image:
        assert image.size == (200, 150)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((None,), "plan"),
        (([{"transform": "rotate"}],), "rotation"),
        (([], 0), "count"),
        (([], 201), "200"),
        (([], 3, -1), "seed"),
        (([], 3, 0, "resnet"), "resnet"),
        (([], 3, 0, None, "de"), "language"),
    ],
)
def test_the_endpoint_refuses_in_one_sentence(client: Client, photograph: Path, arguments: tuple[Any, ...], says: str) -> None:
    with pytest.raises(AppError, match=says):
        client.predict(handle_file(photograph), *arguments, api_name="/augment")


def test_plans_of_training_and_preview_are_one_value() -> None:
    """What the page carries to training is what `/cnn/variants` was asked with."""
    shape = registry.specs()[KEY].preparation
    augmentation = AugmentationConfig.from_json(json.dumps(PLAN))
    assert augmentation == AugmentationConfig.from_json(augmentation.to_json()) and (shape.height, shape.width) == PIXELS.shape[:2]
    assert io.BytesIO(json.dumps(augmentation.to_json()).encode()).read()
