"""A picture that takes another's style, asked for over the wire."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests import wire
from tests.serving import ROOT, Server, http


def two_files(*names: str) -> bytes:
    files = [(ROOT / "assets" / "samples" / name).read_bytes() for name in names]
    return b"".join(struct.pack("<I", len(file)) + file for file in files)


def test_a_style_comes_in_parts_and_starts_from_the_content(server: Server) -> None:
    query = {"network": "resnet109", "share": 0.9}
    body = two_files("cat.jpg", "bricks.jpg")
    with http.stream("POST", f"{server.url}/cnn/style_transfer", params=query, content=body, timeout=120) as response:
        held, found = b"", []
        for piece in response.iter_bytes():
            held += piece
            while len(held) >= 4 and len(held) >= 4 + struct.unpack("<I", held[:4])[0]:
                length = struct.unpack("<I", held[:4])[0]
                found.append(wire.read(held[4 : 4 + length]))
                held = held[4 + length :]
            if len(found) > 3:
                break
    (first, start), *_, (last, end) = found
    assert first["step"] == 0 < last["step"] and first["content"] < 0.01
    assert last["style"] < first["style"] and last["content"] > first["content"]
    with Image.open(ROOT / "assets" / "samples" / "cat.jpg") as opened:
        assert abs(start["picture"].mean() - np.asarray(opened).mean()) < 20
    assert end["picture"].shape == (128, 128, 3)


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ({"share": 2}, two_files("cat.jpg", "cat.jpg")),
        ({"share": 0.5}, two_files("cat.jpg")),
        ({"share": "half"}, two_files("cat.jpg", "cat.jpg")),
    ],
)
def test_a_style_that_cannot_be_is_refused(server: Server, query: dict[str, Any], body: bytes) -> None:
    answer = http.post(f"{server.url}/cnn/style_transfer", params={"network": "resnet109", **query}, content=body, timeout=60)
    assert answer.status_code == 422 and answer.json()["error"]
