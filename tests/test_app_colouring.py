"""A grey picture coloured over the wire."""

from __future__ import annotations

import numpy as np
import pytest

from app.encode.colouring import read_hints
from models import api
from models.types.activations import PictureSource
from models.types.colouring import ColourHint
from tests import wire
from tests.serving import ROOT, Server, http

SAMPLE = (ROOT / "assets" / "samples" / "rocamadour.jpg").read_bytes()


def test_pictures_blocks_and_figures_arrive_as_the_models_made_them(server: Server) -> None:
    query = {"form": "picture", "cut": "13", "hints": "500.100.60.c82828", "temperature": 0.5, "side": 64}
    answer = http.post(f"{server.url}/cnn/colour", params=query, content=SAMPLE, timeout=60)
    head, arrays = wire.read(answer.content)
    hint = ColourHint(0.5, 0.1, 0.06, (0xC8, 0x28, 0x28))
    found = api.colour_picture(PictureSource("picture", SAMPLE), cut=(1, 3), hints=(hint,), temperature=0.5, side=64)
    for name, expected in (("grey", found.grey), ("coloured", found.coloured), ("truth", found.truth)):
        assert np.array_equal(arrays[name], expected)
    for block, values in found.blocks.items():
        assert np.array_equal(arrays[f"block:{block}"], values) and head["shapes"][block] == list(found.shapes[block])
    assert head["figures"]["coloured"]["difference"] == pytest.approx(found.figures["coloured"].difference)


@pytest.mark.parametrize(
    "query",
    [
        {"form": "strokes"},
        {"form": "picture", "cut": "19"},
        {"form": "picture", "cut": "one"},
        {"form": "picture", "hints": "500.100.60.red"},
        {"form": "picture", "temperature": "warm"},
        {"form": "picture", "temperature": 0},
        {"form": "picture", "side": 10_000},
    ],
    ids=str,
)
def test_what_cannot_be_is_one_sentence(server: Server, query: dict[str, str]) -> None:
    answer = http.post(f"{server.url}/cnn/colour", params={**query, "language": "pt"}, content=SAMPLE, timeout=60)
    assert answer.status_code == 422 and answer.json()["error"]


def test_hints_are_read_in_thousandths() -> None:
    assert read_hints("") == ()
    assert read_hints("0.1000.30.000000-500.1.2.ff8000") == (
        ColourHint(0, 1, 0.03, (0, 0, 0)),
        ColourHint(0.5, 0.001, 0.002, (255, 128, 0)),
    )
