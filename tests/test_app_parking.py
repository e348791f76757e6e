"""The car park over the wire: the day, the answers, and a score for each weather, in parts."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest

from tests import wire
from tests.serving import Server, http

ASKED = {"weather": "sun", "camera": "mast", "day": 4, "training": "sun"}


def parts(body: bytes) -> list[tuple[dict[str, Any], dict[str, np.ndarray]]]:
    found = []
    while body:
        length = struct.unpack("<I", body[:4])[0]
        found.append(wire.read(body[4 : 4 + length]))
        body = body[4 + length :]
    return found


def test_everything_comes_in_order(server: Server) -> None:
    day, answers, *scores = parts(http.get(f"{server.url}/cnn/parking", params=ASKED, timeout=120).content)
    assert day[0]["part"] == "day" and day[1]["picture"].shape == (540, 960, 3) and day[1]["taken"].shape == (40,)
    assert answers[0]["part"] == "answers" and answers[0]["learned_from"] == 120
    assert (answers[1]["network"] == (answers[1]["probabilities"] > 0.5)).all()
    assert [head["weather"] for head, _ in scores] == ["sun", "cloud", "rain", "dusk", "snow"]
    for head, _ in scores:
        for reader, right in head["right"].items():
            low, high = head["intervals"][reader]
            assert low <= right / head["asked"] <= high


@pytest.mark.parametrize("wrong", [{"weather": "hail"}, {"day": "x"}, {"camera": ""}, {"training": "all"}])
def test_what_is_not_there_gets_a_sentence(server: Server, wrong: dict[str, Any]) -> None:
    answer = http.get(f"{server.url}/cnn/parking", params=ASKED | wrong, timeout=60)
    assert answer.status_code == 422 and answer.json()["error"]
