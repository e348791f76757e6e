"""The photographs that the page offers: the network for photographs names what each says that it shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models import api
from models.types.activations import PictureSource

FOLDER = Path(__file__).parents[1] / "assets" / "samples"
NAMED: list[dict[str, Any]] = [sample for sample in json.loads((FOLDER / "samples.json").read_text("utf-8")) if "shows" in sample]
FREE = {"CC0-1.0", "public domain", "CC-BY-2.0", "CC-BY-3.0", "CC0-1.0 and public domain"}


@pytest.mark.parametrize("sample", NAMED, ids=[sample["key"] for sample in NAMED])
def test_it_is_named_by_what_it_shows(sample: dict[str, Any]) -> None:
    source = PictureSource("picture", (FOLDER / f"{sample['key']}.jpg").read_bytes())
    answer = [prediction.label.en for prediction in api.predict("efficientnet_lite0", source, top=5)]
    assert answer[0] == sample["shows"][0]
    assert set(sample["shows"]) <= set(answer)


def test_there_are_twelve_and_six_of_them_show_two_things() -> None:
    assert len(NAMED) >= 12 and sum(len(sample["shows"]) == 2 for sample in NAMED) >= 6
    assert {sample["licence"] for sample in NAMED} <= FREE
