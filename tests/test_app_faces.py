"""Faces asked for over the wire: every step of the cascade, one of its windows, and the public API."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from gradio_client import Client, handle_file
from PIL import Image

from models import api
from models.types.activations import PictureSource
from models.types.faces import KEPT
from tests import wire
from tests.serving import ROOT, Server, http

FILE = ROOT / "assets" / "samples" / "astronaut.jpg"
SOURCE = PictureSource("picture", FILE.read_bytes())


def asked(server: Server, route: str = "faces", body: bytes = SOURCE.data, **query: Any) -> Any:
    return http.post(f"{server.url}/cnn/{route}", params={"form": "picture", **query}, content=body, timeout=60)


def test_the_answer_holds_what_the_models_say(server: Server) -> None:
    found = api.find_faces(SOURCE, smallest=60, overlap=0.3)
    head, arrays = wire.read(asked(server, smallest=60, overlap=0.3).content)
    assert (head["width"], head["height"], head["smallest"], head["overlap"]) == (512, 512, 60, 0.3)
    assert [(level["width"], level["height"]) for level in head["levels"]] == [(level.width, level.height) for level in found.levels]
    for i, level in enumerate(found.levels):
        np.testing.assert_allclose(arrays[f"map:{i}"], level.faces, atol=1e-5)
    for i, stage in enumerate(found.stages):
        assert head["stages"][i] == {"network": stage.network, "read": stage.read}
        for name in ("windows", "boxes", "scores", "fates", "parents"):
            np.testing.assert_allclose(arrays[f"{name}:{i}"], getattr(stage, name), atol=1e-3)  # another process adds in another order
    np.testing.assert_allclose(arrays["landmarks"], found.stages[2].landmarks, atol=1e-3)


def test_a_window_is_a_png_of_the_pixels_that_its_network_read(server: Server) -> None:
    answer = asked(server, "face_window", network="rnet", window="150,40,290,180")
    pixels = np.asarray(Image.open(io.BytesIO(answer.content)))
    np.testing.assert_array_equal(pixels, api.face_window(SOURCE, "rnet", (150, 40, 290, 180)))
    answer = asked(server, "face_window", network="pnet", window="4,2,16,14", size="50,50")
    assert np.asarray(Image.open(io.BytesIO(answer.content))).shape == (12, 12, 3)


@pytest.mark.parametrize(
    ("route", "query", "said"),
    [
        ("faces", {"smallest": 5}, "smallest: 5"),
        ("faces", {"overlap": "much"}, "overlap: 'much'"),
        ("faces", {"sure": "0.6,0.7"}, "sure: '0.6,0.7'"),
        ("faces", {"sure": "0.6,0.7,nan"}, "sure"),
        ("faces", {"sure": "0.6,0.7,0.1"}, "scores: 0.1"),
        ("faces", {"form": "strokes"}, "this is a drawing"),
        ("face_window", {"network": "lenet5", "window": "0,0,9,9"}, "network: 'lenet5'"),
        ("face_window", {"network": "rnet", "window": "0,0,9,8"}, "window: [0, 0, 9, 8]"),
        ("face_window", {"network": "rnet", "window": "0,0,inf,8"}, "window"),
        ("face_window", {"network": "rnet"}, "window is missing"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(server: Server, route: str, query: dict[str, Any], said: str) -> None:
    answer = asked(server, route, **query)
    assert answer.status_code == 422 and said in answer.json()["error"]
    portuguese = asked(server, route, language="pt", **query)
    assert portuguese.status_code == 422 and portuguese.json()["error"] != answer.json()["error"]


def test_a_file_that_is_no_picture_is_refused(server: Server) -> None:
    assert asked(server, body=b"no picture").status_code == 422


def test_the_public_api_says_where_faces_are(server: Server) -> None:
    client = Client(server.url, verbose=False)
    facts = client.predict(handle_file(FILE), api_name="/faces")
    found = api.find_faces(SOURCE)
    (face,) = facts["faces"]
    np.testing.assert_allclose(face["box"], found.boxes[0], rtol=1e-4)
    assert face["landmarks"]["left_eye"][0] < face["landmarks"]["right_eye"][0]
    assert facts["steps"] == [
        {"network": stage.network, "read": stage.read, "kept": int((stage.fates == KEPT).sum())} for stage in found.stages
    ]
