"""A section of tissue, asked for over the wire."""

from __future__ import annotations

import io
import json
import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image
from skimage import data

from tests import wire
from tests.serving import Server, http

STROKES = [{"kind": kind, "width": 0.1, "points": [place, place]} for kind, place in enumerate((0.2, 0.8))]


def body(strokes: Any, kinds: Any = 2, file: bytes = b"") -> bytes:
    text = json.dumps({"kinds": kinds, "strokes": strokes}).encode()
    return struct.pack("<I", len(text)) + text + file


def parts(answer: bytes) -> list[tuple[dict[str, Any], dict[str, np.ndarray]]]:
    found = []
    while answer:
        (length,) = struct.unpack_from("<I", answer)
        found.append(wire.read(answer[4 : 4 + length]))
        answer = answer[4 + length :]
    return found


def test_the_samples_are_listed_and_their_strokes_colour_them(server: Server) -> None:
    colon, retina = http.get(f"{server.url}/cnn/tissue_samples", params={"language": "pt"}, timeout=60).json()
    assert (colon["key"], retina["key"]) == ("colon", "retina") and colon["kinds"] == ["Glândulas", "Estroma", "Fundo"]
    head, arrays = wire.read(http.post(f"{server.url}/cnn/tissue_section", params={"sample": "colon"}, timeout=60).content)
    assert head["size"] == [512, 512] and (arrays["picture"] == data.immunohistochemistry()).all()
    answer = http.post(f"{server.url}/cnn/tissue_colours", params={"sample": "colon"}, content=body(colon["strokes"], 3), timeout=60)
    head, arrays = parts(answer.content)[-1]
    assert arrays["probabilities"].shape == (3, 64, 64) and sum(head["area"]) == pytest.approx(1)
    assert head["largest_difference"] <= 1e-5 and head["overlap"][0] > 0.4


def test_a_picture_of_ones_own_is_coloured_and_answered_patch_by_patch(server: Server) -> None:
    Image.fromarray(data.immunohistochemistry()[:120, :200]).save(file := io.BytesIO(), "PNG")
    answer = http.post(f"{server.url}/cnn/tissue_colours", content=body(STROKES, file=file.getvalue()), timeout=60)
    assert parts(answer.content)[-1][1]["probabilities"].shape == (2, 15, 25)
    answer = http.post(f"{server.url}/cnn/tissue_patches", content=body(STROKES, file=file.getvalue()), timeout=60)
    found = parts(answer.content)
    assert found[0][0]["total"] == 375 == sum(len(arrays["rows"]) for _, arrays in found)
    assert found[-1][0]["largest_difference"] <= 1e-5


@pytest.mark.parametrize("route", ["tissue_colours", "tissue_patches"])
@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ({"sample": "lung"}, body(STROKES)),
        ({"sample": "colon"}, b""),
        ({"sample": "colon"}, b"\xff\xff\xff\xff"),
        ({"sample": "colon"}, body("strokes")),
        ({"sample": "colon"}, body([])),
        ({"sample": "colon"}, body(STROKES, "2")),
        ({"sample": "colon"}, body([{**STROKES[0], "points": [0.5]}, STROKES[1]])),
        ({"sample": "colon"}, body([{**STROKES[0], "width": None}, STROKES[1]])),
        ({"sample": "colon"}, body([{**STROKES[0], "points": [0.5, 2]}, STROKES[1]])),
        ({}, body(STROKES, file=b"no picture")),
    ],
)
def test_what_cannot_be_is_refused(server: Server, route: str, query: dict[str, Any], sent: bytes) -> None:
    answer = http.post(f"{server.url}/cnn/{route}", params=query, content=sent, timeout=60)
    assert answer.status_code == 422 and answer.json()["error"]
